"""JUnit XML for the test page of a CI server: a test for each finding, and one for what was read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from reconcile.errors import Problem
from reconcile.models import Evidence, Finding, Report
from reconcile.reporters._clean import cleaned, no_command
from reconcile.reporters._lines import shortened
from reconcile.reporters._proof import claim_lines, reason_lines
from reconcile.reporters._settled import standing
from reconcile.reporters._words import coverage_line, headline, left_out, remarks, summary_line

SUFFIX = ".junit.xml"
LONGEST_NAME = 200
"""Characters of a test's name."""
OWN = "reconcile"
"""The suite of what is no finding, and the start of every class name."""


@dataclass(frozen=True)
class Case:
    """One test as JUnit knows it."""

    suite: str
    """The suite that it stands in: the rule."""
    name: str
    """Its name; begins with the finding's id, which stays the same."""
    file: str = ""
    """The claim file."""
    line: int = 0
    """The line there, from 1."""
    outcome: str = ""
    """`failure`, `error` or `skipped`; empty where it passes."""
    type: str = ""
    """What kind of failure or error."""
    message: str = ""
    """One sentence."""
    lines: tuple[str, ...] = ()
    """The rest of what there is to say."""


def render(report: Report, *, width: int, color: bool) -> str:
    """Return the report as XML without any time in it; `width` and `color` change nothing."""
    safe = cleaned(report)
    cases = [*_looked_at(safe), *sorted(_findings(safe), key=lambda case: case.suite)]
    suites = Element("testsuites", {"name": safe.title or OWN, **_counts(cases)})
    for name, group in groupby(cases, key=lambda case: case.suite):
        members = list(group)
        suite = SubElement(suites, "testsuite", {"name": name, **_counts(members)})
        for case in members:
            _add(suite, case)
    indent(suites)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{tostring(suites, encoding="unicode")}\n'


def _looked_at(report: Report) -> Iterable[Case]:
    """Yield a test for each problem, or one that passes; a report without a test would pass for a broken one."""
    for problem in sorted(report.problems):
        yield _problem(problem)
    if not report.problems:
        lines = (coverage_line(report.coverage), summary_line(report), *left_out(report.coverage), *remarks(report))
        yield Case(OWN, "everything was read and every rule ran", lines=lines)


def _problem(problem: Problem) -> Case:
    name = shortened(f"{problem.kind}: {problem}", LONGEST_NAME)
    return Case(OWN, name, problem.file, problem.line, "error", problem.kind, problem.message)


def _findings(report: Report) -> Iterable[Case]:
    for finding in report.found:
        first = finding.claims[0] if finding.claims else Evidence("", "")
        sentence = headline(finding)
        outcome, why = _outcome(finding, report)
        yield Case(
            f"{finding.code} {finding.rule}",
            shortened(f"{finding.id} {finding.label or sentence}".strip(), LONGEST_NAME),
            first.file,
            first.line,
            outcome,
            finding.severity if outcome == "failure" else "",
            why or sentence,
            (sentence, *claim_lines(finding), *reason_lines(finding, report)),
        )


def _outcome(finding: Finding, report: Report) -> tuple[str, str]:
    """Return how the test of a finding ends, and why where that is not the finding itself."""
    if finding.is_settled:
        return "skipped", standing(finding)[0]
    if finding.change == "unchanged":
        return "skipped", f"unchanged since {report.against}"
    return ("", "") if finding.severity == "note" else ("failure", "")


def _counts(cases: Sequence[Case]) -> dict[str, str]:
    numbers = {"tests": len(cases)}
    for name, outcome in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        numbers[name] = sum(case.outcome == outcome for case in cases)
    return {name: str(number) for name, number in numbers.items()}


def _add(suite: Element, case: Case) -> None:
    place = {"file": case.file} if case.file else {}
    place |= {"line": str(case.line)} if case.line else {}
    classname = OWN if case.suite == OWN else f"{OWN}.{case.suite.partition(' ')[2]}"
    test = SubElement(suite, "testcase", {"classname": classname, "name": case.name, **place})
    text = "\n".join(no_command(line) for line in case.lines)
    if case.outcome:
        kind = {"type": case.type} if case.type else {}
        SubElement(test, case.outcome, {"message": case.message, **kind}).text = text or case.message
    elif text:
        SubElement(test, "system-out").text = text
