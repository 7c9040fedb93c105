"""The fewest claims that contradict each other: smaller than a set that is there, where that is found quickly.

Ignatiev, Previti, Liffiton and Marques-Silva's method (CP 2015): whatever contradicts itself holds a claim of every set
of claims without which all fit. So the fewest claims that hit the sets of this kind known so far are tried; where they
fit, values that break as little else as possible (HiGHS) give one more such set.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from reconcile.solver.comparable import Flags, Floats, Ints
from reconcile.solver.hitting import suspects
from reconcile.solver.sets.certificates import Contradiction
from reconcile.solver.sets.component import Component, Frame
from reconcile.solver.sets.components import joined, share_rows
from reconcile.solver.sets.rows import Rows, rows_of

MOST_ROWS = 1000
"""Laws times days up to which a smaller set is sought."""
MOST_CLAIMS = 300
"""Claims up to which one is."""
TRIES = 30
"""Choices of claims tried before the set that is there is taken."""
ROOM = 1e-6
"""How far outside a claim a value may be, relative to it, and still count as inside."""


def fewer_claims(
    part: Component, frame: Frame, chosen: Flags, found: Contradiction, spend: Callable[[], None]
) -> Flags | None:
    """Return fewer of the chosen claims that contradict each other, as few as there are; None where none are found.

    Raises Gave, and whatever `spend`, called before each look, raises.
    """
    size = len(found.claims)
    if size < 2 or len(frame.rows) > MOST_ROWS or int(chosen.sum()) > MOST_CLAIMS:
        return None
    ends, names = _Ends(part, frame, chosen), part.ids
    sets: list[frozenset[str]] = []
    tried: frozenset[str] = frozenset()
    for _ in range(TRIES):
        spend()
        hard = part.chosen(tried)
        broken = ends.broken(hard)
        if broken is None:
            return hard
        outside = frozenset(names[place] for place in np.flatnonzero(broken).tolist())
        if not outside or outside & tried:
            return None  # floats are too coarse here
        sets.append(outside)
        tried = _fewest(sets)
        if not tried or len(tried) >= size:
            return None
    return None


def _fewest(sets: list[frozenset[str]]) -> frozenset[str]:
    """Return one choice of the fewest claims that hits all sets; empty where that is not sure."""
    if sum(map(len, sets)) == len(frozenset().union(*sets)):
        return frozenset(map(min, sets))
    groups = suspects(sets)
    if not all(group.complete for group in groups):
        return frozenset()
    return frozenset(claim for group in groups for claim in group.choices[0])


@dataclass(frozen=True)
class _Ends:
    """What chosen claims say in a frame, one entry for each claim and day."""

    part: Component
    frame: Frame
    chosen: Flags

    @cached_property
    def entries(self) -> tuple[Ints, Ints, Floats, Floats]:
        """Place of the claim, column, low and high end of each entry."""
        places = np.flatnonzero(self.chosen)
        columns, windows = self.part.columns[places], self.part.means.windows
        days = [windows.ends(self.part.claims[places], day) for day in self.frame.moment.days]
        kept = self.part.chosen(self.frame.moment.kept)[places]
        highs = [np.where(kept, windows.high[self.part.claims[places]], high) for _, high in days]
        return (
            np.tile(places, len(days)),
            np.concatenate([at[columns] for at in self.frame.at]),
            np.concatenate([low for low, _ in days]),
            np.concatenate(highs),
        )

    def broken(self, hard: Flags) -> Flags | None:
        """Return the claims that the least change breaks where some must hold; None where these alone can't."""
        base = self.part.ends(self.frame, hard)
        soft = self.part.ends(self.frame, self.chosen)
        if (base[0] > base[1]).any():
            return None
        rows = joined(self.part.rows(self.frame, hard, base), self._soft(base, soft))
        size, extra = len(base[0]), int(rows.columns.max(initial=0)) + 1 - len(base[0])
        low = np.concatenate([base[0], np.zeros(max(extra, 0))])
        high = np.concatenate([base[1], np.full(max(extra, 0), np.inf)])
        cost = np.concatenate([np.zeros(size), np.ones(max(extra, 0))])
        values = self.part.means.floating.least(rows, low, high, cost)
        return None if values is None else self._outside(values[:size])

    def _soft(self, base: tuple[Floats, Floats], soft: tuple[Floats, Floats]) -> Rows:
        """Return the ends of the other claims as rows that a further column each makes room in."""
        size = len(base[0])
        lows, highs = np.flatnonzero(soft[0] > base[0]), np.flatnonzero(soft[1] < base[1])
        shares = share_rows(self.frame.shares, *soft)
        columns = np.concatenate([lows, highs])
        room = size + np.arange(len(columns))
        sign = np.repeat([-1.0, 1.0], [len(lows), len(highs)])
        ends = rows_of(
            np.full(len(columns), 2),
            np.column_stack([columns, room]).ravel(),
            np.column_stack([sign, np.full(len(columns), -1.0)]).ravel(),
            np.concatenate([-soft[0][lows], soft[1][highs]]),
            -1,
        )
        return joined(ends, _with_room(shares, size + len(columns)))

    def _outside(self, values: Floats) -> Flags:
        """Say which of the chosen claims some values break."""
        places, columns, lows, highs = self.entries
        with np.errstate(invalid="ignore"):
            room = ROOM * (1 + np.abs(values[columns]))
            out = (values[columns] < lows - room) | (values[columns] > highs + room)
        _, part, whole, _ = (self.frame.shares[:, i] for i in range(4))
        of_share = dict(zip(self.frame.shares[:, 0].tolist(), range(len(part)), strict=True))
        found = np.zeros(len(self.chosen), dtype=bool)
        share = np.array([of_share.get(column, -1) for column in columns.tolist()], dtype=np.int64)
        if (share >= 0).any():
            counted, based = 100 * values[part[share]], values[whole[share]]
            room = ROOM * (1 + np.abs(counted) + 100 * np.abs(based))
            least, most = np.where(np.isfinite(lows), lows, 0) * based, np.where(np.isfinite(highs), highs, 0) * based
            over = (np.isfinite(highs) & (counted > most + room)) | (np.isfinite(lows) & (counted < least - room))
            out |= (share >= 0) & over
        found[places[out]] = True
        rises = [r.figure.id for r in self.frame.moment.rises]
        return found & self.chosen & ~self.part.chosen(rises)


def _with_room(rows: Rows, first: int) -> Rows:
    """Return rows that a further column each, numbered from `first`, makes room in."""
    lengths = np.diff(rows.starts)
    order = np.argsort(np.concatenate([rows.entry_rows, np.arange(len(rows))]), kind="stable")
    columns = np.concatenate([rows.columns, first + np.arange(len(rows))])[order]
    factors = np.concatenate([rows.factors, np.full(len(rows), -1.0)])[order]
    return rows_of(lengths + 1, columns, factors, rows.limits, -1)
