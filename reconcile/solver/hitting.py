"""The fewest claims whose withdrawal settles every conflict: suspects, never verdicts.

A conflict is a set of claims that cannot all be true; a choice of claims settles it by holding one of them. Conflicts
that share no claim, even through others, are looked at apart.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

MOST_WORK = 400_000
"""Open conflicts looked at in one group before the search settles for the best it has."""
MOST_CLAIMS = 200
"""Claims of a choice up to which a better one is sought at all."""
MOST_TIES = 20
"""Equally good choices kept."""
ONE = Fraction(1)

Weights = Mapping[str, Fraction]


@dataclass(frozen=True)
class Suspects:
    """One group of conflicts that hang together, and every best choice of claims that settles all of them."""

    conflicts: tuple[frozenset[str], ...]
    """The conflicts, without those that hold another one, sorted."""
    choices: tuple[tuple[str, ...], ...]
    """The tied best choices, each sorted, in the order of their ids."""
    weight: Fraction
    """What a best choice weighs; the number of its claims where all weigh 1."""
    complete: bool = True
    """Whether these are surely the best, and all of them."""


def suspects(conflicts: Iterable[Collection[str]], weights: Weights | None = None) -> tuple[Suspects, ...]:
    """Return the lightest choices that settle each group of conflicts, groups by their first claim.

    `weights` says how hard a claim is to give up, above 0; 1 for claims that it does not name.
    """
    given = weights or {}
    smallest = narrowest(conflicts)
    return tuple(_Search(group, given).result() for group in groups_of(smallest))


def fewest(conflicts: Iterable[Collection[str]], gaps: Mapping[str, float]) -> frozenset[str]:
    """Return one choice of the fewest claims that settles all conflicts.

    Of tied ones that whose claims stand in most conflicts, then with the larger gaps (the largest gap of the
    conflicts that a claim stands in, by id), then by id.
    """
    found: set[str] = set()
    for group in suspects(conflicts):
        counts = Counter(claim for conflict in group.conflicts for claim in conflict)
        order = {c: (-counts[c], -gaps.get(c, 0.0), c) for c in counts}
        found.update(min(group.choices, key=lambda choice: sorted(order[claim] for claim in choice)))
    return frozenset(found)


def narrowest(conflicts: Iterable[Collection[str]]) -> list[frozenset[str]]:
    """Return the conflicts that hold no other one, sorted; empty ones are left out."""
    kept: list[frozenset[str]] = []
    holding: dict[str, list[frozenset[str]]] = {}
    for conflict in sorted({frozenset(c) for c in conflicts if c}, key=lambda c: (len(c), sorted(c))):
        if not any(other <= conflict for claim in conflict for other in holding.get(claim, ())):
            kept.append(conflict)
            holding.setdefault(min(conflict), []).append(conflict)
    return sorted(kept, key=sorted)


def groups_of(conflicts: Sequence[frozenset[str]]) -> list[list[frozenset[str]]]:
    """Return the conflicts in groups that hang together by shared claims."""
    leader: dict[str, str] = {}

    def lead(claim: str) -> str:
        while leader.setdefault(claim, claim) != claim:
            leader[claim] = leader[leader[claim]]
            claim = leader[claim]
        return claim

    for conflict in conflicts:
        first, *others = sorted(conflict)
        for other in others:
            one, two = sorted((lead(first), lead(other)))
            leader[two] = one
    found: dict[str, list[frozenset[str]]] = {}
    for conflict in conflicts:
        found.setdefault(lead(min(conflict)), []).append(conflict)
    return [found[name] for name in sorted(found)]


class _Search:
    """Branch and bound over one group: each step gives up one claim of the smallest conflict still open."""

    def __init__(self, conflicts: Sequence[frozenset[str]], weights: Weights) -> None:
        self._conflicts = tuple(conflicts)
        self._weights = weights
        self._work = 0
        greedy = self._greedy()
        self._best = self._weigh(greedy)
        self._choices = {greedy}
        self._complete = len(greedy) <= MOST_CLAIMS

    def result(self) -> Suspects:
        """Return the best choices, and whether the search came to its end."""
        if self._complete:
            self._branch((), frozenset(), self._conflicts)
        choices = sorted(tuple(sorted(choice)) for choice in self._choices)
        complete = self._complete and len(choices) <= MOST_TIES
        return Suspects(self._conflicts, tuple(choices[:MOST_TIES]), self._best, complete)

    def _weigh(self, claims: Iterable[str]) -> Fraction:
        return sum((self._weights.get(claim, ONE) for claim in claims), Fraction(0))

    def _greedy(self) -> frozenset[str]:
        """Return a choice: always the claim in most open conflicts for its weight, then without needless ones."""
        chosen: list[str] = []
        rest = list(self._conflicts)
        while rest:
            counts = Counter(claim for conflict in rest for claim in conflict)
            best = min(counts, key=lambda c: (-counts[c] / self._weights.get(c, ONE), c))
            chosen.append(best)
            rest = [conflict for conflict in rest if best not in conflict]
        for claim in sorted(chosen, key=lambda c: (-self._weights.get(c, ONE), c)):
            fewer = set(chosen) - {claim}
            if all(conflict & fewer for conflict in self._conflicts):
                chosen.remove(claim)
        return frozenset(chosen)

    def _branch(self, chosen: tuple[str, ...], kept: frozenset[str], rest: Sequence[frozenset[str]]) -> None:
        self._work += 1 + len(rest)
        if self._work > MOST_WORK:
            self._complete = False
            return
        weight = self._weigh(chosen)
        if not rest:
            self._take(frozenset(chosen), weight)
            return
        open_claims = [conflict - kept for conflict in rest]
        if not all(open_claims) or weight + self._least(open_claims) > self._best:
            return
        spared: set[str] = set(kept)
        smallest = min(open_claims, key=lambda c: (len(c), sorted(c)))
        for claim in sorted(smallest):
            self._branch((*chosen, claim), frozenset(spared), [c for c in rest if claim not in c])
            spared.add(claim)

    def _take(self, choice: frozenset[str], weight: Fraction) -> None:
        if weight < self._best:
            self._best, self._choices = weight, set()
        if weight == self._best and len(self._choices) <= MOST_TIES:
            self._choices.add(choice)

    def _least(self, conflicts: Sequence[frozenset[str]]) -> Fraction:
        """Return what the rest weighs at least: conflicts without common claims need a claim each."""
        seen: set[str] = set()
        total = Fraction(0)
        for conflict in sorted(conflicts, key=lambda c: (len(c), sorted(c))):
            if not conflict & seen:
                seen |= conflict
                total += min(self._weights.get(claim, ONE) for claim in conflict)
        return total
