"""Plain numbers (`1763`, `1,700`, `3.50`), hedged or not, and plain ranges, recognised in all texts at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from reconcile.models.coded import Flags, Ints
from reconcile.readings.words import ABOUT, FILLER, HEDGES

MOST_DIGITS = 15
"""Digits of the longest number that is read here."""
NUMBER = rf"(?:0|[1-9][0-9]{{0,{MOST_DIGITS - 1}}}|[1-9][0-9]{{0,2}}(?:,[0-9]{{3}})+)(?:\.[0-9]+)?"
"""Digits, with commas between groups of three, and decimals."""
SHAPE = rf"^(?P<words>(?:[a-z ]+ |[~><≥≤] ?)?)(?P<low>{NUMBER})(?P<high>(?:(?: to | - | – |-|–){NUMBER})?)$"
"""A number behind a hedge or none, or two of them."""
OF_RANGES = (FILLER, ABOUT)
"""Hedges that a range may have here; others mean something of their own there."""


@dataclass(frozen=True, slots=True)
class Numbers:
    """One number of each text; where there is none, 0."""

    digits: Ints
    """All its digits as one whole number, the decimals too."""
    places: Ints
    """How many decimals it has."""
    has_comma: Flags
    """Whether commas part its groups."""
    is_doubtful: Flags
    """Whether it is written like `1.700`, which may mean 1,700 where things are counted."""
    fits: Flags
    """Whether it has at most MOST_DIGITS digits."""

    def take(self, chosen: Ints) -> Numbers:
        """Return some of the numbers."""
        columns = (self.digits, self.places, self.has_comma, self.is_doubtful, self.fits)
        return Numbers(*(column[chosen] for column in columns))


@dataclass(frozen=True, slots=True)
class Printed:
    """Texts that are one plain number or two."""

    is_plain: Flags
    """Whether the text is such a one; where not, the rest means nothing."""
    hedge: Ints
    """The place of its hedge in `hedges()`."""
    low: Numbers
    """The first number."""
    high: Numbers
    """The second number; the first again where there is only one."""
    is_range: Flags
    """Whether there are two."""

    def take(self, chosen: Ints) -> Printed:
        """Return some of the texts."""
        low, high = self.low.take(chosen), self.high.take(chosen)
        return Printed(self.is_plain[chosen], self.hedge[chosen], low, high, self.is_range[chosen])


@cache
def hedges() -> tuple[str, ...]:
    """Return what hedges mean, FILLER first: nothing."""
    return (FILLER, *sorted({meaning for _, meaning in HEDGES.items()} - {FILLER}))


def printed_of(texts: Sequence[str]) -> Printed:
    """Return texts as plain numbers, where they are."""
    import pyarrow as pa
    import pyarrow.compute as pc

    found = pc.extract_regex(pa.array(texts, type=pa.large_string()), SHAPE)
    matched = pc.is_valid(found).to_numpy(zero_copy_only=False)
    words, low, high = (pc.fill_null(found.field(name), "") for name in ("words", "low", "high"))
    hedge = _meanings(words)
    is_range = pc.not_equal(high, "").to_numpy(zero_copy_only=False)
    first = _numbers(low)
    second = _numbers(pc.if_else(pa.array(is_range), pc.replace_substring_regex(high, "^( to | - | – |-|–)", ""), low))
    alone = np.isin(hedge, [hedges().index(meaning) for meaning in OF_RANGES])
    above_0 = (first.digits > 0) | ((hedge == 0) & ~is_range)
    is_plain = matched & (hedge >= 0) & (alone | ~is_range) & above_0 & first.fits & second.fits
    return Printed(is_plain, np.maximum(hedge, 0), first, second, is_range)


def _meanings(words: Any) -> Ints:
    """Return the place of the meaning of what stands before each number, -1 where nothing is known of it."""
    coded = words.dictionary_encode()
    meanings = dict(HEDGES.items())
    known = [meanings.get(text.removesuffix(" ")) if text else FILLER for text in coded.dictionary.to_pylist()]
    places = [-1 if meaning is None else hedges().index(meaning) for meaning in known]
    return np.asarray(np.array(places, dtype=np.int64)[coded.indices.to_numpy(zero_copy_only=False)])


def _numbers(texts: Any) -> Numbers:
    import pyarrow as pa
    import pyarrow.compute as pc

    bare = pc.replace_substring(texts, ",", "")
    point = pc.find_substring(bare, ".").to_numpy(zero_copy_only=False).astype(np.int64)
    figures = pc.replace_substring(bare, ".", "")
    length = pc.binary_length(figures).to_numpy(zero_copy_only=False).astype(np.int64)
    fits = (length > 0) & (length <= MOST_DIGITS)
    places = np.where(fits & (point >= 0), length - point, 0)  # what does not fit is read one by one
    has_comma = pc.find_substring(texts, ",").to_numpy(zero_copy_only=False) >= 0
    starts_with_0 = pc.starts_with(texts, "0").to_numpy(zero_copy_only=False)
    return Numbers(
        pc.if_else(pa.array(fits), figures, "0").cast(pa.int64()).to_numpy(zero_copy_only=False),
        places,
        has_comma,
        (places == 3) & (point <= 3) & ~has_comma & ~starts_with_0,
        fits,
    )
