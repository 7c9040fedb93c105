"""REC101: documents that clash on one quantity."""

from typing import Any

import pytest
from rule_cases import claim, findings, told

from reconcile.rules.value_conflict import ValueConflict

MEASURES = {
    "dead": {"label": "deaths", "unit": "person", "kind": "constant"},
    "held": {"label": "prisoners", "unit": "person", "kind": "stock"},
    "joined": {"label": "recruits", "unit": "person", "kind": "cumulative"},
    "sold": {"label": "tickets sold", "unit": "ticket", "kind": "flow"},
    "votes": {"label": "votes", "unit": "vote", "kind": "constant", "exact": True},
    "land": {"label": "land", "unit": "km^2", "kind": "stock"},
    "rate": {"label": "share held", "unit": "percent", "kind": "share", "of": "held"},
}
VOCABULARY = {"dimensions": {"place": {"World": {"Syria": ["Raqqa"]}}}, "measures": MEASURES}


def found(settings: str = "", **documents: list[dict[str, Any]]) -> list[tuple[str, list[str]]]:
    return told(findings(ValueConflict, VOCABULARY, documents, settings=settings))


def test_one_finding_for_a_quantity_with_its_camps() -> None:
    said = {"a": "41", "b": "41", "c": "57", "d": "at least 56"}
    [one] = findings(ValueConflict, VOCABULARY, {name: [claim("dead", value)] for name, value in said.items()})
    assert one.message == "41 (a, b) against at least 56 (d) and 57 (c): no common value, 16 apart"
    assert {c.document: c.camp for c in one.claims} == {"a": 1, "b": 1, "c": 2, "d": 2}
    assert one.clashes == (("a#c0", "c#c0"), ("a#c0", "d#c0"), ("b#c0", "c#c0"), ("b#c0", "d#c0"))


def test_a_claim_that_fits_all_others_stays_out() -> None:
    assert found(a=[claim("dead", "41")], b=[claim("dead", "57")], c=[claim("dead", "at least 30")]) == [
        ("error", ["a#c0", "b#c0"])
    ]


def test_another_place_is_another_quantity() -> None:
    assert found(a=[claim("dead", "41", place="Syria")], b=[claim("dead", "57", place="Raqqa")]) == []


@pytest.mark.parametrize(("value", "severity"), [("1,800", "error"), ("1,736", None), ("about 1,800", None)])
def test_only_readings_without_a_common_value_clash(value: str, severity: str | None) -> None:
    expected = [(severity, ["a#c0", "b#c0"])] if severity else []
    assert found(a=[claim("dead", "1,700")], b=[claim("dead", value)]) == expected


@pytest.mark.parametrize(
    ("measure", "one", "other", "severity"),
    [
        ("held", "2017", "2017", "error"),
        ("held", "2017", "2017-06", "warning"),
        ("held", "2017", "2018", None),
        ("joined", "2017", "2017-12-31", "error"),
        ("joined", "2016", "2017", None),
        ("sold", "2017", "2017", "error"),
        ("sold", "2017", "2017-01-20/2018-01-10", "warning"),
        ("sold", "2017", "2017-06", None),
        ("dead", "2016", "2018", "error"),
    ],
)
def test_times_decide_by_kind(measure: str, one: str, other: str, severity: str | None) -> None:
    expected = [(severity, ["a#c0", "b#c0"])] if severity else []
    assert found(a=[claim(measure, "300", one)], b=[claim(measure, "500", other)]) == expected


def test_a_missing_time_meets_all_and_softens() -> None:
    documents = {"a": [claim("held", "300")], "b": [claim("held", "500", "2017")]}
    loose = findings(ValueConflict, VOCABULARY, documents, {"a": "2017"})
    assert told(loose) == [("warning", ["a#c0", "b#c0"])]
    assert loose[0].arithmetic[-1] == "a warning only: the day of publication stands in for the time of a"


def test_reports_soften_only_if_every_clash_needs_them() -> None:
    said = claim("dead", "41"), claim("dead", "57", stance="reports"), claim("dead", "70")
    assert found(a=[said[0]], b=[said[1]]) == [("warning", ["a#c0", "b#c0"])]
    assert found(a=[said[0]], b=[said[1]], c=[said[2]]) == [("error", ["a#c0", "b#c0", "c#c0"])]


@pytest.mark.parametrize("stance", ["disputes", "forecasts"])
def test_disputes_and_forecasts_take_no_part(stance: str) -> None:
    assert found(a=[claim("dead", "41")], b=[claim("dead", "57", stance=stance)]) == []


def test_a_document_that_contradicts_itself_enters_by_its_hull() -> None:
    own = [claim("dead", "41"), claim("dead", "57")]
    assert found(a=own, b=[claim("dead", "50")]) == []
    assert found(a=own, b=[claim("dead", "60")]) == [("error", ["a#c0", "a#c1", "b#c0"])]


def test_close_large_figures_are_a_warning() -> None:
    assert found(a=[claim("dead", "123,456")], b=[claim("dead", "123,467")]) == [("warning", ["a#c0", "b#c0"])]
    assert found(a=[claim("dead", "1,234")], b=[claim("dead", "1,235")]) == [("error", ["a#c0", "b#c0"])]
    assert found(a=[claim("dead", "123,456")], b=[claim("dead", "125,467")]) == [("error", ["a#c0", "b#c0"])]


def test_close_figures_of_an_exact_measure_are_an_error() -> None:
    assert found(a=[claim("votes", "123,456")], b=[claim("votes", "123,467")]) == [("error", ["a#c0", "b#c0"])]


def test_how_close_is_an_option() -> None:
    documents = {"a": [claim("dead", "123,456")], "b": [claim("dead", "125,467")]}
    assert found("[rules.value-conflict]\nclose-relative = 0.02\n", **documents)[0][0] == "warning"
    assert found("[rules.value-conflict]\nclose-digits = 7\nclose-relative = 0.02\n", **documents)[0][0] == "error"


def test_units_are_converted() -> None:
    land = [claim("land", "41,000", "2014", unit="mile^2")], [claim("land", "106,000", "2014", unit="km^2")]
    assert found(a=land[0], b=land[1]) == []
    assert found(a=land[0], b=[claim("land", "41,000", "2014")]) == [("error", ["a#c0", "b#c0"])]


def test_shares_of_different_bases_are_not_compared() -> None:
    one, other = claim("rate", "20%", "2017"), claim("rate", "60%", "2017")
    assert found(a=[one], b=[other]) == [("error", ["a#c0", "b#c0"])]
    assert found(a=[one], b=[{**other, "base": {"place": "Syria"}}]) == []
    assert found(a=[{**one, "base": "unknown"}], b=[other]) == []


def test_a_duplicate_is_not_listed() -> None:
    twice = [claim("dead", "41"), claim("dead", "41")]
    assert found(a=twice, b=[claim("dead", "57")]) == [("error", ["a#c0", "b#c0"])]


def test_its_id_outlives_values_and_wording() -> None:
    first, second = (
        findings(ValueConflict, VOCABULARY, {"a": [claim("dead", "41")], "b": [claim("dead", value)]})[0]
        for value in ("57", "more than 90")
    )
    assert first.id == second.id
    assert first.evidence != second.evidence
