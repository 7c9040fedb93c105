"""What rounding, hedges and bounds make of a printed number: each row of section 4 of the design."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from fractions import Fraction

from reconcile.readings.cursor import Context, ValueKind
from reconcile.readings.errors import ReadingError
from reconcile.readings.nodes import ZERO, Number, Span
from reconcile.readings.rounding import half_step
from reconcile.readings.words import (
    ABOUT,
    EXACTLY,
    FEWER_THAN,
    JUST_OVER,
    LOWER_BOUNDS,
    MORE_THAN,
    NEARLY,
    UPPER_BOUNDS,
)


@dataclass(frozen=True, slots=True)
class Terms:
    """What a value is read under, once its own signs are known."""

    text: str
    context: Context
    kind: ValueKind
    """The caller's kind, unless a percent sign or a currency sign says another."""
    percent: bool
    has_parts: bool
    """True where a number is a part of something: `a third`, `most`."""

    @property
    def stops_at_zero(self) -> bool:
        """True where nothing lies below 0: counts and shares."""
        return self.kind in ("count", "share") and not self.context.may_be_negative


def one_number(terms: Terms, number: Number, hedges: Collection[str]) -> tuple[Span, str]:
    """Return the reading of a number without a bound, and how it came about."""
    widths = terms.context.widths
    rounded, how = _rounded(terms, number)
    if EXACTLY in hedges:
        return Span(number.value, number.value), "exact"
    if ABOUT not in hedges:
        return rounded, how
    width = max(widths.approximately, widths.ratio) if number.is_ratio else widths.approximately
    hedged = widened(Span(number.value, number.value), width)
    is_wider = rounded.low is not None and hedged.low is not None and rounded.low < hedged.low
    return rounded if is_wider else hedged, "hedged"


def _rounded(terms: Terms, number: Number) -> tuple[Span, str]:
    """Return a number as it was rounded: half-open, ± half a step; a ratio ± its width."""
    value = number.value
    if number.is_ratio:
        if terms.context.exact:
            return Span(value, value), "exact"
        return widened(Span(value, value), terms.context.widths.ratio), "ratio"
    half = half_step(number, terms.kind, terms.percent, terms.context)
    if not half:
        return Span(value, value), "exact"
    return Span(value - half, value + half, False, True), "rounded"


def widened(span: Span, part: Fraction) -> Span:
    """Return the interval with each end moved out by a part of itself."""
    low = None if span.low is None else span.low - part * abs(span.low)
    high = None if span.high is None else span.high + part * abs(span.high)
    return Span(low, high)


def bounded(terms: Terms, printed: Span, bounds: Collection[str]) -> Span:
    """Return what a bound allows; it beats every other hedge, and of two that agree the stricter holds."""
    is_lower, is_upper = bool(LOWER_BOUNDS & set(bounds)), bool(UPPER_BOUNDS & set(bounds))
    if is_lower and is_upper:
        named = "' and '".join(sorted(bounds))
        raise ReadingError(terms.text, f"'{named}' bound one number from both sides; expected one of them.")
    if is_lower:
        return Span(printed.low, None, MORE_THAN in bounds or printed.low_open, False)
    floor = ZERO if terms.stops_at_zero else None
    return Span(floor, printed.high, False, FEWER_THAN in bounds or printed.high_open)


def to_one_side(terms: Terms, printed: Span, hedges: Collection[str]) -> Span:
    """Return `nearly N` as [0.9 N, N), mirrored below 0, and `just over N` as (N, 1.1 N]."""
    if NEARLY in hedges and JUST_OVER in hedges:
        raise ReadingError(terms.text, "'nearly' and 'just over' exclude each other; expected one of them.")
    low, high, widths = printed.low or ZERO, printed.high or ZERO, terms.context.widths
    if JUST_OVER in hedges:
        return Span(low, high + widths.just_over * abs(high), True, False)
    if high < 0:
        return Span(low, high + widths.nearly * abs(high), True, False)
    return Span(low - widths.nearly * abs(low), high, False, True)
