"""REC504: one figure credited to different origins."""

from typing import Any

from rule_cases import claim, findings, told

from reconcile.rules.attribution_conflict import AttributionConflict

VOCABULARY = {
    "aliases": {"United Nations": "UN"},
    "measures": {
        "travellers": {"unit": "person", "kind": "constant"},
        "held": {"unit": "person", "kind": "stock"},
    },
}


def found(**documents: list[dict[str, Any]]) -> list[list[str]]:
    return [claims for _, claims in told(findings(AttributionConflict, VOCABULARY, documents))]


def said(value: str = "40,000", **more: str) -> list[dict[str, Any]]:
    return [claim("travellers", value, **more)]


def test_each_origin_is_named_with_its_documents() -> None:
    documents = {"a": said(origin="US intelligence"), "b": said("more than 40,000", origin="UN"), "c": said()}
    [one] = findings(AttributionConflict, VOCABULARY, {**documents, "d": said(origin="United Nations")})
    assert told([one]) == [("note", ["a#c0", "b#c0", "d#c0"])]
    assert one.message == "40,000 is credited to UN (b and d) and to US intelligence (a)"


def test_who_credits_nobody_is_no_origin() -> None:
    assert found(a=said(origin="UN"), b=said()) == []


def test_one_origin_or_another_figure_is_no_conflict() -> None:
    assert found(a=said(origin="UN"), b=said(origin="United Nations")) == []
    assert found(a=said(origin="UN"), b=said("41,000", origin="AFP")) == []


def test_other_times_are_other_figures() -> None:
    documents = {
        "a": [claim("held", "300", "2016", origin="UN")],
        "b": [claim("held", "300", "2017", origin="AFP")],
    }
    assert found(**documents) == []
