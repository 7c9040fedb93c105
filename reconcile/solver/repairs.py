"""Repairs: what one slip in one printed figure, undone, would let a claim join the largest camp of a conflict.

A repair is named only where it tells something: the figure it leads to must be pinned down by both sides to about a
quarter of its size, or be the very number that the camp prints.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from reconcile.models import CHANGING_KINDS, Claims
from reconcile.solver.ends import End, high_end, low_end
from reconcile.solver.plain_words import cell, number, stated, unit_of, when
from reconcile.solver.repair_digits import Printed, Slip, printed_number, slips

WIDEST = Fraction(5, 4)
"""How many times its low end the high end of what a repair leads to may be, own width and target's together."""
POWERS = 6
"""The greatest power of ten that a figure may be off by."""
ONE_NUMBER = ("exact", "rounded")
"""How a value must have been read for its digits to be looked at."""
SCALED = ("exact", "rounded", "hedged", "range", "bound")
"""How it must have been read for its scale to be looked at."""
MOST_STATEMENTS = 20
"""Statements of one conflict that are looked at."""
SLIPS = {
    "swapped": "with two digits swapped", "changed": "with one digit changed", "lost": "with a lost digit put back",
    "added": "with one digit too many taken out", "doubled": "with a doubled digit taken out",
}
"""How each slip is undone, in words."""
INVERSE = {"lost": "length", "added": "length", "doubled": "length"}
"""Kinds of slips that are one and the same, seen from the other side."""


@dataclass(frozen=True)
class Stretch:
    """A closed or open interval with both ends."""

    low: End
    high: End

    def meets(self, other: Stretch) -> bool:
        """Say whether the two have a value in common."""
        return self.low <= other.high and other.low <= self.high

    def moved(self, by: Fraction) -> Stretch:
        """Return it shifted."""
        return Stretch((self.low[0] + by, self.low[1]), (self.high[0] + by, self.high[1]))

    def scaled(self, factor: Fraction) -> Stretch:
        """Return it times a factor; a negative one swaps the ends."""
        ends = [(end[0] * factor, end[1] if factor > 0 else -end[1]) for end in (self.low, self.high)]
        return Stretch(min(ends), max(ends))

    @property
    def width(self) -> Fraction:
        """How far its ends are apart."""
        return self.high[0] - self.low[0]

    @property
    def ratio(self) -> Fraction | None:
        """How many times its low end its high end is; None where it holds 0."""
        low, high = sorted((abs(self.low[0]), abs(self.high[0])))
        return high / low if low and (self.low[0] > 0) == (self.high[0] > 0) else None


@dataclass(frozen=True)
class Repair:
    """One way to make one claim fit."""

    row: int
    """Row of the claim."""
    kind: str
    """What kind of slip it undoes; two claims that face each other may show one slip from both sides."""
    says: str
    """What it does, in words, the claim named."""


@dataclass(frozen=True)
class Figure:
    """A claim's value as a repair sees it."""

    claims: Claims
    row: int

    @cached_property
    def reading(self) -> object:
        """Its Reading."""
        return cell(self.claims, "reading", self.row)
