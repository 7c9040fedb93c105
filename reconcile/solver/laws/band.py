"""Sums that fit only if nearly every rounding went the same way: possible, but hardly plausible.

The hard bound of a sum takes every figure at its end. Rounding errors that know nothing of each other mostly cancel:
one that is uniform over ± h has the standard deviation h/√3, and independent ones combine by the root of the sum of
their squares (JCGM 100:2008, the GUM, 4.3.7 and 5.1.2). A sum of such errors exceeds k standard deviations on one side
with a probability of at most exp(−k²/2), however few they are, since a uniform error is strictly sub-Gaussian: 1.1 %
for k = 3. So no normal approximation is needed, and where the band is as wide as the hard bound it says nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from math import isqrt

import numpy as np

from reconcile.models import Claims
from reconcile.solver.comparable import Flags, Floats, holds
from reconcile.solver.laws.bounds import Bounds
from reconcile.solver.laws.breaches import Breach, Entry, sums_on
from reconcile.solver.laws.conflicts import Solver, conflicts_of, days_of, doubts_of, solver_of
from reconcile.solver.laws.findings import Broken, day_key, law_key, primary_of, quantity_of
from reconcile.solver.laws.instances import Ground, Placed, division_law, relation_law, term_ends
from reconcile.solver.laws.law import Law
from reconcile.solver.laws.sentences import label_of, listed
from reconcile.solver.laws.sums import printed_range
from reconcile.solver.laws.suspects import FEW, MOST_DAYS, binding_days, complete_divisions, is_sum, share_strata
from reconcile.solver.laws.tolerance import margins
from reconcile.solver.laws.universe import ROOM, Universe, on_day, with_ends
from reconcile.solver.plain_words import number

DEVIATIONS = Fraction(3)
"""Standard deviations that independent rounding errors are allowed to add up to."""
FIGURES = 4
"""Rounded figures that a sum must have for chance to say something."""
ROUNDED = ("rounded", "hedged")
"""How values are read whose error may go either way."""
_DIGITS = 10**6


@dataclass(frozen=True)
class Unlikely:
    """A sum that fits, but outside the band that independent rounding leaves."""

    breach: Breach
    """The sum: its parts and limits speak as in a breach, and do not break the law."""
    excess: Fraction
    """How far the figures are apart, each at the middle of its reading (of a range its nearest end)."""
    hard: Fraction
    """How far they may be apart when every figure is at its end."""
    band: Fraction
    """How far they may be apart when rounding errors are independent, below `hard`."""
    rounded: int
    """How many figures are rounded or hedged."""


def unlikely_sums(claims: Claims, deviations: Fraction = DEVIATIONS, figures: int = FIGURES) -> Iterator[Unlikely]:
    """Yield for each law at its members the sum that lies furthest outside its band, in a fixed order.

    Left out: laws with a claim that counts only one way (a bound), with clashing or doubtful claims, and those that
    another finding of a law explains.
    """
    solver = solver_of(claims)
    if solver is None:
        return
    broken = [conflict.breach.claims() for conflict in conflicts_of(claims)]
    seen: set[frozenset[str]] = set()
    for law in _candidates(solver.ground, float(deviations)):
        found = [
            unlikely
            for day in days_of(solver.every, law)
            for breach in sums_on(law, solver.every, day)
            if (unlikely := _unlikely(solver, breach, deviations, figures)) is not None
        ]
        if found:
            shown = min(found, key=lambda u: (-u.excess / u.band if u.band else 0, u.breach.day, u.breach.turned))
            ids = shown.breach.claims()
            if ids not in seen and not any(claims_of <= ids for claims_of in broken):
                seen.add(ids)
                yield shown


def _unlikely(solver: Solver, breach: Breach, deviations: Fraction, figures: int) -> Unlikely | None:
    """Return a sum with its band, where its figures fit and lie outside it."""
    entries = (*breach.parts, *breach.limits)
    if not entries or breach.holds() or any(not entry.speaker.figure.reading.two_sided for entry in entries):
        return None
    if not breach.sound() or any(_clashes(solver.every, entry.speaker.key, breach.day) for entry in entries):
        return None
    halves = [entry.factor * _half(entry) for entry in entries if _is_rounded(entry)]
    left = sum((entry.factor * _middle(entry) for entry in breach.parts), Fraction(0))
    right = sum((entry.factor * _middle(entry) for entry in breach.limits), breach.constant)
    excess, hard = left - right, sum(halves, Fraction(0))
    band = _root(deviations**2 * sum((half**2 for half in halves), Fraction(0)) / 3)
    if len(halves) < figures or not band < excess <= hard or doubts_of(breach):
        return None
    return Unlikely(breach, excess, hard, band, len(halves))


def _clashes(bounds: Bounds, key: int, day: int) -> bool:
    low, high = bounds.own_low(key, day), bounds.own_high(key, day)
    return low is not None and high is not None and low.order > high.order


def _is_rounded(entry: Entry) -> bool:
    return entry.speaker.figure.reading.how in ROUNDED


def _half(entry: Entry) -> Fraction:
    reading = entry.speaker.figure.reading
    return Fraction(reading.high - reading.low) / 2


def _middle(entry: Entry) -> Fraction:
    """Return the middle of a rounded or hedged reading; of a range, whose error is none of rounding, its own end."""
    reading = entry.speaker.figure.reading
    return Fraction(reading.high + reading.low) / 2 if _is_rounded(entry) else entry.speaker.end[0]


def _root(square: Fraction) -> Fraction:
    """Return a square root, rounded up in the sixth decimal."""
    number = square * _DIGITS**2
    return Fraction(isqrt(number.numerator // number.denominator) + 1, _DIGITS) if square else Fraction(0)


def _candidates(ground: Ground, deviations: float) -> Iterator[Law]:
    """Yield the sums that may lie outside their band, found by floats."""
    ends, variance = _middles(ground), _variance(ground)
    errors = with_ends(ground.universe, (variance, variance))
    relations, divisions = _outside(ground, with_ends(ground.universe, ends), errors, deviations)
    days = binding_days(ground)
    if sum(int(flags.sum()) for flags in (*relations, divisions)) > FEW and 0 < len(days) <= MOST_DAYS:
        seen = [np.zeros(len(flags), dtype=bool) for flags in (*relations, divisions)]
        for day in days:
            today = on_day(ground.universe, ground.claims, day, ends)
            found = _outside(ground, today, errors, deviations)
            for flags, more in zip(seen, (*found[0], found[1]), strict=True):
                flags |= more
        relations, divisions = [r & s for r, s in zip(relations, seen, strict=False)], divisions & seen[-1]
    for placed, flags in zip(ground.placed, relations, strict=True):
        yield from (relation_law(ground, placed, place) for place in np.flatnonzero(flags).tolist())
    yield from (division_law(ground, p) for p in np.flatnonzero(divisions).tolist() if is_sum(ground, p))


def _middles(ground: Ground) -> tuple[Floats, Floats]:
    """Return each claim's ends narrowed to its middle, those of a range as they are; bounds say nothing."""
    lo, hi, rounded, one_sided = _ends(ground)
    low, high = np.where(rounded, (lo + hi) / 2, lo), np.where(rounded, (lo + hi) / 2, hi)
    return np.where(one_sided, -np.inf, low), np.where(one_sided, np.inf, high)


