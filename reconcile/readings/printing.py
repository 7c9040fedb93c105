"""Exact numbers and intervals as text, for people and for reading back."""

from __future__ import annotations

from fractions import Fraction

from reconcile.readings.nodes import Span

_SIGNIFICANT = 4
"""Digits of a number that has no finite decimals."""


def decimal_digits(value: Fraction) -> str | None:
    """Return the exact decimals of a number without separators, or None where they never end."""
    twos, fives, rest = 0, 0, value.denominator
    while rest % 2 == 0:
        twos, rest = twos + 1, rest // 2
    while rest % 5 == 0:
        fives, rest = fives + 1, rest // 5
    if rest != 1:
        return None
    places = max(twos, fives)
    digits = str(abs(value.numerator) * (10**places // value.denominator)).rjust(places + 1, "0")
    sign = "-" if value < 0 else ""
    return sign + (f"{digits[:-places]}.{digits[-places:]}" if places else digits)


def number_text(value: Fraction) -> str:
    """Return a number for people: `1,650`, `0.5`, `−3`, and `≈33.33` where its decimals never end."""
    if value.denominator == 1:
        return f"{'−' if value < 0 else ''}{abs(value.numerator):,}"
    digits = decimal_digits(value)
    mark = "" if digits is not None else "≈"
    digits = digits or decimal_digits(_shortened(value)) or ""
    sign = "−" if digits.startswith("-") else ""
    whole, point, decimals = digits.lstrip("-").partition(".")
    return f"{mark}{sign}{int(whole):,}{point}{decimals}"


def _shortened(value: Fraction) -> Fraction:
    """Return the nearest number of four significant digits."""
    size = abs(value)
    exponent = len(str(size.numerator)) - len(str(size.denominator))
    if size < Fraction(10) ** exponent:
        exponent -= 1
    step = Fraction(10) ** (exponent - _SIGNIFICANT + 1)
    return round(value / step) * step


def interval_text(span: Span) -> str:
    """Return an interval for people: `[1,650, 1,750)`; one value as that value, no end as `anything`."""
    if span.low is None and span.high is None:
        return "anything"
    if span.low is not None and span.low == span.high:
        return number_text(span.low)
    low = "(−∞" if span.low is None else ("(" if span.low_open else "[") + number_text(span.low)
    high = "∞)" if span.high is None else number_text(span.high) + (")" if span.high_open else "]")
    return f"{low}, {high}"


def canonical_text(span: Span, unit: str) -> str:
    """Return an interval that reads back exactly: `[1650, 1750) recruits`, `[100/3, 40] percent`."""
    if span.low is None and span.high is None:
        return f"unknown {unit}".strip()
    low = "(-∞" if span.low is None else ("(" if span.low_open else "[") + _exact_text(span.low)
    high = "∞)" if span.high is None else _exact_text(span.high) + (")" if span.high_open else "]")
    return f"{low}, {high} {unit}".strip()


def _exact_text(value: Fraction) -> str:
    return decimal_digits(value) or f"{value.numerator}/{value.denominator}"
