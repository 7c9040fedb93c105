"""One figure told of two things: two measures that a relation ties, or a member and a wider one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, product

import numpy as np

from reconcile.models import Claims, Dimension, Relation
from reconcile.solver.comparable import NUMERIC, TIMELESS, Flags, Ints, coded, holds, rows_where, taking_part
from reconcile.solver.plain_words import cell, number
from reconcile.solver.sweep import groups as labelled
from reconcile.solver.values.fits import connected, figure_keys, has_figure, same, varied
from reconcile.solver.values.pairs import MOST

Members = tuple[str | None, ...]
"""The member of each dimension of the table, None where the measure lacks the dimension."""


@dataclass(frozen=True)
class Tied:
    """One figure that claims on two tied measures share."""

    measures: tuple[str, str]
    """The two measures."""
    relations: tuple[str, ...]
    """The relations that tie them."""
    members: Mapping[str, str]
    """The members that the claims share, by dimension."""
    figure: str
    """The figure as people write it."""
    digits: int
    """Its significant digits, trailing zeros aside."""
    rows: tuple[int, ...]
    """Rows of the claims in the table."""


def figures_of_two_measures(claims: Claims, smallest: float) -> Iterator[Tied]:
    """Yield each figure, not below `smallest`, that claims on two measures of one relation share at times that meet.

    Shares and events are left aside.
    """
    tied = _tied_measures(claims.relations)
    usable = _usable(claims) & ~holds(claims, "kind", ("share",)) & (np.abs(claims.column("stated_low")) >= smallest)
    rows_of = {
        name: rows_where(claims, usable & holds(claims, "measure", (name,)))
        for name in sorted({name for pair in tied for name in pair})
    }
    for (one, other), relations in sorted(tied.items()):
        if len(rows_of[one]) and len(rows_of[other]):
            yield from _shared_figures(claims, (one, other), relations, rows_of[one], rows_of[other])


def _usable(claims: Claims) -> Flags:
    return np.asarray(taking_part(claims, NUMERIC) & has_figure(claims), dtype=bool)


def _tied_measures(relations: Iterable[Relation]) -> dict[tuple[str, str], list[Relation]]:
    found: dict[tuple[str, str], list[Relation]] = {}
    for relation in relations:
        for one, other in combinations(sorted(relation.coefficients), 2):
            found.setdefault((one, other), []).append(relation)
    return found


def _shared_figures(
    claims: Claims, pair: tuple[str, str], relations: Sequence[Relation], one: Ints, other: Ints
) -> Iterator[Tied]:
    figures = claims.column("stated_low")
    if not len(np.intersect1d(figures[one], figures[other])):
        return
    by = [claims.vocabulary.measures[name].by for name in pair]
    shared = [name for name in claims.dimensions if name in by[0] and name in by[1]]
    rows = np.concatenate([one, other])
    second = np.repeat([False, True], [len(one), len(other)])
    group = same([*(coded(claims, name)[0][rows] for name in shared), *figure_keys(claims, rows)])
    in_both = np.intersect1d(group[second], group[~second])
    order = np.argsort(group, kind="stable")
    starts = np.searchsorted(group[order], in_both, side="left")
    stops = np.searchsorted(group[order], in_both, side="right")
    for start, stop in zip(starts.tolist(), stops.tolist(), strict=True):
        inside = order[start:stop]
        members = {name: str(claims.column(name)[rows[inside[0]]]) for name in shared}
        names = tuple(sorted(r.name for r in relations if _holds_at(claims, r, members)))
        met = _meeting(claims, rows[inside[~second[inside]]], rows[inside[second[inside]]])
        if names and len(met):
            yield _tied(claims, pair, names, members, met)


def _holds_at(claims: Claims, relation: Relation, members: Mapping[str, str]) -> bool:
    """Say whether a relation binds claims at `members`, or at what lies below those it names."""
    return all(
        any(claims.vocabulary.dimensions[name].is_below(members[name], above) for above in allowed)
        for name, allowed in relation.where.items()
        if name in members
    )


def _tied(
    claims: Claims, pair: tuple[str, str], names: tuple[str, ...], members: Mapping[str, str], rows: Ints
) -> Tied:
    reading = claims.reading_at(int(rows[0]))
    ends = dict.fromkeys((reading.stated_low, reading.stated_high))
    digits = max(significant_digits(end) for end in ends)
    return Tied(pair, names, members, " to ".join(number(end) for end in ends), digits, tuple(rows.tolist()))


def significant_digits(value: Fraction) -> int:
    """Return how many digits of a printed number count, zeros before and behind aside: 2 of 5,600, 1 of 800."""
    digits = "".join(char for char in number(value) if char.isdigit()).strip("0")
    return max(len(digits), 1)


def _meeting(claims: Claims, one: Ints, other: Ints) -> Ints:
    """Return the rows of both sides that meet a row of the other, those of the first side first."""
    one, other = one[:MOST], other[:MOST]
    met = meeting_rows(claims, one, other, totals=True)
    return np.concatenate([one[met.any(axis=1)], other[met.any(axis=0)]])


def meeting_rows(claims: Claims, one: Ints, other: Ints, *, totals: bool = False) -> Flags:
    """Say for each row of one side and each of the other whether their times meet.

    With `totals`, two totals so far always do. Rows of one side have one measure.
    """
    first, last = claims.column("first"), claims.column("last")
    overlap = (first[one][:, None] <= last[other][None, :]) & (first[other][None, :] <= last[one][:, None])
    kinds = cell(claims, "kind", one[0]), cell(claims, "kind", other[0])
    always = (totals and kinds == ("cumulative", "cumulative")) or any(kind in TIMELESS for kind in kinds)
    return np.asarray(overlap | always, dtype=bool)


def figures_of_two_scopes(claims: Claims) -> Iterator[tuple[int, ...]]:
    """Yield rows of claims with one figure for a member and for a wider member.

    They share measure, figure and hedge, the credited origin or the document, and times that meet.
    """
    rows = rows_where(claims, _usable(claims))
    depths = _depths(claims)
    # A member and a wider one stand at different depths, so most figures are settled without a look at members.
    rows = rows[varied(coded(claims, "measure")[0][rows], depths[rows])]
    keys = [coded(claims, name)[0][rows] for name in ("measure", "hedge", "base")]
    group = same([*keys, *figure_keys(claims, rows)])
    mixed = varied(group, depths[rows])
    for members in labelled(np.where(mixed, group, -1)):
        yield from _scopes(claims, rows[members], depths)


def _depths(claims: Claims) -> Ints:
    """Return how far below the roots of its dimensions each row stands, all dimensions together."""
    found = np.zeros(len(claims), dtype=np.int64)
    for name, dimension in sorted(claims.vocabulary.dimensions.items()):
        if name in claims.dimensions:
            codes, members = coded(claims, name)
            depth = [len(dimension.ancestors(member)) for member in members]
            found += np.array([*depth, 0], dtype=np.int64)[codes]
    return found


def _scopes(claims: Claims, rows: Ints, depths: Ints) -> Iterator[tuple[int, ...]]:
    at: dict[Members, list[int]] = {}
    for position, row in enumerate(rows.tolist()):
        at.setdefault(_members(claims, row), []).append(position)
    narrow: list[int] = []
    wide: list[int] = []
    for members, positions in at.items():
        for above in _wider(claims, members):
            for one, other in _linked(claims, rows, positions, at.get(above, [])):
                narrow.append(one)
                wide.append(other)
    ends = np.array(narrow, dtype=np.int64), np.array(wide, dtype=np.int64)
    for found in connected(len(rows), *ends):
        yield tuple(sorted(rows[found].tolist(), key=lambda row: int(depths[row])))


def _members(claims: Claims, row: int) -> Members:
    members = claims.members_at(row)
    return tuple(members.get(name) for name in claims.dimensions)


def _wider(claims: Claims, members: Members) -> Iterator[Members]:
    """Yield every combination of members that holds `members` and is not equal to it."""
    chains = [
        (member, *_above(claims.vocabulary.dimensions.get(name), member))
        for name, member in zip(claims.dimensions, members, strict=True)
    ]
    yield from (above for above in product(*chains) if above != members)


def _above(dimension: Dimension | None, member: str | None) -> tuple[str, ...]:
    return () if dimension is None or member is None else dimension.ancestors(member)


def _linked(claims: Claims, rows: Ints, ones: list[int], others: list[int]) -> Iterator[tuple[int, int]]:
    """Yield the pairs that share a credited origin or a document, at times that meet."""
    if not ones or not others:
        return
    ones, others = ones[:MOST], others[:MOST]
    met = meeting_rows(claims, rows[ones], rows[others])
    origin, document = (claims.column(name)[rows] for name in ("origin", "document"))
    credited = (origin[ones][:, None] == origin[others][None, :]) & (origin[ones] != "")[:, None]
    together = met & (credited | (document[ones][:, None] == document[others][None, :]))
    for i, j in np.argwhere(together).tolist():
        yield ones[i], others[j]
