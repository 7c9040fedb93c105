"""A share times its base: the count that the two imply for the part, as printed and as read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from reconcile.readings import Reading
from reconcile.solver.laws.conflicts import Solver
from reconcile.solver.laws.figures import Figure
from reconcile.solver.laws.law import Law
from reconcile.solver.plain_words import number

ZERO = Fraction(0)
MORE, FEWER = 1, -1
"""Which way a bound leaves open."""


def implied_counts(solver: Solver) -> dict[int, tuple[Figure, ...]]:
    """Return the counts that shares imply for their parts, by key, as figures that stand for the share's claim.

    Each share is taken of a base of its own document where there is one, at a time that meets its own; where the
    bases of others clash, it implies nothing.
    """
    memory = solver.ground.claims.memory
    if "implied counts" not in memory:
        memory["implied counts"] = _implied_counts(solver)
    found: dict[int, tuple[Figure, ...]] = memory["implied counts"]
    return found


def _implied_counts(solver: Solver) -> dict[int, tuple[Figure, ...]]:
    found: dict[int, tuple[Figure, ...]] = {}
    for law in solver.ground.shares:
        part, counted = law.terms[0][1], tuple(figure for figure, _ in implied_by(solver, law))
        if counted:
            found[part] = (*found.get(part, ()), *counted)
    return found


def implied_by(solver: Solver, law: Law) -> list[tuple[Figure, Figure]]:
    """Return the counts that a share law's claims imply for its part, each with the base that it is of."""
    figures = solver.every.figures
    found = []
    for share in figures.of(law.share or 0):
        near = [base for base in figures.of(law.terms[1][1]) if meet(share, base)]
        own = [base for base in near if base.document == share.document]
        if own or (near and not _clash(near)):
            base = (own or near)[0]
            found.append((_product(share, base), base))
    return found


def meet(one: Figure, other: Figure) -> bool:
    """Say whether two figures speak of times that overlap, or are kept so near that they count as the same."""
    keeps = max(one.keeps, other.keeps)
    return one.timeless or other.timeless or (one.first <= other.last + keeps and other.first <= one.last + keeps)


def product_line(share: Figure, bases: Sequence[Figure]) -> str:
    """Return `over 20 percent of 40,000: more than 8,000 as printed, more than 7,900 as read`; empty where endless."""
    if not bases or any(base.reading.low is None or base.reading.stated_low is None for base in bases):
        return ""
    whole = summed([base.reading for base in bases])
    reading = times(share.reading, whole)
    said = " + ".join(_said(base) for base in bases) if len(bases) <= 2 else f"the sum of {len(bases)} figures"
    way = _way(share.reading) or _way(whole)
    if _way(share.reading) * _way(whole) < 0 or None in (reading.low, reading.stated_low):
        return ""
    is_open = any(_is_open(r, way) for r in (share.reading, whole) if _way(r))
    printed = _range(reading.stated_low, reading.stated_high, way, is_open)
    read = _range(reading.low, reading.high, way, _is_open(reading, way))
    return f"{_said(share)} of {said}: {printed} as printed, {read} as read."


def times(share: Reading, base: Reading) -> Reading:
    """Return the reading of a share (in percent) times a base that is at least 0."""

    def of(one: Fraction | None, other: Fraction | None) -> Fraction | None:
        return None if one is None or other is None else one * other / 100

    one_sided = "bound" in (share.how, base.how)
    return replace(
        base,
        text=f"{share.text} of {base.text}",
        low=of(share.low, base.low),
        high=of(share.high, base.high),
        low_open=share.low_open or base.low_open,
        high_open=share.high_open or base.high_open,
        stated_low=of(share.stated_low, base.stated_low),
        stated_high=of(share.stated_high, base.stated_high),
        how="bound" if one_sided else "range",
        hedge="",
        whole=False,
        percent=False,
    )


def _product(share: Figure, base: Figure) -> Figure:
    reading = times(share.reading, base.reading)
    return replace(
        share,
        stated=f"{_said(share)} of {_said(base)}",
        reading=reading,
        low=None if reading.low is None else (reading.low, int(reading.low_open)),
        high=None if reading.high is None else (reading.high, -int(reading.high_open)),
        reports=share.reports or base.reports,
    )


def _clash(figures: Sequence[Figure]) -> bool:
    lows = [figure.low for figure in figures if figure.low is not None]
    highs = [figure.high for figure in figures if figure.high is not None]
    return bool(lows and highs) and max(lows) > min(highs)


def summed(readings: Sequence[Reading]) -> Reading:
    """Return the sum of one or more readings that have a low end, as one."""
    total = readings[0]
    for other in readings[1:]:
        total = replace(
            total,
            low=(total.low or ZERO) + (other.low or ZERO),
            high=None if total.high is None or other.high is None else total.high + other.high,
            low_open=total.low_open or other.low_open,
            high_open=total.high_open or other.high_open,
            stated_low=(total.stated_low or ZERO) + (other.stated_low or ZERO),
            stated_high=(total.stated_high or ZERO) + (other.stated_high or ZERO),
            how="bound" if "bound" in (total.how, other.how) else "range",
        )
    return total


def _way(reading: Reading) -> int:
    """Return which way a bound leaves open, 0 where the reading is none."""
    if reading.how != "bound":
        return 0
    is_all = reading.percent and reading.high == 100 != reading.stated_high
    return MORE if reading.high is None or is_all else FEWER


def _is_open(reading: Reading, way: int) -> bool:
    return reading.low_open if way == MORE else reading.high_open


def _range(low: Fraction | None, high: Fraction | None, way: int, is_open: bool) -> str:
    """Return `more than 8,000` where a bound gives one end, else both."""
    if way == MORE or high is None:
        return f"{'more than' if is_open else 'at least'} {number(low or 0)}"
    if way == FEWER:
        return f"{'less than' if is_open else 'at most'} {number(high)}"
    return number(high) if low == high else f"{number(low or 0)} to {number(high)}"


def _said(figure: Figure) -> str:
    return " ".join(figure.stated.split())
