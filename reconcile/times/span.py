"""Stretches of days: the value that every reader of a time hands out, and its text."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import Final

Days = tuple[int, int]
"""First and last day, as proleptic Gregorian ordinals, both inside."""
OpenDays = tuple[int | None, int | None]
"""The same; None is endless."""

FIRST_DAY: Final = date.min.toordinal()
LAST_DAY: Final = date.max.toordinal()
MONTHS: Final = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
ANY_TIME: Final = "any time"


class TimeError(ValueError):
    """A text that names no sure stretch of days.

    `reason` says what is wrong, `nearest` is a text that would be read (or None), and `missing_year` is true
    where the text hangs on a year that it does not give.
    """

    def __init__(self, reason: str, nearest: str | None = None, missing_year: bool = False) -> None:
        super().__init__(reason, nearest, missing_year)
        self.reason = reason
        self.nearest = nearest
        self.missing_year = missing_year

    def __str__(self) -> str:
        return self.reason if self.nearest is None else f"{self.reason}; did you mean {self.nearest!r}?"


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of days, with the text that stated it."""

    text: str
    """as it was written"""
    first: int | None
    """ordinal (`datetime.date.toordinal`) of the first possible day; None: no first day is known"""
    last: int | None
    """ordinal of the last possible day, inside the span; None: no last day is known"""

    @property
    def days(self) -> int | None:
        """How many days it holds; None where an end is open."""
        return None if self.first is None or self.last is None else self.last - self.first + 1

    @property
    def is_open(self) -> bool:
        """Whether an end is endless."""
        return self.first is None or self.last is None

    def overlaps(self, other: Span) -> bool:
        """Whether the two have a day in common."""
        return _not_after(self.first, other.last) and _not_after(other.first, self.last)

    def __str__(self) -> str:
        return _text(self.first, self.last, long=True)


def days_to_text(first: int | None, last: int | None) -> str:
    """The shortest exact text for the days from `first` to `last` (ordinals, None is endless).

    `read_time` reads it back to the same two days. TimeError: no such days, or the first is after the last.
    """
    return _text(first, last, long=False)


def year_days(year: int) -> Days:
    """First and last day of a year; TimeError outside the years 1 to 9999."""
    check_year(year)
    return date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal()


def month_days(year: int, month: int) -> Days:
    """First and last day of a month; TimeError where there is no such month."""
    check_year(year)
    if not 1 <= month <= 12:
        raise TimeError(f"there is no month {month}")
    first = date(year, month, 1).toordinal()
    return first, first + monthrange(year, month)[1] - 1


def day_days(year: int, month: int, day: int) -> Days:
    """A day as a span of one day; TimeError where the month has no such day."""
    first, last = month_days(year, month)
    if not 1 <= day <= last - first + 1:
        length = last - first + 1
        reason = f"there is no {day} {MONTHS[month - 1]} {year}: the month has {length} days"
        raise TimeError(reason, f"{year:04d}-{month:02d}-{length:02d}" if day > length else None)
    return first + day - 1, first + day - 1


def check_year(year: int) -> None:
    """TimeError where a year has no days that can be counted here."""
    if not 1 <= year <= 9999:
        raise TimeError("a year before 1 or after 9999 cannot be placed")


def _not_after(first: int | None, last: int | None) -> bool:
    return first is None or last is None or first <= last


def _text(first: int | None, last: int | None, *, long: bool) -> str:
    for end in (first, last):
        if end is not None and not FIRST_DAY <= end <= LAST_DAY:
            raise TimeError("a year before 1 or after 9999 cannot be placed")
    if first is None:
        return ANY_TIME if last is None else f"until {_end_text(last, last + 1, long=long)}"
    if last is None:
        return f"since {_end_text(first, first, long=long)}"
    if first > last:
        raise TimeError("it ends before it starts")
    return _one_name(first, last, long=long) or _two_names(first, last)


def _end_text(day: int, border: int, *, long: bool) -> str:
    """The name of the largest year, month or day that starts or ends where `border` starts."""
    if border > LAST_DAY:
        return "9999"
    edge, named = date.fromordinal(border), date.fromordinal(day)
    if (edge.month, edge.day) == (1, 1):
        return f"{named.year:04d}"
    return _month(named, long=long) if edge.day == 1 else _day(named, long=long)


def _one_name(first: int, last: int, *, long: bool) -> str | None:
    """The one year, month, third or day that has just these days."""
    start = date.fromordinal(first)
    whole_month = month_days(start.year, start.month)
    if (first, last) == year_days(start.year):
        return f"{start.year:04d}"
    if (first, last) == whole_month:
        return _month(start, long=long)
    if first == last:
        return _day(start, long=long)
    for part, (low, high) in zip(("early ", "mid-", "late "), year_thirds(start.year), strict=True):
        if (first, last) == (low, high):
            return f"{part}{start.year:04d}"
    for part, (low, high) in zip(("early ", "mid-", "late "), month_thirds(*whole_month), strict=True):
        if (first, last) == (low, high):
            return part + _month(start, long=long)
    return None


def _two_names(first: int, last: int) -> str:
    """`A to B`, both ends as years, else both as months, else both as days."""
    start, end = date.fromordinal(first), date.fromordinal(last)
    if (start.month, start.day, end.month, end.day) == (1, 1, 12, 31):
        return f"{start.year:04d} to {end.year:04d}"
    if start.day == 1 and last == month_days(end.year, end.month)[1]:
        return f"{_month(start, long=False)} to {_month(end, long=False)}"
    return f"{_day(start, long=False)} to {_day(end, long=False)}"


def year_thirds(year: int) -> tuple[Days, Days, Days]:
    """January to April, May to August, September to December."""
    return (
        (month_days(year, 1)[0], month_days(year, 4)[1]),
        (month_days(year, 5)[0], month_days(year, 8)[1]),
        (month_days(year, 9)[0], month_days(year, 12)[1]),
    )


def month_thirds(first: int, last: int) -> tuple[Days, Days, Days]:
    """Days 1 to 10, 11 to 20, 21 to the end, of the month from `first` to `last`."""
    return (first, first + 9), (first + 10, first + 19), (first + 20, last)


def _month(day: date, *, long: bool) -> str:
    name = MONTHS[day.month - 1]
    return f"{name if long else name[:3]} {day.year:04d}"


def _day(day: date, *, long: bool) -> str:
    return f"{day.day} {_month(day, long=long)}"
