"""Connected components of clashes without looking at pairs.

Time is cut into *cells*. Every claim holds a run of cells with its low end and a run with its high end; a claim `i`
clashes with a claim `j` exactly when the low run of `i` and the high run of `j` share a cell and `low[i] > high[j]`.
In one cell all claims whose low end exceeds the least high end, or whose high end is below the greatest low end,
belong to one component: the two claims with these extreme ends clash with all of them. So a claim is in a clash if an
extreme of one of its cells says so, and components are joined over cells: O((claims + cells) log cells) for finding
the claims in clashes, and at most cells for each different run when they are joined.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from reconcile.solver.comparable import Flags, Floats, Ints

_CHUNK = 1 << 20
"""Cells looked at together."""


@dataclass(frozen=True)
class Runs:
    """Runs of cells, first and last; a run whose first is behind its last is empty."""

    first: Ints
    last: Ints

    def take(self, chosen: Flags | Ints) -> Runs:
        """Return the runs that a mask or an array of positions chooses."""
        return Runs(self.first[chosen], self.last[chosen])


def label(low: Floats, high: Floats, low_runs: Runs, high_runs: Runs, count: int) -> Ints:
    """Return the component of each claim as the first of the component's cells in clash, -1 where it is in none.

    `count` is the number of cells. All arrays have one entry per claim.
    """
    if not len(low):
        return np.zeros(0, dtype=np.int64)
    greatest_low = cover(low, low_runs, count)
    least_high = -cover(-high, high_runs, count)
    raised = least(least_high, low_runs) < low
    lowered = -least(-greatest_low, high_runs) > high
    in_clash = np.flatnonzero(greatest_low > least_high)
    labels = np.arange(len(in_clash))
    cell_of = np.concatenate([np.cumsum(greatest_low > least_high), [0]])  # cells in clash up to here
    of_raised, labels = _join(labels, _narrow(low_runs.take(raised), cell_of), low[raised], least_high[in_clash])
    below = _narrow(high_runs.take(lowered), cell_of)
    of_lowered, labels = _join(labels, below, -high[lowered], -greatest_low[in_clash])
    cell = np.full((2, len(low)), -1, dtype=np.int64)
    cell[0, raised], cell[1, lowered] = of_raised, of_lowered
    both = raised & lowered
    labels = connect(labels, cell[0, both], cell[1, both])
    either = np.where(raised, cell[0], cell[1])
    return np.where(either >= 0, in_clash[labels[either]] if len(in_clash) else -1, -1)


def cover(values: Floats, runs: Runs, count: int) -> Floats:
    """Return for each of `count` cells the greatest value of the runs that hold it, -inf where none does."""
    level, first, second = _blocks(runs)
    present = np.flatnonzero(level >= 0)
    cells = np.full(count, -np.inf)
    for power in range(int(level.max(initial=0)), -1, -1):
        step = 1 << power
        wide, cells = cells, cells.copy()
        # A block of 2·step cells that starts at p is the blocks of step cells at p and p + step.
        if step < count:
            np.maximum(cells[step:], wide[:-step], out=cells[step:])
        here = present[level[present] == power]
        np.maximum.at(cells, first[here], values[here])
        np.maximum.at(cells, second[here], values[here])
    return cells


def least(cells: Floats, runs: Runs) -> Floats:
    """Return for each run the least value of the cells it holds, inf where it is empty."""
    level, first, second = _blocks(runs)
    found = np.full(len(level), np.inf)
    blocks = cells
    for power in range(int(level.max(initial=0)) + 1):
        here = np.flatnonzero(level == power)
        found[here] = np.minimum(blocks[first[here]], blocks[second[here]])
        step = 1 << power
        blocks = np.minimum(blocks[:-step], blocks[step:]) if step < len(blocks) else blocks
    return found


def _blocks(runs: Runs) -> tuple[Ints, Ints, Ints]:
    """Return each run as two blocks of 2**level cells, by their starts; level -1 where it is empty."""
    length = runs.last - runs.first + 1
    # frexp gives length = m · 2**e with m in [0.5, 1): the greatest power of two within it is 2**(e - 1).
    level = np.where(length > 0, np.frexp(np.maximum(length, 1).astype(np.float64))[1] - 1, -1).astype(np.int64)
    second = runs.last - np.left_shift(1, np.maximum(level, 0)) + 1
    return level, runs.first, second


def _narrow(runs: Runs, up_to: Ints) -> Runs:
    """Return runs in terms of the cells in clash alone; `up_to[c]` counts these up to and with cell c."""
    return Runs(up_to[runs.first - 1], up_to[runs.last] - 1)


def _join(labels: Ints, runs: Runs, ends: Floats, bars: Floats) -> tuple[Ints, Ints]:
    """Join, for every claim, the cells of its run whose bar is below its end.

    Returns one such cell per claim, and the labels of all cells. Claims with equal runs are joined by the highest
    end among them: its cells hold theirs.
    """
    if not len(ends):
        return np.zeros(0, dtype=np.int64), labels
    order = np.lexsort((-ends, runs.last, runs.first))
    first, last = runs.first[order], runs.last[order]
    is_new = np.concatenate([[True], (first[1:] != first[:-1]) | (last[1:] != last[:-1])])
    lead = np.flatnonzero(is_new)
    chosen = first[lead].copy()
    for part in _portions(last[lead] - first[lead] + 1):
        run, cell = _expand(first[lead[part]], last[lead[part]])
        hit = bars[cell] < ends[order[lead[part]]][run]
        run, cell = run[hit], cell[hit]
        follows = run[1:] == run[:-1]
        labels = connect(labels, cell[:-1][follows], cell[1:][follows])
        chosen[part] = cell[np.concatenate([[True], ~follows])]
    found = np.empty(len(ends), dtype=np.int64)
    found[order] = chosen[np.cumsum(is_new) - 1]
    return found, labels


def _portions(lengths: Ints) -> Iterator[slice]:
    """Yield slices of runs that hold about _CHUNK cells each, so that memory stays bounded."""
    portion = np.cumsum(lengths) // _CHUNK
    edges = [0, *(np.flatnonzero(np.diff(portion)) + 1).tolist(), len(lengths)]
    yield from (slice(start, stop) for start, stop in pairwise(edges))


def _expand(first: Ints, last: Ints) -> tuple[Ints, Ints]:
    """Return every cell of every run: the run's position, and the cell."""
    lengths = last - first + 1
    run = np.repeat(np.arange(len(first)), lengths)
    start = np.cumsum(lengths) - lengths
    return run, np.arange(len(run)) - start[run] + first[run]


def connect(labels: Ints, one: Ints, other: Ints) -> Ints:
    """Return labels in which `one[i]` and `other[i]` have the same; each label is the least node it stands for."""
    labels = labels.copy()
    while len(one):
        here, there = labels[one], labels[other]
        differ = here != there
        if not differ.any():
            break
        one, other, here, there = one[differ], other[differ], here[differ], there[differ]
        np.minimum.at(labels, np.maximum(here, there), np.minimum(here, there))
        while True:
            deeper = labels[labels]
            if (deeper == labels).all():
                break
            labels = deeper
    return labels


def groups(labels: Ints) -> Iterator[Ints]:
    """Yield the positions of each component, smallest label first; labels below 0 are in none."""
    inside = np.flatnonzero(labels >= 0)
    order = inside[np.argsort(labels[inside], kind="stable")]
    edges = np.flatnonzero(np.diff(labels[order])) + 1
    yield from (part for part in np.split(order, edges) if len(part))
