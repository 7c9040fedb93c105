"""The days on which claims are held against the laws: one day, or several of them together.

A quantity that changes is one unknown for each day, one that never does is one unknown for all. Between days a total
so far does not fall, and a level rises at most as REC305 allows: to less than three times what it was, and what came.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from reconcile.solver.comparable import TIMELESS
from reconcile.solver.laws.figures import Figure
from reconcile.solver.laws.lattice import Lattice, Stratum
from reconcile.solver.laws.law import Law

FACTOR = Fraction(3)
"""How many times an earlier level a later one may be, the inflow taken off."""


@dataclass(frozen=True)
class Rise:
    """How far a level may rise between two of the days."""

    key: int
    """The level's quantity."""
    before: int
    """Number of the earlier day."""
    after: int
    """Number of the later one."""
    flow: int
    """The inflow's quantity."""
    figure: Figure
    """The claim with the highest inflow."""
    periods: Fraction
    """The longest time that may lie between, in units such that times the claimed inflow it is what came."""


@dataclass(frozen=True)
class Moment:
    """Days on which claims are held against laws, all at once, and what is carried over to them."""

    days: tuple[int, ...]
    """The days, ascending; 0 alone where everything binds always."""
    kept: frozenset[str] = frozenset()
    """Claims about totals so far whose day is past and whose high end is kept on."""
    rises: tuple[Rise, ...] = ()
    """How levels may rise between the days."""

    def places(self, lattice: Lattice, key: int) -> range:
        """Return the numbers of the days on which a quantity is an unknown of its own."""
        return range(len(self.days)) if changes(lattice, key) else range(1)

    def unknown(self, lattice: Lattice, key: int, place: int) -> int:
        """Return the number of the unknown that a quantity is on one of the days."""
        return key * len(self.days) + (place if changes(lattice, key) else 0)

    def key(self, unknown: int) -> int:
        """Return the quantity of an unknown."""
        return unknown // len(self.days)

    def day(self, unknown: int) -> int:
        """Return the day of an unknown."""
        return self.days[unknown % len(self.days)]


def changes(lattice: Lattice, key: int) -> bool:
    """Say whether a quantity may differ from day to day."""
    return kind_of(lattice, key) not in TIMELESS


def kind_of(lattice: Lattice, key: int) -> str:
    """Return the kind of a quantity's measure."""
    stratum: Stratum = lattice.strata[lattice.stratum(key)]
    return stratum.measure.kind


def order_law(key: int) -> Law:
    """Return the law that a total so far is at most what it is later."""
    says = "A total so far does not fall."
    return Law("totals so far", "order", ((Fraction(1), key), (Fraction(-1), key)), "<=", says=says)


def rise_law(key: int) -> Law:
    """Return the law that a level is at most three times what it was, and what came in between."""
    says = "A level does not rise to more than three times what it was, beside what came."
    terms = ((Fraction(1), key), (-FACTOR, key))
    return Law("stock and flow", "rise", terms, "<=", says=says, severity="warning")


def order_number(key: int) -> int:
    """Return a law number, below those of all other laws, for the order of a total so far."""
    return -2 * key - 2


def rise_number(key: int) -> int:
    """Return a law number for the rise of a level."""
    return -2 * key - 1
