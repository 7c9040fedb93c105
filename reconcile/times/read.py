"""From a text to a `Span`: figures first, then words, then stretches between two times."""

from __future__ import annotations

import re
from difflib import get_close_matches
from functools import lru_cache
from typing import Final

from reconcile.times.iso import figure_days, plain_days
from reconcile.times.span import ANY_TIME, FIRST_DAY, LAST_DAY, Days, OpenDays, Span, TimeError, days_to_text
from reconcile.times.words import MONTH, MONTH_NUMBERS, ORDINALS, SEASONS, THIRDS, WEEKDAYS, point_days

LONGEST_TEXT: Final = 200

DASH: Final = "\u2013"
_HYPHENS: Final = dict.fromkeys(map(ord, "\u2010\u2011\u2212\ufe63\uff0d"), "-")
_DASHES: Final = dict.fromkeys(map(ord, "\u2012\u2014\u2015"), DASH)
_MARKS: Final = {**_HYPHENS, **_DASHES}

_PREPOSITION: Final = re.compile(
    r"(?:in|on|at|during|within|as|dated|circa|ca|c|about|around|roughly|approximately) (.+)"
)
_BETWEEN: Final = re.compile(r"between (.+?) and (.+)")
_FROM_TO: Final = re.compile(r"(?!up to |prior to )(?:from )?(.+?) (?:to|until|till|through) (.+)")
_BOUND: Final = re.compile(r"(by|until|till|up to|before|prior to|since|from|after) (.+)")
_MONTH_DAYS: Final = re.compile(rf"({MONTH}) ([0-9]{{1,2}})(?: to |\u2013|-)([0-9]{{1,2}}) ([0-9]{{4}})")
_NOW: Final = frozenset(("date", "now", "present", "today"))
_NEAR_NOW: Final = frozenset(("ago", "current", "currently", "last", "next", "now", "recently", "same", "this"))
_NEAR_DAYS: Final = frozenset(("today", "tomorrow", "yesterday", "previous", "earlier", "later"))
_PIECES: Final = frozenset(("week", "weekend", "month", "year", "half", "quarter"))
_NUMBERED: Final = frozenset(("q1", "q2", "q3", "q4", "h1", "h2"))
_RELATIVE: Final = _NEAR_NOW | _NEAR_DAYS | _PIECES | _NUMBERED
_CALENDAR: Final = frozenset({*MONTH_NUMBERS, *WEEKDAYS, *SEASONS, *THIRDS})
_KNOWN_WORDS: Final = tuple(sorted({*_CALENDAR, *ORDINALS, "between", "until", "since", "before"}))


def read_time(text: str) -> Span:
    """The days that a time or date may mean.

    Read are EDTF of levels 0 and 1 and English words (docs/times.md lists the forms). TimeError, and nothing
    else: no such form, no such day, an end before its start, a date without its year, over 200 characters.
    """
    if not isinstance(text, str):
        raise TimeError("a time is a text")
    if len(text) > LONGEST_TEXT:
        raise TimeError(f"a time has at most {LONGEST_TEXT} characters")
    answer = _answer(text)
    if isinstance(answer, TimeError):
        raise TimeError(answer.reason, answer.nearest, answer.missing_year)
    return answer


@lru_cache(maxsize=65536)
def _answer(text: str) -> Span | TimeError:
    """The span, or the error as a value: failures of a large table are remembered too."""
    try:
        first, last = plain_days(text) or _open_days(_tidy(text))
    except TimeError as error:
        return error
    return Span(text, first, last)


def _open_days(text: str) -> OpenDays:
    figures = figure_days(text.upper())
    if figures is not None:
        return figures
    return _stretch(_plain_words(text), text)


def _tidy(text: str) -> str:
    """Lower case, one kind of space, hyphens as `-` and longer dashes as an en dash."""
    tidy = " ".join(text.translate(_MARKS).lower().split())
    if re.fullmatch(r"[0-9]{4}\u2013[0-9]{2}\u2013[0-9]{2}", tidy):
        return tidy.replace(DASH, "-")
    return re.sub(r" ?\u2013 ?", DASH, tidy)


