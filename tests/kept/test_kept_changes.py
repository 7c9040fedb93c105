"""Whatever a check looks at, a change of it is seen: the report is not the kept one, and right."""

import os
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

Change = Callable[[Any], object]
CONFIRMED = ("status: explained\nreason: different-date\n", "status: confirmed\n")


def same_size_and_time(project: Any) -> None:
    path = project.root / "claims" / "list.csv"
    before = path.stat()
    project.change("claims/list.csv", "5,Paris", "6,Paris")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert path.stat().st_size == before.st_size


def decision_of(project: Any) -> str:
    (path,) = (project.root / "decisions").glob("*.yaml")
    return f"decisions/{path.name}"


def renamed(project: Any, old: str, new: str) -> None:
    (project.root / new).parent.mkdir(parents=True, exist_ok=True)
    (project.root / old).rename(project.root / new)


def linked(project: Any, name: str, target: str) -> None:
    (project.root / name).unlink()
    (project.root / name).symlink_to(project.root / target)


def stated(project: Any, table: str, line: str) -> None:
    project.change("reconcile.toml", "[report]", f"[{table}]\n{line}\n[report]")


FILES: dict[str, Change] = {
    "a byte of a claim": lambda p: p.change("claims/courier.yaml", "1,250", "1,251"),
    "a byte of a table, with the size and time of before": same_size_and_time,
    "a line end": lambda p: p.change("claims/gazette.yaml", "\n", "\r\n"),
    "a comment": lambda p: p.change("claims/courier.yaml", "claims:\n", "claims: # looked at\n"),
    "a file more": lambda p: p.write("claims/new.yaml", "claims: [{measure: saved, value: 7, place: Lyon}]\n"),
    "an empty file more": lambda p: p.write("claims/new.yaml", ""),
    "a file less": lambda p: (p.root / "claims/list.csv").unlink(),
    "a file of another name": lambda p: renamed(p, "claims/list.csv", "claims/table.csv"),
    "a file in another folder": lambda p: renamed(p, "claims/list.csv", "claims/deep/list.csv"),
    "two files exchanged": lambda p: (
        renamed(p, "claims/courier.yaml", "claims/x"),
        renamed(p, "claims/gazette.yaml", "claims/courier.yaml"),
        renamed(p, "claims/x", "claims/gazette.yaml"),
    ),
    "a form that is not read": lambda p: p.write("claims/more.json", "[]"),
    "a link to a folder": lambda p: (p.root / "claims/more").symlink_to(p.root / "texts"),
    "a file that leads nowhere": lambda p: linked(p, "claims/list.csv", "nowhere.csv"),
    "a file that is a link now, to something else": lambda p: linked(p, "claims/gazette.yaml", "claims/courier.yaml"),
    "a name in the vocabulary": lambda p: p.change("claims/vocabulary.yaml", "[Lyon, Paris]", "[Lyon, Paris, Nice]"),
    "a kind in the vocabulary": lambda p: p.change("claims/vocabulary.yaml", "kind: constant", "kind: stock"),
    "no vocabulary": lambda p: (p.root / "claims/vocabulary.yaml").unlink(),
    "a law": lambda p: p.change("rules/relations.yaml", "back <= joined", "saved <= joined"),
    "a law less": lambda p: (p.root / "rules/relations.yaml").unlink(),
    "laws under another name": lambda p: renamed(p, "rules/relations.yaml", "rules/laws.yaml"),
    "laws further in": lambda p: p.write("rules/more/relations.yaml", "relations: {}\n"),
    "laws in a folder behind a link": lambda p: (
        p.write("../far/relations.yaml", "relations: {}\n"),
        (p.root / "rules/more").symlink_to(p.root / "../far"),
    ),
    "a rule module": lambda p: p.write("rules/own.py", "raise ValueError\n"),
    "a rule module whose name is hidden": lambda p: p.write("rules/.own.py", "raise ValueError\n"),
    "a suite": lambda p: p.write("rules/suite.json", "{}"),
    "a decision edited": lambda p: p.change(decision_of(p), *CONFIRMED),
    "a decision less": lambda p: (p.root / decision_of(p)).unlink(),
    "a decision more": lambda p: p.decide("REC204"),
    "a decision under a wrong name": lambda p: p.write("decisions/REC101-aaaaaaaaaa.yml", "finding: x\n"),
    "a decision in a folder": lambda p: p.write("decisions/old/x.yaml", "finding: x\n"),
    "no folder of decisions": lambda p: renamed(p, "decisions", "earlier"),
    "a text": lambda p: p.change("texts/courier.txt", "1,250 people", "1,260 people"),
    "a text less": lambda p: (p.root / "texts/courier.txt").unlink(),
    "a text that was missing": lambda p: p.write("texts/gone.txt", "None were lost.\n"),
    "a text beside the project": lambda p: p.change("../beside/post.txt", "1,400", "1,500"),
    "a text that leads out of the project": lambda p: (
        p.write("../far/courier.txt", "1,250 people were saved\n"),
        linked(p, "texts/courier.txt", "../far/courier.txt"),
    ),
    "a text that can't be read": lambda p: p.write("texts/courier.txt", b"\xff\xfe1"),
    "settings: a folder of texts": lambda p: p.change("reconcile.toml", '["../beside"]', "[]"),
    "settings: a reading": lambda p: stated(p, "readings", "approximately = 0.2"),
    "settings: the title": lambda p: p.change("reconcile.toml", "Kept", "Held"),
    "settings: a reason": lambda p: p.change("reconcile.toml", "not wanted", "unwanted"),
    "settings: claims of a finding": lambda p: p.change("reconcile.toml", "= 10", "= 2"),
    "settings: an option": lambda p: stated(p, "rules.inconsistent-set", "most = 1"),
    "settings: rules to run": lambda p: p.change("reconcile.toml", "[check.", '[check]\nselect = ["REC1"]\n[check.'),
    "settings: another place": lambda p: p.change("reconcile.toml", "[check.", 'claims = ["claims/deep"]\n[check.'),
    "settings: no decisions": lambda p: p.change("reconcile.toml", "[check.", 'decisions = "none"\n[check.'),
    "settings: a second reviewer": lambda p: stated(p, "decisions", "second-reviewer = true"),
    "settings: a budget": lambda p: stated(p, "estimate", "budget = 7"),
}  # fmt: skip
WITH_PROBLEMS = (
    "a form that is not read", "a link to a folder", "a file that leads nowhere", "a rule module", "a suite",
    "laws further in", "laws in a folder behind a link", "laws under another name",
    "a rule module whose name is hidden", "a decision under a wrong name", "a decision in a folder",
    "a text that can't be read", "an empty file more",
    "a file that is a link now, to something else",
)  # fmt: skip
ASKED: dict[str, dict[str, Any]] = {
    "rules to run": {"select": ("REC1",)},
    "a rule left out": {"ignore": ("REC101",)},
    "the day": {"as_of": date(2024, 6, 1)},
    "no code of the project": {"project_rules": False},
    "settings in Python": {"settings": {"claims_per_finding": 3}},
    "settings that mean the same": {"settings": {"select": ("REC",)}},
}


