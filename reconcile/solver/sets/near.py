"""What of a component may matter to a question about a few of its quantities: worked out once, looked up by slices.

Laws that can be satisfied whatever is claimed matter to nobody; the others fall into neighbourhoods that share no
quantity. A question then costs its own neighbourhood, however large the component is.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from reconcile.models.ordering import order_of
from reconcile.solver.comparable import Flags, Floats, Ints
from reconcile.solver.sets.components import joined, share_rows
from reconcile.solver.sets.relevant import relevant_rows
from reconcile.solver.sets.rows import Rows
from reconcile.solver.sets.windows import Windows
from reconcile.solver.sweep import connect

Names = tuple[Ints, np.ndarray]
"""The key of each column of a component, and the full id of each row of the claims table."""


@dataclass(frozen=True, eq=False)
class Aside:
    """Claims that are put aside: some, and all about some quantities."""

    ids: tuple[Collection[str], ...] = ()
    """Sets of full ids."""
    keys: frozenset[int] = frozenset()
    """Keys of quantities."""

    def with_claims(self, *ids: Collection[str]) -> Aside:
        """Return these and more."""
        return Aside((*self.ids, *ids), self.keys)

    def holds(self, key: int, claim: str) -> bool:
        """Say whether a claim about a quantity is put aside."""
        return key in self.keys or any(claim in ids for ids in self.ids)


@dataclass(frozen=True)
class Near:
    """A neighbourhood: quantities, laws and claims that share nothing with the rest; its columns from 0."""

    columns: Ints
    """Its columns, as the component counts them, ascending."""
    keys: Ints
    """The key of each column's quantity, ascending too."""
    rows: Rows
    """Its laws but shares with their counts, those that may matter."""
    shares: Ints
    """Its shares with their counts: columns of share, part, whole, and the law's number."""
    floors: Floats
    """0 where a column counts things, else -inf."""
    windows: Windows
    """Every claim that laws may use."""
    claims: Ints
    """Positions of its claims in the windows."""
    places: Ints
    """Column of each of its claims, ascending."""
    names: np.ndarray
    """The full id of each row of the claims table."""
    _kept: list[tuple[Aside, Flags]] = field(default_factory=list, compare=False, repr=False)

    @cached_property
    def _place_of(self) -> dict[str, int]:
        ids = self.names[self.windows.rows[self.claims]].tolist()
        return {name: place for place, name in enumerate(ids)}

    def chosen(self, aside: Aside) -> Flags:
        """Return which of its claims are left when some are put aside; the last answer is kept."""
        if not self._kept or self._kept[0][0] is not aside:
            self._kept[:] = [(aside, self._chosen(aside))]
        return self._kept[0][1]

    def _chosen(self, aside: Aside) -> Flags:
        columns = np.array([column for key in aside.keys if (column := self.column_of(key)) >= 0], dtype=np.int64)
        found = ~np.isin(self.places, columns) if len(columns) else np.ones(len(self.claims), dtype=bool)
        for ids in aside.ids:
            known = self._place_of
            names = ids if len(ids) < len(known) else known
            found[[known[name] for name in names if name in known and name in ids]] = False
        return found

    def column_of(self, key: int) -> int:
        """Return the column of a quantity, -1 where it is not here."""
        place = int(np.searchsorted(self.keys, key))
        return place if place < len(self.keys) and self.keys[place] == key else -1

    def ends(self, chosen: Flags, day: int) -> tuple[Floats, Floats]:
        """Return the ends of each column that chosen claims leave on a day."""
        lows, highs = self.windows.ends(self.claims[chosen], day)
        places = self.places[chosen]
        low, high = self.floors.copy(), np.full(len(self.floors), np.inf)
        if len(places):  # claims stand column by column
            starts = np.flatnonzero(np.concatenate([[True], places[1:] != places[:-1]]))
            columns = places[starts]
            low[columns] = np.maximum(low[columns], np.maximum.reduceat(lows, starts))
            high[columns] = np.minimum.reduceat(highs, starts)
        return low, high

    def different(self, days: Ints) -> list[int]:
        """Return those of some days, ascending, before which one of its claims begins or ceases to bind, and the
        first."""
        firsts = np.unique(np.searchsorted(self._changes, days, side="right"), return_index=True)[1]
        return [int(day) for day in days[firsts]]

    @cached_property
    def _changes(self) -> Ints:
        w, here = self.windows, self.claims
        begin, end = (w.low_first[here], w.high_first[here]), (w.low_last[here] + 1, w.high_last[here] + 1)
        return np.unique(np.concatenate([*begin, *end]))

    def every_row(self, ends: tuple[Floats, Floats]) -> Rows:
        """Return all its laws as rows, a share being as large as `ends` say."""
        return joined(self.rows, share_rows(self.shares, *ends))


