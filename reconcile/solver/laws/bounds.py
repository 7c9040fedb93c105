"""What is known of a quantity on one day: its own claims, else its known parts below and wholes above.

An unknown quantity is never zero: it is at least 0 where it counts things, at least the sum of its known disjoint
parts, and at most the nearest known whole.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from reconcile.solver.ends import End
from reconcile.solver.laws.figures import Figure, Figures
from reconcile.solver.laws.lattice import Axis, Lattice
from reconcile.solver.laws.universe import Universe


@dataclass(frozen=True, slots=True)
class Speaker:
    """A figure that speaks for a quantity with one of its ends."""

    key: int
    """The quantity it is claimed for."""
    figure: Figure
    """The claim."""
    is_low: bool
    """Whether it speaks with its low end."""
    kept: bool = False
    """Whether its day is past and it is kept on."""

    @property
    def end(self) -> End:
        """Return the exact end that enters."""
        end = self.figure.low if self.is_low else self.figure.high
        if end is None:
            raise ValueError(f"{self.figure.id} is endless on the side it speaks for")
        return end


@dataclass(frozen=True, slots=True)
class Bound:
    """A least or a greatest value, and the figures it is the sum of (none where it is the bare 0)."""

    value: Fraction
    side: int
    """1 where the value itself is left out below, -1 where it is left out above, else 0."""
    speakers: tuple[Speaker, ...] = ()

    @property
    def order(self) -> End:
        """What bounds are compared by."""
        return self.value, self.side


class Bounds:
    """Bounds of quantities on any day, from the figures of one project."""

    def __init__(self, lattice: Lattice, universe: Universe, figures: Figures) -> None:
        """Take the quantities, those above and below them, and what is claimed of them."""
        self.lattice, self.figures = lattice, figures
        self._universe = universe
        self._known: dict[tuple[int, int], Bound | None] = {}
        self._wholes: dict[int, list[list[int]]] = {}

    def low(self, key: int, day: int) -> Bound | None:
        """Return the least that a quantity can be on a day; None where nothing limits it."""
        if (key, day) not in self._known:
            self._known[key, day] = self._low(key, day)
        return self._known[key, day]

    def own_low(self, key: int, day: int) -> Bound | None:
        """Return the highest low end claimed for the quantity itself."""
        return _bound(key, self.figures.low(key, day), True)

    def own_high(self, key: int, day: int) -> Bound | None:
        """Return the lowest high end claimed for the quantity itself."""
        return _bound(key, self.figures.high(key, day), False)

    def high(self, key: int, day: int) -> Bound | None:
        """Return the most that a quantity can be on a day: its own high end, else that of the nearest known whole."""
        own = self.own_high(key, day)
        return own or next((bound for bounds in self.wider(key, day) for bound in bounds), None)

    def kept(self, key: int, day: int) -> Bound | None:
        """Return the latest high end that a total so far had before a day."""
        figure = self.figures.kept(key, day)
        return Bound(*figure.high, (Speaker(key, figure, False, True),)) if figure and figure.high else None

    def wider(self, key: int, day: int) -> Iterator[list[Bound]]:
        """Yield the high ends of the wholes above a quantity, nearest wholes first, lowest ends first."""
        if not self.lattice.strata[self.lattice.stratum(key)].sums:
            return
        for keys in self.known_wholes(key):
            bounds = [bound for bound in (self.own_high(above, day) for above in keys) if bound]
            if bounds:
                yield sorted(bounds, key=lambda b: (b.order, b.speakers[0].figure.id))

    def wholes(self, key: int) -> Iterator[list[int]]:
        """Yield the keys wider than one, by how many steps wider."""
        ring = [key]
        while ring := sorted({parent for inner in ring for parent in self.lattice.parents(inner)}):
            yield ring

    def known_wholes(self, key: int) -> list[list[int]]:
        """Return the claimed keys wider than one, by how many steps wider."""
        if key not in self._wholes:
            rings = ([above for above in ring if above in self.lattice.position] for ring in self.wholes(key))
            self._wholes[key] = [ring for ring in rings if ring]
        return self._wholes[key]

    def sources(self, key: int, is_low: bool) -> list[int]:
        """Return the keys whose figures may speak for a quantity, whatever the day."""
        if self.figures.of(key):
            return [key]
        if not self.lattice.strata[self.lattice.stratum(key)].sums:
            return []
        if not is_low:
            return [above for ring in self.known_wholes(key) for above in ring]
        found: set[int] = set()
        for axis, division in self.divisions(key):
            for child in self.children(key, axis, division):
                found.update(self.sources(child, True))
        return sorted(found)

    def divisions(self, key: int) -> Iterator[tuple[Axis, int]]:
        """Yield each way to divide a quantity: the dimension and the number of its partition."""
        for axis in self.lattice.axes:
            for division in axis.divisions.get(int(axis.at(key)), ()):
                yield axis, division

    def children(self, key: int, axis: Axis, division: int) -> list[int]:
        """Return the keys of the parts of one division, those of which something is known."""
        moved = (self.lattice.moved(key, axis, child) for child in axis.children[division])
        return [child for child in moved if child in self._universe.reached]

    def _low(self, key: int, day: int) -> Bound | None:
        own = self.own_low(key, day)
        stratum = self.lattice.strata[self.lattice.stratum(key)]
        if own is not None or not stratum.sums:
            return own or (Bound(Fraction(0), 0) if stratum.floored else None)
        best = Bound(Fraction(0), 0)
        for axis, division in self.divisions(key):
            parts = [self.low(child, day) for child in self.children(key, axis, division)]
            known = [part for part in parts if part is not None and part.speakers]
            if not known:
                continue
            overlapping = axis.partitions[division].overlapping
            best = max(best, largest(known) if overlapping else added(known), key=lambda b: b.order)
        return best


def _bound(key: int, figure: Figure | None, is_low: bool) -> Bound | None:
    if figure is None:
        return None
    speaker = Speaker(key, figure, is_low)
    return Bound(*speaker.end, (speaker,))


def added(bounds: list[Bound]) -> Bound:
    """Return the sum of bounds of disjoint quantities; it is left out where one of them is."""
    value = sum((bound.value for bound in bounds), Fraction(0))
    side = max((bound.side for bound in bounds), key=abs, default=0)
    return Bound(value, side, tuple(speaker for bound in bounds for speaker in bound.speakers))


def largest(bounds: list[Bound]) -> Bound:
    """Return the highest of bounds, the first of equal ones."""
    return max(bounds, key=lambda b: b.order)