@pytest.mark.parametrize("what", FILES)
def test_a_change_is_seen(kept_project: Any, what: str) -> None:
    assert not kept_project.check()[1]
    assert kept_project.is_kept()
    FILES[what](kept_project)
    assert not kept_project.is_kept(), what
    report, kept = kept_project.check()
    assert bool(report.problems) is (what in WITH_PROBLEMS)
    assert kept is not (what in WITH_PROBLEMS)


@pytest.mark.parametrize("what", ASKED)
def test_what_is_asked_is_part_of_it(kept_project: Any, what: str) -> None:
    kept_project.check()
    assert not kept_project.is_kept(**ASKED[what])
    assert kept_project.is_kept(**ASKED[what])
    assert kept_project.is_kept()


def test_a_change_taken_back_is_none(kept_project: Any) -> None:
    kept_project.check()
    kept_project.change("claims/courier.yaml", "1,250", "1,251")
    assert not kept_project.is_kept()
    kept_project.change("claims/courier.yaml", "1,251", "1,250")
    assert kept_project.is_kept()


NO_MATTER: dict[str, Change] = {
    "the time of a file": lambda p: os.utime(p.root / "claims/courier.yaml"),
    "a hidden file among claims": lambda p: p.write("claims/.courier.yaml.swp", "x"),
    "a report": lambda p: p.write("reports/report.txt", "x"),
    "a file beside the claims": lambda p: p.write("README.md", "x"),
    "a text that no claim quotes": lambda p: p.write("texts/other.txt", "x"),
    "a note beside the decisions": lambda p: p.write("decisions/README.md", "x"),
    "a file copied onto itself": lambda p: p.write("claims/list.csv", (p.root / "claims/list.csv").read_bytes()),
}


@pytest.mark.parametrize("what", NO_MATTER)
def test_what_no_check_looks_at_does_not_matter(kept_project: Any, what: str) -> None:
    kept_project.check()
    NO_MATTER[what](kept_project)
    assert kept_project.is_kept(), what


def test_a_project_that_moved_is_looked_at_again(kept_project: Any) -> None:
    kept_project.check()
    kept_project.root = kept_project.root.rename(kept_project.root.with_name("moved"))
    assert not kept_project.is_kept()


def test_two_projects_with_the_same_files_have_their_own(kept_project: Any, tmp_path: Path) -> None:
    kept_project.check()
    shutil.copytree(kept_project.root, tmp_path / "copy")
    kept_project.root = tmp_path / "copy"
    assert not kept_project.is_kept()
    assert len({path.parent for path in kept_project.entries}) == 2
