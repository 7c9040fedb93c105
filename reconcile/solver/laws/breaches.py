"""One law on one day, exactly: whether its figures can all be true, and the fewest that cannot."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from reconcile.solver.ends import End
from reconcile.solver.laws.bounds import Bound, Bounds, Speaker
from reconcile.solver.laws.law import HUNDRED, Law


@dataclass(frozen=True, slots=True)
class Entry:
    """A figure as it enters a sum: factor times one of its ends."""

    factor: Fraction
    """Above 0; of a base under a share, the share's own end."""
    speaker: Speaker
    """The figure and its end."""
    droppable: bool = False
    """Whether the sum still holds without it, since what it speaks for is at least 0."""

    @property
    def amount(self) -> Fraction:
        """What it adds."""
        return self.factor * self.speaker.end[0]


@dataclass(frozen=True)
class Breach:
    """The figures that break a law on one day: the least that some sum to exceeds the most that others allow."""

    law: Law
    """The law, turned where it is the other half of an equation that breaks."""
    day: int
    """The day, 0 where the law binds always."""
    parts: tuple[Entry, ...]
    """What makes the least sum."""
    limits: tuple[Entry, ...]
    """What makes the most, beside the constant."""
    constant: Fraction
    """What is added to the most."""
    share: Speaker | None = None
    """Of a share law, the share's own figure."""
    turned: bool = False
    """Whether the sum is too small rather than too large for the law as written."""

    @property
    def least(self) -> Fraction:
        """The least sum of the parts."""
        return sum((entry.amount for entry in self.parts), Fraction(0))

    @property
    def most(self) -> Fraction:
        """The most that the limits allow."""
        return self.constant + sum((entry.amount for entry in self.limits), Fraction(0))

    @property
    def gap(self) -> End:
        """How far the least exceeds the most; of equal gaps, one with an open end is wider."""
        return self.least - self.most, int(self._strict())

    def holds(self) -> bool:
        """Say whether the law is broken."""
        return self.speakers() != () and self.gap > (Fraction(0), 0)

    def speakers(self) -> tuple[Speaker, ...]:
        """Return every figure that speaks: parts, limits, the share."""
        spoken = [entry.speaker for entry in (*self.parts, *self.limits)]
        return (*spoken, self.share) if self.share else tuple(spoken)

    def claims(self) -> frozenset[str]:
        """Return the ids of the claims it needs."""
        return frozenset(speaker.figure.id for speaker in self.speakers())

    @property
    def kept(self) -> Speaker | None:
        """The total so far whose day is past, where one is kept on."""
        return next((speaker for speaker in self.speakers() if speaker.kept), None)

    def _strict(self) -> bool:
        return self.law.op == "<" or any(speaker.end[1] != 0 for speaker in self.speakers())

    def minimal(self) -> Breach:
        """Return the breach without the parts it does not need, dropped from the smallest up."""
        gap, strict = self.least - self.most, self.law.op == "<"
        opens = sum(speaker.end[1] != 0 for speaker in self.speakers())
        dropped: set[int] = set()
        amounts = sorted((e.amount, e.speaker.figure.id, place) for place, e in enumerate(self.parts) if e.droppable)
        for amount, _, place in amounts:
            gap, opens = gap - amount, opens - (self.parts[place].speaker.end[1] != 0)
            if not (gap > 0 or (gap == 0 and (strict or opens))) or len(dropped) + 1 == len(self.speakers()):
                break
            dropped.add(place)
        return replace(self, parts=tuple(e for place, e in enumerate(self.parts) if place not in dropped))

    def needs(self) -> Iterator[frozenset[str]]:
        """Yield smallest sets of its claims that break the law alone, so many that what all share is needed."""
        smallest = self.minimal()
        yield smallest.claims()
        for entry in smallest.parts if len(smallest.parts) < len(self.parts) else ():
            left = replace(self, parts=tuple(other for other in self.parts if other is not entry))
            if entry.droppable and left.holds():
                yield left.minimal().claims()

    def sound(self) -> bool:
        """Say whether it is the law's own: no quantity enters with two figures, which would be a clash of its own."""
        keys = [speaker.key for speaker in self.speakers()]
        return len(set(keys)) == len(keys)


def halves(law: Law) -> tuple[Law, ...]:
    """Return the inequalities that a law stands for."""
    if law.kind == "share":
        return (law,)
    return (law, law.turned()) if law.op == "=" else (law,)


