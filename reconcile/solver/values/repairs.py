"""Repairs: what one slip in one printed figure, undone, would let a claim join the largest camp of a conflict.

A repair is named only where it tells something: what it leads to must be pinned down from both sides to about a
quarter of its size, and a digit is called wrong only among digits that both sides mean.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from reconcile.evidence import shown
from reconcile.models import Claims
from reconcile.solver.plain_words import cell, joined, number, stated, unit_of, when
from reconcile.solver.values.repair_digits import Printed, printed_number, slips
from reconcile.solver.values.stretches import Stretch, stretch_of

POWERS = 6
"""The greatest power of ten that a figure may be off by."""
DIGITS = ("exact", "rounded")
"""How a value must have been read for its digits to be looked at."""
SCALED = (*DIGITS, "hedged", "range", "bound")
"""How it must have been read for its scale to be looked at."""
SLIPS = {
    "swapped": "with two digits swapped",
    "changed": "with one digit changed",
    "lost": "with a lost digit put back",
    "added": "with one digit too many taken out",
    "doubled": "with a doubled digit taken out",
}
"""How each slip is undone, in words."""
LENGTH = "length"
"""The kind of a repair that takes out or puts back a digit: one slip, seen from the two claims that face each other."""


@dataclass(frozen=True)
class Repair:
    """One way to make a claim fit."""

    kind: str
    """What kind of slip it undoes: equal ones of two claims that face each other are one slip, seen from two sides."""
    says: str
    """What it does, in words, with the document."""


@dataclass(frozen=True)
class Suspect:
    """A statement outside the camp that it might join."""

    claims: Claims
    row: int
    """Row of the first claim that makes it."""
    documents: tuple[str, ...]
    """The documents that make it."""
    target: Stretch
    """The values that the camp's claims share."""
    figures: frozenset[tuple[Fraction, Fraction]] = frozenset()
    """The numbers that the camp prints, the lower and the upper one of each claim."""
    others: tuple[int, ...] = ()
    """Rows of what the same document says of the same quantity for other times."""

    @property
    def said(self) -> str:
        """The statement as printed, with its documents."""
        return f"{stated(self.claims, self.row)} ({joined(self.documents)})"

    def repairs(self) -> Iterator[Repair]:
        """Yield the repairs that make the statement fit, the most telling kinds first."""
        reading, own = shown(self.claims).read(self.row), stretch_of(self.claims, self.row)
        if own is None or reading is None or None in (reading.stated_low, reading.stated_high):
            return
        single = reading.stated_low == reading.stated_high
        printed = printed_number(str(cell(self.claims, "stated", self.row)), reading.stated_low) if single else None
        digits = list(self._digits(printed, own)) if printed and reading.how in DIGITS else []
        scale = list(self._scale(reading, own, printed)) if reading.how in SCALED else []
        yield from (repair for repair in digits if repair.kind == "swapped")
        yield from scale
        yield from (repair for repair in digits if repair.kind not in ("swapped", LENGTH if scale else ""))
        if reading.how in SCALED:
            yield from self._sign(reading, own)
        if single and reading.how == "rounded":
            yield from self._cut(reading, own)
        yield from self._other_times()

    def _digits(self, printed: Printed, own: Stretch) -> Iterator[Repair]:
        """Yield slips of digits; the reading moves with its number. Those that lead to the camp's own figures win."""
        digits, (bottom, top) = int(printed.digits), (self.target.low[0], self.target.high[0])
        least, most = (bottom - own.high[0]) / printed.unit, (top - own.low[0]) / printed.unit
        width = max(own.width, self.target.width)
        found = []
        for slip in slips(printed, digits + math.ceil(least), digits + math.floor(most), width):
            value = int(slip.digits) * printed.unit
            if own.moved(value - digits * printed.unit).meets(self.target):
                kind = slip.kind if slip.kind in ("swapped", "changed") else LENGTH
                says = f"{self.said} {SLIPS[slip.kind]} is {self._value(value)}"
                found.append(((value, value) in self.figures, Repair(kind, says)))
        best = any(equal for equal, _ in found)
        yield from (repair for equal, repair in found if equal or not best)

    def _scale(self, reading: Any, own: Stretch, printed: Printed | None) -> Iterator[Repair]:
        """Yield the power of ten that the figure is off by; words hold no zeros to lose."""
        same_sign = own.middle * self.target.middle > 0
        if not same_sign or not any(character.isdigit() for character in str(cell(self.claims, "stated", self.row))):
            return
        power = round(math.log10(abs(self.target.middle / own.middle)))
        factor = Fraction(10) ** power
        fits = 0 < abs(power) <= POWERS and self._fits(reading, own, factor)
        if fits and not (cell(self.claims, "whole", self.row) and (reading.stated_low * factor).denominator > 1):
            yield Repair("scale", f"{self.said} {self._how_scaled(power, printed)} is {self._ends(reading, factor)}")

    def _how_scaled(self, power: int, printed: Printed | None) -> str:
        if printed and printed.mark_is_doubtful and abs(power) == 3:
            return "with its mark read the other way"
        if printed and printed.has_decimals and abs(power) < 3:
            return "with its decimal mark moved"
        times = "times" if power > 0 else "divided by"
        percent = unit_of(self.claims, self.row) == "percent" and abs(power) == 2
        return f"{times} {number(10 ** abs(power))}{', part of one for percent,' if percent else ''}"

    def _sign(self, reading: Any, own: Stretch) -> Iterator[Repair]:
        if own.middle * self.target.middle < 0 and self._fits(reading, own, Fraction(-1)):
            yield Repair("sign", f"{self.said} with the other sign is {self._ends(reading, Fraction(-1))}")

    def _fits(self, reading: Any, own: Stretch, factor: Fraction) -> bool:
        """Say whether the reading times a factor fits by more than chance: narrowly, or with the very same numbers."""
        scaled, numbers = own.scaled(factor), sorted((reading.stated_low * factor, reading.stated_high * factor))
        same = (numbers[0], numbers[1]) in self.figures
        return scaled.meets(self.target) and (same or scaled.tells(self.target))

    def _cut(self, reading: Any, own: Stretch) -> Iterator[Repair]:
        """Yield that the figure was cut: the true value lies up to a whole step above it."""
        start, step = reading.stated_low, reading.high - reading.low
        cut = Stretch((start, 0), (start + step, -1))
        if start > 0 and step > 0 and cut.meets(self.target):
            says = f"cut rather than rounded is anything from {self._value(start)} to just under {number(start + step)}"
            yield Repair(f"cut {self.row}", f"{self.said} {says}")

    def _other_times(self) -> Iterator[Repair]:
        """Yield what the document says for another time, where that fits; of one figure the nearest time."""
        document, seen = cell(self.claims, "document", self.row), set()
        for row in sorted(self.others, key=self._days_away):
            other, time = stretch_of(self.claims, row), when(self.claims, row)
            fits = other is not None and time and other.meets(self.target) and other.tells(self.target)
            if fits and other not in seen:
                seen.add(other)
                yield Repair(f"time {row}", f"what {document} says of {time}, {stated(self.claims, row)}, fits")

    def _days_away(self, row: int) -> int:
        return abs(int(cell(self.claims, "last", row)) - int(cell(self.claims, "last", self.row)))

    def _ends(self, reading: Any, factor: Fraction) -> str:
        """Return the printed number or numbers times a factor."""
        ends = [end * factor for end in (reading.stated_low, reading.stated_high) if end is not None]
        low, high = sorted(ends)[:: max(1, len(ends) - 1)] if len(ends) > 1 else (ends[0], ends[0])
        return self._value(low) if low == high else f"{number(low)} to {self._value(high)}"

    def _value(self, value: Fraction) -> str:
        """Return a number in the measure's unit, named where the claim was stated in another."""
        unit, own = unit_of(self.claims, self.row), str(cell(self.claims, "unit", self.row))
        return f"{number(value)} {unit}" if own not in ("", unit) else number(value)


def sentence(repairs: Sequence[Repair], most: int = 3) -> str:
    """Return `one repair fits: …` or `two repairs fit, none preferred: …; …`."""
    if len(repairs) == 1:
        return f"one repair fits: {repairs[0].says}"
    count = {2: "two", 3: "three", 4: "four", 5: "five"}.get(len(repairs), str(len(repairs)))
    such = ", such as" if len(repairs) > most else ":"
    return f"{count} repairs fit, none preferred{such} {'; '.join(repair.says for repair in repairs[:most])}"
