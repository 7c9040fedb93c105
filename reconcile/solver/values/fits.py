"""Claims of one quantity that fit each other: different figures that agree, and one figure told again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from reconcile.models import Claims
from reconcile.solver.comparable import NUMERIC, Compared, Flags, Floats, Ints, coded, holds, meet, select
from reconcile.solver.ends import apart, exact_order
from reconcile.solver.sweep import connect, groups
from reconcile.solver.values.blocks import SMALL, pairs_within, portions
from reconcile.solver.values.clashes import label_meeting
from reconcile.solver.values.pairs import MOST

PairTest = Callable[[Ints, Ints], Flags]
"""Says for pairs of claims, given by position, whether they belong together."""


def rounded_apart(claims: Claims) -> Iterator[Ints]:
    """Yield rows of claims of different documents whose printed figures differ and whose readings still meet.

    One array per quantity and time; a bound holds as far as it reaches, so `more than 35` fits 39 as printed.
    """
    lows, highs = claims.column("lo"), claims.column("hi")

    def worth(rows: Ints, quantity: Ints) -> Flags:
        # Figures that differ fit only where a reading reaches beyond its figure, and documents must differ.
        low, high = printed_ends(claims, rows)
        beyond = (lows[rows] < low) | (highs[rows] > high)
        found = apart(quantity, low, high) & varied(quantity, coded(claims, "document")[0][rows])
        return np.asarray(found & (varied(quantity, beyond.astype(np.int64)) | beyond), dtype=bool)

    compared = select(claims, NUMERIC, worth=worth)
    low, high = printed_ends(claims, compared.rows)
    printed = replace(compared, lo=low, hi=high)
    lo, hi = exact_order(claims, compared)

    def belong(i: Ints, j: Ints) -> Flags:
        differ = (printed.lo[i] > printed.hi[j]) | (printed.lo[j] > printed.hi[i])
        return np.asarray(differ & (lo[i] <= hi[j]) & (lo[j] <= hi[i]), dtype=bool)

    yield from clusters(printed, list(groups(label_meeting(printed, printed.quantity))), belong)


def printed_ends(claims: Claims, rows: Ints) -> tuple[Floats, Floats]:
    """Return the interval that each row's figures span as printed, endless where a bound leaves it so."""
    names = ("low", "high", "stated_low", "stated_high")
    low, high, bottom, top = (claims.column(name)[rows] for name in names)
    bound = holds(claims, "how", ("bound",))[rows]
    upper = bound & np.isfinite(high)
    lower = bound & ~upper
    vague = np.isnan(bottom) | np.isnan(top)
    return np.where(upper | vague, low, bottom), np.where(lower | vague, high, top)


def wide_agreements(claims: Claims, factor: float) -> Iterator[Ints]:
    """Yield rows of claims of different documents that meet although they span more than `factor` times together."""
    low, high = claims.column("low"), claims.column("high")
    two_sided = ~holds(claims, "how", ("bound",)) & np.isfinite(high) & (low >= 0)

    def worth(rows: Ints, quantity: Ints) -> Flags:
        # Two that meet span more than the factor only if one of them spans more than its square root.
        wide = high[rows] > np.sqrt(factor) * low[rows]
        return np.asarray(np.bincount(quantity, wide)[quantity] > 0, dtype=bool)

    compared = select(claims, NUMERIC, usable=two_sided, worth=worth)
    lows, highs = low[compared.rows], high[compared.rows]

    def belong(i: Ints, j: Ints) -> Flags:
        equal = (lows[i] == lows[j]) & (highs[i] == highs[j])
        fit = (compared.lo[i] <= compared.hi[j]) & (compared.lo[j] <= compared.hi[i])
        wide = np.maximum(highs[i], highs[j]) > factor * np.minimum(lows[i], lows[j])
        return np.asarray(fit & ~equal & wide, dtype=bool)

    yield from clusters(compared, _by_code(compared.quantity), belong)


