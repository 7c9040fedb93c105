"""Stocks that rise from one document to another by more than any claimed inflow accounts for.

A stock is at least what any part of it is, so a claim about a part speaks for the whole with its low end.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import prod
from typing import Any, Literal

import numpy as np

from reconcile.models import ENDLESS_FUTURE, Claims, Dimension
from reconcile.models.ordering import order_of
from reconcile.solver.comparable import Flags, Floats, Ints, coded, holds, rows_where, taking_part
from reconcile.solver.values.inflows import Inflow, Inflows

MOST = 1000
"""Earlier and later claims of one quantity that are looked at: those with the lowest and the highest ends."""
TRIED = 50
"""Pairs of one quantity, the largest jump first, of which the first that stands is reported."""
LARGEST = 2**62
"""Numbers of members up to this are machine integers; beyond, they are Python's."""
ROOM = 1e-9
"""Relative room left for floats; exact fractions decide."""


@dataclass(frozen=True)
class Jump:
    """A stock that is surely much higher later."""

    earlier: int
    """Row of the earlier claim."""
    later: int
    """Row of the later claim, of the same quantity or of a part of it."""
    inflow: Inflow | None
    """The highest inflow claimed for days between the two, else the highest of all; None where none is claimed."""
    periods: Fraction
    """The longest time between the two, in the inflow's periods; 0 where no inflow is claimed."""
    before: Fraction
    """The most that the earlier claim allows."""
    after: Fraction
    """The least that the later claim allows."""
    in_between: bool = True
    """Whether the inflow is claimed for days between the two."""

    @property
    def came(self) -> Fraction:
        """The most that may have come in between."""
        return (self.inflow.most or Fraction(0)) * self.periods if self.inflow else Fraction(0)

    @property
    def excess(self) -> Fraction:
        """What neither the earlier level nor the inflow accounts for."""
        return self.after - self.came - self.before


@dataclass(frozen=True)
class _Stocks:
    """The claims about stocks that have a time, as arrays of one length, by claim id."""

    claims: Claims
    rows: Ints
    quantity: Ints
    document: Ints
    first: Ints
    last: Ints
    low: Floats
    """Low end of the reading; -inf where it is too small to be looked at."""
    high: Floats

    @cached_property
    def _order(self) -> tuple[Ints, Ints]:
        order = order_of(self.quantity)
        return order, self.quantity[order]

    def places(self, codes: Sequence[int]) -> Ints:
        """Return the places of the claims about some quantities, in order."""
        order, known = self._order
        sides: tuple[Literal["left", "right"], ...] = ("left", "right")
        starts, ends = (np.searchsorted(known, codes, side=side) for side in sides)
        return np.sort(np.concatenate([order[a:b] for a, b in zip(starts.tolist(), ends.tolist(), strict=True)]))


def jumps(claims: Claims, factor: Fraction, smallest: Fraction = Fraction(0)) -> Iterator[Jump]:
    """Yield for each quantity its largest jump to at least `factor` times the earlier level, inflow taken off.

    Counts that may have risen to less than `smallest` are left out.
    """
    stocks = _stocks(claims, float(smallest))
    if stocks is None:
        return
    inflows = Inflows(claims)
    found = [jump for code, later in _suspects(stocks, factor) if (jump := _of(stocks, inflows, code, later, factor))]
    ids, used = claims.column("claim"), set()
    for jump in sorted(found, key=lambda j: (-j.excess, ids[j.later], ids[j.earlier])):
        if jump.later not in used:  # one rise, told once: of the quantities above it the one that jumps most
            used.add(jump.later)
            yield jump


def _stocks(claims: Claims, smallest: float) -> _Stocks | None:
    """Return the claims about stocks; None where they are all of one document. Small counts have no low end."""
    dated = ~holds(claims, "basis", ("none",))
    rows = rows_where(claims, taking_part(claims, ("stock",)) & dated)
    document = coded(claims, "document")[0][rows]
    if not len(rows) or (document == document[0]).all():
        return None
    names = ("quantity", "first", "last", "low", "high")
    quantity, first, last, low, high = (claims.column(name)[rows] for name in names)
    small = claims.column("whole")[rows] & (low < smallest)
    return _Stocks(claims, rows, quantity, document, first, last, np.where(small, -np.inf, low), high)


