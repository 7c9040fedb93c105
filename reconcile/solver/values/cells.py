"""Time cut into cells, so that claims that may clash are those whose runs of cells share one."""

from __future__ import annotations

import numpy as np

from reconcile.solver.comparable import Compared, Ints, stretches
from reconcile.solver.sweep import Runs


def meeting_runs(compared: Compared, owner: Ints) -> tuple[Runs, int]:
    """Return the cells of each claim's stretch of days, and how many cells there are; not for flows.

    `owner` says which claims are one quantity. Cells begin at first days, the only days on which an overlap can begin.
    """
    return _cells(owner, *stretches(compared))


def falling_runs(compared: Compared, owner: Ints) -> tuple[Runs, Runs, int]:
    """Return for totals so far with a time: the cells after each claim, those up to it, and how many there are.

    A cell is a day to which some claim of the owner counts. A total is broken when one of the cells after it is among
    those up to a lower one.
    """
    c = compared
    until, count = _cells(owner, c.last, c.last)
    within = _cells(owner, c.last, c.last + c.keeps)[0].last
    size = int(owner.max(initial=-1)) + 1
    begin, end = np.full(size, count, dtype=np.int64), np.full(size, -1, dtype=np.int64)
    np.minimum.at(begin, owner, until.first)
    np.maximum.at(end, owner, until.first)
    return Runs(within + 1, end[owner]), Runs(begin[owner], until.first), count


def _cells(owner: Ints, first: Ints, last: Ints) -> tuple[Runs, int]:
    """Cut each owner's time at every first day; return the cells from `first` to `last`, and their number."""
    size = len(owner)
    days, owners = np.concatenate([first, last]), np.concatenate([owner, owner])
    order = np.lexsort((np.repeat([0, 1], size), days, owners))
    starts = np.flatnonzero(order < size)
    at, of = days[order][starts], owners[order][starts]
    is_new = np.concatenate([[True], (at[1:] != at[:-1]) | (of[1:] != of[:-1])])[: len(starts)]
    begins = np.zeros(2 * size, dtype=np.int64)
    begins[starts[is_new]] = 1
    cell = np.empty(2 * size, dtype=np.int64)
    cell[order] = np.cumsum(begins) - 1
    return Runs(cell[:size], cell[size:]), int(begins.sum())
