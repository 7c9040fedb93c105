"""How good printed figures would have to be at best for a set of claims and laws to fit together."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from reconcile.models import Margin
from reconcile.solver.laws.bounds import Speaker
from reconcile.solver.laws.lattice import Lattice
from reconcile.solver.laws.tolerance import margins, stated
from reconcile.solver.sets.certificates import Contradiction, constraints_of
from reconcile.solver.sets.exact import Constraint, refute
from reconcile.solver.sets.moments import Moment
from reconcile.solver.sets.source import Source

MOST_PROOFS = 50
"""Widenings tried before the search settles for the widest so far."""
WIDEST = 64
"""A relative widening beyond which no tolerance has a meaning."""
HALVINGS = 24
"""How finely a widening is found where a share is among the claims."""


def margins_of_set(found: Contradiction, lattice: Lattice) -> tuple[Margin, Margin]:
    """Return the gap between the printed numbers, and the smallest common widening at which the set fits.

    The widening is relative to the printed numbers; of dates only absolute margins mean something.
    """
    dated = any(s.figure.kind == "event" for s in found.speakers())
    gap, until = margins(found.breach(), dated)
    if dated:
        return gap, until
    relative = _halved(found, lattice) if found.shares() else _widened(found, lattice)
    return gap, Margin(None if found.shares() else until.absolute, None if relative is None else float(relative))


def _read(found: Contradiction, lattice: Lattice) -> list[Constraint]:
    """Return what must hold as the numbers read."""
    return constraints_of(found.claims, found.laws, found.moment, lattice)


def _at(read: list[Constraint], found: Contradiction, lattice: Lattice, widening: Fraction) -> list[Constraint]:
    """Return what must hold where every printed number may be off by a widening."""
    return [_moved(constraint, widening, found.moment, lattice) for constraint in read]


def _moved(constraint: Constraint, widening: Fraction, at: Moment, lattice: Lattice) -> Constraint:
    source: Source = constraint.source
    if source.speaker is None:
        return constraint
    end = _off(source.speaker, widening)
    if source.law is None:
        return Constraint(constraint.terms, -end if source.speaker.is_low else end, False, source)
    if source.factor:
        return Constraint(constraint.terms, source.factor * end, False, source)
    part, whole = (at.unknown(lattice, key, source.place) for _, key in source.law.terms)
    hundred = Fraction(-100 if source.speaker.is_low else 100)
    terms = ((hundred, part), (end if source.speaker.is_low else -end, whole))
    return Constraint(tuple(term for term in terms if term[0]), Fraction(0), False, source)


def _off(speaker: Speaker, widening: Fraction) -> Fraction:
    number = stated(speaker)
    return number + (-1 if speaker.is_low else 1) * widening * abs(number)


def _widened(found: Contradiction, lattice: Lattice) -> Fraction | None:
    """Return the widening exactly: each proof says how wide the numbers must be for it to fail."""
    widening, read = Fraction(0), _read(found, lattice)
    printed = _at(read, found, lattice, widening)
    for _ in range(MOST_PROOFS):
        proof = refute(_at(read, found, lattice, widening))
        if proof is None:
            return widening
        missing = -sum((factor * printed[place].limit for place, factor in proof.items()), Fraction(0))
        room = sum((factor * _size(printed[place]) for place, factor in proof.items()), Fraction(0))
        if not room or missing / room <= widening or missing / room > WIDEST:
            return None
        widening = missing / room
    return widening


def _size(constraint: Constraint) -> Fraction:
    source: Source = constraint.source
    return (source.factor or 1) * abs(stated(source.speaker)) if source.speaker is not None else Fraction(0)


def _halved(found: Contradiction, lattice: Lattice) -> Fraction | None:
    """Return the widening by halving: a share times its base is no straight line in it."""

    read = _read(found, lattice)

    def fits(widening: Fraction) -> bool:
        return refute(_at(read, found, lattice, widening)) is None

    low, high = Fraction(0), Fraction(1, 64)
    if fits(low):
        return low
    while not fits(high):
        low, high = high, 2 * high
        if high > WIDEST:
            return None
    return _between(low, high, fits)


def _between(low: Fraction, high: Fraction, fits: Callable[[Fraction], bool]) -> Fraction:
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        low, high = (low, middle) if fits(middle) else (middle, high)
    return high
