"""The grammar of one amount: hedges, a vague word or a number, its unit (EBNF in grammar.py)."""

from __future__ import annotations

import difflib
from dataclasses import replace
from fractions import Fraction
from functools import lru_cache
from typing import NoReturn

from reconcile.readings.cursor import Cursor
from reconcile.readings.errors import quoted
from reconcile.readings.nodes import ONE, ZERO, Amount, Number, Span, Vague
from reconcile.readings.numbers import LARGEST_VALUE, number, starts_number
from reconcile.readings.parts import as_number
from reconcile.readings.phrases import Phrases, listed
from reconcile.readings.tokens import Kind
from reconcile.readings.words import (
    ANY_SCALE,
    CURRENCY_SIGNS,
    CURRENCY_WORDS,
    DIFFERENCES,
    END_HEDGES,
    FILLER,
    HEDGES,
    JOINS,
    NEAR_HEDGES,
    NUMBER_WORDS,
    ORDINAL_ENDS,
    PERCENTS,
    SCALES,
    SHORT_SCALES,
    UNREAD_HEDGES,
)

MOST_HEDGES = 6
_CONNECTIVES = frozenset(listed("and or but to than - .."))
_RATE_WORDS = frozenset(listed("per every each /"))
_UNIT_SIGNS = frozenset({"/", "-", "'", '"', "%", "&", "·", "*"})


def hedges(cursor: Cursor) -> tuple[str, ...]:
    """Take all hedges that come next, fillers left out."""
    found: list[str] = []
    for _ in range(MOST_HEDGES):
        meaning = cursor.phrase(HEDGES)
        if meaning is None:
            break
        if meaning != FILLER:
            found.append(meaning)
    if cursor.key() == "all" and starts_number(cursor, 1):
        cursor.index += 1
    return tuple(found)


def amount(cursor: Cursor) -> Amount:
    """Take one amount with its unit. Raises ReadingError."""
    before = hedges(cursor)
    core, currency = _core(cursor)
    if isinstance(core, Number) and core.is_ratio:
        core = _half_a_mile(cursor, core)
    near = _hedges_behind(cursor, NEAR_HEDGES)
    percent, name = percent_sign(cursor)
    if not currency and (cursor.key() in CURRENCY_SIGNS or cursor.key() in CURRENCY_WORDS):
        currency = cursor.printed(cursor.index, cursor.index + 1)
        cursor.index += 1
    if name and currency:
        cursor.fail("the value has both a currency and a percent sign; expected one of them.")
    near += _hedges_behind(cursor, NEAR_HEDGES)
    unit = " ".join(part for part in (currency, name or unit_behind(cursor)) if part)
    if name:
        _skip_base(cursor)
    end = _hedges_behind(cursor, END_HEDGES) if _ends_here(cursor) else ()
    return Amount(core, before + near + end, percent, unit)


def _half_a_mile(cursor: Cursor, ratio: Number) -> Number:
    """Return `half a mile`, `½%` and `a quarter of a percent` as numbers; other ratios as they are."""
    before = cursor.index
    had_of = cursor.take("of")
    had_article = cursor.take("a") or cursor.take("an")
    is_percent = PERCENTS.match(cursor.words, cursor.index) is not None
    if (is_percent and had_of == (had_of and had_article)) or (had_article and not had_of):
        return as_number(ratio)
    cursor.index = before
    return ratio


def percent_sign(cursor: Cursor) -> tuple[Fraction, str]:
    """Take a percent sign or word; return percent points for each 1 printed (0 without one) and its name."""
    return cursor.phrase(PERCENTS) or (ZERO, "")


def _core(cursor: Cursor) -> tuple[Number | Vague, str]:
    vague = _vague(cursor)
    if vague is not None:
        return vague, ""
    if not starts_number(cursor):
        _refuse_start(cursor)
    negative = _sign(cursor)
    currency = ""
    if cursor.key() in CURRENCY_SIGNS or cursor.key() in CURRENCY_WORDS:
        currency = cursor.printed(cursor.index, cursor.index + 1)
        cursor.index += 1
        negative = _sign(cursor) or negative
    if cursor.at_end:
        _refuse_start(cursor)
    found = number(cursor, is_money=bool(currency))
    is_seconds = cursor.key() == "s" and cursor.context.kind == "physical"
    if cursor.token().is_attached and cursor.key() in ORDINAL_ENDS and not is_seconds:
        cursor.fail("the number is a rank or a decade, not a value.")
    return (replace(found, value=-found.value) if negative else found), currency


def _sign(cursor: Cursor) -> bool:
    """Take a sign; return whether it is a minus."""
    if cursor.take("minus"):
        return True
    if cursor.take("-"):
        if not cursor.token().is_attached:
            cursor.fail("a minus sign stands right before its number, without a space.")
        return True
    cursor.take("+")
    return False


def _refuse_start(cursor: Cursor) -> NoReturn:
    if cursor.at_end:
        cursor.fail("the value ends where a number was expected.")
    near = _nearest_hedge(cursor.key())
    advice = f"; did you mean '{near}'?" if near else "; expected a number, with or without a hedge."
    cursor.fail(f"{cursor.here()} is not understood before a number{advice}")


@lru_cache(maxsize=1024)
def _nearest_hedge(word: str) -> str | None:
    near = difflib.get_close_matches(word[:40], sorted(HEDGES), 1, cutoff=0.7)
    return near[0] if near else None


