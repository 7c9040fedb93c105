"""Members whose share of one term of a relation is far from their share of its total.

Both shares are over the same wider member: 800 of 5,600 who came back, but 800 of 40,000 who had gone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np
import pandas as pd

from reconcile.models import Claims
from reconcile.solver.comparable import Flags, Ints
from reconcile.solver.ends import End
from reconcile.solver.laws.conflicts import Solver, solver_of
from reconcile.solver.laws.figures import Figure
from reconcile.solver.laws.instances import Placed, relation_law
from reconcile.solver.laws.lattice import places

ROOM = 1e-9
"""Relative room left for floats; exact fractions decide."""
SMALLEST = 10
"""Counts below this are too small for a share to say anything."""
FAR = 10**9
"""Days; a figure that does not bind on a day at all is further away than this."""
MOST_DAYS = 500
"""Days that are tried for figures to be of one time."""


@dataclass(frozen=True)
class Quarter:
    """A figure that enters a comparison of shares with one of its ends."""

    figure: Figure
    end: Fraction
    stated: Fraction
    """The printed number at that end."""


@dataclass(frozen=True)
class Uneven:
    """A member with a share of a term that is far from its share of the total."""

    term: str
    """The measure of the term."""
    total: str
    """The measure of the total."""
    members: dict[str, str]
    """Where the member stands."""
    wider: dict[str, str]
    """What both shares are shares of."""
    relations: tuple[str, ...]
    """The relations that hold the term below the total."""
    more: bool
    """Whether its share of the term is the larger one."""
    quarters: tuple[Quarter, Quarter, Quarter, Quarter]
    """The member's and the wider member's figure of the term, then of the total, each with the end that makes the
    two shares come as close as the readings allow."""

    def shares(self, printed: bool = False) -> tuple[Fraction, Fraction]:
        """Return the share of the term and the share of the total, as close as they can be, or as printed."""
        one, all_of_it, some, total = (q.stated if printed else q.end for q in self.quarters)
        return min(one / all_of_it, Fraction(1)), min(some / total, Fraction(1))

    @property
    def ratio(self) -> Fraction:
        """How many times the smaller share the larger one is at least."""
        of_term, of_total = self.shares()
        return of_term / of_total if self.more else of_total / of_term


def uneven_shares(claims: Claims, factor: Fraction) -> Iterator[Uneven]:
    """Yield each member of each term whose two shares surely differ by at least `factor`, once for all relations."""
    solver = solver_of(claims)
    found: dict[tuple[int, int], Uneven] = {}
    for placed in solver.ground.placed if solver else ():
        law = relation_law(solver.ground, placed, 0) if solver and len(placed.at) else None
        if solver is not None and law is not None and law.whole is not None:
            for term in range(len(placed.terms)):
                if term != law.whole:
                    _collect(solver, placed, (term, law.whole), factor, found)
    yield from found.values()


def _collect(
    solver: Solver, placed: Placed, terms: tuple[int, int], factor: Fraction, found: dict[tuple[int, int], Uneven]
) -> None:
    """Add the uneven shares of one term of a relation; those known from another relation get its name too."""
    done: set[int] = set()
    for place, wider in _suspects(solver, placed, terms, factor):
        keys = [int(placed.terms[term][at]) for term in terms for at in (place, wider)]
        known = found.get((keys[0], keys[2]))
        if place in done:
            continue
        if known is not None:
            found[keys[0], keys[2]] = replace(known, relations=(*known.relations, placed.relation.name))
            done.add(place)
            continue
        quarters = _quarters(solver, keys, factor)
        if quarters is not None:
            done.add(place)
            lattice = solver.ground.lattice
            found[keys[0], keys[2]] = Uneven(
                placed.measures[terms[0]],
                placed.measures[terms[1]],
                lattice.members(int(placed.at[place])),
                lattice.members(int(placed.at[wider])),
                (placed.relation.name,),
                *quarters,
            )


def _suspects(solver: Solver, placed: Placed, terms: tuple[int, int], factor: Fraction) -> list[tuple[int, int]]:
    """Return the places of a member and of the nearest wider one with both claims, that may differ by floats."""
    universe, lattice = solver.ground.universe, solver.ground.lattice
    spots = [universe.find(placed.terms[term]) for term in terms]
    if any(not lattice.strata[lattice.stratum(int(placed.terms[term][0]))].sums for term in terms):
        return []
    claimed = (universe.own[spots[0]] >= 0) & (universe.own[spots[1]] >= 0)
    place, wider = _nearest(solver, placed, claimed)
    low, high = universe.own_low, universe.own_high
    (one, all_of_it), (some, total) = ((spot[place], spot[wider]) for spot in spots)
    limit = float(factor) * (1 - ROOM)
    with np.errstate(invalid="ignore"):
        more = low[one] * low[total] >= limit * high[all_of_it] * high[some]
        less = low[some] * low[all_of_it] >= limit * high[total] * high[one]
    differ = np.flatnonzero((more & (low[one] > 0)) | (less & (low[some] > 0)))
    return [(int(place[i]), int(wider[i])) for i in differ.tolist()]


def _nearest(solver: Solver, placed: Placed, claimed: Flags) -> tuple[Ints, Ints]:
    """Return the claimed places of a relation, each with the nearest wider claimed ones, by how many steps wider."""
    lattice, at = solver.ground.lattice, placed.at
    owner = np.flatnonzero(claimed)
    keys = at[owner]
    owners, found = [np.zeros(0, dtype=np.int64)], [np.zeros(0, dtype=np.int64)]
    while len(owner) and lattice.axes:
        steps = [lattice.up(keys, axis) for axis in lattice.axes]
        owner, keys = (
            np.concatenate([owner[has] for _, has in steps]),
            np.concatenate([wider[has] for wider, has in steps]),
        )
        once = ~pd.DataFrame({"owner": owner, "key": keys}).duplicated().to_numpy(dtype=bool)
        owner, keys = owner[once], keys[once]
        spot = places(at, keys)
        met = (spot >= 0) & claimed[spot]
        owners.append(owner[met])
        found.append(spot[met])
        rest = ~np.isin(owner, owner[met])
        owner, keys = owner[rest], keys[rest]
    place, wider = np.concatenate(owners), np.concatenate(found)
    order = np.lexsort((wider, place))
    return place[order], wider[order]


def _quarters(
    solver: Solver, keys: Sequence[int], factor: Fraction
) -> tuple[bool, tuple[Quarter, Quarter, Quarter, Quarter]] | None:
    """Return whether the share of the term is larger, and the four figures, where the shares surely differ."""
    figures = _at_one_time([solver.every.figures.of(key) for key in keys])
    if figures is None:
        return None
    for more in (True, False):
        lows = (more, not more, not more, more)
        chosen = [_widest(group, is_low) for group, is_low in zip(figures, lows, strict=True)]
        one, all_of_it, some, total = chosen
        if one is None or all_of_it is None or some is None or total is None:
            continue
        of_term, of_total = one.end * total.end, some.end * all_of_it.end
        larger, smaller = (of_term, of_total) if more else (of_total, of_term)
        counted = all(figure.reading.whole for figure in (one.figure, some.figure))
        telling = not counted or one.end >= SMALLEST or some.end * all_of_it.end >= SMALLEST * total.end
        if smaller > 0 and larger >= factor * smaller and telling and _stands(chosen, more, factor):
            return more, (one, all_of_it, some, total)
    return None


def _stands(chosen: Sequence[Quarter | None], more: bool, factor: Fraction) -> bool:
    """Say whether the shares differ as much once each is cut to at most all of it."""
    one, all_of_it, some, total = (quarter.end for quarter in chosen if quarter)
    of_term, of_total = min(one / all_of_it, Fraction(1)), min(some / total, Fraction(1))
    larger, smaller = (of_term, of_total) if more else (of_total, of_term)
    return larger >= factor * smaller


def _at_one_time(groups: Sequence[Sequence[Figure]]) -> list[list[Figure]] | None:
    """Return of each group the figures nearest to one day: the day to which they are nearest all together.

    A level must hold on that day. A total so far may be of another one: it is kept on, as in other laws.
    """
    days = _days(groups)
    if len(days) > MOST_DAYS:
        days = _days([min(groups, key=len)])[:MOST_DAYS]
    far = [sum(min((_apart(f, day) for f in group), default=FAR) for group in groups) for day in days]
    least = min(far)
    if least >= FAR:
        return None
    day = days[len(days) - 1 - far[::-1].index(least)]
    return [[f for f in group if _apart(f, day) == min(_apart(g, day) for g in group)] for group in groups]


def _days(groups: Sequence[Sequence[Figure]]) -> list[int]:
    """Return the days on which a figure starts or ends, 0 where all bind always."""
    return sorted({day for group in groups for f in group if not f.timeless for day in (f.first, f.last)}) or [0]


def _apart(figure: Figure, day: int) -> int:
    """Return how many days a figure is from a day; FAR where it says nothing about that day."""
    if figure.timeless:
        return 0
    if figure.level:
        return 0 if figure.first <= day <= figure.last + figure.keeps else FAR
    return min(abs(figure.last - day), FAR - 1)


def _widest(group: Sequence[Figure], is_low: bool) -> Quarter | None:
    """Return the lowest low end or the highest high end of figures, so that whichever is right, the result stands."""
    ends: list[tuple[Fraction, int, str, Figure]] = []
    for figure in group:
        end: End | None = figure.low if is_low else figure.high
        if end is None:
            return None
        ends.append((*end, figure.id, figure))
    value, _, _, figure = min(ends, key=lambda e: (e[:2] if is_low else (-e[0], -e[1]), e[2]))
    stated = figure.reading.stated_low if is_low else figure.reading.stated_high
    return Quarter(figure, value, value if stated is None else Fraction(stated))
