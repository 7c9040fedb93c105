"""The reading of a stated value: an interval of exact numbers, and how the text led to it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

from reconcile.readings.errors import ReadingError
from reconcile.readings.nodes import Span
from reconcile.readings.printing import canonical_text, interval_text


@dataclass(frozen=True, slots=True)
class Reading:
    """The interval of values that a stated value allows.

    Numbers are in the unit that the text names, scale words taken in (`5 million` is 5,000,000); shares are
    in percent points. An end that is None is endless and counts as closed in its flag.
    """

    text: str
    """The value as printed."""
    low: Fraction | None
    """The least value allowed; None is endless."""
    high: Fraction | None
    """The greatest value allowed; None is endless."""
    low_open: bool
    """True where `low` itself is not allowed."""
    high_open: bool
    """True where `high` itself is not allowed."""
    stated_low: Fraction | None
    """The number printed at the low end: 400 of `400 to 450`; of one number or a
    bound, that number at both ends; of a vague word the low end of its interval; None of `unknown`."""
    stated_high: Fraction | None
    """The number printed at the high end, likewise."""
    how: str
    """exact, rounded, hedged, bound, range, vague, ratio, unknown or word (`most`, `none`)."""
    hedge: str
    """Canonical hedges in the order of the text, and the vague word if there is one; '' where
    there is none."""
    unit: str
    """Unit words or signs found in the value, white space folded; '' where there are none."""
    whole: bool
    """True where it was printed without decimals: it may be tightened to whole numbers where it
    counts things."""
    percent: bool
    """True where the numbers are percent points."""

    @property
    def is_unknown(self) -> bool:
        """True where the value reads as anything."""
        return self.low is None and self.high is None

    @property
    def two_sided(self) -> bool:
        """True where the text itself limits both ends; 0 below `fewer than 20` is not in the text."""
        return self.low is not None and self.high is not None and self.how != "bound"

    @property
    def span(self) -> Span:
        """The interval alone."""
        return Span(self.low, self.high, self.low_open, self.high_open)

    def scaled(self, factor: Fraction) -> Reading:
        """Return the reading in another unit: every number times `factor`; a negative one swaps the ends.

        Raises ValueError for a factor of 0.
        """
        if factor == 0:
            raise ValueError("factor: expected a number other than 0")
        stated = Span(self.stated_low, self.stated_high).times(factor)
        found = replace(self.with_span(self.span.times(factor)), stated_low=stated.low, stated_high=stated.high)
        return replace(found, whole=self.whole and Fraction(factor).denominator == 1)

    def clipped(self, low: Fraction | None, high: Fraction | None) -> Reading:
        """Return what lies within the closed interval from `low` to `high`; None clips nothing.

        Raises ReadingError where nothing is left.
        """
        span = self.span.cut(low, high)
        if span.is_empty:
            raise ReadingError(self.text, f"nothing of {self.interval()} lies in {interval_text(Span(low, high))}.")
        return self.with_span(span)

    def with_span(self, span: Span) -> Reading:
        """Return the reading with another interval."""
        return replace(self, low=span.low, high=span.high, low_open=span.low_open, high_open=span.high_open)

    def interval(self) -> str:
        """Return the interval for people: `[1,650, 1,750)`, `(20, ∞)`, `40`, `[30, ≈36.67]`, `anything`."""
        return interval_text(self.span)

    def __str__(self) -> str:
        """Return the canonical form, which reads back to the same interval: `[1650, 1750) recruits`."""
        return canonical_text(self.span, self.unit or ("percent" if self.percent else ""))


def to_text(reading: Reading) -> str:
    """Return the canonical stated form of a reading, as `str` does."""
    return str(reading)
