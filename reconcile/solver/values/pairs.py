"""The clashing pairs of one component: which are firm, how far apart they are, when the first clash is.

All pairs are looked at, in blocks, where a component holds few different claims; of a very large one, those of its
outermost claims.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from reconcile.models import ENDLESS_PAST, Claims
from reconcile.solver.comparable import Compared, Floats, Ints, firm, firmly_later, later, meet
from reconcile.solver.sweep import cover, least
from reconcile.solver.values.blocks import SMALL, pairs_within, portions
from reconcile.solver.values.cells import falling_runs, meeting_runs

MOST = 600
"""Claims whose pairs are looked at together."""
OUTERMOST = 2400
"""Different claims of one component whose pairs are looked at."""
LISTED = SMALL
"""Up to this many claims, all clashing pairs are listed; above, this many, the widest ones."""


@dataclass(frozen=True)
class Clashing:
    """Clashing pairs, the widest first: all of a small component, the widest of a large one."""

    higher: Ints
    """Row in the claims table of the claim with the higher value (of a fall: the earlier claim)."""
    lower: Ints
    """Row of the claim with the lower value."""
    gap: Floats
    """Distance of the stated numbers that face each other."""
    relative: Floats
    """That distance over the sum of these numbers; nan where both are 0."""
    is_firm: bool
    """Whether at least one pair is softened by nothing."""
    day: int | None
    """First day of the earliest clash, None where it has none."""
    most_relative: int
    """Position of the pair that is furthest apart relative to its numbers; -1 where no distance has a meaning."""


def clashing_pairs(claims: Claims, compared: Compared, members: Ints, *, falls: bool = False) -> Clashing:
    """Return the clashing pairs among the claims of a component, `members` being their positions in `compared`."""
    c = compared.take(_outermost(claims, compared, members, falls=falls))
    everyone = np.arange(len(c))
    ones, others, is_firm, days = [], [], False, []
    for start in range(0, len(c), MOST):
        one, other = pairs_between(c, everyone[start : start + MOST], everyone, falls=falls)
        is_firm |= bool((firmly_later if falls else firm)(c, one, other).any())
        days.append(_first_days(c, one, other).min(initial=-ENDLESS_PAST))
        widest = _widest(claims, c, one, other) if len(c) > LISTED else np.arange(len(one))
        ones.append(one[widest])
        others.append(other[widest])
    one, other = np.concatenate(ones), np.concatenate(others)
    gap, relative = distances(claims, c.rows[one], c.rows[other])
    order = np.lexsort((other, one, -gap))
    known = np.nan_to_num(relative[order], nan=-1.0)
    first = int(min(days))
    return Clashing(
        c.rows[one[order]],
        c.rows[other[order]],
        gap[order],
        relative[order],
        is_firm,
        first if _is_dated(c) and abs(first) < -ENDLESS_PAST else None,
        int(np.argmax(known)) if known.max() >= 0 else -1,
    )


def _is_dated(c: Compared) -> bool:
    return bool(c.level[0] or c.total[0] or c.flow[0])


class Pairs:
    """The clashing pairs of many components: those of small ones found together, of large ones when asked for."""

    def __init__(self, claims: Claims, compared: Compared, members: Sequence[Ints], *, falls: bool = False) -> None:
        """Take the components, `members` being the positions of their claims in `compared`."""
        self._claims, self._compared, self._members, self._falls = claims, compared, members, falls
        small = [number for number, inside in enumerate(members) if len(inside) <= SMALL]
        self._found: dict[int, Clashing] = {}
        for portion in portions([members[number] for number in small]):
            self._found.update(zip(small[portion], self._of_small(small[portion]), strict=True))

    def of(self, number: int) -> Clashing:
        """Return the clashing pairs of one component."""
        found = self._found.get(number)
        return found or clashing_pairs(self._claims, self._compared, self._members[number], falls=self._falls)

    def _of_small(self, numbers: Sequence[int]) -> Iterator[Clashing]:
        inside = [self._members[number] for number in numbers]
        sizes = np.array([len(part) for part in inside], dtype=np.int64)
        c = self._compared.take(np.concatenate(inside))
        one, other = pairs_within(sizes)
        above = c.lo[one] > c.hi[other]
        one, other = one[above], other[above]
        when = later(c, one, other) if self._falls else meet(c, one, other)
        one, other = one[when], other[when]
        gap, relative = distances(self._claims, c.rows[one], c.rows[other])
        of = np.repeat(np.arange(len(sizes)), sizes)[one]
        order = np.lexsort((other, one, -gap, of))
        one, other, gap, relative, of = one[order], other[order], gap[order], relative[order], of[order]
        starts = np.searchsorted(of, np.arange(len(sizes) + 1))
        is_firm = np.logical_or.reduceat((firmly_later if self._falls else firm)(c, one, other), starts[:-1])
        first = np.minimum.reduceat(_first_days(c, one, other), starts[:-1])
        dated = (c.level | c.total | c.flow)[np.cumsum(sizes) - sizes] & (np.abs(first) < -ENDLESS_PAST)
        known = np.nan_to_num(relative, nan=-1.0)
        widest = np.lexsort((np.arange(len(of)), -known, of))[starts[:-1]]
        most = np.where(known[widest] >= 0, widest - starts[:-1], -1)
        higher, lower, edges = c.rows[one], c.rows[other], starts.tolist()
        rest = zip(is_firm.tolist(), dated.tolist(), first.tolist(), most.tolist(), strict=True)
        for number, (is_sure, has_day, day, relative_most) in enumerate(rest):
            at = slice(edges[number], edges[number + 1])
            yield Clashing(
                higher[at], lower[at], gap[at], relative[at], is_sure, day if has_day else None, relative_most
            )


def pairs_between(compared: Compared, some: Ints, others: Ints, *, falls: bool = False) -> tuple[Ints, Ints]:
    """Return the pairs that clash, the higher claim (of a fall: the earlier one) of `some`, the lower of `others`."""
    c = compared
    at, to = np.nonzero(c.lo[some][:, None] > c.hi[others][None, :])
    one, other = some[at], others[to]
    when = later(c, one, other) if falls else meet(c, one, other)
    return one[when], other[when]


def _first_days(c: Compared, one: Ints, other: Ints) -> Ints:
    """Return the first day of each clash: when both claims hold, or when both totals have been reached."""
    begins = np.where(c.undated, ENDLESS_PAST, np.where(c.total, c.last, c.first))
    return np.asarray(np.maximum(begins[one], begins[other]), dtype=np.int64)


def _widest(claims: Claims, c: Compared, one: Ints, other: Ints) -> Ints:
    """Return the positions of the widest pairs, in numbers and relative to them."""
    gap, relative = distances(claims, c.rows[one], c.rows[other])
    widest = np.lexsort((other, one, -gap))[:LISTED]
    return np.unique(np.concatenate([widest, np.lexsort((other, one, -np.nan_to_num(relative)))[:1]]))


def distances(claims: Claims, higher: Ints, lower: Ints) -> tuple[Floats, Floats]:
    """Return how far apart the stated numbers of pairs of rows are: in the measure's unit, and over their sum."""
    top, bottom = facing_low(claims, higher), facing_high(claims, lower)
    gap = np.maximum(top - bottom, 0.0)
    total = np.abs(top) + np.abs(bottom)
    return gap, np.divide(gap, total, out=np.full(len(gap), np.nan), where=total > 0)


