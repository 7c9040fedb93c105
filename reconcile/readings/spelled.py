"""The grammar of numbers in words: `two million three hundred and five`, `a third` (EBNF in grammar.py)."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from reconcile.readings.cursor import Cursor
from reconcile.readings.nodes import ONE, Number
from reconcile.readings.parts import mixed, over, part_behind, scaled_ratio, take_key, with_scales
from reconcile.readings.words import ARTICLES, DIGITS, PARTS, SCALES, SMALL, TENS


def from_words(cursor: Cursor) -> Number:
    """Take a number in words: `a third`, `half`, `a hundred`, `two and a half million`."""
    if cursor.key() in ("half", "halves", "quarter"):
        return scaled_ratio(cursor, Fraction(1, PARTS[take_key(cursor)]))
    if cursor.key() in ARTICLES:
        cursor.index += 1
        if cursor.key() in PARTS:
            return scaled_ratio(cursor, Fraction(1, PARTS[take_key(cursor)]))
        if cursor.key() not in SCALES:
            cursor.fail(f"expected a number, found {cursor.here()}.")
        # An article is no mantissa: `one to a hundred` must not carry the hundred to the one.
        return replace(_spelled(cursor, Fraction(1)), scale=ONE)
    small = _below_hundred(cursor)
    if small is None:
        if cursor.key() not in SCALES:
            cursor.fail(f"expected a number, found {cursor.here()}.")
        return _spelled(cursor, Fraction(1))
    dash = int(cursor.attached_dash())
    if cursor.key(dash) in PARTS:
        cursor.index += dash
        return scaled_ratio(cursor, over(cursor, Fraction(small), PARTS[take_key(cursor)]))
    part = part_behind(cursor)
    if part is not None:
        return mixed(cursor, Fraction(small), part)
    if cursor.key() == "point" and cursor.key(1) in DIGITS:
        return with_scales(cursor, _point(cursor, small))
    return _spelled(cursor, Fraction(small))


def _below_hundred(cursor: Cursor) -> int | None:
    """Take `seven`, `twelve`, `twenty`, `twenty-seven`; None where no small number word comes."""
    word = cursor.key()
    if word not in SMALL:
        return None
    cursor.index += 1
    dash = int(cursor.attached_dash())
    unit = DIGITS.get(cursor.key(dash), 0) if word in TENS else 0
    if unit:
        cursor.index += dash + 1
    return SMALL[word] + unit


def _point(cursor: Cursor, whole: int) -> Number:
    """Take the decimals of `two point five`."""
    cursor.index += 1
    decimals = ""
    while cursor.key() in DIGITS and len(decimals) < 18:
        decimals += str(DIGITS[take_key(cursor)])
    step = Fraction(1, 10 ** len(decimals))
    return Number(whole + int(decimals) * step, step)


def _spelled(cursor: Cursor, first: Fraction) -> Number:
    """Take what follows a first small number: `two | million three hundred and five thousand and six`."""
    found, large = _group(cursor, first)
    while large > 1:
        before = cursor.index
        cursor.index += _and_or_dash(cursor)
        small = _below_hundred(cursor)
        if small is None:
            cursor.index = before
            break
        following, following_large = _group(cursor, Fraction(small))
        if not small or following_large >= large:
            # The next number of a range: `one thousand-two thousand`.
            cursor.index = before
            break
        found, large = Number(found.value + following.value), following_large
    return found


def _group(cursor: Cursor, small: Fraction) -> tuple[Number, Fraction]:
    """Take `three | hundred and five thousand`; return it with its scale from a thousand (or a dozen) up."""
    value, hundreds = small, ONE
    dash = int(cursor.attached_dash())
    if cursor.key(dash) == "hundred":
        cursor.index += dash + 1
        before = cursor.index
        cursor.index += _and_or_dash(cursor)
        added = _below_hundred(cursor)
        if added is None or cursor.key() == "hundred":
            cursor.index, added = before, None
        value, hundreds = small * 100 + (added or 0), Fraction(1 if added else 100)
    scaled = with_scales(cursor, Number(value))
    return replace(scaled, scale=scaled.scale * hundreds), scaled.scale


def _and_or_dash(cursor: Cursor) -> int:
    """Return 1 where a token comes next that may stand inside number words."""
    if cursor.attached_dash():
        return 1
    return int(cursor.key() == "and" and not cursor.and_joins)