def _vague(cursor: Cursor) -> Vague | None:
    """Take a vague word, and the scale words that multiply it."""
    widths = cursor.context.widths
    found = cursor.phrase(widths.share_phrases)
    if found is not None:
        return found
    found = cursor.phrase(widths.vague_phrases) or _bare_few(cursor)
    if found is None:
        return None
    before = cursor.index
    cursor.take("of")
    first, scale = cursor.index, ONE
    while (factor := ANY_SCALE.get(cursor.key())) is not None:
        cursor.index += 1
        scale *= factor
    if scale == 1:
        cursor.index = before
        return found
    if scale * (found.span.high or 0) > LARGEST_VALUE:
        cursor.fail("the number is too large: expected at most 10 to the power of 30.")
    words = " ".join(word.removesuffix("s") for word in cursor.words[first : cursor.index])
    return _scaled_vague(found, words, scale)


def _bare_few(cursor: Cursor) -> Vague | None:
    """Take `few` of `the few hundred`; `few` alone is no value."""
    if cursor.key() != "few" or cursor.key(1) not in SCALES:
        return None
    cursor.index += 1
    found = cursor.context.widths.vague_phrases.match(("a", "few"), 0)
    return found[0] if found else None


def _scaled_vague(found: Vague, scale_words: str, scale: Fraction) -> Vague:
    """Return `several thousand` up to just under the next power of ten, `tens of thousands` likewise.

    A word whose own interval ends where a power of ten does keeps its digits there; `a few` goes as far as
    `several`, since nobody says `a few hundred` to exclude 700; `a couple` stays below three times the scale.
    """
    word = f"{found.word} {scale_words}"
    low, high = found.span.low or ZERO, found.span.high or ZERO
    if found.word in ("a few", "several"):
        return Vague(word, Span(low * scale, Fraction(_next_power(scale) - 1)))
    if found.word != "a couple":
        word = f"{found.word} of {scale_words}s"
    return Vague(word, Span(low * scale, (high + 1) * scale - 1))


def _next_power(scale: Fraction) -> int:
    """Return the first power of ten above all of one to nine times a scale; 100 for a dozen."""
    digits = len(str(int(scale)))
    return int(10**digits)


def _hedges_behind(cursor: Cursor, phrases: Phrases[str]) -> tuple[str, ...]:
    found: list[str] = []
    while len(found) < MOST_HEDGES and not _second_number(cursor):
        meaning = cursor.phrase(phrases)
        if meaning is None:
            break
        found.append(meaning)
    return tuple(meaning for meaning in found if meaning != FILLER)


def unit_behind(cursor: Cursor) -> str:
    """Take the unit words, up to a hedge at the end or the second number of a range. Raises ReadingError."""
    start = cursor.index
    if (cursor.key() in DIFFERENCES and not _second_number(cursor)) or (cursor.key() == "times" and cursor.key(1)):
        cursor.fail(f"{cursor.here()} makes a difference of the number; a stated value is a number of its own.")
    while not (cursor.at_end or _ends_here(cursor) or _second_number(cursor)):
        _check_unit_word(cursor, start)
        cursor.index += 1
    if cursor.index > start and cursor.words[cursor.index - 1] in _CONNECTIVES:
        cursor.fail("the value breaks off; expected a number or a unit at its end.")
    first = start
    while first < cursor.index and cursor.words[first] in ("of", "the"):
        first += 1
    if first > start and first < cursor.index and _is_no_unit(cursor, first):
        cursor.fail(f"{quoted(cursor.printed(start, cursor.index))} is not understood behind the number.")
    is_rate = cursor.index > first + 1 and cursor.words[first] in ("a", "an")
    return f"per {cursor.printed(first + 1, cursor.index)}" if is_rate else cursor.printed(first, cursor.index)


def _skip_base(cursor: Cursor) -> None:
    """Take the words behind a percent sign: they name what it is a share of."""
    unit_behind(cursor)


def _ends_here(cursor: Cursor) -> bool:
    """Return whether only hedges come up to the end or to the second number of a range."""
    before = cursor.index
    is_end = False
    for _ in range(MOST_HEDGES):
        if cursor.phrase(END_HEDGES) is None:
            break
        is_end = cursor.at_end or _second_number(cursor)
    cursor.index = before
    return is_end


def _second_number(cursor: Cursor) -> bool:
    """Return whether the second number of a range starts here."""
    before = cursor.index
    found = cursor.phrase(JOINS)
    if found is not None:
        hedges(cursor)
        opened = starts_number(cursor) or _vague(cursor) is not None
    else:
        opened = False
    cursor.index = before
    return found is not None and opened


def _is_no_unit(cursor: Cursor, first: int) -> bool:
    """Return whether what stands behind `of the` would mean something else without it."""
    is_phrase = PERCENTS.match(cursor.words, first) or NEAR_HEDGES.match(cursor.words, first)
    return is_phrase is not None or cursor.words[first] in _CONNECTIVES or cursor.words[first] in SHORT_SCALES


def _check_unit_word(cursor: Cursor, start: int) -> None:
    token, is_first = cursor.token(), cursor.index == start
    behind_rate = cursor.index > start and cursor.words[cursor.index - 1] in _RATE_WORDS
    if behind_rate and cursor.words[cursor.index - 1] == "/":
        behind_rate = cursor.index > start + 1 and cursor.tokens[cursor.index - 2].kind is Kind.WORD
    if token.kind in (Kind.NUMBER, Kind.FRACTION) or token.key in NUMBER_WORDS:
        if not behind_rate:
            cursor.fail(f"{cursor.here()} is a second number; give one value, or a range such as '400 to 450'.")
    elif (
        (is_first and token.key in _CONNECTIVES)
        or token.key in UNREAD_HEDGES
        or END_HEDGES.match(cursor.words, cursor.index)
    ):
        cursor.fail(f"{cursor.here()} is not understood behind the number; expected its unit, or nothing.")
    elif token.kind is Kind.SIGN and token.key not in _UNIT_SIGNS | CURRENCY_SIGNS:
        cursor.fail(f"the sign {cursor.here()} is not understood here; expected one value and its unit.")
