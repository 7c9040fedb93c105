"""Plain text for a terminal: worst first, one finding readable in ten seconds."""

from __future__ import annotations

from reconcile.models import Report
from reconcile.reporters._blocks import finding_lines
from reconcile.reporters._clean import cleaned, no_command
from reconcile.reporters._lines import GAP, wrapped
from reconcile.reporters._words import by_primary, coverage_line, left_out, remarks, summary_line

SUFFIX = ".txt"
WIDEST = 120
"""Lines are no longer than this, however wide the terminal: longer ones are hard to read."""
NARROWEST = 20


def render(report: Report, *, width: int, color: bool) -> str:
    """Return the report as lines of at most `width` columns; the last two say what was looked at."""
    room = max(NARROWEST, min(width, WIDEST))
    safe = cleaned(report)
    lines = [*_findings(safe, room, color), *_not_checked(safe, room), *_remarks(safe, room)]
    for line in (coverage_line(safe.coverage), summary_line(safe)):
        lines += wrapped(line, room, rest=GAP)
    return "\n".join(no_command(line) for line in lines) + "\n"


def _findings(report: Report, width: int, color: bool) -> list[str]:
    lines: list[str] = []
    groups = by_primary(report.found)
    before = ""
    for finding in report.found:
        if lines and not finding.severity == before == "note":
            lines.append("")
        lines += finding_lines(finding, groups, width, color)
        before = finding.severity
    return [*lines, ""] if lines else []


def _not_checked(report: Report, width: int) -> list[str]:
    """Return what could not be looked at, so that silence is never taken for a clean result."""
    reasons = [*map(str, report.problems), *left_out(report.coverage)]
    if not reasons:
        return []
    lines = wrapped(f"Not checked{' (this check is incomplete)' if report.problems else ''}", width, rest=GAP)
    for reason in reasons:
        lines += wrapped(reason, width, GAP, GAP * 2)
    return [*lines, ""]


def _remarks(report: Report, width: int) -> list[str]:
    lines = [line for remark in remarks(report) for line in wrapped(remark, width, rest=GAP)]
    return [*lines, ""] if lines else []
