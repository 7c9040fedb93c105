"""What claims of one quantity at one time come to: what they share, how far they reach, and without whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import reduce
from math import ceil, floor

import numpy as np

from reconcile.evidence import evidence_at
from reconcile.models import Claims
from reconcile.models.estimate import Camp, EstimateAt, EstimateSource, Implied, Range
from reconcile.pipeline.estimates.occasions import Occasion
from reconcile.readings import Reading
from reconcile.solver.ends import high_end, low_end
from reconcile.solver.values.camps import camps


@dataclass(frozen=True)
class _Said:
    """One claim of the time."""

    row: int
    document: str
    range: Range
    word: str


def estimate_at(claims: Claims, occasion: Occasion, implied: Implied, suspects: Mapping[str, str]) -> EstimateAt:
    """Return what the claims of an occasion come to; `suspects` says which claims are suspected, by id."""
    said = [_said(claims, row) for row in occasion.rows]
    common = _common(claims, said)
    numbers = _camps_of(claims, said) if common is None else [1] * len(said)
    sources = [
        _source(claims, said, place, numbers[place] if len(set(numbers)) > 1 else 0, suspects)
        for place in range(len(said))
    ]
    origins = {str(claims.column("source")[one.row]) for one in said}
    return EstimateAt(
        occasion.time,
        tuple(sources),
        len({one.document for one in said}),
        len(origins),
        common,
        _hull(said),
        tuple(_camp(said, numbers, number) for number in sorted(set(numbers))),
        implied,
        occasion.basis,
        _adds(claims, said, implied),
    )


def _adds(claims: Claims, said: Sequence[_Said], implied: Implied) -> bool:
    """Say whether the others leave less than the claims themselves say, whole numbers of counts taken as such."""
    if not (implied.has_low or implied.has_high):
        return False
    wholes = claims.column("whole")
    read = [tightened(claims.reading_at(one.row), bool(wholes[one.row])) for one in said]
    return not implied.range.holds(reduce(Range.joined, read))


def in_whole_numbers(claims: Claims, row: int, implied: Implied) -> Implied:
    """Return what is left of whole numbers, where the claim in `row` counts things: ends move to the next one inside.

    Where no whole number is left, the ends stay.
    """
    if not claims.column("whole")[row]:
        return implied
    one = implied.range
    low = None if one.low is None else Fraction(floor(one.low) + 1 if one.low_open else ceil(one.low))
    high = None if one.high is None else Fraction(ceil(one.high) - 1 if one.high_open else floor(one.high))
    whole = Range(low, high)
    return implied if whole.is_empty else replace(implied, range=whole)


def tightened(reading: Reading, whole: bool) -> Range:
    """Return what a claim reads as, whole numbers of counts taken as such."""
    low, high = low_end(reading, whole), high_end(reading, whole)
    return Range(
        low[0] if low else None,
        high[0] if high else None,
        bool(low and low[1]),
        bool(high and high[1]),
    )


def _said(claims: Claims, row: int) -> _Said:
    reading, get = claims.reading_at(row), claims.column
    read = Range(reading.low, reading.high, reading.low_open, reading.high_open) if reading is not None else Range()
    return _Said(row, str(get("document")[row]), read, "" if reading is not None else str(get("word")[row]))


def _common(claims: Claims, said: Sequence[_Said]) -> Range | None:
    """Return what all have in common; None where there is nothing, whole numbers of counts taken as such."""
    if any(one.word for one in said):
        return None
    wholes = claims.column("whole")
    lows = [low_end(claims.reading_at(one.row), bool(wholes[one.row])) for one in said]
    highs = [high_end(claims.reading_at(one.row), bool(wholes[one.row])) for one in said]
    low, high = max((e for e in lows if e is not None), default=None), min((e for e in highs if e), default=None)
    if low is not None and high is not None and low > high:
        return None
    return reduce(Range.cut, (one.range for one in said))


def _hull(said: Sequence[_Said]) -> Range:
    return reduce(Range.joined, (one.range for one in said))


def _camps_of(claims: Claims, said: Sequence[_Said]) -> list[int]:
    """Return the camp of each claim, from 1; words are camps of their own."""
    if any(one.word for one in said):
        words = sorted({one.word for one in said})
        low = high = np.array([words.index(one.word) for one in said], dtype=np.float64)
    else:
        rows = [one.row for one in said]
        low, high = (claims.column(name)[rows].astype(np.float64) for name in ("lo", "hi"))
    found: list[int] = camps(low, high).tolist()
    return found


def _camp(said: Sequence[_Said], numbers: Sequence[int], number: int) -> Camp:
    inside = [one for one, camp in zip(said, numbers, strict=True) if camp == number]
    documents = tuple(sorted({one.document for one in inside}))
    return Camp(number, reduce(Range.cut, (one.range for one in inside)), documents, inside[0].word)


def _source(
    claims: Claims, said: Sequence[_Said], place: int, camp: int, suspects: Mapping[str, str]
) -> EstimateSource:
    one = said[place]
    others = [other for other in said if other.document != one.document]
    shared = _common(claims, others) if others else None
    numeric = others and not any(other.word for other in others)
    without = shared if shared is not None else _hull(others) if numeric else None
    claim = evidence_at(claims, one.row, camp)
    return EstimateSource(claim, one.range, without, shared is not None, suspects.get(claim.id, ""))
