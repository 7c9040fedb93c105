"""All laws of a project as one sparse system of inequalities, split into components that share no quantity.

Rows are Σ factor · column ≤ limit; an equation is two rows. Columns and rows of one component stand together. Each
row knows its law; `Law` objects are made only for those that a conflict needs.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from reconcile.models import Claims
from reconcile.models.ordering import order_of
from reconcile.solver.comparable import Flags, Floats, Ints
from reconcile.solver.laws.instances import Ground, division_law, relation_law, within_law
from reconcile.solver.laws.law import Law
from reconcile.solver.laws.suspects import is_sum
from reconcile.solver.sets.fed import fed_of
from reconcile.solver.sets.rows import Rows
from reconcile.solver.sweep import connect

RELATION, DIVISION, WITHIN, SHARE = range(4)
"""Where a law comes from: what the two numbers beside it mean (see `System.law`)."""


@dataclass(frozen=True)
class System:
    """Every law of a project, ready to be solved component by component."""

    ground: Ground
    places: Ints
    """Place in the universe of each column, components together, ascending inside each."""
    floors: Floats
    """0 where a column counts things, else -inf."""
    rows: Rows
    """All laws but shares with their counts, components together."""
    shares: Ints
    """Share laws in the order of components: columns of share, part, whole, and the law's number."""
    laws: Ints
    """Of each law: where it comes from and the two numbers that find it there."""
    columns_at: Ints
    """Where each component's columns begin, and the end."""
    rows_at: Ints
    """Where each component's rows begin, and the end."""
    shares_at: Ints
    """Where each component's share laws begin, and the end."""

    def __len__(self) -> int:
        return len(self.columns_at) - 1

    def law(self, number: int) -> Law:
        """Return the law with that number."""
        source, one, other = self.laws[number].tolist()
        if source == RELATION:
            return relation_law(self.ground, self.ground.placed[one], other)
        if source == DIVISION:
            return division_law(self.ground, one)
        if source == SHARE:
            share: Law = self.ground.shares[one]
            return share
        keys = self.ground.universe.keys
        return within_law(self.ground, int(keys[one]), int(keys[other]))

    def key(self, column: int) -> int:
        """Return the key of a column's quantity."""
        return int(self.ground.universe.keys[self.places[column]])


@dataclass
class _Entries:
    """Rows that are being gathered, columns being places in the universe."""

    row: list[Ints]
    column: list[Ints]
    factor: list[Floats]
    limits: list[Floats]
    strict: list[Flags]
    law: list[Ints]
    laws: list[Ints]
    count: int = 0
    known: int = 0

    def laws_for(self, source: int, one: Ints, other: Ints) -> Ints:
        """Number new laws and return their numbers."""
        self.laws.append(np.column_stack([np.full(len(one), source), one, other]).astype(np.int64))
        numbers = np.arange(self.known, self.known + len(one))
        self.known += len(one)
        return numbers

    def add(self, law: Ints, row: Ints, columns: Ints, factors: Floats, limits: Floats, strict: bool = False) -> None:
        """Add one row for each law; `row` numbers them from 0 for each entry."""
        self.row.append(row + self.count)
        self.column.append(columns)
        self.factor.append(factors)
        self.limits.append(limits)
        self.strict.append(np.full(len(law), strict))
        self.law.append(law)
        self.count += len(law)


def system_in(claims: Claims, ground: Ground) -> System:
    """Return the system of a table's laws, worked out once for one table; `ground` is what `solver_of` stands on."""
    if "system" not in claims.memory:
        claims.memory["system"] = system_of(ground)
    kept: System = claims.memory["system"]
    return kept


def system_of(ground: Ground) -> System:
    """Return all laws of a project as a system."""
    entries = _Entries([], [], [], [], [], [], [])
    _relations(ground, entries)
    _divisions(ground, entries)
    _within(ground, entries)
    return _arranged(ground, entries, _shares(ground, entries))


def _relations(ground: Ground, entries: _Entries) -> None:
    for number, placed in enumerate(ground.placed):
        size, relation = len(placed.at), placed.relation
        law = entries.laws_for(RELATION, np.full(size, number), np.arange(size))
        columns = np.concatenate([ground.universe.find(keys) for keys in placed.terms])
        factors = np.repeat([float(relation.coefficients[name]) for name in placed.measures], size)
        row = np.tile(np.arange(size), len(placed.measures))
        limits = np.full(size, float(relation.constant))
        entries.add(law, row, columns, factors, limits, relation.op == "<")
        if relation.op == "=":
            entries.add(law, row, columns, -factors, -limits)


