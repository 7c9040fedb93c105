"""What may have come to a stock: the flows claimed for it or for a whole of it, the highest first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

import numpy as np

from reconcile.models import ENDLESS_FUTURE, ENDLESS_PAST, Claims, Measure
from reconcile.solver.comparable import rows_where, taking_part
from reconcile.units import UnitMismatch, Units

PERIODS: Mapping[str, Fraction] = {
    "month": Fraction(1461, 48),
    "year": Fraction(1461, 4),
    "week": Fraction(7),
    "day": Fraction(1),
}
"""Days of each period that a flow may be given for, the first one for all that are given for no other."""


@dataclass(frozen=True)
class Inflow:
    """The most that came to a stock in one period."""

    row: int
    """Row of the claim that says so."""
    most: Fraction | None
    """In the stock's unit for one period; None where the claim gives no upper end."""
    period: str
    """One of PERIODS."""
    first: int
    """First day of the time that the claim is about; endless where nobody says."""
    last: int
    """Last day of it."""

    def meets(self, first: int, last: int) -> bool:
        """Say whether the claim is about some of the days from `first` to `last`."""
        return self.first <= last and first <= self.last

    @property
    def daily(self) -> float:
        """The most that came in a day; inf where nobody says."""
        return float("inf") if self.most is None else float(self.most / PERIODS[self.period])

    def periods(self, days: int) -> Fraction:
        """Return how many periods lie in a number of days, rounded up to a tenth of one."""
        return Fraction(-(-Fraction(days) * 10 // PERIODS[self.period]), 10)


class Inflows:
    """The claimed flows of each quantity that feeds a stock."""

    def __init__(self, claims: Claims) -> None:
        """Take the claims; flows that feed nothing are left out."""
        self._claims, self._measures = claims, claims.vocabulary.measures
        self._units = Units(claims.vocabulary.units)
        feeding = {measure.fed_by for measure in self._measures.values() if measure.fed_by}
        self._known: dict[tuple[str, ...], list[int]] = {}
        if feeding:
            rows = rows_where(claims, taking_part(claims, ("flow",)))
            for row in rows[np.isin(claims.column("measure")[rows].astype(str), sorted(feeding))].tolist():
                members = claims.members_at(row)
                measure = str(claims.column("measure")[row])
                self._known.setdefault((measure, *(members[name] for name in sorted(members))), []).append(row)

    def into(self, stock: Measure, members: Mapping[str, str]) -> tuple[Inflow, ...]:
        """Return the flows claimed for a stock or a whole of it, highest first; those that cannot be used left out."""
        flow = self._measures.get(stock.fed_by)
        if flow is None or not self._known:
            return ()
        wider = [self._wider(flow, stock, members, name) for name in sorted(flow.by)]
        rows = [row for chosen in product(*wider) for row in self._known.get((flow.name, *chosen), ())]
        found = [inflow for row in rows if (inflow := self._inflow(row, flow, stock)) is not None]
        ids = self._claims.column("claim")
        return tuple(sorted(found, key=lambda f: (-f.daily, ids[f.row])))

    def _wider(self, flow: Measure, stock: Measure, members: Mapping[str, str], name: str) -> tuple[str, ...]:
        """Return the members at which a flow holds the stock's: its own, or the flow's usual one, and all wider."""
        member = members.get(name, flow.by[name]) if name in stock.by else flow.by[name]
        dimension = self._claims.vocabulary.dimensions.get(name)
        return (member, *dimension.ancestors(member)) if dimension else (member,)

    def _inflow(self, row: int, flow: Measure, stock: Measure) -> Inflow | None:
        high, days = self._claims.reading_at(row).high, self._days(row)
        for period in PERIODS:
            if self._units.convert(flow.unit, f"{stock.unit}/{period}") == 1:
                return Inflow(row, high, period, *days)
        factor = self._units.convert(flow.unit, f"{stock.unit}/month")
        if not isinstance(factor, UnitMismatch):
            return Inflow(row, None if high is None else high * factor, "month", *days)
        return self._in_its_time(row, high, self._units.convert(flow.unit, stock.unit))

    def _days(self, row: int) -> tuple[int, int]:
        """Return first and last day of a claim's time, all days where it has none."""
        if self._claims.column("basis")[row] == "none":
            return ENDLESS_PAST, ENDLESS_FUTURE
        return int(self._claims.column("first")[row]), int(self._claims.column("last")[row])

    def _in_its_time(self, row: int, high: Fraction | None, factor: Fraction | UnitMismatch) -> Inflow | None:
        """Return a flow that is given as the amount of its claim's whole time."""
        first, last = self._days(row)
        if isinstance(factor, UnitMismatch) or last - first >= ENDLESS_FUTURE:
            return None
        share = PERIODS["month"] / (last - first + 1)
        return Inflow(row, None if high is None else high * factor * share, "month", first, last)
