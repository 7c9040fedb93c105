"""The axis of a picture: where a value stands, and the values that are written below it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from math import ceil, floor, log10

from reconcile.times import days_to_text
from reconcile.times.span import month_days

MARGIN = 4.0
"""Percent of the width left free at either side, for words and arrows."""
ARROW = 2.0
"""Percent of the width at either edge that arrows take."""
MOST_TICKS = 4
"""Written values of an axis, at most."""
WIDEST_TICKS = 34
"""Characters of all written values together, so that they stand apart on a narrow screen."""
ENDLESS = 0.15
"""Part of the width that is added where a bar has no end."""
MUCH_WIDER = 1000
"""A highest value this many times the lowest needs a logarithmic axis."""
SCALES = ((10**13, 10**12, " trillion"), (10**10, 10**9, " billion"), (10**7, 10**6, " million"))
"""From which value on, the divisor and the word of large figures."""
LAST_DAY = date.max.toordinal()


@dataclass(frozen=True, slots=True)
class Axis:
    """The stretch of values that a picture shows."""

    low: float
    """The value at its left margin."""
    high: float
    """The value at its right margin; above `low`."""
    kind: str = "linear"
    """linear, log (whose ends are positive) or days (day numbers)."""

    def at(self, value: float) -> str:
        """Return where a value stands, as a percentage of the width."""
        return _percent(self._place(value))

    def width(self, low: float | None, high: float | None) -> str:
        """Return how wide the stretch from `low` to `high` is; an endless one ends before its arrow."""
        start = ARROW if low is None else self._place(low)
        end = 100.0 - ARROW if high is None else self._place(high)
        return _percent(max(end - start, 0.0))

    def share(self, low: float, high: float) -> float:
        """Return which part of the width the stretch from `low` to `high` takes, from 0 to 1."""
        return (self._place(high) - self._place(low)) / 100

    def holds(self, value: float) -> bool:
        """Return whether a value stands on it."""
        return self.low <= value <= self.high

    def _place(self, value: float) -> float:
        low, high, here = self.low, self.high, value
        if self.kind == "log":
            low, high, here = log10(low), log10(high), log10(max(value, self.low))
        return MARGIN + (100 - 2 * MARGIN) * (here - low) / (high - low)


def with_room(axis: Axis, *, below: bool, above: bool) -> Axis:
    """Return the axis with room for a bar that goes on without end."""
    if axis.kind == "log":
        more = (axis.high / axis.low) ** ENDLESS
        return replace(axis, low=axis.low / more if below else axis.low, high=axis.high * more if above else axis.high)
    more = (axis.high - axis.low) * ENDLESS
    return replace(axis, low=axis.low - more * below, high=axis.high + more * above)


def _percent(place: float) -> str:
    return f"{place:.1f}".removesuffix(".0") + "%"


def axis_over(values: Sequence[float], *, dated: bool = False, from_zero: bool = False) -> Axis:
    """Return an axis that shows all the values (one or more): logarithmic only where a plain one would hide some."""
    low, high = min(values), max(values)
    if from_zero:
        return Axis(min(low, 0.0), high if high > 0 else 1.0)
    if low > 0 and high / low > MUCH_WIDER and not dated:
        return Axis(low, high, "log")
    if low == high:
        room = 1.0 if dated or not low else abs(low) / 10
        low, high = low - room, high + room
    return Axis(low, high, "days" if dated else "linear")


def ticks_of(axis: Axis) -> list[tuple[float, str]]:
    """Return the values written below an axis with their words: few, round and wide apart."""
    for most in range(MOST_TICKS, 1, -1):
        marks = _MAKERS[axis.kind](axis, most)
        if sum(len(text) for _, text in marks) <= WIDEST_TICKS:
            return marks
    return marks[:: max(len(marks) - 1, 1)]


def _plain_ticks(axis: Axis, most: int) -> list[tuple[float, str]]:
    """Return multiples of 1, 2 or 5 times a power of ten, in decimals: no stray digit."""
    step = Decimal(10) ** (floor(log10(axis.high - axis.low)) - 1)
    multiples = iter(factor * Decimal(10) ** power for power in range(4) for factor in (1, 2, 5))
    low, high = Decimal(repr(axis.low)), Decimal(repr(axis.high))
    for multiple in multiples:
        first, last = ceil(low / (step * multiple)), floor(high / (step * multiple))
        if last - first < most:
            values = [number * step * multiple for number in range(first, last + 1)]
            return [(float(value), figure(value, high)) for value in values]
    return []


def _log_ticks(axis: Axis, most: int) -> list[tuple[float, str]]:
    powers = range(ceil(log10(axis.low)), floor(log10(axis.high)) + 1)
    every = max(1, ceil(len(powers) / most))
    values = [Decimal(10) ** power for power in powers if not power % every]
    return [(float(value), figure(value, value)) for value in values]


def figure(value: Decimal, largest: Decimal) -> str:
    """Return a written value with thousands marks, or in millions where the largest one needs it."""
    for start, divisor, word in SCALES:
        if abs(largest) >= start and value:
            return f"{_plain(value / divisor)}{word}" if abs(value) < 10**18 else f"{value:.3g}"
    return _plain(value)


def _plain(value: Decimal) -> str:
    text = f"{value:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _day_ticks(axis: Axis, most: int) -> list[tuple[float, str]]:
    """Return first days of years or months, or days, as fine as `most` allows; spread days where none falls in."""
    first, last = max(1, ceil(axis.low)), min(LAST_DAY, floor(axis.high))
    start, end = date.fromordinal(first), date.fromordinal(last)
    years = range(start.year, end.year + 1)
    for months in (1, 2, 3, 6):
        days = [date(year, month, 1) for year in years for month in range(1, 13, months)] if len(years) < 20 else []
        found = [day for day in days if start <= day <= end]
        if 2 <= len(found) <= most:
            return [(day.toordinal(), days_to_text(*month_days(day.year, day.month))) for day in found]
    for step in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000):
        found = [date(year, 1, 1) for year in years if not year % step and year and date(year, 1, 1) >= start]
        if 2 <= len(found) <= most:
            return [(day.toordinal(), str(day.year)) for day in found]
    spread = sorted({first, (first + last) // 2, last} if most > 2 else {first, last})
    return [(number, days_to_text(number, number)) for number in spread]


_MAKERS = {"linear": _plain_ticks, "log": _log_ticks, "days": _day_ticks}
