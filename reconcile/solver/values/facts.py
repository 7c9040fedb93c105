"""What a finding about the values of one quantity says: camps, message, arithmetic, gap and breaking tolerance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from typing import Any

from reconcile.evidence import shown
from reconcile.models import CHANGING_KINDS, Claims, Margin
from reconcile.solver.comparable import LEVELS, Ints
from reconcile.solver.plain_words import (
    against,
    by_camp,
    cell,
    days,
    differ_in_time,
    iso,
    joined,
    key_of,
    margin,
    number,
    percent,
    readings,
    stated,
    unit_of,
    until,
    when,
)
from reconcile.solver.values.camps import camps
from reconcile.solver.values.clashes import Components
from reconcile.solver.values.pairs import LISTED, Clashing, Pairs

SOFT_TIMES = {
    "inferred": "the time of {} is inferred",
    "published": "the day of publication stands in for the time of {}",
    "none": "the time of {} is not known",
}
"""What is said of a time that is not stated, by its basis."""
MAY_COINCIDE = frozenset((*LEVELS, "flow"))
"""Kinds for which two times that meet and are not equal only may be the same."""


@dataclass(frozen=True)
class Facts:
    """All that a value finding shows."""

    rows: tuple[int, ...]
    """Rows of its claims in the claims table, by claim id."""
    camps: tuple[int, ...]
    """The camp of each."""
    message: str
    """Who says what, and how far apart."""
    arithmetic: tuple[str, ...]
    """Readings, comparison, breaking tolerance, and why it is a warning if nothing in it is firm."""
    gap: Margin
    """Distance of the widest clashing pair's stated numbers, relative to the larger of the two."""
    holds_until: Margin
    """How good every figure would have to be at best for all clashes to vanish."""
    tolerance: Fraction | None
    """The relative breaking tolerance, exact; None where it has no meaning."""
    is_firm: bool
    """Whether at least one clash is softened by nothing."""
    clashes: tuple[tuple[str, str], ...]
    """Clashing pairs of claim ids, lower value first (of a fall: earlier first)."""
    key: tuple[str, ...]
    """What the finding's id is hashed from."""

    def fields(self, claims: Claims) -> dict[str, Any]:
        """Return the finding's fields for `Rule.finding`, all but rows, message and severity."""
        return {
            "camps": self.camps,
            "arithmetic": self.arithmetic,
            "gap": self.gap,
            "holds_until": self.holds_until,
            "clashes": self.clashes,
            "key": self.key,
            "core": frozenset(map(claims.column("claim").__getitem__, self.rows)),
        }


