"""The greatest value that exact inequalities leave for a sum, with the proof.

Whether a value can be reached is asked of the exact simplex (`exact.py`). Where it cannot, the multipliers of that
proof, taken without the question, add up to a bound on the sum itself; the bound is asked for next. It is met, or the
next proof gives a lower one: dual vertices are finitely many, and a start from floats is one or two steps away.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from reconcile.solver.sets.exact import ZERO, Constraint, Undecided, proves, refute

MOST_PROOFS = 60
"""Bounds tried, one below the other, before the search gives up."""

Terms = tuple[tuple[Fraction, int], ...]
"""Factor, never 0, and number of each unknown of a sum."""


class Contradictory(Exception):
    """The inequalities themselves cannot all hold."""


@dataclass(frozen=True)
class Extreme:
    """The greatest value of a sum."""

    value: Fraction
    """Nothing above it is possible."""
    is_open: bool
    """Whether the value itself is not possible either."""
    used: tuple[int, ...]
    """Positions of the inequalities that prove it; none can be spared."""


def greatest(constraints: Sequence[Constraint], terms: Terms, start: Fraction) -> Extreme | None:
    """Return the greatest value of Σ factor · unknown, None where nothing below or at `start` limits it.

    `start` is at least the greatest value, as far as the caller knows. Raises Contradictory, Undecided.
    """
    proof = _refuted([*constraints, _reaches(terms, start)])
    if proof is None:
        return None
    return lowered(constraints, terms, _extreme(constraints, proof))


def lowered(constraints: Sequence[Constraint], terms: Terms, found: Extreme) -> Extreme:
    """Return the greatest value of a sum that is known to be at most that of `found`.

    Where it is just that, its proof stays. Raises Contradictory, Undecided.
    """
    for _ in range(MOST_PROOFS):
        question = _reaches(terms, found.value)
        proof = _refuted([*constraints, question])
        if proof is None:
            return replace(found, is_open=False)
        lower = _extreme(constraints, proof)
        if lower.value == found.value:
            # It cannot be met for an open end's sake alone, or there is a lower bound without open ends.
            closed = [replace(constraint, strict=False) for constraint in constraints]
            proof = _refuted([*closed, question])
            if proof is None:
                return lower
            lower = _extreme(closed, proof)
        found = lower
    raise Undecided


def homogeneous(constraints: Sequence[Constraint], whole: int, scale: int) -> list[Constraint]:
    """Return the same inequalities with every unknown divided by `whole`, so that ratios to it are linear.

    `scale` numbers one over the whole (Charnes and Cooper 1962); the whole is above 0.
    """
    one, nothing = Fraction(1), ZERO
    found = [
        Constraint(
            (*constraint.terms, (-constraint.limit, scale)) if constraint.limit else constraint.terms,
            nothing,
            constraint.strict,
            constraint.source,
        )
        for constraint in constraints
    ]
    return [
        *found,
        Constraint(((one, whole),), one),
        Constraint(((-one, whole),), -one),
        Constraint(((-one, scale),), nothing, True),
    ]


def _reaches(terms: Terms, value: Fraction) -> Constraint:
    return Constraint(tuple((-factor, unknown) for factor, unknown in terms), -value)


def _refuted(constraints: Sequence[Constraint]) -> Mapping[int, Fraction] | None:
    """Return a proof that not all can hold, looked at a second time; None where they can."""
    proof = refute(constraints)
    if proof is not None and not proves(constraints, proof):
        raise ArithmeticError("a proof that a value is out of reach does not hold")
    return proof


def _extreme(constraints: Sequence[Constraint], proof: Mapping[int, Fraction]) -> Extreme:
    """Return the bound that a proof gives once the question, which stands last, is taken out of it."""
    question = proof.get(len(constraints))
    if question is None:
        raise Contradictory
    used = tuple(sorted(place for place in proof if place < len(constraints)))
    value = sum((proof[place] * constraints[place].limit for place in used), ZERO) / question
    return Extreme(value, any(constraints[place].strict for place in used), used)