def _variance(ground: Ground) -> Floats:
    """Return the variance of each claim's rounding."""
    lo, hi, rounded, _ = _ends(ground)
    return np.asarray(np.where(rounded, ((hi - lo) / 2) ** 2 / 3, 0.0))


def _ends(ground: Ground) -> tuple[Floats, Floats, Flags, Flags]:
    """Return low and high end of each claim as read, whether it is rounded or hedged, and whether it is a bound."""
    claims, rows = ground.claims, ground.lattice.rows
    lo, hi = (claims.column(name)[rows].astype(np.float64) for name in ("low", "high"))
    endless, rounded = ~np.isfinite(lo) | ~np.isfinite(hi), holds(claims, "how", ROUNDED)[rows]
    one_sided = holds(claims, "how", ("bound",))[rows] | endless
    return np.where(endless, 0.0, lo), np.where(endless, 0.0, hi), rounded & ~endless, one_sided


def _outside(ground: Ground, middles: Universe, errors: Universe, deviations: float) -> tuple[list[Flags], Flags]:
    """Say for each relation at which places, and which divisions, may lie outside their band.

    `middles` and `errors` hold the middles of the claims and their variance in the ends' place.
    """
    k = deviations * (1 - ROOM)
    relations = [_relation_outside(ground, placed, middles, errors, k) for placed in ground.placed]
    return relations, _divisions_outside(ground, middles, errors, k)


