"""The days on which a component is looked at: each by itself, several together, or with an earlier total kept on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

import numpy as np

from reconcile.models import ENDLESS_FUTURE, ENDLESS_PAST
from reconcile.solver.comparable import Flags, Ints
from reconcile.solver.laws.figures import Figure
from reconcile.solver.sets.certificates import Contradiction
from reconcile.solver.sets.component import Component
from reconcile.solver.sets.fed import fed_of
from reconcile.solver.sets.moments import Moment, Rise
from reconcile.solver.values.inflows import Inflow

MOST_ROWS = 20_000
"""Laws times days up to which days are held together."""
MOST_RISES = 2_000
"""Pairs of days times levels up to which levels are tied to their inflow."""


class TooMany(Exception):
    """A component has too many days to be held together; the message says how many."""


@dataclass(frozen=True)
class Instants:
    """The moments at which one component is looked at."""

    part: Component

    def single(self, allowed: Flags) -> list[Moment]:
        """Return each day on which something starts to bind."""
        return [Moment((day,)) for day in self.part.days(allowed)]

    def several(self, allowed: Flags) -> list[Moment]:
        """Return the days to be held together: those with levels, where anything ties two of them.

        Totals so far alone need no such days, since each binds before and after its own; levels of different days
        meet only through what does not change, a total that does not fall, or an inflow. Raises TooMany.
        """
        first, last = (days[allowed & self._levels] for days in self._spans)
        starts = np.unique(first)
        rises = bool(self._fed)
        if len(starts) < 2 or not (rises or set(self.part.kinds) & {"constant", "event", "cumulative"}):
            return []
        every = np.array(self.part.days(allowed))
        binding = (first[None, :] <= every[:, None]) & (every[:, None] <= last[None, :])
        for days in (every[binding.any(axis=1)], starts):
            if len(days) * self._laws <= MOST_ROWS:
                found = tuple(days.tolist())
                return [Moment(found, rises=tuple(self._rises(found, allowed)) if rises else ())]
        raise TooMany(f"{len(starts):,} days of levels are too many to be held together")

    def kept(self, allowed: Flags) -> list[Moment]:
        """Return the days with the totals so far whose high end is kept on, where there are any."""
        found = []
        for day in self.part.days(allowed):
            figures = (self.part.means.figures.kept(key, day) for key in self._totals)
            ids = frozenset(figure.id for figure in figures if figure is not None)
            ids = frozenset(name for name in ids if allowed[self.part.place_of[name]])
            if ids:
                found.append(Moment((day,), ids))
        return found

    @property
    def _laws(self) -> int:
        system = self.part.means.system
        at, shares_at, number = system.rows_at, system.shares_at, self.part.number
        return int(at[number + 1] - at[number] + 2 * (shares_at[number + 1] - shares_at[number]))

    @cached_property
    def _spans(self) -> tuple[Ints, Ints]:
        """First and last day on which each claim's high end binds."""
        windows = self.part.means.windows
        return windows.high_first[self.part.claims], windows.high_last[self.part.claims]

    @cached_property
    def _levels(self) -> Flags:
        """Whether each claim is about a level or a flow at a known time."""
        first, last = self._spans
        return np.asarray((first > ENDLESS_PAST) & (last < ENDLESS_FUTURE), dtype=bool)

    @cached_property
    def _totals(self) -> list[int]:
        """The keys of claimed totals so far that some law limits something by."""
        system = self.part.means.system
        begin, _ = self.part.bounds
        first, last = (int(system.rows_at[self.part.number + i]) for i in (0, 1))
        rows = system.rows.part(first, last, begin)
        wholes = set(rows.columns[rows.factors < 0].tolist()) & set(self.part.columns.tolist())
        return [self.part.key(column) for column in sorted(wholes) if self.part.kinds[column] == "cumulative"]

    @cached_property
    def _fed(self) -> list[tuple[int, Inflow, int, Figure]]:
        """Each level that a claimed inflow feeds: its key, the inflow, the inflow's key and claim."""
        fed = fed_of(self.part.means.system.ground)
        found = []
        for key in (self.part.key(column) for column, kind in enumerate(self.part.kinds) if kind == "stock" and fed):
            if key in fed:
                inflow, flow = fed[key]
                figure = next(f for f in self.part.means.figures.of(flow) if f.row == inflow.row)
                found.append((key, inflow, flow, figure))
        return found

    def _rises(self, days: tuple[int, ...], allowed: Flags) -> Iterator[Rise]:
        """Yield how far levels may rise between days, over the longest time that their claims leave."""
        first, last = (self.part.means.windows.days[self.part.claims[allowed & self._levels], i] for i in (0, 1))
        until = [(first <= day) & (day <= last) for day in days]
        if len(days) ** 2 * len(self._fed) > 2 * MOST_RISES:
            return
        for before, after in combinations(range(len(days)), 2):
            if not (until[before].any() and until[after].any()):
                continue
            if last[until[before]].max() >= first[until[after]].min():
                continue  # one claim reaches from the one day to the other, or they may be the same time
            longest = int(last[until[after]].max() - first[until[before]].min())
            for key, inflow, flow, figure in self._fed:
                if figure.high is not None and figure.high[0] and allowed[self.part.place_of[figure.id]]:
                    came = inflow.periods(longest) * (inflow.most or 0)
                    yield Rise(key, before, after, flow, figure, came / figure.high[0])


def is_told_by_one(found: Contradiction) -> bool:
    """Say whether a set needs that a level does not jump, and one document itself tells levels of two of the days."""
    if not any(constraint.source.factor for constraint in found.constraints):
        return False
    places: dict[str, set[int]] = {}
    for constraint in found.constraints:
        speaker = constraint.source.speaker
        if speaker is not None and speaker.figure.level and not constraint.source.factor:
            places.setdefault(speaker.figure.document, set()).add(constraint.source.place)
    return any(len(days) > 1 for days in places.values())
