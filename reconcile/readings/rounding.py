"""How far from a printed number the true one may lie because the number was rounded."""

from __future__ import annotations

from fractions import Fraction

from reconcile.readings.cursor import Context, ValueKind
from reconcile.readings.nodes import Number

_ALWAYS_MEANT = 100
"""Whole counts below this are that value alone."""


def half_step(number: Number, kind: ValueKind, percent: bool, context: Context) -> Fraction:
    """Return half the rounding step of a number, in its own unit; 0 where it is that value alone.

    Decimals show their step. A whole number of percent is rounded to 1. Another whole number is rounded to
    the power of ten of its trailing zeros, with at least the settings' significant digits taken as meant; a
    step of 1 is no rounding for what is counted, and is for what is measured or paid.
    """
    if context.exact:
        return Fraction(0)
    if number.step is not None:
        return number.step / 2
    if percent:
        return Fraction(1, 2)
    is_measured = kind in ("physical", "money")
    step = whole_step(int(number.value), context.widths.significant_digits)
    if not is_measured and (step == 1 or abs(number.value) < _ALWAYS_MEANT):
        return Fraction(0)
    return Fraction(step, 2)


def whole_step(value: int, significant_digits: int) -> int:
    """Return the rounding step of a whole number: 100 of 1,700, 10 of 500, 1 of 1,763."""
    digits = str(abs(value))
    zeros = len(digits) - len(digits.rstrip("0"))
    return int(10 ** max(0, min(zeros, len(digits) - significant_digits)))
