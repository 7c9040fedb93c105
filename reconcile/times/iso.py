"""Dates in figures: EDTF (ISO 8601-2) levels 0 and 1, and a hint where other figures stand."""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable
from functools import lru_cache
from time import struct_time
from typing import Final, Protocol, cast

from reconcile.times.span import Days, OpenDays, TimeError, day_days, month_days, year_days

_DATE: Final = re.compile(r"([0-9]{4})(?:-(0[1-9]|1[0-2])(?:-([0-9]{2}))?)?")
_CLOCK: Final = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})[T ](?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:\.[0-9]{1,9})?)?"
    r" ?(?:Z|UTC|[+-](?:0[0-9]|1[0-4]):?[0-5][0-9])?"
)
_FIGURES: Final = re.compile(r"[0-9XY?~%/.\-]+")
# Level 0 and 1 only. What the library makes of anything else never reaches it: it prints to standard output
# on `2017-XX/2018`, reads `XXXX` from year 0, takes `2017S2`, and gives every February 29 days.
_SEASON: Final = re.compile(r"[0-9]{4}-2[1-4]")
_UNSPECIFIED: Final = re.compile(r"[0-9](?:[0-9]{2}X|[0-9]XX|XXX)|[0-9]{4}-XX(?:-XX)?|[0-9]{4}-(?:0[1-9]|1[0-2])-XX")
_OUT_OF_REACH: Final = re.compile(r"-[0-9]{1,3}[0-9X]X{0,2}(?:-[0-9X]{2}){0,2}|Y-?[0-9]{5,}")
_LEVEL_2: Final = re.compile(r"[0-9X]{4}(?:-[0-9X]{2}){0,2}|[0-9]{4}-(?:2[5-9]|3[0-9]|4[01])")
_BROKEN_DATE: Final = re.compile(r"([0-9]{4})-([0-9]{2})(?:-([0-9]{2}))?")
_YEAR_RANGE: Final = re.compile(r"([0-9]{4})([-\u2013])([0-9]{4}|[0-9]{2})")


class _Bounded(Protocol):
    """What is used of a date of the EDTF library."""

    def lower_strict(self) -> struct_time: ...

    def upper_strict(self) -> struct_time: ...


def figure_days(text: str) -> OpenDays | None:
    """The days of a text of figures in upper case; None: it holds words, TimeError: it is broken."""
    fast = plain_days(text)
    if fast is not None:
        return fast
    clock = _CLOCK.fullmatch(text)
    if clock is not None:
        return plain_days(clock[1]) or _end(clock[1])
    years = _year_range(text)
    if years is not None or not _FIGURES.fullmatch(text):
        return years
    return _interval(text) if "/" in text else _end(text)


def plain_days(text: str) -> Days | None:
    """YYYY, YYYY-MM and YYYY-MM-DD without the library, for tables of millions; None: it is none of them."""
    match = _DATE.fullmatch(text)
    if match is None or text.startswith("0000"):
        return None
    year, month, day = match.groups()
    if month is None:
        return year_days(int(year))
    return month_days(int(year), int(month)) if day is None else day_days(int(year), int(month), int(day))


def _year_range(text: str) -> Days | None:
    """`2014-17` and `2014-2017`, hyphen or dash; after a hyphen, 01 to 12 is a month, 21 to 24 a season."""
    match = _YEAR_RANGE.fullmatch(text)
    if match is None:
        return None
    first, dash, last = match.groups()
    if dash == "-" and len(last) == 2 and (1 <= int(last) <= 12 or 21 <= int(last) <= 24):
        return None
    end = int(last) if len(last) == 4 else int(first[:2] + last)
    if end < int(first):
        month = f", and {last} is no month" if dash == "-" and len(last) == 2 else ""
        raise TimeError(f"{first} to {end} ends before it starts{month}")
    return year_days(int(first))[0], year_days(end)[1]


def _interval(text: str) -> OpenDays:
    """`A/B`. The ends go to the library one by one: alone it has `201X/2020` as level 2, no `2017-XX/2018`.

    An empty end (`2014/`, end unknown) is open here as `..` is; the library adds ten years to the other end.
    """
    ends = text.split("/")
    if len(ends) != 2 or ends == ["", ""]:
        raise TimeError(*_hint(text))
    if not all(end in ("", "..") or _is_end(end) for end in ends):
        raise TimeError(*_hint(text))
    first = None if ends[0] in ("", "..") else _end(ends[0])[0]
    last = None if ends[1] in ("", "..") else _end(ends[1])[1]
    if first is not None and last is not None and first > last:
        raise TimeError(f"{ends[0]} to {ends[1]} ends before it starts", f"{ends[1]}/{ends[0]}")
    return first, last


