"""Pairs within many small groups at once, so that a group costs its pairs and no calls of its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np

from reconcile.solver.comparable import Ints

SMALL = 50
"""Members up to which all pairs of a group are looked at together with those of other groups."""
AT_ONCE = 1 << 18
"""Pairs looked at together."""


def portions(groups: Sequence[Ints]) -> Iterator[slice]:
    """Yield runs of groups that have about AT_ONCE pairs each, so that memory stays bounded."""
    if not groups:
        return
    size = np.array([len(group) for group in groups], dtype=np.int64)
    portion = np.cumsum(size * size) // AT_ONCE
    edges = [0, *(np.flatnonzero(np.diff(portion)) + 1).tolist(), len(groups)]
    yield from (slice(start, stop) for start, stop in pairwise(edges))


def pairs_within(sizes: Ints) -> tuple[Ints, Ints]:
    """Return all ordered pairs of positions that stand in one group; groups of `sizes` follow each other.

    In the order of the first, then of the second; each position also pairs with itself.
    """
    starts = np.cumsum(sizes) - sizes
    own = np.repeat(sizes, sizes)
    one = np.repeat(np.arange(len(own)), own)
    first = np.repeat(np.repeat(starts, sizes), own)
    step = np.arange(len(one)) - np.repeat(np.cumsum(own) - own, own)
    return one, first + step
