"""Plain numbers are read all at once, with exactly what `readings.read` makes of each."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reconcile.models import Measure, Vocabulary
from reconcile.normalise.ends import HOW, ends_of
from reconcile.normalise.plain import hedges, printed_of
from reconcile.normalise.reader import KEYS, Reader, compare_ends, float_of
from reconcile.readings import Widths
from reconcile.readings.words import HEDGES
from reconcile.units import Units

MEASURES = {
    measure.name: measure
    for measure in (
        Measure("joined", unit="person"),
        Measure("balance", unit="person", may_be_negative=True),
        Measure("seats", unit="seat", exact=True),
        Measure("area", unit="km^2"),
        Measure("debt", unit="EUR"),
        Measure("rate", unit="percent", kind="share", of="joined"),
        Measure("change", unit="percent", kind="share", of="joined", may_be_negative=True),
        Measure("mood"),
        Measure("who", kind="category"),
        Measure("when", kind="event"),
    )
}
UNITS = ("", "person", "km^2", "ha", "km", "percent", "thousand EUR", "EUR", "dozen")
WIDTHS = (
    Widths(),
    Widths(Fraction(1, 20), Fraction(1, 3), Fraction(0), significant_digits=1),
    Widths(Fraction(1), Fraction(1, 7), Fraction(999_999_999, 1_000_000_000), significant_digits=4),
)

digits = st.one_of(
    st.integers(0, 99),
    st.integers(0, 10**6),
    st.integers(0, 10**17),
    st.builds(lambda head, zeros: head * 10**zeros, st.integers(0, 9999), st.integers(0, 12)),
)
LONG = st.from_regex(r"\.[0-9]{15,400}", fullmatch=True)
"""More decimals than a float holds: those are read one by one."""
decimals = st.one_of(
    st.just(""), st.from_regex(r"\.[0-9]{1,4}", fullmatch=True), st.from_regex(r"\.0{1,3}5?", fullmatch=True), LONG
)
numerals = st.one_of(
    st.builds(lambda n, d: f"{n}{d}", digits, decimals),
    st.builds(lambda n, d: f"{n:,}{d}", digits, decimals),
    st.from_regex(r"[0-9]{1,4}[.,][0-9]{1,4}", fullmatch=True),
)
words = st.sampled_from(
    ["", "", *(f"{phrase} " for phrase in HEDGES), "~", ">", "≤", "About ", "about  ", "all ", "from "]
)
texts = st.one_of(
    st.builds(lambda hedge, number: hedge + number, words, numerals),
    st.builds(
        lambda hedge, low, join, high: hedge + low + join + high,
        words,
        numerals,
        st.sampled_from([" to ", "-", "–", " - ", " – ", " up to ", " and "]),
        numerals,
    ),
)


def readers() -> list[Reader]:
    vocabulary = Vocabulary({}, MEASURES)
    units = {name: measure.unit for name, measure in MEASURES.items()}
    return [Reader(vocabulary, Units({"person": ["people"]}), widths, units) for widths in WIDTHS]


READERS = readers()


def read_at_once(reader: Reader, text: str, measure: str, unit: str, decimal: str) -> dict[str, object] | None:
    terms = reader.terms(measure, unit, decimal)
    printed = printed_of([text])
    ends = ends_of(printed, [terms], np.zeros(1, dtype=np.int64), reader.widths)
    if not ends.done[0]:
        return None
    names = ("low", "high", "low_open", "high_open", "lo", "hi", "stated_low", "stated_high", "whole")
    found: dict[str, object] = {name: getattr(ends, name)[0] for name in names}
    hedge = hedges()[printed.hedge[0]]
    return {**found, "how": HOW[ends.how[0]], "hedge": hedge, "mismatch": terms.mismatch}


def read_alone(reader: Reader, text: str, measure: str, unit: str, decimal: str) -> dict[str, object]:
    parsed = reader.parse(
        dict.fromkeys(KEYS, "") | {"measure": measure, "value": text, "unit": unit, "decimal": decimal}
    )
    if parsed.fault == "REC401":
        return {"mismatch": parsed.message}
    assert parsed.reading is not None, (text, parsed)
    reading = parsed.reading
    lo, hi = compare_ends(reading, parsed.whole)
    return {
        "low": -math.inf if reading.low is None else float_of(reading.low),
        "high": math.inf if reading.high is None else float_of(reading.high),
        "low_open": reading.low_open,
        "high_open": reading.high_open,
        "lo": lo,
        "hi": hi,
        "stated_low": None if reading.stated_low is None else float_of(reading.stated_low),
        "stated_high": None if reading.stated_high is None else float_of(reading.stated_high),
        "whole": parsed.whole,
        "how": reading.how,
        "hedge": reading.hedge,
        "mismatch": "",
    }


@given(
    texts,
    st.sampled_from(sorted(MEASURES)),
    st.sampled_from(UNITS),
    st.sampled_from(["", "", ".", ","]),
    st.integers(0, len(WIDTHS) - 1),
)
def test_read_at_once_is_read_alone(text: str, measure: str, unit: str, decimal: str, widths: int) -> None:
    found = read_at_once(READERS[widths], text, measure, unit, decimal)
    if found is None:
        return
    alone = read_alone(READERS[widths], text, measure, unit, decimal)
    assert {name: found[name] for name in alone} == alone


@pytest.mark.parametrize(
    "text",
    [
        *("0", "7", "40", "99", "100", "1700", "1,700", "1,234,567", "3.5", "3.50", "1,234.5", "999999999999999"),
        *("about 1,700", "~1700", "at least 40", "more than 3", "fewer than 12", "nearly 500", "just over 1,000"),
        *("exactly 500", "only 500", "up to 12", "a total of 12"),
        *("12 to 14", "12-14", "12–14", "about 1,000 to 1,500", "400 – 450"),
    ],
)
def test_what_tables_hold_is_read_at_once(text: str) -> None:
    assert read_at_once(READERS[0], text, "joined", "", "") is not None


@pytest.mark.parametrize(
    ("text", "decimal"),
    [
        *(
            (text, "")
            for text in ("1.700", "12 to 1.700", "0012", "1,70", "14 to 12", "1 in 9", "5 million", "a few", "")
        ),
        *((text, "") for text in ("at least 12 to 14", "0 to 0012", "1,700 men", "1234567890123456", "nearly 0")),
        *((text, ",") for text in ("1,700", "1.700", "3.5", "12 to 1,5")),
    ],
)
def test_what_may_mean_something_else_is_left_to_the_parser(text: str, decimal: str) -> None:
    assert read_at_once(READERS[0], text, "joined", "", decimal) is None


@pytest.mark.parametrize("measure", ["who", "when"])
def test_words_and_dates_are_no_plain_numbers(measure: str) -> None:
    assert read_at_once(READERS[0], "2017", measure, "", "") is None
