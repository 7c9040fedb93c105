"""Formats that people read show no more findings than people can: the worst ones, and how many more there are."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from reconcile.models import Report

MOST_SHOWN = 2000
"""Findings that a page shows; JSON, CSV and XLSX hold all."""


def fewer(report: Report, most: int = MOST_SHOWN) -> Report:
    """Return a report with at most so many findings, new and changed ones first, and a remark that says so.

    Its counts by severity stay those of all findings.
    """
    if len(report.found) <= most:
        return report
    found = sorted(report.found, key=lambda one: not one.can_fail) if report.against else report.found
    left = Counter(one.severity for one in found[most:])
    settled = sum(one.is_settled for one in found[most:])
    said = (
        f"Only the first {most:,} of {len(found):,} findings are shown, the worst ones; "
        "all are in the formats json, csv and xlsx"
    )
    return replace(
        report, found=tuple(found[:most]), unshown={**left, "settled": settled}, remarks=(*report.remarks, said)
    )
