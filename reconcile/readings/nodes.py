"""What the grammar makes of a stated value, before any width is applied: plain frozen values."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

ZERO = Fraction(0)
ONE = Fraction(1)
HUNDRED = Fraction(100)


@dataclass(frozen=True, slots=True)
class Span:
    """An interval of numbers; None is an endless end, which is never closed."""

    low: Fraction | None
    high: Fraction | None
    low_open: bool = False
    high_open: bool = False

    @property
    def is_empty(self) -> bool:
        """True where no number lies in the interval."""
        if self.low is None or self.high is None:
            return False
        return self.low > self.high or (self.low == self.high and (self.low_open or self.high_open))

    def times(self, factor: Fraction) -> Span:
        """Return the interval of all numbers times `factor`; a negative factor swaps the ends."""
        low = None if self.low is None else self.low * factor
        high = None if self.high is None else self.high * factor
        if factor < 0:
            return Span(high, low, self.high_open, self.low_open)
        return Span(low, high, self.low_open, self.high_open)

    def cut(self, low: Fraction | None, high: Fraction | None) -> Span:
        """Return what lies within the closed interval from `low` to `high`; None cuts nothing."""
        span = self
        if low is not None and (span.low is None or span.low < low):
            span = replace(span, low=low, low_open=False)
        if high is not None and (span.high is None or span.high > high):
            span = replace(span, high=high, high_open=False)
        return span


@dataclass(frozen=True, slots=True)
class Number:
    """One printed number."""

    value: Fraction
    """The number meant, scale words included."""
    step: Fraction | None = None
    """The rounding step that its decimals show; None where the rule for whole numbers holds."""
    scale: Fraction = ONE
    """What its scale words multiply by, for the other end of a range; 1 where there are none."""
    is_ratio: bool = False
    """True for `a third`, `one in nine`, `1/3`: a part of something."""

    @property
    def is_whole(self) -> bool:
        """True where the number was printed without decimals of its own unit (`3.5 million` is whole)."""
        return not self.is_ratio and self.value.denominator == 1 and (self.step is None or self.step >= 1)

    def times(self, factor: Fraction) -> Number:
        """Return the number with one more scale word."""
        step = None if self.step is None else self.step * factor
        return replace(self, value=self.value * factor, step=step, scale=self.scale * factor)


@dataclass(frozen=True, slots=True)
class Vague:
    """A word that stands for an interval: `several thousand`, or `most` of a share (then in percent)."""

    word: str
    span: Span
    of_share: bool = False


@dataclass(frozen=True, slots=True)
class Amount:
    """A number or a vague word, with what stands around it."""

    core: Number | Vague
    hedges: tuple[str, ...] = ()
    percent: Fraction = ZERO
    """Percent points for each 1 printed: 1 for percent, 1/10 for per mille, 0 where no sign says so."""
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Interval:
    """A reading written out: `[1650, 1750)`."""

    span: Span
    percent: Fraction = ZERO
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Stated:
    """A parsed value: one amount, a range of two, or an amount with its spread."""

    low: Amount
    high: Amount | None = None
    spread: Amount | None = None
    hedges: tuple[str, ...] = ()
    """Hedges that stand before a whole range: `about 400 to 450`."""


@dataclass(frozen=True, slots=True)
class Unknown:
    """`unknown`: anything."""

    unit: str = ""
