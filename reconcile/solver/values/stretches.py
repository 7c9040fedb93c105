"""Readings as bare intervals that can be shifted and scaled, to see where a repaired figure would lie."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from reconcile.evidence import shown
from reconcile.models import Claims
from reconcile.solver.ends import End, high_end, low_end
from reconcile.solver.plain_words import cell

BEYOND = Fraction(1, 10)
"""How far a bound is taken to reach beyond its number when a repair is looked for: `over 40` as 40 to 44."""
WIDEST = Fraction(5, 4)
"""How many times its low end the high end of what a repair leads to may be, own width and target's together."""


@dataclass(frozen=True)
class Stretch:
    """An interval with two ends in the measure's unit; ends say whether they are left out, as in ends.py."""

    low: End
    high: End

    def meets(self, other: Stretch) -> bool:
        """Say whether the two have a value in common."""
        return self.low <= other.high and other.low <= self.high

    def moved(self, by: Fraction) -> Stretch:
        """Return it shifted."""
        return Stretch((self.low[0] + by, self.low[1]), (self.high[0] + by, self.high[1]))

    def scaled(self, factor: Fraction) -> Stretch:
        """Return it times a factor that is not 0; a negative one turns it round."""
        low, high = ((end[0] * factor, end[1] if factor > 0 else -end[1]) for end in (self.low, self.high))
        return Stretch(low, high) if factor > 0 else Stretch(high, low)

    @property
    def width(self) -> Fraction:
        """How far its ends are apart."""
        return self.high[0] - self.low[0]

    @property
    def middle(self) -> Fraction:
        """What lies halfway."""
        return (self.low[0] + self.high[0]) / 2

    @property
    def ratio(self) -> Fraction | None:
        """How many times its smaller end its larger one is; None where it holds 0."""
        if self.low[0] <= 0 <= self.high[0]:
            return None
        small, large = sorted((abs(self.low[0]), abs(self.high[0])))
        return large / small

    def tells(self, other: Stretch) -> bool:
        """Say whether two that meet do so by more than chance: both narrow enough, or one single number."""
        if self.width == 0 and other.width == 0:
            return True
        one, two = self.ratio, other.ratio
        return one is not None and two is not None and one * two <= WIDEST


def stretch_of(claims: Claims, row: int) -> Stretch | None:
    """Return a claim's reading; a bound reaches a tenth beyond its number. None where it has no two ends."""
    get = shown(claims)
    ends, whole = get.read(row), bool(cell(claims, "whole", row))
    if ends is None:
        return None
    if get.how[row] == "bound":
        return _near(get.reading(row), whole)
    low, high = low_end(ends, whole), high_end(ends, whole)
    return None if low is None or high is None else Stretch(low, high)


def _near(reading: Any, whole: bool) -> Stretch | None:
    """Return what lies just inside a bound."""
    number = reading.stated_low
    if number is None or number <= 0:
        return None
    below = reading.high is not None and reading.high == number
    if below:
        end = high_end(reading, whole)
        return None if end is None else Stretch((number * (1 - BEYOND), 0), end)
    start = low_end(reading, whole)
    return None if start is None else Stretch(start, (number * (1 + BEYOND), 0))


def common(claims: Claims, rows: Iterable[int]) -> Stretch | None:
    """Return the values that claims share, bounds taken near their numbers; None where there is no such stretch."""
    found = [stretch for row in rows if (stretch := stretch_of(claims, row)) is not None]
    if not found:
        return None
    shared = Stretch(max(one.low for one in found), min(one.high for one in found))
    return shared if shared.low <= shared.high else None
