"""The pictures of the HTML report: axes, rows, sums, timelines."""

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal

import html_reports as made
import pytest
from html_pages import Node, read_page
from hypothesis import given
from hypothesis import strategies as some

from reconcile.models import Finding
from reconcile.reporters._plots import Picture, pictures
from reconcile.reporters._plots.axis import Axis, axis_over, figure, ticks_of


def picture(finding: Finding) -> tuple[Node, Picture]:
    (one,) = pictures(finding)
    return read_page(one.svg).all("svg")[0], one


def percent(node: Node, name: str = "x") -> float:
    return float(str(node.attributes[name]).removesuffix("%"))


@pytest.mark.parametrize(
    ("low", "high", "labels"),
    [
        (0, 10, ["0", "5", "10"]),
        (1650, 1850, ["1,700", "1,800"]),
        (0.21, 0.38, ["0.25", "0.3", "0.35"]),
        (-30, 25, ["-20", "0", "20"]),
        (0, 40_000_000, ["0", "20 million", "40 million"]),
        (0, 7_900_000_000_000, ["0", "5,000 billion"]),
    ],
)
def test_ticks_are_few_and_round(low: float, high: float, labels: list[str]) -> None:
    assert [text for _, text in ticks_of(Axis(low, high))] == labels


@given(some.floats(-1e15, 1e15), some.floats(1e-6, 1e15))
def test_ticks_stand_on_their_axis_and_apart(low: float, width: float) -> None:
    axis = axis_over([low, low + width])
    marks = ticks_of(axis)
    assert all(axis.low <= value <= axis.high for value, _ in marks)
    assert len({text for _, text in marks}) == len(marks)
    assert len(marks) <= 4


def test_an_axis_is_logarithmic_only_where_a_plain_one_hides() -> None:
    assert axis_over([1.0, 1000.0]).kind == "linear"
    assert axis_over([1.0, 1001.0]).kind == "log"
    assert axis_over([0.0, 1e9]).kind == "linear"
    assert axis_over([1.0, 1e9], from_zero=True).kind == "linear"
    assert [text for _, text in ticks_of(axis_over([1.0, 2_000_000.0]))] == ["1", "100", "10,000", "1,000,000"]


def test_a_logarithmic_axis_is_said() -> None:
    _, one = picture(made.wide(1))
    assert "logarithmic axis" in one.caption
    assert not picture(made.conflict(1))[1].caption


def test_figures_have_thousands_marks() -> None:
    assert figure(Decimal("1234567.50"), Decimal(0)) == "1,234,567.5"
    assert figure(Decimal("25000000"), Decimal("25000000")) == "25 million"


@pytest.mark.parametrize(
    ("first", "last", "labels"),
    [
        (date(2014, 1, 1), date(2015, 4, 30), ["Jan 2014", "Jul 2014", "Jan 2015"]),
        (date(2000, 1, 1), date(2018, 1, 1), ["2000", "2005", "2010", "2015"]),
        (date(2017, 11, 3), date(2017, 11, 9), ["3 Nov 2017", "6 Nov 2017", "9 Nov 2017"]),
        (date(2017, 11, 3), date(2018, 1, 9), ["Dec 2017", "Jan 2018"]),
    ],
)
def test_days_are_marked_by_year_month_or_day(first: date, last: date, labels: list[str]) -> None:
    marks = ticks_of(Axis(first.toordinal(), last.toordinal(), "days"))
    assert [text for _, text in marks] == labels


def test_a_row_is_a_claim_with_its_reading_its_ends_and_its_number() -> None:
    claims = (
        made.number("a#1", "1,800", 1750, 1850, high_open=True, best=1800.0, camp=1),
        made.number("b#1", "at least 1,900", 1900, None, camp=2),
        made.number("b#2", "under 1,760", None, 1760, high_open=True, camp=1),
        made.number("c#1", "1,755", 1755, 1755, best=1755.0, camp=1),
    )
    svg, one = picture(replace(made.conflict(1), claims=claims))
    rows = [node for node in svg.children if isinstance(node, Node) and node.tag == "svg"]
    assert [row.text() for row in rows] == [
        "1,800 · a (camp 1)",
        "at least 1,900 · b (camp 2)",
        "under 1,760 · b (camp 1)",
        "1,755 · c (camp 1)",
    ]
    assert [row.attributes["class"] for row in rows] == ["k1", "k2", "k1", "k1"]
    bar, end, best = (node for node in rows[0].children[1:] if isinstance(node, Node))
    assert end.attributes["class"] == "o"
    assert percent(end, "cx") == pytest.approx(percent(bar) + percent(bar, "width"), abs=0.15)
    assert percent(best) == pytest.approx(percent(bar) + percent(bar, "width") / 2, abs=0.15)
    assert [len(row.all("path")) for row in rows] == [0, 1, 1, 0]
    assert [len(row.all("rect")) for row in rows] == [2, 1, 1, 0]
    assert one.unit == "boat"


