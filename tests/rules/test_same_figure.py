"""REC403: one figure for two different things."""

from typing import Any

import pytest
from rule_cases import claim, findings, told

from reconcile.rules.same_figure import SameFigure

BY = ["place"]
VOCABULARY = {
    "dimensions": {"place": {"World": {"Syria": ["Raqqa"], "Iraq": None}}, "sex": {"All": ["Women"]}},
    "measures": {
        "joined": {"unit": "person", "kind": "cumulative", "by": BY},
        "back": {"label": "came home", "unit": "person", "kind": "cumulative", "by": BY},
        "moved": {"label": "moved on", "unit": "person", "kind": "cumulative", "by": [*BY, "sex"]},
        "held": {"unit": "person", "kind": "stock", "by": BY},
        "freed": {"unit": "person", "kind": "stock", "by": BY},
        "rate": {"unit": "percent", "kind": "share", "of": "joined"},
        "alone": {"unit": "person", "kind": "cumulative", "by": BY},
    },
}
FATES = {"says": "One fate each.", "holds": "back + moved <= joined"}
LEVELS = {"says": "Held once.", "holds": "freed <= held"}


def found(relations: dict[str, Any] | None = None, **documents: list[dict[str, Any]]) -> list[tuple[str, list[str]]]:
    laws = relations or {"fates": FATES, "levels": LEVELS}
    return told(findings(SameFigure, VOCABULARY, documents, relations=laws))


def test_hedges_aside_and_every_origin_is_named() -> None:
    documents = {
        "a": [claim("back", "at least 5,600", "2017", origin="UN")],
        "b": [claim("moved", "5,600", "2018", origin="AFP")],
        "c": [claim("back", "5,600", "2018"), claim("back", "5,601", "2018")],
    }
    [one] = findings(SameFigure, VOCABULARY, documents, relations={"fates": FATES})
    assert told([one]) == [("warning", ["a#c0", "b#c0", "c#c0"])]
    assert one.message == (
        "one figure, 5,600, for two things: came home (at least 5,600 and 5,600: a crediting UN and c) and "
        "moved on (5,600: b crediting AFP)"
    )
    assert one.relations == ("fates",)


@pytest.mark.parametrize(
    ("figure", "severity"),
    [
        ("5,600", "warning"),
        ("800", "note"),
        ("10", "note"),
        ("12", "warning"),
        ("9", None),
        ("400 to 450", "warning"),
        ("dozens", None),
        ("5.6 million", "warning"),
    ],
)
def test_figures_that_say_much_or_little(figure: str, severity: str | None) -> None:
    expected = [(severity, ["a#c0", "a#c1"])] if severity else []
    assert found(a=[claim("back", figure, "2017"), claim("moved", figure, "2017")]) == expected


def test_only_measures_that_one_relation_ties() -> None:
    assert found(a=[claim("back", "5,600", "2017"), claim("alone", "5,600", "2017")]) == []
    assert found(a=[claim("back", "5,600", "2017"), claim("held", "5,600", "2017")]) == []
    assert len(found(a=[claim("back", "5,600", "2017"), claim("joined", "5,600", "2017")])) == 1


def test_the_same_members_in_the_dimensions_they_share() -> None:
    said = claim("back", "5,600", "2017", place="Syria")
    assert found(a=[said, claim("moved", "5,600", "2017", place="Iraq")]) == []
    assert len(found(a=[said, claim("moved", "5,600", "2017", place="Syria", sex="Women")])) == 1


def test_levels_need_times_that_meet() -> None:
    assert found(a=[claim("held", "560", "2017"), claim("freed", "560", "2018")]) == []
    assert len(found(a=[claim("held", "560", "2017"), claim("freed", "560", "2017-06")])) == 1


def test_a_relation_ties_only_where_it_holds() -> None:
    laws = {"fates": {**FATES, "where": {"place": ["Syria"]}}}
    for place, count in (("Iraq", 0), ("Syria", 1), ("Raqqa", 1)):
        said = [claim(measure, "5,600", "2017", place=place) for measure in ("back", "moved")]
        assert len(found(laws, a=said)) == count


def test_the_smallest_figure_is_an_option() -> None:
    said = {"a": [claim("back", "7", "2017"), claim("moved", "7", "2017")]}
    settings = "[rules.same-figure]\nsmallest = 5\n"
    laws = {"fates": FATES}
    assert len(findings(SameFigure, VOCABULARY, said, relations=laws, settings=settings)) == 1
