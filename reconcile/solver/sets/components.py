"""Which components of laws may hold a contradiction: floats clear most of them without solving anything.

Every claim is taken as if it bound always, so a component that is cleared is free of contradictions on every day.
Bounds are handed through the laws until nothing changes; then a component is clear where its least values fit every
law (they do where each law has at most one term that limits), or where its laws form a tree, since there bounds that
fit each law fit together.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from reconcile.models.ordering import order_of
from reconcile.solver.comparable import Flags, Floats, Ints
from reconcile.solver.ends import SAFE
from reconcile.solver.sets.feasible import Floating, Gave
from reconcile.solver.sets.rows import Rows
from reconcile.solver.sets.system import System
from reconcile.solver.sets.windows import Windows

ROUNDS = 40
"""How often bounds are handed on before a component counts as not settled."""
NEGLIGIBLE = 1e-9
"""Changes and excesses up to this, relative to the numbers, are those of float sums."""


@dataclass(frozen=True)
class Suspects:
    """Components that a solver has to look at, and the claims of every component."""

    empty: Ints
    """Components in which bounds contradict each other, every claim taken as if it bound always."""
    open: Ints
    """Components in which nothing is sure yet."""
    claims: Ints
    """Positions in the windows, components together."""
    claims_at: Ints
    """Where each component's claims begin, and the end."""
    columns: Ints
    """Column of each claim, by its position in the windows."""
    low: Floats
    """Highest low end claimed of each column, every claim taken as if it bound always."""
    high: Floats
    """Lowest high end, likewise."""


def suspects_of(system: System, windows: Windows) -> Suspects:
    """Return the components with two laws or more and a claim that floats cannot clear."""
    columns = columns_of_claims(system)[windows.place]
    component = np.searchsorted(system.columns_at, columns, side="right") - 1
    order = order_of(component)
    claims_at = np.searchsorted(component[order], np.arange(len(system) + 1)).astype(np.int64)
    laws = _laws_in(system)
    worth = (laws >= 2) & (np.diff(claims_at) > 0)
    low, high = _always(system, windows, columns)
    rows = _with_shares(system, low, high)
    empty, clear = settled(system, rows, (low, high), worth)
    still_open = np.flatnonzero(worth & ~empty & ~clear)
    return Suspects(np.flatnonzero(worth & empty), still_open, order, claims_at, columns, low, high)


def without_those_that_fit(system: System, suspects: Suspects, floating: Floating) -> list[int]:
    """Return the components in doubt that HiGHS does not clear either, every claim taken as if it bound always."""
    found = suspects.empty.tolist()
    for component in suspects.open.tolist():
        begin, end = (int(system.columns_at[component + i]) for i in (0, 1))
        first, last = (int(system.rows_at[component + i]) for i in (0, 1))
        rows, low, high = system.rows.part(first, last, begin), suspects.low[begin:end], suspects.high[begin:end]
        shares = system.shares[system.shares_at[component] : system.shares_at[component + 1]]
        if len(shares):
            moved = np.column_stack([shares[:, :3] - begin, shares[:, 3]])
            rows = joined(rows, share_rows(moved, low, high))
        try:
            fits = floating.is_possible(rows, low, high)
        except Gave:
            fits = False
        if not fits:
            found.append(component)
    return sorted(found)


def columns_of_claims(system: System) -> Ints:
    """Return the column of each claimed key."""
    universe = system.ground.universe
    column = np.empty(len(system.places), dtype=np.int64)
    column[system.places] = np.arange(len(system.places))
    found = np.zeros(len(system.ground.lattice.keys), dtype=np.int64)
    has = universe.own >= 0
    found[universe.own[has]] = column[has]
    return found


def _laws_in(system: System) -> Ints:
    """Return how many laws each component has."""
    component = np.searchsorted(system.rows_at, np.arange(len(system.rows)), side="right") - 1
    pairs = np.unique(np.column_stack([component, system.rows.law]), axis=0)
    return np.asarray(np.bincount(pairs[:, 0], minlength=len(system)) + np.diff(system.shares_at), dtype=np.int64)


def _always(system: System, windows: Windows, columns: Ints) -> tuple[Floats, Floats]:
    low, high = system.floors.copy(), np.full(len(system.floors), np.inf)
    np.maximum.at(low, columns, windows.low)
    np.minimum.at(high, columns, windows.high)
    return low, high


def share_rows(shares: Ints, low: Floats, high: Floats) -> Rows:
    """Return shares with their counts as rows: 100 · part ≤ high · whole, low · whole ≤ 100 · part.

    `low` and `high` are the ends of each column, that of the share being the factor.
    """
    share, part, whole, law = (shares[:, i] for i in range(4))
    above, below = np.isfinite(high[share]), np.isfinite(low[share]) & (low[share] > 0)
    columns = np.concatenate(
        [
            np.column_stack([part[above], whole[above]]).ravel(),
            np.column_stack([part[below], whole[below]]).ravel(),
        ]
    )
    hundred = np.full(len(share), 100.0)
    factors = np.concatenate(
        [
            np.column_stack([hundred[above], -high[share][above]]).ravel(),
            np.column_stack([-hundred[below], low[share][below]]).ravel(),
        ]
    )
    kept = factors != 0
    count = int(above.sum() + below.sum())
    row = np.repeat(np.arange(count), 2)[kept]
    starts = np.concatenate([[0], np.cumsum(np.bincount(row, minlength=count))]).astype(np.int64)
    return Rows(
        starts,
        columns[kept].astype(np.int64),
        factors[kept],
        np.zeros(count),
        np.zeros(count, dtype=bool),
        np.concatenate([law[above], law[below]]),
    )


