"""A command line run in this process, and hand-made reports for it."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from reconcile.errors import Problem
from reconcile.models import Coverage, Evidence, Finding, Report
from reconcile.settings import Settings


@pytest.fixture
def a_report() -> Callable[..., Report]:
    """Make a report with findings of the given severities and statuses."""

    def make(*severities: str, status: str = "open", problems: int = 0, claims: int = 3) -> Report:
        claim = Evidence(
            "a#x",
            "a",
            "primary",
            stated="1,700",
            reads="[1,650, 1,750)",
            file="claims/a.yaml",
            line=4,
        )
        found = tuple(
            Finding(
                "REC101",
                "value-conflict",
                severity,
                f"message {n}",
                (claim, replace(claim, id="b#x")),
                id=f"REC101-{n}aaa",
                primary="a#x",
                status=status,
            )
            for n, severity in enumerate(severities)
        )
        wrong = tuple(Problem(f"claims/{n}.yaml", 1, "unreadable", "broken") for n in range(problems))
        return Report("title", found, Coverage(2, claims, 1, 1, rules=3), wrong)

    return make


@pytest.fixture
def checked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[..., list[dict[str, object]]]:
    """Let `check`, `report` and `explain` see a hand-made report, and note how it was asked for."""

    def use(report: Report, **settings: object) -> list[dict[str, object]]:
        calls: list[dict[str, object]] = []

        def fake(folder: Path, **asked: object) -> tuple[Settings, Report]:
            calls.append({"folder": folder, **asked})
            return Settings(root=tmp_path, **settings), report  # type: ignore[arg-type]

        for module in ("check", "report", "_project"):
            monkeypatch.setattr(f"reconcile.cli.{module}.checked", fake)
        return calls

    return use


@pytest.fixture
def project(tmp_path: Path) -> Callable[[dict[str, str]], Path]:
    """Write a project's files and return its folder."""

    def write(files: dict[str, str]) -> Path:
        for name, text in {"reconcile.toml": "", **files}.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return tmp_path

    return write
