"""Which claim of a finding stands first: a suspect to look at, never a verdict."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from reconcile.models import Evidence

MOST = 200
"""Above this many claims only those outside the largest camp are candidates, so that the choice stays quick."""
INFINITE = float("inf")


def choose_primary(claims: Sequence[Evidence], counts: Mapping[str, int]) -> str:
    """Return the id of the claim whose removal leaves most documents agreeing.

    Ties go to the claim in most findings (`counts`), then to the one furthest from the median of the
    middles, then to the first id.
    """
    middles = {claim.id: _middle(claim) for claim in claims}
    centre = _median(sorted(middles.values())) if middles else 0.0
    agreeing = _agreeing(claims, _candidates(claims))
    return min(agreeing, key=lambda i: (-agreeing[i], -counts.get(i, 0), -abs(middles[i] - centre), i))


def _median(ordered: Sequence[float]) -> float:
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2


def _candidates(claims: Sequence[Evidence]) -> Sequence[Evidence]:
    if len(claims) <= MOST:
        return claims
    largest = Counter(claim.camp for claim in claims).most_common(1)[0][0]
    return [claim for claim in claims if claim.camp != largest][:MOST] or claims[:MOST]


def _agreeing(claims: Sequence[Evidence], candidates: Sequence[Evidence]) -> dict[str, int]:
    """Return for each candidate the largest number of documents whose other claims share one value or word."""
    words: dict[str, list[Evidence]] = defaultdict(list)
    ends: list[tuple[float, int, str, str]] = []
    for claim in claims:
        if claim.low is None and claim.high is None:
            words[claim.reads].append(claim)
        else:
            # At one point: closed starts (0) before closed ends (2); open starts (3) after, open ends (-1) before.
            low = -INFINITE if claim.low is None else claim.low
            high = INFINITE if claim.high is None else claim.high
            ends.append((low, 3 if claim.low_open else 0, claim.document, claim.id))
            ends.append((high, -1 if claim.high_open else 2, claim.document, claim.id))
    ends.sort()
    steps = [(step in (0, 3), document, claim) for _, step, document, claim in ends]
    most = {claim.id: _deepest(steps, claim.id) for claim in candidates}
    for said in words.values():
        for left_out in candidates:
            sharing = len({claim.document for claim in said if claim.id != left_out.id})
            most[left_out.id] = max(most[left_out.id], sharing)
    return most


def _deepest(steps: Sequence[tuple[bool, str, str]], left_out: str) -> int:
    """Return the most documents that are open at once; `steps` are starts and ends in order."""
    open_now: dict[str, int] = {}
    deepest = now = 0
    for starts, document, claim in steps:
        if claim == left_out:
            continue
        count = open_now.get(document, 0)
        if starts:
            open_now[document] = count + 1
            if not count:
                now += 1
                deepest = max(deepest, now)
        else:
            open_now[document] = count - 1
            if count == 1:
                now -= 1
    return deepest


def _middle(claim: Evidence) -> float:
    low, high = claim.low, claim.high
    if low is None or high is None:
        return high if low is None and high is not None else low or 0.0
    return (low + high) / 2
