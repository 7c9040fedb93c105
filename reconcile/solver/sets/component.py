"""One component of laws on the days of a moment, as arrays: its laws, its claims, and what binds when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from reconcile.models import ENDLESS_FUTURE, ENDLESS_PAST
from reconcile.solver.comparable import TIMELESS, Flags, Floats, Ints
from reconcile.solver.laws.figures import Figures
from reconcile.solver.laws.law import Law
from reconcile.solver.sets.certificates import Claimed, Contradiction, binds
from reconcile.solver.sets.components import Suspects, joined, share_rows
from reconcile.solver.sets.feasible import Floating
from reconcile.solver.sets.moments import FACTOR, Moment
from reconcile.solver.sets.relevant import nearest_rows, relevant_rows
from reconcile.solver.sets.rows import Rows, rows_of
from reconcile.solver.sets.system import System
from reconcile.solver.sets.windows import Windows

VERY_LARGE = 20_000
"""Rows from which on only those near a set are looked at."""
MOST_ROWS = 2000
"""Rows against which a set is made smallest; where more may matter, those nearest to it."""


@dataclass(frozen=True)
class Means:
    """What the search works with, for all components."""

    system: System
    windows: Windows
    suspects: Suspects
    figures: Figures
    floating: Floating


@dataclass(frozen=True)
class Frame:
    """The laws of a component on the days of a moment, a column for each quantity on each day."""

    moment: Moment
    rows: Rows
    """All laws but shares with their counts, and what ties the days together, numbered below 0."""
    shares: Ints
    """Share laws: columns of share, part and whole, and the law's number."""
    floors: Floats
    """0 where a column counts things, else -inf."""
    at: Ints
    """Column of each quantity (second axis) on each day (first axis)."""

    def of_laws(self, numbers: Ints) -> Frame:
        """Return the frame with the laws of some numbers alone, and what ties days together."""
        rows = self.rows.kept(np.flatnonzero(np.isin(self.rows.law, numbers) | (self.rows.law < 0)))
        return replace(self, rows=rows, shares=self.shares[np.isin(self.shares[:, 3], numbers)])


