"""Claims of one quantity that fit each other: different figures that agree, and one figure told again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from reconcile.models import Claims
from reconcile.solver.comparable import NUMERIC, Compared, Flags, Floats, Ints, coded, holds, meet, select
from reconcile.solver.ends import exact_order, suspects
from reconcile.solver.sweep import connect, groups
from reconcile.solver.values.clashes import label_meeting
from reconcile.solver.values.pairs import MOST, all_pairs

PairTest = Callable[[Ints, Ints], Flags]
"""Says for pairs of claims, given by position, whether they belong together."""


def rounded_apart(claims: Claims) -> Iterator[Ints]:
    """Yield rows of claims of different documents whose printed figures differ and whose readings still meet.

    One array per quantity and time; a bound holds as far as it reaches, so `more than 35` fits 39 as printed.
    """
    compared = select(claims, NUMERIC)
    low, high = printed_ends(claims, compared.rows)
    printed = replace(compared, lo=low, hi=high)
    # Figures that differ fit only where a reading reaches beyond its figure, and documents must differ.
    beyond = (compared.lo < low) | (compared.hi > high)
    apart = suspects(printed) & varied(compared.quantity, compared.document)
    apart &= varied(compared.quantity, beyond.astype(np.int64)) | beyond
    printed, compared = printed.take(apart), compared.take(apart)
    lo, hi = exact_order(claims, compared)
    for members in groups(label_meeting(printed, printed.quantity)):
        part, read_low, read_high = printed.take(members), lo[members], hi[members]

        def belong(i: Ints, j: Ints, p: Compared = part, lo: Floats = read_low, hi: Floats = read_high) -> Flags:
            differ = (p.lo[i] > p.hi[j]) | (p.lo[j] > p.hi[i])
            return np.asarray(differ & (lo[i] <= hi[j]) & (lo[j] <= hi[i]), dtype=bool)

        yield from clusters(part, belong)


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
    compared = select(claims, NUMERIC, usable=two_sided)
    # Two that meet span more than the factor only if one of them spans more than its square root.
    wide = high[compared.rows] > np.sqrt(factor) * low[compared.rows]
    compared = compared.take(np.isin(compared.quantity, compared.quantity[wide]))
    for members in _by_code(compared.quantity):
        part = compared.take(members)
        lows, highs = low[part.rows], high[part.rows]

        def belong(i: Ints, j: Ints, p: Compared = part, lo: Floats = lows, hi: Floats = highs) -> Flags:
            equal = (lo[i] == lo[j]) & (hi[i] == hi[j])
            fit = (p.lo[i] <= p.hi[j]) & (p.lo[j] <= p.hi[i])
            wide = np.maximum(hi[i], hi[j]) > factor * np.minimum(lo[i], lo[j])
            return np.asarray(fit & ~equal & wide, dtype=bool)

        yield from clusters(part, belong)


def same_figures(claims: Claims, column: str, *, documents_differ: bool) -> Iterator[Ints]:
    """Yield rows of claims with one figure for one quantity, at times that meet, whose readings meet.

    With `documents_differ`, claims that are equal in `column` and stand in different documents belong together;
    without, claims that differ in it, and totals so far whatever their times: one figure is one figure. Claims where
    it is empty are left out.
    """
    compared = select(claims, NUMERIC, usable=~holds(claims, column, ("",)) & has_figure(claims))
    if not documents_differ:
        compared = replace(compared, undated=compared.undated | compared.total)
    value = coded(claims, column)[0][compared.rows]
    keys = [compared.quantity, *figure_keys(claims, compared.rows), *([value] if documents_differ else [])]
    group = same(keys)
    mixed = varied(group, compared.document if documents_differ else value)
    compared, value, group = compared.take(mixed), value[mixed], group[mixed]
    for members in _by_code(group):
        part, said = compared.take(members), value[members]

        def belong(i: Ints, j: Ints, p: Compared = part, said: Ints = said) -> Flags:
            fit = (p.lo[i] <= p.hi[j]) & (p.lo[j] <= p.hi[i])
            return fit if documents_differ else fit & (said[i] != said[j])

        yield from clusters(part, belong, documents_differ=documents_differ)


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


def clusters(compared: Compared, belong: PairTest, *, documents_differ: bool = True) -> Iterator[Ints]:
    """Yield rows of claims of one quantity that pairs connect: at times that meet, and as `belong` says.

    Of more than MOST claims, the first of each document, time and reading stand for the others like them.
    """
    chosen = _distinct(compared)
    part = compared.take(chosen)
    one, other = all_pairs(len(part))
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


def _by_code(codes: Ints) -> Iterator[Ints]:
    """Yield the positions of each code that stands more than once."""
    yield from (members for members in groups(codes) if len(members) > 1)
