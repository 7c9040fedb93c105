"""The components of a system of laws with their claims, on any day and with any claims put aside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from reconcile.models import ENDLESS_FUTURE, ENDLESS_PAST, Claims
from reconcile.models.ordering import distinct, order_of
from reconcile.solver.comparable import Floats, Ints
from reconcile.solver.laws.conflicts import Solver
from reconcile.solver.laws.figures import Figure, Figures
from reconcile.solver.laws.law import Law
from reconcile.solver.sets.certificates import Claimed, binds
from reconcile.solver.sets.components import columns_of_claims
from reconcile.solver.sets.near import Aside, Near, Neighbourhoods
from reconcile.solver.sets.rows import Rows
from reconcile.solver.sets.system import System, system_in
from reconcile.solver.sets.windows import Windows, windows_of


@dataclass(frozen=True)
class Part:
    """One component of a system; columns are counted from its first."""

    system: System
    windows: Windows
    figures: Figures
    number: int
    claims: Ints
    """Positions of its claims in the windows."""
    columns: Ints
    """Column of each of its claims."""

    @cached_property
    def _begin(self) -> int:
        return int(self.system.columns_at[self.number])

    @cached_property
    def rows(self) -> Rows:
        """Its laws but shares with their counts."""
        first, last = (int(self.system.rows_at[self.number + i]) for i in (0, 1))
        return self.system.rows.part(first, last, self._begin)

    @cached_property
    def shares(self) -> Ints:
        """Its shares with their counts: columns of share, part, whole, and the law's number."""
        at = self.system.shares_at
        found = self.system.shares[at[self.number] : at[self.number + 1]].copy()
        found[:, :3] -= self._begin
        return found

    @cached_property
    def floors(self) -> Floats:
        """0 where a column counts things, else -inf."""
        return self.system.floors[self._begin : int(self.system.columns_at[self.number + 1])]

    @cached_property
    def days(self) -> Ints:
        """The days on which one of its claims starts or ends, sorted."""
        found = distinct(self.windows.days[self.claims].ravel())
        return found[(found > ENDLESS_PAST) & (found < ENDLESS_FUTURE)]

    @cached_property
    def _laws(self) -> dict[int, Law]:
        return {}

    def laws(self, numbers: Sequence[int]) -> dict[int, Law]:
        """Return laws by their numbers."""
        for number in numbers:
            if number not in self._laws:
                self._laws[number] = self.system.law(number)
        return {number: self._laws[number] for number in numbers}

    def share_laws(self, key: int) -> list[Law]:
        """Return the laws that give a quantity as the share of one in another."""
        if not len(self.shares):
            return []
        numbers = self.shares[self.shares[:, 0] == self.column(key), 3].tolist()
        return [law for _, law in sorted(self.laws(numbers).items())]

    def column(self, key: int) -> int:
        """Return the column of a quantity."""
        place = self.system.ground.universe.find(np.array([key], dtype=self.system.ground.universe.keys.dtype))[0]
        inside = self.system.places[self._begin : self._begin + len(self.floors)]
        return int(np.searchsorted(inside, place))

    def key(self, column: int) -> int:
        """Return the key of a column's quantity."""
        return self.system.key(column + self._begin)

    @cached_property
    def _neighbourhoods(self) -> Neighbourhoods:
        places = self.system.places[self._begin : self._begin + len(self.floors)]
        names = self.system.ground.universe.keys[places], self.system.ground.claims.column("claim")
        claimed = self.claims, self.columns
        return Neighbourhoods(self.rows, self.shares, self.floors, self.windows, claimed, names)

    def near(self, key: int) -> Near:
        """Return what may matter to a quantity: the laws, quantities and claims that hang together with it."""
        return self._neighbourhoods.of(self.column(key))

    def speaking(self, columns: Sequence[int], aside: Aside, day: int) -> list[Claimed]:
        """Return the claims with the highest low and with the lowest high end of each column on a day, but those put
        aside."""
        found: dict[str, Claimed] = {}
        for column in columns:
            key = self.key(column)
            every = () if key in aside.keys else self.figures.of(key)
            figures = [figure for figure in every if not aside.holds(key, figure.id)]
            for figure in (_highest(figures, day), _lowest(figures, day)):
                if figure is not None:
                    found[figure.id] = (key, figure)
        return [found[name] for name in sorted(found)]


def _highest(figures: Sequence[Figure], day: int) -> Figure | None:
    lows = [(figure.low, figure) for figure in figures if figure.low is not None and binds(figure, True, day)]
    best = max((low for low, _ in lows), default=None)
    return min((figure for low, figure in lows if low == best), key=lambda f: f.id, default=None)


def _lowest(figures: Sequence[Figure], day: int) -> Figure | None:
    highs = [(figure.high, figure) for figure in figures if figure.high is not None and binds(figure, False, day)]
    least = min((high for high, _ in highs), default=None)
    return min((figure for high, figure in highs if high == least), key=lambda f: f.id, default=None)


class Parts:
    """All components of a project's laws, each made when first asked for."""

    def __init__(self, claims: Claims, solver: Solver) -> None:
        """Take the claims and what laws stand on."""
        self.system = system_in(claims, solver.ground)
        self._windows = windows_of(claims, solver.ground.lattice)
        self._figures = solver.every.figures
        self._columns = columns_of_claims(self.system)[self._windows.place]
        component = np.searchsorted(self.system.columns_at, self._columns, side="right") - 1
        self._order = order_of(component)
        self._claims_at = np.searchsorted(component[self._order], np.arange(len(self.system) + 1))
        self._component, self._keys = component, solver.ground.lattice.keys
        self._by_row = order_of(self._windows.rows)
        self._rows = self._windows.rows[self._by_row]
        self._known: dict[int, Part] = {}

    def of_row(self, row: int) -> tuple[Part, int] | None:
        """Return the component and the key of the claim in a row of the table; None where no law may bind it."""
        spot = int(np.searchsorted(self._rows, row))
        if spot == len(self._rows) or self._rows[spot] != row:
            return None
        place = int(self._by_row[spot])
        return self._part(int(self._component[place])), int(self._keys[self._windows.place[place]])

    def _part(self, number: int) -> Part:
        if number not in self._known:
            inside = self._order[self._claims_at[number] : self._claims_at[number + 1]]
            begin = int(self.system.columns_at[number])
            self._known[number] = Part(
                self.system, self._windows, self._figures, number, inside, self._columns[inside] - begin
            )
        return self._known[number]


def parts_of(claims: Claims, solver: Solver) -> Parts:
    """Return the components of a project's laws, worked out once for one claims table."""
    if "parts of laws" not in claims.memory:
        claims.memory["parts of laws"] = Parts(claims, solver)
    found: Parts = claims.memory["parts of laws"]
    return found
