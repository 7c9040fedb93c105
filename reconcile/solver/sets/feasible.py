"""Whether inequalities can all hold, in floats, by HiGHS: quick, and only a suspicion until fractions prove it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from reconcile.solver.comparable import Flags, Floats, Ints
from reconcile.solver.sets.highs import pass_rows, started
from reconcile.solver.sets.rows import Rows

LARGE = 2000
"""Rows from which on HiGHS simplifies a system before it solves it."""
SMALL = 1e-9
"""Multipliers below this, relative to the largest, are rounding."""


@dataclass(frozen=True)
class Support:
    """What takes part in a contradiction that floats see."""

    rows: Ints
    """Positions of the rows."""
    low: Ints
    """Columns whose low end takes part."""
    high: Ints
    """Columns whose high end takes part."""


class Gave(Exception):
    """HiGHS gave up: nothing is known."""


class Floating:
    """One HiGHS that solves many small systems, one after the other."""

    def __init__(self) -> None:
        """Start nothing: HiGHS is loaded when it is first needed."""
        self._highspy: Any = None
        self._highs: Any = None

    def contradiction(self, rows: Rows, low: Floats, high: Floats) -> Support | None:
        """Return what contradicts itself, None where all can hold. Raises Gave."""
        crossed = np.flatnonzero(low > high)
        if len(crossed):
            return Support(np.zeros(0, dtype=np.int64), crossed[:1], crossed[:1])
        if not len(rows):
            return None
        if len(rows) >= LARGE and self._is_possible(rows, low, high, "on"):
            return None
        if self._is_possible(rows, low, high, "off"):
            return None
        _, has_ray, ray = self._highs.getDualRay()
        if not has_ray:
            raise Gave
        return _support(rows, np.asarray(ray, dtype=np.float64))

    def is_possible(self, rows: Rows, low: Floats, high: Floats) -> bool:
        """Say whether all can hold, as far as floats tell. Raises Gave."""
        if (low > high).any():
            return False
        return not len(rows) or self._is_possible(rows, low, high, "on" if len(rows) >= LARGE else "off")

    def least(self, rows: Rows, low: Floats, high: Floats, cost: Floats) -> Floats | None:
        """Return values of the least cost that satisfy all, None where none do. Raises Gave."""
        if not self._is_possible(rows, low, high, "off", cost):
            return None
        return np.asarray(self._highs.getSolution().col_value, dtype=np.float64)

    def _is_possible(self, rows: Rows, low: Floats, high: Floats, presolve: str, cost: Floats | None = None) -> bool:
        if self._highs is None:
            self._highspy, self._highs = started()
        highs, kind = self._highs, self._highspy
        highs.setOptionValue("presolve", presolve)
        pass_rows(kind, highs, rows, low, high, cost)
        highs.run()
        status = highs.getModelStatus()
        if status == kind.HighsModelStatus.kOptimal:
            return True
        if status == kind.HighsModelStatus.kInfeasible:
            return False
        raise Gave


def _support(rows: Rows, ray: Floats) -> Support:
    """Return the rows with a multiplier, and the ends of columns that make up for what they leave."""
    used: Flags = np.abs(ray) > SMALL * np.abs(ray).max(initial=1e-300)
    entry_rows = rows.entry_rows
    part = np.abs(ray)[entry_rows] * rows.factors * used[entry_rows]
    size = int(rows.columns.max()) + 1
    left = np.bincount(rows.columns, part, size)
    weight = np.bincount(rows.columns, np.abs(part), size)
    stays = np.abs(left) > 1e-9 * weight
    return Support(np.flatnonzero(used), np.flatnonzero(stays & (left > 0)), np.flatnonzero(stays & (left < 0)))
