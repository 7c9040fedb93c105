"""Plain text for a terminal: worst first, one finding readable in ten seconds."""

from __future__ import annotations

from collections.abc import Sequence

from reconcile.models import Finding, Report
from reconcile.reporters._blocks import finding_lines, settled_lines
from reconcile.reporters._clean import cleaned, no_command
from reconcile.reporters._compared import compared
from reconcile.reporters._few import fewer
from reconcile.reporters._lines import GAP, wrapped
from reconcile.reporters._settled import split
from reconcile.reporters._words import by_primary, coverage_line, left_out, remarks, summary_line

SUFFIX = ".txt"
WIDEST = 120
"""Lines are no longer than this, however wide the terminal: longer ones are hard to read."""
NARROWEST = 20


def render(report: Report, *, width: int, color: bool) -> str:
    """Return the report as lines of at most `width` columns; the last two say what was looked at."""
    room = max(NARROWEST, min(width, WIDEST))
    safe = cleaned(fewer(report))
    lines = [*_findings(safe, room, color), *_not_checked(safe, room), *_remarks(safe, room)]
    for line in (coverage_line(safe.coverage), summary_line(safe)):
        lines += wrapped(line, room, rest=GAP)
    return "\n".join(no_command(line) for line in lines) + "\n"


def _findings(report: Report, width: int, color: bool) -> list[str]:
    if not report.against:
        return _in_full(report.found, width, color)
    lines: list[str] = []
    for section in compared(report):
        lines += wrapped(f"== {section.title}", width, rest=GAP * 2)
        if section.in_full:
            lines += ["", *_in_full(section.found, width, color)]
        else:
            short = (line for sentence in section.sentences() for line in wrapped(sentence, width, GAP, GAP * 2))
            lines += [*short, ""]
    return lines


def _in_full(found: Sequence[Finding], width: int, color: bool) -> list[str]:
    lines: list[str] = []
    shown, settled = split(found)
    groups = by_primary(shown)
    before = ""
    for finding in shown:
        if lines and not finding.severity == before == "note":
            lines.append("")
        lines += finding_lines(finding, groups, width, color)
        before = finding.severity
    below = settled_lines(settled, width)
    return [*lines, *([""] if lines else []), *below, *([""] if below else [])]


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