def same_figures(claims: Claims, column: str, *, documents_differ: bool) -> Iterator[Ints]:
    """Yield rows of claims with one figure for one quantity, at times that meet, whose readings meet.

    With `documents_differ`, claims that are equal in `column` and stand in different documents belong together;
    without, claims that differ in it, and totals so far whatever their times: one figure is one figure. Claims where
    it is empty are left out.
    """
    codes, document = coded(claims, column)[0], coded(claims, "document")[0]

    def worth(rows: Ints, quantity: Ints) -> Flags:
        return varied(codes[rows], document[rows]) if documents_differ else varied(quantity, codes[rows])

    usable = ~holds(claims, column, ("",)) & has_figure(claims)
    compared = select(claims, NUMERIC, usable=usable, worth=worth)
    if not documents_differ:
        compared = replace(compared, undated=compared.undated | compared.total)
    value = codes[compared.rows]
    keys = [compared.quantity, *figure_keys(claims, compared.rows), *([value] if documents_differ else [])]
    group = same(keys)
    mixed = varied(group, compared.document if documents_differ else value)
    compared, value, group = compared.take(mixed), value[mixed], group[mixed]

    def belong(i: Ints, j: Ints) -> Flags:
        fit = (compared.lo[i] <= compared.hi[j]) & (compared.lo[j] <= compared.hi[i])
        return np.asarray(fit if documents_differ else fit & (value[i] != value[j]), dtype=bool)

    yield from clusters(compared, _by_code(group), belong, documents_differ=documents_differ)


def same(keys: Iterable[np.ndarray[Any, Any]]) -> Ints:
    """Return one small code per row: equal codes where all keys are equal."""
    found: Ints | None = None
    for key in keys:
        codes = np.asarray(pd.factorize(key)[0], dtype=np.int64) + 1
        pairs = codes if found is None else found * (int(codes.max(initial=0)) + 1) + codes
        found = np.asarray(pd.factorize(pairs)[0], dtype=np.int64)
    if found is None:
        raise ValueError("expected at least one key")
    return found


def varied(group: Ints, values: Ints) -> Flags:
    """Say of each entry whether its group holds two or more different values; groups are small codes."""
    if not len(group):
        return np.zeros(0, dtype=bool)
    size = int(group.max()) + 1
    least, most = np.full(size, values.max()), np.full(size, values.min())
    np.minimum.at(least, group, values)
    np.maximum.at(most, group, values)
    return np.asarray((least < most)[group], dtype=bool)


def has_figure(claims: Claims) -> Flags:
    """Say of each row of the table whether its value prints a number."""
    vague = holds(claims, "how", ("vague", "word", "unknown", ""))
    return np.asarray(~vague & ~np.isnan(claims.column("stated_low")), dtype=bool)


def figure_keys(claims: Claims, rows: Ints) -> list[Floats]:
    """Return the printed numbers of rows, hedges aside, as keys to group by."""
    return [claims.column(name)[rows] for name in ("stated_low", "stated_high")]


def clusters(
    compared: Compared, members: Sequence[Ints], belong: PairTest, *, documents_differ: bool = True
) -> Iterator[Ints]:
    """Yield rows of claims of one quantity that pairs connect: at times that meet, and as `belong` says.

    `members` are positions in `compared` of claims that may belong together. Of more than MOST, the first of each
    document, time and reading stand for the others like them.
    """
    small = [inside for inside in members if len(inside) <= SMALL]
    for portion in portions(small):
        sizes = np.array([len(inside) for inside in small[portion]], dtype=np.int64)
        yield from _connected(compared, np.concatenate(small[portion]), sizes, belong, documents_differ)
    for inside in members:
        if len(inside) > SMALL:
            chosen = inside[_distinct(compared.take(inside))]
            yield from _connected(compared, chosen, np.array([len(chosen)]), belong, documents_differ)


def _connected(
    compared: Compared, chosen: Ints, sizes: Ints, belong: PairTest, documents_differ: bool
) -> Iterator[Ints]:
    """Yield rows that pairs connect within groups of `sizes`, one after the other in `chosen`."""
    part, (one, other) = compared.take(chosen), pairs_within(sizes)
    together = belong(chosen[one], chosen[other]) & meet(part, one, other)
    if documents_differ:
        together &= part.document[one] != part.document[other]
    for members in connected(len(part), one[together], other[together]):
        yield part.rows[members]


def _distinct(compared: Compared) -> Ints:
    c = compared
    if len(c) <= MOST:
        return np.arange(len(c))
    first = np.unique(same([c.document, c.first, c.last, c.lo, c.hi]), return_index=True)[1]
    return np.sort(first)[:MOST]


def connected(size: int, one: Ints, other: Ints) -> Sequence[Ints]:
    """Return the positions of each set of nodes that pairs connect; nodes in no pair are left out."""
    labels = connect(np.arange(size), one, other)
    paired = np.zeros(size, dtype=bool)
    paired[one] = paired[other] = True
    return list(groups(np.where(paired, labels, -1)))


def _by_code(codes: Ints) -> list[Ints]:
    """Return the positions of each code that stands more than once."""
    return [members for members in groups(codes) if len(members) > 1]
