"""What plain numbers read as, all at once: exactly what `readings.read` makes of each (design, section 4).

Every end is a whole number over another, both below 2**53, so that one division of floats gives the nearest float, the
same as `float(Fraction(…))`. Where they would be larger the number is not read here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from fractions import Fraction
from typing import Any

import numpy as np

from reconcile.models.coded import Flags, Ints
from reconcile.normalise.plain import MOST_DIGITS, Numbers, Printed, hedges
from reconcile.readings import Widths
from reconcile.readings.words import (
    ABOUT,
    AT_LEAST,
    AT_MOST,
    EXACTLY,
    FEWER_THAN,
    FILLER,
    JUST_OVER,
    MORE_THAN,
    NEARLY,
    ONLY,
)

Floats = np.ndarray[Any, np.dtype[np.float64]]
_EXACT = 2.0**53
"""Whole floats below this are exact."""
_TENS = 10 ** np.arange(MOST_DIGITS + 4, dtype=np.int64)
HOW = ("exact", "rounded", "hedged", "bound", "range")
"""How a plain number may be read."""


@dataclass(frozen=True, slots=True)
class _Effect:
    """What a hedge does to a number."""

    how: int = 0
    """The place of how it is read in HOW; of a number that is rounded, where it is not."""
    rounds: bool = False
    """Whether the number is rounded as one without a hedge is."""
    lowers: bool = False
    """Whether the low end lies below the number."""
    raises: bool = False
    """Whether the high end lies above the number."""
    low_open: bool = False
    """Whether the low end itself is left out."""
    high_open: bool = False
    """Whether the high end itself is left out."""
    endless: bool = False
    """Whether there is no high end."""
    capped: bool = False
    """Whether the low end is the least that can be."""


EFFECTS = {
    FILLER: _Effect(rounds=True),
    ONLY: _Effect(rounds=True),
    EXACTLY: _Effect(),
    ABOUT: _Effect(HOW.index("hedged"), lowers=True, raises=True),
    NEARLY: _Effect(HOW.index("hedged"), lowers=True, high_open=True),
    JUST_OVER: _Effect(HOW.index("hedged"), raises=True, low_open=True),
    MORE_THAN: _Effect(HOW.index("bound"), low_open=True, endless=True),
    AT_LEAST: _Effect(HOW.index("bound"), endless=True),
    FEWER_THAN: _Effect(HOW.index("bound"), high_open=True, capped=True),
    AT_MOST: _Effect(HOW.index("bound"), capped=True),
}
"""What each hedge does (design, section 4)."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What one group of values is read under: the same measure, unit and decimal mark."""

    kind: str = "count"
    """As `readings.read` takes it."""
    decimal: str = ""
    """The document's decimal mark, empty where it says none."""
    exact: bool = False
    """Whether nothing is rounded."""
    floored: bool = False
    """Whether nothing lies below 0."""
    factor: Fraction | None = None
    """From the stated unit to the measure's; None where these numbers are not read here."""
    counts: bool = False
    """Whether whole numbers are whole when two are compared."""
    mismatch: str = ""
    """Why the stated unit does not fit the measure's; empty where it does."""


@dataclass(frozen=True, slots=True)
class Ends:
    """What numbers read as, in the measure's unit."""

    done: Flags
    """Whether the number is read; where not, the rest means nothing."""
    low: Floats
    """The low end, -inf where endless."""
    high: Floats
    """The high end."""
    low_open: Flags
    """Whether the low end itself is left out."""
    high_open: Flags
    """Whether the high end itself is left out."""
    lo: Floats
    """The low end to compare by."""
    hi: Floats
    """The high end to compare by."""
    stated_low: Floats
    """The number as printed, the first of a range."""
    stated_high: Floats
    """The second of a range."""
    how: Ints
    """The place of how it is read in HOW."""
    whole: Flags
    """Whether it is a whole number when two are compared."""


@dataclass(frozen=True, slots=True)
class _Spans:
    """Ends as whole numbers over `unit`."""

    unit: Floats
    low: Floats
    high: Floats
    low_open: Flags
    high_open: Flags
    first: Floats
    last: Floats
    how: Ints

    @property
    def is_empty(self) -> Flags:
        """Where no number is left, or the numbers of a range stand backwards: `read` says why."""
        point = (self.low == self.high) & (self.low_open | self.high_open)
        return np.asarray((self.first > self.last) | (self.low > self.high) | point, dtype=bool)


def ends_of(printed: Printed, terms: Sequence[Terms], term: Ints, widths: Widths) -> Ends:
    """Return what texts read as, each under one of `terms`."""
    kind = np.array([each.kind for each in terms], dtype=object)[term]
    percent, places = kind == "share", np.maximum(printed.low.places, printed.high.places)
    spans = _spans(printed, places, kind, _of(terms, term, "exact"), _of(terms, term, "floored"), widths)
    factors = [Fraction(1) if each.factor is None else each.factor for each in terms]
    top = np.array([float(min(factor.numerator, 2**60)) for factor in factors])[term]
    bottom = spans.unit * np.array([float(min(factor.denominator, 2**60)) for factor in factors])[term]
    sizes = (np.where(np.isfinite(end), np.abs(end), 1) for end in (spans.low, spans.high))
    largest = np.maximum.reduce([*sizes, spans.first, spans.last, np.ones(len(term))])
    done = _is_read(printed, terms, term, percent) & ~spans.is_empty
    done &= (largest * top < _EXACT) & (bottom < _EXACT)
    low, high, first, last = (end * top / bottom for end in (spans.low, spans.high, spans.first, spans.last))
    whole = _of(terms, term, "counts") & (printed.high.places == 0) & ~percent
    lo = np.where(whole, np.where(spans.low_open, np.floor(low) + 1, np.ceil(low)), low)
    hi = np.where(whole, np.where(spans.high_open, np.ceil(high) - 1, np.floor(high)), high)
    lo = np.where(~whole & spans.low_open, np.nextafter(lo, np.inf), lo)
    hi = np.where(~whole & spans.high_open, np.nextafter(hi, -np.inf), hi)
    return Ends(done, low, high, spans.low_open, spans.high_open, lo, hi, first, last, spans.how, whole)


