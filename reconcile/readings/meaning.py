"""From a parsed value to its reading: one amount, a range, a spread, an interval (design, section 4)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from reconcile.readings.cursor import Context, ValueKind
from reconcile.readings.errors import ReadingError, quoted
from reconcile.readings.hedging import Terms, bounded, one_number, to_one_side, widened
from reconcile.readings.nodes import (
    HUNDRED,
    ONE,
    ZERO,
    Amount,
    Interval,
    Number,
    Span,
    Stated,
    Unknown,
    Vague,
)
from reconcile.readings.reading import Reading
from reconcile.readings.words import ABOUT, BOUNDS, CURRENCY_SIGNS, CURRENCY_WORDS, JUST_OVER, NEARLY


def reading_of(text: str, parsed: Stated | Interval | Unknown, context: Context) -> Reading:
    """Return the reading of a parsed value. Raises ReadingError."""
    if isinstance(parsed, Unknown):
        return Reading(text, None, None, False, False, None, None, "unknown", "", parsed.unit, False, False)
    if isinstance(parsed, Interval):
        return _written_out(text, parsed, context)
    terms = _terms(text, parsed, context)
    parsed = _carried(text, parsed)
    if parsed.high is not None:
        return _range(terms, parsed, parsed.high)
    if parsed.spread is not None:
        return _spread(terms, parsed, parsed.spread)
    return _single(terms, replace(parsed.low, hedges=parsed.hedges + parsed.low.hedges))


def _amounts(stated: Stated) -> list[Amount]:
    return [amount for amount in (stated.low, stated.high, stated.spread) if amount is not None]


def _terms(text: str, stated: Stated, context: Context) -> Terms:
    amounts = _amounts(stated)
    kind = context.kind
    has_parts = any(_is_part(amount.core) for amount in amounts)
    if any(amount.percent for amount in amounts):
        is_change = kind == "plain" and any((_core_span(amount.core).low or ZERO) < 0 for amount in amounts)
        return Terms(text, context, kind if is_change else "share", True, has_parts)
    if kind == "plain" and has_parts:
        return Terms(text, context, "share", True, has_parts)
    if kind in ("count", "plain") and any(_is_currency(amount.unit) for amount in amounts):
        kind = "money"
    return Terms(text, context, kind, kind == "share", has_parts)


def _is_part(core: Number | Vague) -> bool:
    return core.is_ratio if isinstance(core, Number) else core.of_share and core.span.high != 0


def _is_ratio(core: Number | Vague) -> bool:
    return isinstance(core, Number) and core.is_ratio


def _is_currency(unit: str) -> bool:
    first = unit.split(" ", maxsplit=1)[0].lower()
    return first in CURRENCY_SIGNS or first in CURRENCY_WORDS


def _core_span(core: Number | Vague) -> Span:
    return core.span if isinstance(core, Vague) else Span(core.value, core.value)


def _carried(text: str, stated: Stated) -> Stated:
    """Carry scale words, percent signs and units from one number to the other."""
    other = stated.high or stated.spread
    if other is None:
        return stated
    low = stated.low
    percent = low.percent or other.percent
    is_relative = stated.spread is not None and other.percent and not low.percent
    if not is_relative:
        both_percent = low.percent and other.percent
        unit = low.unit if both_percent else _common_unit(text, low.unit, other.unit)
        low, other = replace(low, percent=percent, unit=unit), replace(other, percent=percent, unit=unit)
    low = _with_scale_of(low, other, is_spread=stated.spread is not None)
    if stated.high:
        return replace(stated, low=low, high=other)
    return replace(stated, low=low, spread=other)


def _common_unit(text: str, first: str, second: str) -> str:
    """Return the longer of two units that say the same: `100 km to 110 km of border`. Raises ReadingError."""
    short, long = sorted((first, second), key=len)
    if not (long.lower() + " ").startswith(short.lower() + " " if short else ""):
        raise ReadingError(text, f"the two numbers have different units: {quoted(first)} and {quoted(second)}.")
    return long


def _with_scale_of(low: Amount, other: Amount, *, is_spread: bool) -> Amount:
    """Give `12` of `12 to 14 million` its million, but leave `400,000 to 1 million` as printed."""
    if not (isinstance(low.core, Number) and isinstance(other.core, Number)):
        return low
    if low.core.scale > 1 or low.core.is_ratio or other.core.scale == 1:
        return low
    scaled = low.core.times(other.core.scale)
    is_meant = low.core.value < other.core.value if is_spread else scaled.value <= other.core.value
    return replace(low, core=scaled) if is_meant else low


def _points(terms: Terms, amount: Amount) -> Amount:
    """Return the amount in percent points where the value is a share; refuse parts of nothing elsewhere."""
    core = amount.core
    if _is_part(core) and terms.kind != "share":
        # `a third of a mile` is a number of miles; `a third` of a count and `most` of a sum are parts.
        if isinstance(core, Number) and terms.kind in ("physical", "money"):
            return amount
        reason = f"a part has no sure reading as a {_noun(terms.kind)}; expected a number."
        raise ReadingError(terms.text, reason)
    if isinstance(core, Vague):
        return amount
    if core.is_ratio and terms.percent:
        return replace(amount, core=replace(core, value=core.value * HUNDRED))
    if amount.percent not in (ZERO, ONE):
        # Per mille: the whole-number rule would round to one percent, and one per mille is meant.
        step = (core.step or ONE) * amount.percent
        return replace(amount, core=replace(core, value=core.value * amount.percent, step=step))
    return amount


def _noun(kind: ValueKind) -> str:
    return {"count": "count", "physical": "measurement", "money": "sum of money"}.get(kind, "number")


def _single(terms: Terms, amount: Amount) -> Reading:
    amount = _points(terms, amount)
    core, hedges = amount.core, amount.hedges
    printed = _core_span(core)
    bounds = set(hedges) & BOUNDS
    if bounds:
        span, how = bounded(terms, printed, bounds), "bound"
    elif NEARLY in hedges or JUST_OVER in hedges:
        span, how = to_one_side(terms, printed, hedges), "hedged"
    elif isinstance(core, Vague):
        span, how = printed, "word" if core.of_share else "vague"
        if ABOUT in hedges:
            span, how = widened(printed, terms.context.widths.approximately), "hedged"
    else:
        span, how = one_number(terms, core, hedges)
    return _finished(terms, amount, span, printed, how, amount.hedges)


def _range(terms: Terms, stated: Stated, second: Amount) -> Reading:
    """Return a range: the low side of its first number to the high side of its second, as printed."""
    first = _points(terms, stated.low)
    last = _points(terms, second)
    printed = Span(_core_span(first.core).low, _core_span(last.core).high)
    if printed.is_empty:
        raise ReadingError(terms.text, "the range runs backwards: its first number is above its second.")
    mixes_parts = _is_ratio(first.core) != _is_ratio(last.core)
    if terms.percent and mixes_parts and not (first.percent or last.percent):
        raise ReadingError(terms.text, "one number is a part and the other is not; expected '20% to a third'.")
    outer = set(stated.hedges)
    vague = (first.core.word,) if isinstance(first.core, Vague) else ()
    all_hedges = stated.hedges + first.hedges + last.hedges + vague
    if outer & BOUNDS:
        span = bounded(terms, printed, outer & BOUNDS)
        return _finished(terms, last, span, printed, "bound", all_hedges)
    low = _side(terms, first, stated.hedges + first.hedges)
    high = _side(terms, last, tuple(outer & {ABOUT}) + last.hedges)
    span = Span(low.low, high.high, low.low_open, high.high_open)
    return _finished(terms, last, span, printed, "range", all_hedges)


def _side(terms: Terms, amount: Amount, hedges: Collection[str]) -> Span:
    """Return one number of a range under its own hedges; without any it stands as printed, unrounded."""
    printed = _core_span(amount.core)
    bounds = set(hedges) & BOUNDS
    if bounds:
        return bounded(terms, printed, bounds)
    if NEARLY in hedges or JUST_OVER in hedges:
        return to_one_side(terms, printed, hedges)
    return widened(printed, terms.context.widths.approximately) if ABOUT in hedges else printed


def _spread(terms: Terms, stated: Stated, spread: Amount) -> Reading:
    """Return `N ± M`; M in percent beside a number that is none is a part of N."""
    is_relative = bool(spread.percent) and not stated.low.percent and terms.context.kind != "share"
    if is_relative:
        terms = replace(terms, kind=terms.context.kind, percent=False)
    center, size = _points(terms, stated.low), _points(terms, spread)
    if not (isinstance(center.core, Number) and isinstance(size.core, Number)) or spread.hedges:
        raise ReadingError(terms.text, "expected a plain number on both sides of ±.")
    value = center.core.value
    half = size.core.value * abs(value) / HUNDRED if is_relative else size.core.value
    if half < 0:
        raise ReadingError(terms.text, "the number behind ± is not below 0.")
    span, printed = Span(value - half, value + half), Span(value, value)
    hedges = stated.hedges + center.hedges
    if bounds := set(hedges) & BOUNDS:
        return _finished(terms, center, bounded(terms, span, bounds), printed, "bound", hedges)
    return _finished(terms, center, span, printed, "range", hedges)


def _written_out(text: str, parsed: Interval, context: Context) -> Reading:
    kind = context.kind
    if parsed.percent and kind == "count":
        kind = "share"
    elif _is_currency(parsed.unit) and kind in ("count", "plain"):
        kind = "money"
    terms = Terms(text, context, kind, bool(parsed.percent) or kind == "share", False)
    ends = [end for end in (parsed.span.low, parsed.span.high) if end is not None]
    if not ends:
        return reading_of(text, Unknown(parsed.unit), context)
    core = Number(ends[0], None if all(end.denominator == 1 for end in ends) else ONE / 10)
    how = "exact" if len(set(ends)) == 1 else "range"
    how = "bound" if len(ends) == 1 else how
    return _finished(terms, Amount(core, unit=parsed.unit), parsed.span, Span(ends[0], ends[-1]), how, ())


def _finished(terms: Terms, amount: Amount, span: Span, printed: Span, how: str, hedges: tuple[str, ...]) -> Reading:
    """Cut a reading to what can be, and refuse it where nothing is left."""
    span = _possible(terms, span, printed)
    core = amount.core
    whole = not isinstance(core, Number) or core.is_whole
    words = list(dict.fromkeys(hedges)) + ([core.word] if isinstance(core, Vague) else [])
    return Reading(
        text=terms.text,
        low=span.low,
        high=span.high,
        low_open=span.low_open and span.low is not None,
        high_open=span.high_open and span.high is not None,
        stated_low=printed.low,
        stated_high=printed.high,
        how=how,
        hedge=" ".join(words),
        unit="percent" if terms.percent and (terms.has_parts or not amount.unit) else amount.unit,
        whole=whole and not terms.percent,
        percent=terms.percent,
    )


def _possible(terms: Terms, span: Span, printed: Span) -> Span:
    """Return a reading cut to 0 for counts, to [0, 100] for shares; one stated above 100 stays uncut."""
    if terms.stops_at_zero:
        if printed.low is not None and printed.low < 0:
            what = "a share" if terms.kind == "share" else "a count"
            raise ReadingError(terms.text, f"{what} cannot be below 0; expected a number from 0 up.")
        span = span.cut(ZERO, None)
    is_within = printed.high is not None and printed.high <= HUNDRED
    if terms.kind == "share" and (is_within or span.high is None):
        cut = span.cut(None, HUNDRED)
        # `more than 100 percent` is kept as stated: a rule answers it, not a reading that holds nothing.
        span = span if cut.is_empty and not span.is_empty else cut
    if span.is_empty:
        raise ReadingError(terms.text, "the value holds no number that can be; expected at least one.")
    return span
