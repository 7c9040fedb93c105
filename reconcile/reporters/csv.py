"""CSV for spreadsheets and scripts: one row for each finding, and one for each problem."""

from __future__ import annotations

import csv
from io import StringIO

from reconcile.models import Report
from reconcile.reporters._clean import for_cell
from reconcile.reporters._rows import FINDING_COLUMNS, Cell, finding_row, problem_row

SUFFIX = ".csv"


def render(report: Report, *, width: int, color: bool) -> str:
    """Return one row for each finding, those that are gone too, and one for each problem; `width`, `color` are unused.

    Texts that a spreadsheet would take for a formula start with a `'`; numbers have no marks.
    """
    out = StringIO()
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(FINDING_COLUMNS)
    found = [*(finding_row(finding) for finding in report.found)]
    found += [{**finding_row(finding), "change": "fixed"} for finding in report.fixed]
    # A table without these rows would pass for a complete check.
    found += [problem_row(problem) for problem in sorted(report.problems)]
    rows.writerows([_safe(row.get(name)) for name in FINDING_COLUMNS] for row in found)
    return out.getvalue()


def _safe(cell: Cell) -> Cell:
    return for_cell(cell) if isinstance(cell, str) else cell
