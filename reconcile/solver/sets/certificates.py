"""Claims and laws as exact inequalities, and the smallest sets of them that contradict each other, with the proof."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from reconcile.solver.laws.bounds import Speaker
from reconcile.solver.laws.breaches import Breach, Entry, halves
from reconcile.solver.laws.figures import Figure
from reconcile.solver.laws.lattice import Lattice, Stratum
from reconcile.solver.laws.law import HUNDRED, Law
from reconcile.solver.sets.exact import Constraint, proves, refute
from reconcile.solver.sets.moments import Moment
from reconcile.solver.sets.source import Source
from reconcile.solver.sets.ties import shortened, ties

ONE = Fraction(1)
Claimed = tuple[int, Figure]
"""The key of a quantity and a claim on it."""


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
    moment: Moment
    """The days on which all bind."""
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
                if source.factor and source.speaker is not None:
                    limits.append(Entry(multiplier * source.factor, source.speaker))
            elif source.speaker is not None:
                (parts if source.speaker.is_low else limits).append(Entry(multiplier, source.speaker))
        strict = any(c.strict and c.source.law is not None for c in self.constraints)
        law = Law("", "set", (), "<" if strict else "<=", severity=self.severity)
        return Breach(law, self.moment.days[0], _by_claim(parts), _by_claim(limits), constant)

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
        return tuple(
            c.source.speaker for c in self.constraints if c.source.law and c.source.speaker and not c.source.factor
        )

    @property
    def steps(self) -> int:
        """How many laws it needs, one for each day on which it does."""
        return len({(c.source.number, c.source.place) for c in self.constraints if c.source.law is not None})

    @property
    def kept(self) -> tuple[Speaker, ...]:
        """The totals so far that are kept on after their day."""
        return tuple(speaker for speaker in self.speakers() if speaker.kept)

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


def constraints_of(
    claimed: Iterable[Claimed], laws: Mapping[int, Law], moment: int | Moment, lattice: Lattice
) -> list[Constraint]:
    """Return everything that must hold on a day, or on several together: claims as far as they bind, laws, counts
    being 0 or more, and what ties days together."""
    at = moment if isinstance(moment, Moment) else Moment((moment,))
    by_id = sorted(claimed, key=lambda c: c[1].id)
    found: list[Constraint] = []
    for key, figure in by_id:
        for place in at.places(lattice, key):
            found += _of_claim(key, figure, (at, place), lattice)
    for number in sorted(number for number in laws if number >= 0):
        found += _of_law(laws[number], number, by_id, at, lattice)
    keys = sorted({at.key(unknown) for constraint in found for _, unknown in constraint.terms})
    tied = ties(keys, {figure.id for _, figure in by_id}, at, lattice)
    unknowns = sorted({unknown for constraint in (*found, *tied) for _, unknown in constraint.terms})
    floors = (
        Constraint(((-ONE, unknown),), Fraction(0), False, Source())
        for unknown in unknowns
        if floored(lattice, at.key(unknown))
    )
    return [*found, *tied, *floors]


def _of_law(law: Law, number: int, claimed: Sequence[Claimed], at: Moment, lattice: Lattice) -> Iterator[Constraint]:
    """Yield one law on each of the days."""
    keys = [key for _, key in law.terms] + ([] if law.share is None else [law.share])
    for place in range(max(len(at.places(lattice, key)) for key in keys)):
        if law.kind == "share":
            strict = _is_more_than_nothing(law, claimed, at.days[place])
            for key, figure in claimed:
                if key == law.share:
                    yield from _of_share(law, Source(law, number, place=place), figure, (at, lattice), strict)
            continue
        for half in halves(law):
            terms = tuple((factor, at.unknown(lattice, key, place)) for factor, key in half.terms)
            yield Constraint(terms, half.constant, half.op == "<", Source(half, number, place=place))


def floored(lattice: Lattice, key: int) -> bool:
    """Say whether a quantity is at least 0."""
    stratum: Stratum = lattice.strata[lattice.stratum(key)]
    return stratum.floored


def binds(figure: Figure, is_low: bool, day: int) -> bool:
    """Say whether an end of a claim binds on a day."""
    first, last = figure.low_days() if is_low else figure.high_days()
    return first <= day <= last and (figure.low if is_low else figure.high) is not None


def _of_claim(key: int, figure: Figure, day: tuple[Moment, int], lattice: Lattice) -> Iterator[Constraint]:
    low, high, (at, place) = figure.low, figure.high, day
    unknown, is_bare_zero = at.unknown(lattice, key, place), floored(lattice, key) and low == (Fraction(0), 0)
    if low is not None and binds(figure, True, at.days[place]) and not is_bare_zero:
        source = Source(speaker=Speaker(key, figure, True), place=place)
        yield Constraint(((-ONE, unknown),), -low[0], low[1] != 0, source)
    is_kept = figure.id in at.kept and not binds(figure, False, at.days[place])
    if high is not None and (is_kept or binds(figure, False, at.days[place])):
        source = Source(speaker=Speaker(key, figure, False, is_kept), place=place)
        yield Constraint(((ONE, unknown),), high[0], high[1] != 0, source)


def _is_more_than_nothing(law: Law, claimed: Sequence[Claimed], day: int) -> bool:
    """Say whether the part or the base of a share is claimed to be above 0: of 0 any share is 0, open ends or not."""
    keys = {key for _, key in law.terms}
    return any(
        key in keys and figure.low is not None and figure.low > (Fraction(0), 0) and binds(figure, True, day)
        for key, figure in claimed
    )


def _of_share(
    law: Law, source: Source, figure: Figure, where: tuple[Moment, Lattice], strict: bool
) -> Iterator[Constraint]:
    """Yield 100 · part ≤ high · whole and low · whole ≤ 100 · part: linear, since the share's end is the factor."""
    at, lattice = where
    part, whole = (at.unknown(lattice, key, source.place) for _, key in law.terms)
    share, day = law.share or 0, at.days[source.place]
    low, high = figure.low, figure.high
    if high is not None and binds(figure, False, day):
        terms = ((HUNDRED, part), (-high[0], whole)) if high[0] else ((HUNDRED, part),)
        spoken = replace(source, speaker=Speaker(share, figure, False))
        yield Constraint(terms, Fraction(0), strict and high[1] != 0, spoken)
    if low is not None and low[0] > 0 and binds(figure, True, day):
        terms = ((low[0], whole), (-HUNDRED, part))
        spoken = replace(source, speaker=Speaker(share, figure, True))
        yield Constraint(terms, Fraction(0), strict and low[1] != 0, spoken)


Without = Callable[[Sequence[Claimed]], Contradiction | None]
"""Returns what contradicts itself where only the given claims are made, None where they fit."""


def proof_of(
    claimed: Sequence[Claimed], laws: Mapping[int, Law], moment: int | Moment, lattice: Lattice
) -> Contradiction | None:
    """Return the proof that claims contradict the laws on a day, or on several together, checked by itself; None
    where all fit. Raises ArithmeticError, Undecided."""
    constraints = constraints_of(claimed, laws, moment, lattice)
    found = refute(constraints)
    if found is None:
        return None
    if not proves(constraints, found):
        raise ArithmeticError("a proof that claims contradict each other does not hold")
    proof = shortened([(constraints[place], found[place]) for place in sorted(found)])
    used = [constraint for constraint, _ in proof]
    ids = {s.figure.id for c in used if (s := c.source.speaker) is not None}
    return Contradiction(
        tuple(sorted((c for c in claimed if c[1].id in ids), key=lambda c: c[1].id)),
        {c.source.number: laws.get(c.source.number, c.source.law) for c in used if c.source.law is not None},
        tuple(used),
        tuple(multiplier for _, multiplier in proof),
        moment if isinstance(moment, Moment) else Moment((moment,)),
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
