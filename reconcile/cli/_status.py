"""What a report means as an exit status."""

from __future__ import annotations

from reconcile.models import SEVERITIES, Report
from reconcile.reporters._words import count

CLEAN, FINDINGS, USAGE, INCOMPLETE = 0, 1, 2, 3
"""Exit statuses: nothing at or above `--fail-on`; findings; usage or settings; not everything looked at."""


def exit_status(report: Report, fail_on: str, exit_zero: bool = False) -> int:
    """Return the exit status of a check; `exit_zero` forgives findings, never an incomplete check."""
    if is_incomplete(report):
        return INCOMPLETE
    return FINDINGS if fails(report, fail_on) and not exit_zero else CLEAN


def is_incomplete(report: Report) -> bool:
    """Say whether something could not be looked at, or there was nothing to look at."""
    return bool(report.problems) or report.coverage.claims == 0


def fails(report: Report, fail_on: str) -> bool:
    """Say whether a finding that nobody settled, and that is not as it was before, is as bad as `fail_on`."""
    if fail_on == "never":
        return False
    bad = SEVERITIES[: SEVERITIES.index(fail_on) + 1]
    return any(finding.severity in bad and finding.can_fail for finding in report.found)


def why_incomplete(report: Report) -> str:
    """Return one line for standard error; empty where the check is complete."""
    if report.problems:
        number = count(len(report.problems), "problem")
        return f"reconcile: the check is incomplete: {number}, listed in the report"
    return "" if report.coverage.claims else "reconcile: no claims found, so nothing was checked"
