"""Times read from texts."""

import copy
import pickle
import subprocess
import sys
import time
import warnings
from datetime import date
from pathlib import Path

import pytest

from reconcile.times import Span, TimeError, days_to_text, parse_duration, read_time
from reconcile.times.iso import plain_days

ROOT = Path(__file__).parents[2]


def days(text: str) -> tuple[int | None, int | None]:
    span = read_time(text)
    return span.first, span.last


def error(text: str) -> TimeError:
    with pytest.raises(TimeError) as caught:
        read_time(text)
    return caught.value


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("  2017 ", "2017"),
        ("9\u00a0December\u20092017", "9 December 2017"),
        ("2017\u201112\u201109", "2017-12-09"),
        ("2017\u201312\u201309", "2017-12-09"),
        ("2014 \u2014 2017", "2014/2017"),
        ("2014 - 2017", "2014/2017"),
        ("DECEMBER 9 2017", "2017-12-09"),
        ("2017 December 9", "2017-12-09"),
        ("Sept. 2017", "2017-09"),
        ("9th of December, 2017", "2017-12-09"),
        ("the year 2017", "2017"),
        ("the start of the year 2017", "early 2017"),
        ("beginning of December 2017", "early December 2017"),
        ("late in 2015", "late 2015"),
        ("in early 2015", "early 2015"),
        ("at the end of 2015", "late 2015"),
        ("by the end of 2016", "until December 2016"),
        ("as of December 2017", "2017-12"),
        ("c. 2015", "2015"),
        ("Autumn 2017", "2017-23"),
        ("fall of 2017", "2017-23"),
        ("spring 2017", "2017-21"),
        ("H1 2017", "first half of 2017"),
        ("2017 H2", "second half of 2017"),
        ("last quarter of 2016", "Q4 2016"),
        ("2016-Q3", "Q3 2016"),
        ("Q1-Q3 2016", "2016-01/2016-09"),
        ("mid- to late 2017", "2017-05/2017-12"),
        ("Oct-Dec 2017", "2017-10/2017-12"),
        ("between June and August 2017", "2017-06/2017-08"),
        ("3 to 9 December 2017", "2017-12-03/2017-12-09"),
        ("28 December 2017 to 3 January 2018", "2017-12-28/2018-01-03"),
        ("in early 2015 to late 2016", "2015/2016"),
        ("2014 until 2017", "2014/2017"),
        ("up to 2016", "../2016"),
        ("prior to 2016", "../2015"),
        ("from 2014", "2014/.."),
        ("2014-2017", "2014/2017"),
        ("2014-25", "2014/2025"),
        ("end of 2017-12", "late December 2017"),
        ("1990's", "1990s"),
        ("winter 2016\u201317", "winter 2016-2017"),
        ("2017-12-09 00:00:00", "2017-12-09"),
        ("2017-22?/2017-23~", "2017-06/2017-11"),
        ("2017-XX/2018", "2017/2018"),
        ("201x", "2010s"),
    ],
)
def test_two_texts_mean_the_same_days(text: str, same: str) -> None:
    assert days(text) == days(same)


@pytest.mark.parametrize("text", ["9 December", "December", "in summer", "Q2", "yesterday", "the 3rd", "two weeks ago"])
def test_a_date_without_its_year_says_so(text: str) -> None:
    refused = error(text)
    assert refused.missing_year
    assert "year is missing" in refused.reason


@pytest.mark.parametrize("text", ["9 to 12 December", "between March and May", "until Tuesday", "mid-October"])
def test_a_stretch_without_its_year_says_so(text: str) -> None:
    assert error(text).missing_year


