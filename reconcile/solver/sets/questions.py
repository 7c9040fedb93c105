"""One question: how far a quantity, or the share of one in another, can go on a day; and its exact answer."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np

from reconcile.models.estimate import Implied, Range
from reconcile.solver.comparable import Floats, Ints
from reconcile.solver.laws.law import HUNDRED
from reconcile.solver.sets.certificates import Claimed, constraints_of, floored
from reconcile.solver.sets.exact import Constraint, Undecided
from reconcile.solver.sets.extremes import Extreme, Terms, greatest, homogeneous, lowered
from reconcile.solver.sets.feasible import Support
from reconcile.solver.sets.near import Aside, Near
from reconcile.solver.sets.parts import Part
from reconcile.solver.sets.reach import Reach
from reconcile.solver.sets.relevant import nearest_rows, relevant_rows
from reconcile.solver.sets.rows import Rows

FEW = 80
"""Rows up to which fractions look at everything, not only at what floats found."""
NEAR = 1e-5
"""How far an exact end may lie from what floats found, relative to its size and at least to 1."""
SCALE = -1
"""Stands for one over the base of a share among the numbers of unknowns; keys are 0 or more."""
SAME_QUANTITY = "totals so far"
"""What stands for a law where other totals of the same quantity give a bound: they cannot fall."""

Proved = tuple[Extreme, Sequence[Constraint]]
"""The end of a range, and the inequalities that its proof counts."""


@dataclass(frozen=True)
class Question:
    """How far one quantity can go on a day, or the share of one in another, with some claims put aside."""

    part: Part
    keys: tuple[int, ...]
    """The quantity; of a share, its part and its whole."""
    day: int
    aside: Aside
    """The claims put aside."""
    near: Near
    """What may matter to it in the component."""
    ends: tuple[Floats, Floats]
    """What the claims that are left leave for each of `columns` alone."""
    rows: Rows
    """The laws that may matter, over `columns`."""
    columns: Ints
    """The columns of those laws and of the asked quantities as the neighbourhood counts them, sorted."""

    @property
    def places(self) -> tuple[int, ...]:
        """The places of the asked quantities among `columns`."""
        return tuple(int(np.searchsorted(self.columns, _column(self.part, self.near, key))) for key in self.keys)

    def shares(self, laws: Collection[int]) -> list[int]:
        """Return the columns of the shares that give a factor in some of these laws."""
        return [int(share) for share, _, _, law in self.near.shares.tolist() if law in laws]

    def speaking(self, columns: Collection[int], laws: Collection[int]) -> list[Claimed]:
        """Return the claims that speak on some of the neighbourhood's columns or give a share of some laws."""
        wanted = sorted({*columns, *self.shares(laws)})
        return self.part.speaking(self.near.columns[wanted].tolist(), self.aside, self.day)

    def constraints(self, laws: Sequence[int], columns: Ints) -> list[Constraint]:
        """Return laws, and the claims that speak on columns or give a share of these laws, as exact inequalities."""
        numbers = set(laws)
        claimed = self.speaking(self.columns[columns].tolist(), numbers)
        lattice = self.part.system.ground.lattice
        found = constraints_of(claimed, self.part.laws(sorted(numbers)), self.day, lattice)
        known = {constraint.terms for constraint in found}
        floors = [Constraint(((Fraction(-1), key),), Fraction(0)) for key in self.keys if floored(lattice, key)]
        every = [*found, *(floor for floor in floors if floor.terms not in known)]
        return every if len(self.keys) == 1 else homogeneous(every, self.keys[1], SCALE)

    def everything(self) -> list[Constraint]:
        """Return all that may matter as exact inequalities."""
        return self.constraints(np.unique(self.rows.law).tolist(), np.arange(len(self.columns)))

    def terms(self, sign: int) -> Terms:
        """Return what is asked for, with a sign: the quantity, or a hundred times the part over the whole."""
        return ((Fraction(sign) if len(self.keys) == 1 else sign * HUNDRED, self.keys[0]),)


