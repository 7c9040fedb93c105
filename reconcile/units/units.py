"""What a unit measures, and the exact factor from one unit to another."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from fractions import Fraction
from functools import lru_cache
from typing import Final, Literal

from reconcile.units.atoms import DIMENSIONS, Base, words
from reconcile.units.money import currency_names
from reconcile.units.parse import LONGEST_TEXT, Parsed, Part, counted_name, parse_unit, singular, tidy_unit
from reconcile.units.sizes import unit_size

Kind = Literal["count", "physical", "share", "money", "plain"]

_DIMENSION_NAMES: Final = {base: name for name, base in reversed(tuple(DIMENSIONS.items()))}
_LENGTH: Final = DIMENSIONS["length"]
_SHORTEST_MISSPELT: Final = 5
_REAL_WORDS: Final = frozenset(("point", "points", "letter", "letters", "quarter", "quarters", "person", "persons"))
"""Words that are one letter away from a unit and right as they are."""


class UnitsError(ValueError):
    """Synonyms that contradict each other; the text names them."""


@dataclass(frozen=True, slots=True)
class UnitMismatch:
    """Why no factor leads from one unit to another: a value, not an exception."""

    unit_from: str
    """the unit to convert from, as written"""
    unit_to: str
    """the unit to convert to, as written"""
    reason: str
    """both dimensions in words"""

    def __str__(self) -> str:
        return self.reason


class Units:
    """The units of a project: physical ones, shares, currencies, and its own words for counted things.

    `synonyms` is the `units` of a vocabulary: `{"person": ["people", "fighters"]}`. UnitsError: one word
    stands for two units. No method raises: a unit that is not known counts things.
    """

    def __init__(self, synonyms: Mapping[str, Sequence[str]] | None = None) -> None:
        self._synonyms = {
            name: (others,) if isinstance(others, str) else tuple(others) for name, others in (synonyms or {}).items()
        }
        self._names = _resolved(self._synonyms)
        self._parse = lru_cache(maxsize=4096)(self._parse_afresh)
        self._factor = lru_cache(maxsize=4096)(self._factor_afresh)

    def __reduce__(self) -> tuple[type[Units], tuple[dict[str, tuple[str, ...]]]]:
        return Units, (self._synonyms,)

    def kind(self, unit: str) -> Kind:
        """What values in this unit are: things counted, measured, shares, money, or plain numbers.

        `person/month` is a count; `person/km^2` and `death/person` are measured: they are no whole numbers.
        """
        parts = self._parse(unit).parts
        above = {atom.family for atom, power in parts if power > 0}
        if not parts:
            return "plain"
        if "money" in above:
            return "money"
        if "share" in above:
            return "share"
        below = {atom.base for atom, power in parts if power < 0}
        return "count" if above == {"count"} and below <= {DIMENSIONS["time"]} else "physical"

    def is_length(self, unit: str) -> bool:
        """Whether it is a length, where `m` behind a number is metre and not million."""
        return self._parse(unit).base == _LENGTH

    def convert(self, unit_from: str, unit_to: str) -> Fraction | UnitMismatch:
        """The exact factor: a value in `unit_from` times it is the value in `unit_to`.

        A UnitMismatch is handed back, not raised, where the dimensions differ, for two currencies, and for
        two temperatures with different zeros.
        """
        return self._factor(unit_from, unit_to)

    def dimension(self, unit: str) -> str:
        """Its dimension in words: `area`, `person per time`, `money (USD)`, `plain number`."""
        return _in_words(self._parse(unit).base)

    def canonical(self, unit: str) -> str:
        """One spelling for all texts of a unit that are alike: `square kilometres` is `km^2`."""
        return _spelled(self._parse(unit))

    def nearest(self, unit: str) -> str | None:
        """The unit with its spelling put right (`kilomtre`: `kilometre`), or None; a hint, not a finding."""
        counted = {
            word
            for atom, _ in self._parse(unit).parts
            if atom.family == "count" and atom.name not in self._names.values()
            for word in atom.name.split()
        }
        known = (*words(), *currency_names(), *self._names, "square", "cubic")

        def put_right(match: re.Match[str]) -> str:
            word = match[0].lower()
            if len(word) < _SHORTEST_MISSPELT or word in _REAL_WORDS or singular(word) not in counted:
                return match[0]
            close = get_close_matches(word, known, n=1, cutoff=0.82)
            return close[0] if close else match[0]

        tidy = tidy_unit(unit)
        right = re.sub(r"[^\W\d_]{1,40}", put_right, tidy[:LONGEST_TEXT])
        return right if counted and right != tidy else None

    def _parse_afresh(self, unit: str) -> Parsed:
        return parse_unit(unit, self._names)

    def _factor_afresh(self, unit_from: str, unit_to: str) -> Fraction | UnitMismatch:
        one, other = self._as_money(unit_from, unit_to), self._as_money(unit_to, unit_from)
        if one == other:
            return Fraction(1)
        if one.base != other.base:
            return UnitMismatch(unit_from, unit_to, _difference(unit_from, one, unit_to, other))
        if one.is_offset or other.is_offset:
            reason = f"{_short(unit_from)} and {_short(unit_to)} have different zeros: no factor converts them"
            return UnitMismatch(unit_from, unit_to, reason)
        return unit_size(one) / unit_size(other)

    def _as_money(self, unit: str, beside: str) -> Parsed:
        """The unit; `pounds` are sterling beside a unit of money, and a mass otherwise."""
        if self.kind(beside) == "money" and self.kind(unit) == "physical":
            sterling = re.sub(r"\bpounds?\b", "GBP", unit, flags=re.I)
            if self.kind(sterling) == "money":
                return self._parse(sterling)
        return self._parse(unit)


def _resolved(synonyms: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Each counted name with the unit it stands for, chains followed; UnitsError: a word stands for two."""
    names: dict[str, str] = {}
    for name, others in synonyms.items():
        for word in others:
            key = counted_name(tidy_unit(word))
            if key != counted_name(tidy_unit(name)) and names.setdefault(key, name) != name:
                raise UnitsError(f"{word!r} stands for both {names[key]!r} and {name!r}")
    return {key: _end_of_chain(key, names) for key in names}


