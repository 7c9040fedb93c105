"""JSON for other programs: every finding with all that is known of it, schema `reconcile-report/1`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reconcile.models import Coverage, Evidence, Finding, Margin, Report, TieOut
from reconcile.models.sweeps import no_sweeps
from reconcile.reporters._pretty import STEP, pretty
from reconcile.reporters._words import plain_number

SUFFIX = ".json"
SCHEMA = "reconcile-report/1"
"""Name and version of the format; the number rises when a key changes its meaning or goes."""

AT_ONCE = 5000
"""Findings that are made into one text at once."""
FINDINGS = f"\n{STEP}"
"""What stands before the end of the list of findings."""
EMPTY = f'{FINDINGS}"findings": '
"""The start of that list; texts hold no line end, so it stands once."""


def render(report: Report, *, width: int, color: bool) -> str:
    """Return the report as one JSON object; `width` and `color` change nothing."""
    with no_sweeps():
        if len(report.found) <= AT_ONCE:
            return pretty(as_data(report)) + "\n"
        # One finding after the other, so that very many never stand as dicts side by side.
        begin, end = pretty(_frame(report)).split(f"{EMPTY}[]", 1)
        found = (pretty(finding_data(finding), FINDINGS + STEP) for finding in report.found)
        return f"{begin}{EMPTY}[{FINDINGS}{STEP}{f',{FINDINGS}{STEP}'.join(found)}{FINDINGS}]{end}\n"


def as_data(report: Report) -> dict[str, Any]:
    """Return the report as dicts, lists, texts and numbers."""
    return {**_frame(report), "findings": [finding_data(finding) for finding in report.found]}


def _frame(report: Report) -> dict[str, Any]:
    """Return the report without its findings."""
    return {
        "schema": SCHEMA,
        "project": {"title": report.title},
        "as_of": report.as_of or None,
        "coverage": _coverage(report.coverage),
        "summary": {**report.by_severity(), "by_rule": report.by_rule()},
        "against": report.against or None,
        "findings": [],
        "fixed": [finding_data(finding) for finding in report.fixed],
        "problems": [
            {"file": problem.file, "line": problem.line, "kind": problem.kind, "message": problem.message}
            for problem in sorted(report.problems)
        ],
        "remarks": list(report.remarks),
        "tie_outs": [_tie_out(row) for row in report.tie_outs],
    }


def _coverage(coverage: Coverage) -> dict[str, Any]:
    return {
        "documents": coverage.documents,
        "claims": coverage.claims,
        "quantities": coverage.quantities,
        "compared": coverage.compared,
        "single": coverage.single,
        "incomparable": dict(sorted(coverage.incomparable.items())),
        "rules": coverage.rules,
        "not_checked": [{"rule": item.rule, "claims": item.claims, "why": item.why} for item in coverage.not_checked],
        "ignored": dict(sorted(coverage.ignored.items())),
        "vocabulary_inferred": coverage.vocabulary_inferred,
    }


def finding_data(finding: Finding) -> dict[str, Any]:
    """Return one finding as dicts, lists, texts and numbers."""
    return {
        "id": finding.id,
        "code": finding.code,
        "rule": finding.rule,
        "severity": finding.severity,
        "grade": finding.grade,
        "quantity": dict(finding.quantity),
        "label": finding.label,
        "message": finding.message,
        "arithmetic": list(finding.arithmetic),
        "gap": _margin(finding.gap),
        "holds_until": _margin(finding.holds_until),
        "claims": [_claim(claim) for claim in finding.claims],
        "claims_more": len(finding.unlisted),
        "relations": list(finding.relations),
        "causes": list(finding.causes),
        "implied": list(finding.implied),
        "status": finding.status,
        "decision": _plain(finding.decision),
        "evidence": finding.evidence,
        "change": finding.change or None,
        "changes": list(finding.changes),
    }


def _margin(margin: Margin | None) -> dict[str, int | float | None] | None:
    if margin is None:
        return None
    relative = None if margin.relative is None else plain_number(round(margin.relative, 6))
    return {"absolute": plain_number(margin.absolute), "relative": relative}


def _tie_out(row: TieOut) -> dict[str, Any]:
    return {
        "law": row.law,
        "label": row.label,
        "day": row.day or None,
        "total": _claim(row.total) if row.total else None,
        "parts": [_claim(part) for part in row.parts],
        "more_parts": row.more_parts,
        "missing": list(row.missing),
        "adds_to": row.adds_to,
        "printed": row.printed or None,
        "leaves": row.leaves or None,
        "verdict": row.verdict,
    }


def _claim(claim: Evidence) -> dict[str, Any]:
    return {
        "id": claim.id,
        "document": claim.document,
        "role": claim.role,
        "term": claim.term,
        "camp": claim.camp or None,
        "measure": claim.measure,
        "kind": claim.kind,
        "stated": claim.stated,
        "reads": claim.reads,
        "low": plain_number(claim.low),
        "high": plain_number(claim.high),
        "low_open": claim.low_open,
        "high_open": claim.high_open,
        "unit": claim.unit,
        "time": claim.time,
        "basis": claim.basis,
        "published": claim.published,
        "origin": claim.origin,
        "stance": claim.stance,
        "says": claim.says,
        "at": _plain(claim.at) if claim.at else {},
        "file": claim.file,
        "line": claim.line,
    }


def _plain(value: Any) -> Any:
    """Return a locator or a decision as JSON can hold it, with sorted keys."""
    if isinstance(value, Mapping):
        return {str(key): _plain(value[key]) for key in sorted(value, key=str)}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    if value is None or isinstance(value, bool | str):
        return value
    return plain_number(float(value)) if isinstance(value, int | float) else str(value)
