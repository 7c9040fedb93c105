"""The grammar of one number: digits, number words, fractions, ratios, scale words (EBNF in grammar.py)."""

from __future__ import annotations

from fractions import Fraction

from reconcile.readings.cursor import Cursor
from reconcile.readings.nodes import Number
from reconcile.readings.parts import (
    fraction_sign,
    mixed,
    numeral,
    over,
    part_behind,
    scaled_ratio,
    slash_fraction,
    take_key,
    with_scales,
)
from reconcile.readings.spelled import from_words
from reconcile.readings.tokens import Kind
from reconcile.readings.words import (
    ARTICLES,
    CURRENCY_SIGNS,
    CURRENCY_WORDS,
    MONEY_SCALES,
    PARTS,
    SCALES,
    SHORT_SCALES,
    SMALL,
)

LARGEST_VALUE = 10**30


def starts_number(cursor: Cursor, ahead: int = 0) -> bool:
    """Return whether a number can start `ahead` of the cursor: its sign, currency, article or first word."""
    if cursor.key(ahead) in ("-", "+", "minus"):
        ahead += 1
    if cursor.key(ahead) in CURRENCY_SIGNS or cursor.key(ahead) in CURRENCY_WORDS:
        ahead += 1
    if cursor.key(ahead) == "-":
        ahead += 1
    token, behind = cursor.token(ahead), cursor.key(ahead + 1)
    if token.kind in (Kind.NUMBER, Kind.FRACTION):
        return True
    if token.key in ARTICLES:
        return behind in SCALES or behind in PARTS
    return token.key in SMALL or token.key in SCALES or token.key in ("half", "quarter", "halves")


def number(cursor: Cursor, *, is_money: bool) -> Number:
    """Take one number without sign or currency. Raises ReadingError."""
    if cursor.token().kind is Kind.NUMBER:
        found = _from_digits(cursor, is_money=is_money)
    elif cursor.token().kind is Kind.FRACTION:
        found = scaled_ratio(cursor, fraction_sign(cursor))
    else:
        found = from_words(cursor)
    if not found.is_ratio:
        found = _one_in_nine(cursor, found)
    if found.value > LARGEST_VALUE:
        cursor.fail("the number is too large: expected at most 10 to the power of 30.")
    return found


def _from_digits(cursor: Cursor, *, is_money: bool) -> Number:
    if cursor.key(1) == "/" and cursor.token(2).kind is Kind.NUMBER:
        return scaled_ratio(cursor, slash_fraction(cursor))
    found = numeral(cursor)
    if found.value.denominator == 1 and found.step is None:
        part = part_behind(cursor)
        if part is not None:
            return mixed(cursor, found.value, part)
        if cursor.key() in PARTS and cursor.key() not in ("half", "quarter", "second"):
            return scaled_ratio(cursor, over(cursor, found.value, PARTS[take_key(cursor)]))
        if cursor.attached_dash() and cursor.key(1) in PARTS:
            cursor.index += 1
            return scaled_ratio(cursor, over(cursor, found.value, PARTS[take_key(cursor)]))
    short = _short_scale(cursor, is_money=is_money)
    return found.times(Fraction(short)) if short else with_scales(cursor, found)


def _short_scale(cursor: Cursor, *, is_money: bool) -> int:
    """Take `k`, `m`, `bn` behind digits and return what it multiplies by; 0 where it is none or a unit."""
    token, context = cursor.token(), cursor.context
    printed = cursor.text[token.start : token.end]
    is_unit = (context.is_length and token.key in ("m", "mm")) or (
        context.kind == "physical" and printed in ("K", "mm", "Mm")
    )
    scale = 0 if is_unit else SHORT_SCALES.get(token.key, 0)
    if not scale and (is_money or context.kind == "money"):
        scale = MONEY_SCALES.get(token.key, 0)
    cursor.index += bool(scale)
    return scale


def _one_in_nine(cursor: Cursor, found: Number) -> Number:
    """Take the rest of `one in nine`, `one out of every 12`, `40 of 60`, if it is there."""
    before = cursor.index
    is_ratio = cursor.take("in") or cursor.take("out", "of") or cursor.take("of")
    if is_ratio and (cursor.take("every") or cursor.take("each")):
        pass
    is_count = found.step is None and found.value.denominator == 1
    if not (is_ratio and is_count and _starts_plain(cursor)):
        cursor.index = before
        return found
    literal, is_year = cursor.key(), cursor.words[before] == "in"
    whole = with_scales(cursor, numeral(cursor)) if cursor.token().kind is Kind.NUMBER else from_words(cursor)
    if is_year and len(literal) == 4 and literal.isdigit() and literal[:2] in ("17", "18", "19", "20"):
        cursor.fail(f"'in {literal}' may be a year or a ratio; put the year into the claim's time.")
    if whole.is_ratio or found.value > whole.value:
        cursor.fail("in a ratio such as one in nine the second number is the larger one.")
    return Number(over(cursor, found.value, whole.value), is_ratio=True)


def _starts_plain(cursor: Cursor) -> bool:
    key = cursor.key()
    return cursor.token().kind is Kind.NUMBER or key in SMALL or (key in ARTICLES and cursor.key(1) in SCALES)
