"""REC103: different figures that fit only by rounding or a hedge."""

from typing import Any

import pytest
from rule_cases import claim, findings, told

from reconcile.rules.rounding_difference import RoundingDifference

VOCABULARY = {
    "measures": {
        "visitors": {"unit": "person", "kind": "constant"},
        "held": {"unit": "person", "kind": "stock"},
        "weight": {"unit": "kg", "kind": "constant"},
    },
}


def found(**documents: list[dict[str, Any]]) -> list[tuple[str, list[str]]]:
    return told(findings(RoundingDifference, VOCABULARY, documents))


@pytest.mark.parametrize(
    ("one", "other", "is_found"),
    [
        ("40,000", "39,812", True),
        ("about 41,000", "39,812", True),
        ("about 41,000", "41,000", False),  # the same figure
        ("more than 35 thousand", "39,812", False),  # holds as printed
        ("more than 39,900", "40,000", False),
        ("more than 40,200", "40,000", True),  # 40,000 may be 40,300
        ("35,000 to 45,000", "39,812", False),
        ("39,000 to 39,700", "40,000", True),
        ("41,000", "39,812", False),  # a conflict, told elsewhere
        ("dozens", "40", False),
        ("unknown", "40", False),
    ],
)
def test_figures_that_fit_only_as_rounded(one: str, other: str, is_found: bool) -> None:
    expected = [("note", ["a#c0", "b#c0"])] if is_found else []
    assert found(a=[claim("visitors", one)], b=[claim("visitors", other)]) == expected


def test_one_note_for_a_quantity() -> None:
    said = {"a": "40,000", "b": "39,812", "c": "about 41,000", "d": "more than 35 thousand"}
    [one] = findings(RoundingDifference, VOCABULARY, {n: [claim("visitors", value)] for n, value in said.items()})
    assert told([one]) == [("note", ["a#c0", "b#c0", "c#c0"])]
    assert one.message == "about 41,000 (c), 40,000 (a) and 39,812 (b) fit, but only as rounded or hedged"


def test_each_time_has_a_note_of_its_own() -> None:
    documents = {
        "a": [claim("held", "40,000", "2016"), claim("held", "60,000", "2018")],
        "b": [claim("held", "39,812", "2016"), claim("held", "60,101", "2018")],
    }
    both = findings(RoundingDifference, VOCABULARY, documents)
    assert told(both) == [("note", ["a#c0", "b#c0"]), ("note", ["a#c1", "b#c1"])]
    assert len({one.id for one in both}) == 2


def test_other_times_and_one_document_alone_are_no_difference() -> None:
    assert found(a=[claim("held", "40,000", "2016")], b=[claim("held", "39,812", "2018")]) == []
    assert found(a=[claim("visitors", "40,000"), claim("visitors", "39,812")]) == []


def test_readings_that_only_touch_do_not_fit() -> None:
    assert found(a=[claim("weight", "3.4")], b=[claim("weight", "3.5")]) == []
    assert found(a=[claim("weight", "3.4")], b=[claim("weight", "3.45")]) == [("note", ["a#c0", "b#c0"])]


def test_a_clash_beside_it_does_not_hide_the_note() -> None:
    said = {"a": "40,000", "b": "39,812", "c": "60,000"}
    assert found(**{n: [claim("visitors", value)] for n, value in said.items()}) == [("note", ["a#c0", "b#c0"])]