def _is_end(text: str) -> bool:
    bare = _unqualified(text)
    shapes = (_DATE, _BROKEN_DATE, _SEASON, _UNSPECIFIED, _OUT_OF_REACH, _LEVEL_2)
    return any(shape.fullmatch(bare) for shape in shapes)


def _end(text: str) -> Days:
    """The days of one date. `?`, `~`, `%` move no strict bound; the library has no `2017-21?` by itself."""
    bare = _unqualified(text)
    fast = plain_days(bare)
    if fast is not None:
        return fast
    if _SEASON.fullmatch(bare) or _UNSPECIFIED.fullmatch(bare):
        return _library_days(bare)
    if _OUT_OF_REACH.fullmatch(bare) or bare.startswith("0000"):
        raise TimeError("a year before 1 or after 9999 cannot be placed")
    broken = _BROKEN_DATE.fullmatch(bare)
    if broken is not None:
        raise TimeError(f"there is no month {broken[2]}")
    if _LEVEL_2.fullmatch(bare):
        raise TimeError("an EDTF date of level 2 is not read, only levels 0 and 1")
    raise TimeError(*_hint(text))


def _unqualified(text: str) -> str:
    return text[:-1] if text[-1:] in ("?", "~", "%") else text


def _library_days(text: str) -> Days:
    """The library's strict bounds. It takes winter (`2017-24`) for December alone, and `0XXX` from year 0."""
    found = _library()(text)
    low, high = found.lower_strict(), found.upper_strict()
    first = day_days(low.tm_year, low.tm_mon, low.tm_mday)[0]
    return first, day_days(high.tm_year, high.tm_mon, high.tm_mday)[1]


@lru_cache(maxsize=1)
def _library() -> Callable[[str], _Bounded]:
    # 0.1 s, so only where a date needs it. `python -W error` makes pyparsing turn on its own diagnostics,
    # which the library's grammar does not pass; they say nothing about its answers.
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "warn_(multiple|ungrouped)_", module=r"edtf\.parser\.grammar")
        from edtf import parse_edtf

    return cast("Callable[[str], _Bounded]", parse_edtf)


_YEAR_FIRST: Final = re.compile(r"([0-9]{4})[-/.]?([0-9]{1,2})(?:[-/.]?([0-9]{1,2}))?")
_YEAR_LAST: Final = re.compile(r"([0-9]{1,2})[-/.]([0-9]{1,2})[-/.]([0-9]{4})")


def _hint(text: str) -> tuple[str, str | None]:
    """Reason and nearest readable text for figures that are no date."""
    last = _YEAR_LAST.fullmatch(text)
    if last is not None:
        one, two, year = (int(group) for group in last.groups())
        found = [iso for iso in (_iso(year, two, one), _iso(year, one, two)) if iso is not None]
        if len(set(found)) > 1:
            return f"day and month can be taken either way: {found[0]} or {found[1]}", None
        return "day, month and year are written year first", found[0] if found else None
    if re.fullmatch(r"[0-9]{4}\.0+", text):
        return "a year has no decimals", text[:4]
    first = _YEAR_FIRST.fullmatch(text)
    if first is not None:
        year, month = int(first[1]), int(first[2])
        years = f"{year}/{year // 100 * 100 + month}" if first[3] is None and month > year % 100 else None
        return "this is no EDTF date", _iso(year, month, int(first[3]) if first[3] else None) or years
    if re.fullmatch(r"[~?%][0-9]{4}(?:-[0-9]{2}){0,2}", text):
        return "the mark of an uncertain date stands behind it", text[1:] + text[0]
    if re.fullmatch(r"Y[0-9]{4}", text):
        return "a year of four digits has no Y", text[1:]
    if re.fullmatch(r"[0-9]{1,3}", text):
        return "a year needs four digits", None
    return "this is no EDTF date", None


def _iso(year: int, month: int, day: int | None) -> str | None:
    """The EDTF text of a date that exists."""
    try:
        if day is None:
            month_days(year, month)
            return f"{year:04d}-{month:02d}"
        day_days(year, month, day)
    except TimeError:
        return None
    return f"{year:04d}-{month:02d}-{day:02d}"