def facing_low(claims: Claims, rows: Ints) -> Floats:
    """Return the printed number at the low end of each row; the end itself where none is printed."""
    return _facing(claims, rows, "stated_low", "low")


def facing_high(claims: Claims, rows: Ints) -> Floats:
    """Return the printed number at the high end of each row; the end itself where none is printed."""
    return _facing(claims, rows, "stated_high", "high")


def _facing(claims: Claims, rows: Ints, stated: str, end: str) -> Floats:
    numbers, ends = claims.column(stated)[rows], claims.column(end)[rows]
    return np.asarray(np.where(np.isnan(numbers), ends, numbers), dtype=np.float64)


def _outermost(claims: Claims, compared: Compared, members: Ints, *, falls: bool) -> Ints:
    """Return the members that stand for all: each different one; of very many, those in the widest clashes.

    Some are taken among claims that may clash firmly, so that softer claims hide no firm clash, and some are those
    that clash with the first member, so that there always is a pair.
    """
    if len(members) <= MOST:
        return members
    different = members[_first_of_each(compared.take(members))]
    if len(different) <= OUTERMOST:
        return different
    share = OUTERMOST // 6
    sound = different[~(compared.loose | compared.reports)[different]]
    parts = [different[:1], *(part[:share] for part in _partners(compared, different, falls=falls))]
    for some in (different, sound):
        parts.extend(
            some[np.argsort(-reach, kind="stable")[:share]]
            for reach in _reaches(claims, compared.take(some), falls=falls)
        )
    return np.unique(np.concatenate(parts))


def _reaches(claims: Claims, compared: Compared, *, falls: bool) -> Iterator[Floats]:
    """Yield how far each claim stands above the lowest claim it can clash with, and how far below the highest one."""
    c = compared
    lo, hi = claims.column("lo")[c.rows], claims.column("hi")[c.rows]
    if not len(c) or c.flow[0]:
        yield from (lo, -hi)
        return
    one = np.zeros(len(c), dtype=np.int64)
    if falls:
        upper, lower, count = falling_runs(c, one)
    else:
        upper, count = meeting_runs(c, one)
        lower = upper
    yield lo - least(-cover(-hi, lower, count), upper)
    yield -least(-cover(lo, upper, count), lower) - hi


def _partners(compared: Compared, members: Ints, *, falls: bool) -> Iterator[Ints]:
    """Yield the members below the first one, and those above it."""
    yield pairs_between(compared, members[:1], members, falls=falls)[1]
    yield pairs_between(compared, members, members[:1], falls=falls)[0]


def _first_of_each(c: Compared) -> Ints:
    """Return the first of the claims that are equal in all that a clash hangs on."""
    keys = np.stack([c.document, c.first, c.last, c.lo, c.hi, c.loose, c.reports, c.undated])
    return np.sort(np.unique(keys, axis=1, return_index=True)[1])
