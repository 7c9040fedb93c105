"""What ties several days together in exact arithmetic: totals so far that do not fall, levels that do not jump."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

from reconcile.solver.laws.bounds import Speaker
from reconcile.solver.laws.lattice import Lattice
from reconcile.solver.sets.exact import Constraint
from reconcile.solver.sets.moments import (
    FACTOR,
    Moment,
    Rise,
    kind_of,
    order_law,
    order_number,
    rise_law,
    rise_number,
)
from reconcile.solver.sets.source import Source

ONE = Fraction(1)
Multiplied = tuple[Constraint, Fraction]
"""An inequality of a proof and what it is multiplied by."""


def ties(keys: Sequence[int], ids: set[str], at: Moment, lattice: Lattice) -> list[Constraint]:
    """Return what ties some quantities on the days of a moment together, where the claims with some ids are made."""
    found = []
    for key in keys:
        if kind_of(lattice, key) == "cumulative":
            days = [at.unknown(lattice, key, place) for place in range(len(at.days))]
            found += [_order(key, *pair, place) for place, pair in enumerate(pairwise(days))]
    return found + [_rise(rise, at, lattice) for rise in at.rises if rise.key in keys and rise.figure.id in ids]


def _order(key: int, earlier: int, later: int, place: int) -> Constraint:
    source = Source(order_law(key), order_number(key), place=place)
    return Constraint(((ONE, earlier), (-ONE, later)), Fraction(0), False, source)


def _rise(rise: Rise, at: Moment, lattice: Lattice) -> Constraint:
    earlier, later = (at.unknown(lattice, rise.key, place) for place in (rise.before, rise.after))
    speaker = Speaker(rise.flow, rise.figure, False)
    source = Source(rise_law(rise.key), rise_number(rise.key), speaker, rise.periods, rise.after)
    return Constraint(((ONE, later), (-FACTOR, earlier)), rise.periods * speaker.end[0], False, source)


def shortened(proof: Sequence[Multiplied]) -> list[Multiplied]:
    """Return a proof in which a total so far goes from one day to a later one in one step, not day by day."""
    found = list(proof)
    while (pair := _chained(found)) is not None:
        one, other = pair
        (first, multiplier), (second, _) = found[one], found[other]
        merged = Constraint((first.terms[0], second.terms[1]), Fraction(0), False, first.source)
        found[one] = (merged, multiplier)
        del found[other]
    return found


def _chained(proof: Sequence[Multiplied]) -> tuple[int, int] | None:
    """Return the places of two steps of one total whose day in between nothing else speaks of."""
    uses: dict[int, list[int]] = {}
    for place, (constraint, _) in enumerate(proof):
        for _, unknown in constraint.terms:
            uses.setdefault(unknown, []).append(place)
    for unknown, places in sorted(uses.items()):
        if len(places) == 2 and all(_is_order(proof[place][0]) for place in places):
            one, other = sorted(places, key=lambda place: proof[place][0].terms[0][1] == unknown)
            if proof[one][0].terms[1][1] == unknown and proof[one][1] == proof[other][1]:
                return one, other
    return None


def _is_order(constraint: Constraint) -> bool:
    source: Source = constraint.source
    return source.law is not None and source.law.kind == "order"