class Neighbourhoods:
    """The neighbourhoods of one component, each made when first asked for."""

    def __init__(
        self, rows: Rows, shares: Ints, floors: Floats, windows: Windows, claimed: tuple[Ints, Ints], names: Names
    ) -> None:
        """Take laws, floors and claims of a component; `claimed` holds the claims' positions and their columns,
        `names` the key of each column and the full id of each row of the table."""
        self._shares, self._floors, self._windows, self._names = shares, floors, windows, names
        size = len(floors)
        has_claim = np.zeros(size, dtype=bool)
        # A question takes its quantities for claimed, and shares tie theirs whatever they are.
        has_claim[claimed[1]] = has_claim[shares[:, :3].ravel()] = True
        # What can always be satisfied when all claims are made can be so when fewer are.
        self._rows = rows.kept(relevant_rows(rows, has_claim, np.isfinite(floors)))
        lead = self._rows.columns[self._rows.starts[:-1]][self._rows.entry_rows]
        ties = [(lead, self._rows.columns), (shares[:, 0], shares[:, 1]), (shares[:, 0], shares[:, 2])]
        label = connect(np.arange(size), *(np.concatenate([tie[i] for tie in ties]) for i in (0, 1)))
        self._label = label
        self._by_column = _Grouped(label, size)
        self._by_row = _Grouped(label[self._rows.columns[self._rows.starts[:-1]]], size)
        self._by_share = _Grouped(label[shares[:, 0]], size)
        order = order_of(claimed[1])
        self._claims, self._columns = claimed[0][order], claimed[1][order]
        self._by_claim = _Grouped(label[self._columns], size)
        self._known: dict[int, Near] = {}

    def of(self, column: int) -> Near:
        """Return the neighbourhood of a column."""
        number = int(self._label[column])
        if number not in self._known:
            self._known[number] = self._made(number)
        return self._known[number]

    def _made(self, number: int) -> Near:
        columns, claims = self._by_column.inside(number), self._by_claim.inside(number)
        rows, shares = self._rows.kept(self._by_row.inside(number)), self._shares[self._by_share.inside(number)]
        moved = np.column_stack([np.searchsorted(columns, shares[:, :3]), shares[:, 3]]).astype(np.int64)
        here = Rows(
            rows.starts, np.searchsorted(columns, rows.columns), rows.factors, rows.limits, rows.strict, rows.law
        )
        places = np.searchsorted(columns, self._columns[claims])
        keys, ids = self._names
        inside = self._claims[claims]
        return Near(columns, keys[columns], here, moved, self._floors[columns], self._windows, inside, places, ids)


class _Grouped:
    """Positions by label, in order."""

    def __init__(self, labels: Ints, size: int) -> None:
        self._order = order_of(labels)
        self._starts = np.searchsorted(labels[self._order], np.arange(size + 1))

    def inside(self, label: int) -> Ints:
        return np.asarray(self._order[self._starts[label] : self._starts[label + 1]])
