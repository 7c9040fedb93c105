"""Which claim of a finding stands first: a suspect to look at, never a verdict."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from statistics import median

from reconcile.models import Evidence

MOST = 200
"""Above this many claims only those outside the largest camp are candidates, so that the choice stays quick."""


def choose_primary(claims: Sequence[Evidence], counts: Mapping[str, int]) -> str:
    """Return the id of the claim whose removal leaves most documents agreeing.

    Ties go to the claim in most findings (`counts`), then to the one furthest from the median of the
    middles, then to the first id.
    """
    middles = {claim.id: _middle(claim) for claim in claims}
    centre = median(middles.values()) if middles else 0.0
    agreeing = {claim.id: _agreeing_without(claims, claim) for claim in _candidates(claims)}
    return min(agreeing, key=lambda i: (-agreeing[i], -counts.get(i, 0), -abs(middles[i] - centre), i))


def _candidates(claims: Sequence[Evidence]) -> Sequence[Evidence]:
    if len(claims) <= MOST:
        return claims
    largest = Counter(claim.camp for claim in claims).most_common(1)[0][0]
    return [claim for claim in claims if claim.camp != largest][:MOST] or claims[:MOST]


def _agreeing_without(claims: Sequence[Evidence], left_out: Evidence) -> int:
    """Return the largest number of documents whose remaining claims share one value or word."""
    rest = [claim for claim in claims if claim.id != left_out.id]
    words: dict[str, set[str]] = defaultdict(set)
    ends: list[tuple[float, int, str]] = []
    for claim in rest:
        if claim.low is None and claim.high is None:
            words[claim.reads].add(claim.document)
        else:
            # At one point: closed starts (0) before closed ends (2); open starts (3) after, open ends (-1) before.
            ends.append((_low(claim), 3 if claim.low_open else 0, claim.document))
            ends.append((_high(claim), -1 if claim.high_open else 2, claim.document))
    return max([_deepest(ends), *(len(documents) for documents in words.values())])


def _deepest(ends: list[tuple[float, int, str]]) -> int:
    open_now: Counter[str] = Counter()
    deepest = 0
    for _, step, document in sorted(ends):
        if step in (0, 3):
            open_now[document] += 1
            deepest = max(deepest, sum(1 for n in open_now.values() if n))
        else:
            open_now[document] -= 1
    return deepest


def _low(claim: Evidence) -> float:
    return float("-inf") if claim.low is None else claim.low


def _high(claim: Evidence) -> float:
    return float("inf") if claim.high is None else claim.high


def _middle(claim: Evidence) -> float:
    ends = [end for end in (claim.low, claim.high) if end is not None]
    return sum(ends) / len(ends) if ends else 0.0
