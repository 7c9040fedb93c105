"""The grammar of numerals, fractions and scale words, for digits and words alike (EBNF in grammar.py)."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from reconcile.readings.cursor import Cursor
from reconcile.readings.nodes import Number
from reconcile.readings.numerals import LARGEST_EXPONENT, read_numeral
from reconcile.readings.tokens import Kind
from reconcile.readings.words import ANY_SCALE, ARTICLES, DIGITS, PARTS, SCALES


def numeral(cursor: Cursor) -> Number:
    """Take one numeral as its document writes them."""
    context = cursor.context
    literal = cursor.key()
    found = read_numeral(cursor.text, literal, decimal=context.decimal, dot_is_doubtful=context.kind == "count")
    cursor.index += 1
    return found


def take_key(cursor: Cursor) -> str:
    """Take one token and return its key."""
    cursor.index += 1
    return cursor.key(-1)


def over(cursor: Cursor, above: Fraction, below: Fraction | int) -> Fraction:
    """Return one whole number over another, both bounded, for a ratio."""
    if below == 0 or above.denominator > 1 or Fraction(below).denominator > 1 or max(above, below) > 10**9:
        cursor.fail("a ratio has two whole numbers, each at most a thousand million and the second above 0.")
    return above / below


def slash_fraction(cursor: Cursor) -> Fraction:
    """Take `1/3`."""
    above = numeral(cursor).value
    cursor.index += 1
    ratio = over(cursor, above, numeral(cursor).value)
    if cursor.key() == "/":
        cursor.fail("two strokes make a date, not a value; expected one fraction, as in 1/3.")
    return ratio


def fraction_sign(cursor: Cursor) -> Fraction:
    """Take `½`."""
    above, _, below = cursor.key().partition("⁄")
    cursor.index += 1
    return Fraction(int(above), int(below))


def part_behind(cursor: Cursor) -> Fraction | None:
    """Take the fraction of a mixed number: `½`, `1/2` or `and a half` behind a whole number."""
    if cursor.token().kind is Kind.FRACTION:
        return fraction_sign(cursor)
    if cursor.token().kind is Kind.NUMBER and cursor.key(1) == "/" and cursor.token(2).kind is Kind.NUMBER:
        return slash_fraction(cursor)
    dash = int(cursor.attached_dash())
    if cursor.key(dash) != "and" or (cursor.and_joins and "and" not in cursor.words[cursor.index + 1 :]):
        return None
    ahead = dash + 1 + int(cursor.attached_dash(dash + 1))
    above = 1 if cursor.key(ahead) in ARTICLES else DIGITS.get(cursor.key(ahead), 0)
    ahead += 1 + int(cursor.attached_dash(ahead + 1))
    if not above or cursor.key(ahead) not in PARTS:
        return None
    part = Fraction(above, PARTS[cursor.key(ahead)])
    cursor.index += ahead + 1
    return part


def mixed(cursor: Cursor, whole: Fraction, part: Fraction) -> Number:
    """Return a whole number with a fraction behind it, scale words taken."""
    if part >= 1:
        cursor.fail("the fraction behind a whole number is below 1.")
    return _settled(with_scales(cursor, Number(whole + part)))


def as_number(ratio: Number) -> Number:
    """Return the `half` of `half a mile` and the `½` of `½ percent`: a number, not a part of something."""
    return _settled(replace(ratio, is_ratio=False))


def _settled(found: Number) -> Number:
    """Give a number that was printed with a fraction its rounding step: that of its decimals, two at most."""
    mantissa = found.value / found.scale
    if found.value.denominator == 1:
        return replace(found, step=None)
    step = Fraction(1, 10) if (mantissa * 10).denominator == 1 else Fraction(1, 100)
    return replace(found, step=step * found.scale)


def scaled_ratio(cursor: Cursor, ratio: Fraction) -> Number:
    """Return `a third` as a ratio, `half a million` as a number."""
    before = cursor.index
    cursor.take("of")
    if cursor.key() in ARTICLES and cursor.key(1) in SCALES:
        cursor.index += 1
    if cursor.key() in SCALES:
        return _settled(with_scales(cursor, Number(ratio)))
    cursor.index = before
    return Number(ratio, is_ratio=True)


def with_scales(cursor: Cursor, found: Number) -> Number:
    """Take all scale words: `5 hundred thousand`."""
    while True:
        dash = int(cursor.attached_dash())
        scale = ANY_SCALE.get(cursor.key(dash))
        if scale is None:
            return found
        cursor.index += dash + 1
        found = found.times(Fraction(scale))
        if found.scale > 10**LARGEST_EXPONENT:
            cursor.fail(f"the scale words go beyond 10 to the power of {LARGEST_EXPONENT}.")
