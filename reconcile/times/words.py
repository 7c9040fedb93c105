"""One stretch of time in English words: `9 December 2017`, `early 2015`, `first half of 2017`."""

from __future__ import annotations

import re
from datetime import date
from typing import Final, NamedTuple

from reconcile.times.iso import figure_days
from reconcile.times.span import (
    MONTHS,
    Days,
    TimeError,
    day_days,
    month_days,
    month_thirds,
    year_days,
    year_thirds,
)

MONTH_NUMBERS: Final = {
    **{name.lower(): number for number, name in enumerate(MONTHS, 1)},
    **{name[:3].lower(): number for number, name in enumerate(MONTHS, 1)},
    "sept": 9,
}
WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
SEASONS: Final = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
"""First month of each northern season of three months; winter runs into the next year."""
THIRDS: Final = {"early": 0, "beginning": 0, "start": 0, "mid": 1, "middle": 1, "late": 2, "end": 2}
ORDINALS: Final = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4}

MONTH: Final = "(" + "|".join(sorted(MONTH_NUMBERS, key=len, reverse=True)) + ")"
_YEAR: Final = "([0-9]{4})"
_DAY: Final = "([0-9]{1,2})(?:st|nd|rd|th)?"
_WEEKDAY: Final = re.compile(rf"({'|'.join(WEEKDAYS)}|mon|tues?|wed|thu(?:rs?)?|fri|sat|sun) (.+)")
_WHOLE_YEAR: Final = re.compile(rf"(?:year )?{_YEAR}")
_MONTH_YEAR: Final = re.compile(rf"{MONTH} {_YEAR}")
_YEAR_MONTH: Final = re.compile(rf"{_YEAR} {MONTH}")
_DAY_MONTH_YEAR: Final = re.compile(rf"{_DAY} {MONTH} {_YEAR}")
_MONTH_DAY_YEAR: Final = re.compile(rf"{MONTH} {_DAY} {_YEAR}")
_YEAR_MONTH_DAY: Final = re.compile(rf"{_YEAR} {MONTH} {_DAY}")
_DECADE: Final = re.compile(r"([0-9]{3}0)['\u2019]?s")
_SEASON: Final = re.compile(rf"({'|'.join(SEASONS)}) {_YEAR}(?:[-\u2013/]([0-9]{{4}}|[0-9]{{2}}))?")
_THIRD: Final = re.compile(rf"({'|'.join(THIRDS)}) (?:in )?(.+)")
_HALF: Final = re.compile(r"(first|1st|second|2nd|last) half (.+)|h([12]) (.+)|([0-9]{4}) h([12])")
_QUARTER: Final = re.compile(rf"({'|'.join(ORDINALS)}|last) quarter {_YEAR}|q([1-4]) {_YEAR}|{_YEAR} q([1-4])")


class Stretch(NamedTuple):
    """Days with the grain that names them, which decides what an early part of it is."""

    grain: str
    """year, month, season, decade, or other"""
    days: Days
    """first and last day"""


def point_days(text: str) -> Days | None:
    """Days of one stretch in tidy lower case (no commas, no `of`); None if it is none, TimeError if bad."""
    third = _THIRD.fullmatch(text)
    if third is not None:
        stretch = _whole(third[2])
        return None if stretch is None else _third(stretch, THIRDS[third[1]])
    half = _HALF.fullmatch(text)
    if half is not None:
        return _half(half)
    quarter = _QUARTER.fullmatch(text)
    if quarter is not None:
        return _quarter(quarter)
    stretch = _whole(text)
    return None if stretch is None else stretch.days


def _whole(text: str) -> Stretch | None:
    """A year, month, day, season or decade, in words or figures."""
    return _day(text) or _month(text) or _season(text) or _decade(text) or _figures(text)