class FactsOf:
    """What findings say about the components of clashes, one by one."""

    def __init__(self, claims: Claims, components: Components, *, falls: bool = False, own: bool = False) -> None:
        """`falls`: a later total so far is lower. `own`: the claims of each component are of one document."""
        self._claims, self._components, self._falls, self._own = claims, components, falls, own

    def __len__(self) -> int:
        return len(self._components.members)

    @cached_property
    def _pairs(self) -> Pairs:
        found = self._components
        return Pairs(self._claims, found.compared, found.members, falls=self._falls)

    def conflict(self, number: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """Return the rows of one component in the claims table, by claim id, and the camp of each."""
        rows = self._components.compared.rows[self._components.members[number]]
        # Own ends, not hulls: a document that contradicts itself may stand in several camps.
        found = camps(self._claims.column("lo")[rows], self._claims.column("hi")[rows])
        return tuple(rows.tolist()), tuple(found.tolist())

    def of(self, number: int) -> Facts:
        """Return what a finding about one component says."""
        claims, pairs, (rows, number_of) = self._claims, self._pairs.of(number), self.conflict(number)
        widest = _facing(claims, int(pairs.higher[0]), int(pairs.lower[0]))
        gap, holds_until, tolerance = _margins(claims, pairs, widest)
        message = _message(claims, rows, number_of, pairs, falls=self._falls, own=self._own)
        own_document = [str(cell(claims, "document", rows[0]))] if self._own else []
        return Facts(
            rows=rows,
            camps=number_of,
            message=message + _apart(claims, widest),
            arithmetic=_arithmetic(claims, rows, pairs, widest, tolerance, falls=self._falls, own=self._own),
            gap=gap,
            holds_until=holds_until,
            tolerance=tolerance,
            is_firm=pairs.is_firm,
            clashes=_listed(claims, pairs, len(rows), self._falls),
            key=key_of(claims, rows[0], *own_document, iso(pairs.day)),
        )


def facts_of(claims: Claims, components: Components, members: Ints, *, falls: bool = False, own: bool = False) -> Facts:
    """Return what a finding about one component of clashes says; see `FactsOf`."""
    return FactsOf(claims, replace(components, members=(members,)), falls=falls, own=own).of(0)


def _listed(claims: Claims, pairs: Clashing, size: int, falls: bool) -> tuple[tuple[str, str], ...]:
    ids = claims.column("claim")
    most = len(pairs.gap) if size <= LISTED else LISTED
    found = [
        (ids[higher], ids[lower]) if falls else (ids[lower], ids[higher])
        for higher, lower in zip(pairs.higher[:most].tolist(), pairs.lower[:most].tolist(), strict=True)
    ]
    return tuple(sorted(found))


@dataclass(frozen=True)
class _Facing:
    """Two claims that exclude each other, by their printed numbers that face each other."""

    higher: int
    """Row of the higher claim."""
    lower: int
    """Row of the lower one."""
    bottom: Fraction
    """The lower claim's highest number."""
    top: Fraction
    """The higher claim's lowest number."""

    @property
    def gap(self) -> Fraction:
        """How far they are apart; below 0 where they are not."""
        return self.top - self.bottom


def _facing(claims: Claims, higher: int, lower: int) -> _Facing:
    get = shown(claims)
    top, _ = get.figures(higher)
    _, bottom = get.figures(lower)
    if top is None or bottom is None:
        raise ValueError("a claim that is endless on one side faces no other there")
    return _Facing(higher, lower, bottom, top)


def _margins(claims: Claims, pairs: Clashing, widest: _Facing) -> tuple[Margin, Margin, Fraction | None]:
    """Return gap, breaking tolerance, and its exact relative part."""
    gap = max(widest.gap, Fraction(0))
    if cell(claims, "kind", widest.higher) == "event":
        return margin(gap, None), margin(gap / 2, None), None
    larger = max(abs(widest.top), abs(widest.bottom))
    relative = None if pairs.most_relative < 0 else _tolerance(claims, pairs, widest)
    return margin(gap, gap / larger if larger else None), margin(gap / 2, relative), relative


def _tolerance(claims: Claims, pairs: Clashing, widest: _Facing) -> Fraction:
    """Return the relative tolerance of the pair that needs most: the distance over the sum of its figures."""
    at = pairs.most_relative
    most = _facing(claims, int(pairs.higher[at]), int(pairs.lower[at])) if at else widest
    return max(most.gap, Fraction(0)) / (abs(most.top) + abs(most.bottom))


def _message(
    claims: Claims, rows: tuple[int, ...], number_of: Sequence[int], pairs: Clashing, *, falls: bool, own: bool
) -> str:
    if falls:
        return _fall(claims, rows, pairs)
    timed = differ_in_time(claims, rows)
    shared = "no day in common" if cell(claims, "kind", rows[0]) == "event" else "no common value"
    if own:
        return f"{cell(claims, 'document', rows[0])} says {joined(_said(claims, rows, timed))}: {shared}"
    return f"{against(by_camp(claims, rows, number_of, timed=timed))}: {shared}"


def _said(claims: Claims, rows: tuple[int, ...], timed: bool) -> list[str]:
    """Return a document's own statements, each once, the lowest first."""
    said = {
        stated(claims, row) + (f" ({when(claims, row)})" if timed and when(claims, row) else ""): None
        for row in sorted(rows, key=lambda row: float(cell(claims, "low", row)))
    }
    return list(said)


def _fall(claims: Claims, rows: tuple[int, ...], pairs: Clashing) -> str:
    earlier, lower = int(pairs.higher[0]), int(pairs.lower[0])
    more = len(rows) - 2
    rest = f"; {more} more {'claim' if more == 1 else 'claims'} in the fall" if more else ""
    said = [f"{stated(claims, row)} {until(claims, row)} ({cell(claims, 'document', row)})" for row in (earlier, lower)]
    return f"{', then '.join(said)}{rest}: a total so far cannot fall"


def _apart(claims: Claims, widest: _Facing) -> str:
    """Return `, 100 apart`; nothing where the printed numbers are equal."""
    if widest.gap <= 0:
        return ""
    if cell(claims, "kind", widest.higher) == "event":
        return f", {days(widest.gap)} apart"
    unit = unit_of(claims, widest.higher)
    foreign = {str(cell(claims, "unit", row)) for row in (widest.higher, widest.lower)} - {"", unit}
    name = " percentage points" if unit == "percent" else f" {unit}" if foreign else ""
    return f", {number(widest.gap)}{name} apart"


def _arithmetic(
    claims: Claims,
    rows: tuple[int, ...],
    pairs: Clashing,
    widest: _Facing,
    tolerance: Fraction | None,
    *,
    falls: bool,
    own: bool,
) -> tuple[str, ...]:
    higher, lower = widest.higher, widest.lower
    lines = readings(claims, sorted(rows, key=lambda row: row not in (higher, lower)))
    if cell(claims, "kind", higher) == "event":
        lines.append(f"{stated(claims, lower)} ends before {stated(claims, higher)} begins")
    else:
        most, least = stated(claims, lower), stated(claims, higher)
        lines.append(f"the most that “{most}” can mean is below the least that “{least}” can mean")
        lines.extend(_good_to(rows, widest, tolerance))
    if not pairs.is_firm:
        lines.append(f"{'mind that' if own else 'a warning only:'} {_softened(claims, rows, pairs, falls=falls)}")
    return tuple(lines)


def _good_to(rows: tuple[int, ...], widest: _Facing, tolerance: Fraction | None) -> list[str]:
    if tolerance is None or widest.gap <= 0:
        return ["as printed they touch: the figures agree only if one of them is read a little wider"]
    who = "both figures are" if len(rows) == 2 else "every figure is"
    half = widest.gap / 2
    return [f"they agree only if {who} good to no better than ±{number(half).removeprefix('≈')} ({percent(tolerance)})"]


def _softened(claims: Claims, rows: tuple[int, ...], pairs: Clashing, *, falls: bool) -> str:
    """Say why no clash of a component is firm."""
    said: dict[str, set[str]] = {}
    for row in rows:
        document = str(cell(claims, "document", row))
        said.setdefault(str(cell(claims, "stance", row)), set()).add(document)
        said.setdefault(str(cell(claims, "basis", row)), set()).add(document)
    kind = cell(claims, "kind", rows[0])
    reasons = [f"{joined(sorted(said['reports']))} only reports what others say"] if "reports" in said else []
    for basis, says in SOFT_TIMES.items():
        if basis in said and kind in CHANGING_KINDS and (kind, basis) != ("cumulative", "published"):
            reasons.append(says.format(joined(sorted(said[basis]))))
    if falls and cell(claims, "last", int(pairs.higher[0])) >= cell(claims, "first", int(pairs.lower[0])):
        reasons.append("the two times overlap")
    if kind in MAY_COINCIDE and differ_in_time(claims, rows):
        reasons.append("the times are not the same, they only may coincide")
    return "; ".join(reasons)
