"""A small project with two conflicts, and its decisions."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from reconcile.decisions import Desk, Policy, Store, Wanted
from reconcile.models import Evidence, Finding, Report
from reconcile.models.identity import evidence_hash, finding_id
from reconcile.pipeline import check
from reconcile.settings import load_settings

VOCABULARY = "measures: {saved: {unit: person, kind: constant}, lost: {unit: person, kind: constant}}\n"


@dataclass
class Project:
    """A project on disk."""

    root: Path

    def claims(self, document: str, **values: str) -> None:
        rows = "".join(f"  - {{id: {id}, measure: {id}, value: '{value}'}}\n" for id, value in values.items())
        self.write(f"claims/{document}.yaml", f"document: {{id: {document}}}\nclaims:\n{rows}")

    def write(self, name: str, text: str) -> Path:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def check(self, as_of: str = "", **asked: object) -> Report:
        return check(self.root, as_of=date.fromisoformat(as_of) if as_of else None, **asked)  # type: ignore[arg-type]

    def store(self) -> Store:
        return Store.of(load_settings(self.root))

    def desk(self, as_of: str = "") -> Desk:
        settings = load_settings(self.root)
        read = Store.of(settings).read()
        policy = Policy.of(settings, date.fromisoformat(as_of) if as_of else None)
        return Desk.lay(Store.of(settings), policy, self.check(as_of).found, read)

    def conflict(self, measure: str = "saved", **asked: object) -> Finding:
        found = self.check(**asked).found  # type: ignore[arg-type]
        return next(one for one in found if one.code == "REC101" and one.quantity["measure"] == measure)

    def about(self, code: str, **asked: object) -> list[Finding]:
        return [one for one in self.check(**asked).found if one.code == code]  # type: ignore[arg-type]


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Two papers that agree on nothing."""
    made = Project(tmp_path)
    made.write("reconcile.toml", "")
    made.write("claims/vocabulary.yaml", VOCABULARY)
    made.claims("courier", saved="1,250", lost="12")
    made.claims("post", saved="1,400", lost="17")
    return made


@pytest.fixture
def wanted() -> Callable[..., Wanted]:
    """What a person says about a finding."""

    def make(status: str = "explained", **more: object) -> Wanted:
        usual: dict[str, object] = {"by": "Ana", "on": date(2024, 5, 2)}
        if status == "explained":
            usual |= {"reason": "different-date", "text": "The Post counted a day later."}
        if status == "dismissed":
            usual |= {"text": "The claim file has a slip."}
        if status == "deferred":
            usual |= {"until": date(2024, 6, 30)}
        return Wanted(status, **{**usual, **more})  # type: ignore[arg-type]

    return make


@pytest.fixture
def a_finding() -> Callable[[str], Finding]:
    """A finding made by hand, told apart by its name."""

    def make(name: str, *values: str) -> Finding:
        claims = tuple(
            Evidence(f"{name}-{n}#x", f"{name}-{n}", stated=v, reads=v) for n, v in enumerate(values or "12")
        )
        id = finding_id("REC101", [name])
        return Finding("REC101", "value-conflict", "error", name, claims, id=id, evidence=evidence_hash(claims))

    return make
