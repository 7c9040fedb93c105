"""Every quantity at or above a claimed one, and the widest that floats allow it to be, whatever the time.

Bottom-up, known parts give a least value; top-down, known wholes give a greatest one. Both only say which
laws are worth testing exactly: they take every claim as if it bound always, so no breach is missed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from reconcile.models import Claims
from reconcile.models.ordering import distinct, distinct_places
from reconcile.solver.comparable import TIMELESS, Flags, Floats, Ints, coded, holds
from reconcile.solver.ends import SAFE
from reconcile.solver.laws.lattice import Axis, Lattice, places

ROOM = 1e-9
"""Relative room left for float sums that are not of whole numbers."""


@dataclass(frozen=True)
class Divisions:
    """Every division of a quantity into parts of which something is known, as arrays of one length."""

    parent: Ints
    """Place of the divided quantity in the universe."""
    axis: Ints
    """Number of the dimension it is divided in."""
    partition: Ints
    """Number of the partition there."""
    low: Floats
    """Least sum of the known parts (of overlapping ones the highest low end)."""
    high: Floats
    """Greatest sum of the claimed parts."""
    claimed: Ints
    """How many of the parts have claims of their own."""


@dataclass(frozen=True)
class Universe:
    """Quantities at or above claimed ones, and those that laws name beside them, as arrays of one length."""

    lattice: Lattice
    keys: Ints
    """Sorted."""
    own: Ints
    """Place of each among the lattice's claimed keys, -1 where it has no claim."""
    below: Flags
    """Whether something at or below it is claimed."""
    own_low: Floats
    """Highest low end claimed; the floor where nothing is."""
    own_high: Floats
    """Lowest high end claimed; endless where nothing is."""
    low: Floats
    """The least it can be by its own claims and its known parts."""
    high: Floats
    """The most it can be by its own claims and its known wholes."""
    above: Floats
    """The most it can be by its known wholes alone."""
    divisions: Divisions

    @cached_property
    def reached(self) -> frozenset[int]:
        """The keys at or below which something is claimed."""
        return frozenset(self.keys[self.below].tolist())

    @cached_property
    def whole(self) -> Flags:
        """Of each stratum, whether all its ends are whole numbers, so that float sums are exact."""
        found = np.ones(len(self.lattice.strata), dtype=bool)
        has = self.own >= 0
        for ends in (self.own_low[has], self.own_high[has]):
            odd = np.isfinite(ends) & ((ends != np.floor(ends)) | (np.abs(ends) > SAFE / len(self.keys)))
            found[np.unique(self.lattice.stratum(self.keys[has])[odd]).astype(np.int64)] = False
        return found

    def find(self, keys: Ints) -> Ints:
        """Return the place of each key, -1 where it is not here."""
        return places(self.keys, keys)

    def exceeds(self, least: Floats, most: Floats, exact: Flags) -> Flags:
        """Say where a least value may exceed a greatest one; `exact` where floats are sure."""
        with np.errstate(invalid="ignore"):
            room = np.where(exact, 0.0, ROOM * (1 + np.maximum(np.abs(least), np.abs(most))))
            tight = np.where(exact, least > most, least >= most - room)
        return np.asarray(tight & np.isfinite(least) & np.isfinite(most), dtype=bool)


def close_upward(lattice: Lattice, keys: Ints, axes: Iterable[Axis]) -> Ints:
    """Return the keys and all that are wider in some of the dimensions, sorted."""
    found = distinct(keys)
    for axis in axes:
        layers, layer = [found], found
        while len(layer):
            moved, has = lattice.up(layer, axis)
            layer = distinct(moved[has])
            layers.append(layer)
        found = distinct(np.concatenate(layers))
    return found


def universe_of(claims: Claims, lattice: Lattice, named: Ints) -> Universe:
    """Return the quantities that bound the claimed ones and the ones `named` by laws."""
    below = _closed(lattice, lattice.keys)
    keys = distinct(np.concatenate([below, _closed(lattice, named)]))
    lo, hi = (claims.column(name)[lattice.rows] for name in ("lo", "hi"))
    return _bounded(lattice, keys, lattice.find(keys), np.isin(keys, below), (lo, hi))


def with_ends(universe: Universe, ends: tuple[Floats, Floats]) -> Universe:
    """Return the same quantities with other low and high ends of each claim, in the order of the lattice's rows."""
    return _bounded(universe.lattice, universe.keys, universe.own, universe.below, ends)


def on_day(universe: Universe, claims: Claims, day: int, ends: Sequence[Floats] | None = None) -> Universe:
    """Return the same quantities as far as claims bind on a day; a total's high end always may.

    `ends` are other low and high ends of the claims, in the order of the lattice's rows.
    """
    lattice = universe.lattice
    rows = lattice.rows
    ends = ends or [claims.column(name)[rows] for name in ("lo", "hi")]
    first, last = (claims.column(name)[rows] for name in ("first", "last"))
    codes, names = coded(claims, "measure")
    known = lattice.vocabulary.measures
    keeps = np.array([known[name].keeps if name in known else 0 for name in names], dtype=np.int64)
    until = last + keeps[codes[rows]]
    always = holds(claims, "kind", TIMELESS)[rows] | holds(claims, "basis", ("none",))[rows]
    total = holds(claims, "kind", ("cumulative",))[rows]
    binds = always | ((first <= day) & (day <= until))
    lo = np.where(np.where(total, always | (last <= day), binds), ends[0], -np.inf)
    hi = np.where(total | binds, ends[1], np.inf)
    return _bounded(lattice, universe.keys, universe.own, universe.below, (lo, hi))


