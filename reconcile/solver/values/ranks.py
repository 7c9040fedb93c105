"""Claimed ranks against the values of other leaves: who is said to be n-th highest, and who surely exceeds it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from reconcile.models import Claims
from reconcile.solver.comparable import LEVELS, NUMERIC, TIMELESS, holds, rows_where, taking_part
from reconcile.solver.ends import are_disjoint
from reconcile.solver.plain_words import cell

Place = tuple[str, str, tuple[tuple[str, str], ...]]
"""What a rank is about besides the member: measure, dimension, members of the other dimensions."""


@dataclass(frozen=True)
class Beaten:
    """A rank that other leaves exceed."""

    rank: int
    """Row of the claim that gives the rank."""
    values: tuple[int, ...]
    """Rows of the claims on the ranked member's own value; the rank's own claim where it has one."""
    above: Mapping[str, tuple[int, ...]]
    """Each leaf that surely exceeds it, with the rows that say so."""
    member: str
    """The ranked member."""


@dataclass(frozen=True)
class _Field:
    """All claims that ranks of one place may be held against."""

    dimension: str
    ranks: Sequence[int]
    rows_of: Mapping[str, Sequence[int]]


def beaten_ranks(claims: Claims) -> Iterator[Beaten]:
    """Yield each claimed n-th highest that n or more other leaves below `among` surely exceed."""
    for field in _fields(claims).values():
        tops = np.sort([max(cell(claims, "lo", row) for row in rows) for rows in field.rows_of.values()])
        for rank in field.ranks:
            own = field.rows_of.get(_member(claims, field, rank), ())
            least = min((cell(claims, "hi", row) for row in own), default=np.inf)
            # Whatever the times: fewer leaves than the rank ever reach above it, so nothing can be wrong.
            if len(tops) - int(np.searchsorted(tops, least, side="right")) >= cell(claims, "rank", rank):
                yield from _beaten(claims, field, rank)


def rival_ranks(claims: Claims) -> Iterator[tuple[int, ...]]:
    """Yield rows of claims that give one rank among one member to different members, at times that meet."""
    for field in _fields(claims).values():
        said: dict[tuple[int, str], list[int]] = {}
        for rank in field.ranks:
            said.setdefault((cell(claims, "rank", rank), cell(claims, "among", rank)), []).append(rank)
        for rows in said.values():
            first = rows[0]
            rivals = [
                row
                for row in rows[1:]
                if _member(claims, field, row) != _member(claims, field, first) and _meet(claims, first, row)
            ]
            if rivals:
                yield (first, *rivals)


def _fields(claims: Claims) -> dict[Place, _Field]:
    """Return, for each place in which a rank is claimed, its ranks and the values of all members there."""
    given = (claims.column("rank") > 0) & ~holds(claims, "among", ("",)) & holds(claims, "fault", ("",))
    given &= holds(claims, "duplicate_of", ("",)) & holds(claims, "stance", ("asserts", "reports"))
    ranks = rows_where(claims, given)
    found: dict[Place, list[int]] = {}
    for row in ranks.tolist():
        dimension = ranked_dimension(claims, row)
        if dimension:
            found.setdefault(_place(claims, row, dimension), []).append(row)
    ranked = holds(claims, "measure", {place[0] for place in found})
    valued = rows_where(claims, taking_part(claims, NUMERIC) & ranked)
    values: dict[Place, dict[str, list[int]]] = {}
    for row in valued.tolist():
        for dimension in {place[1] for place in found}:
            members = claims.members_at(row)
            place = _place(claims, row, dimension)
            if dimension in members and place in found:
                values.setdefault(place, {}).setdefault(members[dimension], []).append(row)
    return {place: _Field(place[1], rows, values.get(place, {})) for place, rows in found.items()}


def ranked_dimension(claims: Claims, row: int) -> str:
    """Return the dimension in which the claim's member stands below its `among`, empty where there is none."""
    among = str(cell(claims, "among", row))
    for name, member in claims.members_at(row).items():
        dimension = claims.vocabulary.dimensions.get(name)
        if dimension and member != among and among in dimension.members and dimension.is_below(member, among):
            return name
    return ""


