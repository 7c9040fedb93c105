"""Laws that bind several quantities, one at a time: what breaks them, what they leave unexplained, what they reach.

`every_law` hands all of them on as linear constraints (`Law`), for whoever tests several together.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from reconcile.models import Claims
from reconcile.solver.comparable import Flags, Ints
from reconcile.solver.laws.band import unlikely_laws
from reconcile.solver.laws.conflicts import Solver, conflicts_of, solver_of
from reconcile.solver.laws.findings import Broken, broken_laws
from reconcile.solver.laws.instances import Ground, Placed
from reconcile.solver.laws.law import Law
from reconcile.solver.laws.remainders import unaccounted
from reconcile.solver.laws.shares import shares_above_all
from reconcile.solver.laws.suspects import every_law as _every_law

__all__ = [
    "Broken",
    "Law",
    "Solver",
    "bound_quantities",
    "broken_laws",
    "conflicts_of",
    "every_law",
    "shares_above_all",
    "solver_of",
    "unaccounted",
    "unlikely_laws",
]


def every_law(claims: Claims) -> Iterator[Law]:
    """Yield every law of a project at all its members; its terms hold keys of `solver_of(claims).ground.lattice`."""
    solver = solver_of(claims)
    if solver is not None:
        yield from _every_law(solver.ground)


def bound_quantities(claims: Claims) -> set[int]:
    """Return the codes of the quantities that a law ties to another claimed quantity, whatever their times."""
    solver = solver_of(claims)
    if solver is None:
        return set()
    ground = solver.ground
    tied = [_in_hierarchies(ground), _in_shares(ground), *(_in_relation(ground, placed) for placed in ground.placed)]
    own = np.unique(np.concatenate(tied))
    lattice = ground.lattice
    codes = claims.column("quantity")[lattice.rows[lattice.starts[:-1]]]
    return {int(code) for code in codes[own]}


def _in_hierarchies(ground: Ground) -> Ints:
    """Return the places among the claimed keys of those with a claimed wider one, and of those wider ones."""
    universe, lattice = ground.universe, ground.lattice
    claimed = np.flatnonzero(universe.own >= 0)
    share = np.array([stratum.measure.kind == "share" for stratum in lattice.strata], dtype=bool)
    sums = np.array([stratum.sums for stratum in lattice.strata], dtype=bool)
    stratum = lattice.stratum(universe.keys).astype(np.int64)
    claimed = claimed[(sums & ~share)[stratum[claimed]]]
    below, above = _bounded(ground, claimed)
    whole, part = claimed[below[claimed]], claimed[above[claimed]]
    divisions = universe.divisions
    groups = (divisions.claimed > 1) & share[stratum[divisions.parent]] if len(divisions.parent) else np.zeros(0, bool)
    inside = [_claimed_children(ground, place) for place in np.flatnonzero(groups).tolist()]
    return universe.own[np.concatenate([whole, part, *inside]).astype(np.int64)]


def _bounded(ground: Ground, claimed: Ints) -> tuple[Flags, Flags]:
    """Say for each place of the universe whether a narrower, and whether a wider quantity is claimed."""
    universe, lattice = ground.universe, ground.lattice
    has = np.zeros(len(universe.keys), dtype=bool)
    has[claimed] = True
    below, above = np.zeros(len(has), dtype=bool), np.zeros(len(has), dtype=bool)
    level = lattice.level(universe.keys)
    steps = [(lattice.up(universe.keys, axis)) for axis in lattice.axes]
    wider = [(np.flatnonzero(up), universe.find(keys[up])) for keys, up in steps]
    for depth in range(int(level.max(initial=0)), 0, -1):
        for inner, outer in wider:
            here = (level[inner] == depth) & (outer >= 0)
            np.logical_or.at(below, outer[here], (has | below)[inner[here]])
    for depth in range(1, int(level.max(initial=0)) + 1):
        for inner, outer in wider:
            here = (level[inner] == depth) & (outer >= 0)
            np.logical_or.at(above, inner[here], (has | above)[outer[here]])
    return below, above


def _claimed_children(ground: Ground, place: int) -> Ints:
    divisions, lattice, universe = ground.universe.divisions, ground.lattice, ground.universe
    parent, axis = int(universe.keys[divisions.parent[place]]), lattice.axes[int(divisions.axis[place])]
    keys = [lattice.moved(parent, axis, child) for child in axis.children[int(divisions.partition[place])]]
    found = universe.find(np.array(keys, dtype=universe.keys.dtype))
    return found[(found >= 0) & (universe.own[found] >= 0)]


def _in_shares(ground: Ground) -> Ints:
    """Return the places of shares, parts and bases that are claimed together."""
    found = []
    for law in ground.shares:
        keys = np.array([law.share, *(key for _, key in law.terms)], dtype=ground.lattice.keys.dtype)
        own = ground.lattice.find(keys)
        if (own >= 0).all():
            found += own.tolist()
    return np.array(found, dtype=np.int64)


def _in_relation(ground: Ground, placed: Placed) -> Ints:
    """Return the places of the claimed terms of a relation, where both of its sides are bounded."""
    universe = ground.universe
    own = [ground.lattice.find(keys) for keys in placed.terms]
    factors = [placed.relation.coefficients[name] for name in placed.measures]
    spots = [universe.find(keys) for keys in placed.terms]
    bounded = [
        universe.below[spot] if factor > 0 else np.isfinite(universe.high[spot])
        for factor, spot in zip(factors, spots, strict=True)
    ]
    left = np.zeros(len(placed.at), dtype=bool)
    right = np.full(len(placed.at), all(factor > 0 for factor in factors))
    for factor, known in zip(factors, bounded, strict=True):
        if factor > 0:
            left |= known
        else:
            right |= known
    binds = left & right
    return np.concatenate([places[binds & (places >= 0)] for places in own])