def _relation_outside(ground: Ground, placed: Placed, middles: Universe, errors: Universe, k: float) -> Flags:
    lows, highs, _ = term_ends(replace(ground, universe=middles), placed)
    variances = [_known(high) for high in term_ends(replace(ground, universe=errors), placed)[1]]
    factors = [float(placed.relation.coefficients[name]) for name in placed.measures]
    constant = float(placed.relation.constant)
    terms = list(zip(factors, lows, highs, variances, strict=True))
    with np.errstate(invalid="ignore"):
        over = sum(f * (low if f > 0 else high) for f, low, high, _ in terms) - constant
        under = constant - sum(f * (high if f > 0 else low) for f, low, high, _ in terms)
        band = k * np.sqrt(sum(f * f * variance for f, _, _, variance in terms))
        found = (over > band) | ((under > band) & (placed.relation.op == "="))
    return np.asarray(found, dtype=bool)


def _divisions_outside(ground: Ground, middles: Universe, errors: Universe, k: float) -> Flags:
    parent, lattice = middles.divisions.parent, middles.lattice
    if not len(parent):
        return np.zeros(0, dtype=bool)
    share = share_strata(ground)[lattice.stratum(middles.keys[parent]).astype(np.int64)]
    most = np.where(share, 100.0, middles.own_high[parent])
    least = np.where(share, 100.0, middles.own_low[parent])
    whole = np.where(share, 0.0, _known(errors.own_high[parent]))
    band = k * np.sqrt(whole + _known(errors.divisions.high))
    with np.errstate(invalid="ignore"):
        under = complete_divisions(ground) & (least - middles.divisions.high > band)
        return np.asarray((middles.divisions.low - most > band) | under, dtype=bool)


def _known(variances: Floats) -> Floats:
    """Return variances with 0, the least there is, where nothing is claimed."""
    return np.where(np.isfinite(variances), variances, 0.0)


def unlikely_laws(claims: Claims, deviations: Fraction = DEVIATIONS, figures: int = FIGURES) -> Iterator[Broken]:
    """Yield each sum that lies outside its band as a finding needs it; see `unlikely_sums`."""
    solver = solver_of(claims)
    for unlikely in unlikely_sums(claims, deviations, figures) if solver else ():
        if solver:
            yield _told(solver, unlikely, deviations)


def _told(solver: Solver, unlikely: Unlikely, deviations: Fraction) -> Broken:
    breach, law = unlikely.breach, unlikely.breach.law
    speakers = breach.speakers()
    dated = any(not speaker.figure.timeless for speaker in speakers)
    lines = (_printed_line(breach, unlikely), _band_line(unlikely, deviations))
    return Broken(
        tuple(speaker.figure.row for speaker in speakers),
        _message(solver, unlikely),
        tuple(label_of(solver, law, speaker.key) for speaker in speakers),
        {
            "arithmetic": (*lines, *([f"The law: {law.says}"] if law.says else [])),
            "gap": margins(breach)[0],
            "causes": ("the parts may be cut rather than rounded",) if breach.turned and law.complete else (),
            "relations": (law.name,),
            "primary": primary_of(breach),
            "quantity": quantity_of(solver, breach),
            "key": ("band", *law_key(solver, law), day_key(breach.day if dated else None)),
            "core": breach.claims(),
        },
    )


def _message(solver: Solver, unlikely: Unlikely) -> str:
    breach = unlikely.breach
    parts, limits = (listed(solver, breach.law, entries) for entries in (breach.parts, breach.limits))
    if breach.law.kind == "shares":
        made = printed_range(breach.parts or breach.limits)
        sentence = f"{parts or limits} make {made} percent of one whole; they"
    else:
        small, large = (limits, parts) if breach.turned and len(breach.limits) > len(breach.parts) else (parts, limits)
        sentence = f"{small} against {large}" if small and large else small or large
    if 2 * unlikely.excess >= unlikely.hard:
        return f"{sentence} fit only if nearly every part was rounded the same way"
    return f"{sentence} fit only if far more of the parts were rounded one way than the other"


def _printed_line(breach: Breach, unlikely: Unlikely) -> str:
    """Return `As printed 107 against 100: 7 apart.`; hedged figures count with the middle of what they can mean."""
    if breach.law.kind == "shares":
        left, right = printed_range(breach.parts or breach.limits), "100"
    else:
        left, right = printed_range(breach.parts), printed_range(breach.limits, breach.constant)
    printed = margins(breach)[0].absolute
    middle = "" if printed == float(unlikely.excess) else ", each at the middle of what it can mean"
    return f"As printed {left} against {right}; {number(unlikely.excess)} apart{middle}."


def _band_line(unlikely: Unlikely, deviations: Fraction) -> str:
    return (
        f"With each of the {unlikely.rounded} rounded figures at its end they may be {number(unlikely.hard)} apart; "
        f"roundings that know nothing of each other hardly ever make more than {number(unlikely.band)} "
        f"({number(deviations)} standard deviations)."
    )