def _divisions(ground: Ground, entries: _Entries) -> None:
    """Add parts against wholes; a part of which nothing is known drops out, and with it what needs all parts."""
    lattice, universe, divisions = ground.lattice, ground.universe, ground.universe.divisions
    if not len(divisions.parent):
        return
    share = np.array([stratum.measure.kind == "share" for stratum in lattice.strata], dtype=bool)
    is_share = share[lattice.stratum(universe.keys[divisions.parent]).astype(np.int64)]
    for number, axis in enumerate(lattice.axes):
        overlapping = np.array([p.overlapping for p in axis.partitions], dtype=bool)
        complete = np.array([p.complete for p in axis.partitions], dtype=bool)
        sizes = np.array([len(children) for children in axis.children], dtype=np.int64)
        flat = np.array([child for children in axis.children for child in children], dtype=np.int64)
        begins = np.concatenate([[0], np.cumsum(sizes)])
        partition = divisions.partition
        here = np.flatnonzero((divisions.axis == number) & ~is_share)
        here = here[(complete | ~overlapping)[partition[here]]]
        row = np.repeat(np.arange(len(here)), sizes[partition[here]])
        size = sizes[partition[here]]
        step = np.arange(len(row)) - np.repeat(np.cumsum(size) - size, size)
        parent = universe.keys[divisions.parent[here]]
        child = flat[begins[partition[here]][row] + step]
        keys = parent[row] + (child - axis.at(parent).astype(np.int64)[row]) * axis.stride
        column = universe.find(keys)
        known = np.bincount(row[column >= 0], minlength=len(here))
        full = complete[partition[here]] & (known == sizes[partition[here]])
        law = entries.laws_for(DIVISION, here, here)
        parts = (row[column >= 0], column[column >= 0])
        _add_sums(entries, law, divisions.parent[here], parts, ~overlapping[partition[here]], 1.0)
        _add_sums(entries, law, divisions.parent[here], parts, full, -1.0)
    for place in np.flatnonzero(is_share).tolist():
        if is_sum(ground, place):
            _add_share_sum(ground, entries, place)


def _add_sums(entries: _Entries, law: Ints, whole: Ints, parts: tuple[Ints, Ints], chosen: Flags, sign: float) -> None:
    """Add sign · (Σ parts − whole) ≤ 0 for the chosen divisions."""
    number = np.cumsum(chosen) - 1
    row, column = parts
    inside = chosen[row]
    picked = np.flatnonzero(chosen)
    entries.add(
        law[picked],
        np.concatenate([number[row[inside]], np.arange(len(picked))]),
        np.concatenate([column[inside], whole[picked]]),
        np.concatenate([np.full(int(inside.sum()), sign), np.full(len(picked), -sign)]),
        np.zeros(len(picked)),
    )


def _add_share_sum(ground: Ground, entries: _Entries, place: int) -> None:
    law = division_law(ground, place)
    number = entries.laws_for(DIVISION, np.array([place]), np.array([place]))
    columns = ground.universe.find(np.array([key for _, key in law.terms], dtype=ground.universe.keys.dtype))
    known = columns[columns >= 0]
    row, ones, limit = np.zeros(len(known), dtype=np.int64), np.ones(len(known)), np.array([float(law.constant)])
    entries.add(number, row, known, ones, limit)
    if law.op == "=" and len(known) == len(columns):
        entries.add(number, row, known, -ones, -limit)


def _within(ground: Ground, entries: _Entries) -> None:
    """Add a known quantity against each one step wider that no division binds it to: overlapping parts."""
    lattice, universe = ground.lattice, ground.universe
    stratum = lattice.stratum(universe.keys).astype(np.int64)
    sums = np.array([s.sums and s.measure.kind != "share" for s in lattice.strata], dtype=bool)
    chosen = np.flatnonzero(universe.below & sums[stratum])
    for axis in lattice.axes:
        overlapping = np.array([p.overlapping for p in axis.partitions] + [True], dtype=bool)
        wider, has = lattice.up(universe.keys[chosen], axis)
        member = axis.at(universe.keys[chosen]).astype(np.int64)
        alone = has.copy()
        for slot in axis.slots:
            alone &= overlapping[slot[member]]  # slot -1 is the added True: no such partition
        part, whole = chosen[alone], universe.find(wider[alone])
        law = entries.laws_for(WITHIN, part, whole)
        row = np.tile(np.arange(len(part)), 2)
        factors = np.repeat([1.0, -1.0], len(part))
        entries.add(law, row, np.concatenate([part, whole]), factors, np.zeros(len(part)))