def _plain_words(text: str) -> str:
    """The words without commas, dots, `the` and `of`, and with ` to ` for a dash between two times."""
    words = re.sub(r",|(?<=[a-z])\.", " ", text)
    words = re.sub(rf"\b({MONTH})-(?={MONTH}\b)", rf"\1{DASH}", words)
    words = re.sub(rf"([0-9])-(?=[0-9]{{1,2}} {MONTH}\b)|(?<=[0-9]{{4}})-(?={MONTH}\b)", rf"\1{DASH}", words)
    words = re.sub(r"\b(q[1-4]|h[12])-(?=[qh][1-4]\b)", rf"\1{DASH}", words)
    words = re.sub(r" - ", " to ", words)
    words = re.sub(r"(?<=[a-z])-|-(?=[a-z])", " ", words)
    words = re.sub(r"\bthe\b|(?<= )of\b", " ", words)
    return " ".join(words.split())


def _stretch(words: str, text: str) -> OpenDays:
    """Days of a bound, of a stretch between two times, or of one time."""
    if words == ANY_TIME:
        return None, None
    days = point_days(words)
    if days is not None:
        return days
    if match := _MONTH_DAYS.fullmatch(words):
        month, first, last, year = match[1], match[3], match[4], match[5]
        return _ordered(_point(f"{first} {month} {year}"), _point(f"{last} {month} {year}"))
    if match := _BETWEEN.fullmatch(words):
        return _between(match[1], match[2])
    if match := _FROM_TO.fullmatch(words.replace(DASH, " to ")):
        return _between(match[1], match[2])
    if match := _BOUND.fullmatch(words):
        return _bound(match[1], match[2])
    if match := _PREPOSITION.fullmatch(words):
        return _point(match[1])
    raise _unreadable(words, text)


def _point(words: str) -> Days:
    """One time, or the error that says why it is none."""
    days = point_days(words)
    if days is None:
        match = _PREPOSITION.fullmatch(words)
        days = None if match is None else point_days(match[1])
    if days is None:
        raise _unreadable(words, words)
    return days


def _bound(word: str, words: str) -> OpenDays:
    """`by`, `until` and `since` hold the time they name, `before` and `after` do not."""
    first, last = _point(words)
    if word in ("before", "prior to"):
        if first == FIRST_DAY:
            raise TimeError("a year before 1 or after 9999 cannot be placed")
        return None, first - 1
    if word == "after":
        if last == LAST_DAY:
            raise TimeError("a year before 1 or after 9999 cannot be placed")
        return last + 1, None
    return (first, None) if word in ("since", "from") else (None, last)


def _between(start: str, end: str) -> OpenDays:
    """From the first day of one time to the last of another, which may lend its end: `3 to 9 May 2017`.

    The end lends as few of its words as make the start a time.
    """
    if end in _NOW:
        return _point(start)[0], None
    last = _point(end)
    words = end.split()
    for tail in range(len(words), 0, -1):
        first = _point_or_none(" ".join([start, *words[tail:]]))
        if first is not None:
            return _ordered(first, last)
    return _ordered(_point(start), last)


def _point_or_none(words: str) -> Days | None:
    try:
        return _point(words)
    except TimeError:
        return None


def _ordered(start: Days, end: Days) -> Days:
    if start[0] > end[1]:
        raise TimeError(f"{days_to_text(*start)} to {days_to_text(*end)} ends before it starts")
    return start[0], end[1]


def _unreadable(words: str, text: str) -> TimeError:
    """Why these words are no time: the year is missing, or a word is unknown (with the nearest text)."""
    parts = re.findall(r"[qh][1-4]\b|[a-z]+|[0-9]+", words)
    if not any(len(part) >= 4 and part.isdigit() for part in parts) and _hangs_on_a_year(parts, words):
        return TimeError(f"the year is missing in {text[:60]!r}", missing_year=True)
    if {"bc", "bce"}.intersection(parts):
        return TimeError("a year before 1 or after 9999 cannot be placed")
    return TimeError(f"{text[:60]!r} is no time that can be read", _repaired(words))


def _hangs_on_a_year(parts: list[str], words: str) -> bool:
    ordinal_or_short_year = re.search(r"['\u2019][0-9]{2}\b|\b[0-9]{1,2}(?:st|nd|rd|th)\b", words)
    return ordinal_or_short_year is not None or not (_CALENDAR | _RELATIVE).isdisjoint(parts)


def _repaired(words: str) -> str | None:
    """The text with each misspelt word put right, where that makes it one readable time."""
    repaired = re.sub(r"[a-z]{4,}", _nearest_word, words)
    if repaired == words:
        return None
    try:
        days = point_days(repaired)
    except TimeError:
        return None
    return None if days is None else str(Span("", *days))


def _nearest_word(match: re.Match[str]) -> str:
    close = get_close_matches(match[0], _KNOWN_WORDS, n=1, cutoff=0.75)
    return close[0] if close else match[0]
