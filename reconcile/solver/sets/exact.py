"""Linear inequalities in exact fractions: whether they can all hold, and a proof where they cannot.

The general simplex of Dutertre and de Moura (CAV 2006) over numbers with an infinitesimal, so that open ends count.
Where no values satisfy every inequality, the proof is Farkas': multiples of a few of them that add up to 0 < 0.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

ZERO = Fraction(0)
MOST_PIVOTS = 20_000
"""Steps after which a search gives up; no set of a few hundred inequalities comes near."""

Value = tuple[Fraction, Fraction]
"""A number and how many infinitesimals are added to it; compared as tuples are."""


class Undecided(Exception):
    """The search took too long: nothing is known."""


@dataclass(frozen=True)
class Constraint:
    """Σ factor · unknown is at most `limit`, or below it where `strict`."""

    terms: tuple[tuple[Fraction, int], ...]
    """Factor, never 0, and number of each unknown, each unknown once."""
    limit: Fraction
    strict: bool = False
    source: Any = field(default=None, compare=False)
    """Whatever the caller knows it by."""


def refute(constraints: Sequence[Constraint]) -> dict[int, Fraction] | None:
    """Return a proof that not all can hold: multipliers above 0 by position, of as few as are needed.

    None where all can hold. No constraint of a proof can be spared. Raises Undecided.
    """
    return _Tableau(constraints).refute()


def proves(constraints: Sequence[Constraint], multipliers: Mapping[int, Fraction]) -> bool:
    """Say whether multiples of the constraints add up to a contradiction: an independent look at a proof."""
    if not multipliers or any(factor <= 0 for factor in multipliers.values()):
        return False
    left: dict[int, Fraction] = {}
    for place, factor in multipliers.items():
        for coefficient, unknown in constraints[place].terms:
            left[unknown] = left.get(unknown, ZERO) + factor * coefficient
    limit = sum((factor * constraints[place].limit for place, factor in multipliers.items()), ZERO)
    strict = any(constraints[place].strict for place in multipliers)
    return not any(left.values()) and (limit < 0 or (limit == 0 and strict))


@dataclass(frozen=True, slots=True)
class _End:
    """A bound on one form: its value, and the constraint (and the multiple of it) that gives it."""

    value: Value
    place: int
    scale: Fraction


class _Tableau:
    """Forms (unknowns and sums of them), their bounds, and each basic form as a sum of the others."""

    def __init__(self, constraints: Sequence[Constraint]) -> None:
        self._low: dict[int, _End] = {}
        self._high: dict[int, _End] = {}
        self._rows: dict[int, dict[int, Fraction]] = {}
        self._proof: dict[int, Fraction] | None = None
        unknowns = sorted({unknown for constraint in constraints for _, unknown in constraint.terms})
        self._number = {unknown: i for i, unknown in enumerate(unknowns)}
        self._forms: dict[tuple[tuple[int, Fraction], ...], int] = {}
        for place, constraint in enumerate(constraints):
            self._add(place, constraint)
        self._values = {form: self._start(form) for form in range(len(unknowns))}
        for form, row in self._rows.items():
            self._values[form] = _total((factor, self._values[other]) for other, factor in row.items())

    def _add(self, place: int, constraint: Constraint) -> None:
        """Turn a constraint into a bound on a form whose first factor is 1."""
        if not constraint.terms:
            if constraint.limit < 0 or (constraint.limit == 0 and constraint.strict):
                self._proof = {place: Fraction(1)}
            return
        terms = sorted((self._number[unknown], factor) for factor, unknown in constraint.terms)
        first = terms[0][1]
        form = self._form(tuple((unknown, factor / first) for unknown, factor in terms))
        is_high = first > 0
        side = Fraction((-1 if is_high else 1) if constraint.strict else 0)
        end = _End((constraint.limit / first, side), place, 1 / abs(first))
        ends = self._high if is_high else self._low
        known = ends.get(form)
        if known is None or (end.value < known.value if is_high else end.value > known.value):
            ends[form] = end
        if form in self._low and form in self._high and self._low[form].value > self._high[form].value:
            self._proof = self._proof or _proof([(self._low[form], Fraction(1)), (self._high[form], Fraction(1))])

    def _form(self, terms: tuple[tuple[int, Fraction], ...]) -> int:
        if len(terms) == 1:
            return terms[0][0]
        if terms not in self._forms:
            form = len(self._number) + len(self._forms)
            self._forms[terms] = form
            self._rows[form] = dict(terms)
        return self._forms[terms]

    def _start(self, form: int) -> Value:
        end = self._low.get(form) or self._high.get(form)
        return end.value if end else (ZERO, ZERO)

    def refute(self) -> dict[int, Fraction] | None:
        """Move one basic form after the other into its bounds, the first that is outside first (Bland's rule)."""
        for _ in range(MOST_PIVOTS):
            if self._proof is not None:
                return self._proof
            form = min((f for f in self._rows if self._outside(f)), default=None)
            if form is None:
                return None
            self._repair(form)
        raise Undecided

    def _outside(self, form: int) -> int:
        """Return -1 where a form is below its low end, 1 where above its high end, else 0."""
        value = self._values[form]
        if form in self._low and value < self._low[form].value:
            return -1
        return int(form in self._high and value > self._high[form].value)

    def _repair(self, form: int) -> None:
        """Exchange a form that is outside with one that can make room, or find the proof that none can."""
        row, needs = self._rows[form], -self._outside(form)
        for other in sorted(row):
            if self._can_move(other, needs if row[other] > 0 else -needs):
                end = self._low[form] if needs > 0 else self._high[form]
                self._exchange(form, other, end.value)
                return
        own = self._low[form] if needs > 0 else self._high[form]
        blocking = [
            ((self._high if (factor > 0) == (needs > 0) else self._low)[other], abs(factor))
            for other, factor in row.items()
        ]
        self._proof = _proof([(own, Fraction(1)), *blocking])

    def _can_move(self, form: int, direction: int) -> bool:
        end = (self._high if direction > 0 else self._low).get(form)
        return end is None or (self._values[form] < end.value if direction > 0 else self._values[form] > end.value)

    def _exchange(self, leaves: int, enters: int, value: Value) -> None:
        """Make `enters` basic in the place of `leaves`, which takes `value`."""
        row = self._rows.pop(leaves)
        factor = row.pop(enters)
        old = self._values[leaves]
        step = ((value[0] - old[0]) / factor, (value[1] - old[1]) / factor)
        self._values[leaves] = value
        self._values[enters] = _total([(Fraction(1), self._values[enters]), (Fraction(1), step)])
        solved = {leaves: 1 / factor, **{other: -f / factor for other, f in row.items()}}
        for form, others in self._rows.items():
            share = others.pop(enters, None)
            if share is not None:
                self._values[form] = _total([(Fraction(1), self._values[form]), (share, step)])
                for other, f in solved.items():
                    total = others.get(other, ZERO) + share * f
                    if total:
                        others[other] = total
                    else:
                        others.pop(other, None)
        self._rows[enters] = solved


def _total(parts: Iterable[tuple[Fraction, Value]]) -> Value:
    number, tiny = ZERO, ZERO
    for factor, value in parts:
        number += factor * value[0]
        tiny += factor * value[1]
    return number, tiny


def _proof(ends: Sequence[tuple[_End, Fraction]]) -> dict[int, Fraction]:
    found: dict[int, Fraction] = {}
    for end, factor in ends:
        found[end.place] = found.get(end.place, ZERO) + factor * end.scale
    return found
