"""REC305: what counts as a jump of a stock, and what may explain one."""

from collections.abc import Sequence

import pytest

from reconcile.models import Finding
from reconcile.rules.stock_jump import StockJump
from reconcile.testing import check_files

VOCABULARY = """\
dimensions:
  place: {World: {Iraq and Syria: {complete: true, of: [Iraq, Syria]}, Libya: }}
measures:
  remaining: {label: fighters still there, unit: person, kind: stock, fed-by: arriving, by: {place: World}}
  arriving: {unit: person/month, kind: flow, by: {place: World}}
  yearly: {unit: people/year, kind: flow, by: {place: World}}
  camp: {unit: person, kind: stock, fed-by: yearly, by: {place: World}}
  density: {unit: person, kind: stock, additive: false, by: {place: World}}
  price: {unit: USD, kind: stock, by: []}
units: {person: [people]}
"""


def jumps(*claims: str, options: str = "") -> tuple[Finding, ...]:
    """Return what is found; a claim is `document measure place time value`, underscores for spaces."""
    files = {"claims/vocabulary.yaml": VOCABULARY, "reconcile.toml": options}
    for number, claim in enumerate(claims):
        document, measure, place, time, value = (part.replace("_", " ") for part in claim.split())
        files.setdefault(f"claims/{document}.yaml", f"document: {{id: {document}, published: 2021}}\nclaims:\n")
        at = f", place: {place}" if place != "-" else ""
        files[f"claims/{document}.yaml"] += (
            f"  - {{id: c{number}, measure: {measure}{at}, time: {time}, value: '{value}'}}\n"
        )
    return check_files(files, [StockJump]).found


def ids(found: Sequence[Finding]) -> list[list[str]]:
    return [sorted(finding.claim_ids()) for finding in found]


EARLY, LATE = "a remaining World 2017-12 fewer_than_1,000", "b remaining World 2019-06 14,000_to_18,000"


def test_the_inflow_is_shown_as_a_person_would_reckon() -> None:
    (found,) = jumps(EARLY, LATE, "c arriving World 2017 less_than_200")
    assert ids([found]) == [["a#c0", "b#c1", "c#c2"]]
    assert found.severity == "warning"
    # 1 Dec 2017 to 30 June 2019 are 576 days, 18.93 months of 30.4375 days.
    assert "even with 200 a month for 19 months at most 4,800" in found.message
    assert "fewer than 1,000 in Dec 2017 (a), then 14,000 to 18,000 in Jun 2019 (b)" in found.message
    assert any("1,000 + 200 × 19 = 4,800" in line for line in found.arithmetic)
    assert found.primary == "b#c1"


def test_without_an_inflow_it_is_a_note() -> None:
    (found,) = jumps(EARLY, LATE)
    assert (found.severity, found.grade) == ("note", "note")
    assert "at least 14 times as many, and no claim accounts for the rise" in found.message


def test_an_inflow_that_may_account_for_it() -> None:
    assert jumps(EARLY, LATE, "c arriving World 2017 about_1,500") == ()
    assert jumps(EARLY, LATE, "c arriving World 2017 more_than_200") == ()


@pytest.mark.parametrize(("value", "found"), [("3,056", 0), ("3,057", 1)])
def test_three_times_as_many_is_the_limit(value: str, found: int) -> None:
    assert len(jumps("a remaining World 2017 1,019", f"b remaining World 2019 {value}")) == found


def test_the_limit_is_an_option() -> None:
    early, late = "a remaining World 2017 1,000", "b remaining World 2019 2,500"
    assert jumps(early, late) == ()
    assert len(jumps(early, late, options="[rules.stock-jump]\nfactor = 2.0\n")) == 1


def test_a_series_inside_one_document_is_a_story() -> None:
    assert jumps("a remaining World 2017-12 500", "a remaining World 2019-06 14,000") == ()


def test_a_rise_that_one_document_tells_itself() -> None:
    assert jumps(EARLY, LATE, "b remaining World 2018-06 900") == ()
    assert jumps(EARLY, LATE, "a remaining World 2019-03 13,000") == ()
    before_the_other_document = "b remaining World 2015-06 900"
    assert ids(jumps(EARLY, LATE, before_the_other_document)) == [["a#c0", "b#c1"]]


