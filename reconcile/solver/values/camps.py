"""Camps: the fewest groups of claims such that all claims of a group have a value in common."""

from __future__ import annotations

from bisect import bisect_left

import numpy as np

from reconcile.solver.comparable import Floats, Ints

FEW = 50
"""Claims up to which plain numbers are quicker than arrays."""


def camps(low: Floats, high: Floats) -> Ints:
    """Return the camp of each claim, from 1: the largest camp first, of equal ones that with the lower values.

    `low` and `high` are closed ends. Greedy piercing: the lowest high end not yet pierced is taken as a camp's value,
    and every claim that holds it joins. The claims that gave these values are pairwise disjoint, which proves that
    fewer camps cannot do. Words are camps of their own where low and high are their codes.
    """
    high = np.maximum(low, high)  # a reading narrower than floats can tell has its ends stepped past each other
    if len(low) <= FEW:
        return np.array(_few(low.tolist(), high.tolist()), dtype=np.int64)
    by_low = np.argsort(low, kind="stable")
    lows, next_high = low[by_low], np.minimum.accumulate(high[by_low][::-1])[::-1]
    points: list[float] = []
    rest = 0
    while rest < len(lows):
        points.append(float(next_high[rest]))
        rest = int(np.searchsorted(lows, points[-1], side="right"))
    # Points ascend, and a claim is pierced by the first one that is not below its low end.
    return _by_size(np.searchsorted(np.array(points), low, side="left") + 1, len(points))


def _few(low: list[float], high: list[float]) -> list[int]:
    """Return the same for a few claims, without arrays: most conflicts are that small."""
    by_low = sorted(range(len(low)), key=low.__getitem__)
    points: list[float] = []
    held: list[int] = []
    rest = 0
    while rest < len(by_low):
        points.append(min(high[place] for place in by_low[rest:]))
        before = rest
        while rest < len(by_low) and low[by_low[rest]] <= points[-1]:
            rest += 1
        held.append(rest - before)
    rank = {number: place for place, number in enumerate(sorted(range(len(points)), key=lambda n: -held[n]), start=1)}
    return [rank[bisect_left(points, end)] for end in low]


def _by_size(found: Ints, count: int) -> Ints:
    """Number camps anew, by size and then by value, which is the order they were found in."""
    sizes = np.bincount(found, minlength=count + 1)[1:]
    rank = np.empty(count + 1, dtype=np.int64)
    rank[0] = 0
    rank[1 + np.lexsort((np.arange(count), -sizes))] = np.arange(1, count + 1)
    return np.asarray(rank[found], dtype=np.int64)
