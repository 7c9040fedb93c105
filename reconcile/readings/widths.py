"""How wide a hedge or a vague word is read: settings, `[readings]` in reconcile.toml."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from decimal import Decimal
from fractions import Fraction
from typing import Any

from reconcile.readings.nodes import Span, Vague
from reconcile.readings.phrases import Phrases

Words = tuple[tuple[str, str], ...]

_VAGUE: Words = (
    ("a couple", "[2, 2]"),
    ("a few", "[2, 5]"),
    ("several", "[3, 9]"),
    ("dozens", "[24, 99]"),
    ("tens", "[20, 99]"),
    ("hundreds", "[200, 999]"),
    ("thousands", "[2000, 9999]"),
    ("millions", "[2000000, 9999999]"),
    ("billions", "[2000000000, 9999999999]"),
    ("trillions", "[2000000000000, 9999999999999]"),
)
_SHARES: Words = (
    ("all", "[100, 100]"),
    ("none", "[0, 0]"),
    ("no", "[0, 0]"),
    ("nobody", "[0, 0]"),
    ("nil", "[0, 0]"),
    ("most", "(50, 100]"),
    ("majority", "(50, 100]"),
    ("vast majority", "[75, 100]"),
    ("overwhelming majority", "[75, 100]"),
    ("great majority", "[75, 100]"),
    ("minority", "[0, 50)"),
    ("minimal", "[0, 5]"),
)


@dataclass(frozen=True, slots=True)
class Widths:
    """All widths. Numbers may be given as str, int, float (by its printed digits), Decimal or Fraction.

    Raises ValueError where a width is no number or out of its range, naming the field.
    """

    approximately: Fraction = Fraction(1, 10)
    """`about N` is N ± this part of N, or the rounding of N where that is wider; 0 to 1."""
    nearly: Fraction = Fraction(1, 10)
    """`nearly N` starts this part of N below N; 0 to 1."""
    just_over: Fraction = Fraction(1, 10)
    """`just over N` ends this part of N above N; 0 to 1."""
    ratio: Fraction = Fraction(1, 10)
    """`a third` is a third ± this part of itself; 0 to 1."""
    significant_digits: int = 2
    """So many leading digits of a rounded whole number are taken as meant; 1 to 15."""
    vague_words: Words = _VAGUE
    """What vague words mean, as pairs of word and interval: ("dozens", "[24, 99]")."""
    share_words: Words = _SHARES
    """The same for words that say a share, in percent: ("most", "(50, 100]")."""
    vague_phrases: Phrases[Vague] = field(init=False, repr=False, compare=False)
    """`vague_words`, ready to be matched."""
    share_phrases: Phrases[Vague] = field(init=False, repr=False, compare=False)
    """`share_words`, ready to be matched."""

    def __post_init__(self) -> None:
        """Make exact numbers of what was given, and check them."""
        for name in ("approximately", "nearly", "just_over", "ratio"):
            object.__setattr__(self, name, _part(name, getattr(self, name)))
        digits: Any = self.significant_digits
        if isinstance(digits, bool) or not isinstance(digits, int) or not 1 <= digits <= 15:
            raise ValueError(f"significant-digits: expected a whole number from 1 to 15, got {digits!r}")
        for name in ("vague_words", "share_words"):
            object.__setattr__(self, name, _words(name, getattr(self, name)))
        object.__setattr__(self, "vague_phrases", _phrases(self.vague_words, of_share=False))
        object.__setattr__(self, "share_phrases", _phrases(self.share_words, of_share=True))

    @classmethod
    def from_settings(cls, table: Mapping[str, Any]) -> Widths:
        """Return the widths that `[readings]` says; its word tables add to the built-in ones.

        Raises ValueError that names every unknown key, with the nearest known one, or the first bad value.
        """
        names = {each.name.replace("_", "-"): each.name for each in fields(cls) if each.init}
        unknown = [_unknown_key(key, names) for key in table if key not in names]
        if unknown:
            raise ValueError("; ".join(unknown))
        given = {names[key]: value for key, value in table.items()}
        for name, built_in in (("vague_words", _VAGUE), ("share_words", _SHARES)):
            if name in given:
                given[name] = tuple((dict(built_in) | dict(_words(name, given[name]))).items())
        return cls(**given)


def _unknown_key(key: str, names: Iterable[str]) -> str:
    near = difflib.get_close_matches(key, list(names), 1)
    return f"readings.{key}: unknown key" + (f"; did you mean {near[0]}?" if near else "")


def exact_number(given: object) -> Fraction | None:
    """Return a setting's number exactly, a float by its shortest digits; None where it is no number."""
    if isinstance(given, bool) or not isinstance(given, (str, int, float, Decimal, Fraction)):
        return None
    if isinstance(given, (int, Fraction)):
        return Fraction(given)
    if len(str(given)) > 40 or "e" in str(given).lower():
        return None
    try:
        return Fraction(str(given).strip())
    except (ValueError, ZeroDivisionError):
        return None


def _part(name: str, given: object) -> Fraction:
    number = exact_number(given)
    if number is None or not 0 <= number <= 1 or number.denominator > 10**9:
        raise ValueError(f"{name.replace('_', '-')}: expected a number from 0 to 1, as 0.1, got {given!r}")
    return number


def _words(name: str, given: object) -> Words:
    """Return a table of words as pairs; a mapping or pairs are taken. Raises ValueError."""
    key, expected = name.replace("_", "-"), 'words and their intervals, as {dozens = "[24, 99]"}'
    pairs = list(given.items()) if isinstance(given, Mapping) else given
    if not isinstance(pairs, (list, tuple)) or not all(isinstance(p, tuple) and len(p) == 2 for p in pairs):
        raise ValueError(f"{key}: expected {expected}, got {given!r}")
    for word, interval in pairs:
        if not isinstance(word, str) or not word.split() or parse_span(interval) is None:
            raise ValueError(f"{key}: expected {expected}, got {word!r}: {interval!r}")
    return tuple((" ".join(word.lower().split()), interval) for word, interval in pairs)


def _phrases(words: Words, *, of_share: bool) -> Phrases[Vague]:
    """Return the words with their spellings: `dozens of`; `couple` of `a couple`; `a majority`."""
    meanings: dict[str, Vague] = {}
    for word, written in words:
        vague = Vague(word, parse_span(written) or Span(None, None), of_share)
        meanings[word] = vague
        for spelling in (f"a {word}", word.removeprefix("a "), f"{word} of"):
            meanings.setdefault(spelling, vague)
    # `few of them` is fewer than `a few of them`, by how many nobody knows.
    meanings.pop("few", None)
    return Phrases(meanings)


def parse_span(interval: object) -> Span | None:
    """Return the span that a setting writes as `[24, 99]` or `(50, 100]`; None where it is none or empty."""
    if not isinstance(interval, str):
        return None
    body = interval.strip()
    if len(body) < 2 or body[0] not in "[(" or body[-1] not in "])":
        return None
    ends = [exact_number(end) for end in body[1:-1].split(",")]
    if len(ends) != 2 or any(end is None or abs(end) >= 10**18 for end in ends):
        return None
    span = Span(ends[0], ends[1], body[0] == "(", body[-1] == ")")
    return None if span.is_empty else span
