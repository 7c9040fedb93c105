"""Which laws can matter where only a few claims are made: the others can always be satisfied."""

from __future__ import annotations

import numpy as np

from reconcile.solver.comparable import Flags, Floats, Ints
from reconcile.solver.sets.components import ROUNDS, hand_on
from reconcile.solver.sets.rows import Rows

MOST_CROSSED = 10
"""Places at which a large system is looked at, before ends are handed on anew."""


def relevant_rows(rows: Rows, claimed: Flags, floored: Flags, tied: Flags | None = None) -> Ints:
    """Return the rows that remain when every unclaimed column that can give way is taken out.

    A column that nothing limits from above makes every row that it relieves hold; one that only adds, and may be 0,
    leaves its rows; one that stands in a single equation leaves that equation an inequality. The rest can be
    satisfied exactly when all can. A row that only takes away from 0 always holds. Columns that are `tied` to something
    else than these rows stay in their equations.
    """
    alive, used = np.ones(len(rows), dtype=bool), np.ones(len(rows.columns), dtype=bool)
    entry_rows, law = rows.entry_rows, rows.law
    size = len(claimed)
    while True:
        here = np.flatnonzero(used & alive[entry_rows])
        column, row, adds = rows.columns[here], entry_rows[here], rows.factors[here] > 0
        above = np.bincount(column, adds, size)
        below = np.bincount(column, ~adds, size)
        relieves = ~claimed & (above == 0) & (below > 0)
        sinks = ~claimed & (below == 0) & (above > 0) & ~floored
        equal = ~claimed & (above == 1) & (below == 1)
        if tied is not None:
            equal &= ~tied
        upper, lower = np.full(size, -1), np.full(size, -2)
        upper[column[adds]], lower[column[~adds]] = law[row[adds]], law[row[~adds]]
        equal &= upper == lower
        idle = np.bincount(row, adds | ~floored[column], len(rows)) == 0
        idle &= alive & (rows.limits >= 0) & ~rows.strict
        alive[idle] = False
        if idle.any():
            continue
        dead = row[relieves[column] | sinks[column] | (equal[column] & ~adds)]
        gone = here[(~claimed & floored & (below == 0))[column]]
        if not len(dead) and not len(gone):
            break
        alive[dead] = False
        used[gone] = False
    return np.flatnonzero(alive)


def nearest_rows(rows: Rows, start: Ints, most: int) -> Ints:
    """Return rows and those that share a column with them, ring by ring, as long as they are at most `most`."""
    entry_rows = rows.entry_rows
    inside = np.zeros(len(rows), dtype=bool)
    inside[start] = True
    near = np.zeros(int(rows.columns.max(initial=-1)) + 1, dtype=bool)
    while True:
        near[rows.columns[inside[entry_rows]]] = True
        wider = inside.copy()
        wider[entry_rows[near[rows.columns]]] = True
        if wider.sum() > most or (wider == inside).all():
            return np.flatnonzero(inside)
        inside = wider


def rows_near_contradictions(rows: Rows, low: Floats, high: Floats, most: int) -> list[Ints]:
    """Return at most `most` rows around each column whose ends contradict each other first as they are handed on.

    None where handing ends on shows no contradiction; of many columns the first few.
    """
    low, high = low.copy(), high.copy()
    entries = rows.entry_rows, rows.columns, rows.factors, rows.limits
    for _ in range(ROUNDS):
        if not len(hand_on(entries, low, high)) or (low > high).any():
            break
    found: list[Ints] = []
    crossed = np.flatnonzero(low > high)
    while len(crossed) and len(found) < MOST_CROSSED:
        near = nearest_rows(rows, np.unique(entries[0][rows.columns == crossed[0]]), most)
        inside = np.zeros(len(rows), dtype=bool)
        inside[near] = True
        crossed = np.setdiff1d(crossed, rows.columns[inside[entries[0]]])
        found.append(near)
    return found
