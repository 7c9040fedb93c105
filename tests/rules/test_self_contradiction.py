"""REC102: one document that clashes with itself."""

from typing import Any

import pytest
from rule_cases import claim, findings, told

from reconcile.rules.self_contradiction import SelfContradiction

VOCABULARY = {
    "measures": {
        "dead": {"label": "deaths", "unit": "person", "kind": "constant"},
        "held": {"label": "prisoners", "unit": "person", "kind": "stock"},
        "joined": {"label": "recruits", "unit": "person", "kind": "cumulative"},
        "fell": {"kind": "event"},
    },
}


def found(**documents: list[dict[str, Any]]) -> list[tuple[str, list[str]]]:
    return told(findings(SelfContradiction, VOCABULARY, documents))


def test_it_is_told_by_the_document() -> None:
    said = [claim("dead", "four"), claim("dead", "at least 27"), claim("dead", "at least 3")]
    [one] = findings(SelfContradiction, VOCABULARY, {"a": said})
    assert told([one]) == [("error", ["a#c0", "a#c1"])]
    assert one.message == "a says four and at least 27: no common value, 23 apart"


def test_each_document_has_a_finding_of_its_own() -> None:
    own = [claim("dead", "4"), claim("dead", "27")]
    both = findings(SelfContradiction, VOCABULARY, {"a": own, "b": own})
    assert told(both) == [("error", ["a#c0", "a#c1"]), ("error", ["b#c0", "b#c1"])]
    assert len({one.id for one in both}) == 2


def test_other_documents_are_not_its_business() -> None:
    assert found(a=[claim("dead", "4")], b=[claim("dead", "27")]) == []


@pytest.mark.parametrize(
    ("measure", "one", "other", "is_found"),
    [
        ("held", "2017", "2017-06", True),
        ("held", "2017", "2018", False),
        ("joined", "2017", "2017-12", True),
        ("joined", "2016", "2017", False),
    ],
)
def test_it_is_an_error_also_where_times_only_may_coincide(measure: str, one: str, other: str, is_found: bool) -> None:
    expected = [("error", ["a#c0", "a#c1"])] if is_found else []
    assert found(a=[claim(measure, "4", one), claim(measure, "27", other)]) == expected


def test_reported_values_are_an_error_too() -> None:
    assert found(a=[claim("dead", "4"), claim("dead", "27", stance="reports")]) == [("error", ["a#c0", "a#c1"])]


def test_dates_are_left_to_their_own_rule() -> None:
    assert found(a=[claim("fell", "2014"), claim("fell", "2015")]) == []
