"""Places of claims as a service sees them that shows the whole repository, where a project is a folder in it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from reconcile.errors import Problem
from reconcile.models import Finding, Report
from reconcile.reporters import load_format


def placed(report: Report, format: str, root: Path) -> Report:
    """Return the report for a format: with files named from the top of the repository where its service does so.

    `root` is the project's folder. A format says so by `FROM_TOP = True`.
    """
    prefix = _prefix(root) if getattr(load_format(format), "FROM_TOP", False) else ""
    if not prefix:
        return report
    return replace(
        report,
        found=tuple(_finding(finding, prefix) for finding in report.found),
        fixed=tuple(_finding(finding, prefix) for finding in report.fixed),
        problems=tuple(_problem(problem, prefix) for problem in report.problems),
    )


def _prefix(root: Path) -> str:
    """Return the way from the top of the repository to the project, `sub/project/`; empty where there is none."""
    folder = root.resolve()
    top = next((place for place in (folder, *folder.parents) if (place / ".git").exists()), folder)
    return "" if top == folder else f"{folder.relative_to(top).as_posix()}/"


def _finding(finding: Finding, prefix: str) -> Finding:
    claims = (replace(claim, file=f"{prefix}{claim.file}" if claim.file else "") for claim in finding.claims)
    return replace(finding, claims=tuple(claims))


def _problem(problem: Problem, prefix: str) -> Problem:
    return replace(problem, file=f"{prefix}{problem.file}") if problem.file else problem
