"""Findings that list no more claims than the settings say; what is beyond still belongs to them."""

from __future__ import annotations

from collections.abc import Iterable

from reconcile.models import Evidence, Finding
from reconcile.models.listing import listed


def bounded(findings: Iterable[Finding], most: int) -> tuple[Finding, ...]:
    """Return settled findings with at most `most` claims each, the primary one and each camp's outermost ones first.

    Identity, evidence hash and message are those of all claims.
    """
    return tuple(finding if len(finding.claims) <= most else _bounded(finding, most) for finding in findings)


def _bounded(finding: Finding, most: int) -> Finding:
    claims = finding.claims
    kept = set(listed([c.camp for c in claims], [_end(c.low) for c in claims], [_end(c.high) for c in claims], most, 0))
    return finding.changed(
        claims=tuple(claim for place, claim in enumerate(claims) if place in kept),
        unlisted=(*_ids(claims, kept), *finding.unlisted),
    )


def _ids(claims: Iterable[Evidence], kept: set[int]) -> list[str]:
    return [claim.id for place, claim in enumerate(claims) if place not in kept]


def _end(value: float | None) -> float:
    return float("nan") if value is None else value