def _is_read(printed: Printed, terms: Sequence[Terms], term: Ints, percent: Flags) -> Flags:
    """Say which texts are plain under their terms: no mark in them that may mean something else."""
    comma_decimal = np.array([each.decimal == "," for each in terms], dtype=bool)[term]
    may_doubt = np.array([each.kind == "count" and not each.decimal for each in terms], dtype=bool)[term]
    has_factor = np.array([each.factor is not None and each.factor > 0 for each in terms], dtype=bool)[term]
    found = printed.is_plain & has_factor & ~(percent & (printed.is_range | (printed.hedge > 0)))
    for number in (printed.low, printed.high):
        found &= ~(number.is_doubtful & may_doubt) & ~(comma_decimal & (number.has_comma | (number.places > 0)))
    return np.asarray(found, dtype=bool)


def _spans(
    printed: Printed, places: Ints, kind: np.ndarray[Any, Any], exact: Flags, floored: Flags, widths: Widths
) -> _Spans:
    parts = {ABOUT: widths.approximately, NEARLY: widths.nearly, JUST_OVER: widths.just_over}
    part = [parts.get(meaning, Fraction(0)) for meaning in hedges()]
    is_ = {each.name: _effects(printed, each.name) for each in fields(_Effect)}
    above = np.array([float(one.numerator) for one in part])[printed.hedge]
    below = np.array([float(one.denominator) for one in part])[printed.hedge]
    step = 2.0 * _TENS[np.minimum(places, MOST_DIGITS)]
    first, last = (number.digits * 2.0 * _TENS[places - number.places] for number in (printed.low, printed.high))
    rounded = _rounded(printed.low, first, step, kind, exact, floored, widths.significant_digits)
    low = first * (below - above * is_["lowers"])
    high = last * (below + above * is_["raises"])
    wider = is_["lowers"] & is_["raises"] & (rounded.low * below < low)
    takes = ~printed.is_range & (is_["rounds"] | wider)
    how = np.where(is_["rounds"], rounded.was_rounded, is_["how"])
    return _Spans(
        step * below,
        np.where(is_["capped"], np.where(floored, 0.0, -np.inf), np.where(takes, rounded.low * below, low)),
        np.where(is_["endless"], np.inf, np.where(takes, rounded.high * below, high)),
        is_["low_open"].astype(bool),
        is_["high_open"] | (takes & rounded.high_open),
        first * below,
        last * below,
        np.where(printed.is_range, HOW.index("range"), how),
    )


def _effects(printed: Printed, name: str) -> np.ndarray[Any, Any]:
    return np.array([getattr(EFFECTS[meaning], name) for meaning in hedges()])[printed.hedge]


@dataclass(frozen=True, slots=True)
class _Rounded:
    low: Floats
    high: Floats
    high_open: Flags
    was_rounded: Flags


def _rounded(
    numbers: Numbers,
    value: Floats,
    step: Any,
    kind: np.ndarray[Any, Any],
    exact: Flags,
    floored: Flags,
    significant_digits: int,
) -> _Rounded:
    """Return numbers as they were rounded, cut to what counts and shares can be."""
    half = np.where(exact, 0, _halves(numbers, kind, significant_digits)).astype(np.float64)
    half *= step / (2.0 * _TENS[numbers.places])  # the other number of a range may have more decimals
    low, high = value - half, value + half
    low = np.where(floored & (low < 0), 0.0, low)
    above = (kind == "share") & (value <= 100 * step) & (high > 100 * step)
    return _Rounded(low, np.where(above, 100 * step, high), (half > 0) & ~above, half > 0)


def _halves(numbers: Numbers, kind: np.ndarray[Any, Any], significant_digits: int) -> Ints:
    """Return half a rounding step, as parts of the last printed digit times two: `readings.rounding` for arrays."""
    digits = numbers.digits
    length = np.maximum(np.searchsorted(_TENS[: MOST_DIGITS + 1], digits, side="right"), 1)
    zeros = np.zeros(len(digits), dtype=np.int64)
    for power in range(1, MOST_DIGITS + 1):
        zeros += digits % _TENS[power] == 0
    zeros[digits == 0] = 1
    step = _TENS[np.clip(np.minimum(zeros, length - significant_digits), 0, MOST_DIGITS)]
    measured = (kind == "physical") | (kind == "money")
    meant = ~measured & ((step == 1) | (digits < 100))
    return np.where((numbers.places > 0) | (kind == "share"), 1, np.where(meant, 0, step))


def _of(terms: Sequence[Terms], term: Ints, name: str) -> Flags:
    return np.array([getattr(each, name) for each in terms], dtype=bool)[term]
