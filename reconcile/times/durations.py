"""Lengths of time, as the key `keeps` of a measure states them."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import lru_cache
from math import ceil
from typing import Final

from reconcile.times.span import TimeError

_DAYS: Final = {
    "day": Fraction(1),
    "week": Fraction(7),
    "fortnight": Fraction(14),
    "month": Fraction(1461, 48),
    "quarter": Fraction(1461, 16),
    "year": Fraction(1461, 4),
    "decade": Fraction(7305, 2),
}
"""Days of each unit: a year has 365.25, and a month is a twelfth of it."""
_LETTERS: Final = {"D": "day", "W": "week", "M": "month", "Y": "year"}
_WORDS: Final = {
    "a": Fraction(1),
    "an": Fraction(1),
    "one": Fraction(1),
    "half a": Fraction(1, 2),
    "two": Fraction(2),
    "three": Fraction(3),
    "four": Fraction(4),
    "five": Fraction(5),
    "six": Fraction(6),
    "seven": Fraction(7),
    "eight": Fraction(8),
    "nine": Fraction(9),
    "ten": Fraction(10),
    "twelve": Fraction(12),
}
_STATED: Final = re.compile(r"([0-9]{1,6}(?:\.[0-9]{1,3})?|[a-z]+(?: a)?)[ -]?([a-z]+?)s?")
_ISO: Final = re.compile(r"P([0-9]{1,6})([DWMY])")
_LONGEST: Final = 3_652_059


def parse_duration(text: str) -> int:
    """A length of time in whole days, rounded up: `3 months` is 92 days, `1 year` 366, `2 weeks` 14.

    Read are a number (figures, a decimal, `a`, `half a`, one to ten, twelve) with day, week, fortnight,
    month, quarter, year or decade, and ISO 8601 with one unit (`P3M`). A month is a twelfth of 365.25 days;
    rounding up makes three months as long as the longest three of the calendar. TimeError: anything else.
    """
    if not isinstance(text, str) or len(text) > 200:
        raise TimeError("a length of time is a short text such as '3 months'")
    days = _days(" ".join(text.split()))
    if days is None:
        nearest = f"{text.strip()} days" if re.fullmatch(r"\s*[0-9]{1,6}\s*", text) else None
        raise TimeError(f"{text[:60]!r} is no length of time such as '3 months' or '10 days'", nearest)
    if not 0 <= days <= _LONGEST:
        raise TimeError(f"{text[:60]!r} is longer than 9,999 years")
    return days


@lru_cache(maxsize=1024)
def _days(text: str) -> int | None:
    iso = _ISO.fullmatch(text.upper())
    if iso is not None:
        return ceil(int(iso[1]) * _DAYS[_LETTERS[iso[2]]])
    stated = _STATED.fullmatch(text.lower())
    if stated is None or stated[2] not in _DAYS:
        return None
    number = _WORDS.get(stated[1]) if stated[1][0].isalpha() else Fraction(stated[1])
    return None if number is None else ceil(number * _DAYS[stated[2]])
