"""The numbers of a running text: in digits, in words and as parts, read by the grammar of stated values.

Where a numeral has two meanings (`1.700`, `4 m`) the text is taken to hold both: what is asked is whether a number is
there, and a doubt is no finding.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache
from itertools import zip_longest

from reconcile.quotes.folding import DASHES
from reconcile.readings.cursor import Context, Cursor, ValueKind
from reconcile.readings.errors import ReadingError
from reconcile.readings.nodes import Number
from reconcile.readings.numbers import number, starts_number
from reconcile.readings.tokens import LONGEST_TEXT, Kind, Token
from reconcile.readings.words import CURRENCY_SIGNS, CURRENCY_WORDS, ORDINAL_ENDS, PERCENTS, SMALL

WORDS = {
    "both": 2, "pair": 2, "pairs": 2, "couple": 2, "duo": 2, "twin": 2, "twins": 2, "twice": 2, "double": 2,
    "doubled": 2, "trio": 3, "triplets": 3, "thrice": 3, "triple": 3, "tripled": 3, "quartet": 4, "quadrupled": 4,
    "quintet": 5, "sextet": 6, "score": 20, "fortnight": 14, "decade": 10, "decades": 10, "century": 100,
    "none": 0, "nobody": 0, "nothing": 0, "no": 0, "nil": 0, "zero": 0, "not": 0, "never": 0, "without": 0,
    "single": 1, "sole": 1, "lone": 1, "once": 1, "a": 1, "an": 1, "all": 100, "every": 100, "entire": 100,
    "whole": 100, "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8,
    "ninth": 9, "tenth": 10, "eleventh": 11, "twelfth": 12,
}  # fmt: skip
"""Words that say a number without being one; in a text they may."""
ORDINALS = {word: value for word, value in WORDS.items() if word.endswith(("th", "ond", "ird"))}
_BREAK = re.compile(r"(?<=[.;:!?])\s+")
_EVERY_NTH = re.compile(rf"\bevery\W+({'|'.join(ORDINALS)})\b")
_HALVES = re.compile(r"\bhalv(?:ed?|es|ing)\b")
_KINDS: tuple[ValueKind, ...] = ("count", "plain", "money")
_SIGNS = ("-", "+", "minus")
_SPACE_GROUPS = re.compile(r"\d[\d ]* \d{3}")


@dataclass(frozen=True, slots=True)
class Printed:
    """One number as a text prints it."""

    text: str
    """Its words."""
    values: tuple[Fraction, ...]
    """What it may mean, most likely first."""
    parts: tuple[Fraction, ...] = ()
    """Of a part of something: the numbers that it is made of."""
    is_ratio: bool = False
    """Whether it is a part of something: `a third`."""
    scale: Fraction = Fraction(1)
    """What its scale words multiply by: `million` of `12 to 14 million` is meant for 12 too."""


@dataclass(frozen=True)
class Numbers:
    """The numbers of one text."""

    printed: tuple[Printed, ...]
    """As they stand in it, those that are part of a longer one left out."""
    possible: frozenset[Fraction]
    """Every value that some word or numeral in it may mean."""
    ratios: frozenset[Fraction]
    """Those that are parts of something, from 0 to 1."""


def numbers_in(text: str, decimal: str = "") -> Numbers:
    """Return the numbers of a text; `decimal` is its document's decimal mark where that is known."""
    printed: list[Printed] = []
    possible: set[Fraction] = set()
    ratios: set[Fraction] = set()
    for piece in _pieces(text):
        scanned = _carried(list(_scan(piece, decimal or None)))
        for found in scanned:
            (ratios if found.is_ratio else possible).update(found.values)
            possible.update(found.parts)
        printed += scanned
        possible |= {Fraction(WORDS[word]) for word in re.findall(r"[a-z]+", piece.casefold()) if word in WORDS}
        possible |= _inside(piece)
        ratios |= {Fraction(1, ORDINALS[match[1]]) for match in _EVERY_NTH.finditer(piece.casefold())}
        ratios |= {Fraction(1, 2) for _ in _HALVES.finditer(piece.casefold())}
    return Numbers(tuple(printed), frozenset(possible), frozenset(ratios))


