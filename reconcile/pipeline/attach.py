"""Puts causes on the findings that they explain: what carries them is no finding of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from reconcile.models import Finding

CARRIER = "REC402"
"""The rule whose findings carry causes; their key begins with the code of the rule whose finding they explain."""


def attach_causes(findings: Sequence[Finding]) -> list[Finding]:
    """Return the findings with their causes; a carrier is left only where what it explains is not reported."""
    carried: dict[tuple[object, ...], Finding] = {}
    for finding in findings:
        if finding.code == CARRIER:
            carried[finding.key, finding.claim_ids()] = finding
    explained = {place for finding in findings if (place := _place(finding)) in carried}
    kept = [f for f in findings if f.code != CARRIER or (f.key, f.claim_ids()) not in explained]
    return [replace(f, causes=(*f.causes, *carried[_place(f)].causes)) if _place(f) in carried else f for f in kept]


def _place(finding: Finding) -> tuple[object, ...]:
    """Return where a carrier of causes for a finding would stand."""
    return (finding.code, *finding.key), finding.claim_ids()
