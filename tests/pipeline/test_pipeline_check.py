"""A check from end to end, as a library: folders and tables in, reports out, nothing lost on the way."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pytest

import reconcile
from reconcile.engines import run
from reconcile.errors import SettingsError
from reconcile.models import Claims, Finding
from reconcile.pipeline import read_claims
from reconcile.pipeline.coverage import coverage_of
from reconcile.rule import Rule
from reconcile.testing import claims_of, project

VOCABULARY = """\
dimensions: {place: {World: [Iraq, Syria]}}
measures:
  held: {label: prisoners held, unit: person, kind: stock}
  dead: {label: dead of the attack, unit: person, kind: constant, by: []}
  land: {label: land, unit: km^2, kind: stock, by: []}
"""


def two(first: str, second: str) -> dict[str, str]:
    return {
        "claims/vocabulary.yaml": VOCABULARY,
        "claims/a.yaml": f"document: {{id: a, published: 2020}}\nclaims:\n  - {first}\n",
        "claims/b.yaml": f"document: {{id: b, published: 2020}}\nclaims:\n  - {second}\n",
    }


def test_a_table_of_claims_is_checked_without_any_file() -> None:
    frame = pd.DataFrame(
        {
            "document": ["a", "b"],
            "id": ["x", "y"],
            "measure": "dead",
            "attack": "Nice",
            "value": ["86", "84"],
        }
    )
    report = reconcile.check(frame)
    assert report.findings["rule"].tolist() == ["value-conflict"]
    assert report.findings["claims"].tolist() == [["a#x", "b#y"]]
    assert report.coverage.vocabulary_inferred


def test_findings_of_a_clean_table_are_an_empty_table_with_columns() -> None:
    report = reconcile.check(pd.DataFrame({"document": ["a"], "measure": ["dead"], "value": ["86"]}))
    assert report.findings.empty
    assert "severity" in report.findings.columns


def test_one_broken_file_stops_nothing_else() -> None:
    files = two("{id: x, measure: dead, value: '41'}", "{id: x, measure: dead, value: '57'}")
    with project({**files, "claims/c.yaml": "claims: [", "claims/d.yaml": "- a\n- list\n"}) as folder:
        report = reconcile.check(folder)
    assert [finding.rule for finding in report.found] == ["value-conflict"]
    assert {problem.file for problem in report.problems} == {"claims/c.yaml", "claims/d.yaml"}


def test_a_broken_publication_date_is_said() -> None:
    files = two("{id: x, measure: dead, value: '41'}", "{id: x, measure: dead, value: '41'}")
    files["claims/a.yaml"] = files["claims/a.yaml"].replace("2020", "last spring")
    with project(files) as folder:
        report = reconcile.check(folder)
    assert [(problem.file, problem.kind) for problem in report.problems] == [("claims/a.yaml", "unreadable")]
    assert "last spring" in report.problems[0].message


@dataclass(frozen=True)
class Crashing(Rule):
    """A rule that raises."""

    code = "TST001"
    name = "crashing"

    def check(self, claims: Claims) -> Iterator[Finding]:
        """Raise."""
        raise ZeroDivisionError("no such luck")


def test_a_rule_that_crashes_is_a_problem_and_no_clean_result() -> None:
    findings, problems = run(
        [Crashing()], claims_of(two("{id: x, measure: dead, value: 1}", "{id: x, measure: dead, value: 1}"))
    )
    assert findings == []
    assert [problem.kind for problem in problems] == ["rule"]
    assert "crashing" in problems[0].message
    assert "/" not in problems[0].message


@pytest.mark.parametrize(
    ("first", "second", "compared", "single", "incomparable"),
    [
        ("{id: x, measure: dead, value: '4'}", "{id: x, measure: dead, value: '4'}", 1, 0, {}),
        ("{id: x, measure: dead, value: '4'}", "{id: x, measure: land, value: '4'}", 0, 2, {}),
        (
            "{id: x, measure: held, value: '4', time: 2018}",
            "{id: x, measure: held, value: '4', time: 2019}",
            0,
            0,
            {"time": 1},
        ),
        ("{id: x, measure: dead, value: '4'}", "{id: x, measure: dead, value: unknown}", 0, 0, {"unknown value": 1}),
        ("{id: x, measure: land, value: '4'}", "{id: x, measure: land, value: '4', unit: km}", 0, 0, {"unit": 1}),
        (
            "{id: x, measure: held, value: '4', time: 2018}",
            "{id: x, measure: held, place: Iraq, value: '4', time: 2018}",
            2,
            0,
            {},
        ),
    ],
)
def test_what_was_looked_at(first: str, second: str, compared: int, single: int, incomparable: dict[str, int]) -> None:
    found = coverage_of(claims_of(two(first, second)), rules=3, ignored={})
    assert (found.compared, found.single, found.incomparable) == (compared, single, incomparable)
    assert found.claims == 2
    assert found.documents == 2


def test_faulty_claims_are_counted_with_their_reason() -> None:
    found = coverage_of(claims_of(two("{id: x, measure: daed, value: '4'}", "{id: x, measure: dead}")), 3, {})
    assert {entry.why: entry.claims for entry in found.not_checked} == {"unknown name": 1, "broken claim": 1}
    assert found.claims == 2


def test_selected_rules_alone_run() -> None:
    files = two("{id: x, measure: dead, value: '41'}", "{id: x, measure: dead, value: '57', time: 2021}")
    with project(files) as folder:
        assert {f.code for f in reconcile.check(folder).found} == {"REC101", "REC304"}
        assert {f.code for f in reconcile.check(folder, select=["REC3"]).found} == {"REC304"}
        assert {f.code for f in reconcile.check(folder, ignore=["after-publication"]).found} == {"REC101"}


def test_the_same_files_give_an_equal_report_wherever_they_lie(tmp_path: Path) -> None:
    files = two("{id: x, measure: dead, value: '41'}", "{id: x, measure: dead, value: '57'}")
    reports = []
    for name in ("one", "two"):
        for path, text in {**files, "reconcile.toml": ""}.items():
            (tmp_path / name / path).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name / path).write_text(text, encoding="utf-8")
        reports.append(reconcile.check(tmp_path / name))
    assert reports[0] == reports[1]


def test_an_id_outlives_a_changed_value_and_its_evidence_does_not() -> None:
    found = []
    for value in ("57", "58"):
        with project(
            two("{id: x, measure: dead, value: '41'}", f"{{id: x, measure: dead, value: '{value}'}}")
        ) as folder:
            found.append(reconcile.check(folder).found[0])
    assert found[0].id == found[1].id
    assert found[0].evidence != found[1].evidence


def test_claims_can_be_read_without_checking_them() -> None:
    with project(two("{id: x, measure: dead, value: '41'}", "{id: x, measure: land, value: '5 km'}")) as folder:
        claims, problems = read_claims(folder)
    assert problems == ()
    assert claims.table["claim"].tolist() == ["a#x", "b#x"]
    assert [fault.code for fault in claims.faults] == ["REC401"]


@dataclass(frozen=True)
class Spoiling(Rule):
    """A rule that changes its input and yields what is no finding."""

    code = "TST002"
    name = "spoiling"

    def check(self, claims: Claims) -> Iterator[Finding]:
        """Blank every value, then yield a number."""
        claims.table["stated"] = ""
        yield 5  # type: ignore[misc]


def test_a_rule_can_neither_spoil_the_table_for_others_nor_pass_off_what_is_no_finding() -> None:
    claims = claims_of(two("{id: x, measure: dead, value: 1}", "{id: x, measure: dead, value: 1}"))
    findings, problems = run([Spoiling()], claims)
    assert claims.table["stated"].tolist() == ["1", "1"]
    assert findings == []
    assert "no Finding" in problems[0].message


def test_no_rule_left_to_run_is_no_clean_result() -> None:
    with project(two("{id: x, measure: dead, value: '41'}", "{id: x, measure: dead, value: '57'}")) as folder:
        report = reconcile.check(folder, select=["REC1"], ignore=["REC1"])
    assert [problem.kind for problem in report.problems] == ["not-checked"]


def test_a_width_that_makes_no_sense_is_a_mistake_in_the_settings() -> None:
    files = two("{id: x, measure: dead, value: '41'}", "{id: x, measure: dead, value: '57'}")
    with (
        project({**files, "reconcile.toml": "[readings]\napproximately = -1\n"}) as folder,
        pytest.raises(SettingsError, match="approximately"),
    ):
        reconcile.check(folder)


def test_laws_that_contradict_each_other_are_a_fault_of_the_rules() -> None:
    laws = "relations:\n  few: {says: Few., holds: dead <= 4}\n  many: {says: Many., holds: dead >= 7}\n"
    files = two("{id: x, measure: dead, value: '5'}", "{id: x, measure: land, value: '5'}")
    with project({**files, "rules/relations.yaml": laws}) as folder:
        report = reconcile.check(folder)
    assert not any("crashed" in problem.message for problem in report.problems)


def test_what_is_no_table_is_refused_in_words() -> None:
    with pytest.raises(TypeError, match="DataFrame"):
        reconcile.check(42)  # type: ignore[arg-type]
