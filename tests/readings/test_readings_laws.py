"""What holds for every text: only ReadingError, sound intervals, prints that read back, linear time."""

import contextlib
import gc
import random
import time
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from reconcile.readings import KINDS, Reading, ReadingError, read
from reconcile.readings.words import (
    END_HEDGES,
    HEDGES,
    JOINS,
    NEAR_HEDGES,
    NUMBER_WORDS,
    OPENERS,
    PARTS,
    PERCENTS,
    SHORT_SCALES,
    UNKNOWNS,
)

PHRASES = [p for table in (HEDGES, NEAR_HEDGES, END_HEDGES, JOINS, OPENERS, PERCENTS, UNKNOWNS) for p in table]
LOOSE = str.split("""
    a an of in and out every per point several hundreds tens most none minus km recruits km² e5 us$ usd
    1 2 0 5 12 14 40 100 999 1,700 1.700 3.5 2017 1/3 1e18 ½ ⅓ ∞ [ ] ( ) , ; : / - – − ± % ‰ $ € ^ _ " ' ’
    … .. ° ² İ ſ ٣ १ Ⅷ ① \x00 \ud800 \u200b""")
WORDS = PHRASES + sorted(NUMBER_WORDS) + sorted(SHORT_SCALES) + sorted(PARTS) + LOOSE


def checked(text: str, kind: str, **known: Any) -> Reading | None:
    """Read a text and hold its reading against every law; None where it was refused."""
    try:
        reading = read(text, kind, **known)
    except ReadingError as error:
        refused = error
    else:
        return read_back(reading, kind, **known)
    assert refused.text == text
    assert refused.reason
    assert str(refused).encode()
    return None


def read_back(reading: Reading, kind: str, **known: Any) -> Reading:
    """Hold a reading against every law."""
    assert not reading.span.is_empty
    assert not (reading.low is None and reading.low_open)
    assert not (reading.high is None and reading.high_open)
    back = read(str(reading), kind, **known)
    assert (back.span, back.percent, back.unit) == (reading.span, reading.percent, reading.unit), reading.text
    assert reading.interval() == back.interval()
    return reading


def test_random_texts_of_the_grammar() -> None:
    rng = random.Random(20170102)
    read_well = 0
    for _ in range(100_000):
        words = rng.choices(WORDS, k=rng.choice((1, 2, 2, 3, 3, 3, 4, 4, 5, 9)))
        known = {
            "decimal": rng.choice((None, None, ",", ".")),
            "exact": rng.random() < 0.1,
            "may_be_negative": rng.random() < 0.2,
            "is_length": rng.random() < 0.2,
        }
        read_well += checked(rng.choice((" ", " ", "")).join(words), rng.choice(KINDS), **known) is not None
    assert read_well > 3000


@given(st.text(max_size=60), st.sampled_from(KINDS))
@example("9" * 5000, "count")
@example("(" * 499, "count")
@example("-" * 499, "count")
@example("1 000" * 100, "count")
@example("million " * 60, "plain")
@example("1" + " 000" * 120, "plain")
@example("[" + "9" * 119 + "/7, ∞)", "plain")
@settings(deadline=None, max_examples=400)
def test_any_text(text: str, kind: str) -> None:
    checked(text, kind)


@given(
    st.sampled_from(["", *HEDGES]),
    st.one_of(st.integers(0, 10**9).map("{:,}".format), st.decimals(0, 10**6, places=2).map(str)),
    st.sampled_from(["", " thousand", " million", " bn", "%"]),
    st.sampled_from(KINDS),
)
@settings(deadline=None, max_examples=400)
def test_any_hedged_number(hedge: str, number: str, scale: str, kind: str) -> None:
    reading = checked(f"{hedge} {number}{scale}", kind, decimal=".")
    if reading is None:
        with pytest.raises(ReadingError, match="holds no number"):
            read(f"{hedge} {number}{scale}", kind, decimal=".")
        return
    stated = reading.stated_low
    assert stated is not None
    assert stated >= 0
    assert reading.low is None or reading.low <= max(stated, 0)
    assert reading.high is None or reading.high >= stated or reading.high == 100
    assert reading.percent == (kind == "share" or scale == "%")


@given(st.lists(st.sampled_from(["about", "some", "more than", "only", "nearly"]), min_size=2, max_size=4))
def test_the_order_of_hedges_changes_nothing(hedges: list[str]) -> None:
    forwards = read(" ".join([*hedges, "500"]))
    assert read(" ".join([*reversed(hedges), "500"])).interval() == forwards.interval()


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_ranges_are_as_printed(first: int, second: int) -> None:
    low, high = sorted((first, second))
    reading = read(f"between {low:,} and {high:,}")
    assert (reading.low, reading.high) == (low, high)


def seconds(make: Callable[[int], str], size: int) -> float:
    """Return the best of several times for twenty refusals or readings of one text."""
    text = make(size)[:size]
    best = float("inf")
    gc.disable()  # what other tests left would be looked through again and again
    try:
        for _ in range(5):
            start = time.perf_counter()
            for _ in range(20):
                with contextlib.suppress(ReadingError):
                    read(text)
            best = min(best, time.perf_counter() - start)
    finally:
        gc.enable()
    return best


SLOW = {
    "digits": lambda n: "1" * n,
    "groups": lambda n: "1" + ",000" * n,
    "spaces": lambda n: "1" + " 000" * n,
    "brackets": lambda n: "(" * (n // 2) + ")" * (n // 2),
    "dashes": lambda n: "5" + "-" * n,
    "hedges": lambda n: "about " * n,
    "joins": lambda n: "5 " + "up to " * n,
    "unit words": lambda n: "5 " + "or more of " * n,
    "number words": lambda n: "one hundred and " * n,
    "ands": lambda n: "between one " + "and " * n,
    "quotes": lambda n: "'\"" * n,
}


@pytest.mark.parametrize("name", SLOW)
def test_time_grows_with_the_length(name: str) -> None:
    # Four times the length: four times the time if it is linear, sixteen times if it is quadratic. A busy machine
    # may spoil one measurement or two, a quadratic grammar spoils them all.
    ratios = [seconds(SLOW[name], 500) / seconds(SLOW[name], 125) for _ in range(5)]
    assert min(ratios) < 10
