"""Annotations for a GitHub workflow, worst first, then what was looked at; for the log of a step."""

from __future__ import annotations

from collections.abc import Sequence

from reconcile.errors import Problem
from reconcile.models import SEVERITIES, Evidence, Finding, Report
from reconcile.reporters._clean import cleaned, for_workflow, for_workflow_property, no_command
from reconcile.reporters._lines import shortened
from reconcile.reporters._proof import claim_lines, reason_lines
from reconcile.reporters._words import count, coverage_line, file_place, headline, left_out, remarks, summary_line

SUFFIX = ".github.txt"
FROM_TOP = True
"""Files are named from the top of the repository: that is where they are shown."""
FROM_TOP = True
"""Files are to be named from the top of the repository."""
LEVELS = {"error": "error", "warning": "warning", "note": "notice"}
"""GitHub's words for ours."""
MOST_SHOWN = 10
"""Annotations of one level that GitHub shows for one step; the last one says how many more there are."""
LONGEST_MESSAGE = 4000
"""Characters of an annotation's message."""
LONGEST_TITLE = 200
"""Characters of an annotation's title."""


def render(report: Report, *, width: int, color: bool) -> str:
    """Return workflow commands and lines for the log; `width` and `color` change nothing.

    What somebody settled, or what is as it was in the state compared with, is counted and not annotated.
    """
    safe = cleaned(report)
    kept = [finding for finding in safe.found if not finding.can_fail]
    lines: list[str] = []
    if kept:
        settled = sum(finding.is_settled for finding in kept)
        parts = [f"{settled:,} decided"] if settled else []
        parts += [f"{len(kept) - settled:,} unchanged since {safe.against}"] if len(kept) > settled else []
        lines.append(f"Not annotated: {', '.join(parts)}")
    lines += [f"Fixed since {safe.against}: {one.severity} {one.code} {headline(one)}" for one in safe.fixed]
    lines += [*left_out(safe.coverage), *remarks(safe), coverage_line(safe.coverage), summary_line(safe)]
    return "".join(f"{line}\n" for line in (*_annotations(safe), *map(no_command, lines)))


def _annotations(report: Report) -> list[str]:
    """Return the commands of each level, and lines for the log with what is too much for one level."""
    found = [finding for finding in report.found if finding.can_fail]
    lines: list[str] = []
    for severity in SEVERITIES:
        every = [_of_finding(finding, report) for finding in found if finding.severity == severity]
        places = [_log_line(finding) for finding in found if finding.severity == severity]
        if severity == "error":
            problems = sorted(report.problems)
            every = [*map(_of_problem, problems), *every]
            places = [*map(str, problems), *places]
        lines += _within_limit(every, places, LEVELS[severity])
    return lines


def _within_limit(every: Sequence[str], places: Sequence[str], level: str) -> list[str]:
    """Return the commands that GitHub shows; where they are too many, the last one says so and the log has them."""
    if len(every) <= MOST_SHOWN:
        return list(every)
    kept = MOST_SHOWN - 1
    more = count(len(every) - kept, f"more {level}")
    told = _command(level, f"{more}: GitHub shows {MOST_SHOWN} of a level, the log of this step names them all", more)
    return [*every[:kept], told, *(no_command(f"  {level}: {place}") for place in places[kept:])]


def _of_finding(finding: Finding, report: Report) -> str:
    first = finding.claims[0] if finding.claims else Evidence("", "")
    text = "\n".join([headline(finding), *claim_lines(finding), *reason_lines(finding, report)])
    title = f"{finding.code} {finding.rule}"
    return _command(LEVELS[finding.severity], text, title, first.file, first.line)


def _of_problem(problem: Problem) -> str:
    return _command("error", problem.message, "This check is incomplete", problem.file, problem.line)


def _log_line(finding: Finding) -> str:
    place = file_place(finding.claims[0]) if finding.claims else ""
    return f"{place + ': ' if place else ''}{finding.code} {headline(finding)}"


def _command(level: str, text: str, title: str, file: str = "", line: int = 0) -> str:
    """Return `::error file=…,line=…,title=…::message`, in which nothing of a claim can begin another command."""
    facts = {"file": file, "line": str(line) if file and line > 0 else "", "title": shortened(title, LONGEST_TITLE)}
    shown = ",".join(f"{name}={for_workflow_property(value)}" for name, value in facts.items() if value)
    return f"::{level} {shown}::{for_workflow(shortened(text, LONGEST_MESSAGE))}"