@pytest.mark.parametrize(
    ("text", "nearest"),
    [
        ("2017-1-9", "2017-01-09"),
        ("20171209", "2017-12-09"),
        ("2017/12/09", "2017-12-09"),
        ("2016/17", "2016/2017"),
        ("25.12.2017", "2017-12-25"),
        ("~2015", "2015~"),
        ("2017.0", "2017"),
        ("Y2017", "2017"),
        ("2017/2014", "2014/2017"),
        ("Ocotber 2017", "October 2017"),
        ("erly 2015", "early 2015"),
        ("31 April 2017", "2017-04-30"),
    ],
)
def test_an_error_names_the_nearest_text_that_reads(text: str, nearest: str) -> None:
    refused = error(text)
    assert refused.nearest == nearest
    assert read_time(nearest).days
    assert not refused.missing_year


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "/",
        "..",
        "//",
        "2017/2018/2019",
        "foo",
        "12",
        "0000",
        "0XXX",
        "XXXX",
        "2017-00",
        "2017-12-00",
        "?2017",
        "2017-?12",
        "2017S2",
        "Y-17000",
        "-0044/2017",
        "before 0001",
        "after 9999",
        "winter 9999",
        "early 9 December 2017",
        "first half of summer 2017",
        "300 BC",
        "\uff12\uff10\uff11\uff17",
        "201\u00b2",
        "2017\x00",
        "by by 2016",
        "to 2017",
        "between 2017",
        "summer 2016-17",
        "fifth quarter of 2016",
        "{2016,2017}",
        "of 2017",
    ],
)
def test_what_is_no_time_is_refused(text: str) -> None:
    assert error(text).reason


def test_the_length_of_a_text_is_limited() -> None:
    assert "200" in error("2017" + " " * 197).reason
    assert read_time("2017" + " " * 196).days == 365


def test_an_error_is_new_each_time_and_survives_pickling() -> None:
    one, two = error("9 December"), error("9 December")
    assert one is not two
    assert vars(pickle.loads(pickle.dumps(one))) == vars(one)
    assert str(copy.copy(error("Y2017"))) == str(error("Y2017"))


def test_no_text_is_no_time() -> None:
    with pytest.raises(TimeError):
        read_time(2017)  # type: ignore[arg-type]


def test_spans_know_their_days() -> None:
    year, open_end = read_time("2016"), read_time("2014/..")
    assert (year.days, year.is_open) == (366, False)
    assert (open_end.days, open_end.is_open) == (None, True)
    assert year.overlaps(open_end)
    assert open_end.overlaps(year)
    assert not read_time("../2013").overlaps(open_end)
    assert read_time("2017-12-09").overlaps(read_time("December 2017"))
    assert not read_time("2016").overlaps(read_time("2017"))
    assert pickle.loads(pickle.dumps(year)) == year


@pytest.mark.parametrize(
    ("text", "long", "short"),
    [
        ("2016", "2016", "2016"),
        ("2017-12", "December 2017", "Dec 2017"),
        ("2017-12-09", "9 December 2017", "9 Dec 2017"),
        ("2015-01/2015-04", "early 2015", "early 2015"),
        ("2015-05/2015-08", "mid-2015", "mid-2015"),
        ("mid-October 2017", "mid-October 2017", "mid-Oct 2017"),
        ("2017-10/2017-12", "Oct 2017 to Dec 2017", "Oct 2017 to Dec 2017"),
        ("2014/2017", "2014 to 2017", "2014 to 2017"),
        ("2014/2017-03", "Jan 2014 to Mar 2017", "Jan 2014 to Mar 2017"),
        ("2017-12-03/2018-01", "3 Dec 2017 to 31 Jan 2018", "3 Dec 2017 to 31 Jan 2018"),
        ("before 2016", "until 2015", "until 2015"),
        ("since 2014-03", "since March 2014", "since Mar 2014"),
        ("../..", "any time", "any time"),
        ("0044", "0044", "0044"),
    ],
)
def test_days_have_a_text(text: str, long: str, short: str) -> None:
    span = read_time(text)
    assert str(span) == long
    assert days_to_text(span.first, span.last) == short