def _suspects(stocks: _Stocks, factor: Fraction) -> Iterator[tuple[int, Ints]]:
    """Yield each quantity that may jump, as far as bare extremes tell, and the quantities that speak for it later."""
    order, codes = stocks._order
    starts = np.flatnonzero(np.concatenate([[True], codes[1:] != codes[:-1]]))
    known = codes[starts]
    most = np.maximum.reduceat(stocks.low[order], starts)
    least = np.minimum.reduceat(stocks.high[order], starts)
    wide, narrow = _parts(stocks, known, order[starts])
    reach = most.copy()
    np.maximum.at(reach, wide, most[narrow])
    until, since = np.minimum.reduceat(stocks.last[order], starts), np.maximum.reduceat(stocks.first[order], starts)
    latest = since.copy()
    np.maximum.at(latest, wide, since[narrow])
    limit = float(factor) * np.maximum(least, 0)
    jump = latest > until  # something is later than something else
    jump &= np.isfinite(least) & (reach > 0) & (reach >= limit * (1 - ROOM))
    parts: dict[int, list[int]] = {}
    for whole, part in zip(wide[jump[wide]].tolist(), known[narrow[jump[wide]]].tolist(), strict=True):
        parts.setdefault(whole, []).append(part)
    for place in np.flatnonzero(jump).tolist():
        yield int(known[place]), np.array([known[place], *parts.get(place, ())], dtype=np.int64)


def _parts(stocks: _Stocks, known: Ints, lead: Ints) -> tuple[Ints, Ints]:
    """Return the pairs, whole and part, of claimed quantities of measures whose members sum, as places in `known`.

    `lead` is the place of one claim of each quantity.
    """
    vocabulary = stocks.claims.vocabulary
    divided = {name for name, dimension in vocabulary.dimensions.items() if dimension.partitions}
    codes, names = coded(stocks.claims, "measure")
    of = codes[stocks.rows[lead]]
    found: list[tuple[Ints, Ints]] = [(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64))]
    for number in np.unique(of).tolist():
        measure = vocabulary.measures.get(names[number])
        axes = sorted(divided & set(measure.by)) if measure else []
        if measure is not None and axes and measure.additive and not measure.may_be_negative:
            here = np.flatnonzero(of == number)
            wide, narrow = _wider(stocks.claims, stocks.rows[lead[here]], axes, sorted(measure.by))
            found.append((here[wide], here[narrow]))
    return np.concatenate([one for one, _ in found]), np.concatenate([other for _, other in found])


