"""One cause, one finding: drops what a narrower finding explains, then names, grades and sorts the rest."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace

from reconcile.models import SEVERITIES, Evidence, Finding
from reconcile.models.identity import evidence_hash, finding_id
from reconcile.pipeline.attach import attach_causes
from reconcile.pipeline.primary import choose_primary

VALUE_CODES = ("REC102", "REC101", "REC302", "REC301")
"""Rules about one quantity: their findings drop laws' findings and are never dropped."""
LAW_CODES = ("REC204", "REC201", "REC202", "REC206", "REC207", "REC303", "REC205", "REC208")
"""Rules about laws, narrowest first: a finding is dropped when it holds all that an earlier one needs."""
TENSION = 0.05
"""The breaking tolerance up to which a finding is a tension and no contradiction."""


def settle(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Return the findings that stand, each with id, evidence hash, grade and primary claim, worst first."""
    kept = _drop_explained(attach_causes(sorted(findings, key=_stable_order)))
    counts = Counter(claim for finding in kept for claim in finding.claim_ids())
    named = [_with_primary(finding, counts) for finding in kept]
    return in_order(_with_ids([replace(finding, grade=finding.grade or _grade(finding)) for finding in named]))


def _stable_order(finding: Finding) -> tuple[object, ...]:
    return finding.code, finding.key, sorted(finding.claim_ids()), finding.message


def _drop_explained(findings: Sequence[Finding]) -> list[Finding]:
    pairs = {frozenset(pair) for finding in findings if finding.code in VALUE_CODES for pair in finding.clashes}
    kept = [finding for finding in findings if finding.code not in LAW_CODES]
    holding: dict[str, list[tuple[frozenset[str], int]]] = defaultdict(list)
    for claims in sorted(pairs, key=sorted):
        holding[min(claims)].append((claims, 0))
    for finding in sorted((f for f in findings if f.code in LAW_CODES), key=_law_order):
        core = finding.core or finding.claim_ids()
        mildness = SEVERITIES.index(finding.severity)
        if any(claims <= core and milder <= mildness for claim in core for claims, milder in holding[claim]):
            continue
        holding[min(core, default="")].append((core, mildness))
        kept.append(finding)
    return kept


def _law_order(finding: Finding) -> tuple[object, ...]:
    """Sort narrowest first; of one rule the fewest claims, then the worst, then the widest gap."""
    gap = finding.gap.absolute if finding.gap and finding.gap.absolute else 0.0
    size, severity = len(finding.core or finding.claims), SEVERITIES.index(finding.severity)
    return LAW_CODES.index(finding.code), size, severity, -gap, _stable_order(finding)


def _with_primary(finding: Finding, counts: Counter[str]) -> Finding:
    if not finding.claims:
        return finding
    primary = finding.primary or choose_primary(finding.claims, counts)
    roles = [replace(claim, role="primary" if claim.id == primary else "related") for claim in finding.claims]
    return replace(finding, claims=tuple(sorted(roles, key=lambda c: _claim_order(c, finding))), primary=primary)


def _claim_order(claim: Evidence, finding: Finding) -> tuple[object, ...]:
    order = [c.id for c in finding.claims].index(claim.id) if finding.relations else 0
    return claim.role != "primary", claim.camp, order, claim.id


def _grade(finding: Finding) -> str:
    if finding.severity == "note":
        return "note"
    relative = finding.holds_until.relative if finding.holds_until else None
    return "tension" if relative is not None and relative <= TENSION else "contradiction"


def _with_ids(findings: Sequence[Finding]) -> list[Finding]:
    """Name each finding by its identity; where two share one, the claims tell them apart."""
    seen = Counter((finding.code, finding.key) for finding in findings)
    return [
        replace(
            finding,
            evidence=evidence_hash(finding.claims),
            id=finding_id(finding.code, _key(finding, shared=seen[finding.code, finding.key] > 1)),
        )
        for finding in findings
    ]


def _key(finding: Finding, shared: bool) -> tuple[str, ...]:
    return (*finding.key, *sorted(finding.claim_ids())) if shared or not finding.key else finding.key


def in_order(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Sort worst first, keeping the findings that share their primary claim together."""
    worst: dict[str, tuple[object, ...]] = {}
    for finding in findings:
        group = finding.primary or finding.id
        worst[group] = min(worst.get(group, _badness(finding)), _badness(finding))
    return tuple(sorted(findings, key=lambda f: (worst[f.primary or f.id], f.primary, _badness(f))))


def _badness(finding: Finding) -> tuple[object, ...]:
    relative = finding.holds_until.relative if finding.holds_until else None
    first = finding.claims[0].id if finding.claims else ""
    rank, graded = SEVERITIES.index(finding.severity), finding.grade != "contradiction"
    return rank, graded, -(relative or 0.0), finding.code, first, finding.id
