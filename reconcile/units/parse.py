"""From the text of a unit to its parts: `km^2`, `square miles`, `fighters a month`, `million USD`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from reconcile.units.atoms import Atom, Base, spellings, words
from reconcile.units.money import money_atom, money_phrase

LONGEST_TEXT: Final = 100

_SUPERSCRIPTS: Final = str.maketrans("⁻¹²³⁴⁵⁶⁷⁸⁹", "-123456789")
_SIGNS: Final = {
    **dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2212"), "-"),
    **dict.fromkeys(map(ord, "\u2044\u2215\u00f7"), "/"),
    **dict.fromkeys(map(ord, "\u00b7\u22c5\u00d7\u2022"), "*"),
    **dict.fromkeys(map(ord, "\u03bc"), "\u00b5"),
    ord("\u2126"): "\u03a9",
}
_SCALE_WORDS: Final = {
    **dict.fromkeys(("dozen", "dozens"), 12),
    **dict.fromkeys(("hundred", "hundreds"), 10**2),
    **dict.fromkeys(("thousand", "thousands"), 10**3),
    **dict.fromkeys(("million", "millions", "mln", "mio", "mn"), 10**6),
    **dict.fromkeys(("billion", "billions", "bn", "bln"), 10**9),
    **dict.fromkeys(("trillion", "trillions", "tn"), 10**12),
}
_SCALE: Final = "|".join(sorted(_SCALE_WORDS, key=len, reverse=True))
_FIGURE: Final = r"10{0,12}|10{0,2}(?:[, ]000){1,4}"
_LEADING_SCALE: Final = re.compile(rf"(?:({_SCALE})(?: of)?|({_FIGURE})) (.+)", re.I)
_EXACT_SCALE: Final = re.compile(r"([1-9][0-9]{0,39})\*(.+)")
_ONLY_SCALE: Final = re.compile(rf"({_SCALE})|({_FIGURE}|[1-9][0-9]{{0,39}})", re.I)
_TRAILING_SCALE: Final = re.compile(rf"(.+?) ?({_SCALE}|m)", re.I)
_POWER_WORDS: Final = {"square": 2, "sq": 2, "sq.": 2, "cubic": 3, "cu": 3, "cu.": 3}
_AFTER_WORDS: Final = {"squared": 2, "cubed": 3, "sq": 2}
_POWER: Final = re.compile(r"(.+)\^(-?[1-9])")
_BARE_POWER: Final = re.compile(r"([a-z]+)(-?[1-3])", re.I)
_JOINED_POWER: Final = re.compile(r"(sq|cu)(km|m|ft|mi|cm|mm|yd|in)")
_TIME_WORDS: Final = "second|minute|hour|day|week|fortnight|month|quarter|year|decade|century|annum"
_EVERY: Final = re.compile(rf"(?:^| )(?:an?|each|every) (?=(?:{_TIME_WORDS})$)", re.I)
_PER: Final = re.compile(r"(?:^| )per (?!cent\b|mil(?:le)?\b)", re.I)
_ADVERBS: Final = {
    **{"hourly": "hour", "daily": "day", "weekly": "week", "monthly": "month", "quarterly": "quarter"},
    **{"yearly": "year", "annually": "year", "p.a.": "year"},
}
_ADVERB: Final = re.compile(rf"(?:(.+) )?({'|'.join(map(re.escape, _ADVERBS))})", re.I)
_OF: Final = re.compile(r"(.+?) of (.+)", re.I)
_OTHER_QUANTITY: Final = re.compile(r"\b(?:equivalent|tnt)\b", re.I)
_IDLE_START: Final = re.compile(r"(?:in|number of|no\. of) (?=.)", re.I)
_PLAIN: Final = frozenset(("", "1", "number", "unitless", "dimensionless"))
_WHOLE: Final = {"bpd": "barrel/day", "b/d": "barrel/day"}
_BELOW: Final = {"quarter": "3*month", "capita": "person"}
"""What these mean below the line: people are counted per quarter, never in quarters."""
_SAME_PLURAL: Final = frozenset(("series", "species", "news"))
_SINGULAR_IE: Final = frozenset(("movie", "cookie", "zombie", "genie", "selfie", "rookie", "prairie", "calorie"))

Part = tuple[Atom, int]
"""A unit with its power."""


@dataclass(frozen=True, slots=True)
class Parsed:
    """A unit in parts: `thousand people per year` is 1000 times person to the 1, year to the -1."""

    scale: Fraction
    """the factor that the text itself names (`million`), or 1"""
    parts: tuple[Part, ...]
    """units and their powers, as written, each unit once"""

    @property
    def base(self) -> Base:
        """Its dimension: powers of base dimensions, sorted, no zeros."""
        powers: dict[str, int] = {}
        for atom, power in self.parts:
            for name, exponent in atom.base:
                powers[name] = powers.get(name, 0) + exponent * power
        return tuple(sorted((name, power) for name, power in powers.items() if power))

    @property
    def is_offset(self) -> bool:
        """Whether it is a temperature whose zero lies elsewhere; a rise in degrees per year is none."""
        return len(self.parts) == 1 and self.parts[0][0].offset and self.parts[0][1] == 1


def parse_unit(text: str, synonyms: Mapping[str, str]) -> Parsed:
    """The parts of a unit. Every text has some: what is not known counts things, under its own name.

    `synonyms` names for each counted name (see `counted_name`) the unit that it stands for.
    """
    tidy = _IDLE_START.sub("", tidy_unit(text), count=1)
    if tidy.lower() in _PLAIN:
        return Parsed(Fraction(1), ())
    if len(tidy) > LONGEST_TEXT:
        return Parsed(Fraction(1), ((_count(tidy), 1),))
    whole = _one(tidy, synonyms)
    if whole is not None:
        return whole
    found = Parsed(Fraction(1), ())
    for index, side in enumerate(_sides(tidy)):
        below = _BELOW.get(side.lower(), side) if index else side
        found = _times(found, _side(below, synonyms), -1 if index else 1)
    return found


def tidy_unit(text: str) -> str:
    """One kind of space, hyphen, slash and multiplication sign; powers behind `^`."""
    powers = re.sub(r"[⁻¹²³⁴⁵⁶⁷⁸⁹]+", lambda found: "^" + found[0].translate(_SUPERSCRIPTS), text)
    signs = powers.translate(_SIGNS).replace("**", "^")
    return re.sub(r" ?([*/^]) ?", r"\1", " ".join(signs.split()))


def counted_name(text: str) -> str:
    """The name under which a text counts: small letters, hyphens as spaces, the last word in the singular."""
    *others, last = re.sub(r"(?<=\w)-(?=\w)", " ", text.lower()).split(" ")
    return " ".join((*others, singular(last)))


def singular(word: str) -> str:
    """A counted thing in the singular, by its ending (`votes`, `countries`, `women`); `people` stays."""
    shorter = _without_ending(word)
    return word if shorter == word else singular(shorter)


def _without_ending(word: str) -> str:
    if word == "children":
        return "child"
    if word in _SAME_PLURAL or len(word) < 4:
        return "man" if word == "men" else word
    if word.endswith("men") and (word == "women" or len(word) > 5):
        return word[:-3] + "man"
    if word.endswith("ies") and len(word) > 4:
        return word[:-1] if word[:-1] in _SINGULAR_IE else word[:-3] + "y"
    if word.endswith(("ches", "shes", "xes", "sses")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is")) else word


def known_atom(text: str) -> Atom | None:
    """The physical unit, share or currency that a text names by itself, without powers."""
    spaced = re.sub(r"(?<=[a-z])-(?=[a-z])", " ", text)
    return spellings().get(spaced) or words().get(spaced.lower()) or money_atom(spaced)


def _count(text: str) -> Atom:
    """A counted thing. `church` and `churches`, `cache` and `caches` meet without the e."""
    name = counted_name(text)
    if known_atom(name) is not None:
        name = text
    return Atom(name, "count", (("#" + re.sub(r"(?<=[cs]h)e$|(?<=ss)e$|(?<=x)e$", "", name), 1),))


def _times(one: Parsed, other: Parsed, sign: int) -> Parsed:
    """The product of two units, or with sign -1 their quotient; each unit once, none to the power 0."""
    powers: dict[Atom, int] = {}
    for atom, power in (*one.parts, *((atom, power * sign) for atom, power in other.parts)):
        powers[atom] = powers.get(atom, 0) + power
    kept = tuple((atom, power) for atom, power in powers.items() if power)
    return Parsed(one.scale * other.scale**sign, kept)


def _single(atom: Atom, power: int = 1) -> Parsed:
    return Parsed(Fraction(1), ((atom, power),))


def _one(text: str, synonyms: Mapping[str, str]) -> Parsed | None:
    """A text that is one unit as a whole; the project's own words come first."""
    mine = synonyms.get(counted_name(text))
    if mine is not None:
        return parse_unit(mine, {})
    atom = known_atom(text)
    return None if atom is None else _single(atom)


