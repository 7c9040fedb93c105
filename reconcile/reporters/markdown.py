"""Markdown for an editor: summary, findings with anchors and tables, what was not checked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from reconcile.models import Evidence, Finding, Report, TieOut
from reconcile.reporters._blocks import LONGEST_LINE, LONGEST_VALUE, MOST_CLAIMS
from reconcile.reporters._clean import for_markdown
from reconcile.reporters._compared import compared
from reconcile.reporters._few import fewer
from reconcile.reporters._lines import shortened
from reconcile.reporters._settled import past, settled_sentences, settled_title, split, standing
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
    since,
    summary_line,
    text_place,
    tolerance,
    when,
)

SUFFIX = ".md"
TITLE = "What these documents cannot all be right about"
"""The title of a report whose project has none."""
MOST_TOTALS = 50
"""Totals that are shown beside their parts."""
VERDICTS = ("breaks", "fits", "ties out")
"""What a total and its parts may come to, worst first."""


def render(report: Report, *, width: int, color: bool) -> str:
    """Return the report as GitHub-flavoured Markdown; `width` and `color` change nothing."""
    return "\n\n".join(block for part in parts(fewer(report)) for block in part if block) + "\n"


def parts(report: Report) -> tuple[list[str], list[str], list[str], list[str]]:
    """Return the blocks of the head, the summary, the findings with the totals, and what was not checked."""
    head = [f"# {_text(report.title or TITLE)}", _text(coverage_line(report.coverage)), _text(summary_line(report))]
    return head, _summary(report), [*_findings(report), *_totals(report)], _coverage(report)


def _text(text: str) -> str:
    return for_markdown(shortened(text, LONGEST_LINE))


def _strong(text: str) -> str:
    escaped = _text(text)
    return f"**{escaped}**" if escaped else ""


def _summary(report: Report) -> list[str]:
    if not report.found:
        return ["No findings."]
    sections = compared(report) if report.against else []
    shown = [one for section in sections if section.in_full for one in section.found] if sections else report.found
    if not shown:
        return ["Nothing new or changed."]
    rows = [
        (
            finding.severity if finding.status == "open" else f"{finding.severity}, {_text(finding.status)}",
            f"[{_text(finding.code)}](#{anchor(finding, n)})",
            _text(finding.rule),
            _text(headline(finding)),
        )
        for n, finding in enumerate(shown, 1)
    ]
    return ["## Summary", _table(("Severity", "Code", "Rule", "Finding"), rows)]


def anchor(finding: Finding, number: int) -> str:
    """Return the name that links lead to: the finding's id, or its number where it has none."""
    name = "".join(c for c in finding.id.lower() if c.isascii() and (c.isalnum() or c == "-"))
    return name or f"finding-{number}"


def _findings(report: Report) -> list[str]:
    if not report.against:
        return ["## Findings", *_in_full(report.found, 1)] if report.found else []
    blocks: list[str] = []
    number = 1
    for section in compared(report):
        blocks.append(f"## {_text(section.title)}")
        blocks += _in_full(section.found, number) if section.in_full else [_list(section.sentences())]
        number += len(section.found)
    return blocks


def _in_full(found: Sequence[Finding], first: int) -> list[str]:
    shown, settled = split(found)
    numbers = {id(finding): number for number, finding in enumerate(found, first)}
    groups = by_primary(found)
    blocks = [block for one in shown for block in _finding(one, groups, numbers[id(one)])]
    if not settled:
        return blocks
    said = [" ".join((headline(one), "—", settled_sentences(one)[1])) for one in settled]
    folded = [block for one in settled for block in _finding(one, groups, numbers[id(one)])]
    # What is folded is opened by a click; the sentence on each stands above it in any case.
    head = f"<details>\n<summary>{count(len(settled), 'decided finding')} in full</summary>"
    return [*blocks, f"### {settled_title(settled)}", _list(said), head, *folded, "</details>"]


def _finding(finding: Finding, groups: Mapping[str, Sequence[Finding]], number: int) -> list[str]:
    heading = f"### {number}. {finding.severity}: {_text(finding.code)} {_text(finding.rule)}"
    items = [*since(finding), *own_arithmetic(finding), tolerance(finding)]
    items += finding.implied
    items += [cause if cause.startswith("Maybe") else f"Maybe: {cause}" for cause in finding.causes]
    items += [*standing(finding), *(f"Before: {sentence}" for sentence in past(finding))]
    items += [f"Also: {sentence}" for sentence in also(finding, groups)]
    foot = [f"Id {finding.id}", finding.grade, f"status {finding.status}"]
    foot += [f"laws: {', '.join(finding.relations)}"] if finding.relations else []
    return [
        f'<a id="{anchor(finding, number)}"></a>',
        heading,
        _strong(headline(finding)),
        _claims(finding.claims, len(finding.unlisted)),
        _list(items),
        _text(" · ".join(part for part in foot if part)),
    ]


def _claims(claims: Sequence[Evidence], unlisted: int) -> str:
    if not claims:
        return ""
    shortest = ([shortened(cell, LONGEST_VALUE) for cell in _cells(claim)] for claim in claims[:MOST_CLAIMS])
    rows = [[_text(cell) for cell in cells] for cells in shortest]
    titles = ("Document", "Term", "Stated", "Reads", "Time", "Credit", "In words", "Place")
    used = [n for n, _ in enumerate(titles) if any(row[n] for row in rows)]
    if not used:
        return ""
    shown = _table([titles[n] for n in used], [[row[n] for n in used] for row in rows])
    more = max(len(claims) - MOST_CLAIMS, 0) + unlisted
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


def _totals(report: Report) -> list[str]:
    """Return the totals beside their parts, those that break first."""
    worst = sorted(report.tie_outs, key=lambda row: VERDICTS.index(row.verdict))
    titles = ("Law", "Total", "Says", "Parts", "Come to", "Left", "Verdict")
    rows = [[_text(cell) for cell in _tie_out(row)] for row in worst[:MOST_TOTALS]]
    more = len(worst) - MOST_TOTALS
    below = [f"… and {count(more, 'more total')}, which the JSON report holds."] if more > 0 else []
    return ["## Totals against their parts", _table(titles, rows), *below] if rows else []


def _tie_out(row: TieOut) -> tuple[str, ...]:
    parts = [
        f"{part.term} {shortened(part.stated, LONGEST_VALUE)} ({part.document})" for part in row.parts[:MOST_CLAIMS]
    ]
    more = max(len(row.parts) - MOST_CLAIMS, 0) + row.more_parts
    parts += [count(more, "more part")] if more else []
    said = f"{shortened(row.total.stated, LONGEST_VALUE)} ({row.total.document})" if row.total else "nobody gives it"
    come_to = f"{row.printed}, reads {row.adds_to}" if row.printed not in ("", row.adds_to) else row.adds_to
    missing = "".join(f"; no claim on {name}" for name in row.missing)
    return row.law, row.label, said, f"{' + '.join(parts)}{missing}", come_to, row.leaves, row.verdict


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