def _wider(claims: Claims, rows: Ints, axes: list[str], names: list[str]) -> tuple[Ints, Ints]:
    """Return the pairs, whole and part, among the quantities of one measure, one of each in `rows`, by place."""
    parents = {axis: _parents_in(claims, axis) for axis in axes}
    sizes = [max(len(coded(claims, name)[1]), len(parents.get(name, ()))) + 1 for name in names]
    kind: Any = np.int64 if prod(sizes) < LARGEST else object
    own, steps = np.zeros(len(rows), dtype=kind), []
    for place, name in enumerate(names):
        stride = prod(sizes[:place])
        own = own + (coded(claims, name)[0][rows].astype(np.int64) + 1).astype(kind) * stride
        steps += [(stride, sizes[place], parents[name])] if name in axes else []
    places, keys = np.arange(len(rows)), own
    for step, size, parent in steps:
        layers = [(places, keys)]
        while len(layers[-1][0]):
            places, keys = layers[-1]
            member = (keys // step % size).astype(np.int64) - 1
            above = np.where(member >= 0, parent[member], -1)
            up = above >= 0
            layers.append((places[up], keys[up] + (above - member)[up].astype(kind) * step))
        places, keys = (np.concatenate([layer[i] for layer in layers]) for i in (0, 1))
    order = order_of(own)
    spot = np.minimum(np.searchsorted(own[order], keys), len(own) - 1)
    whole = order[spot]
    pairs = np.asarray((own[whole] == keys) & (whole != places), dtype=bool)
    return whole[pairs], places[pairs]


def _parents_in(claims: Claims, axis: str) -> Ints:
    """Return the parents of a dimension's members, worked out once for one table."""
    name = f"parents {axis}"
    if name not in claims.memory:
        claims.memory[name] = _parents(claims.vocabulary.dimensions[axis], coded(claims, axis)[1])
    kept: Ints = claims.memory[name]
    return kept


def _parents(dimension: Dimension, texts: list[str]) -> Ints:
    """Return the number of each member's parent, -1 where it has none: first the texts of the table, then the rest."""
    members = list(dict.fromkeys([*texts, *sorted(dimension.members), dimension.root]))
    number = {member: place for place, member in enumerate(members)}
    parent_of, root = dimension.parent_of, dimension.root if dimension.open else None
    above = (parent_of.get(member, root if member != root else None) for member in members)
    return np.array([-1 if member is None else number[member] for member in above], dtype=np.int64)


def _of(stocks: _Stocks, inflows: Inflows, code: int, later_codes: Ints, factor: Fraction) -> Jump | None:
    """Return the largest jump of one quantity that stands in exact arithmetic and that no document tells itself."""
    s = stocks
    early = s.places([code])
    early = early[np.isfinite(s.high[early])]
    late = s.places(later_codes.tolist())
    late = late[s.low[late] > 0]
    members = s.claims.quantity_at(int(s.rows[early[0]]))
    stock = s.claims.vocabulary.measures.get(members["measure"])
    known = inflows.into(stock, members) if stock else ()
    rate = known[-1].daily if known else 0.0
    if rate == np.inf:
        return None
    early = early[np.argsort(float(factor) * s.high[early] - rate * s.first[early], kind="stable")[:MOST]]
    late = late[np.argsort(rate * s.last[late] - s.low[late], kind="stable")[:MOST]]
    left, is_later = _left(s, early, late, known)
    over = _over(left, s.high[early][:, None], float(factor))
    foreign = is_later & (s.document[early][:, None] != s.document[late][None, :])
    one, other = np.nonzero(foreign & over)
    excess = left[one, other] - s.high[early][one]
    for place in np.lexsort((other, one, -excess))[:TRIED].tolist():
        i, j = int(early[one[place]]), int(late[other[place]])
        jump = _exact(s, i, j, known)
        stands = jump.excess > 0 and jump.after - jump.came >= factor * jump.before
        if stands and not _told_by_one(s, (early, late), (i, j), over & is_later):
            return jump
    return None


def _left(s: _Stocks, early: Ints, late: Ints, known: Sequence[Inflow]) -> tuple[Floats, Flags]:
    """Return for each earlier (rows) and later claim (columns) what inflow does not explain of the later one, by
    floats, and whether it is later."""
    since, until = s.first[early][:, None], s.last[late][None, :]
    came = np.zeros((len(early), len(late)))
    if known:
        rate = np.full(came.shape, known[0].daily)
        for inflow in reversed(known):  # the highest one that meets the span is set last
            rate[(inflow.first <= until) & (since <= inflow.last)] = inflow.daily
        with np.errstate(invalid="ignore"):
            came = rate * np.maximum(until - since, 0)
    left = np.nan_to_num(s.low[late][None, :] - came, nan=-np.inf, neginf=-np.inf)
    return left, np.asarray(s.first[late][None, :] > s.last[early][:, None], dtype=bool)


def _over(left: Floats, high: Floats, factor: float) -> Flags:
    """Say whether what is left jumps above the earlier level, by floats."""
    with np.errstate(invalid="ignore"):
        room = ROOM * (1 + np.abs(left) + factor * np.abs(high))
        return np.asarray(np.isfinite(left) & (left >= factor * high - room) & (left > high - room), dtype=bool)


def _exact(s: _Stocks, i: int, j: int, known: Sequence[Inflow]) -> Jump:
    since, until = int(s.first[i]), int(s.last[j])
    earlier, later = int(s.rows[i]), int(s.rows[j])
    met = next((inflow for inflow in known if inflow.meets(since, until)), None)
    inflow = met or (known[0] if known else None)
    periods = inflow.periods(min(until - since, ENDLESS_FUTURE)) if inflow else Fraction(0)
    before, after = s.claims.reading_at(earlier).high, s.claims.reading_at(later).low
    return Jump(earlier, later, inflow, periods, before, after, met is not None)


def _told_by_one(s: _Stocks, groups: tuple[Ints, Ints], pair: tuple[int, int], over: Flags) -> bool:
    """Say whether one of two documents tells the rise itself: by its own earlier or its own later claim."""
    (early, late), (i, j) = groups, pair
    from_here, up_to_here = over[:, late == j].ravel(), over[early == i, :].ravel()
    before = from_here & (s.document[early] == s.document[j]) & (s.last[early] >= s.first[i])
    after = up_to_here & (s.document[late] == s.document[i]) & (s.first[late] <= s.last[j])
    return bool(before.any() or after.any())
