"""Which claims of one quantity are about one time: a table's claims in groups that an estimate sets side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from reconcile.models import ENDLESS_FUTURE, ENDLESS_PAST, Claims
from reconcile.solver.comparable import TIMELESS
from reconcile.times import days_to_text


@dataclass(frozen=True)
class Occasion:
    """Claims of one quantity that are about one time."""

    rows: tuple[int, ...]
    """Rows of the table, by claim id."""
    time: str
    """The time in words; empty where it never changes or nobody gives one."""
    stretch: tuple[int, int] | None
    """The days that all of them are about; None for every day."""
    basis: str = ""
    """`published` or `inferred` where the time of each of them is; else empty."""


def quantities_in(claims: Claims) -> list[list[int]]:
    """Return the rows of each quantity whose claims take part, rows by claim id, quantities by their first column.

    Of a share, another base is another quantity; of an unknown base nothing is compared.
    """
    part = claims.column("takes_part").astype(bool) & (claims.column("base") != "unknown")
    groups: dict[tuple[int, str], list[int]] = {}
    names, quantities, bases = (claims.column(name) for name in ("claim", "quantity", "base"))
    for row in sorted(np.flatnonzero(part).tolist(), key=lambda r: str(names[r])):
        groups.setdefault((int(quantities[row]), str(bases[row])), []).append(row)
    return list(groups.values())


def occasions(claims: Claims, rows: Sequence[int]) -> list[Occasion]:
    """Return the times that claims of one quantity are about, earliest first; undated claims belong to each."""
    kind = str(claims.column("kind")[rows[0]])
    undated = [row for row in rows if claims.column("basis")[row] == "none"]
    if kind in TIMELESS or len(undated) == len(rows):
        return [Occasion(tuple(rows), "", None)]
    dated = [row for row in rows if row not in set(undated)]
    first, last = claims.column("first"), claims.column("last")
    if kind == "cumulative":
        found = _by_end(dated, last)
    elif kind == "flow":
        found = _by_length(dated, first, last)
    else:
        found = list(_meeting(claims, dated))
    names = claims.column("claim")
    return [_occasion(claims, sorted({*group, *undated}, key=lambda r: str(names[r])), days) for group, days in found]


Group = tuple[list[int], tuple[int, int]]
"""Rows, and the days that all of them are about."""


def _by_end(rows: Sequence[int], last: np.ndarray) -> list[Group]:
    """Put totals so far together that have the same end."""
    ends = sorted({int(last[row]) for row in rows})
    return [([row for row in rows if last[row] == end], (end, end)) for end in ends]


def _by_length(rows: Sequence[int], first: np.ndarray, last: np.ndarray) -> list[Group]:
    """Put amounts per period together whose ends are within a tenth of the period."""
    groups: list[list[int]] = []
    for row in sorted(rows, key=lambda r: (int(first[r]), int(last[r]))):
        start, end = int(first[row]), int(last[row])
        room = (end - start + 1) / 10
        near = [g for g in groups if abs(int(first[g[0]]) - start) <= room and abs(int(last[g[0]]) - end) <= room]
        if near:
            near[0].append(row)
        else:
            groups.append([row])
    return [(group, (int(max(first[group])), int(min(last[group])))) for group in groups]


def _meeting(claims: Claims, rows: Sequence[int]) -> Iterator[Group]:
    """Yield the largest groups of levels whose times all meet: one for each time that ends before another begins."""
    first, last = claims.column("first"), claims.column("last")
    measure = claims.vocabulary.measures.get(str(claims.column("measure")[rows[0]]))
    keeps = measure.keeps if measure else 0
    until = {row: int(last[row]) + keeps for row in rows}
    starts = sorted({int(first[row]) for row in rows})
    for number, start in enumerate(starts):
        inside = [row for row in rows if first[row] <= start <= until[row]]
        end = min(until[row] for row in inside)
        # Where another one begins before any of these ends, a later group holds all of these.
        if number + 1 == len(starts) or starts[number + 1] > end:
            yield inside, (start, end)


def _occasion(claims: Claims, rows: Sequence[int], days: tuple[int, int]) -> Occasion:
    firsts, lasts = (claims.column(name)[list(rows)].tolist() for name in ("first", "last"))
    same = len(set(firsts)) == 1 and len(set(lasts)) == 1
    first, last = (int(firsts[0]), int(lasts[0])) if same else days
    ends = (first if first > ENDLESS_PAST else None, last if last < ENDLESS_FUTURE else None)
    text = days_to_text(*ends) if any(end is not None for end in ends) else ""
    bases = {str(claims.column("basis")[row]) for row in rows}
    basis = bases.pop() if text and bases in ({"published"}, {"inferred"}) else ""
    return Occasion(tuple(rows), text, days, basis)
