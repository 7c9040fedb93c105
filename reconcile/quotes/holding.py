"""Whether a quote holds the value that a claim takes from it, as a careful reader would say; doubt is no finding."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from reconcile.quotes.dates import date_in
from reconcile.quotes.finding import find_quote, source_of
from reconcile.quotes.folding import fold
from reconcile.quotes.numbers import Numbers, Printed, numbers_in

MOST_SHOWN = 4
"""Numbers of a quote that are named where the stated one is not among them."""
_ENGLISH = frozenset(
    "about after all an and are as at been but by for from had has have he her his in is it its more most no not of off"
    " on only or other over said she some than that the their there they this to under up was we were which who with"
    " would".split()
)
_OTHER_LANGUAGES = (
    "al aan au aus avec bei con dans das de degli dei del della dem den der des di die do du e een ein eine el en et"
    " hanno het ils in ist la las le les los met mit na nel no nos od och op os para pas por pour que qui sich sind"
    " som sono su sur um un una und une van vom von vor w z zu zum à é för på și av"
)
_FOREIGN = frozenset(_OTHER_LANGUAGES.split()) - _ENGLISH
_NEGATION = re.compile(
    r"\b(?:no|not|never|nor|neither|without|hardly|barely|yet|deni\w+|far from|no longer)\b|n['’]t\b", re.I
)
_YEAR = re.compile(r"(?:1[89]|20)\d\d")
_EMPTY = frozenset("a an about around by from in nearly of over some the to".split())


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a quote says about a stated value."""

    holds: bool | None
    """Whether it holds it; None where that is not sure."""
    says: str = ""
    """What stands there instead; empty where nothing of the kind does."""


UNSURE = Verdict(None)
HELD = Verdict(True)


def number_in_quote(stated: str, quote: str, decimal: str = "") -> Verdict:
    """Say whether a quote holds a stated number, in digits or in words, whatever its hedge.

    `decimal` is the document's decimal mark where that is known. All numbers of a range must be there.
    """
    if _literally(stated, quote):
        return HELD
    wanted, held = numbers_in(stated, decimal), numbers_in(quote, decimal)
    if not wanted.printed:
        return _vague(stated, quote, held)
    missing = [number for number in wanted.printed if not _is_among(number, held)]
    if not missing:
        return HELD
    if is_foreign(quote) or (not held.printed and any(value in (0, 1) for one in missing for value in one.values)):
        return UNSURE
    return Verdict(False, _shown(held.printed, missing))


def date_in_quote(stated: str, quote: str) -> Verdict:
    """Say whether a quote holds a stated date, with its year or without."""
    if _literally(stated, quote):
        return HELD
    holds, says = date_in(stated, quote)
    return Verdict(holds, says) if holds is not False or not is_foreign(quote) else UNSURE


def word_in_quote(own: Iterable[str], others: Iterable[str], quote: str) -> Verdict:
    """Say whether a quote holds one of `own`, the names of a value, or surely one of `others` in its stead.

    Longer words are found first, so that `not over` is not taken for `over`. Only another word of a closed list shows
    that the value is another.
    """
    mine = {fold(word).text for word in own}
    rest, found = quote, []
    for word in sorted({*own, *others}, key=lambda word: (-len(word), word)):
        places = find_quote(source_of(rest), word) if fold(word).text else []
        if not places:
            continue
        if fold(word).text in mine:
            return HELD
        found.append(word)
        for place in places:
            rest = rest[: place.start] + "\n" * (place.end - place.start) + rest[place.end :]
    if not found or _NEGATION.search(rest) or is_foreign(quote):
        return UNSURE
    return Verdict(False, ", ".join(f"“{word}”" for word in found))


def is_foreign(text: str) -> bool:
    """Say whether a text is surely not in English, whose number words alone are known."""
    words = re.findall(r"[^\W\d_]+", text.casefold())
    if not words:
        return False
    english, foreign = (sum(word in known for word in words) for known in (_ENGLISH, _FOREIGN))
    other_script = sum(ord(word[0]) >= 0x0370 for word in words)
    return foreign > english or other_script > len(words) / 2


def _literally(stated: str, quote: str) -> bool:
    return any(char.isalnum() for char in stated) and bool(find_quote(source_of(quote), stated))


def _is_among(number: Printed, held: Numbers) -> bool:
    """Say whether a stated number is among those of a quote; a part and its percentage are one."""
    for value in number.values:
        if value in held.possible or (number.is_ratio and value in held.ratios):
            return True
        if number.is_ratio and any(_same_share(value, other) for other in held.possible):
            return True
        if not number.is_ratio and any(_same_share(ratio, value) for ratio in held.ratios):
            return True
    return False


def _same_share(ratio: Fraction, number: Fraction) -> bool:
    """Say whether a part of something and a number may be the same share: `a third` and 33 (percent), or 0.33."""
    return abs(100 * ratio - number) <= 1 or abs(ratio - number) <= Fraction(1, 100)


def _vague(stated: str, quote: str, held: Numbers) -> Verdict:
    """Say whether a quote holds `dozens`, `most`, `none`; it surely does not where it gives other numbers."""
    words = {word for word in re.findall(r"[a-z]+", stated.casefold()) if word not in _EMPTY}
    heard = re.findall(r"[a-z]+", quote.casefold())
    if not words or any(_stem(word) == _stem(other) for word in words for other in heard):
        return HELD
    shown = [one for one in held.printed if not _YEAR.fullmatch(one.text)]
    if not shown or is_foreign(quote) or words & {"all", "none", "no", "most", "majority", "minimal"}:
        return UNSURE
    return Verdict(False, _shown(held.printed, []))


def _stem(word: str) -> str:
    return word.removesuffix("s")


def _shown(printed: Iterable[Printed], missing: list[Printed]) -> str:
    """Return the numbers of a quote, the nearest to the stated one first, years last or left out."""
    found = list({one.text: one for one in printed}.values())
    others = [one for one in found if not _YEAR.fullmatch(one.text)]
    target = missing[0].values[0] if missing else Fraction(0)
    nearest = sorted(others or found, key=lambda one: (abs(one.values[0] - target), one.text))
    more = " …" if len(nearest) > MOST_SHOWN else ""
    return ", ".join(one.text for one in nearest[:MOST_SHOWN]) + more
