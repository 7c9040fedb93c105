"""The clashing pairs of one component: which are firm, how far apart they are, when the first clash is.

All pairs are looked at where a component holds few claims; of a large one, those of its outermost claims.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from reconcile.models import ENDLESS_PAST, Claims
from reconcile.solver.comparable import Compared, Flags, Floats, Ints, firm, firmly_later, later, meet

MOST = 600
"""Claims of a component whose pairs are all looked at."""
LISTED = 50
"""Up to this many claims, all clashing pairs are listed; above, this many, the widest ones."""


@dataclass(frozen=True)
class Clashing:
    """Clashing pairs, the widest first."""

    higher: Ints
    """Row in the claims table of the claim with the higher value (of a fall: the earlier claim)."""
    lower: Ints
    """Row of the claim with the lower value."""
    gap: Floats
    """Distance of the stated numbers that face each other."""
    relative: Floats
    """That distance over the sum of these numbers; nan where both are 0."""
    firm: Flags
    """Whether nothing softens the clash."""
    day: int | None
    """First day of the earliest clash, None where it has none."""
    complete: bool
    """Whether these are all the pairs of the component."""


def clashing_pairs(claims: Claims, compared: Compared, members: Ints, *, falls: bool = False) -> Clashing:
    """Return the clashing pairs among `members` (positions in `compared`)."""
    chosen = _outermost(compared, members)
    c = compared.take(chosen)
    one, other = all_pairs(len(c), lambda i, j: c.lo[i] > c.hi[j])
    when = later(c, one, other) if falls else meet(c, one, other)
    one, other = one[when], other[when]
    is_firm = (firmly_later if falls else firm)(c, one, other)
    gap, relative = distances(claims, c.rows[one], c.rows[other])
    begins = np.where(c.undated, ENDLESS_PAST, np.where(c.total, c.last, c.first))
    days = np.maximum(begins[one], begins[other])
    return _widest_first(Clashing(
        c.rows[one], c.rows[other], gap, relative, is_firm, _earliest(c, days), len(chosen) == len(members)
    ))


def _widest_first(pairs: Clashing) -> Clashing:
    order = np.lexsort((pairs.lower, pairs.higher, -pairs.gap))
    return Clashing(
        pairs.higher[order], pairs.lower[order], pairs.gap[order], pairs.relative[order], pairs.firm[order],
        pairs.day, pairs.complete,
    )


def _earliest(c: Compared, days: Ints) -> int | None:
    if not (len(days) and (c.level[0] or c.total[0] or c.flow[0])):
        return None
    day = int(days.min())
    return day if abs(day) < -ENDLESS_PAST else None


def all_pairs(size: int, is_wanted: Callable[[Ints, Ints], Flags]) -> tuple[Ints, Ints]:
    """Return the ordered pairs of `size` claims that `is_wanted` holds for."""
    one, other = (part.ravel() for part in np.indices((size, size)))
    wanted = is_wanted(one, other)
    return one[wanted], other[wanted]


def distances(claims: Claims, higher: Ints, lower: Ints) -> tuple[Floats, Floats]:
    """Return how far apart the stated numbers of pairs of rows are: in the measure's unit, and over their sum."""
    top, bottom = facing_low(claims, higher), facing_high(claims, lower)
    gap = np.maximum(top - bottom, 0.0)
    total = np.abs(top) + np.abs(bottom)
    return gap, np.divide(gap, total, out=np.full(len(gap), np.nan), where=total > 0)


def facing_low(claims: Claims, rows: Ints) -> Floats:
    """Return the printed number at the low end of each row; the end itself where none is printed."""
    return _facing(claims, rows, "stated_low", "low")


def facing_high(claims: Claims, rows: Ints) -> Floats:
    """Return the printed number at the high end of each row; the end itself where none is printed."""
    return _facing(claims, rows, "stated_high", "high")


def _facing(claims: Claims, rows: Ints, stated: str, end: str) -> Floats:
    numbers = claims.column(stated)[rows]
    ends = claims.column(end)[rows]
    return np.asarray(np.where(np.isnan(numbers), ends, numbers), dtype=np.float64)


def _outermost(compared: Compared, members: Ints) -> Ints:
    """Return at most MOST of the members: those with the highest low ends and the lowest high ends.

    Half of them are taken among claims that may clash firmly, so that softer claims hide no firm clash.
    """
    if len(members) <= MOST:
        return members
    share = MOST // 4
    sound = members[~(compared.loose | compared.reports)[members]]
    parts: list[Any] = []
    for some in (members, sound):
        parts.append(some[np.argsort(-compared.lo[some], kind="stable")[:share]])
        parts.append(some[np.argsort(compared.hi[some], kind="stable")[:share]])
    return np.unique(np.concatenate(parts))
