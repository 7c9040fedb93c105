"""CSV for spreadsheets: one row for each claim of each finding."""

from __future__ import annotations

import csv
from io import StringIO

from reconcile.models import Evidence, Finding, Margin, Report
from reconcile.reporters._clean import for_cell
from reconcile.reporters._words import plain_number, text_place

SUFFIX = ".csv"
FINDING_COLUMNS = (
    "finding",
    "code",
    "rule",
    "severity",
    "grade",
    "status",
    "label",
    "message",
    "gap",
    "gap_relative",
    "holds_until",
    "holds_until_relative",
)
CLAIM_COLUMNS = (
    "claim",
    "document",
    "role",
    "term",
    "camp",
    "stated",
    "reads",
    "low",
    "high",
    "low_open",
    "high_open",
    "unit",
    "time",
    "basis",
    "origin",
    "stance",
    "says",
    "text_place",
    "file",
    "line",
)
Cell = str | int | float | None


def render(report: Report, *, width: int, color: bool) -> str:
    """Return one row for each finding and claim, and one for each problem."""
    out = StringIO()
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow((*FINDING_COLUMNS, *CLAIM_COLUMNS))
    for finding in report.found:
        start = _finding_cells(finding)
        for claim in finding.claims or (None,):
            rows.writerow([*map(_safe, start), *map(_safe, _claim_cells(claim))])
    for problem in sorted(report.problems):
        # A table without these rows would pass for a complete check.
        cells: dict[str, Cell] = {"severity": "problem", "rule": problem.kind, "message": problem.message}
        cells |= {"file": problem.file, "line": problem.line or None}
        rows.writerow([_safe(cells.get(name)) for name in (*FINDING_COLUMNS, *CLAIM_COLUMNS)])
    return out.getvalue()


def _safe(cell: Cell) -> Cell:
    return for_cell(cell) if isinstance(cell, str) else cell


def _finding_cells(finding: Finding) -> list[Cell]:
    margins = [margin or Margin(None, None) for margin in (finding.gap, finding.holds_until)]
    return [
        finding.id,
        finding.code,
        finding.rule,
        finding.severity,
        finding.grade,
        finding.status,
        finding.label,
        finding.message,
        *(plain_number(end) for margin in margins for end in (margin.absolute, margin.relative)),
    ]


def _claim_cells(claim: Evidence | None) -> list[Cell]:
    if claim is None:
        return [None] * len(CLAIM_COLUMNS)
    return [
        claim.id,
        claim.document,
        claim.role,
        claim.term,
        claim.camp or None,
        claim.stated,
        claim.reads,
        plain_number(claim.low),
        plain_number(claim.high),
        _yes(claim.low_open),
        _yes(claim.high_open),
        claim.unit,
        claim.time,
        claim.basis,
        claim.origin,
        claim.stance,
        claim.says,
        text_place(claim.at),
        claim.file,
        claim.line or None,
    ]


def _yes(flag: bool) -> str:
    return "yes" if flag else "no"
