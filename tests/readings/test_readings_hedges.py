"""Hedges, bounds and what stands around a number: every phrase that the grammar knows."""

from fractions import Fraction

import pytest

from reconcile.readings import ReadingError, Widths, read
from reconcile.readings.words import END_HEDGES, HEDGES, NEAR_HEDGES

BY_MEANING = {
    "about": "[450, 550]",
    "nearly": "[450, 500)",
    "just over": "(500, 550]",
    "more than": "(500, ∞)",
    "at least": "[500, ∞)",
    "fewer than": "[0, 500)",
    "at most": "[0, 500]",
    "only": "[495, 505)",
    "exactly": "500",
    "": "[495, 505)",
}


@pytest.mark.parametrize(("phrase", "meaning"), sorted(HEDGES.items()))
def test_every_hedge_before_a_number(phrase: str, meaning: str) -> None:
    reading = read(f"{phrase} 500 recruits")
    assert (reading.interval(), reading.hedge, reading.unit) == (BY_MEANING[meaning], meaning, "recruits")
    assert reading.stated_low == reading.stated_high == 500


@pytest.mark.parametrize(("phrase", "meaning"), sorted(NEAR_HEDGES.items()))
def test_every_hedge_right_behind_a_number(phrase: str, meaning: str) -> None:
    reading = read(f"500{'' if phrase.startswith('-') else ' '}{phrase.replace('- ', '-')} recruits")
    assert (reading.interval(), reading.hedge, reading.unit) == (BY_MEANING[meaning], meaning, "recruits")


@pytest.mark.parametrize(("phrase", "meaning"), sorted(END_HEDGES.items()))
def test_every_hedge_at_the_end(phrase: str, meaning: str) -> None:
    reading = read(f"500 recruits {phrase}")
    assert (reading.interval(), reading.hedge, reading.unit) == (BY_MEANING[meaning], meaning, "recruits")


@pytest.mark.parametrize("text", ["MORE THAN 500", "More Than 500.", "“more than 500”", "(more than 500)", " >500 "])
def test_case_quotes_and_punctuation_do_not_matter(text: str) -> None:
    assert read(text).interval() == "(500, ∞)"


@pytest.mark.parametrize(
    ("text", "interval", "hedge"),
    [
        ("at least about 500", "[500, ∞)", "at least about"),
        ("about at least 500", "[500, ∞)", "about at least"),
        ("only about 500", "[450, 550]", "only about"),
        ("up to an estimated 500", "[0, 500]", "at most about"),
        ("more than at least 500", "(500, ∞)", "more than at least"),
        ("nearly about 500", "[450, 500)", "nearly about"),
        ("at least 500 or so", "[500, ∞)", "at least about"),
        ("some 40-odd", "[36, 44]", "about"),
        ("about a few hundred", "[180, 1,098.9]", "about a few hundred"),
        ("nearly all 500", "[450, 500)", "nearly"),
    ],
)
def test_hedges_stack(text: str, interval: str, hedge: str) -> None:
    reading = read(text)
    assert (reading.interval(), reading.hedge) == (interval, hedge)


@pytest.mark.parametrize(
    "text",
    [
        "at least up to 500",
        "nearly just over 500",
        "at least 500 at most",
        "about " * 14 + "500",
        "nearly 0",
        "about",
    ],
)
def test_hedges_that_contradict_or_hold_nothing_are_refused(text: str) -> None:
    with pytest.raises(ReadingError):
        read(text)


@pytest.mark.parametrize("number", ["3", "40", "100", "1,700", "1,763", "3.5", "2 million", "a dozen"])
@pytest.mark.parametrize("kind", ["count", "physical", "plain", "money"])
def test_hedges_stand_in_order(number: str, kind: str) -> None:
    plain, about = read(number, kind), read(f"about {number}", kind)
    nearly, over = read(f"nearly {number}", kind), read(f"just over {number}", kind)
    value = plain.stated_low
    assert value is not None
    assert plain.low is not None
    assert plain.high is not None
    assert plain.low <= value <= plain.high
    assert about.low is not None
    assert about.low <= plain.low
    assert about.high is not None
    assert about.high >= plain.high
    assert nearly.high == value
    assert nearly.high_open
    assert over.low == value
    assert over.low_open
    assert read(f"more than {number}", kind).low == over.low
    assert read(f"fewer than {number}", kind).high == nearly.high


def test_rounding_beats_about_where_it_is_wider() -> None:
    assert read("about 3 km", "physical").interval() == "[2.5, 3.5)"
    assert read("about 3 percent", "share").interval() == "[2.5, 3.5)"
    assert read("about 20 percent", "share").interval() == "[18, 22]"


def test_widths_move_the_hedges() -> None:
    widths = Widths(approximately="0.2", nearly=0.05, just_over="1/4", ratio=Fraction(1, 5), significant_digits=3)
    assert read("about 500", widths=widths).interval() == "[400, 600]"
    assert read("nearly 500", widths=widths).interval() == "[475, 500)"
    assert read("just over 500", widths=widths).interval() == "(500, 625]"
    assert read("half", "share", widths=widths).interval() == "[40, 60]"
    assert read("1,700", widths=widths).interval() == "[1,695, 1,705)"


def test_exact_takes_numbers_alone_and_leaves_hedges() -> None:
    assert read("1,700", exact=True).interval() == "1,700"
    assert read("20%", "share", exact=True).interval() == "20"
    assert read("a third", "share", exact=True).low == Fraction(100, 3)
    assert read("about 500", exact=True).interval() == "[450, 550]"