def joined(one: Rows, other: Rows) -> Rows:
    """Return the rows of both."""
    if not len(other):
        return one
    return Rows(
        np.concatenate([one.starts, one.starts[-1] + other.starts[1:]]),
        np.concatenate([one.columns, other.columns]),
        np.concatenate([one.factors, other.factors]),
        np.concatenate([one.limits, other.limits]),
        np.concatenate([one.strict, other.strict]),
        np.concatenate([one.law, other.law]),
    )


def _with_shares(system: System, low: Floats, high: Floats) -> Rows:
    return joined(system.rows, share_rows(system.shares, low, high))


def settled(system: System, rows: Rows, ends: tuple[Floats, Floats], worth: Flags) -> tuple[Flags, Flags]:
    """Say of each component that is `worth` it whether its bounds contradict each other, and whether it is surely
    free of contradictions."""
    size = len(system)
    of_column = np.searchsorted(system.columns_at, np.arange(len(system.floors)), side="right") - 1
    chosen = worth[of_column[rows.columns[rows.starts[:-1]]]] if len(rows) else np.zeros(0, dtype=bool)
    entry_rows = rows.entry_rows
    entries = np.flatnonzero(chosen[entry_rows])
    if not len(entries):
        return np.zeros(size, dtype=bool), np.ones(size, dtype=bool)
    row, column, factor = entry_rows[entries], rows.columns[entries], rows.factors[entries]
    limits = rows.limits - rows.strict * 1e-6
    low, high = ends[0].copy(), ends[1].copy()
    moving = _handed_on((row, column, factor, limits), low, high, of_column)
    empty = np.zeros(size, dtype=bool)
    empty[of_column[low > high]] = True
    clear = _least_fits((row, column, factor, limits), low, high, of_column, size)
    return empty, clear | (~moving & _is_tree(system))


def _handed_on(entries: tuple[Ints, Ints, Floats, Floats], low: Floats, high: Floats, of_column: Ints) -> Flags:
    """Narrow `low` and `high` in place until nothing changes; say of each component whether something still does.

    Components that have come to rest, or whose ends contradict each other, are left alone from then on.
    """
    row, column, factor, limits = entries
    size = int(of_column.max(initial=-1)) + 1
    moving = np.zeros(size, dtype=bool)
    for _ in range(ROUNDS):
        changed = hand_on((row, column, factor, limits), low, high)
        moving = np.zeros(size, dtype=bool)
        moving[of_column[changed]] = True
        moving[of_column[changed[low[changed] > high[changed]]]] = False
        if not moving.any():
            break
        stays = moving[of_column[column]]
        if not stays.all():
            kept, row = np.unique(row[stays], return_inverse=True)
            column, factor, limits = column[stays], factor[stays], limits[kept]
    return moving


def hand_on(entries: tuple[Ints, Ints, Floats, Floats], low: Floats, high: Floats) -> Ints:
    """Narrow `low` and `high` once by every row, in place; return the columns that changed.

    `entries` are row, column and factor of each entry, and the limit of each row.
    """
    row, column, factor, limits = entries
    least = np.where(factor > 0, low[column], high[column]) * factor
    endless = ~np.isfinite(least)
    sums = np.bincount(row, np.where(endless, 0.0, least), len(limits))
    gaps = np.bincount(row, endless, len(limits))
    others = gaps[row] - endless
    room = limits[row] - (sums[row] - np.where(endless, 0.0, least))
    bound = np.where(others == 0, room / factor, np.inf)
    known = others == 0
    before_low, before_high = low.copy(), high.copy()
    up, down = known & (factor > 0), known & (factor < 0)
    np.minimum.at(high, column[up], bound[up])
    np.maximum.at(low, column[down], bound[down])
    return np.flatnonzero(_moved(before_low, low) | _moved(before_high, high))


def _moved(before: Floats, after: Floats) -> Flags:
    with np.errstate(invalid="ignore"):
        apart = np.abs(after - before)
        found = (before != after) & ~(apart <= NEGLIGIBLE * (1 + np.abs(after)))
    return np.asarray(found, dtype=bool)


def _least_fits(
    entries: tuple[Ints, Ints, Floats, Floats], low: Floats, high: Floats, of_column: Ints, size: int
) -> Flags:
    """Say of each component whether its least values (where endless, any allowed) satisfy every law."""
    row, column, factor, limits = entries
    values = np.where(np.isfinite(low), low, np.where(np.isfinite(high), high, 0.0))
    sums = np.bincount(row, values[column] * factor, len(limits))
    sizes = np.bincount(row, np.abs(values[column] * factor), len(limits))
    broken = sums > limits + np.where(sizes < SAFE, NEGLIGIBLE, 1.0) * (1 + sizes)
    fits = np.ones(size, dtype=bool)
    fits[of_column[column[broken[row]]]] = False
    fits[of_column[values > high]] = False
    return fits


def _is_tree(system: System) -> Flags:
    """Say of each component whether no two chains of laws tie the same quantities; shares are never trees."""
    columns, rows = np.diff(system.columns_at), system.rows
    component = np.searchsorted(system.rows_at, np.arange(len(rows)), side="right") - 1
    order = np.lexsort((-np.diff(rows.starts), rows.law))
    first = order[np.concatenate([[True], rows.law[order][1:] != rows.law[order][:-1]])] if len(order) else order
    laws = np.bincount(component[first], minlength=len(system))
    entries = np.bincount(component[first], np.diff(rows.starts)[first], len(system))
    return np.asarray((entries == columns + laws - 1) & (np.diff(system.shares_at) == 0), dtype=bool)
