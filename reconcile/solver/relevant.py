"""Which laws can matter where only a few claims are made: the others can always be satisfied."""

from __future__ import annotations

import numpy as np

from reconcile.solver.comparable import Flags, Ints
from reconcile.solver.system import Rows


def relevant_rows(rows: Rows, claimed: Flags, floored: Flags) -> Ints:
    """Return the rows that remain when every unclaimed column that can give way is taken out.

    A column that nothing limits from above makes every row that it relieves hold; one that only adds, and may be 0,
    leaves its rows; one that stands in a single equation leaves that equation an inequality. The rest can be
    satisfied exactly when all can. A row that only takes away from 0 always holds.
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