def _sides(text: str) -> list[str]:
    """What stands above the line, then each part below it."""
    text = _WHOLE.get(text.lower(), text)
    adverb = _ADVERB.fullmatch(text)
    if adverb is not None:
        text = f"{adverb[1] or ''}/{_ADVERBS[adverb[2].lower()]}"
    return [side.strip() for side in _PER.sub("/", _EVERY.sub("/", text)).split("/")]


def _side(text: str, synonyms: Mapping[str, str]) -> Parsed:
    """One side of a quotient: a unit, `million people`, a product, `tonnes of wheat`, or a counted thing."""
    if text == "":
        return Parsed(Fraction(1), ())
    found = _one(text, synonyms) or _scaled(text, synonyms) or _product(text) or _of_something(text)
    return found or _single(money_phrase(text) or _count(text))


def _scaled(text: str, synonyms: Mapping[str, str]) -> Parsed | None:
    """`million people`, `1,000 tonnes`, `USD million`, and `1000*person` as canonical units have it."""
    exact = _EXACT_SCALE.fullmatch(text)
    if exact is not None:
        return _times(Parsed(Fraction(int(exact[1])), ()), _side(exact[2], synonyms), 1)
    only = _ONLY_SCALE.fullmatch(text)
    if only is not None:
        return Parsed(_scale(only[1], only[2]), ())
    leading = _LEADING_SCALE.fullmatch(text)
    if leading is not None:
        return _times(Parsed(_scale(leading[1], leading[2]), ()), _side(leading[3], synonyms), 1)
    trailing = _TRAILING_SCALE.fullmatch(text)
    money = None if trailing is None else money_atom(trailing[1])
    if trailing is None or money is None:
        return None
    word = "million" if trailing[2].lower() == "m" else trailing[2]
    return _times(Parsed(_scale(word, None), ()), _single(money), 1)


