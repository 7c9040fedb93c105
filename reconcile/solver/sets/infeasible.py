"""The search for claims that contradict each other through several laws, component by component."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from reconcile.models import ENDLESS_FUTURE, ENDLESS_PAST
from reconcile.solver.comparable import Flags, Floats, Ints
from reconcile.solver.laws.figures import Figures
from reconcile.solver.laws.law import Law
from reconcile.solver.sets.certificates import Claimed, Contradiction, Without, binds, minimal, proof_of
from reconcile.solver.sets.components import Suspects, joined, share_rows
from reconcile.solver.sets.exact import Undecided
from reconcile.solver.sets.feasible import LARGE, Floating, Gave
from reconcile.solver.sets.relevant import nearest_rows, relevant_rows, rows_near_contradiction
from reconcile.solver.sets.rows import Rows
from reconcile.solver.sets.system import System
from reconcile.solver.sets.windows import Windows

SMALL = 300
"""Rows up to which a whole component is looked at in fractions where floats leave a doubt."""
MOST_ROWS = 2000
"""Rows against which a set is made smallest; where more may matter, those nearest to it."""


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


@dataclass(frozen=True)
class Means:
    """What the search works with, for all components."""

    system: System
    windows: Windows
    suspects: Suspects
    figures: Figures
    floating: Floating


@dataclass
class Search:
    """One component: its laws and claims, and what has been put aside."""

    means: Means
    component: int
    budget: Budget
    most: int
    """Sets after which the search stops."""
    aside: set[str]
    """Claims left out: narrower conflicts need them, or sets found before."""
    counts: Mapping[str, int] = field(default_factory=dict)
    """How many narrower conflicts a claim stands in."""
    capped: bool = False
    """Whether the search stopped at `most`."""

    def contradictions(self) -> Iterator[Contradiction]:
        """Yield smallest sets one after another, those of surer claims first, each putting one claim aside.

        Raises Exhausted, Unproved.
        """
        found = 0
        clear: set[bytes] = set()
        for allowed in self._passes():
            for day in self._days(allowed):
                while (one := self._next(allowed, day, clear)) is not None:
                    if not one.claims:
                        return  # the laws contradict each other whatever is claimed: a fault of the rules
                    self.aside.add(self.primary(one))
                    if len(one.laws) > 1:
                        yield one
                        found += 1
                        if found == self.most:
                            self.capped = True
                            return

    def primary(self, found: Contradiction) -> str:
        """Return the claim to put aside: the whole where there is one, else that in most narrower conflicts."""
        limits = [entry.speaker.figure.id for entry in found.breach().limits]
        if len(limits) == 1:
            return limits[0]
        return min((figure.id for _, figure in found.claims), key=lambda c: (-self.counts.get(c, 0), c))

    @cached_property
    def _bounds(self) -> tuple[int, int]:
        at = self.means.system.columns_at
        return int(at[self.component]), int(at[self.component + 1])

    @cached_property
    def _rows(self) -> Rows:
        system = self.means.system
        first, last = (int(system.rows_at[self.component + i]) for i in (0, 1))
        return system.rows.part(first, last, self._bounds[0])

    @cached_property
    def _shares(self) -> Ints:
        system = self.means.system
        found = system.shares[system.shares_at[self.component] : system.shares_at[self.component + 1]].copy()
        found[:, :3] -= self._bounds[0]
        return found

    @cached_property
    def _floors(self) -> Floats:
        return self.means.system.floors[slice(*self._bounds)]

    @cached_property
    def _claims(self) -> Ints:
        suspects = self.means.suspects
        return suspects.claims[suspects.claims_at[self.component] : suspects.claims_at[self.component + 1]]

    @cached_property
    def _columns(self) -> Ints:
        return self.means.suspects.columns[self._claims] - self._bounds[0]

    @cached_property
    def _ids(self) -> np.ndarray:
        names = self.means.system.ground.claims.column("claim")
        return np.asarray(names[self.means.windows.rows[self._claims]], dtype=object)

    def _passes(self) -> list[Flags]:
        """Return which claims to use: the surest, then what is loosely dated too, then what is only reported too."""
        windows = self.means.windows
        loose, reports = windows.loose[self._claims], windows.reports[self._claims]
        found: list[Flags] = []
        for allowed in (~loose & ~reports, ~reports, np.ones(len(loose), dtype=bool)):
            if not found or (allowed != found[-1]).any():
                found.append(allowed)
        return found

    def _days(self, allowed: Flags) -> list[int]:
        days = np.unique(self.means.windows.days[self._claims[allowed]])
        return [int(day) for day in days if ENDLESS_PAST < day < ENDLESS_FUTURE] or [0]

    def _next(self, allowed: Flags, day: int, clear: set[bytes]) -> Contradiction | None:
        """Return a contradiction on a day, None where there is none; `clear` knows ends that fit. Raises Unproved."""
        chosen = allowed & ~np.isin(self._ids, sorted(self.aside)) if self.aside else allowed
        low, high = self._ends(chosen, day)
        known = low.tobytes() + high.tobytes()
        if known in clear:
            return None
        try:
            found = self._contradiction(chosen, day, (low, high))
            if found is not None:
                return minimal(found, self._without(found))
        except (Gave, Undecided, ArithmeticError) as error:
            raise Unproved from error
        clear.add(known)
        return None

    def _ends(self, chosen: Flags, day: int) -> tuple[Floats, Floats]:
        """Return the ends of each column that claims leave on a day."""
        lows, highs = self.means.windows.ends(self._claims[chosen], day)
        low, high = self._floors.copy(), np.full(len(self._floors), np.inf)
        np.maximum.at(low, self._columns[chosen], lows)
        np.minimum.at(high, self._columns[chosen], highs)
        return low, high

    def _contradiction(
        self, chosen: Flags, day: int, ends: tuple[Floats, Floats], only: Ints | None = None
    ) -> Contradiction | None:
        """Return the proof behind what floats see, of all rows or `only` some; None where all fits. Raises Unproved."""
        rows, columns = joined(self._rows, share_rows(self._shares, *ends)), np.arange(len(self._floors))
        if only is not None:
            rows, columns = rows.taken(np.flatnonzero(np.isin(rows.law, only)))
        elif len(rows) >= LARGE and len(near := rows_near_contradiction(rows, *ends, MOST_ROWS)):
            found = self._contradiction(chosen, day, ends, np.unique(rows.law[near]))
            if found is not None:
                return found
        self.budget.spend()
        support = self.means.floating.contradiction(rows, ends[0][columns], ends[1][columns])
        if support is None:
            return None
        numbers = np.unique(rows.law[support.rows]).tolist()
        speaking = {*columns[support.low].tolist(), *columns[support.high].tolist()}
        speaking |= {int(share) for share, _, _, law in self._shares.tolist() if law in set(numbers)}
        found = self._proof(self._speaking(sorted(speaking), chosen, day), self._laws(numbers), day)
        if found is None and len(rows) > SMALL:
            raise Unproved
        if found is None:
            every = self._laws(np.unique(rows.law).tolist())
            found = self._proof(self._speaking(columns.tolist(), chosen, day), every, day)
        return found

    def _proof(self, claimed: Sequence[Claimed], laws: Mapping[int, Law], day: int) -> Contradiction | None:
        self.budget.spend()
        return proof_of(claimed, laws, day, self.means.system.ground.lattice)

    def _without(self, found: Contradiction) -> Without:
        """Return what tries fewer claims against every law that may matter to a contradiction."""
        laws = self._background(found)

        def fewer(claimed: Sequence[Claimed]) -> Contradiction | None:
            chosen = np.isin(self._ids, sorted(figure.id for _, figure in claimed))
            return self._contradiction(chosen, found.day, self._ends(chosen, found.day), laws)

        return fewer

    def _speaking(self, columns: Sequence[int], chosen: Flags, day: int) -> list[Claimed]:
        """Return the claims with the highest low and with the lowest high end of each column on a day."""
        allowed = set(self._ids[chosen].tolist())
        found: dict[str, Claimed] = {}
        for column in columns:
            key = self.means.system.key(column + self._bounds[0])
            figures = [f for f in self.means.figures.of(key) if f.id in allowed]
            lows = [f for f in figures if binds(f, True, day)]
            highs = [f for f in figures if binds(f, False, day)]
            if lows:
                best = max(f.low for f in lows if f.low is not None)
                first = min((f for f in lows if f.low == best), key=lambda f: f.id)
                found[first.id] = (key, first)
            if highs:
                least = min(f.high for f in highs if f.high is not None)
                first = min((f for f in highs if f.high == least), key=lambda f: f.id)
                found[first.id] = (key, first)
        return [found[name] for name in sorted(found)]

    def _laws(self, numbers: Sequence[int]) -> dict[int, Law]:
        return {int(number): self.means.system.law(int(number)) for number in numbers}

    def _background(self, found: Contradiction) -> Ints:
        """Return the numbers of the laws that may matter where only its claims are made; of many, the nearest."""
        system = self.means.system
        keys = np.array([key for key, _ in found.claims], dtype=system.ground.universe.keys.dtype)
        inside = np.isin(system.places[slice(*self._bounds)], system.ground.universe.find(keys))
        shares = self._shares[inside[self._shares[:, 0]]]
        ones = np.ones(len(inside))
        rows = joined(self._rows, share_rows(shares, ones, ones))
        kept = relevant_rows(rows, inside, np.isfinite(self._floors))
        if len(kept) > MOST_ROWS:
            kept = nearest_rows(rows, np.flatnonzero(np.isin(rows.law, sorted(found.laws))), MOST_ROWS)
        return np.unique(np.concatenate([rows.law[kept], np.array(sorted(found.laws), dtype=np.int64)]))
