"""SARIF 2.1.0 for code scanning: what nobody has decided yet, each at its primary claim."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from reconcile.errors import Problem
from reconcile.models import Evidence, Finding, Report
from reconcile.reporters._clean import clean, for_json, for_sarif, for_uri
from reconcile.reporters._decided import undecided
from reconcile.reporters._proof import claim_line, claim_lines, reason_lines
from reconcile.reporters._sarif_rules import rule_data
from reconcile.reporters._words import coverage_line, headline, summary_line
from reconcile.reporters.json import finding_data

SUFFIX = ".sarif"
FROM_TOP = True
"""Files are named from the top of the repository: that is where they are shown."""
FROM_TOP = True
"""Files are to be named from the top of the repository."""
SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
MOST_RESULTS = 25_000
"""Results of one run: GitHub refuses a file with more. How many more there are is said in a notification."""
MOST_RELATED = 30
"""Other claims of a finding that are pointed to; its message says how many there are."""
FINGERPRINT = "reconcileFinding/v1"
"""Our key: GitHub's action works out `primaryLocationLineHash` itself."""
BASELINE = {"new": "new", "changed": "updated", "unchanged": "unchanged"}
"""SARIF's words for ours."""
MORE_KEYS = (
    "grade status quantity gap holds_until arithmetic implied causes relations change changes decision evidence"
).split()
"""Keys of the JSON report that stand among a result's properties too."""


def render(report: Report, *, width: int, color: bool) -> str:
    """Return one run as JSON; findings that somebody settled are left out, `width` and `color` change nothing.

    GitHub ignores `suppressions`, so what is settled would show there as open.
    """
    return for_json(json.dumps(as_data(report), ensure_ascii=False, indent=2, allow_nan=False)) + "\n"


def as_data(report: Report) -> dict[str, Any]:
    """Return the report as a SARIF log of dicts, lists, texts and numbers."""
    from reconcile import __version__

    every = undecided(report.found)
    found = every[:MOST_RESULTS]
    rules = rule_data(found)
    places = {rule["id"]: number for number, rule in enumerate(rules)}
    driver = {"name": "reconcile", "semanticVersion": __version__, "rules": rules}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "invocations": [_invocation(report, len(every) - len(found))],
        "results": [_result(finding, report, places[clean(finding.code)]) for finding in found],
        "properties": {
            "title": for_sarif(report.title),
            "lookedAt": [for_sarif(coverage_line(report.coverage)), for_sarif(summary_line(report))],
            "settled": len(report.found) - len(every),
            **({"against": for_sarif(report.against), "fixed": len(report.fixed)} if report.against else {}),
        },
    }
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def _invocation(report: Report, more: int) -> dict[str, Any]:
    """Return whether all could be looked at, with a notification for each thing that could not."""
    told = [_notification(problem) for problem in sorted(report.problems)]
    if more:
        told.append({"level": "warning", "message": {"text": f"{more:,} more findings are left out: too many results"}})
    return {"executionSuccessful": not report.problems, "toolExecutionNotifications": told}


def _notification(problem: Problem) -> dict[str, Any]:
    place = [_location(problem.file, problem.line)] if problem.file else []
    message = {"text": for_sarif(f"This check is incomplete: {problem.message}")}
    return {"level": "error", "message": message, **({"locations": place} if place else {})}


def _result(finding: Finding, report: Report, place: int) -> dict[str, Any]:
    first, related = _places(finding.claims)
    data = finding_data(finding)
    baseline = BASELINE.get(finding.change)
    return {
        "ruleId": clean(finding.code),
        "ruleIndex": place,
        "level": finding.severity if finding.severity in ("error", "warning", "note") else "none",
        "message": {"text": _message(finding, report)},
        "locations": [_location(first.file, first.line)] if first else [],
        **({"relatedLocations": [_related(finding, number) for number in related]} if related else {}),
        "partialFingerprints": {FINGERPRINT: clean(finding.id)},
        **({"baselineState": baseline} if baseline else {}),
        "properties": {_camel(key): _cleaned(data[key]) for key in MORE_KEYS if data[key] not in (None, [], {})},
    }


def _places(claims: Sequence[Evidence]) -> tuple[Evidence | None, list[int]]:
    """Return the claim that the result stands at, the first with a file, and the numbers of the others."""
    placed = [number for number, claim in enumerate(claims) if claim.file]
    return (claims[placed[0]], placed[1 : MOST_RELATED + 1]) if placed else (None, [])


def _message(finding: Finding, report: Report) -> str:
    lines = [headline(finding), *claim_lines(finding), *reason_lines(finding, report)]
    return "\n".join(map(for_sarif, lines))


def _related(finding: Finding, number: int) -> dict[str, Any]:
    claim = finding.claims[number]
    message = {"text": for_sarif(claim_line(finding, number))}
    return {"id": number, **_location(claim.file, claim.line), "message": message}


def _location(file: str, line: int) -> dict[str, Any]:
    region = {"region": {"startLine": line}} if line > 0 else {}
    return {"physicalLocation": {"artifactLocation": {"uri": for_uri(file)}, **region}}


def _camel(key: str) -> str:
    first, *rest = key.split("_")
    return first + "".join(word.capitalize() for word in rest)


def _cleaned(value: Any) -> Any:
    """Return a value with every text in it without steering characters and links."""
    if isinstance(value, str):
        return for_sarif(value)
    if isinstance(value, dict):
        return {for_sarif(str(key)): _cleaned(inner) for key, inner in value.items()}
    return [_cleaned(inner) for inner in value] if isinstance(value, Iterable) else value