@pytest.mark.parametrize(("first", "last"), [(5, 4), (0, 4), (1, 4_000_000), (None, 0), (4_000_000, None)])
def test_days_that_are_none_have_no_text(first: int | None, last: int | None) -> None:
    with pytest.raises(TimeError):
        days_to_text(first, last)


@pytest.mark.parametrize(
    "text", ["", "10", "3 moths", "months", "-3 months", "999999 years", "P3", "x" * 300, "3 \u00b2"]
)
def test_what_is_no_length_of_time_is_refused(text: str) -> None:
    with pytest.raises(TimeError):
        parse_duration(text)


def test_lengths_of_time() -> None:
    assert parse_duration("3-month") == 92
    assert parse_duration("Two Weeks") == 14
    assert parse_duration("1.5 years") == 548
    assert parse_duration("12 months") == parse_duration("1 year")


def test_the_fast_path_answers_as_the_library_does() -> None:
    from edtf import parse_edtf

    for year in (1, 400, 999, 1900, 2000, 2016, 2017, 9999):
        texts = [f"{year:04d}", *(f"{year:04d}-{month:02d}" for month in range(1, 13))]
        texts += [f"{year:04d}-{month:02d}-{day:02d}" for month in (1, 2, 12) for day in (1, 9, 28)]
        for text in texts:
            found = parse_edtf(text)
            low, high = (date(*bound[:3]).toordinal() for bound in (found.lower_strict(), found.upper_strict()))
            assert plain_days(text) == (low, high), text


@pytest.mark.parametrize(
    "text", ["2017?", "2017-12~", "2017-12-09%", "2016-22", "201X", "20XX?", "2017-XX", "2014/2017"]
)
def test_whole_texts_answer_as_the_library_does(text: str) -> None:
    from edtf import parse_edtf

    found = parse_edtf(text)
    bounds = tuple(date(*bound[:3]).toordinal() for bound in (found.lower_strict(), found.upper_strict()))
    assert days(text) == bounds


def test_nothing_is_printed_and_nothing_warned(capfd: pytest.CaptureFixture[str]) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        days("2017-XX/2018")
        error("2017-XX/foo")
    assert capfd.readouterr() == ("", "")


HOSTILE = ["9 ", "to ", "between and ", "-", "early ", "\u2013 ", "x-", "/", "1", "2017/"]


def seconds_for(text: str) -> float:
    """Return the best of several times for refusing one text."""
    best = float("inf")
    for attempt in range(5):
        start = time.perf_counter()
        for number in range(20):
            error(f"{text} {attempt}{number}"[:200])  # never the same text twice: answers are kept
        best = min(best, time.perf_counter() - start)
    return best


@pytest.mark.parametrize("piece", HOSTILE)
def test_time_to_refuse_grows_with_the_length(piece: str) -> None:
    # Four times the length: four times the time if it is linear, sixteen times if it is quadratic. A busy machine
    # may spoil one measurement or two, a quadratic reader spoils them all.
    ratios = [seconds_for((piece * 200)[:180]) / seconds_for((piece * 200)[:45]) for _ in range(3)]
    assert min(ratios) < 10


RUN = """
import sys, types
package = types.ModuleType("reconcile")
package.__path__ = ["reconcile"]
sys.modules["reconcile"] = package
import reconcile.times
reconcile.times.read_time("early 2015")
print(sorted({"edtf", "pyparsing", "pandas", "numpy", "pint"} & set(sys.modules)))
reconcile.times.read_time("201X")
print("edtf" in sys.modules)
"""


def test_the_library_is_loaded_only_where_it_is_needed() -> None:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", RUN], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (done.stdout, done.stderr) == ("[]\nTrue\n", "")


def test_a_span_is_plain_data() -> None:
    assert Span("x", 1, 2) == Span("x", 1, 2)
    with pytest.raises(AttributeError):
        Span("x", 1, 2).first = 3  # type: ignore[misc]
