"""Which levels an inflow feeds, so far as laws know both: the highest claimed one, whatever its time.

REC305 takes the highest of the days in between where one is claimed for them; the highest of all is never less.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from reconcile.solver.laws.instances import Ground
from reconcile.solver.values.inflows import Inflow, Inflows

MOST = 20_000
"""Levels up to which their inflows are looked for."""


def fed_of(ground: Ground) -> Mapping[int, tuple[Inflow, int]]:
    """Return the highest claimed inflow and its key for each level by key, worked out once for one claims table."""
    memory = ground.claims.memory
    if "fed" not in memory:
        memory["fed"] = _fed_of(ground)
    found: Mapping[int, tuple[Inflow, int]] = memory["fed"]
    return found


def _fed_of(ground: Ground) -> dict[int, tuple[Inflow, int]]:
    lattice, claims = ground.lattice, ground.claims
    fed = np.array([s.measure.kind == "stock" and bool(s.measure.fed_by) for s in lattice.strata], dtype=bool)
    keys = ground.universe.keys[fed[lattice.stratum(ground.universe.keys).astype(np.int64)]]
    if not len(keys) or len(keys) > MOST:
        return {}
    inflows = Inflows(claims)
    found = {}
    for key in keys.tolist():
        measure = lattice.strata[lattice.stratum(key)].measure
        inflow = next(iter(inflows.into(measure, lattice.members(key))), None)
        if inflow is not None and inflow.most is not None:
            flow = lattice.key_of(measure.fed_by, claims.members_at(inflow.row))
            if flow in lattice.position:
                found[key] = (inflow, int(flow or 0))
    return found