def _scale(word: str | None, figure: str | None) -> Fraction:
    return Fraction(_SCALE_WORDS[word.lower()] if word else int(re.sub("[, ]", "", figure or "1")))


def _product(text: str) -> Parsed | None:
    """Physical units with their powers, one behind another; None where a word is none."""
    pieces = re.split(r"[ *]|(?<=[a-z])-(?=[a-z])", text)
    found, index = Parsed(Fraction(1), ()), 0
    while index < len(pieces):
        taken = _factor(pieces[index:])
        if taken is None:
            return None
        part, count = taken
        found, index = _times(found, _single(*part), 1), index + count
    return found


def _factor(pieces: list[str]) -> tuple[Part, int] | None:
    """The first physical unit of the words with its power, and how many words it takes."""
    power = _POWER_WORDS.get(pieces[0].lower(), 1)
    start = 1 if power > 1 else 0
    for length in range(min(4, len(pieces) - start), 0, -1):
        powered = _powered(" ".join(pieces[start : start + length]))
        if powered is not None:
            end = start + length
            after = _AFTER_WORDS.get(pieces[end].lower(), 1) if end < len(pieces) else 1
            return (powered[0], powered[1] * power * after), end + (after > 1)
    return None


def _powered(text: str) -> Part | None:
    """`km`, `km^2`, `km2`, `s-1`, `sqkm`. A bare figure without a sign is the power of a length only."""
    atom = _physical(text)
    if atom is not None:
        return atom, 1
    if (match := _POWER.fullmatch(text)) and (atom := _physical(match[1])):
        return atom, int(match[2])
    if (match := _BARE_POWER.fullmatch(text)) and (atom := _physical(match[1])):
        is_area_or_volume = atom.base == (("length", 1),) and match[2] in ("2", "3")
        return (atom, int(match[2])) if is_area_or_volume or match[2].startswith("-") else None
    if (match := _JOINED_POWER.fullmatch(text.lower())) and (atom := _physical(match[2])):
        return atom, 2 if match[1] == "sq" else 3
    return None


def _physical(text: str) -> Atom | None:
    atom = spellings().get(text) or words().get(text.lower())
    return atom if atom is not None and atom.family == "physical" else None


def _of_something(text: str) -> Parsed | None:
    """`tonnes of wheat` is a mass, `percent of voters` a share, `barrels of oil equivalent` no volume."""
    match = _OF.fullmatch(text)
    if match is None or _OTHER_QUANTITY.search(match[2]):
        return None
    atom = known_atom(match[1])
    return _single(atom) if atom is not None else _product(match[1])
