"""Markdown for an editor: summary, findings with anchors and tables, what was not checked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from reconcile.models import Evidence, Finding, Report
from reconcile.reporters._blocks import LONGEST_LINE, LONGEST_VALUE, MOST_CLAIMS
from reconcile.reporters._clean import for_markdown
from reconcile.reporters._lines import shortened
from reconcile.reporters._words import (
    also,
    by_primary,
    count,
    coverage_line,
    credit,
    file_place,
    headline,
    left_out,
    own_arithmetic,
    reads,
    remarks,
    summary_line,
    text_place,
    tolerance,
    when,
)

SUFFIX = ".md"
TITLE = "What these documents cannot all be right about"
"""The title of a report whose project has none."""


def render(report: Report, *, width: int, color: bool) -> str:
    """Return the report as GitHub-flavoured Markdown; `width` and `color` change nothing."""
    blocks = [
        f"# {_text(report.title or TITLE)}",
        _text(coverage_line(report.coverage)),
        _text(summary_line(report)),
        *_summary(report),
        *_findings(report),
        *_coverage(report),
    ]
    return "\n\n".join(block for block in blocks if block) + "\n"


def _text(text: str) -> str:
    return for_markdown(shortened(text, LONGEST_LINE))


def _strong(text: str) -> str:
    escaped = _text(text)
    return f"**{escaped}**" if escaped else ""


def _summary(report: Report) -> list[str]:
    if not report.found:
        return ["No findings."]
    rows = [
        (
            finding.severity,
            f"[{_text(finding.code)}](#{anchor(finding, n)})",
            _text(finding.rule),
            _text(headline(finding)),
        )
        for n, finding in enumerate(report.found, 1)
    ]
    return ["## Summary", _table(("Severity", "Code", "Rule", "Finding"), rows)]


def anchor(finding: Finding, number: int) -> str:
    """Return the name that links lead to: the finding's id, or its number where it has none."""
    name = "".join(c for c in finding.id.lower() if c.isascii() and (c.isalnum() or c == "-"))
    return name or f"finding-{number}"


def _findings(report: Report) -> list[str]:
    if not report.found:
        return []
    blocks = ["## Findings"]
    groups = by_primary(report.found)
    for number, finding in enumerate(report.found, 1):
        blocks += _finding(finding, groups, number)
    return blocks


def _finding(finding: Finding, groups: Mapping[str, Sequence[Finding]], number: int) -> list[str]:
    heading = f"### {number}. {finding.severity}: {_text(finding.code)} {_text(finding.rule)}"
    items = [*own_arithmetic(finding), tolerance(finding)]
    items += [cause if cause.startswith("Maybe") else f"Maybe: {cause}" for cause in finding.causes]
    items += [f"Also: {sentence}" for sentence in also(finding, groups)]
    foot = [f"Id {finding.id}", finding.grade, f"status {finding.status}"]
    foot += [f"laws: {', '.join(finding.relations)}"] if finding.relations else []
    return [
        f'<a id="{anchor(finding, number)}"></a>',
        heading,
        _strong(headline(finding)),
        _claims(finding.claims),
        _list(items),
        _text(" · ".join(part for part in foot if part)),
    ]


def _claims(claims: Sequence[Evidence]) -> str:
    if not claims:
        return ""
    shortest = ([shortened(cell, LONGEST_VALUE) for cell in _cells(claim)] for claim in claims[:MOST_CLAIMS])
    rows = [[_text(cell) for cell in cells] for cells in shortest]
    titles = ("Document", "Term", "Stated", "Reads", "Time", "Credit", "In words", "Place")
    used = [n for n, _ in enumerate(titles) if any(row[n] for row in rows)]
    if not used:
        return ""
    shown = _table([titles[n] for n in used], [[row[n] for n in used] for row in rows])
    more = len(claims) - MOST_CLAIMS
    return f"{shown}\n\n… and {count(more, 'more claim')}" if more > 0 else shown


def _cells(claim: Evidence) -> tuple[str, ...]:
    place, text = file_place(claim), text_place(claim.at)
    return (
        claim.document,
        claim.term,
        claim.stated,
        reads(claim),
        when(claim),
        credit(claim),
        claim.says,
        f"{place} ({text})" if text else place,
    )


def _coverage(report: Report) -> list[str]:
    blocks = []
    reasons = [*map(str, report.problems), *left_out(report.coverage)]
    if reasons:
        incomplete = "**This check is incomplete.**" if report.problems else ""
        blocks = ["## Not checked", incomplete, _list(reasons)]
    said = remarks(report)
    return [*blocks, *(["## Remarks", _list(said)] if said else [])]


def _list(items: Iterable[str]) -> str:
    return "\n".join(f"- {_text(item)}" for item in items if item)


def _table(titles: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [titles, ["---"] * len(titles), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)
