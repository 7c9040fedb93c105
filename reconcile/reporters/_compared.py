"""The findings of a report that is compared with an earlier state: sections for people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reconcile.models import Finding, Report
from reconcile.reporters._words import count, headline

MOST_SHORT = 20
"""Findings of a section that are named in one line each; how many more there are is said."""


@dataclass(frozen=True)
class Section:
    """Findings with the same fate."""

    title: str
    """`New since main (2)`."""
    found: tuple[Finding, ...]
    """The findings, worst first."""
    in_full: bool
    """Whether each is shown with its proof, or in one line."""

    def sentences(self) -> list[str]:
        """Return one line for each finding, and one for those that are too many."""
        more = len(self.found) - MOST_SHORT
        lines = [_line(finding) for finding in self.found[:MOST_SHORT]]
        return [*lines, f"… and {count(more, 'more finding')}"] if more > 0 else lines


def compared(report: Report) -> list[Section]:
    """Return the sections that have findings: new, changed, unchanged, fixed."""
    by_change = {change: _only(report.found, change) for change in ("new", "changed", "unchanged")}
    sections = (
        ("New", by_change["new"], True),
        ("Changed", by_change["changed"], True),
        ("Unchanged", by_change["unchanged"], False),
        ("Fixed", report.fixed, False),
    )
    return [
        Section(f"{name} since {report.against} ({len(found):,})", found, in_full)
        for name, found, in_full in sections
        if found
    ]


def _only(found: Sequence[Finding], change: str) -> tuple[Finding, ...]:
    return tuple(finding for finding in found if finding.change == change)


def _line(finding: Finding) -> str:
    status = "" if finding.status == "open" else f" ({finding.status})"
    return f"{finding.severity} {finding.code} {headline(finding)}{status}"
