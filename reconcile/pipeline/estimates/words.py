"""Ranges in plain words: `380 to 430`, `at least 380`, `by 9 Dec 2017`."""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor

from reconcile.models.estimate import Implied, Range
from reconcile.readings.nodes import Span
from reconcile.readings.printing import interval_text
from reconcile.solver.plain_words import joined, number
from reconcile.times import TimeError, days_to_text

MOST_LAWS = 3
"""Laws that are named for a bound, before a sign that there are more."""
MOST_DOCUMENTS = 4
"""Documents that are named for a bound, before `and 3 more`."""


def range_text(one: Range, kind: str) -> str:
    """Return a range as a reading is written: `[1,650, 1,750)`; days where the quantity is an event."""
    if kind == "event":
        return _days(one)
    return interval_text(Span(one.low, one.high, one.low_open, one.high_open))


def left_words(implied: Implied, kind: str) -> str:
    """Return what is left in words; empty where no claim bounds it."""
    one = implied.range
    low, high = (one.low if implied.has_low else None), (one.high if implied.has_high else None)
    if kind == "event":
        return _dates(Range(low, high, one.low_open, one.high_open)) if low is not None or high is not None else ""
    if low is not None and low == high:
        return f"exactly {number(low)}"
    if low is not None and high is not None and not one.low_open and not one.high_open:
        return f"{number(low)} to {number(high)}"
    parts = [f"{'more than' if one.low_open else 'at least'} {number(low)}"] if low is not None else []
    parts += [f"{'less than' if one.high_open else 'at most'} {number(high)}"] if high is not None else []
    return " and ".join(parts)


def sources_of(implied: Implied) -> str:
    """Return the laws and the documents that bounds come from: `fates: watch-2018, center-2016`."""
    documents = sorted({claim.partition("#")[0] for claim in (*implied.low_claims, *implied.high_claims)})
    laws = ", ".join([*implied.laws[:MOST_LAWS], *(["…"] if len(implied.laws) > MOST_LAWS else [])])
    named = joined(documents, MOST_DOCUMENTS)
    return ": ".join(part for part in (laws, named) if part)


def _dates(one: Range) -> str:
    """Return what is left of dates: `no day before 9 Dec 2017`."""
    if one.low is None and one.high is not None:
        day = _day(one.high, one.high_open, -1)
        return f"no day after {days_to_text(day, day)}"
    if one.high is None and one.low is not None:
        day = _day(one.low, one.low_open, 1)
        return f"no day before {days_to_text(day, day)}"
    return _days(one)


def _days(one: Range) -> str:
    """Return whole days in words; open ends are moved to the next day inside."""
    low = None if one.low is None else _day(one.low, one.low_open, 1)
    high = None if one.high is None else _day(one.high, one.high_open, -1)
    if low is None and high is None:
        return "anything"
    try:
        return days_to_text(low, high)
    except TimeError:
        return "no day"


def _day(end: Fraction, is_open: bool, inward: int) -> int:
    day = ceil(end) if inward > 0 else floor(end)
    return day + inward if is_open and day == end else day
