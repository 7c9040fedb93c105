"""One claim's part in laws: its exact ends, and the days on which each of them binds."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from heapq import heappop, heappush
from typing import Any

from reconcile.models import CHANGING_KINDS, ENDLESS_FUTURE, ENDLESS_PAST, Claims
from reconcile.solver.comparable import LEVELS, TIMELESS
from reconcile.solver.ends import End, high_end, low_end
from reconcile.solver.laws.lattice import Lattice

Days = tuple[int, int]
"""First and last day, both inside."""
READ = (
    "claim",
    "document",
    "kind",
    "stated",
    "whole",
    "first",
    "last",
    "basis",
    "inferred",
    "stance",
)
"""The columns of the claims table that a figure holds."""
ALWAYS: Days = (ENDLESS_PAST, ENDLESS_FUTURE)


@dataclass(frozen=True, slots=True)
class Figure:
    """A claim as laws use it."""

    row: int
    """Row in the claims table."""
    id: str
    """Full id of the claim."""
    document: str
    """Its document."""
    kind: str
    """Kind of its measure."""
    stated: str
    """The value as printed."""
    reading: Any
    """Its exact Reading."""
    low: End | None
    """Exact low end to compare by, None where endless."""
    high: End | None
    """Exact high end."""
    first: int
    """First day of its time."""
    last: int
    """Last day of its time."""
    basis: str
    """Where the time comes from."""
    keeps: int
    """Days by which its time may differ from another and still count as the same."""
    reports: bool
    """Whether its document only reports the value."""

    @property
    def timeless(self) -> bool:
        """Whether it binds whatever the day."""
        return self.kind in TIMELESS or self.basis == "none"

    @property
    def loose(self) -> bool:
        """Whether its time is missing, a stand-in or inferred, on a kind where that matters."""
        stand_in = self.basis == "published" and self.kind != "cumulative"
        return self.kind in CHANGING_KINDS and (stand_in or self.basis in ("none", "inferred"))

    @property
    def level(self) -> bool:
        """Whether it holds for its time alone."""
        return self.kind in LEVELS or self.kind == "flow"

    def low_days(self) -> Days:
        """Return the days on which its low end binds."""
        if self.timeless:
            return ALWAYS
        return (self.last, ENDLESS_FUTURE) if self.kind == "cumulative" else (self.first, self.last + self.keeps)

    def high_days(self) -> Days:
        """Return the days on which its high end binds."""
        if self.timeless:
            return ALWAYS
        return (ENDLESS_PAST if self.kind == "cumulative" else self.first, self.last + self.keeps)


@dataclass(frozen=True)
class Columns:
    """The columns of the claims table that figures hold, as plain arrays once a figure is asked for."""

    claims: Claims

    @cached_property
    def read(self) -> Mapping[str, Any]:
        """The columns in READ by name."""
        return {name: self.claims.column(name) for name in READ}


class Figures:
    """The figures of each key of a lattice, made when first asked for."""

    def __init__(self, lattice: Lattice, columns: Columns, reports: bool = True, loose: bool = True) -> None:
        """Take the claims, with or without what is only reported and figures whose time is loose."""
        self._lattice, self._columns, self._reports, self._loose = lattice, columns, reports, loose
        self._known: dict[int, tuple[Figure, ...]] = {}
        self._lows: dict[int, Timeline] = {}
        self._highs: dict[int, Timeline] = {}

    def of(self, key: int) -> tuple[Figure, ...]:
        """Return the figures claimed for a key, by claim id."""
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = self._read(key)
        return found

    def low(self, key: int, day: int) -> Figure | None:
        """Return the figure with the highest low end that binds on a day."""
        if key not in self._lows:
            binding = [(f.low_days(), _by_low(f), f) for f in self.of(key) if f.low is not None]
            self._lows[key] = Timeline(binding)
        return self._lows[key].at(day)

    def high(self, key: int, day: int) -> Figure | None:
        """Return the figure with the lowest high end that binds on a day."""
        if key not in self._highs:
            binding = [(f.high_days(), _by_high(f), f) for f in self.of(key) if f.high is not None]
            self._highs[key] = Timeline(binding)
        return self._highs[key].at(day)

    def kept(self, key: int, day: int) -> Figure | None:
        """Return the latest total so far whose high end ended before a day, if no later claim shows that it grew."""
        totals = [f for f in self.of(key) if f.kind == "cumulative" and not f.timeless]
        earlier = [f for f in totals if f.high is not None and f.high_days()[1] < day]
        if not earlier:
            return None
        kept = min(earlier, key=lambda f: (-f.last, *_by_high(f)))
        limit = kept.high or (Fraction(0), 0)
        grew = any(f.last > kept.last and f.low is not None and f.low > limit for f in totals)
        return None if grew else kept

    def _read(self, key: int) -> tuple[Figure, ...]:
        place = self._lattice.position.get(key)
        if place is None:
            return ()
        rows = self._lattice.rows[self._lattice.starts[place] : self._lattice.starts[place + 1]].tolist()
        stratum = self._lattice.strata[self._lattice.stratum(key)]
        columns = self._columns
        found = (_figure(columns, row, stratum.measure.keeps, stratum.floored) for row in sorted(rows))
        return tuple(f for f in found if (self._reports or not f.reports) and (self._loose or not f.loose))


def _figure(columns: Columns, row: int, keeps: int, floored: bool) -> Figure:
    """Return the claim in a row as laws use it; where `floored`, its low end is at least 0."""
    get = {name: column[row] for name, column in columns.read.items()}
    reading, whole = columns.claims.reading_at(row), bool(get["whole"])
    low, high = low_end(reading, whole), high_end(reading, whole)
    if floored and (low is None or low < (Fraction(0), 0)):
        low = (Fraction(0), 0)
    inferred = "time" in str(get["inferred"]).split() and get["basis"] == "stated"
    return Figure(
        row,
        get["claim"],
        get["document"],
        get["kind"],
        get["stated"],
        reading,
        low,
        high,
        int(get["first"]),
        int(get["last"]),
        "inferred" if inferred else get["basis"],
        keeps,
        get["stance"] == "reports",
    )


def _by_low(figure: Figure) -> tuple[Fraction, int, str]:
    value, side = figure.low or (Fraction(0), 0)
    return -value, -side, figure.id


def _by_high(figure: Figure) -> tuple[Fraction, int, str]:
    value, side = figure.high or (Fraction(0), 0)
    return value, side, figure.id


class Timeline:
    """Which of several figures speaks on which day, found once for all days."""

    def __init__(self, binding: Sequence[tuple[Days, tuple[Fraction, int, str], Figure]]) -> None:
        """Take for each figure the days on which it binds and its place in the order of speaking."""
        self._starts: list[int] = []
        self._figures: list[Figure | None] = []
        if len(binding) == 1:
            (first, last), _, figure = binding[0]
            self._starts, self._figures = [first, last + 1], [figure, None]
        elif binding:
            self._sweep(binding)

    def _sweep(self, binding: Sequence[tuple[Days, tuple[Fraction, int, str], Figure]]) -> None:
        edges = sorted({day for (first, last), _, _ in binding for day in (first, last + 1)})
        waiting = sorted(binding, key=lambda b: (b[0][0], b[1]), reverse=True)
        speaking: list[tuple[tuple[Fraction, int, str], int, Figure]] = []
        for day in edges:
            while waiting and waiting[-1][0][0] <= day:
                (_, last), order, figure = waiting.pop()
                heappush(speaking, (order, last, figure))
            while speaking and speaking[0][1] < day:
                heappop(speaking)
            self._starts.append(day)
            self._figures.append(speaking[0][2] if speaking else None)

    def at(self, day: int) -> Figure | None:
        """Return the figure that speaks on a day."""
        place = bisect_right(self._starts, day) - 1
        return self._figures[place] if place >= 0 else None