def _pieces(text: str) -> Iterator[str]:
    """Yield a text in sentences short enough for the grammar, without characters that nobody can see."""
    plain = "".join(char if char.isprintable() else " " if char.isspace() or _is_control(char) else "" for char in text)
    for sentence in _BREAK.split(plain):
        while len(sentence) > LONGEST_TEXT:
            cut = sentence.rfind(" ", 0, LONGEST_TEXT)
            cut = cut if cut > 0 else LONGEST_TEXT
            yield sentence[:cut]
            sentence = sentence[cut:]
        yield sentence


def _is_control(char: str) -> bool:
    return unicodedata.category(char) == "Cc"


@cache
def _contexts(decimal: str | None) -> tuple[list[Context], list[Context]]:
    """Return how a numeral may be meant, and how where that leaves it without a sure meaning."""
    sure = [Context(kind, decimal, is_length=kind == "plain") for kind in _KINDS]
    return sure, [] if decimal else [Context("count", mark) for mark in ".,"]


def _scan(piece: str, decimal: str | None) -> Iterator[Printed]:
    """Yield the numbers of a piece from left to right, none of them inside another but those of a ratio."""
    try:
        sure, doubtful = ([Cursor(piece, context) for context in group] for group in _contexts(decimal))
    except ReadingError:
        return
    place, stop = 0, sure[0].stop
    while place < stop:
        found = [_number_at(cursor, place) for cursor in sure]
        if found[0] is None:
            found += [_number_at(cursor, place) for cursor in doubtful]
        ends = {end for one in found if one is not None for end in (one[1],)}
        if not ends:
            place += 1
            continue
        end = max(ends)
        yield _printed(sure[0], place, end, [one[0] for one in found if one is not None])
        place = end


def _carried(printed: list[Printed]) -> list[Printed]:
    """Give a number the scale words of the next as well: `12 to 14 million`."""
    found = []
    for one, following in zip_longest(printed, printed[1:]):
        carries = following is not None and following.scale > 1 and one.scale == 1 and not one.is_ratio
        more = [value * following.scale for value in one.values] if carries and following else []
        found.append(replace(one, values=(*one.values, *more)))
    return found


def _number_at(cursor: Cursor, place: int) -> tuple[Number, int] | None:
    """Return the number that starts at a token and the token behind it; None where none does."""
    cursor.index = place
    if not starts_number(cursor):
        return None
    money = False
    while cursor.key() in _SIGNS or cursor.key() in CURRENCY_SIGNS or cursor.key() in CURRENCY_WORDS:
        money = money or cursor.key() not in _SIGNS
        cursor.index += 1
    try:
        found = number(cursor, is_money=money)
    except (ReadingError, IndexError):
        return None
    if cursor.token().is_attached and cursor.key() in ORDINAL_ENDS:
        cursor.index += 1
    return found, cursor.index


def _printed(cursor: Cursor, place: int, end: int, numbers: list[Number]) -> Printed:
    cursor.index = end
    stop = end if cursor.phrase(PERCENTS) is None else cursor.index
    values = tuple(dict.fromkeys(abs(found.value) for found in numbers))
    text = cursor.printed(place, stop).lstrip("".join(DASHES))
    is_ratio = any(found.is_ratio for found in numbers)
    parts = tuple(_alone(cursor.tokens[place:end])) if is_ratio else ()
    return Printed(text, values, parts, is_ratio, max(found.scale for found in numbers))


def _alone(tokens: list[Token]) -> Iterator[Fraction]:
    """Yield the whole numbers of a ratio by themselves: 40 and 60 of `40 of 60`."""
    for token in tokens:
        digits = re.sub(r"[ ',.]", "", token.key) if token.kind is Kind.NUMBER else str(SMALL.get(token.key, ""))
        if digits.isdigit():
            yield Fraction(int(digits))


def _inside(piece: str) -> set[Fraction]:
    """Return numbers that may stand alone though a space joins them to others: `in groups of 2 500 men`."""
    found: set[Fraction] = set()
    for match in _SPACE_GROUPS.finditer(piece):
        found |= {Fraction(int(part)) for part in match[0].split()}
    return found
