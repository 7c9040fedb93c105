"""What one slip can do to the digits of a printed number, undone: swapped, changed, lost or doubled digits.

Nothing is tried blindly: for each place the digits that lead into the wanted range are computed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

TOKEN = re.compile(r"\d(?:[\d.,' \u00a0\u2009\u202f\u2019]*\d)?")
"""A number as digits print it."""
LEAST_DIGITS = 4
"""Digits that must be meant, not rounded away, before one of them is called changed, lost or added."""


@dataclass(frozen=True)
class Printed:
    """The one number in a stated value, as its digits."""

    text: str
    """As printed: `482,517`."""
    digits: str
    """Its digits alone: `482517`."""
    unit: Fraction
    """What one step of the last digit is worth, in the measure's unit."""

    @property
    def has_decimals(self) -> bool:
        """Whether its last mark can only be one of decimals."""
        found = re.search(r"[.,](\d+)$", self.text)
        return found is not None and len(found[1]) != 3

    @property
    def mark_is_doubtful(self) -> bool:
        """Whether its one mark may be of decimals or of thousands: `1.700`."""
        return re.fullmatch(r"\d{1,3}[.,]\d{3}", self.text) is not None

    def meant(self, width: Fraction) -> int:
        """Return how many of its digits, from the left, are worth at least `width`."""
        steps = -(-width // self.unit)
        return len(self.digits) - min(len(self.digits), len(str(steps - 1)) if steps > 1 else 0)


@dataclass(frozen=True)
class Slip:
    """Digits that one slip would have turned into the printed ones."""

    kind: str
    """swapped, changed, lost, added or doubled."""
    digits: str


def printed_number(stated: str, value: Fraction) -> Printed | None:
    """Return the only number in digits of a stated value, which stands for `value`; None where there is none."""
    found = TOKEN.findall(stated)
    digits = re.sub(r"\D", "", found[0]) if len(found) == 1 else ""
    if not digits.isascii() or not digits.strip("0") or digits.startswith("0") or value <= 0:
        return None
    return Printed(found[0], digits, value / int(digits))


def slips(printed: Printed, least: int, most: int, width: Fraction) -> Iterator[Slip]:
    """Yield the slips that lead from the printed digits to whole numbers from `least` to `most`.

    `width` is how far apart two numbers must be to be told apart, in the measure's unit: digits worth less prove
    nothing.
    """
    meant, whole = printed.meant(width), not printed.has_decimals
    yield from _swapped(printed.digits, least, most, meant)
    yield from _lost(printed.digits, least, most, meant, whole)
    yield from _added(printed.digits, least, most, meant, whole)
    yield from _changed(printed.digits, least, most, meant)


def _swapped(digits: str, least: int, most: int, meant: int) -> Iterator[Slip]:
    for i in range(min(meant, len(digits)) - 1):
        other = digits[:i] + digits[i + 1] + digits[i] + digits[i + 2 :]
        if digits[i] != digits[i + 1] and other[0] != "0" and least <= int(other) <= most:
            yield Slip("swapped", other)


def _changed(digits: str, least: int, most: int, meant: int) -> Iterator[Slip]:
    """Yield changes of a digit that is followed by a meant one: numbers that differ in the last are merely close."""
    if meant >= LEAST_DIGITS:
        for i in range(meant - 1):
            place = 10 ** (len(digits) - 1 - i)
            rest = int(digits) - int(digits[i]) * place
            for digit in _between(least - rest, most - rest, place):
                if digit != int(digits[i]) and (i or digit):
                    yield Slip("changed", f"{digits[:i]}{digit}{digits[i + 1 :]}")


def _lost(digits: str, least: int, most: int, meant: int, whole: bool) -> Iterator[Slip]:
    """Yield the numbers that one more digit makes; a zero at the end is a matter of scale."""
    if meant + 1 < LEAST_DIGITS or not whole:
        return
    seen = set()
    for i in range(meant + 1):
        place = 10 ** (len(digits) - i)
        rest = int(digits[:i] or "0") * place * 10 + int(digits[i:] or "0")
        for digit in _between(least - rest, most - rest, place):
            other = f"{digits[:i]}{digit}{digits[i:]}"
            if other[0] != "0" and int(other) != 10 * int(digits) and other not in seen:
                seen.add(other)
                yield Slip("lost", other)


def _added(digits: str, least: int, most: int, meant: int, whole: bool) -> Iterator[Slip]:
    """Yield the numbers that one digit less makes; a zero at the end is a matter of scale."""
    if meant < LEAST_DIGITS or not whole:
        return
    seen = set()
    for i in range(len(digits)):
        other = digits[:i] + digits[i + 1 :]
        fits = other[0] != "0" and least <= int(other) <= most and 10 * int(other) != int(digits)
        if fits and other not in seen:
            seen.add(other)
            doubled = digits[i] in (digits[i - 1 : i], digits[i + 1 : i + 2])
            yield Slip("doubled" if doubled else "added", other)


def _between(least: int, most: int, place: int) -> range:
    """Return the digits that, at a place, lie from `least` to `most`."""
    return range(max(0, -(-least // place)), min(9, most // place) + 1)
