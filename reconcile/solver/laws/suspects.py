"""Which laws are worth testing exactly: those that floats cannot clear, every claim taken as if it bound always."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from reconcile.models import ENDLESS_FUTURE, ENDLESS_PAST
from reconcile.solver.comparable import TIMELESS, Flags, Ints, holds
from reconcile.solver.laws.instances import (
    Ground,
    Placed,
    base_of,
    division_law,
    relation_law,
    term_ends,
    within_law,
)
from reconcile.solver.laws.law import Law
from reconcile.solver.laws.universe import on_day

FEW = 200
"""So many suspects are tested exactly without another look."""
MOST_DAYS = 60
"""Days are looked at one by one where there are at most so many."""


def every_law(ground: Ground) -> Iterator[Law]:
    """Yield every law of a project at all its members, for who tests several of them together."""
    for placed in ground.placed:
        for place in range(len(placed.at)):
            yield relation_law(ground, placed, place)
    for place in range(len(ground.universe.divisions.parent)):
        if is_sum(ground, place):
            yield division_law(ground, place)
    for child, parent in _one_step(ground):
        yield within_law(ground, child, parent)
    yield from ground.shares


@dataclass(frozen=True)
class Suspects:
    """The laws that may be broken, as one flag for each."""

    relations: tuple[Flags, ...]
    """For each relation one flag for each place it holds at."""
    divisions: Flags
    shares: Flags
    parts: Flags
    """Whether each quantity of the universe may exceed a wider one."""

    def arrays(self) -> tuple[Flags, ...]:
        """Return all flags."""
        return (*self.relations, self.divisions, self.shares, self.parts)

    def laws(self, ground: Ground) -> Iterator[Law]:
        """Yield the laws, those of one part and a wider quantity aside."""
        for placed, flags in zip(ground.placed, self.relations, strict=True):
            for place in np.flatnonzero(flags).tolist():
                yield relation_law(ground, placed, place)
        for place in np.flatnonzero(self.divisions).tolist():
            if is_sum(ground, place):
                yield division_law(ground, place)
        for place in np.flatnonzero(self.shares).tolist():
            yield ground.shares[place]


def suspects_of(ground: Ground) -> Suspects:
    """Return the laws that may be broken; where they are many and the days few, looked at day by day too."""
    found = _suspects(ground)
    if sum(int(flags.sum()) for flags in found.arrays()) <= FEW:
        return found
    days = binding_days(ground)
    if not 0 < len(days) <= MOST_DAYS:
        return found
    seen = [np.zeros(len(flags), dtype=bool) for flags in found.arrays()]
    for day in days:
        today = _suspects(replace(ground, universe=on_day(ground.universe, ground.claims, day)))
        for flags, more in zip(seen, today.arrays(), strict=True):
            flags |= more
    both = [one & other for one, other in zip(found.arrays(), seen, strict=True)]
    return Suspects(tuple(both[:-3]), both[-3], both[-2], both[-1])


def _suspects(ground: Ground) -> Suspects:
    relations = tuple(_relation_suspects(ground, placed) for placed in ground.placed)
    return Suspects(relations, _division_suspects(ground), _share_suspects(ground), _part_suspects(ground))


def binding_days(ground: Ground) -> list[int]:
    """Return the days on which a claim starts to bind."""
    claims, rows = ground.claims, ground.lattice.rows
    dated = ~(holds(claims, "kind", TIMELESS) | holds(claims, "basis", ("none",)))[rows]
    total = holds(claims, "kind", ("cumulative",))[rows]
    start = np.where(total, claims.column("last")[rows], claims.column("first")[rows])[dated]
    return sorted(set(np.unique(start).tolist()) - {ENDLESS_PAST, ENDLESS_FUTURE})


def _part_suspects(ground: Ground) -> Flags:
    """Say which claimed quantities may exceed a wider one."""
    universe = ground.universe
    shares = share_strata(ground)[_strata(ground, universe.keys)]
    exact = universe.whole[_strata(ground, universe.keys)]
    return universe.exceeds(universe.own_low, universe.above, exact) & (universe.own >= 0) & ~shares


def is_sum(ground: Ground, place: int) -> bool:
    """Say whether a division is a law of its own: its parts sum, or make up the whole, or are shares of one base."""
    lattice, divisions = ground.lattice, ground.universe.divisions
    partition = lattice.axes[int(divisions.axis[place])].partitions[int(divisions.partition[place])]
    parent = int(ground.universe.keys[divisions.parent[place]])
    if lattice.strata[lattice.stratum(parent)].measure.kind != "share":
        return partition.complete or not partition.overlapping
    base = base_of(lattice, parent)
    inside = base is not None and all(
        axis.dimension.is_below(axis.members[axis.at(parent)], axis.members[axis.at(base)])
        for axis in lattice.axes
        if axis.at(base)
    )
    return inside and not partition.overlapping


def _strata(ground: Ground, keys: Ints) -> Ints:
    return np.asarray(ground.lattice.stratum(keys), dtype=np.int64)


def share_strata(ground: Ground) -> Flags:
    """Say of each stratum whether it is a share."""
    return np.array([stratum.measure.kind == "share" for stratum in ground.lattice.strata], dtype=bool)


def _relation_suspects(ground: Ground, placed: Placed) -> Flags:
    lows, highs, exact = term_ends(ground, placed)
    relation = placed.relation
    factors = [float(relation.coefficients[name]) for name in placed.measures]
    whole = all(factor == int(factor) for factor in factors) and relation.op != "<"
    sure = np.logical_and.reduce(exact) & whole & (float(relation.constant) == int(relation.constant))
    with np.errstate(invalid="ignore"):
        least = sum(f * (low if f > 0 else high) for f, low, high in zip(factors, lows, highs, strict=True))
        most = sum(f * (high if f > 0 else low) for f, low, high in zip(factors, lows, highs, strict=True))
    limit = np.full(len(placed.at), float(relation.constant))
    broken = ground.universe.exceeds(np.asarray(least), limit, sure)
    return broken | ground.universe.exceeds(limit, np.asarray(most), sure) if relation.op == "=" else broken


def _division_suspects(ground: Ground) -> Flags:
    universe, divisions = ground.universe, ground.universe.divisions
    if not len(divisions.parent):
        return np.zeros(0, dtype=bool)
    stratum = _strata(ground, universe.keys[divisions.parent])
    share, exact = share_strata(ground)[stratum], universe.whole[stratum]
    claimed = universe.own[divisions.parent] >= 0
    most = np.where(share, 100.0, np.where(claimed, universe.own_high[divisions.parent], np.inf))
    least = np.where(share, 100.0, universe.low[divisions.parent])
    over = universe.exceeds(divisions.low, most, exact)
    return over | (complete_divisions(ground) & universe.exceeds(least, divisions.high, exact))


def complete_divisions(ground: Ground) -> Flags:
    """Say which divisions are complete and have a claim on every part."""
    divisions = ground.universe.divisions
    complete = np.zeros(len(divisions.parent), dtype=bool)
    for number, axis in enumerate(ground.lattice.axes):
        here = divisions.axis == number
        full = np.array([p.complete for p in axis.partitions], dtype=bool)
        size = np.array([len(children) for children in axis.children], dtype=np.int64)
        partition = divisions.partition[here]
        complete[here] = full[partition] & (divisions.claimed[here] == size[partition])
    return complete


def _share_suspects(ground: Ground) -> Flags:
    universe, laws = ground.universe, ground.shares
    kind = ground.lattice.keys.dtype
    share, part, whole = (
        universe.find(np.array(keys, dtype=kind))
        for keys in (
            [law.share for law in laws],
            [law.terms[0][1] for law in laws],
            [law.terms[1][1] for law in laws],
        )
    )
    sure = np.zeros(len(laws), dtype=bool)
    with np.errstate(invalid="ignore"):
        too_many = universe.exceeds(100 * universe.low[part], universe.own_high[share] * universe.high[whole], sure)
        least = universe.own_low[share] * universe.low[whole]
        return too_many | universe.exceeds(least, 100 * universe.high[part], sure)


def _one_step(ground: Ground) -> list[tuple[int, int]]:
    """Return each known quantity with each one step wider that its own division does not bind: overlapping parts."""
    found = []
    lattice, universe = ground.lattice, ground.universe
    shares = share_strata(ground)
    for key in universe.keys[universe.below].tolist():
        stratum = lattice.stratum(key)
        if not lattice.strata[stratum].sums or shares[stratum]:
            continue
        for axis in lattice.axes:
            parent = int(axis.parent[axis.at(key)])
            inside = [slot[axis.at(key)] for slot in axis.slots]
            if parent and all(axis.partitions[number].overlapping for number in inside if number >= 0):
                found.append((int(key), lattice.moved(int(key), axis, parent)))
    return found
