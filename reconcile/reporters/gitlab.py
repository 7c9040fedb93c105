"""GitLab's code quality report: what nobody has decided yet, beside the lines of a merge request."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from typing import Any

from reconcile.errors import Problem
from reconcile.models import Evidence, Finding, Report
from reconcile.models.identity import digest
from reconcile.reporters._blocks import LONGEST_LINE
from reconcile.reporters._clean import clean, for_json
from reconcile.reporters._decided import undecided
from reconcile.reporters._lines import shortened
from reconcile.reporters._words import headline

SUFFIX = ".gitlab.json"
FROM_TOP = True
"""Files are named from the top of the repository: that is where they are shown."""
FROM_TOP = True
"""Files are to be named from the top of the repository."""
SEVERITIES = {"error": "major", "warning": "minor", "note": "info"}
"""GitLab's words for ours."""
NOWHERE = "reconcile.toml"
"""The file that is named where none is at fault: GitLab wants one."""


def render(report: Report, *, width: int, color: bool) -> str:
    """Return a JSON array; findings that somebody settled are left out, problems are blockers.

    GitLab compares the reports of two branches itself, so what is unchanged stays in.
    """
    entries = [*map(_problem, sorted(report.problems)), *map(_finding, undecided(report.found))]
    return for_json(json.dumps(_with_own_fingerprints(entries), ensure_ascii=False, indent=2)) + "\n"


def _finding(finding: Finding) -> dict[str, Any]:
    first = finding.claims[0] if finding.claims else Evidence("", "")
    entry = _entry(headline(finding), f"{finding.code} {finding.rule}", first.file, first.line)
    return {**entry, "severity": SEVERITIES.get(finding.severity, "info"), "fingerprint": [finding.id]}


def _problem(problem: Problem) -> dict[str, Any]:
    entry = _entry(f"This check is incomplete: {problem}", f"incomplete {problem.kind}", problem.file, problem.line)
    return {**entry, "severity": "blocker", "fingerprint": [problem.kind, problem.file, problem.message]}


def _entry(text: str, name: str, file: str, line: int) -> dict[str, Any]:
    return {
        "description": shortened(clean(text), LONGEST_LINE),
        "check_name": clean(name),
        "location": {"path": clean(file).removeprefix("./") or NOWHERE, "lines": {"begin": max(1, line)}},
    }


def _with_own_fingerprints(entries: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the entries with one fingerprint each: of two equal ones, GitLab would drop the second."""
    seen: Counter[tuple[str, ...]] = Counter()
    found = []
    for entry in entries:
        parts = tuple(entry["fingerprint"])
        found.append({**entry, "fingerprint": digest((*parts, str(seen[parts])))})
        seen[parts] += 1
    return found
