"""REC301: totals so far that are lower later."""

from typing import Any

import pytest
from rule_cases import claim, findings, told

from reconcile.rules.cumulative_falls import CumulativeFalls

VOCABULARY = {
    "measures": {
        "joined": {"label": "recruits", "unit": "person", "kind": "cumulative"},
        "held": {"label": "prisoners", "unit": "person", "kind": "stock"},
        "seen": {"label": "visitors", "unit": "person", "kind": "cumulative", "keeps": "3 months"},
    },
}


def found(published: dict[str, str] | None = None, **documents: list[dict[str, Any]]) -> list[tuple[str, list[str]]]:
    return told(findings(CumulativeFalls, VOCABULARY, documents, published))


@pytest.mark.parametrize(
    ("value", "time", "severity"),
    [
        ("1,700", "2017-12", "error"),
        ("1,700", "2016-12-31", None),  # the same end: another rule
        ("1,700", "2015", None),
        ("1,763", "2017-12", None),  # 1,800 may be 1,750
        ("1,900", "2017-12", None),
        ("at least 900", "2017-12", None),
        ("fewer than 1,700", "2017", "error"),
        ("1,700", "2016-06/2017-06", "warning"),
    ],
)
def test_a_later_total_is_surely_lower(value: str, time: str, severity: str | None) -> None:
    expected = [(severity, ["a#c0", "b#c0"])] if severity else []
    assert found(a=[claim("joined", "1,800", "2016-12")], b=[claim("joined", value, time)]) == expected


def test_one_finding_for_falls_that_hang_together() -> None:
    values = {"a": "900", "b": "500", "c": "700", "d": "600", "e": "950"}
    said = {n: [claim("joined", value, str(2014 + i))] for i, (n, value) in enumerate(values.items())}
    [one] = findings(CumulativeFalls, VOCABULARY, said)
    assert told([one]) == [("error", ["a#c0", "b#c0", "c#c0", "d#c0"])]
    assert one.message == (
        "900 by 2014 (a), then 500 by 2015 (b); 2 more claims in the fall: a total so far cannot fall, 400 apart"
    )


def test_it_holds_inside_one_document_too() -> None:
    both = [claim("joined", "1,800", "2016", inferred="time"), claim("joined", "1,700", "2017")]
    assert found(a=both) == [("error", ["a#c0", "a#c1"])]


def test_it_holds_inside_a_document_that_contradicts_itself_later() -> None:
    said = [claim("joined", "1,800", "2016"), claim("joined", "1,700", "2017"), claim("joined", "1,900", "2017")]
    assert found(a=said) == [("error", ["a#c0", "a#c1"])]
    # Between documents, one that contradicts itself says all that lies between its two figures.
    assert found(a=said[1:], b=said[:1]) == []


def test_a_stand_in_is_as_good_as_a_stated_time_and_an_inferred_one_is_not() -> None:
    earlier = claim("joined", "1,800")
    later = claim("joined", "1,700", "2017")
    assert found({"a": "2016"}, a=[earlier], b=[later])[0][0] == "error"
    assert found({"a": "2016"}, a=[{**earlier, "time": "2016", "inferred": "time"}], b=[later])[0][0] == "warning"


def test_levels_may_fall() -> None:
    assert found(a=[claim("held", "1,800", "2016")], b=[claim("held", "1,700", "2017")]) == []


def test_near_times_count_as_the_same_where_the_measure_says_so() -> None:
    assert found(a=[claim("seen", "1,800", "2016-12")], b=[claim("seen", "1,700", "2017-02")]) == []
    assert found(a=[claim("seen", "1,800", "2016-12")], b=[claim("seen", "1,700", "2017-06")])[0][0] == "error"
