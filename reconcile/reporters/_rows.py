"""Findings, claims and problems as rows of a table: column name → text or number."""

from __future__ import annotations

from collections.abc import Iterable

from reconcile.errors import Problem
from reconcile.models import Evidence, Finding, Margin
from reconcile.reporters._decided import decision_changes, decision_part
from reconcile.reporters._lines import shortened
from reconcile.reporters._words import count, plain_number, text_place, tolerance

FINDING_COLUMNS = (
    "finding code rule severity grade status change label message gap gap_relative holds_until holds_until_relative "
    "agree_only_if documents claims stated arithmetic implied causes laws changes decided reason decision by on until "
    "reviewer file line evidence"
).split()
"""Columns of the table of findings."""
CLAIM_COLUMNS = (
    "finding code severity claim document role term camp measure stated reads low high low_open high_open unit time "
    "basis published origin stance says quote text_place file line"
).split()
"""Columns of the table of claims, one row for each claim of each finding."""
MOST_JOINED = 30
"""Texts that are joined in one cell; how many more there are is said."""
LONGEST = 1000
"""Characters of each text that is joined."""
Cell = str | int | float | None


def finding_row(finding: Finding) -> dict[str, Cell]:
    """Return a finding as one row; the file and line are those of its primary claim."""
    gap, holds = (margin or Margin(None, None) for margin in (finding.gap, finding.holds_until))
    first = finding.claims[0] if finding.claims else Evidence("", "")
    return {
        "finding": finding.id,
        **{name: getattr(finding, name) for name in "code rule severity grade status change label message".split()},
        "gap": plain_number(gap.absolute),
        "gap_relative": _rounded(gap.relative),
        "holds_until": plain_number(holds.absolute),
        "holds_until_relative": _rounded(holds.relative),
        "agree_only_if": tolerance(finding),
        "documents": _joined(dict.fromkeys(claim.document for claim in finding.claims)),
        "claims": _joined([claim.id for claim in finding.claims], len(finding.unlisted)),
        "stated": _joined(
            [f"{claim.document}: {claim.stated}" for claim in finding.claims if claim.stated], len(finding.unlisted)
        ),
        "arithmetic": _joined(finding.arithmetic),
        "implied": _joined(finding.implied),
        "causes": _joined(finding.causes),
        "laws": _joined(finding.relations),
        "changes": _joined(dict.fromkeys([*finding.changes, *decision_changes(finding)])),
        "decided": decision_part(finding, "status"),
        "reason": decision_part(finding, "reason"),
        "decision": decision_part(finding, "text"),
        **{name: decision_part(finding, name) for name in ("by", "on", "until", "reviewer")},
        "file": first.file,
        "line": first.line or None,
        "evidence": finding.evidence,
    }


def problem_row(problem: Problem) -> dict[str, Cell]:
    """Return what could not be looked at as a row of the table of findings, with the severity `problem`."""
    return {
        "severity": "problem",
        "rule": problem.kind,
        "message": problem.message,
        "file": problem.file,
        "line": problem.line or None,
    }


def claim_rows(finding: Finding) -> list[dict[str, Cell]]:
    """Return one row for each claim of a finding."""
    start: dict[str, Cell] = {"finding": finding.id, "code": finding.code, "severity": finding.severity}
    return [{**start, **_claim_row(claim)} for claim in finding.claims]


def _claim_row(claim: Evidence) -> dict[str, Cell]:
    texts = "document role term measure stated reads unit time basis published origin stance says file".split()
    return {
        **{name: getattr(claim, name) for name in texts},
        "claim": claim.id,
        "camp": claim.camp or None,
        "low": plain_number(claim.low),
        "high": plain_number(claim.high),
        "low_open": _yes(claim.low_open),
        "high_open": _yes(claim.high_open),
        "quote": str(claim.at.get("quote") or ""),
        "text_place": text_place(claim.at),
        "line": claim.line or None,
    }


def _rounded(fraction: float | None) -> float | int | None:
    return None if fraction is None else plain_number(round(fraction, 6))


def _joined(texts: Iterable[str], unlisted: int = 0) -> str:
    """Return sentences and names as one text, without the full stop before a semicolon; `unlisted` more follow."""
    items = list(texts)
    shown = [shortened(text, LONGEST) for text in items[:MOST_JOINED]]
    shown = [text.removesuffix(".") for text in shown[:-1]] + shown[-1:]
    more = len(items) - len(shown) + unlisted
    return "; ".join([*shown, *([f"… and {count(more, 'more', 'more')}"] if more else [])])


def _yes(flag: bool) -> str:
    return "yes" if flag else "no"
