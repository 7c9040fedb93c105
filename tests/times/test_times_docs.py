"""The tables of docs/times.md are true."""

import re
from datetime import date
from pathlib import Path

import pytest

from reconcile.times import TimeError, parse_duration, read_time

PAGE = (Path(__file__).parents[2] / "docs" / "times.md").read_text(encoding="utf-8")
DAY = r"(\d{4}-\d\d-\d\d|\.\.)"
SPANS = re.findall(rf"^\| `(.+?)` \| {DAY} \| {DAY} \|$", PAGE, re.M)
REFUSALS = re.findall(r"^\| `(.+?)` \| (?!\d{1,3} \|$)([^|]+) \|$", PAGE, re.M)
DURATIONS = re.findall(r"^\| `(.+?)` \| (\d{1,3}) \|$", PAGE, re.M)


def ordinal(text: str) -> int | None:
    return None if text == ".." else date.fromisoformat(text).toordinal()


def test_every_row_of_the_page_is_run() -> None:
    rows = len(re.findall(r"^\| `", PAGE, re.M))
    assert len(SPANS) + len(REFUSALS) + len(DURATIONS) == rows
    assert len(SPANS) > 60


@pytest.mark.parametrize(("text", "first", "last"), SPANS)
def test_a_time_has_these_days(text: str, first: str, last: str) -> None:
    span = read_time(text)
    assert (span.first, span.last) == (ordinal(first), ordinal(last))
    assert span.text == text


@pytest.mark.parametrize(("text", "why"), REFUSALS)
def test_a_text_is_refused_for_this_reason(text: str, why: str) -> None:
    with pytest.raises(TimeError) as caught:
        read_time(text)
    assert why in str(caught.value)
    assert caught.value.missing_year == (why == "the year is missing")


@pytest.mark.parametrize(("text", "days"), DURATIONS)
def test_a_length_of_time_has_these_days(text: str, days: str) -> None:
    assert parse_duration(text) == int(days)
