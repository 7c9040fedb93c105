"""What a value finding says: gap, breaking tolerance, firmness, key and words."""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from solver_claims import claims_of

from reconcile.models import Claims, Margin
from reconcile.solver.plain_words import joined, number, percent
from reconcile.solver.values import pairs
from reconcile.solver.values.clashes import conflicts, contradictions, falls
from reconcile.solver.values.facts import Facts, facts_of


def conflict(*claims: dict[str, Any], **published: str) -> tuple[Claims, Facts]:
    table = claims_of(*({"document": "abcdefgh"[i], **claim} for i, claim in enumerate(claims)), **published)
    found = conflicts(table)
    assert len(found.members) == 1
    return table, facts_of(table, found, found.members[0])


def dead(value: str, **more: str) -> dict[str, Any]:
    return {"measure": "dead", "value": value, **more}


def held(value: str, time: str, **more: str) -> dict[str, Any]:
    return {"measure": "held", "value": value, "time": time, **more}


def joined_by(value: str, time: str, **more: str) -> dict[str, Any]:
    return {"measure": "joined", "value": value, "time": time, **more}


def test_two_rounded_counts_are_told_as_on_paper() -> None:
    _, facts = conflict(dead("1,800"), dead("1,700"))
    assert facts.message == "1,700 (b) against 1,800 (a): no common value, 100 apart"
    assert facts.gap == Margin(100.0, 0.0556)
    assert facts.holds_until == Margin(50.0, 0.0286)
    assert facts.tolerance == Fraction(100, 3500)
    assert facts.arithmetic[:2] == ("1,800 reads as [1,750, 1,850)", "1,700 reads as [1,650, 1,750)")
    assert facts.arithmetic[-1] == "they agree only if both figures are good to no better than ±50 (2.9 %)"
    assert facts.clashes == (("b#1", "a#0"),)


def test_the_widest_pair_gives_the_gap_and_the_neediest_the_tolerance() -> None:
    _, facts = conflict(dead("1"), dead("4"), dead("100,003"), dead("at least 90,001"))
    assert facts.gap.absolute == 100_002
    assert facts.tolerance == Fraction(100_002, 100_004)
    assert facts.camps == (2, 3, 1, 1)


def test_a_bound_enters_by_its_printed_number() -> None:
    _, facts = conflict(dead("fewer than 1,000"), dead("3000"))
    assert (facts.gap.absolute, facts.holds_until.relative) == (2000, 0.5)


def test_printed_numbers_that_touch_have_no_distance() -> None:
    _, facts = conflict(dead("fewer than 500"), dead("more than 500"))
    assert facts.gap == Margin(0.0, 0.0)
    assert facts.message.endswith("no common value")
    assert "as printed they touch" in facts.arithmetic[-1]


@pytest.mark.parametrize(
    ("one", "other", "is_firm"),
    [
        (held("3", "2017"), held("5", "2017"), True),
        (held("3", "2017"), held("5", "2017-06"), False),
        (held("3", "2017"), held("5", "2017", inferred="time"), False),
        (held("3", "2017"), held("5", "2017", stance="reports"), False),
        (held("3", "2017"), held("5", ""), False),
        (joined_by("3", "2017"), joined_by("5", "2017-12"), True),
        (joined_by("3", "2017"), joined_by("5", "2017", inferred="time"), False),
        (dead("3"), dead("5"), True),
        (dead("3", time="2017", inferred="time"), dead("5", time="2018"), True),
        (dead("3"), dead("5", stance="reports"), False),
        ({**held("3", "2017"), "measure": "kept"}, {**held("5", "2017-12-01/2018-01-10"), "measure": "kept"}, False),
        ({**held("3", "2017-12-01"), "measure": "kept"}, {**held("5", "2018-01-05"), "measure": "kept"}, True),
    ],
)
def test_what_softens_a_clash(one: dict[str, Any], other: dict[str, Any], is_firm: bool) -> None:
    assert conflict(one, other)[1].is_firm == is_firm


def test_a_stand_in_time_softens_a_level_and_not_a_total() -> None:
    level = [{"measure": "held", "value": "3"}, {"measure": "held", "value": "5", "time": "2018-02"}]
    total = [{**claim, "measure": "joined"} for claim in level]
    assert not conflict(*level, a="2018-02")[1].is_firm
    assert conflict(*total, a="2018-02")[1].is_firm
    assert "stands in for the time of a" in conflict(*level, a="2018-02")[1].arithmetic[-1]