def question_of(part: Part, keys: tuple[int, ...], day: int, aside: Aside) -> Question:
    """Return the question with the laws that may matter to it: those that hang together with it and bind."""
    near = part.near(keys[0])
    ends = near.ends(near.chosen(aside), day)
    every, asked = near.every_row(ends), np.array(sorted(_column(part, near, key) for key in keys), dtype=np.int64)
    claimed = (ends[1] < np.inf) | (ends[0] > near.floors)
    claimed[asked] = True
    rows, columns = every.taken(relevant_rows(every, claimed, np.isfinite(near.floors)))
    own = np.unique(rows.entry_rows[np.isin(columns[rows.columns], asked)])
    rows, kept = rows.taken(nearest_rows(rows, own, len(rows)) if len(own) else own)
    # A share is no column of its laws' rows, yet its claims may clash.
    shares = near.shares[np.isin(near.shares[:, 3], rows.law), 0]
    needed = np.unique(np.concatenate([columns[kept], shares, asked])).astype(np.int64)
    rows = replace(rows, columns=np.searchsorted(needed, columns[kept])[rows.columns])
    return Question(part, keys, day, aside, near, (ends[0][needed], ends[1][needed]), rows, needed)


def _column(part: Part, near: Near, key: int) -> int:
    """Return the column of a quantity as a neighbourhood counts it."""
    return int(np.searchsorted(near.columns, part.column(key)))


def alone(low: Floats, high: Floats) -> tuple[Reach | None, Reach | None]:
    """Return how far the only column goes without any law."""
    nothing, itself = np.zeros(0, dtype=np.int64), np.zeros(1, dtype=np.int64)
    return (
        Reach(float(low[0]), Support(nothing, itself, nothing)) if np.isfinite(low[0]) else None,
        Reach(float(high[0]), Support(nothing, nothing, itself)) if np.isfinite(high[0]) else None,
    )


def exact_end(question: Question, reach: Reach | None, sign: int) -> Proved | None:
    """Return the exact end on one side, its sign turned for the low one; None where there is none.

    Raises Undecided, Contradictory.
    """
    if reach is None:
        return None
    laws = np.unique(question.rows.law[reach.support.rows]).tolist()
    columns = np.unique(np.concatenate([reach.support.low, reach.support.high])).astype(np.int64)
    terms, close = question.terms(sign), NEAR * (1 + abs(reach.value))
    start = Fraction(sign * reach.value + close)
    constraints = question.constraints(laws, columns)
    found = greatest(constraints, terms, start)
    is_near = found is not None and abs(float(found.value) - sign * reach.value) <= close
    if len(question.rows) > FEW:
        if not is_near:
            raise Undecided
        return (found, constraints) if found is not None else None
    everything = question.everything()
    sure = lowered(everything, terms, found) if found is not None and is_near else greatest(everything, terms, start)
    if sure is None:
        raise Undecided
    if found is not None and (sure.value, sure.is_open) == (found.value, found.is_open):
        return found, constraints
    return sure, everything


def as_implied(key: int, low: Proved | None, high: Proved | None) -> Implied:
    """Return both ends with the laws and the claims that they come from."""
    low_laws, low_claims = _sources(key, low)
    high_laws, high_claims = _sources(key, high)
    left = Range(
        -low[0].value if low else None,
        high[0].value if high else None,
        bool(low and low[0].is_open),
        bool(high and high[0].is_open),
    )
    return Implied(left, low_laws, high_laws, low_claims, high_claims)


def _sources(key: int, end: Proved | None) -> tuple[tuple[str, ...], tuple[str, ...]]:
    if end is None:
        return (), ()
    extreme, constraints = end
    sources = [constraints[place].source for place in extreme.used if constraints[place].source is not None]
    laws = {source.law.name for source in sources if source.law is not None}
    speakers = [source.speaker for source in sources if source.speaker is not None]
    laws |= {SAME_QUANTITY for speaker in speakers if speaker.key == key}
    return tuple(sorted(laws)), tuple(sorted({speaker.figure.id for speaker in speakers}))
