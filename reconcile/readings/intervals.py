"""The grammar of a reading written out: `[1650, 1750)`, `(20, ∞)`, `[100/3, 40] percent`.

The decimal mark is always a point here, whatever the document's is: this notation is the program's own.
"""

from __future__ import annotations

from fractions import Fraction

from reconcile.readings.amounts import percent_sign, unit_behind
from reconcile.readings.cursor import Cursor
from reconcile.readings.errors import ReadingError, quoted
from reconcile.readings.nodes import Interval, Span
from reconcile.readings.tokens import Kind

LONGEST_END = 120
"""Characters of the longest number at an end."""

_SEPARATORS = (",", ";", "..")
_INFINITIES = ("∞", "inf", "infinity")


def is_interval(cursor: Cursor) -> bool:
    """Return whether the value is written as an interval; refuse what only looks like one, as `[400,450]`."""
    if cursor.key() not in ("[", "("):
        return False
    inside = cursor.words[cursor.index : cursor.index + 12]
    if not any(key in _SEPARATORS for key in inside) and cursor.key(2) in ("]", ")"):
        cursor.fail("an interval has two ends with a comma and a space between them, as in [1650, 1750).")
    return any(key in _SEPARATORS for key in inside)


def interval(cursor: Cursor) -> Interval:
    """Take an interval and its unit. Raises ReadingError, for an empty one too."""
    low_open = cursor.key() == "("
    cursor.index += 1
    low = _end(cursor)
    if not any(cursor.take(separator) for separator in _SEPARATORS):
        cursor.fail(f"expected a comma and a space between the ends of an interval, found {cursor.here()}.")
    high = _end(cursor)
    high_open = cursor.key() == ")"
    if not (cursor.take(")") or cursor.take("]")):
        cursor.fail(f"expected ']' or ')' behind the ends of an interval, found {cursor.here()}.")
    span = Span(low, high, low_open and low is not None, high_open and high is not None)
    if span.is_empty:
        cursor.fail("the interval holds no number: its low end is not below its high end.")
    percent, name = percent_sign(cursor)
    unit = unit_behind(cursor)
    if not cursor.at_end:
        cursor.fail(f"{cursor.here()} is not understood behind an interval; only a unit may follow.")
    return Interval(span.times(percent) if percent else span, percent, name or unit)


def _end(cursor: Cursor) -> Fraction | None:
    sign = -1 if cursor.take("-") else 1
    cursor.take("+")
    if cursor.key() in _INFINITIES:
        cursor.index += 1
        return None
    above = _plain_number(cursor)
    if cursor.take("/"):
        below = _plain_number(cursor)
        if below == 0:
            cursor.fail("the denominator of a fraction is not 0.")
        above /= below
    return sign * above


def _plain_number(cursor: Cursor) -> Fraction:
    if cursor.token().kind is not Kind.NUMBER:
        cursor.fail(f"expected a number or ∞ as an end of an interval, found {cursor.here()}.")
    literal = cursor.key()
    cursor.index += 1
    return plain_decimal(cursor.text, literal)


def plain_decimal(text: str, literal: str) -> Fraction:
    """Return the number of digits with an optional decimal point and commas between groups.

    Raises ReadingError.
    """
    whole, point, decimals = literal.partition(".")
    groups = whole.split(",")
    are_groups = len(groups) == 1 or (len(groups[0]) <= 3 and all(len(group) == 3 for group in groups[1:]))
    digits = "".join(groups)
    is_number = digits.isdigit() and (decimals.isdigit() or not point) and len(literal) <= LONGEST_END
    if not (are_groups and is_number):
        raise ReadingError(text, f"{quoted(literal)} is no plain number: expected digits, as in 1,650 or 0.5.")
    return Fraction(int(digits + decimals), 10 ** len(decimals))
