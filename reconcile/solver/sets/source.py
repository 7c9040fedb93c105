"""Where an exact inequality comes from."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from reconcile.solver.laws.bounds import Speaker
from reconcile.solver.laws.law import Law


@dataclass(frozen=True)
class Source:
    """Where an inequality comes from: a claim, a law, both (a share with its counts), or neither (a count is 0 or
    more)."""

    law: Law | None = None
    """The law; of an equation the half that is meant."""
    number: int = -1
    """The law's number in its system; below 0 where it ties days together."""
    speaker: Speaker | None = None
    """The claim and the end of it that enters."""
    factor: Fraction = Fraction(0)
    """Of an inflow that enters a law: how many times its claim does; 0 for all else."""
    place: int = 0
    """Number of the day on which it holds."""