@dataclass(frozen=True)
class Component:
    """One component: its laws and its claims, by position in the windows."""

    means: Means
    number: int

    @cached_property
    def bounds(self) -> tuple[int, int]:
        """The first of its columns in the system, and the end."""
        at = self.means.system.columns_at
        return int(at[self.number]), int(at[self.number + 1])

    @cached_property
    def claims(self) -> Ints:
        """Positions of its claims in the windows."""
        suspects = self.means.suspects
        return suspects.claims[suspects.claims_at[self.number] : suspects.claims_at[self.number + 1]]

    @cached_property
    def columns(self) -> Ints:
        """Column of each claim, counted from the component's first."""
        return self.means.suspects.columns[self.claims] - self.bounds[0]

    @cached_property
    def ids(self) -> list[str]:
        """The id of each claim."""
        names = self.means.system.ground.claims.column("claim")
        return [str(name) for name in names[self.means.windows.rows[self.claims]].tolist()]

    @cached_property
    def place_of(self) -> Mapping[str, int]:
        """The place of each claim among its claims, by id."""
        return {name: place for place, name in enumerate(self.ids)}

    @cached_property
    def kinds(self) -> list[str]:
        """The kind of each column's measure."""
        lattice, system = self.means.system.ground.lattice, self.means.system
        strata = lattice.stratum(system.ground.universe.keys[system.places[slice(*self.bounds)]])
        return [lattice.strata[number].measure.kind for number in strata.tolist()]

    def chosen(self, ids: Iterable[str]) -> Flags:
        """Say of each claim whether its id is among some."""
        found = np.zeros(len(self.claims), dtype=bool)
        found[[self.place_of[name] for name in ids if name in self.place_of]] = True
        return found

    @cached_property
    def _one_day(self) -> Frame:
        """The frame of a single day."""
        system = self.means.system
        first, last = (int(system.rows_at[self.number + i]) for i in (0, 1))
        shares = system.shares[system.shares_at[self.number] : system.shares_at[self.number + 1]].copy()
        shares[:, :3] -= self.bounds[0]
        floors = system.floors[slice(*self.bounds)]
        rows = system.rows.part(first, last, self.bounds[0])
        return Frame(Moment((0,)), rows, shares, floors, np.arange(len(floors))[None, :])

    def frame(self, moment: Moment) -> Frame:
        """Return the laws on the days of a moment."""
        one, count = self._one_day, len(moment.days)
        if count == 1:
            return replace(one, moment=moment)
        size = len(one.floors)
        changes = np.array([kind not in TIMELESS for kind in self.kinds], dtype=bool)
        at = np.arange(size)[None, :] + np.where(changes, np.arange(count)[:, None] * size, 0)
        daily = np.flatnonzero(np.bincount(one.rows.entry_rows, changes[one.rows.columns], len(one.rows)))
        rows = one.rows
        for place in range(1, count):
            again = one.rows.kept(daily)
            rows = joined(rows, replace(again, columns=at[place][again.columns]))
        shares = np.concatenate([np.column_stack([day[one.shares[:, :3]], one.shares[:, 3]]) for day in at])
        return Frame(moment, joined(rows, self._order(at)), shares, np.tile(one.floors, count), at)

    def _order(self, at: Ints) -> Rows:
        """Return that totals so far do not fall, as rows numbered below 0."""
        totals = np.flatnonzero(np.array(self.kinds) == "cumulative")
        earlier, later = at[:-1, totals].ravel(), at[1:, totals].ravel()
        columns, factors = np.column_stack([earlier, later]).ravel(), np.tile([1.0, -1.0], len(earlier))
        return rows_of(np.full(len(earlier), 2), columns, factors, np.zeros(len(earlier)), -1)

    def rows(self, frame: Frame, chosen: Flags, ends: tuple[Floats, Floats]) -> Rows:
        """Return every row of a frame where only some claims are made: laws, shares as claimed, rises as claimed."""
        found = joined(frame.rows, share_rows(frame.shares, *ends))
        rises = [r for r in frame.moment.rises if chosen[self.place_of[r.figure.id]]]
        if not rises:
            return found
        keys = {self.key(column): column for column in range(self.bounds[1] - self.bounds[0])}
        columns = [int(frame.at[place][keys[r.key]]) for r in rises for place in (r.after, r.before)]
        limits = np.array([float(r.periods * (r.figure.high or (0, 0))[0]) for r in rises])
        factors = np.tile([1.0, -float(FACTOR)], len(rises))
        first = -1 - len(frame.rows)
        return joined(found, rows_of(np.full(len(rises), 2), np.array(columns), factors, limits, first))

    def key(self, column: int) -> int:
        """Return the key of a column's quantity."""
        return self.means.system.key(column + self.bounds[0])

    def ends(self, frame: Frame, chosen: Flags) -> tuple[Floats, Floats]:
        """Return the ends that some claims leave for each column of a frame."""
        low, high = frame.floors.copy(), np.full(len(frame.floors), np.inf)
        claims, columns = self.claims[chosen], self.columns[chosen]
        for place, day in enumerate(frame.moment.days):
            lows, highs = self.means.windows.ends(claims, day)
            np.maximum.at(low, frame.at[place][columns], lows)
            np.minimum.at(high, frame.at[place][columns], highs)
        if frame.moment.kept:
            kept = self.chosen(frame.moment.kept) & chosen
            np.minimum.at(high, frame.at[0][self.columns[kept]], self.means.windows.high[self.claims[kept]])
        return low, high

    def speaking(self, columns: Sequence[int], chosen: Flags, frame: Frame) -> list[Claimed]:
        """Return the claims with the highest low and the lowest high end of some columns of a frame."""
        found: dict[str, Claimed] = {}
        size, kept = len(frame.at[0]), frame.moment.kept
        for column in columns:
            key, day = self.key(column % size), frame.moment.days[column // size]
            figures = [f for f in self.means.figures.of(key) if chosen[self.place_of[f.id]]]
            lows = [(f.low, f) for f in figures if f.low is not None and binds(f, True, day)]
            highs = [(f.high, f) for f in figures if f.high is not None and (binds(f, False, day) or f.id in kept)]
            spoken = [max(lows, key=lambda e: e[0])[0]] if lows else []
            first = [f for low, f in lows if low in spoken][:1]
            spoken = [min(highs, key=lambda e: e[0])[0]] if highs else []
            first += [f for high, f in highs if high in spoken][:1]
            found.update({figure.id: (key, figure) for figure in first})
        flows = ((r.flow, r.figure) for r in frame.moment.rises if chosen[self.place_of[r.figure.id]])
        found.update({figure.id: (key, figure) for key, figure in flows})
        return [found[name] for name in sorted(found)]

    def laws(self, numbers: Iterable[int]) -> dict[int, Law]:
        """Return the laws with some numbers, those that tie days together left out."""
        return {int(number): self.means.system.law(int(number)) for number in numbers if number >= 0}

    def background(self, found: Contradiction, frame: Frame) -> Ints:
        """Return the numbers of the laws that may matter where only its claims are made; of many, the nearest."""
        inside = np.zeros(len(frame.at[0]), dtype=bool)
        inside[self.columns[self.chosen(_ids(found))]] = True
        spread = np.zeros(len(frame.floors), dtype=bool)
        spread[frame.at[:, inside].ravel()] = True
        shares = frame.shares[spread[frame.shares[:, 0]]]
        ones = np.ones(len(spread))
        rows = joined(frame.rows, share_rows(shares, ones, ones))
        if len(rows) > VERY_LARGE:
            start = np.flatnonzero(np.isin(rows.law, sorted(found.laws)))
            rows = rows.kept(nearest_rows(rows, start, 2 * MOST_ROWS))
        kept = relevant_rows(rows, spread, np.isfinite(frame.floors))
        if len(kept) > MOST_ROWS:
            kept = nearest_rows(rows, np.flatnonzero(np.isin(rows.law, sorted(found.laws))), MOST_ROWS)
        own = np.array([number for number in found.laws if number >= 0], dtype=np.int64)
        return np.unique(np.concatenate([rows.law[kept], own]))

    def days(self, allowed: Flags) -> list[int]:
        """Return the days on which something starts to bind, 0 where all binds always."""
        days = np.unique(self.means.windows.days[self.claims[allowed]])
        return [int(day) for day in days if ENDLESS_PAST < day < ENDLESS_FUTURE] or [0]


def _ids(found: Contradiction) -> list[str]:
    return [figure.id for _, figure in found.claims]
