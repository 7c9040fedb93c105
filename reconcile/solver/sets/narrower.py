"""What narrower rules find already: clashes of values and broken single laws."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from reconcile.models import Claims
from reconcile.solver.comparable import Flags, row_with
from reconcile.solver.laws.conflicts import conflicts_of
from reconcile.solver.values.clashes import Components, conflicts, contradictions, falls, meeting_clashes
from reconcile.solver.values.pairs import Pairs

Narrow = tuple[frozenset[str], float]
"""Claims that exclude each other, and by how much."""


def narrower_conflicts(claims: Claims, inside: Flags) -> Iterator[Narrow]:
    """Yield every pair of clashing claims and every set of claims that breaks one law, among some rows."""
    for conflict in conflicts_of(claims):
        for needed in conflict.sets or (conflict.breach.claims(),):
            rows = (row_with(claims, claim) for claim in needed)
            if any(row is not None and inside[row] for row in rows):
                yield needed, float(conflict.breach.gap[0])
    for found, is_fall in (
        (contradictions(claims), False),
        (conflicts(claims), False),
        (falls(claims), True),
        (meeting_clashes(claims, ("event",)), False),
    ):
        yield from _pairs(claims, found, inside, is_fall)


def _pairs(claims: Claims, found: Components, inside: Flags, is_fall: bool) -> Iterator[Narrow]:
    names = claims.column("claim")
    chosen = [members for members in found.members if inside[found.compared.rows[members]].any()]
    every = Pairs(claims, found.compared, chosen, falls=is_fall)
    for number in range(len(chosen)):
        pairs = every.of(number)
        gaps = np.nan_to_num(pairs.gap).tolist()
        for one, other, gap in zip(pairs.higher.tolist(), pairs.lower.tolist(), gaps, strict=True):
            yield frozenset((str(names[one]), str(names[other]))), gap
