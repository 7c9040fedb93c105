"""A project whose report is kept however small it is, and that tells whether a check looked at everything itself."""

import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from reconcile import pipeline
from reconcile.models import Report
from reconcile.pipeline.kept import inputs, machine
from reconcile.registry import modules
from reconcile.reporters import format_names, render
from reconcile.settings import load_settings

QUOTING = """document: {id: courier, published: 2020-05-01, text: ../texts/courier.txt}
claims:
  - {id: a, measure: saved, value: "1,250", place: Lyon, at: {quote: "1,250 people were saved"}}
  - {id: b, measure: saved, value: "900", place: Paris, at: {line: 4}}
  - {id: c, measure: saved, value: "2,000", place: World, at: {page: 2}}
  - {id: d, measure: joined, value: about 40, place: Lyon, time: 2017}
"""
OTHER = """document: {id: post, text: ../../beside/post.txt}
claims:
  - {id: a, measure: saved, value: "1,400", place: Lyon, at: {quote: "1,400 were saved"}}
  - {id: d, measure: joined, value: "70", place: Lyon, time: 2017}
  - {id: e, measure: back, value: "90", place: Lyon, time: 2017}
"""
HASHED = """document: {id: gazette, text: ../texts/gone.txt}
claims: [{id: a, measure: lost, value: 3, place: Paris, at: {quote: three were lost}}]
"""
TABLE = "document,id,measure,value,place\nlist,1,lost,5,Paris\nlist,2,lost,5,Lyon\n"
VOCABULARY = """dimensions: {place: {World: [Lyon, Paris]}}
measures:
  saved: {by: [place], unit: person, kind: constant}
  lost: {by: [place], unit: person, kind: constant}
  joined: {by: [place], kind: cumulative}
  back: {by: [place], kind: cumulative}
"""
LAWS = """relations:
  back-of-joined: {holds: back <= joined}
"""
SETTINGS = """[project]
title = "Kept"
texts = ["../beside"]
[check.ignore]
REC106 = "not wanted"
[report]
claims-per-finding = 10
"""
DECISION = """finding: {finding}
status: explained
reason: different-date
text: The Post counted a day later.
by: Ana
on: 2024-05-02
evidence: {evidence}
"""


class Project:
    """A project on disk, checked as a large one is."""

    def __init__(self, root: Path, cache: Path, full: list[str]) -> None:
        self.root, self.cache, self.full = root, cache, full
        self.first: Callable[[], object] = lambda: None
        """Done when a check that looks at everything begins."""
        self.last: Callable[[], object] = lambda: None
        """Done when it is through."""

    def write(self, name: str, text: str | bytes) -> Path:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    def change(self, name: str, old: str, new: str) -> None:
        text = (self.root / name).read_text(encoding="utf-8")
        assert old in text
        self.write(name, text.replace(old, new))

    def check(self, **asked: Any) -> tuple[Report, bool]:
        """Return the report, and whether it is one that was kept."""
        changed = asked.pop("settings", {})
        self.full.clear()
        report = pipeline.check(replace(load_settings(self.root), **changed), **asked)
        return report, not self.full

    def is_kept(self, **asked: Any) -> bool:
        """Say whether a check uses a kept report; it is the one of a check that looks at everything."""
        report, kept = self.check(**asked)
        again, fresh = self.check(cache=False, **asked)
        assert not fresh
        assert report == again
        assert not kept or pages(report) == pages(again)
        return kept

    @property
    def entries(self) -> list[Path]:
        return sorted(self.cache.glob("*/*.report"))

    def decide(self, rule: str = "REC101") -> str:
        report, _ = self.check(cache=False)
        found = next(one for one in report.found if one.code == rule)
        name = f"decisions/{found.id}.yaml"
        self.write(name, DECISION.format(finding=found.id, evidence=found.evidence))
        return name


def pages(report: Report) -> dict[str, str | bytes]:
    """Return the report in every format."""
    return {name: render(report, name) for name in format_names()}


CONTENTS = {
    "reconcile.toml": SETTINGS,
    "claims/courier.yaml": QUOTING,
    "claims/deep/post.yml": OTHER.replace("../../", "../../../"),
    "claims/gazette.yaml": HASHED,
    "claims/list.csv": TABLE,
    "claims/vocabulary.yaml": VOCABULARY,
    "rules/relations.yaml": LAWS,
    "texts/courier.txt": "On Monday\n1,250 people were saved in Lyon.\n",
    "../beside/post.txt": "They say 1,400 were saved.\n",
}


@pytest.fixture(scope="session")
def decided(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """A decision on a finding of the project, by its file."""
    project = Project(tmp_path_factory.mktemp("decided") / "project", Path(), [])
    for name, text in CONTENTS.items():
        project.write(name, text)
    name = project.decide()
    return {name: (project.root / name).read_text(encoding="utf-8")}


@pytest.fixture
def kept_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, decided: dict[str, str]) -> Project:
    """Papers that contradict each other, with every kind of file that a check looks at."""
    monkeypatch.setattr(inputs, "WORTH", 0)
    # Somebody may work on the package while tests run; that its source counts has a test of its own.
    monkeypatch.setattr(machine, "_source", lambda: ["source"])
    monkeypatch.setattr(machine, "began", lambda: 2**63)
    # Other tests may have run rule modules in this process.
    monkeypatch.delitem(sys.modules, modules._FOREIGN, raising=False)
    monkeypatch.setenv("RECONCILE_CACHE_DIR", str(tmp_path / "cache"))
    full: list[str] = []
    whole = pipeline._checked
    project = Project(tmp_path / "project", tmp_path / "cache", full)

    def counted(source: Any, *rest: Any) -> Any:
        full.append("checked")
        project.first()
        found = whole(source, *rest)
        project.last()
        return found

    monkeypatch.setattr(pipeline, "_checked", counted)
    for name, text in {**CONTENTS, **decided}.items():
        project.write(name, text)
    return project
