"""The grammar of a stated value, by recursive descent over its tokens.

No token is read twice but for a bounded look ahead, so the time grows with the length of the text.

    stated   = interval | unknown | value
    unknown  = ("unknown" | "not known" | …) [ unit ]
    interval = ("[" | "(") end ("," | ";" | "..") end ("]" | ")") [ percent ] [ unit ]
    end      = [ sign ] numeral [ "/" numeral ] | [ sign ] ("∞" | "inf" | "infinity")
    value    = { hedge } ( "between" amount and amount | "from" amount to amount
                         | amount [ to amount | ("and" | "but") amount | "±" amount ] )
    amount   = { hedge } ( vague | [ sign ] [ currency ] [ sign ] number ) [ percent | currency ]
               { hedge-behind } [ unit ] { hedge-at-end }
    and      = "and" | to
    to       = "to" | "up to" | "-" | ".." | "through" | "till" | "until" | "or"
    vague    = word of the tables [ [ "of" ] scale { scale } ] | ("tens" | "hundreds" | …) "of" scales
    number   = digits | spelled | ratio
    digits   = numeral [ fraction | "and" ("a" | small) part ] [ short-scale | { scale } ]
    spelled  = small [ "and" ("a" | small) part ] { scale } | group { [ "and" ] group }
               | small "point" { small } { scale }
    group    = (small | "a") [ "hundred" [ "and" ] [ small ] ] { scale }
    ratio    = ("a" | small | numeral) part | "half" | fraction
               | number ("in" | "out of" | "of") [ "every" ] number
               (with ["of"] ["a"] scale behind it, a ratio is a number: `half a million`)
    fraction = numeral "/" numeral | "½" | "⅓" | …
    small    = "one" … "ninety-nine";  part = "half" | "third" | "quarters" | …
    scale    = "dozen" | "hundred" | "thousand" | "million" | …;  short-scale = "k" | "m" | "bn" | …
    unit     = the words behind a number that are neither a number nor a hedge

Quotation marks and brackets around a value and punctuation at its end are dropped first. The hedges are in
words.py, the vague words in the settings (widths.py), numerals in numerals.py.
"""

from __future__ import annotations

from dataclasses import replace

from reconcile.readings.amounts import amount, hedges, unit_behind
from reconcile.readings.cursor import Context, Cursor
from reconcile.readings.intervals import interval, is_interval
from reconcile.readings.nodes import Amount, Interval, Stated, Unknown
from reconcile.readings.parts import numeral
from reconcile.readings.tokens import Kind
from reconcile.readings.words import JOINS, LOWER_BOUNDS, OPENERS, UNKNOWNS, UPPER_BOUNDS

_PAIRS = {"(": ")", "[": "]", '"': '"', "'": "'"}
_PUNCTUATION = frozenset(".,;:!")


def parse(text: str, context: Context) -> Stated | Interval | Unknown:
    """Return what `text` says. Raises ReadingError for whatever the grammar does not hold."""
    cursor = Cursor(text, context)
    _unwrap(cursor)
    if cursor.at_end:
        cursor.fail("there is no value; write 'unknown' where the document gives none.")
    if cursor.stop == 1 and cursor.token().kind is Kind.NUMBER:
        # Most values of a table are one numeral: the same as what follows, in half the time.
        return Stated(Amount(numeral(cursor)))
    if is_interval(cursor):
        return interval(cursor)
    if cursor.phrase(UNKNOWNS) is not None:
        parsed: Stated | Unknown = Unknown(unit_behind(cursor))
    else:
        parsed = _value(cursor)
    if cursor.index < cursor.stop:
        cursor.fail(f"{cursor.here()} is not understood behind the number; give one value and its unit.")
    return parsed


def _unwrap(cursor: Cursor) -> None:
    """Drop punctuation at the end and pairs of brackets or quotation marks around the value."""
    first, stop = 0, len(cursor.tokens)
    while first < stop:
        if cursor.words[stop - 1] in _PUNCTUATION:
            stop -= 1
        elif stop - first > 1 and _PAIRS.get(cursor.words[first]) == cursor.words[stop - 1]:
            _refuse_unclear_brackets(cursor, first, stop)
            if cursor.words[first] in "([" and _looks_like_interval(cursor.words[first + 1 : stop - 1]):
                break
            first, stop = first + 1, stop - 1
        else:
            break
    cursor.narrow(first, stop)


def _refuse_unclear_brackets(cursor: Cursor, first: int, stop: int) -> None:
    """Refuse `[400,450]`: a number in brackets or an interval."""
    inside = cursor.words[first + 1]
    if cursor.words[first] == "[" and stop - first == 3 and "," in inside:
        interval = f"[{inside.replace(',', ', ', 1)}]"
        reason = f"{interval} or {inside}: put a space behind the comma of an interval, or leave the brackets out."
        cursor.fail(reason, candidates=(interval, inside))


def _looks_like_interval(inside: list[str]) -> bool:
    # At most eleven tokens: two ends of sign, numeral, slash, numeral each, and the mark between them.
    return len(inside) <= 11 and any(key in (",", ";", "..") for key in inside)


def _value(cursor: Cursor) -> Stated:
    outer = hedges(cursor)
    opener = cursor.phrase(OPENERS)
    cursor.and_joins = opener == "between"
    low = amount(cursor)
    cursor.and_joins = False
    join = _join(cursor, opener, outer + low.hedges)
    if join is None:
        if opener is not None:
            cursor.fail(f"'{opener}' needs two numbers, as in '{opener} 400 {_example(opener)} 450'.")
        return Stated(low, hedges=outer)
    second = amount(cursor)
    if join == "±":
        return Stated(low, spread=second, hedges=outer)
    if join == "and" and opener is None:
        return Stated(replace(low, hedges=outer + low.hedges), second)
    return Stated(low, second, hedges=outer)


def _example(opener: str) -> str:
    return "and" if opener == "between" else "to"


def _join(cursor: Cursor, opener: str | None, before: tuple[str, ...]) -> str | None:
    """Take what joins a second number to the first; None where there is no second number."""
    start = cursor.index
    join = cursor.phrase(JOINS)
    if join != "and" or opener == "between":
        return join
    # `at least 400 and at most 500` is a range; `500 men and 20 women` are two values.
    mark = cursor.index
    behind = hedges(cursor)
    cursor.index = mark
    if set(before) & LOWER_BOUNDS and set(behind) & UPPER_BOUNDS:
        return join
    cursor.index = start
    return None
