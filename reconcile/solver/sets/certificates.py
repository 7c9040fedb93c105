"""Claims and laws as exact inequalities, and the smallest sets of them that contradict each other, with the proof."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from reconcile.solver.laws.bounds import Speaker
from reconcile.solver.laws.breaches import Breach, Entry, halves
from reconcile.solver.laws.figures import Figure
from reconcile.solver.laws.lattice import Lattice, Stratum
from reconcile.solver.laws.law import HUNDRED, Law
from reconcile.solver.sets.exact import Constraint, proves, refute

ONE = Fraction(1)
Claimed = tuple[int, Figure]
"""The key of a quantity and a claim on it."""


@dataclass(frozen=True)
class Source:
    """Where an inequality comes from: a claim, a law, both (a share with its counts), or neither (a count is 0 or
    more)."""

    law: Law | None = None
    """The law; of an equation the half that is meant."""
    number: int = -1
    """The law's number in its system."""
    speaker: Speaker | None = None
    """The claim and the end of it that enters."""


@dataclass(frozen=True)
class Contradiction:
    """Claims that cannot all be true, given the laws: take one claim away and the rest fit."""

    claims: tuple[Claimed, ...]
    """The claims, by id."""
    laws: Mapping[int, Law]
    """The laws that the proof needs, by number."""
    constraints: tuple[Constraint, ...]
    """The inequalities of the proof; none can be spared."""
    multipliers: tuple[Fraction, ...]
    """What each of them is multiplied by, so that they add up to 0 < 0."""
    day: int
    """A day on which all bind, 0 where they always do."""
    unit: Fraction = Fraction(0)
    """The multiplier that counts as one time when it is told; 0 for the most frequent one of the claims."""

    def breach(self) -> Breach:
        """Return it as one sum: what the laws together say of the claims, shares as factors."""
        parts: list[Entry] = []
        limits: list[Entry] = []
        constant = Fraction(0)
        for constraint, multiplier in zip(self.constraints, self._scaled(), strict=True):
            source: Source = constraint.source
            if source.law is not None:
                constant += multiplier * source.law.constant
            elif source.speaker is not None:
                (parts if source.speaker.is_low else limits).append(Entry(multiplier, source.speaker))
        strict = any(c.strict and c.source.law is not None for c in self.constraints)
        law = Law("", "set", (), "<" if strict else "<=", severity=self.severity)
        return Breach(law, self.day, _by_claim(parts), _by_claim(limits), constant)

    @property
    def severity(self) -> str:
        """The mildest severity among its laws."""
        order = ("error", "warning", "note")
        return max((law.severity for law in self.laws.values()), key=order.index, default="error")

    def speakers(self) -> tuple[Speaker, ...]:
        """Return every claim with the ends that enter, by id."""
        found = {(s.figure.id, s.is_low): s for c in self.constraints if (s := c.source.speaker) is not None}
        return tuple(found[name] for name in sorted(found))

    def shares(self) -> tuple[Speaker, ...]:
        """Return the shares that enter as factors."""
        return tuple(c.source.speaker for c in self.constraints if c.source.law and c.source.speaker)

    def _scaled(self) -> list[Fraction]:
        """Return the multipliers so that most claims stand once, the larger of two equally frequent ones."""
        used = [
            m
            for c, m in zip(self.constraints, self.multipliers, strict=True)
            if c.source.law is None and c.source.speaker is not None
        ]
        unit = self.unit or max(used, key=lambda m: (used.count(m), m), default=ONE)
        return [multiplier / unit for multiplier in self.multipliers]


def _by_claim(entries: Sequence[Entry]) -> tuple[Entry, ...]:
    return tuple(sorted(entries, key=lambda e: (-abs(e.amount), e.speaker.figure.id)))


def constraints_of(claimed: Iterable[Claimed], laws: Mapping[int, Law], day: int, lattice: Lattice) -> list[Constraint]:
    """Return everything that must hold on a day: claims as far as they bind, laws, and counts being 0 or more."""
    by_id = sorted(claimed, key=lambda c: c[1].id)
    found = [c for key, figure in by_id for c in _of_claim(key, figure, day, floored(lattice, key))]
    for number in sorted(laws):
        law = laws[number]
        if law.kind == "share":
            strict = _is_more_than_nothing(law, by_id, day)
            for key, figure in by_id:
                if key == law.share:
                    found += _of_share(law, number, figure, day, strict)
        else:
            found += [
                Constraint(half.terms, half.constant, half.op == "<", Source(half, number)) for half in halves(law)
            ]
    keys = sorted({key for constraint in found for _, key in constraint.terms})
    floors = (Constraint(((-ONE, key),), Fraction(0), False, Source()) for key in keys if floored(lattice, key))
    return [*found, *floors]


