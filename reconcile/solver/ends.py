"""Ends of readings in their exact order: floats first, fractions wherever floats come too close to tell.

Open ends count: [1650, 1750) lies wholly below [1750, 1850). Counts are tightened to whole numbers.
"""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

import numpy as np

from reconcile.models import Claims
from reconcile.solver.comparable import Compared, Flags, Floats, Ints

CLOSE = 4.0
"""Ends nearer than this many float spacings are compared as fractions."""
SAFE = 2.0**53
"""Whole numbers below this are exact as floats."""
_ROOM = 1 << 20
"""Ranks kept free behind each float, for ends that only fractions can tell apart."""

End = tuple[Fraction, int]
"""An end as a sortable value: the number, then -1 just below it, 0 at it, 1 just above it."""


def low_end(reading: Any, whole: bool) -> End | None:
    """Return the exact low end of a reading to compare by, None where it is endless."""
    if reading.low is None:
        return None
    if whole:
        return Fraction(math.floor(reading.low) + 1 if reading.low_open else math.ceil(reading.low)), 0
    return reading.low, int(reading.low_open)


def high_end(reading: Any, whole: bool) -> End | None:
    """Return the exact high end of a reading to compare by, None where it is endless."""
    if reading.high is None:
        return None
    if whole:
        return Fraction(math.ceil(reading.high) - 1 if reading.high_open else math.floor(reading.high)), 0
    return reading.high, -int(reading.high_open)


def are_disjoint(lower: Any, lower_whole: bool, higher: Any, higher_whole: bool) -> bool:
    """Say whether every value of one reading lies below every value of the other, exactly."""
    high, low = high_end(lower, lower_whole), low_end(higher, higher_whole)
    return high is not None and low is not None and high < low


def suspects(compared: Compared) -> Flags:
    """Say which claims stand in a quantity whose readings may not all meet, whatever their times.

    A superset: in one dimension a quantity has a clash exactly when its highest low end exceeds its lowest high end.
    """
    return apart(compared.quantity, compared.lo, compared.hi)


def apart(quantity: Ints, low: Floats, high: Floats) -> Flags:
    """Say the same of bare quantities and ends."""
    if not len(quantity):
        return np.zeros(0, dtype=bool)
    size = int(quantity.max()) + 1
    highest, lowest = np.full(size, -np.inf), np.full(size, np.inf)
    np.maximum.at(highest, quantity, low)
    np.minimum.at(lowest, quantity, high)
    unsafe = np.zeros(size, dtype=bool)
    unsafe[quantity[~_is_safe(low) | ~_is_safe(high)]] = True
    return np.asarray(((highest > lowest) | (unsafe & _close(lowest, highest)))[quantity], dtype=bool)


def exact_order(claims: Claims, compared: Compared) -> tuple[Floats, Floats]:
    """Return low and high ends as ranks, exact as floats: one claim's low rank exceeds another claim's high rank in
    the same quantity exactly when their readings are disjoint, the first above the second."""
    c = compared
    ends, owner = np.concatenate([c.lo, c.hi]), np.concatenate([c.quantity, c.quantity])
    order = np.lexsort((ends, owner))
    values, owners = ends[order], owner[order]
    same_owner = owners[1:] == owners[:-1]
    is_new = np.concatenate([[True], ~same_owner | (values[1:] > values[:-1])])
    ranks = np.cumsum(is_new) * _ROOM
    doubtful = np.concatenate([[False], same_owner & _close(values[:-1], values[1:]) & ~_both_safe(values)])
    is_low = order < len(c)
    for start, stop in _clusters(doubtful):
        inside = slice(start, stop)
        if is_low[inside].any() and not is_low[inside].all():
            ranks[inside] = ranks[start] + _exact_ranks(claims, c, order[inside])
    found = np.empty(len(ends), dtype=np.float64)
    found[order] = ranks
    return found[: len(c)], found[len(c) :]


def _exact_ranks(claims: Claims, compared: Compared, ends: Ints) -> Ints:
    """Return the order of a few ends (positions in low ends followed by high ends), equal ones with equal rank."""
    wholes = claims.column("whole")
    known: dict[tuple[int, bool, bool], End] = {}
    keys: list[tuple[int, bool, bool]] = []
    size = len(compared)
    for end in ends.tolist():
        row, is_low = int(compared.rows[end % size]), end < size
        reading, whole = claims.reading_at(row), bool(wholes[row])
        key = (id(reading), whole, is_low)  # equal texts share one reading, so most are looked at once
        if key not in known:
            known[key] = _known_end(reading, whole, is_low)
        keys.append(key)
    rank = {end: i for i, end in enumerate(sorted(set(known.values())))}
    return np.array([rank[known[key]] for key in keys], dtype=np.int64)


def _known_end(reading: Any, whole: bool, is_low: bool) -> End:
    end = low_end(reading, whole) if is_low else high_end(reading, whole)
    if end is None:
        raise ValueError("an endless end has no neighbour to be compared with")
    return end


def _clusters(doubtful: Flags) -> list[tuple[int, int]]:
    """Return the runs of ends that are each too close to the one before: (first, behind the last)."""
    edges = np.diff(np.concatenate([[False], doubtful, [False]]).astype(np.int8))
    starts, stops = np.flatnonzero(edges == 1) - 1, np.flatnonzero(edges == -1)
    return list(zip(starts.tolist(), stops.tolist(), strict=True))


def _is_safe(values: Floats) -> Flags:
    return np.asarray(~np.isfinite(values) | ((np.abs(values) < SAFE) & (values == np.floor(values))), dtype=bool)


def _both_safe(values: Floats) -> Flags:
    safe = _is_safe(values)
    return safe[1:] & safe[:-1]


def _close(lower: Floats, higher: Floats) -> Flags:
    """Say whether two ends are within a few float spacings of each other; endless ones never are."""
    finite = np.isfinite(lower) & np.isfinite(higher)
    low, high = np.where(finite, lower, 0.0), np.where(finite, higher, 1e300)
    return np.asarray(finite & (np.abs(high - low) <= CLOSE * np.spacing(np.maximum(np.abs(low), np.abs(high)))))
