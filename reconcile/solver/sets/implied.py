"""Implied bounds: what all other claims and the laws leave for a quantity, exactly.

Floats (HiGHS) find how far the quantity can go and which claims and laws hold it there; of those few, fractions prove
the end. Where the system is small, fractions also prove that nothing else narrows it.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import reduce

import numpy as np

from reconcile.models import Claims
from reconcile.models.estimate import Implied, Range
from reconcile.solver.comparable import Ints
from reconcile.solver.laws.single import solver_of
from reconcile.solver.sets.certificates import proof_of
from reconcile.solver.sets.exact import Undecided
from reconcile.solver.sets.extremes import Contradictory
from reconcile.solver.sets.feasible import Floating, Gave
from reconcile.solver.sets.infeasible import Budget, Exhausted
from reconcile.solver.sets.near import Aside
from reconcile.solver.sets.parts import Part, parts_of
from reconcile.solver.sets.questions import FEW, NEAR, Question, alone, as_implied, exact_end, question_of
from reconcile.solver.sets.ratio import reach_of_ratio
from reconcile.solver.sets.reach import Impossible, Reach, Reaching

MOST_CONFLICTS = 20
"""Contradictions among the others that are put aside, one after another."""
UNPROVED = "fractions could not prove what floats found"
LAWS_ALONE = "the laws contradict each other"

Days = tuple[int, int]
"""First and last day."""


class Contradiction(Exception):
    """The other claims contradict each other."""

    def __init__(self, claims: Collection[str]) -> None:
        self.claims = frozenset(claims)
        super().__init__(", ".join(sorted(claims)))


@dataclass(frozen=True)
class _Asked:
    """What is asked for on one day."""

    part: Part
    key: int
    day: int
    judged: Range | None


class Ranges:
    """Implied bounds of any quantity of a project; each component has a budget of solver calls."""

    def __init__(self, claims: Claims, budget: int, disputed: Collection[str] = ()) -> None:
        """Take the claims, and those of them that stand in a conflict somewhere."""
        solver = solver_of(claims)
        self._parts = parts_of(claims, solver) if solver else None
        self._budget, self._disputed = budget, frozenset(disputed)
        self._budgets: dict[int, Budget] = {}
        self._reaching, self._floating = Reaching(), Floating()

    def binds(self, row: int) -> bool:
        """Say whether a law may bind the claim in a row of the table."""
        return self._parts is not None and self._parts.of_row(row) is not None

    def all_about(self, rows: Collection[int]) -> Aside:
        """Return all claims about the quantities of the claims in some rows as what is put aside."""
        places = [self._parts.of_row(row) for row in rows] if self._parts else []
        return Aside((), frozenset(place[1] for place in places if place is not None))

    def left_for(
        self, row: int, aside: Collection[str] | Aside, stretch: Days | None = None, judged: Range | None = None
    ) -> Implied:
        """Return what is left for the quantity of the claim in a row of the table when some claims are put aside.

        It has to hold on every day of `stretch` on which another claim starts or ends; on every day where None. Where
        floats show that it leaves out nothing of `judged`, it is not worked out, and nothing is returned.
        """
        place = self._parts.of_row(row) if self._parts else None
        if place is None:
            return Implied()
        part, key = place
        found: list[Implied] = []
        seen: set[bytes] = set()
        near = part.near(key)
        aside = aside if isinstance(aside, Aside) else Aside((frozenset(aside),))
        for day in near.different(_days(part, stretch)):
            low, high = near.ends(near.chosen(aside), day)
            known = low.tobytes() + high.tobytes()
            if known not in seen:
                seen.add(known)
                found.append(self._on_day(_Asked(part, key, day, judged), aside))
        return reduce(narrower, found)

    def _on_day(self, asked: _Asked, aside: Aside) -> Implied:
        try:
            return self._despite_contradictions(asked, aside)
        except Exhausted:
            return Implied(left_out=f"it takes more than {self._budget:,} solver calls")
        except (Gave, Undecided, Contradictory, ArithmeticError):
            return Implied(left_out=UNPROVED)

    def _despite_contradictions(self, asked: _Asked, aside: Aside) -> Implied:
        try:
            return self._left(asked, aside)
        except Contradiction as error:
            first = error.claims
        if not first:
            return Implied(left_out=LAWS_ALONE)
        same = self._whoever_is_wrong(asked, aside, first)
        if same is not None:
            return same
        more = aside.with_claims(self._disputed, first)
        for _ in range(MOST_CONFLICTS):
            try:
                return replace(self._left(asked, more), contradiction=tuple(sorted(first)))
            except Contradiction as error:
                more = more.with_claims(error.claims)
        raise Undecided

    def _whoever_is_wrong(self, asked: _Asked, aside: Aside, contradiction: frozenset[str]) -> Implied | None:
        """Return what is left if it is the same whichever claim of a contradiction is wrong, else None."""
        found: Implied | None = None
        for claim in sorted(contradiction):
            try:
                one = self._left(asked, aside.with_claims({claim}))
            except Contradiction:
                return None
            if found is not None and one.range != found.range:
                return None
            found = found or one
        return found

    def _left(self, asked: _Asked, aside: Aside) -> Implied:
        """Return what is left on a day. Raises Contradiction, Exhausted, Gave, Undecided."""
        part, key = asked.part, asked.key
        found = self._answer(asked, question_of(part, (key,), asked.day, aside))
        for law in part.share_laws(key):
            (_, count), (_, whole) = law.terms
            found = narrower(found, self._answer(asked, question_of(part, (count, whole), asked.day, aside)))
        return found

    def _answer(self, asked: _Asked, question: Question) -> Implied:
        """Return what is left for a quantity, or for the share of one in another."""
        self._budgets.setdefault(asked.part.number, Budget(self._budget)).spend()
        try:
            down, up = self._ways(question)
        except Impossible:
            found = self._contradiction(question)
            if found is None and len(question.keys) > 1:
                return Implied()  # the base can only be 0, and of nothing any share is nothing
            raise (found or Undecided) from None
        if asked.judged is not None and _surely_holds(down, up, asked.judged):
            return Implied()
        try:
            return as_implied(asked.key, exact_end(question, down, -1), exact_end(question, up, 1))
        except Contradictory:
            raise (self._contradiction(question) or Undecided) from None

    def _ways(self, question: Question) -> tuple[Reach | None, Reach | None]:
        """Return how far floats let it go down and up. Raises Impossible, Gave."""
        low, high = question.ends
        if (low > high).any():
            raise Impossible
        if len(question.keys) > 1:
            return reach_of_ratio(self._reaching, question.rows, (low, high), question.places)
        if not len(question.rows):
            return alone(low, high)
        return self._reaching.both_ways(question.rows, low, high, *question.places)

    def _contradiction(self, question: Question) -> Contradiction | None:
        """Return the claims that contradict each other, as fractions prove; None where they prove nothing."""
        part, lattice = question.part, question.part.system.ground.lattice
        support = self._floating.contradiction(question.rows, *question.ends)
        tried: list[tuple[list[int], Ints]] = []
        if support is not None:
            columns = np.union1d(support.low, support.high).astype(np.int64)
            tried.append((np.unique(question.rows.law[support.rows]).tolist(), question.columns[columns]))
        if len(question.rows) <= FEW:
            tried.append((np.unique(question.rows.law).tolist(), question.columns))
        for numbers, speaking in tried:
            claimed = question.speaking(speaking.tolist(), set(numbers))
            proof = proof_of(claimed, part.laws(numbers), question.day, lattice)
            if proof is not None:
                return Contradiction([figure.id for _, figure in proof.claims])
        return None


def _surely_holds(down: Reach | None, up: Reach | None, judged: Range) -> bool:
    """Say whether what floats leave reaches clearly beyond both ends of a range."""
    low = down is None or (judged.low is not None and down.value < float(judged.low) - NEAR * (1 + abs(down.value)))
    low = low or (down is not None and down.value <= 0 and judged.low == 0)
    high = up is None or (judged.high is not None and up.value > float(judged.high) + NEAR * (1 + abs(up.value)))
    return low and high


def _days(part: Part, stretch: Days | None) -> Ints:
    days = part.days
    if stretch is None:
        return days if len(days) else np.zeros(1, dtype=np.int64)
    first, last = stretch
    inside = days[np.searchsorted(days, first) : np.searchsorted(days, last, side="right")]
    return inside if len(inside) and inside[0] == first else np.concatenate([[first], inside]).astype(np.int64)


def narrower(one: Implied, other: Implied) -> Implied:
    """Return what is left where both hold: each end from the one that binds more."""
    if one.left_out or other.left_out:
        return one if one.left_out else other
    both = one.range.cut(other.range)
    low = one if (one.range.low, one.range.low_open) == (both.low, both.low_open) else other
    high = one if (one.range.high, one.range.high_open) == (both.high, both.high_open) else other
    contradiction = one.contradiction or other.contradiction
    return Implied(both, low.low_laws, high.high_laws, low.low_claims, high.high_claims, contradiction)
