"""Rules are chosen by code, name, or by how either begins."""

from dataclasses import dataclass

import pytest

from reconcile.errors import SettingsError
from reconcile.registry import select_rules
from reconcile.rule import Rule


def rule(code: str, name: str) -> Rule:
    return dataclass(frozen=True)(type("Some", (Rule,), {"code": code, "name": name, "__doc__": "x"}))()


RULES = tuple(
    rule(code, name)
    for code, name in (
        ("REC101", "value-conflict"),
        ("REC102", "self-contradiction"),
        ("REC201", "parts-exceed-total"),
        ("REC202", "parts-do-not-sum"),
        ("OWN001", "parts"),
    )
)


def chosen(*select: str, ignore: tuple[str, ...] = ()) -> list[str]:
    return [one.code for one in select_rules(RULES, select, ignore)]


def test_nothing_selected_means_all() -> None:
    assert chosen() == ["REC101", "REC102", "REC201", "REC202", "OWN001"]


@pytest.mark.parametrize(
    ("word", "codes"),
    [
        ("REC101", ["REC101"]),
        ("rec101", ["REC101"]),
        ("value-conflict", ["REC101"]),
        ("REC2", ["REC201", "REC202"]),
        ("REC", ["REC101", "REC102", "REC201", "REC202"]),
        ("parts-", ["REC201", "REC202"]),
        ("parts", ["OWN001"]),
    ],
)
def test_a_word_is_a_code_a_name_or_a_beginning(word: str, codes: list[str]) -> None:
    assert chosen(word) == codes
    assert chosen(ignore=(word,)) == [one.code for one in RULES if one.code not in codes]


def test_ignored_beats_selected() -> None:
    assert chosen("REC1", "REC201", ignore=("REC101",)) == ["REC102", "REC201"]


def test_every_unknown_word_is_said_with_the_nearest_name() -> None:
    with pytest.raises(SettingsError) as caught:
        chosen("valu-conflict", "REC101", ignore=("REC9", ""))
    assert [problem.message for problem in caught.value.problems] == [
        "there is no rule 'valu-conflict'; did you mean 'value-conflict'?",
        "there is no rule 'REC9'; did you mean 'REC202'?",
        "there is no rule ''",
    ]


def test_rules_left_out_may_still_be_named() -> None:
    assert len(select_rules(RULES, (), ("OTHER001", "other-rule"), left_out=("OTHER001", "other-rule"))) == 5