def _place(claims: Claims, row: int, dimension: str) -> Place:
    others = tuple((name, member) for name, member in claims.members_at(row).items() if name != dimension)
    return str(cell(claims, "measure", row)), dimension, others


def _member(claims: Claims, field: _Field, row: int) -> str:
    return str(cell(claims, field.dimension, row))


def _beaten(claims: Claims, field: _Field, rank: int) -> Iterator[Beaten]:
    member = _member(claims, field, rank)
    own = _own_values(claims, field.rows_of.get(member, ()), rank)
    if not own:
        return
    dimension, among = claims.vocabulary.dimensions[field.dimension], str(cell(claims, "among", rank))
    above: dict[str, tuple[int, ...]] = {}
    for leaf, rows in sorted(field.rows_of.items()):
        if leaf == member or not dimension.is_leaf(leaf) or dimension.is_below(leaf, member):
            continue
        if leaf != among and dimension.is_below(leaf, among):
            higher = _exceeding(claims, [row for row in rows if _binds(claims, row, rank, own)], own)
            above.update({leaf: higher} if higher else {})
    if len(above) >= cell(claims, "rank", rank):
        yield Beaten(rank, tuple(own), above, member)


def _own_values(claims: Claims, rows: Sequence[int], rank: int) -> list[int]:
    """Return the claims that say how high the ranked member stands: its own value, else its document's, else any."""
    if rank in rows:
        return [rank]
    fitting = [row for row in rows if _holds_with(claims, row, rank)]
    document = cell(claims, "document", rank)
    return [row for row in fitting if cell(claims, "document", row) == document] or fitting


def _is_stated(claims: Claims, row: int) -> bool:
    return bool(cell(claims, "basis", row) in ("stated", "inferred"))


def _holds_with(claims: Claims, value: int, rank: int) -> bool:
    """Say whether a value of the ranked member binds at the time of the rank: a total's high end until its last day."""
    if cell(claims, "kind", value) == "cumulative":
        return not _is_stated(claims, rank) or bool(cell(claims, "last", value) >= cell(claims, "last", rank))
    return not _is_stated(claims, rank) or _meet(claims, value, rank)


def _binds(claims: Claims, other: int, rank: int, own: Sequence[int]) -> bool:
    """Say whether another leaf's value binds when the rank holds: a total's low end from its last day on."""
    times = [rank, *own] if _is_stated(claims, rank) else own
    if cell(claims, "kind", other) == "cumulative":
        undated = cell(claims, "basis", other) == "none"
        return undated or all(cell(claims, "last", other) <= cell(claims, "last", time) for time in times)
    return all(_meet(claims, other, time) for time in times)


def _meet(claims: Claims, one: int, other: int) -> bool:
    kind = cell(claims, "kind", one)
    if kind in TIMELESS:
        return True
    keeps = claims.vocabulary.measures[str(cell(claims, "measure", one))].keeps if kind in LEVELS else 0
    first, last = ([cell(claims, name, row) for row in (one, other)] for name in ("first", "last"))
    return bool(first[0] <= last[1] + keeps and first[1] <= last[0] + keeps)


def _exceeding(claims: Claims, rows: Sequence[int], own: Sequence[int]) -> tuple[int, ...]:
    """Return the rows wholly above every one of `own`; none where another row of the leaf is not above them."""
    higher = [row for row in rows if all(_is_above(claims, row, value) for value in own)]
    not_above = [row for row in rows if any(_is_at_most(claims, row, value) for value in own)]
    return () if not_above else tuple(higher)


def _is_above(claims: Claims, row: int, other: int) -> bool:
    ends = [(claims.reading_at(r), bool(cell(claims, "whole", r))) for r in (other, row)]
    return are_disjoint(*ends[0], *ends[1])


def _is_at_most(claims: Claims, row: int, other: int) -> bool:
    return bool(cell(claims, "hi", row) <= cell(claims, "hi", other))
