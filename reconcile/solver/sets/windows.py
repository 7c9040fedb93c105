"""Every claim that laws may use, as arrays: its ends in floats and the days on which each of them binds.

The same windows as `Figure.low_days` and `Figure.high_days`, for whole components at once. Open ends are drawn in a
little, so that what floats find possible is possible; what they find impossible, fractions prove or refute.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from reconcile.models import CHANGING_KINDS, ENDLESS_FUTURE, ENDLESS_PAST, Claims
from reconcile.solver.comparable import TIMELESS, Flags, Floats, Ints, coded, holds
from reconcile.solver.laws.lattice import Lattice

DRAWN_IN = 1e-9
"""How far an open end is drawn in, relative to its size and at least to 1."""


@dataclass(frozen=True)
class Windows:
    """Claims as arrays of one length, in the order of `Lattice.rows`."""

    rows: Ints
    """Row in the claims table."""
    place: Ints
    """Place of the claim's key among the claimed keys."""
    low: Floats
    """Least value, open ends drawn in."""
    high: Floats
    """Greatest value, open ends drawn in."""
    low_first: Ints
    """First day on which the low end binds."""
    low_last: Ints
    """Last day on which it does."""
    high_first: Ints
    """First day on which the high end binds."""
    high_last: Ints
    """Last day on which it does."""
    days: Ints
    """First and last day of each claim, two columns; both ENDLESS_PAST where it binds always."""
    reports: Flags
    """Whether the document only reports the value."""
    loose: Flags
    """Whether the time is missing, a stand-in or inferred, on a kind where that matters."""

    def ends(self, chosen: Ints, day: int | None) -> tuple[Floats, Floats]:
        """Return low and high ends of chosen claims on a day, endless where they do not bind; None: as if always."""
        low, high = self.low[chosen], self.high[chosen]
        if day is None:
            return low, high
        low_binds = (self.low_first[chosen] <= day) & (day <= self.low_last[chosen])
        high_binds = (self.high_first[chosen] <= day) & (day <= self.high_last[chosen])
        return np.where(low_binds, low, -np.inf), np.where(high_binds, high, np.inf)


def windows_of(claims: Claims, lattice: Lattice) -> Windows:
    """Return the claims of a lattice with their ends and windows, worked out once for one lattice."""
    kept = claims.memory.get("windows")
    if kept is None or kept[0] is not lattice:
        kept = claims.memory["windows"] = lattice, _windows_of(claims, lattice)
    found: Windows = kept[1]
    return found


def _windows_of(claims: Claims, lattice: Lattice) -> Windows:
    rows = lattice.rows
    place = np.repeat(np.arange(len(lattice.keys)), np.diff(lattice.starts))
    first, last = (claims.column(name)[rows].astype(np.int64) for name in ("first", "last"))
    keeps = np.array([stratum.measure.keeps for stratum in lattice.strata], dtype=np.int64)
    until = last + keeps[lattice.stratum(lattice.keys).astype(np.int64)][place]
    total, undated = holds(claims, "kind", ("cumulative",))[rows], holds(claims, "basis", ("none",))[rows]
    always = holds(claims, "kind", TIMELESS)[rows] | undated
    shaky = holds(claims, "basis", ("none", "inferred"))[rows] | _inferred(claims)[rows]
    loose = shaky | (holds(claims, "basis", ("published",))[rows] & ~total)
    return Windows(
        rows,
        place,
        _drawn(claims, rows, "lo", "low_open", 1),
        _drawn(claims, rows, "hi", "high_open", -1),
        np.where(always, ENDLESS_PAST, np.where(total, last, first)),
        np.where(always | total, ENDLESS_FUTURE, until),
        np.where(always | total, ENDLESS_PAST, first),
        np.where(always, ENDLESS_FUTURE, until),
        np.where(always[:, None], ENDLESS_PAST, np.column_stack([first, last])),
        holds(claims, "stance", ("reports",))[rows],
        loose & holds(claims, "kind", sorted(CHANGING_KINDS))[rows],
    )


def _inferred(claims: Claims) -> Flags:
    _, texts = coded(claims, "inferred")
    return holds(claims, "inferred", [text for text in texts if "time" in text.split()])


def _drawn(claims: Claims, rows: Ints, end: str, is_open: str, inward: int) -> Floats:
    values = claims.column(end)[rows].astype(np.float64)
    drawn = claims.column(is_open)[rows].astype(bool) & ~claims.column("whole")[rows].astype(bool) & np.isfinite(values)
    with np.errstate(invalid="ignore"):
        step = np.where(drawn, DRAWN_IN * np.maximum(1.0, np.abs(values)), 0.0)
    return np.asarray(values + inward * np.where(np.isfinite(step), step, 0.0), dtype=np.float64)