def test_open_ends_that_touch_have_no_value_in_common() -> None:
    claims = (
        made.number("a#1", "1,700", 1650, 1750, high_open=True, camp=1),
        made.number("b#1", "1,800", 1750, 1850, high_open=True, camp=2),
    )
    svg, _ = picture(replace(made.conflict(1), claims=claims))
    assert "they touch at 1,750, which one leaves out" in svg.all("desc")[0].text()
    closed = (replace(claims[0], high_open=False), claims[1])
    svg, _ = picture(replace(made.conflict(1), claims=closed))
    assert "Some values are in all of them." in svg.all("desc")[0].text()


def test_the_gap_is_shaded_where_nothing_reaches_into_it() -> None:
    def shaded(finding: Finding) -> list[Node]:
        return [node for node in picture(finding)[0].all("rect") if node.attributes.get("class") == "g"]

    assert len(shaded(made.conflict(1))) == 1
    between = made.number("letters-1899#boats", "110 to 150", 110, 150, camp=3)
    assert not shaded(replace(made.conflict(1), claims=(*made.conflict(1).claims, between)))


def test_dates_stand_on_a_timeline() -> None:
    svg, one = picture(made.storm(1))
    assert svg.all("title")[0].text() == "2 dates on a timeline"
    assert "one ends 39 days before another begins" in svg.all("desc")[0].text()
    assert not one.unit
    assert "Apr 1900" in svg.text()


def test_a_sum_is_stacked_against_its_total() -> None:
    svg, _ = picture(made.total(1))
    assert svg.all("title")[0].text() == "Parts against their total"
    assert svg.all("desc")[0].text() == (
        "The parts make at least 225, no upper end; the total is [195, 205) (gazette-1905)."
    )
    low, high = (node for node in svg.all("g") if node.attributes.get("class") == "n")
    first, second = low.all("rect")
    assert percent(second) == pytest.approx(percent(first) + percent(first, "width"), abs=0.15)
    assert percent(first, "width") / percent(second, "width") == pytest.approx(145 / 80, rel=0.01)
    assert [text.text() for text in high.all("text")] == ["1", "2"]
    assert "1 sailing boats: 150 · almanac-1901" in svg.text()
    assert "Total: 200 · gazette-1905" in svg.text()
    band = next(node for node in svg.all("rect") if node.attributes.get("class") == "w")
    assert percent(band) < percent(second) + percent(second, "width")


def test_the_band_of_an_endless_total_goes_to_the_edge() -> None:
    found = made.total(1)
    endless = replace(found.claims[0], low=300.0, high=None)
    svg, _ = picture(replace(found, claims=(endless, *found.claims[1:])))
    band = next(node for node in svg.all("rect") if node.attributes.get("class") == "w")
    assert percent(band) + percent(band, "width") == pytest.approx(98, abs=0.15)


def test_shares_are_stacked_against_a_hundred() -> None:
    svg, one = picture(made.shares(1))
    assert "The whole: 100" in svg.text()
    assert "at least 129, at most 131; the whole is 100" in svg.all("desc")[0].text()
    assert one.unit == "percent"


def test_parts_in_other_units_or_below_zero_are_rows() -> None:
    found = made.total(1)
    negative = replace(found, claims=(*found.claims[:2], replace(found.claims[2], low=-5.0)))
    assert picture(negative)[0].all("title")[0].text() == "3 readings on one axis"
    mixed = replace(found, claims=(*found.claims[:2], replace(found.claims[2], unit="ton")))
    assert picture(mixed)[0].all("title")[0].text() == "2 readings on one axis"


def test_many_parts_and_many_claims_are_cut_with_a_sign() -> None:
    parts = tuple(made.number(f"a#{n}", f"{n}", n, n, term=f"part {n}") for n in range(1, 31))
    found = replace(made.total(1), claims=(made.total(1).claims[0], *parts))
    assert "12 19 more parts, see the table" in picture(found)[0].text()
    rows = replace(made.conflict(1), claims=parts)
    assert picture(rows)[1].caption == "the first 24 of 30 claims"


def test_long_labels_wrap_and_end_with_a_sign() -> None:
    claims = tuple(replace(claim, stated="word " * 30, document="文書" * 60) for claim in made.conflict(1).claims)
    svg, _ = picture(replace(made.conflict(1), claims=claims))
    lines = [node.text() for node in svg.all("text")][-2:]
    assert lines[-1].endswith("…")
    assert all(len(line) <= 50 for line in lines)


def test_words_and_single_figures_have_no_picture() -> None:
    assert pictures(made.words(1)) == ()
    assert pictures(replace(made.conflict(1), claims=made.conflict(1).claims[:1])) == ()


def test_equal_and_endless_values_are_drawn() -> None:
    same = tuple(made.number(f"{name}#1", "0", 0, 0) for name in "ab")
    assert re.search(r'cx="50%"', pictures(replace(made.conflict(1), claims=same))[0].svg)
    endless = tuple(made.number(f"{name}#1", "over 5", 5, None) for name in "ab")
    svg, _ = picture(replace(made.conflict(1), claims=endless))
    assert len(svg.all("path")) == 2
    assert all(0 <= percent(node) <= 100 for node in svg.all("rect"))


def test_words_in_a_picture_are_escaped() -> None:
    claims = tuple(replace(claim, stated='<a href="x">&') for claim in made.conflict(1).claims)
    svg, _ = picture(replace(made.conflict(1), claims=claims))
    assert '<a href="x">&' in svg.text()
    assert not svg.all("a")