def _shares(ground: Ground, entries: _Entries) -> Ints:
    numbers = np.arange(len(ground.shares))
    law = entries.laws_for(SHARE, numbers, numbers)
    kind = ground.universe.keys.dtype
    keys = [[share.share or 0, share.terms[0][1], share.terms[1][1]] for share in ground.shares]
    columns = [ground.universe.find(np.array([k[i] for k in keys], dtype=kind)) for i in range(3)]
    return np.column_stack([*columns, law]).astype(np.int64)


def _arranged(ground: Ground, entries: _Entries, shares: Ints) -> System:
    """Find the components and bring columns and rows into their order."""
    size = len(ground.universe.keys)
    row, column = _joined(entries.row, np.int64), _joined(entries.column, np.int64)
    label = _components(size, entries.count, (row, column), shares, _fed_places(ground))
    of_column, of_row, of_share = label[:size], label[size : size + entries.count], label[shares[:, 0]]
    order = order_of(of_column)
    new_column = np.empty(size, dtype=np.int64)
    new_column[order] = np.arange(size)
    row_order = order_of(of_row)
    new_row = np.empty(entries.count, dtype=np.int64)
    new_row[row_order] = np.arange(entries.count)
    by_row = np.lexsort((new_column[column], new_row[row]))
    rows = Rows(
        np.concatenate([[0], np.cumsum(np.bincount(new_row[row], minlength=entries.count))]).astype(np.int64),
        new_column[column][by_row],
        _joined(entries.factor, np.float64)[by_row],
        _joined(entries.limits, np.float64)[row_order],
        _joined(entries.strict, np.bool_)[row_order],
        _joined(entries.law, np.int64)[row_order],
    )
    floored = np.array([stratum.floored for stratum in ground.lattice.strata], dtype=bool)
    floors = np.where(floored[ground.lattice.stratum(ground.universe.keys[order]).astype(np.int64)], 0.0, -np.inf)
    share_order = order_of(of_share)
    arranged = shares[share_order].copy()
    arranged[:, :3] = new_column[arranged[:, :3]]
    count = int(label.max(initial=-1)) + 1
    laws = np.concatenate(entries.laws) if entries.laws else np.zeros((0, 3), dtype=np.int64)
    begins = [_begins(part, count) for part in (of_column[order], of_row[row_order], of_share[share_order])]
    return System(ground, order, floors, rows, arranged, laws, *begins)


def _fed_places(ground: Ground) -> Ints:
    """Return the places of levels and of the inflows that feed them, two columns."""
    fed = fed_of(ground)
    pairs = [(key, flow) for key, (_, flow) in sorted(fed.items())]
    keys = np.array(pairs, dtype=ground.universe.keys.dtype).reshape(-1, 2)
    return np.column_stack([ground.universe.find(keys[:, i]) for i in (0, 1)])


def _components(size: int, count: int, entries: tuple[Ints, Ints], shares: Ints, fed: Ints) -> Ints:
    """Return the component of each column and of each row; components are numbered by their first column."""
    row, column = entries
    one = np.concatenate([row + size, shares[:, 0], shares[:, 0], fed[:, 0]])
    other = np.concatenate([column, shares[:, 1], shares[:, 2], fed[:, 1]])
    label = connect(np.arange(size + count), one, other)
    _, first, place = np.unique(label, return_index=True, return_inverse=True)
    rank = np.empty(len(first), dtype=np.int64)
    rank[np.argsort(first, kind="stable")] = np.arange(len(first))
    return np.asarray(rank[place], dtype=np.int64)


def _begins(labels: Ints, count: int) -> Ints:
    return np.searchsorted(labels, np.arange(count + 1)).astype(np.int64)


def _joined(parts: list[np.ndarray], kind: type) -> np.ndarray:
    return np.concatenate(parts).astype(kind) if parts else np.zeros(0, dtype=kind)
