"""How far the share of one quantity in another can go, in floats: the same as for one quantity once all is divided."""

from __future__ import annotations

import numpy as np

from reconcile.solver.comparable import Floats, Ints
from reconcile.solver.sets.feasible import Support
from reconcile.solver.sets.reach import Reach, Reaching
from reconcile.solver.sets.rows import Rows

HUNDRED = 100.0


def reach_of_ratio(
    reaching: Reaching, rows: Rows, ends: tuple[Floats, Floats], places: tuple[int, ...]
) -> tuple[Reach | None, Reach | None]:
    """Return how far the share of one column in another goes, in percent; `places` holds part and whole.

    Every column is divided by the whole, so that the whole is 1 and limits are multiples of one over it, which is a
    column of its own, the last (Charnes and Cooper 1962). Raises Impossible, Gave.
    """
    low, high = ends
    part, whole = places
    above, below = np.flatnonzero(np.isfinite(high)), np.flatnonzero(np.isfinite(low) & (low != 0))
    lows, highs = np.where(low == 0, 0.0, -np.inf), np.full(len(low), np.inf)
    lows[whole] = highs[whole] = 1.0
    lows, highs = np.append(lows, 0.0), np.append(highs, np.inf)
    down, up = reaching.both_ways(_divided(rows, ends, above, below), lows, highs, part)
    return _undone(down, len(rows), above, below), _undone(up, len(rows), above, below)


def _divided(rows: Rows, ends: tuple[Floats, Floats], above: Ints, below: Ints) -> Rows:
    """Return the rows divided by the whole, then the high ends of columns and the low ends that are not 0, as rows."""
    scale, count = len(ends[0]), len(rows)
    limited = np.flatnonzero(rows.limits)
    high_row = count + np.arange(len(above))
    low_row = count + len(above) + np.arange(len(below))
    entries = [
        (rows.entry_rows, rows.columns, rows.factors),
        (limited, np.full(len(limited), scale), -rows.limits[limited]),
        (high_row, above, np.ones(len(above))),
        (high_row, np.full(len(above), scale), -ends[1][above]),
        (low_row, below, -np.ones(len(below))),
        (low_row, np.full(len(below), scale), ends[0][below]),
    ]
    row, column, factor = (np.concatenate([entry[i] for entry in entries]) for i in range(3))
    order = np.argsort(row, kind="stable")
    order = order[factor[order] != 0]
    total = count + len(above) + len(below)
    return Rows(
        np.concatenate([[0], np.cumsum(np.bincount(row[order], minlength=total))]).astype(np.int64),
        column[order].astype(np.int64),
        factor[order],
        np.zeros(total),
        np.zeros(total, dtype=bool),
        np.full(total, -1),
    )


def _undone(reach: Reach | None, count: int, above: Ints, below: Ints) -> Reach | None:
    """Return what was reached in percent, held by rows and ends of the columns as they were."""
    if reach is None:
        return None
    held = reach.support.rows
    highs = above[held[(held >= count) & (held < count + len(above))] - count]
    lows = below[held[held >= count + len(above)] - count - len(above)]
    return Reach(HUNDRED * reach.value, Support(held[held < count], lows, highs))