def floored(lattice: Lattice, key: int) -> bool:
    """Say whether a quantity is at least 0."""
    stratum: Stratum = lattice.strata[lattice.stratum(key)]
    return stratum.floored


def binds(figure: Figure, is_low: bool, day: int) -> bool:
    """Say whether an end of a claim binds on a day."""
    first, last = figure.low_days() if is_low else figure.high_days()
    return first <= day <= last and (figure.low if is_low else figure.high) is not None


def _of_claim(key: int, figure: Figure, day: int, at_least_0: bool) -> Iterable[Constraint]:
    low, high = figure.low, figure.high
    if low is not None and binds(figure, True, day) and not (at_least_0 and low == (Fraction(0), 0)):
        yield Constraint(((-ONE, key),), -low[0], low[1] != 0, Source(speaker=Speaker(key, figure, True)))
    if high is not None and binds(figure, False, day):
        yield Constraint(((ONE, key),), high[0], high[1] != 0, Source(speaker=Speaker(key, figure, False)))


def _is_more_than_nothing(law: Law, claimed: Sequence[Claimed], day: int) -> bool:
    """Say whether the part or the base of a share is claimed to be above 0: of 0 any share is 0, open ends or not."""
    keys = {key for _, key in law.terms}
    return any(
        key in keys and figure.low is not None and figure.low > (Fraction(0), 0) and binds(figure, True, day)
        for key, figure in claimed
    )


def _of_share(law: Law, number: int, figure: Figure, day: int, strict: bool) -> Iterable[Constraint]:
    """Yield 100 · part ≤ high · whole and low · whole ≤ 100 · part: linear, since the share's end is the factor."""
    (_, part), (_, whole) = law.terms
    share = law.share or 0
    low, high = figure.low, figure.high
    if high is not None and binds(figure, False, day):
        terms = ((HUNDRED, part), (-high[0], whole)) if high[0] else ((HUNDRED, part),)
        source = Source(law, number, Speaker(share, figure, False))
        yield Constraint(terms, Fraction(0), strict and high[1] != 0, source)
    if low is not None and low[0] > 0 and binds(figure, True, day):
        terms = ((low[0], whole), (-HUNDRED, part))
        source = Source(law, number, Speaker(share, figure, True))
        yield Constraint(terms, Fraction(0), strict and low[1] != 0, source)


Without = Callable[[Sequence[Claimed]], Contradiction | None]
"""Returns what contradicts itself where only the given claims are made, None where they fit."""


def proof_of(claimed: Sequence[Claimed], laws: Mapping[int, Law], day: int, lattice: Lattice) -> Contradiction | None:
    """Return the proof that claims contradict the laws on a day, checked by itself; None where all fit."""
    constraints = constraints_of(claimed, laws, day, lattice)
    found = refute(constraints)
    if found is None:
        return None
    if not proves(constraints, found):
        raise ArithmeticError("a proof that claims contradict each other does not hold")
    places = sorted(found)
    used = [constraints[place] for place in places]
    ids = {s.figure.id for c in used if (s := c.source.speaker) is not None}
    return Contradiction(
        tuple(sorted((c for c in claimed if c[1].id in ids), key=lambda c: c[1].id)),
        {c.source.number: laws[c.source.number] for c in used if c.source.law is not None},
        tuple(used),
        tuple(found[place] for place in places),
        day,
    )


def minimal(found: Contradiction, without: Without) -> Contradiction:
    """Return a contradiction from which no claim can be taken away, whatever other laws there are.

    What is only reported or loosely dated is tried first, so that the set rests on what is surer.
    """
    tried: set[str] = set()
    while left := sorted((c for c in found.claims if c[1].id not in tried), key=_doubtful_first):
        tried.add(left[0][1].id)
        found = without([c for c in found.claims if c is not left[0]]) or found
    return found


def _doubtful_first(claimed: Claimed) -> tuple[bool, bool, str]:
    figure = claimed[1]
    return not figure.reports, not figure.loose, figure.id
