"""REC503: documents that agree because they have the figure from one origin."""

from typing import Any

from rule_cases import claim, findings, told

from reconcile.rules.circular_corroboration import CircularCorroboration

VOCABULARY = {
    "aliases": {"Agence France-Presse": "AFP"},
    "measures": {"dead": {"unit": "person", "kind": "constant"}, "held": {"unit": "person", "kind": "stock"}},
}


def found(**documents: list[dict[str, Any]]) -> list[list[str]]:
    return [claims for _, claims in told(findings(CircularCorroboration, VOCABULARY, documents))]


def test_documents_that_credit_one_origin() -> None:
    documents = {
        "a": [claim("dead", "41", origin="AFP")],
        "b": [claim("dead", "41", origin="Agence France-Presse")],
        "c": [claim("dead", "41", origin="UN")],
    }
    [one] = findings(CircularCorroboration, VOCABULARY, documents)
    assert told([one]) == [("note", ["a#c0", "b#c0"])]
    assert one.message == "41 (a, b): all of it comes from AFP, so it counts once"


def test_a_document_that_is_the_origin_of_another() -> None:
    assert found(a=[claim("dead", "41")], b=[claim("dead", "41", origin="a")]) == [["a#c0", "b#c0"]]


def test_hedges_aside() -> None:
    said = claim("dead", "about 1,700", origin="AFP"), claim("dead", "1,700", origin="AFP")
    assert found(a=[said[0]], b=[said[1]]) == [["a#c0", "b#c0"]]


def test_bounds_that_exclude_each_other_do_not_agree() -> None:
    said = claim("dead", "more than 1,700", origin="AFP"), claim("dead", "fewer than 1,700", origin="AFP")
    assert found(a=[said[0]], b=[said[1]]) == []


def test_no_shared_origin_another_figure_another_time_one_document() -> None:
    afp = {"origin": "AFP"}
    assert found(a=[claim("dead", "41")], b=[claim("dead", "41")]) == []
    assert found(a=[claim("dead", "41", **afp)], b=[claim("dead", "42", **afp)]) == []
    assert found(a=[claim("held", "41", "2016", **afp)], b=[claim("held", "41", "2017", **afp)]) == []
    assert found(a=[claim("held", "41", "2017", **afp), claim("held", "41", "2017-06", **afp)]) == []
