"""A system without the laws and quantities that no search for contradictions has to look at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from reconcile.solver.comparable import TIMELESS, Flags, Ints
from reconcile.solver.sets.components import Suspects
from reconcile.solver.sets.fed import fed_of
from reconcile.solver.sets.relevant import relevant_rows
from reconcile.solver.sets.rows import Rows
from reconcile.solver.sets.system import System


def lean(system: System, suspects: Suspects, components: Sequence[int]) -> tuple[System, Suspects]:
    """Return some components with only the laws that may matter, their quantities and these quantities' claims.

    All other components are empty. Laws keep their numbers, and components theirs.
    """
    chosen = np.zeros(len(system), dtype=bool)
    chosen[list(components)] = True
    of_column = np.repeat(np.arange(len(system)), np.diff(system.columns_at))
    of_row = np.repeat(np.arange(len(system)), np.diff(system.rows_at))
    of_share = np.repeat(np.arange(len(system)), np.diff(system.shares_at))
    inside = np.flatnonzero(chosen[of_row])
    claimed = np.zeros(len(system.places), dtype=bool)
    claimed[suspects.columns] = claimed[system.shares[:, :3].ravel()] = claimed[_fed(system)] = True
    rows = system.rows.kept(inside)
    matter = relevant_rows(rows, claimed, np.isfinite(system.floors), _tied(system))
    rows, inside = rows.kept(matter), inside[matter]
    kept = np.zeros(len(system.places), dtype=bool)
    kept[rows.columns] = kept[system.shares[:, :3].ravel()] = kept[_fed(system)] = True
    kept &= chosen[of_column]
    number = np.cumsum(kept) - 1
    shares = system.shares[chosen[of_share]].copy()
    shares[:, :3] = number[shares[:, :3]]
    found = replace(
        system,
        places=system.places[kept],
        floors=system.floors[kept],
        rows=Rows(rows.starts, number[rows.columns], rows.factors, rows.limits, rows.strict, rows.law),
        shares=shares,
        columns_at=_begins(of_column[kept], len(system)),
        rows_at=_begins(of_row[inside], len(system)),
        shares_at=_begins(of_share[chosen[of_share]], len(system)),
    )
    return found, _claims_of(suspects, kept, number, of_column)


def _claims_of(suspects: Suspects, kept: Flags, number: Ints, of_column: Ints) -> Suspects:
    """Return the claims about columns that are kept, by component."""
    claims = suspects.claims[kept[suspects.columns[suspects.claims]]]
    component = of_column[suspects.columns[claims]]
    return replace(
        suspects,
        claims=claims,
        claims_at=_begins(component, len(suspects.claims_at) - 1),
        columns=number[suspects.columns],
        low=suspects.low[kept],
        high=suspects.high[kept],
    )


def _fed(system: System) -> Ints:
    """Return the columns of levels that an inflow feeds, and of these inflows: what ties their days together."""
    keys = [key for level, (_, flow) in sorted(fed_of(system.ground).items()) for key in (level, flow)]
    places = system.ground.universe.find(np.array(keys, dtype=system.ground.universe.keys.dtype))
    column = np.empty(len(system.places), dtype=np.int64)
    column[system.places] = np.arange(len(system.places))
    return column[places]


def _tied(system: System) -> Flags:
    """Say of each column whether its values on different days hang together."""
    lattice = system.ground.lattice
    kinds = [stratum.measure.kind for stratum in lattice.strata]
    tied = np.array([kind in TIMELESS or kind == "cumulative" for kind in kinds], dtype=bool)
    return np.asarray(tied[lattice.stratum(system.ground.universe.keys[system.places]).astype(np.int64)], dtype=bool)


def _begins(labels: Ints, count: int) -> Ints:
    return np.searchsorted(labels, np.arange(count + 1)).astype(np.int64)
