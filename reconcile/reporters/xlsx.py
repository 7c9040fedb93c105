"""A workbook for people without a terminal: findings, their claims, and what was looked at, a sheet each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from reconcile.models import Report
from reconcile.reporters._rows import CLAIM_COLUMNS, FINDING_COLUMNS, Cell, claim_rows, finding_row, problem_row
from reconcile.reporters._words import left_out, remarks, summary_line
from reconcile.reporters._workbook import Sheet, workbook_bytes

SUFFIX = ".xlsx"
BINARY = True
WIDE = {"label": 30, "message": 70, "arithmetic": 60, "implied": 50, "causes": 40, "changes": 40, "decision": 40}
"""Columns wider than others, in characters."""
WIDE_OF_CLAIMS = {"claim": 32, "stated": 24, "reads": 24, "time": 20, "says": 50, "quote": 40, "file": 28}


def render(report: Report, *, width: int, color: bool) -> bytes:
    """Return the workbook; no formula, no link, no date of its making in it; `width` and `color` change nothing."""
    return workbook_bytes(
        (
            Sheet("findings", FINDING_COLUMNS, _findings(report), WIDE),
            Sheet("claims", CLAIM_COLUMNS, _claims(report), WIDE_OF_CLAIMS),
            Sheet("coverage", ("what", "number", "note"), _coverage(report), {"what": 50, "note": 80}),
        ),
        report.title or "What these documents cannot all be right about",
    )


def _findings(report: Report) -> Iterable[Sequence[Cell]]:
    rows = [finding_row(finding) for finding in report.found]
    rows += [{**finding_row(finding), "change": "fixed"} for finding in report.fixed]
    # A sheet without these rows would pass for a complete check.
    rows += [problem_row(problem) for problem in sorted(report.problems)]
    return ([row.get(name) for name in FINDING_COLUMNS] for row in rows)


def _claims(report: Report) -> Iterable[Sequence[Cell]]:
    rows = (row for finding in (*report.found, *report.fixed) for row in claim_rows(finding))
    return ([row.get(name) for name in CLAIM_COLUMNS] for row in rows)


def _coverage(report: Report) -> Iterable[Sequence[Cell]]:
    coverage = report.coverage
    yield from (("documents", coverage.documents, ""), ("claims", coverage.claims, ""))
    yield ("quantities", coverage.quantities, "")
    yield ("quantities compared", coverage.compared, "two or more claims met, or a law bound one to others")
    yield ("quantities with one claim only", coverage.single, "")
    for why, number in sorted(coverage.incomparable.items()):
        yield ("quantities not comparable", number, why)
    yield ("rules run", coverage.rules, "")
    for severity, number in report.by_severity().items():
        yield (f"findings: {severity}", number, "")
    for rule, number in report.by_rule().items():
        yield ("findings of a rule", number, rule)
    if report.against:
        yield ("findings fixed", len(report.fixed), f"since {report.against}")
    for problem in sorted(report.problems):
        yield ("this check is incomplete", None, str(problem))
    yield from (("not checked", None, line) for line in left_out(coverage))
    yield from (("remark", None, line) for line in (*remarks(report), summary_line(report)))
