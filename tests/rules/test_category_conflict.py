"""REC106: different words for one category, or for one status at one time."""

from typing import Any

from rule_cases import claim, findings, told

from reconcile.rules.category_conflict import CategoryConflict

VOCABULARY = {
    "aliases": {"SDF": "Syrian Democratic Forces"},
    "measures": {
        "taker": {"label": "who took the city", "kind": "category"},
        "war": {"kind": "status", "values": {"over": ["ended", "won"], "ongoing": ["not over"]}},
    },
}


def found(**documents: list[dict[str, Any]]) -> list[tuple[str, list[str]]]:
    return told(findings(CategoryConflict, VOCABULARY, documents, {}))


def test_different_words_for_a_category_at_any_time() -> None:
    documents = {"a": [claim("taker", "SDF", "2017")], "b": [claim("taker", "Iraqi army", "2018")]}
    [one] = findings(CategoryConflict, VOCABULARY, documents)
    assert told([one]) == [("warning", ["a#c0", "b#c0"])]
    assert one.message == "Iraqi army (b) against SDF (a)"
    assert one.arithmetic == ("SDF counts as Syrian Democratic Forces",)
    assert one.clashes == (("a#c0", "b#c0"),) or one.clashes == (("b#c0", "a#c0"),)


def test_aliases_synonyms_and_case_are_no_difference() -> None:
    assert found(a=[claim("taker", "SDF")], b=[claim("taker", "syrian democratic forces")]) == []
    assert found(a=[claim("war", "ended", "2017")], b=[claim("war", "won", "2017")]) == []


def test_a_status_clashes_where_times_meet() -> None:
    said = claim("war", "ended", "2017-12"), claim("war", "not over", "2017")
    assert found(a=[said[0]], b=[said[1]]) == [("warning", ["a#c0", "b#c0"])]


def test_a_status_that_changes_later_is_a_note() -> None:
    documents = {
        "a": [claim("war", "not over", "2016")],
        "b": [claim("war", "ended", "2018")],
        "c": [claim("war", "ongoing", "2015")],
    }
    [one] = findings(CategoryConflict, VOCABULARY, documents)
    assert told([one]) == [("note", ["a#c0", "b#c0"])]
    assert one.message == "changed from not over (a, 2016) to ended (b, 2018)"


def test_a_status_that_keeps_its_word_says_nothing() -> None:
    assert found(a=[claim("war", "ended", "2016")], b=[claim("war", "won", "2018")]) == []


def test_camps_are_words() -> None:
    words = {"a": "X", "b": "Y", "c": "X", "d": "Z"}
    [one] = findings(CategoryConflict, VOCABULARY, {n: [claim("taker", word)] for n, word in words.items()})
    assert one.message == "X (a, c) against Y (b) against Z (d)"
    assert {c.document: c.camp for c in one.claims} == {"a": 1, "c": 1, "b": 2, "d": 3}
