"""How far one quantity can go under inequalities, in floats, by HiGHS: quick, and only a start for exact proofs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from reconcile.solver.comparable import Floats, Ints
from reconcile.solver.sets.feasible import SMALL, Gave, Support
from reconcile.solver.sets.highs import pass_rows, started
from reconcile.solver.sets.rows import Rows


@dataclass(frozen=True)
class Reach:
    """The furthest that a column can go to one side."""

    value: float
    support: Support
    """The rows and ends of columns that hold it there."""


class Impossible(Exception):
    """Floats find no values at all."""


class Reaching:
    """One HiGHS that asks many small systems how far a column can go."""

    def __init__(self) -> None:
        """Start nothing: HiGHS is loaded when it is first needed."""
        self._highspy: Any = None
        self._highs: Any = None

    def both_ways(self, rows: Rows, low: Floats, high: Floats, column: int) -> tuple[Reach | None, Reach | None]:
        """Return how far a column goes down and up; None where nothing limits it. Raises Impossible, Gave."""
        if self._highs is None:
            self._highspy, self._highs = started()
            self._highs.setOptionValue("presolve", "off")
        pass_rows(self._highspy, self._highs, rows, low, high)
        return self._furthest(rows, column, 1), self._furthest(rows, column, -1)

    def _solved(self, column: int, cost: int) -> Any:
        """Return how the search for the least cost ended; where the last search leads it astray, afresh."""
        sure = ("kOptimal", "kInfeasible", "kUnbounded")
        self._highs.changeColCost(column, float(cost))
        self._highs.run()
        if self._highs.getModelStatus().name not in sure:
            self._highs.clearSolver()
            self._highs.run()
        return self._highs.getModelStatus()

    def _furthest(self, rows: Rows, column: int, cost: int) -> Reach | None:
        highs, status = self._highs, self._highspy.HighsModelStatus
        ended = self._solved(column, cost)
        if ended == status.kUnboundedOrInfeasible:
            ended = status.kUnbounded if self._solved(column, 0) == status.kOptimal else status.kInfeasible
        if ended == status.kInfeasible:
            raise Impossible
        if ended == status.kUnbounded:
            return None
        if ended != status.kOptimal:
            raise Gave
        solution = highs.getSolution()
        row_dual = np.asarray(solution.row_dual, dtype=np.float64)
        column_dual = np.asarray(solution.col_dual, dtype=np.float64)
        return Reach(float(solution.col_value[column]), _support(rows, row_dual, column_dual))


def _support(rows: Rows, row_dual: Floats, column_dual: Floats) -> Support:
    """Return what has a multiplier: rows, columns at their low end (above 0) and at their high end (below 0)."""
    least = SMALL * max(1.0, float(np.abs(row_dual).max(initial=0.0)))
    held: Ints = np.flatnonzero(np.abs(row_dual) > least)
    return Support(held, np.flatnonzero(column_dual > least), np.flatnonzero(column_dual < -least))
