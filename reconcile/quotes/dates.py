"""Whether a quote holds a date: only what is sure counts, since quotes say `the next day` more often than a date."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from reconcile.times import Span, TimeError, read_time

_MONTHS = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    "|nov(?:ember)?|dec(?:ember)?"
)
_MONTH = rf"(?P<month>{_MONTHS})\b\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>\d{4})\b"
_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"\b{_DAY}(?:\s+of)?\s+{_MONTH}(?:,?\s+{_YEAR})?",
        rf"\b{_MONTH}\s+{_DAY}\b(?:,?\s+{_YEAR})?",
        r"\b(?P<iso>\d{4}-\d{2}-\d{2})\b",
        rf"\b(?P<part>early|mid|late)?[\s-]*\b{_MONTH}(?:,?\s+{_YEAR})?",
        rf"\b(?:(?:in|of|by|during|since|year) )?(?P<part>early|mid|late)?[\s-]*\b{_YEAR}",
    )
)
_MAY_BE_NONE = re.compile(r"may|mar|march|\d{4}", re.IGNORECASE)
"""Words that look like a date and may be something else: `they may`, `a march`, `2000 men`."""
_OTHER_TIME = re.compile(
    r"\b(?:after|afternoon|ago|autumn|before|christmas|days?|dawn|decades?|dusk|earlier|easter|eve|evening|fall|following|"
    r"friday|hours?|last|later|midnight|mon(?:day)?|months?|morning|new year|next|night|noon|now|previous|ramadan|"
    r"saturday|season|since|spring|summer|sunday|then|this|thursday|time|today|tomorrow|tuesday|until|wednesday|"
    r"weekend|weeks?|when|while|winter|years?|yesterday)\b|\d{1,2}[./]\d{1,2}",
    re.IGNORECASE,
)


def date_in(stated: str, quote: str) -> tuple[bool | None, str]:
    """Return whether `quote` holds the date `stated`, None where that is not sure, and what dates it holds instead."""
    try:
        wanted = read_time(stated)
    except TimeError:
        return None, ""
    if wanted.first is None or wanted.last is None:
        return None, ""
    found = list(_dates(quote, wanted))
    if any(wanted.overlaps(span) for _, spans in found for span in spans):
        return True, ""
    if _OTHER_TIME.search(quote) or any(_MAY_BE_NONE.fullmatch(text) for text, _ in found):
        return None, ""
    return False, ", ".join(dict.fromkeys(text for text, _ in found))


def _dates(quote: str, wanted: Span) -> Iterator[tuple[str, list[Span]]]:
    """Yield each date of a quote with what it may mean: without a year, of any year near the one asked for."""
    taken: set[int] = set()
    for form in _FORMS:
        for match in form.finditer(quote):
            if taken.isdisjoint(range(*match.span())):
                spans = [span for text in _texts(match, wanted) if (span := _read(text)) is not None]
                if spans:
                    taken.update(range(*match.span()))
                    yield " ".join(match[0].split()).strip(" -"), spans


def _texts(match: re.Match[str], wanted: Span) -> list[str]:
    parts = match.groupdict()
    if parts.get("iso"):
        return [parts["iso"]]
    first, last = (date.fromordinal(day).year for day in (wanted.first or 1, wanted.last or 1))
    years = [parts["year"]] if parts.get("year") else [str(year) for year in range(first - 1, last + 2)]
    words = [parts.get("part") or "", parts.get("day") or "", (parts.get("month") or "").rstrip(".")]
    return [" ".join(word for word in [*words, year] if word) for year in years]


def _read(text: str) -> Span | None:
    try:
        return read_time(text)
    except TimeError:
        return None
