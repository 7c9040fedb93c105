"""One cause, one finding: drops what a narrower finding explains, then names, grades and sorts the rest."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import chain, groupby

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
    kept = _drop_explained(attach_causes(_sorted(findings)))
    counts = Counter(chain.from_iterable(finding.claim_ids() for finding in kept))
    seen = Counter((finding.code, finding.key) for finding in kept)
    return in_order([_named(finding, counts, seen[finding.code, finding.key] > 1) for finding in kept])


def _sorted(findings: Sequence[Finding]) -> list[Finding]:
    """Sort findings so that nothing hangs on the order in which they were found."""
    found: list[Finding] = []
    for _, same in groupby(sorted(findings, key=_rough_order), key=_rough_order):
        group = list(same)
        found += group if len(group) == 1 else sorted(group, key=_stable_order)
    return found


def _rough_order(finding: Finding) -> tuple[str, tuple[str, ...]]:
    return finding.code, finding.key


def _stable_order(finding: Finding) -> tuple[object, ...]:
    return finding.code, finding.key, sorted(finding.claim_ids()), finding.message


def _drop_explained(findings: Sequence[Finding]) -> list[Finding]:
    laws = [finding for finding in findings if finding.code in LAW_CODES]
    if not laws:
        return list(findings)
    kept = [finding for finding in findings if finding.code not in LAW_CODES]
    holding: dict[str, list[tuple[frozenset[str], int]]] = defaultdict(list)
    every = frozenset().union(*(finding.core or finding.claim_ids() for finding in laws))
    pairs = {frozenset(pair) for finding in kept if finding.code in VALUE_CODES for pair in finding.clashes}
    for claims in pairs:
        if claims <= every:
            holding[min(claims)].append((claims, 0))
    for finding in sorted(laws, key=_law_order):
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
    size, severity = len(finding.core) or finding.size, SEVERITIES.index(finding.severity)
    return LAW_CODES.index(finding.code), size, severity, -gap, _stable_order(finding)


def _named(finding: Finding, counts: Counter[str], shared: bool) -> Finding:
    """Return a finding with its grade, its primary claim first, its id and its evidence hash.

    A finding is known by its identity; where several share it, the claims tell them apart.
    """
    primary = finding.primary
    if finding.claims:
        primary = primary or choose_primary(finding.claims, counts)
    key = finding.key
    if shared or not key:
        key = (*key, *sorted(finding.claim_ids()))
    return finding.changed(
        grade=finding.grade or _grade(finding),
        claims=_primary_first(finding, primary),
        primary=primary,
        evidence=finding.evidence or evidence_hash(finding.claims),
        id=finding_id(finding.code, key),
    )


def _primary_first(finding: Finding, primary: str) -> tuple[Evidence, ...]:
    """Return the claims, the primary one first, then by camp, then of a law as it has them, else by id."""
    numbered = reversed(list(enumerate(finding.claims)))
    place = {claim.id: number if finding.relations else 0 for number, claim in numbered}
    return tuple(
        claim.with_role("primary" if claim.id == primary else "related")
        for claim in sorted(finding.claims, key=lambda c: (c.id != primary, c.camp, place[c.id], c.id))
    )


def _grade(finding: Finding) -> str:
    if finding.severity == "note":
        return "note"
    relative = finding.holds_until.relative if finding.holds_until else None
    return "tension" if relative is not None and relative <= TENSION else "contradiction"


def in_order(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Sort worst first, keeping the findings that share their primary claim together."""
    worst: dict[str, tuple[object, ...]] = {}
    badness = [_badness(finding) for finding in findings]
    for finding, bad in zip(findings, badness, strict=True):
        group = finding.primary or finding.id
        worst[group] = min(worst.get(group, bad), bad)
    keys = [(worst[f.primary or f.id], f.primary, bad) for f, bad in zip(findings, badness, strict=True)]
    return tuple(findings[place] for place in sorted(range(len(keys)), key=keys.__getitem__))


def _badness(finding: Finding) -> tuple[object, ...]:
    relative = finding.holds_until.relative if finding.holds_until else None
    first = finding.claims[0].id if finding.claims else ""
    rank, graded = SEVERITIES.index(finding.severity), finding.grade != "contradiction"
    return rank, graded, -(relative or 0.0), finding.code, first, finding.id
