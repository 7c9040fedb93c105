"""What all claims together leave for each quantity: ranges and suspects, never a best value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from reconcile.errors import Problem
from reconcile.models.finding import Evidence


@dataclass(frozen=True, slots=True)
class Range:
    """Values from a low to a high end, exact; an end that is None is endless. Of an event: day numbers."""

    low: Fraction | None = None
    """The least value."""
    high: Fraction | None = None
    """The greatest value."""
    low_open: bool = False
    """Whether the low end itself is left out."""
    high_open: bool = False
    """Whether the high end itself is left out."""

    @property
    def is_empty(self) -> bool:
        """Whether nothing lies in it."""
        if self.low is None or self.high is None:
            return False
        return self.low > self.high or (self.low == self.high and (self.low_open or self.high_open))

    def cut(self, other: Range) -> Range:
        """Return what lies in both."""
        low = max((r for r in (self, other) if r.low is not None), key=_low_order, default=Range())
        high = min((r for r in (self, other) if r.high is not None), key=_high_order, default=Range())
        return Range(low.low, high.high, low.low_open, high.high_open)

    def joined(self, other: Range) -> Range:
        """Return the smallest range that holds both."""
        low = Range() if self.low is None or other.low is None else min(self, other, key=_low_order)
        high = Range() if self.high is None or other.high is None else max(self, other, key=_high_order)
        return Range(low.low, high.high, low.low_open, high.high_open)

    def holds(self, other: Range) -> bool:
        """Say whether it leaves out nothing of another."""
        return self.cut(other) == other


def _low_order(one: Range) -> tuple[Fraction, bool]:
    return one.low or Fraction(0), one.low_open


def _high_order(one: Range) -> tuple[Fraction, bool]:
    return one.high or Fraction(0), not one.high_open


@dataclass(frozen=True, slots=True)
class Implied:
    """What all other claims and the laws leave for a quantity."""

    range: Range = field(default_factory=Range)
    """The range; a count is at least 0 whatever is claimed. Where the others contradict each other, what is left
    once every claim that stands in a conflict is put aside too."""
    low_laws: tuple[str, ...] = ()
    """The laws that the low end comes from, by name; empty where no claim bounds it."""
    high_laws: tuple[str, ...] = ()
    """The laws that the high end comes from."""
    low_claims: tuple[str, ...] = ()
    """Full ids of the claims that the low end comes from."""
    high_claims: tuple[str, ...] = ()
    """Full ids of the claims that the high end comes from."""
    contradiction: tuple[str, ...] = ()
    """Full ids of other claims that contradict each other, where they do and it matters here."""
    finding: str = ""
    """Id of the finding about that contradiction, where there is one."""
    left_out: str = ""
    """Why it was not worked out; empty where it was."""

    @property
    def has_low(self) -> bool:
        """Whether a claim bounds it from below."""
        return bool(self.low_claims)

    @property
    def has_high(self) -> bool:
        """Whether a claim bounds it from above."""
        return bool(self.high_claims)

    @property
    def laws(self) -> tuple[str, ...]:
        """Every law that it comes from, by name."""
        return tuple(sorted({*self.low_laws, *self.high_laws}))

    @property
    def says_something(self) -> bool:
        """Whether it is more than what holds for any quantity of its kind."""
        return self.has_low or self.has_high or bool(self.contradiction or self.left_out)


@dataclass(frozen=True, slots=True)
class Camp:
    """Claims that have a value in common."""

    number: int
    """From 1, the largest first."""
    range: Range
    """What they have in common."""
    documents: tuple[str, ...]
    """Their documents, sorted."""
    word: str = ""
    """Of a category or a status: the word."""


@dataclass(frozen=True, slots=True)
class EstimateSource:
    """One claim of an estimate."""

    claim: Evidence
    """The claim, as stated and as read; `camp` is 0 where all have a value in common."""
    range: Range
    """What it reads as; everything where it is a word."""
    without: Range | None = None
    """What is left without its document: the common range of the others, else their hull; None where no other
    document says anything."""
    without_agrees: bool = True
    """Whether `without` is a common range."""
    suspect: str = ""
    """`every` where each lightest choice of claims to withdraw holds it, `some` where one does; else empty."""


@dataclass(frozen=True, slots=True)
class EstimateAt:
    """What is claimed of a quantity for one time."""

    time: str
    """The time in words; empty where it never changes or nobody gives one."""
    sources: tuple[EstimateSource, ...]
    """Its claims, by id."""
    documents: int
    """How many documents."""
    origins: int
    """How many independent origins: claims that credit the same one count once."""
    common: Range | None
    """What all have in common; None where there is nothing, and for words."""
    hull: Range
    """From the lowest to the highest end."""
    camps: tuple[Camp, ...]
    """The fewest groups with a value in common, the largest first; one where all agree."""
    implied: Implied
    """What all other claims and the laws leave."""
    basis: str = ""
    """`published` where the publication of each document stands in for the time, `inferred` where each is."""
    adds: bool = False
    """Whether that is less than what its own claims say."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """One quantity, and what is claimed of it for each time."""

    quantity: Mapping[str, str]
    """Measure and members."""
    label: str
    """The quantity in words."""
    kind: str
    """Kind of its measure."""
    unit: str
    """Its unit; empty where it has none."""
    times: tuple[EstimateAt, ...]
    """One for each time, earliest first; a single one where the kind does not change."""

    @property
    def claims(self) -> int:
        """How many different claims it has."""
        return len({source.claim.id for at in self.times for source in at.sources})


@dataclass(frozen=True, slots=True)
class SuspectGroup:
    """Conflicts that hang together by shared claims, and the lightest choices of claims that settle them."""

    findings: tuple[str, ...]
    """Ids of the findings, in the order of the report."""
    conflicts: tuple[tuple[str, ...], ...]
    """The sets of claims that cannot all be true; those that hold another one are left out."""
    choices: tuple[tuple[str, ...], ...]
    """Every tied lightest choice, by claim ids."""
    weight: Fraction
    """What a choice weighs; the number of its claims where all weigh 1."""
    complete: bool = True
    """Whether these are surely the lightest choices, and all of them."""
    hidden: tuple[str, ...] = ()
    """Ids of findings that show only once claims are withdrawn, and that the choices settle too."""


@dataclass(frozen=True)
class Estimates:
    """The outcome of an estimate: the same inputs give an equal one."""

    title: str = ""
    """The project's title."""
    estimates: tuple[Estimate, ...] = ()
    """One for each quantity that is shown."""
    quantities: int = 0
    """Quantities of the project with a claim that takes part."""
    groups: tuple[SuspectGroup, ...] = ()
    """Suspects of the whole project."""
    said: Mapping[str, str] = field(default_factory=dict)
    """Of each claim in a choice of suspects, by id: its value as printed."""
    not_worked_out: Mapping[str, int] = field(default_factory=dict)
    """Quantities without implied bounds for want of time or proof, by reason."""
    problems: tuple[Problem, ...] = ()
    """What could not be looked at."""
