"""The laws of rules must be able to fail: rules that break each of them are caught."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from reconcile.errors import IncompleteError, RuleDefinitionError
from reconcile.models import Claims, Finding
from reconcile.registry import load_rules
from reconcile.rule import Example, Rule
from reconcile.settings import Settings
from reconcile.testing import check_documentation, check_examples, check_files, check_laws, claims_of
from reconcile.testing.random_claims import random_claims

FILES = {
    "claims/vocabulary.yaml": """
        measures:
          dead: {unit: person, kind: constant}
          hurt: {unit: person, kind: constant}
        """,
    "claims/a.yaml": """
        document: {id: a, published: 2021}
        claims:
          - {id: x, measure: dead, value: "41"}
          - {id: y, measure: hurt, value: "7"}
        """,
    "claims/b.yaml": """
        document: {id: b, published: 2021}
        claims:
          - {id: x, measure: dead, value: "57"}
        """,
}


@dataclass(frozen=True)
class Base(Rule):
    """claims that are there.

    ## What it finds
    Claims.

    ## Why it matters
    It doesn't.

    ## What to do
    Nothing.
    """

    code = "OWN001"
    name = "base"
    scope = "claim"
    examples = (
        Example("claims", FILES, finds=[["a#x"], ["a#y"], ["b#x"]]),
        Example("none", {"claims/a.yaml": "claims: [{id: x, measure: dead, value: unknown}]"}),
    )

    def check(self, claims: Claims) -> Iterator[Finding]:
        """Yield one finding for each claim that takes part."""
        for row in claims.comparable.index:
            yield self.finding(claims, [row], f"{claims.table['claim'].iat[row]} is there")


def heir(check, scope: str = "claim") -> Rule:
    return dataclass(frozen=True)(type("Heir", (Base,), {"check": check, "scope": scope, "__doc__": "x"}))()


def writes(self, claims: Claims) -> Iterator[Finding]:
    claims.table.loc[:, "says"] = "changed"
    yield from ()


def first_row(self, claims: Claims) -> Iterator[Finding]:
    if len(claims):
        yield self.finding(claims, [0], "the first")


def counts_all(self, claims: Claims) -> Iterator[Finding]:
    for row in range(len(claims)):
        yield self.finding(claims, [row], f"one of {len(claims)}")


def always(self, claims: Claims) -> Iterator[Finding]:
    yield Finding("OWN001", "base", "note", "always")


def test_a_rule_that_keeps_the_laws() -> None:
    check_laws(Base(), claims_of(FILES))


@pytest.mark.parametrize(
    ("check", "scope", "words"),
    [
        (writes, "claim", "changed its input"),
        (first_row, "project", "rows in the order"),
        (counts_all, "claim", "split by claim"),
        (counts_all, "document", "split by document"),
        (counts_all, "quantity", "split by quantity"),
        (counts_all, "component", "split by component"),
        (always, "project", "an empty table"),
    ],
)
def test_a_rule_that_breaks_a_law_is_caught(check, scope: str, words: str) -> None:
    with pytest.raises(AssertionError, match=words):
        check_laws(heir(check, scope), claims_of(FILES))


def test_measures_that_a_law_ties_stay_together() -> None:
    tied = {**FILES, "rules/relations.yaml": "relations: {some: {says: Some., holds: hurt <= dead}}"}
    check_laws(heir(counts_all, "component"), claims_of(tied))


def test_examples_that_hold() -> None:
    check_examples(Base)
    check_documentation(Base)


def test_examples_that_find_less_or_more_say_so() -> None:
    class Wrong(Base):
        """claims that are there."""

    Wrong.examples = (Example("wrong", FILES, finds=[["a#x"], ["a#z"]]),)
    with pytest.raises(AssertionError) as caught:
        check_examples(dataclass(frozen=True)(Wrong))
    said = str(caught.value)
    assert "example “wrong”: not found: a#z" in said
    assert "found, though not declared: b#x: b#x is there" in said
    assert "no example shows what it leaves alone" in said
    assert "a#x" not in said


def test_documentation_that_lacks_a_section_is_named() -> None:
    class Wrong(Base):
        """claims that are there

        ## What it finds
        """

    with pytest.raises(AssertionError) as caught:
        check_documentation(dataclass(frozen=True)(Wrong))
    assert "the first line is one sentence" in str(caught.value)
    assert "its headings are ['What it finds']" in str(caught.value)


def test_a_class_that_is_no_rule_is_refused() -> None:
    class Wrong(Base):
        """claims that are there."""

    with pytest.raises(RuleDefinitionError, match="is no frozen dataclass"):
        check_files(FILES, [Wrong])


def test_files_that_cannot_be_read_are_no_empty_table() -> None:
    with pytest.raises(IncompleteError, match="broken"):
        claims_of({"claims/broken.yaml": "claims: ["})


def test_options_in_the_files_reach_a_rule_given_as_a_class() -> None:
    report = check_files(FILES, [Base])
    assert [finding.rule for finding in report.found] == ["base"] * 3


REACHED = (
    "REC002 REC003 REC004 REC101 REC102 REC103 REC104 REC105 REC106 REC202 REC203 REC204 REC205 REC206 REC207"
    " REC301 REC302 REC303 REC304 REC401 REC403 REC404"
).split()


def test_random_tables_reach_the_rules(tmp_path: Path) -> None:
    """Laws that nothing is ever found under would hold in vain."""
    rules = {one.code: one for one in load_rules(Settings(root=tmp_path)).rules}
    tables = [random_claims(seed, 12) for seed in range(80)]
    assert [code for code in REACHED if not any(any(True for _ in rules[code].check(t)) for t in tables)] == []