def breaches_on(law: Law, bounds: Bounds, day: int, keep: bool = False) -> Iterator[Breach]:
    """Yield the breaches of a law on a day, minimal; `keep` keeps the latest earlier total of a whole on."""
    found = _of_share(law, bounds, day, keep) if law.kind == "share" else sums_on(law, bounds, day, keep)
    for breach in found:
        if breach.holds():
            minimal = breach if _of_two_divisions(breach, bounds) else breach.minimal()
            if minimal.sound():
                yield minimal


def _of_two_divisions(breach: Breach, bounds: Bounds) -> bool:
    """Say whether two complete divisions of one quantity are held against each other: each is needed as a whole."""
    law = breach.law
    if not (law.complete and law.kind == "hierarchy" and breach.turned) or law.whole is not None:
        return False
    whole = next(key for factor, key in law.terms if factor > 0)
    spoken = {entry.speaker.key for entry in breach.parts}
    for axis, division in bounds.divisions(whole):
        partition = axis.partitions[division]
        if partition.complete and not partition.overlapping:
            children = {bounds.lattice.moved(whole, axis, child) for child in axis.children[division]}
            if len(children) > 1 and children == spoken:
                return True
    return False


def sums_on(law: Law, bounds: Bounds, day: int, keep: bool = False) -> Iterator[Breach]:
    """Yield the sums of a law on a day, broken or not: what is known of its parts against what limits them."""
    for number, half in enumerate(halves(law)):
        parts: list[Entry] = []
        limits: list[Entry] = []
        known = True
        keeps = keep and sum(factor < 0 for factor, _ in half.terms) == 1
        for factor, key in half.terms:
            bound = bounds.low(key, day) if factor > 0 else _most(half, bounds, key, day, keeps)
            known = known and bound is not None
            if bound is not None:
                (parts if factor > 0 else limits).extend(_entries(bounds, bound, abs(factor)))
        if known and (parts or limits):
            yield Breach(half, day, tuple(parts), tuple(limits), half.constant, turned=number == 1)


def _most(law: Law, bounds: Bounds, key: int, day: int, keep: bool) -> Bound | None:
    """Return the most that a term can be; within one hierarchy a quantity speaks for itself alone."""
    found = bounds.own_high(key, day) if law.kind in ("hierarchy", "shares") else bounds.high(key, day)
    kept = bounds.kept(key, day) if keep else None
    return min((bound for bound in (found, kept) if bound is not None), key=lambda b: b.order, default=None)


def _entries(bounds: Bounds, bound: Bound, factor: Fraction) -> list[Entry]:
    """Return the figures of a bound as they enter a sum."""
    lattice = bounds.lattice
    return [
        Entry(factor, speaker, speaker.is_low and lattice.strata[lattice.stratum(speaker.key)].floored)
        for speaker in bound.speakers
    ]


def _of_share(law: Law, bounds: Bounds, day: int, keep: bool) -> Iterator[Breach]:
    """Yield where a share contradicts its counts: the part too many for it, or too few."""
    (_, part), (_, whole) = law.terms
    share = law.share or 0
    low, high = bounds.own_low(share, day), bounds.own_high(share, day)
    most_part, least_part = bounds.high(part, day), bounds.low(part, day)
    most_whole, least_whole = _most(law, bounds, whole, day, keep), bounds.low(whole, day)
    if high is not None and least_part is not None and most_whole is not None:
        yield Breach(
            law,
            day,
            tuple(_entries(bounds, least_part, HUNDRED)),
            tuple(_entries(bounds, most_whole, high.value)),
            Fraction(0),
            high.speakers[0],
        )
    if low is not None and least_whole is not None and most_part is not None and low.value > 0:
        yield Breach(
            law,
            day,
            tuple(_entries(bounds, least_whole, low.value)),
            tuple(_entries(bounds, most_part, HUNDRED)),
            Fraction(0),
            low.speakers[0],
            turned=True,
        )


def breaches_within(part: int, bounds: Bounds, day: int, keep: bool = False) -> Iterator[Breach]:
    """Yield the breach of a quantity above the nearest wider one that its figures exceed, its law left to fill in."""
    low = bounds.own_low(part, day)
    if low is None:
        return
    for ring in bounds.known_wholes(part):
        found = [b for key in ring for b in (bounds.kept(key, day) if keep else bounds.own_high(key, day),) if b]
        for bound in sorted(found, key=lambda b: (b.order, b.speakers[0].figure.id)):
            if low.value > bound.value or (low.value == bound.value and (low.side or bound.side)):
                law = Law("", "within", ((Fraction(1), part), (Fraction(-1), bound.speakers[0].key)), "<=")
                yield Breach(
                    law,
                    day,
                    tuple(_entries(bounds, low, Fraction(1))),
                    tuple(_entries(bounds, bound, Fraction(1))),
                    Fraction(0),
                )
                return
