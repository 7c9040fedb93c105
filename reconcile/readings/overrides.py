"""A claim's own `low`, `high`, `precision` and `exact`, which beat the reading of its text."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from reconcile.readings.cursor import Context, Cursor
from reconcile.readings.errors import ReadingError
from reconcile.readings.nodes import Span
from reconcile.readings.numbers import number, starts_number
from reconcile.readings.reading import Reading
from reconcile.readings.words import PERCENTS


def override(
    reading: Reading,
    *,
    low: str | None = None,
    high: str | None = None,
    precision: str | None = None,
    exact: bool = False,
) -> Reading:
    """Return the reading with what its claim says itself.

    All numbers are in the reading's own unit, percent points of a share. `low` and `high` are ends that
    belong to the reading; `precision` is the rounding step of the printed number or of both numbers of a
    range (100 on `1,700` is [1650, 1750)); `exact` takes the printed numbers alone. Ends beat precision and
    exactness, exactness beats precision. The printed words stay in `hedge`.

    Raises ReadingError where a number is none, where `low` is above `high`, and where precision or exactness
    stand on a value without a number to which they could belong.
    """
    if exact:
        reading = _as_printed(reading, Fraction(0), "exact")
    elif precision is not None:
        step = _own_number(reading, "precision", precision)
        if step <= 0:
            raise ReadingError(reading.text, "precision: expected a rounding step above 0, as 100.")
        reading = _as_printed(reading, step / 2, "rounded")
    if low is None and high is None:
        return reading
    return _with_ends(
        reading,
        None if low is None else _own_number(reading, "low", low),
        None if high is None else _own_number(reading, "high", high),
    )


def _as_printed(reading: Reading, half: Fraction, how: str) -> Reading:
    """Return the printed numbers ± half a step; a bound's number keeps its side."""
    low, high = reading.stated_low, reading.stated_high
    if low is None or high is None:
        raise ReadingError(reading.text, "precision and exact need a number in the value, and it has none.")
    if reading.how == "bound":
        if half:
            raise ReadingError(reading.text, "precision says how a number was rounded, and a bound is not rounded.")
        return reading
    span = Span(low - half, high + half, False, bool(half))
    return replace(reading.with_span(span), how=how if low == high else "range")


def _with_ends(reading: Reading, low: Fraction | None, high: Fraction | None) -> Reading:
    span = reading.span
    if low is not None:
        span = replace(span, low=low, low_open=False)
    if high is not None:
        span = replace(span, high=high, high_open=False)
    if span.is_empty:
        raise ReadingError(reading.text, "low is above high; expected an interval with at least one number.")
    stated_low = low if low is not None else reading.stated_low if reading.stated_low is not None else high
    stated_high = high if high is not None else reading.stated_high if reading.stated_high is not None else low
    one_sided = span.low is None or span.high is None
    how = "range" if low is not None and high is not None else "bound" if one_sided else reading.how
    if how == "bound" and low is not None and high is None and reading.how == "bound":
        stated_high = stated_low
    return replace(reading.with_span(span), stated_low=stated_low, stated_high=stated_high, how=how)


def _own_number(reading: Reading, key: str, text: str) -> Fraction:
    """Return the number of a claim's own key, with its sign and scale words, in percent points of a share."""
    cursor = Cursor(text, Context("plain"))
    sign = -1 if cursor.key() == "-" else 1
    cursor.index += sign < 0
    if not starts_number(cursor):
        raise ReadingError(text, f"{key}: expected a number, as 1,650.")
    found = number(cursor, is_money=False)
    if reading.percent and not cursor.at_end:
        cursor.phrase(PERCENTS)
    if not cursor.at_end or found.is_ratio:
        raise ReadingError(text, f"{key}: expected a number alone, as 1,650, without hedge or unit.")
    return sign * found.value