def test_times_that_meet_are_another_rules_business() -> None:
    assert jumps("a remaining World 2017 500", "b remaining World 2017-12 14,000") == ()
    assert jumps("a remaining World 2019 500", "b remaining World 2017-12 14,000") == ()


def test_a_part_speaks_for_the_whole_later_but_not_earlier() -> None:
    (found,) = jumps("a remaining World 2017 fewer_than_1,000", "b remaining Syria 2019 14,000")
    assert found.quantity == {"measure": "remaining", "place": "World"}
    assert "14,000 in Syria alone" in found.message
    assert jumps("a remaining Syria 2017 fewer_than_1,000", "b remaining World 2019 14,000") == ()
    assert jumps("a density World 2017 fewer_than_1,000", "b density Syria 2019 14,000") == ()


def test_the_inflow_of_a_whole_counts_and_that_of_a_part_does_not() -> None:
    early, late = "a remaining Syria 2017-12 fewer_than_1,000", "b remaining Syria 2019-06 14,000"
    for place, most in (("World", "4,800"), ("Iraq_and_Syria", "4,800")):
        (found,) = jumps(early, late, f"c arriving {place} 2017 less_than_200")
        assert most in found.message
    (found,) = jumps("a remaining World 2017-12 fewer_than_1,000", late, "c arriving Syria 2017 less_than_200")
    assert found.severity == "note"


def test_the_highest_inflow_is_taken_and_its_unit_converted() -> None:
    early, late = "a camp World 2017-12 1,000", "b camp World 2018-11 14,000"
    (found,) = jumps(early, late, "c yearly World 2017 1,200", "d yearly World 2018 2,400")
    assert "even with 2,450 a year for 1 year at most 3,500" in found.message
    assert "d#c3" in found.claim_ids()


def test_a_flow_that_dried_up_before_does_not_account_for_a_rise() -> None:
    early, late = "a camp World 2017-12 1,000", "b camp World 2018-11 14,000"
    (found,) = jumps(early, late, "c yearly World 2018 1,200", "d yearly World 2014 24,000")
    assert "even with 1,250 a year for 1 year at most 2,300" in found.message
    assert "for that time (c)" in found.arithmetic[-1]
    assert jumps(early, late, "c yearly World 2018 1,200", "d yearly World 2018 24,000") == ()
    assert jumps(early, late, "c yearly World 2018 1,200", "d yearly World 2018 more_than_2,000") == ()


def test_the_highest_known_inflow_stands_in_where_none_is_of_that_time() -> None:
    early, late = "a camp World 2017-12 1,000", "b camp World 2018-11 14,000"
    (found,) = jumps(early, late, "c yearly World 2015 1,200", "d yearly World 2014 2,400")
    assert "2,450 a year" in found.message
    assert "nobody claims an inflow for that time: the highest known is taken (d, 2014)" in found.arithmetic[-1]
    assert jumps(early, late, "c yearly World 2015 1,200", "d yearly World 2014 24,000") == ()


def test_one_finding_for_a_quantity_and_for_a_rise() -> None:
    found = jumps(
        "a remaining World 2017 900",
        "c remaining World 2016 800",
        "d remaining Iraq_and_Syria 2017 700",
        LATE,
        "e remaining Syria 2019 14,000",
        "f remaining Syria 2019 13,000",
    )
    assert len(found) == 2
    assert {finding.quantity["place"] for finding in found} == {"World", "Iraq and Syria"}


def test_the_largest_jump_is_shown() -> None:
    (found,) = jumps("a price - 2017 900", "c price - 2017 400", "b price - 2019 14,000", "d price - 2019 12,000")
    assert found.claim_ids() == {"c#c1", "b#c2"}


def test_from_nothing() -> None:
    (found,) = jumps("a remaining World 2017 none", "b remaining World 2019 11")
    assert "from nothing" in found.message


def test_counts_below_ten_are_left_alone() -> None:
    assert jumps("a remaining World 2017 2", "b remaining World 2019 9") == ()
    assert len(jumps("a price - 2017 2", "b price - 2019 9")) == 1


def test_the_id_outlives_the_values() -> None:
    (one,), (other,) = jumps(EARLY, LATE), jumps(EARLY, "b remaining World 2019-06 20,000")
    assert one.id == other.id
    assert one.evidence != other.evidence
