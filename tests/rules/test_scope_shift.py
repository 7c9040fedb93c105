"""REC404: one figure for a part and for the whole of it."""

from typing import Any

from rule_cases import claim, findings, told

from reconcile.rules.scope_shift import ScopeShift

VOCABULARY = {
    "dimensions": {"place": {"World": {"Region": {"Syria": ["Raqqa"], "Iraq": None}}}, "sex": {"All": ["Women"]}},
    "measures": {
        "held": {"label": "prisoners", "unit": "person", "kind": "stock"},
        "dead": {"label": "deaths", "unit": "person", "kind": "constant"},
    },
}


def held(place: str, value: str = "about 2000", time: str = "2019", **more: Any) -> dict[str, Any]:
    return claim("held", value, time, place=place, **more)


def found(**documents: list[dict[str, Any]]) -> list[list[str]]:
    return [claims for _, claims in told(findings(ScopeShift, VOCABULARY, documents))]


def test_it_names_both_scopes_the_wider_first() -> None:
    [one] = findings(ScopeShift, VOCABULARY, {"a": [held("Raqqa", origin="UN"), held("Region")]})
    assert told([one]) == [("warning", ["a#c0", "a#c1"])]
    assert one.message == "about 2000 is given for Region (a) and Raqqa (a crediting UN)"


def test_across_documents_only_with_one_credited_origin() -> None:
    assert found(a=[held("Syria")], b=[held("Region")]) == []
    assert found(a=[held("Syria", origin="UN")], b=[held("Region", origin="AFP")]) == []
    assert found(a=[held("Syria", origin="UN")], b=[held("Region", origin="UN")]) == [["a#c0", "b#c0"]]


def test_neither_beside_each_other_nor_the_same() -> None:
    assert found(a=[held("Syria"), held("Iraq")]) == []
    assert found(a=[held("Syria", origin="UN")], b=[held("Syria", origin="UN")]) == []


def test_figure_hedge_and_time_must_be_the_same() -> None:
    assert found(a=[held("Syria"), held("Region", "2000")]) == []
    assert found(a=[held("Syria"), held("Region", "about 2100")]) == []
    assert found(a=[held("Syria"), held("Region", time="2018")]) == []
    assert found(a=[held("Syria"), held("Region", time="2019-06")]) == [["a#c0", "a#c1"]]


def test_constants_meet_at_any_time() -> None:
    said = [claim("dead", "41", "2016", place="Syria"), claim("dead", "41", "2018", place="Region")]
    assert found(a=said) == [["a#c0", "a#c1"]]


def test_wider_in_one_dimension_and_narrower_in_another_is_no_shift() -> None:
    assert found(a=[held("Syria"), held("Region", sex="Women")]) == []
    assert found(a=[held("Syria", sex="Women"), held("Region")]) == [["a#c0", "a#c1"]]


def test_words_for_numbers_are_no_figure() -> None:
    assert found(a=[held("Syria", "dozens"), held("Region", "dozens")]) == []
