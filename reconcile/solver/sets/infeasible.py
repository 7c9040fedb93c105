"""The search for claims that contradict each other through several laws, component by component."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from reconcile.solver.comparable import Flags, Floats, Ints
from reconcile.solver.laws.law import Law
from reconcile.solver.sets.certificates import Claimed, Contradiction, Without, minimal, proof_of
from reconcile.solver.sets.component import MOST_ROWS, Component, Frame, Means
from reconcile.solver.sets.exact import Undecided
from reconcile.solver.sets.feasible import LARGE, Gave
from reconcile.solver.sets.instants import Instants, is_told_by_one
from reconcile.solver.sets.moments import Moment
from reconcile.solver.sets.relevant import rows_near_contradictions
from reconcile.solver.sets.rows import Rows
from reconcile.solver.sets.smallest import fewer_claims

SMALL = 300
"""Rows up to which a whole component is looked at in fractions where floats leave a doubt."""


class Exhausted(Exception):
    """The budget of a component is used up."""


class Unproved(Exception):
    """Floats see a contradiction that fractions could not prove."""


@dataclass
class Budget:
    """Solver calls that a component may still take."""

    left: int

    def spend(self) -> None:
        """Take one. Raises Exhausted."""
        if self.left <= 0:
            raise Exhausted
        self.left -= 1


@dataclass
class Search:
    """One component: its laws and claims, and what has been put aside."""

    means: Means
    number: int
    budget: Budget
    most: int
    """Sets after which the search stops."""
    aside: set[str]
    """Claims left out: narrower conflicts need them, or sets found before."""
    counts: Mapping[str, int] = field(default_factory=dict)
    """How many narrower conflicts a claim stands in."""
    capped: bool = False
    """Whether the search stopped at `most`."""
    found: int = 0
    """Sets found so far."""
    _places: dict[Moment, list[Ints]] = field(default_factory=dict)
    """Laws among which a contradiction may lie, by moment, of components with many."""

    def contradictions(self) -> Iterator[Contradiction]:
        """Yield smallest sets one after another, those of surer claims first, then those of fewer; each puts one
        claim aside. First each day by itself, then several days together, then, where nothing was found, with
        earlier totals kept on.

        Raises Exhausted, Unproved, TooMany (after what single days show).
        """
        clear: set[bytes] = set()
        passes = self._passes()
        for stage in (self.instants.single, self.instants.several):
            for allowed in passes:
                yield from self._all(allowed, stage, clear)
        if not self.found:
            yield from self._all(passes[-1], self.instants.kept, clear)

    def _all(
        self, allowed: Flags, stage: Callable[[Flags], list[Moment]], clear: set[bytes]
    ) -> Iterator[Contradiction]:
        """Yield the sets of the claims allowed at some moments, always a smallest one of those that are known."""
        known: dict[int, Contradiction | None] = {}
        moments = stage(self._open(allowed))
        while self.found < self.most:
            for number, moment in enumerate(moments):
                if number not in known:
                    known[number] = self._next(allowed, moment, clear)
            best = min((one for one in known.values() if one is not None), key=_size, default=None)
            if best is None:
                return
            if not best.claims:  # the laws contradict each other whatever is claimed: a fault of the rules
                self.most = 0
                return
            primary = self.primary(best)
            self.aside.add(primary)
            known = {n: one for n, one in known.items() if one is None or primary not in _ids(one)}
            if best.steps > 1 and len(best.kept) <= 1 and not is_told_by_one(best):
                self.found += 1
                self.capped = self.found == self.most
                yield best

    def primary(self, found: Contradiction) -> str:
        """Return the claim to put aside: the whole where there is one, else that in most narrower conflicts."""
        limits = [entry.speaker.figure.id for entry in found.breach().limits]
        if len(limits) == 1:
            return limits[0]
        return min((figure.id for _, figure in found.claims), key=lambda c: (-self.counts.get(c, 0), c))

    @cached_property
    def part(self) -> Component:
        """The component that is searched."""
        return Component(self.means, self.number)

    @cached_property
    def instants(self) -> Instants:
        """The days on which it is."""
        return Instants(self.part)

    def _passes(self) -> list[Flags]:
        """Return which claims to use: the surest, then what is loosely dated too, then what is only reported too."""
        windows = self.means.windows
        loose, reports = windows.loose[self.part.claims], windows.reports[self.part.claims]
        found: list[Flags] = []
        for allowed in (~loose & ~reports, ~reports, np.ones(len(loose), dtype=bool)):
            if not found or (allowed != found[-1]).any():
                found.append(allowed)
        return found

    def _open(self, allowed: Flags) -> Flags:
        """Return the claims allowed that are not put aside."""
        return allowed & ~self.part.chosen(self.aside) if self.aside else allowed

    def _next(self, allowed: Flags, moment: Moment, clear: set[bytes]) -> Contradiction | None:
        """Return a contradiction, None where there is none; `clear` knows ends that fit. Raises Unproved."""
        chosen, frame = self._open(allowed), self.part.frame(moment)
        ends = self.part.ends(frame, chosen)
        known = b"".join(end.tobytes() for end in ends)
        if known in clear and not moment.rises:
            return None
        try:
            found = self._contradiction(chosen, frame, ends)
            if found is not None:
                return self._smallest(minimal(found, self._without(found, frame)), chosen, frame)
        except (Gave, Undecided, ArithmeticError) as error:
            raise Unproved from error
        clear.add(known)
        return None

    def _smallest(self, found: Contradiction, chosen: Flags, frame: Frame) -> Contradiction:
        """Return a set of the fewest claims where it is found quickly, else the one that is there."""
        fewer = fewer_claims(self.part, frame, chosen, found, self.budget.spend)
        if fewer is None:
            return found
        other = self._contradiction(fewer, frame, self.part.ends(frame, fewer))
        if other is None or len(other.claims) >= len(found.claims):
            return found
        return minimal(other, self._without(other, frame))

    def _contradiction(
        self, chosen: Flags, frame: Frame, ends: tuple[Floats, Floats], only: Ints | None = None
    ) -> Contradiction | None:
        """Return the proof behind what floats see, of all rows or `only` some; None where all fits. Raises Unproved."""
        rows, columns = self.part.rows(frame, chosen, ends), np.arange(len(frame.floors))
        if only is not None:
            rows, columns = rows.taken(np.flatnonzero(np.isin(rows.law, only) | (rows.law < 0)))
        elif len(rows) >= LARGE and (near := self._near(chosen, frame, ends, rows)) is not None:
            return near
        self.budget.spend()
        support = self.means.floating.contradiction(rows, ends[0][columns], ends[1][columns])
        if support is None:
            return None
        numbers = np.unique(rows.law[support.rows]).tolist()
        speaking = {*columns[support.low].tolist(), *columns[support.high].tolist()}
        speaking |= {int(share) for share, _, _, law in frame.shares.tolist() if law in set(numbers)}
        found = self._proof(self.part.speaking(sorted(speaking), chosen, frame), self.part.laws(numbers), frame)
        if found is None and len(rows) > SMALL:
            raise Unproved
        if found is None:
            every = self.part.laws(np.unique(rows.law).tolist())
            found = self._proof(self.part.speaking(columns.tolist(), chosen, frame), every, frame)
        return found

    def _near(self, chosen: Flags, frame: Frame, ends: tuple[Floats, Floats], rows: Rows) -> Contradiction | None:
        """Return a contradiction within a few laws, where handing ends on leads to one; the places are kept."""
        places = self._places.setdefault(frame.moment, [])
        for fresh in (False, True):
            if fresh:
                places += [np.unique(rows.law[near]) for near in rows_near_contradictions(rows, *ends, MOST_ROWS)]
            while places:
                laws = places[0]
                found = self._contradiction(chosen, frame.of_laws(laws), ends, laws)
                if found is not None:
                    return found
                places.pop(0)
        return None

    def _proof(self, claimed: Sequence[Claimed], laws: Mapping[int, Law], frame: Frame) -> Contradiction | None:
        self.budget.spend()
        return proof_of(claimed, laws, frame.moment, self.means.system.ground.lattice)

    def _without(self, found: Contradiction, frame: Frame) -> Without:
        """Return what tries fewer claims against every law that may matter to a contradiction."""
        laws = self.part.background(found, frame)
        near = frame.of_laws(laws)

        def fewer(claimed: Sequence[Claimed]) -> Contradiction | None:
            chosen = self.part.chosen(figure.id for _, figure in claimed)
            return self._contradiction(chosen, near, self.part.ends(near, chosen), laws)

        return fewer


def _ids(found: Contradiction) -> set[str]:
    return {figure.id for _, figure in found.claims}


def _size(found: Contradiction) -> tuple[int, list[str], tuple[int, ...]]:
    return len(found.claims), sorted(_ids(found)), found.moment.days
