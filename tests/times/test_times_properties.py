"""Laws that hold for every date and every text."""

import string
from datetime import date
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from reconcile.times import Span, TimeError, days_to_text, parse_duration, read_time
from reconcile.times.words import MONTH_NUMBERS, SEASONS, THIRDS

read_time("201X")  # loads the library here, not within the first example's deadline
DATES = st.dates()
ORDINALS = st.integers(date.min.toordinal(), date.max.toordinal())
WORDS = [
    *MONTH_NUMBERS,
    *SEASONS,
    *THIRDS,
    "between",
    "and",
    "to",
    "from",
    "until",
    "by",
    "before",
    "after",
    "since",
]
PIECES = [
    *WORDS,
    "2017",
    "2014-17",
    "17",
    "9",
    "31",
    "Q2",
    "h1",
    "half",
    "first",
    "second",
    "quarter",
    "of",
    "the",
    ",",
]
PIECES += [
    "-",
    "/",
    "..",
    "?",
    "\u2013",
    "201X",
    "2010s",
    "'15",
    "tuesday",
    "last",
    "year",
    "0000",
    "9999",
    "0001",
    "XX",
]
TEXTS = (
    st.text(max_size=220)
    | st.lists(st.sampled_from(PIECES), max_size=8).map(" ".join)
    | st.lists(st.sampled_from(PIECES), max_size=8).map("".join)
    | st.text(string.digits + "XY?~%/.-TZ: \u2013", max_size=24)
)


@given(DATES)
def test_a_day_reads_back_however_it_is_written(day: date) -> None:
    name = f"{day:%B}"
    written = [day.isoformat(), f"{day.day} {name} {day.year:04d}", f"{name} {day.day}, {day.year:04d}"]
    written += [f"{day:%A}, {day.day} {name[:3]}. {day.year:04d}", f"{day.isoformat()}/{day.isoformat()}"]
    for text in written:
        span = read_time(text)
        assert (span.first, span.last) == (day.toordinal(), day.toordinal()), text


@given(st.none() | ORDINALS, st.none() | ORDINALS)
def test_the_text_of_days_reads_back(one: int | None, other: int | None) -> None:
    first, last = (one, other) if one is None or other is None else (min(one, other), max(one, other))
    for text in (days_to_text(first, last), str(Span("", first, last))):
        span = read_time(text)
        assert (span.first, span.last) == (first, last), text


@given(st.integers(1, 9999), st.integers(1, 12))
def test_thirds_fill_their_year_and_month(year: int, month: int) -> None:
    for whole in (f"{year:04d}", f"{year:04d}-{month:02d}"):
        parts = [read_time(f"{part} {whole}") for part in ("early", "mid", "late")]
        assert parts[0].first == read_time(whole).first
        assert parts[2].last == read_time(whole).last
        for one, following in pairwise(parts):
            assert one.last is not None
            assert one.last + 1 == following.first


@given(TEXTS)
def test_a_text_is_a_span_or_a_time_error(text: str) -> None:
    try:
        span = read_time(text)
    except TimeError as error:
        refused = error
    else:
        refused = None
    if refused is not None:
        assert refused.reason
        assert refused.nearest is None or read_time(refused.nearest)
        return
    assert span.text == text
    assert span.first is None or span.last is None or span.first <= span.last
    again = read_time(days_to_text(span.first, span.last))
    assert (again.first, again.last) == (span.first, span.last)


@given(TEXTS, TEXTS)
def test_overlap_is_mutual(one: str, other: str) -> None:
    try:
        first, second = read_time(one), read_time(other)
    except TimeError:
        return
    assert first.overlaps(first)
    assert first.overlaps(second) == second.overlaps(first)


@given(
    st.text(max_size=30) | st.from_regex(r"[0-9]{1,6}(\.[0-9]{1,3})? ?(day|week|month|year|decade)s?", fullmatch=True)
)
def test_a_length_is_days_or_a_time_error(text: str) -> None:
    try:
        days = parse_duration(text)
    except TimeError:
        return
    assert 0 <= days <= 3_652_059