def _end_of_chain(key: str, names: Mapping[str, str]) -> str:
    seen = [key]
    while (following := counted_name(tidy_unit(names[seen[-1]]))) in names:
        if following in seen:
            raise UnitsError(f"{' and '.join(sorted({*seen, following}))} stand for each other")
        seen.append(following)
    return names[seen[-1]]


def _difference(unit_from: str, one: Parsed, unit_to: str, other: Parsed) -> str:
    """`km is a length, km^2 an area`."""
    families = {atom.family for unit in (one, other) for atom, _ in unit.parts}
    if families == {"money"}:
        return f"{_short(unit_from)} and {_short(unit_to)} are different currencies: no fixed rate converts them"
    if families == {"count"} and len(one.parts) == len(other.parts) == 1:
        return f"{_short(unit_from)} and {_short(unit_to)} count different things"
    first, second = _is_a(one.base), _is_a(other.base)
    if first.startswith("is ") and second.startswith("is "):
        second = second.removeprefix("is ")
    return f"{_short(unit_from)} {first}, {_short(unit_to)} {second}"


def _is_a(base: Base) -> str:
    text = _in_words(base)
    if len(base) == 1 and base[0][0].startswith("#") and base[0][1] == 1:
        return f"counts {text!r}"
    if text.startswith(("money", "amount", "information")) or " per " in text:
        return f"is {text}"
    return f"is an {text}" if text[0] in "aeiou" else f"is a {text}"


def _short(unit: str) -> str:
    """A unit as it stands in a sentence."""
    tidy = tidy_unit(unit)
    if not tidy:
        return "no unit"
    return tidy if len(tidy) <= 60 else tidy[:59] + "…"


def _in_words(base: Base) -> str:
    """A dimension in words: a name for all of its physical part if there is one, else part by part."""
    if not base:
        return "plain number"
    if base in _DIMENSION_NAMES:
        return _DIMENSION_NAMES[base]
    physical = tuple(part for part in base if part[0][0] not in "#$" and part[0] != "share")
    others = [part for part in base if part not in physical]
    inverse = tuple((name, -power) for name, power in physical)
    above = [_base_words(name, power) for name, power in others if power > 0]
    below = [_base_words(name, -power) for name, power in others if power < 0]
    if physical in _DIMENSION_NAMES and physical != DIMENSIONS["frequency"]:
        above.append(_DIMENSION_NAMES[physical])
    elif inverse in _DIMENSION_NAMES:
        below.append(_DIMENSION_NAMES[inverse])
    else:
        above += [_base_words(name, power) for name, power in physical if power > 0]
        below += [_base_words(name, -power) for name, power in physical if power < 0]
    return " per ".join((" times ".join(above) or "number", *below))


def _base_words(name: str, power: int) -> str:
    word = f"money ({name[1:]})" if name.startswith("$") else name.removeprefix("#")
    return word if power == 1 else f"{word}^{power}"


def _spelled(unit: Parsed) -> str:
    """`person/month`, `1000000*USD`, `death/100000*person`; a plain number is empty."""
    above = "*".join(_powers(unit.parts, 1))
    below = list(_powers(unit.parts, -1))
    over, under = unit.scale.numerator, unit.scale.denominator
    if over != 1:
        above = f"{over}*{above}" if above else str(over)
    if under != 1:
        below[:1] = [f"{under}*{below[0]}" if below else str(under)]
    return "/".join((above, *below))


def _powers(parts: Sequence[Part], sign: int) -> Iterator[str]:
    by_name: list[Part] = sorted(parts, key=lambda part: part[0].name)
    for atom, power in by_name:
        if power * sign > 0:
            yield atom.name if power * sign == 1 else f"{atom.name}^{power * sign}"
