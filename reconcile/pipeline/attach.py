"""Puts causes on the findings that they explain: what carries them is no finding of its own."""

from __future__ import annotations

from collections.abc import Sequence

from reconcile.models import Finding

CARRIER = "REC402"
"""The rule whose findings carry causes; their key begins with the code of the rule whose finding they explain."""


def attach_causes(findings: Sequence[Finding]) -> list[Finding]:
    """Return the findings with their causes; a carrier is left only where what it explains is not reported."""
    carried: dict[tuple[object, ...], Finding] = {}
    for finding in findings:
        if finding.code == CARRIER:
            carried[finding.key, finding.claim_ids()] = finding
    if not carried:
        return list(findings)
    kept: list[Finding] = []
    explained: set[tuple[object, ...]] = set()
    for finding in findings:
        place = _place(finding)
        if place in carried:
            explained.add(place)
            finding = finding.changed(causes=(*finding.causes, *carried[place].causes))
        kept.append(finding)
    return [f for f in kept if f.code != CARRIER or (f.key, f.claim_ids()) not in explained]


def _place(finding: Finding) -> tuple[object, ...]:
    """Return where a carrier of causes for a finding would stand."""
    return (finding.code, *finding.key), finding.claim_ids()