def _day(text: str) -> Stretch | None:
    weekday = _WEEKDAY.fullmatch(text)
    rest = text if weekday is None else weekday[2]
    if match := _DAY_MONTH_YEAR.fullmatch(rest):
        day, month, year = match.groups()
    elif match := _MONTH_DAY_YEAR.fullmatch(rest):
        month, day, year = match.groups()
    elif match := _YEAR_MONTH_DAY.fullmatch(rest):
        year, month, day = match.groups()
    else:
        return None
    days = day_days(int(year), MONTH_NUMBERS[month], int(day))
    if weekday is not None:
        _check_weekday(days[0], weekday[1])
    return Stretch("other", days)


def _check_weekday(day: int, stated: str) -> None:
    meant = date.fromordinal(day)
    actual = WEEKDAYS[meant.weekday()]
    if not actual.startswith(stated):
        name = f"{meant.day} {MONTHS[meant.month - 1]} {meant.year:04d}"
        raise TimeError(f"{name} was a {actual.capitalize()}", name)


def _month(text: str) -> Stretch | None:
    if match := _MONTH_YEAR.fullmatch(text):
        month, year = match.groups()
    elif match := _YEAR_MONTH.fullmatch(text):
        year, month = match.groups()
    else:
        return None
    return Stretch("month", month_days(int(year), MONTH_NUMBERS[month]))


def _season(text: str) -> Stretch | None:
    """Three months of the north. Winter 2017 is December 2017 to February 2018, and so is winter 2017-18."""
    match = _SEASON.fullmatch(text)
    if match is None:
        return None
    name, year, second = match[1], int(match[2]), match[3]
    if second is not None and (name != "winter" or int(second) % 100 != (year + 1) % 100):
        raise TimeError(f"{name} {year} does not run into {second}")
    month, end = SEASONS[name], year if name != "winter" else year + 1
    return Stretch("season", (month_days(year, month)[0], month_days(end, (month + 1) % 12 + 1)[1]))


def _decade(text: str) -> Stretch | None:
    match = _DECADE.fullmatch(text)
    if match is None:
        return None
    return Stretch("decade", (year_days(int(match[1]))[0], year_days(int(match[1]) + 9)[1]))


def _figures(text: str) -> Stretch | None:
    if match := _WHOLE_YEAR.fullmatch(text):
        return Stretch("year", year_days(int(match[1])))
    first, last = figure_days(text.upper()) or (None, None)
    if first is None or last is None:
        return None
    start = date.fromordinal(first)
    is_month = (first, last) == month_days(start.year, start.month)
    return Stretch("month" if is_month else "other", (first, last))


def _third(stretch: Stretch, index: int) -> Days:
    """Early, mid or late: a third of a year or month, a month of a season, 3 or 4 years of a decade."""
    first, last = stretch.days
    start = date.fromordinal(first)
    if stretch.grain == "year":
        return year_thirds(start.year)[index]
    if stretch.grain == "month":
        return month_thirds(first, last)[index]
    if stretch.grain == "season":
        month = start.month + index
        return month_days(start.year + (month > 12), (month - 1) % 12 + 1)
    if stretch.grain == "decade":
        low, high = ((0, 3), (4, 6), (7, 9))[index]
        return year_days(start.year + low)[0], year_days(start.year + high)[1]
    raise TimeError("only a year, month, season or decade has an early, middle or late part")


def _half(match: re.Match[str]) -> Days | None:
    word, after, number, after_number, before, number_after = match.groups()
    second = (word not in ("first", "1st")) if word is not None else (number or number_after) == "2"
    stretch = _whole(after or after_number or before)
    if stretch is None:
        return None
    first, last = stretch.days
    year = date.fromordinal(first).year
    if stretch.grain == "year":
        middle = month_days(year, 7)[0]
    elif stretch.grain == "month":
        middle = first + 15
    else:
        raise TimeError("only a year or a month is read by halves")
    return (middle, last) if second else (first, middle - 1)


def _quarter(match: re.Match[str]) -> Days:
    word, word_year, number, number_year, year_before, number_after = match.groups()
    year = int(word_year or number_year or year_before)
    quarter = ORDINALS.get(word, 4) if word is not None else int(number or number_after)
    return month_days(year, quarter * 3 - 2)[0], month_days(year, quarter * 3)[1]