def test_one_firm_clash_makes_the_whole_firm() -> None:
    _, facts = conflict(held("3", "2017"), held("5", "2017", stance="reports"), held("8", "2017"))
    assert facts.is_firm


def test_the_key_names_quantity_and_first_day_and_no_value() -> None:
    _, facts = conflict(held("3", "2017", place="Syria"), held("5", "2017-06", place="Syria"))
    assert facts.key == ("measure=held", "place=Syria", "2017-06-01")
    assert conflict(dead("3"), dead("5"))[1].key == ("measure=dead", "place=World", "")
    assert conflict(joined_by("3", "2017"), joined_by("5", "2017-12"))[1].key[-1] == "2017-12-31"


def test_times_are_named_where_they_differ() -> None:
    _, facts = conflict(held("3", "2017"), held("5", "2017-06"))
    assert facts.message == "3 (a, 2017) against 5 (b, Jun 2017): no common value, 2 apart"


def test_units_of_others_are_named() -> None:
    land = {"measure": "land", "time": "2014"}
    _, facts = conflict({**land, "value": "41,000", "unit": "mile^2"}, {**land, "value": "90,000"})
    assert facts.message == "90,000 (b) against 41,000 mile^2 (a): no common value, ≈16,190 km^2 apart"


def test_a_fall_is_told_in_order_of_time() -> None:
    table = claims_of(joined_by("1,700", "2017-12"), joined_by("1,800", "2016-12", document="b"))
    found = falls(table)
    facts = facts_of(table, found, found.members[0], falls=True)
    assert facts.message == "1,800 by Dec 2016 (b), then 1,700 by Dec 2017 (a): a total so far cannot fall, 100 apart"
    assert (facts.is_firm, facts.key[-1], facts.clashes) == (True, "2017-12-31", (("b#1", "a#0"),))


def test_a_fall_between_times_that_overlap_is_soft() -> None:
    table = claims_of(joined_by("1,700", "2017"), joined_by("1,800", "2017-06", document="b"))
    found = falls(table)
    facts = facts_of(table, found, found.members[0], falls=True)
    assert not facts.is_firm
    assert facts.arithmetic[-1] == "a warning only: the two times overlap"


def test_a_contradiction_names_its_document_once() -> None:
    table = claims_of(dead("four"), dead("at least 27"))
    found = contradictions(table)
    facts = facts_of(table, found, found.members[0], own=True)
    assert facts.message == "a says four and at least 27: no common value, 23 apart"
    assert facts.key == ("measure=dead", "place=World", "a", "")


def test_large_components_keep_their_widest_clash() -> None:
    start = date(2010, 1, 1).toordinal()
    days = [date.fromordinal(start + i).isoformat() for i in range(pairs.OUTERMOST + 200)]
    # Every value of a day is above that of the day before, and each stretch of two days joins two of them.
    claims = [held(str(1001 + 10 * i), day, document="a") for i, day in enumerate(days)]
    claims += [held("7", f"{one}/{two}", document="b") for one, two in zip(days[:-1:2], days[1::2], strict=True)]
    claims += [held("9", f"{one}/{two}", document="c") for one, two in zip(days[1:-1:2], days[2::2], strict=True)]
    table = claims_of(*claims)
    found = conflicts(table)
    assert [len(members) for members in found.members] == [len(claims)]
    facts = facts_of(table, found, found.members[0])
    assert len(facts.clashes) == pairs.LISTED
    assert facts.gap.absolute == 1001 + 10 * (len(days) - 1) - 7


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Fraction(100), "100"),
        (Fraction("16189.512523776"), "≈16,190"),
        (Fraction("82.5"), "82.5"),
        (Fraction(1, 3), "≈0.3333"),
        (Fraction("0.12347"), "≈0.1235"),
        (Fraction(10**7 + 1), "10,000,001"),
    ],
)
def test_numbers_are_written_for_people(value: Fraction, text: str) -> None:
    assert number(value) == text


def test_no_more_than_a_few_names_are_listed() -> None:
    assert [joined(["a"] * n) for n in range(5)] == ["", "a", "a and a", "a, a and a", "a, a, a and 1 more"]
    assert joined(["a", "b", "c"], last=" to ") == "a, b to c"


@pytest.mark.parametrize(
    ("part", "text"),
    [
        (Fraction(1, 35), "2.9 %"),
        (Fraction(1), "100 %"),
        (Fraction(1, 2), "50 %"),
        (Fraction(1, 2000), "0.05 %"),
        (Fraction(1, 8), "12.5 %"),
    ],
)
def test_percentages_have_no_more_digits_than_they_need(part: Fraction, text: str) -> None:
    assert percent(part) == text