def _bounded(lattice: Lattice, keys: Ints, own: Ints, below: Flags, ends: tuple[Floats, Floats]) -> Universe:
    """Return the universe of keys, given both ends of every claim in the order of the lattice's rows."""
    own_low, own_high = _own_ends(lattice, keys, own, ends)
    level, sums = lattice.level(keys), _summing(lattice, keys)
    low, divisions = _upward(lattice, keys, level, sums, (own, own_low, own_high))
    high, above = _downward(lattice, keys, level, sums, own_high)
    return Universe(lattice, keys, own, below, own_low, own_high, low, high, above, divisions)


def _summing(lattice: Lattice, keys: Ints) -> Flags:
    sums = np.array([stratum.sums for stratum in lattice.strata], dtype=bool)
    return np.asarray(sums[lattice.stratum(keys).astype(np.int64)], dtype=bool)


def _closed(lattice: Lattice, keys: Ints) -> Ints:
    sums = _summing(lattice, keys)
    return distinct(np.concatenate([keys[~sums], close_upward(lattice, keys[sums], lattice.axes)]))


def _own_ends(lattice: Lattice, keys: Ints, own: Ints, ends: tuple[Floats, Floats]) -> tuple[Floats, Floats]:
    """Return the highest low and the lowest high end claimed for each key."""
    lo, hi = ends
    floors = np.array([0.0 if stratum.floored else -np.inf for stratum in lattice.strata])
    low = floors[lattice.stratum(keys).astype(np.int64)]
    high = np.full(len(keys), np.inf)
    has = own >= 0
    low[has] = np.maximum(low[has], np.maximum.reduceat(lo, lattice.starts[:-1])[own[has]])
    high[has] = np.minimum.reduceat(hi, lattice.starts[:-1])[own[has]]
    return low, high


def _upward(
    lattice: Lattice,
    keys: Ints,
    level: Ints,
    sums: Flags,
    ends: tuple[Ints, Floats, Floats],
) -> tuple[Floats, Divisions]:
    """Return the least that each key can be by its parts, narrowest first, and every division met."""
    own, low, own_high = ends[0], ends[1].copy(), ends[2]
    found: list[tuple[Any, ...]] = []
    for depth in range(int(level.max(initial=0)), 0, -1):
        chosen = np.flatnonzero((level == depth) & sums)
        fresh: list[tuple[Any, ...]] = []
        for number, axis in enumerate(lattice.axes):
            wider, has = lattice.up(keys[chosen], axis)
            inner, parent = chosen[has], places(keys, wider[has])
            member = axis.at(keys[inner]).astype(np.int64)
            for slot in axis.slots:
                fresh += _summed(number, axis, (inner, parent, slot[member]), (own, low, own_high))
        for entry in fresh:
            np.maximum.at(low, entry[0], entry[3])
        found += fresh
    columns: list[Any] = [np.concatenate(column) for column in zip(*found, strict=True)] if found else [np.zeros(0)] * 6
    parent, number_of, partition, least, greatest, claimed = columns
    whole = [column.astype(np.int64) for column in (parent, number_of, partition, claimed)]
    return low, Divisions(whole[0], whole[1], whole[2], least, greatest, whole[3])


def _summed(
    number: int,
    axis: Axis,
    parts: tuple[Ints, Ints, Ints],
    ends: tuple[Ints, Floats, Floats],
) -> list[tuple[Any, ...]]:
    """Return one array entry for each parent and partition among the parts: sums of their ends."""
    inner, parent, partition = parts
    own, low, own_high = ends
    inside = partition >= 0
    if not inside.any():
        return []
    inner, parent, partition = inner[inside], parent[inside], partition[inside]
    groups, _, place = distinct_places(parent * len(axis.partitions) + partition)
    number_of = groups % len(axis.partitions)
    overlapping = np.array([p.overlapping for p in axis.partitions], dtype=bool)[number_of]
    highest = np.zeros(len(groups))
    np.maximum.at(highest, place, low[inner])
    has = own[inner] >= 0
    return [
        (
            groups // len(axis.partitions),
            np.full(len(groups), number),
            number_of,
            np.where(overlapping, highest, np.bincount(place, low[inner], len(groups))),
            np.bincount(place, np.where(has, own_high[inner], np.inf), len(groups)),
            np.bincount(place, has, len(groups)).astype(np.int64),
        )
    ]


def _downward(lattice: Lattice, keys: Ints, level: Ints, sums: Flags, own_high: Floats) -> tuple[Floats, Floats]:
    """Return the most that each key can be, and the most by its wholes alone, widest first."""
    high, above = own_high.copy(), np.full(len(keys), np.inf)
    for depth in range(1, int(level.max(initial=0)) + 1):
        chosen = np.flatnonzero((level == depth) & sums)
        for axis in lattice.axes:
            wider, has = lattice.up(keys[chosen], axis)
            inner = chosen[has]
            above[inner] = np.minimum(above[inner], high[places(keys, wider[has])])
        high[chosen] = np.minimum(own_high[chosen], above[chosen])
    return high, above
