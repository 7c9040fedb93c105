"""REC105: a claimed rank that other values contradict."""

from typing import Any

import pytest
from rule_cases import claim, findings, told

from reconcile.rules.rank_conflict import RankConflict, ordinal

NATIONS = {"World": {"Maghreb": ["Tunisia", "Morocco"], "Europe": ["France", "Russia", "Germany"]}}
VOCABULARY = {
    "dimensions": {"nationality": NATIONS, "place": {"World": ["Iraq", "Syria"]}},
    "measures": {
        "joined": {"label": "recruits", "unit": "person", "kind": "constant", "by": ["nationality"]},
        "total": {"label": "recruits so far", "unit": "person", "kind": "cumulative", "by": ["nationality"]},
        "held": {"label": "prisoners", "unit": "person", "kind": "stock", "by": ["nationality", "place"]},
    },
}


def of(nationality: str, value: str = "", time: str = "", measure: str = "joined", **more: Any) -> dict[str, Any]:
    return claim(measure, value, time, nationality=nationality, **more)


def found(**documents: list[dict[str, Any]]) -> list[list[str]]:
    return [claims for _, claims in told(findings(RankConflict, VOCABULARY, documents))]


FIRST = of("Tunisia", "3,000", rank="1", among="World")


def test_it_names_the_rank_and_who_exceeds_it() -> None:
    documents = {"a": [FIRST], "b": [of("Russia", "4,000–5,000")], "c": [of("France", "1,700")]}
    [one] = findings(RankConflict, VOCABULARY, documents)
    assert told([one]) == [("warning", ["a#c0", "b#c0"])]
    assert one.message == (
        "Tunisia is said to be the highest in World (a), with 3,000 (a), but Russia has 4,000–5,000 (b)"
    )
    assert one.primary == "a#c0"


@pytest.mark.parametrize(
    ("value", "is_found"),
    [
        ("3,000", False),
        ("2,900 to 5,000", False),
        ("more than 3,000", False),
        ("more than 3,050", True),
        ("3,051", True),
    ],
)
def test_only_a_sure_excess_counts(value: str, is_found: bool) -> None:
    assert found(a=[FIRST], b=[of("Russia", value)]) == ([["a#c0", "b#c0"]] if is_found else [])


def test_a_rank_without_value_uses_the_values_of_its_document_first() -> None:
    rank = of("Tunisia", rank="1", among="World")
    assert found(a=[rank, of("Tunisia", "3,000")], b=[of("Russia", "4,001")]) == [["a#c0", "a#c1", "b#c0"]]
    assert found(a=[rank, of("Tunisia", "6,000")], b=[of("Russia", "4,001"), of("Tunisia", "3,000")]) == []
    assert found(a=[rank], b=[of("Russia", "4,001"), of("Tunisia", "3,000")]) == [["a#c0", "b#c0", "b#c1"]]
    assert found(a=[rank], b=[of("Russia", "4,001")]) == []


def test_the_nth_highest_needs_n_that_exceed() -> None:
    second = of("Tunisia", "3,000", rank="2", among="World")
    one_above = {"b": [of("Russia", "4,001")]}
    assert found(a=[second], **one_above) == []
    assert found(a=[second], **one_above, c=[of("France", "3,501")]) == [["a#c0", "b#c0", "c#c0"]]


def test_only_leaves_below_among_count() -> None:
    among_maghreb = of("Tunisia", "3,000", rank="1", among="Maghreb")
    assert found(a=[among_maghreb], b=[of("Russia", "4,001"), of("Maghreb", "9,001")]) == []
    assert found(a=[among_maghreb], b=[of("Morocco", "4,001")]) == [["a#c0", "b#c0"]]
    assert found(a=[FIRST], b=[of("Europe", "9,001")]) == []


def test_other_dimensions_must_be_the_same() -> None:
    first = of("Tunisia", "300", "2017", "held", rank="1", among="World", place="Syria")
    assert found(a=[first], b=[of("Russia", "400", "2017", "held", place="Iraq")]) == []
    assert found(a=[first], b=[of("Russia", "400", "2017", "held", place="Syria")]) == [["a#c0", "b#c0"]]
    assert found(a=[first], b=[of("Russia", "400", "2018", "held", place="Syria")]) == []


def test_a_total_counts_from_its_last_day_on() -> None:
    first = of("Tunisia", "3,000", "2016", "total", rank="1", among="World")
    assert found(a=[first], b=[of("Russia", "4,001", "2015", "total")]) == [["a#c0", "b#c0"]]
    assert found(a=[first], b=[of("Russia", "4,001", "2017", "total")]) == []
    late = of("Tunisia", "", "2018", "total", rank="1", among="World")
    assert found(a=[late, of("Tunisia", "3,000", "2016", "total")], b=[of("Russia", "4,001", "2015", "total")]) == []


def test_leaves_that_contradict_themselves_prove_nothing() -> None:
    assert found(a=[FIRST], b=[of("Russia", "4,001")], c=[of("Russia", "2,001")]) == []


def test_one_rank_for_two() -> None:
    documents = {
        "a": [of("Tunisia", rank="1", among="World")],
        "b": [of("Russia", rank="1", among="World")],
        "c": [of("France", rank="2", among="World")],
    }
    [one] = findings(RankConflict, VOCABULARY, documents)
    assert told([one]) == [("warning", ["a#c0", "b#c0"])]
    assert one.message == "the highest in World is said to be Tunisia (a) and also Russia (b)"


def test_one_rank_for_two_is_not_told_twice() -> None:
    assert found(a=[FIRST], b=[of("Russia", "4,001", rank="1", among="World")]) == [["a#c0", "b#c0"]]


def test_disputed_ranks_take_no_part() -> None:
    assert found(a=[{**FIRST, "stance": "disputes"}], b=[of("Russia", "4,001")]) == []


@pytest.mark.parametrize(
    ("rank", "text"),
    [
        (1, "highest"),
        (2, "2nd highest"),
        (3, "3rd highest"),
        (4, "4th highest"),
        (11, "11th highest"),
        (22, "22nd highest"),
    ],
)
def test_ordinals(rank: int, text: str) -> None:
    assert ordinal(rank) == text
