"""HiGHS as all searches use it: one thread, silent, limited by steps, so that equal questions get equal answers."""

from __future__ import annotations

from typing import Any

import numpy as np

from reconcile.solver.comparable import Floats
from reconcile.solver.sets.rows import Rows

STRICT = 1e-6
"""How far below its limit a strict row is held."""
MOST_STEPS = 1_000_000
"""Steps of the simplex method after which HiGHS gives up; a number, not seconds, so that runs agree."""


def started() -> tuple[Any, Any]:
    """Return the module and a solver, neither of which is loaded before."""
    import highspy

    kind: Any = highspy  # its types are thinner than what it takes
    highs = kind.Highs()
    options: dict[str, Any] = {
        "output_flag": False,
        "threads": 1,
        "random_seed": 0,
        "simplex_iteration_limit": MOST_STEPS,
        "solver": "simplex",
        "parallel": "off",
    }
    for name, value in options.items():
        highs.setOptionValue(name, value)
    return kind, highs


def pass_rows(kind: Any, highs: Any, rows: Rows, low: Floats, high: Floats, cost: Floats | None = None) -> None:
    """Hand a system over: rows, the ends of every column, and what each column costs (nothing by default).

    `kind` is the module; `low`, `high` and `cost` have one number for each column.
    """
    size, count = len(low), len(rows)
    highs.passModel(
        size,
        count,
        len(rows.columns),
        int(kind.MatrixFormat.kRowwise),
        int(kind.ObjSense.kMinimize),
        0.0,
        np.zeros(size) if cost is None else cost,
        low,
        high,
        np.full(count, -np.inf),
        rows.limits - STRICT * rows.strict,
        rows.starts.astype(np.int32),
        rows.columns.astype(np.int32),
        rows.factors,
        np.zeros(size, dtype=np.int32),
    )
