"""A cluster of two worker processes, projects, and what one machine finds in them."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

RULE = """\
from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from dataclasses import dataclass

from reconcile import Claims, Finding, Rule
from reconcile.rule import option


@dataclass(frozen=True)
class Own{number}(Rule):
    \"\"\"what this test is about.\"\"\"

    code = "OWN{number:03}"
    name = "own-{number}"
    scope = "{scope}"
    least: int = option(3, "the least value that is found")

    def check(self, claims: Claims) -> Iterator[Finding]:
        {body}
"""
VOCABULARY = """\
measures:
  joined: {unit: person, kind: constant}
  killed: {unit: person, kind: constant}
  back: {unit: person, kind: constant}
"""


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Two worker processes and their scheduler, here."""
    from distributed import LocalCluster

    from reconcile.engines._cluster import SILENT, _quiet

    with (
        _quiet(),
        LocalCluster(
            n_workers=2,
            threads_per_worker=1,
            host="127.0.0.1",
            protocol="tcp",
            dashboard_address=None,
            memory_limit=0,
            local_directory=str(tmp_path_factory.mktemp("workers")),
            silence_logs=SILENT,
            scheduler_kwargs={"dashboard": False, "dashboard_address": "127.0.0.1:0"},
        ) as made,
    ):
        yield made


@pytest.fixture
def rule() -> Callable[..., str]:
    """Return the text of a rule module with one rule."""

    def make(body: str, number: int = 1, scope: str = "quantity") -> str:
        return RULE.format(number=number, scope=scope, body="\n".join(" " * 8 + line for line in _lines(body)).strip())

    return make


def _lines(body: str) -> list[str]:
    return dedent(body).strip().split("\n")


@pytest.fixture
def project(tmp_path: Path) -> Callable[..., Path]:
    """Write a project with six claims in conflict and rule modules, name to text; return its folder."""

    def write(rules: Mapping[str, str] | None = None, settings: str = "") -> Path:
        values = {"a": ("1,043", "611", "27"), "b": ("1,950", "702", "31")}
        files = {"reconcile.toml": settings, "claims/vocabulary.yaml": VOCABULARY}
        for name, figures in values.items():
            claims = "".join(
                f'  - {{id: {measure}, measure: {measure}, value: "{figure}"}}\n'
                for measure, figure in zip(("joined", "killed", "back"), figures, strict=True)
            )
            files[f"claims/{name}.yaml"] = f"document: {{id: {name}, published: 2020}}\nclaims:\n{claims}"
        files |= {f"rules/{name}.py": text for name, text in (rules or {}).items()}
        for file, text in files.items():
            path = tmp_path / file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return tmp_path

    return write
