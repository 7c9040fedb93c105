"""A declared law that binds quantities: `killed + returned <= joined`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction


@dataclass(frozen=True)
class Relation:
    """A linear comparison of measures, brought to Σ coefficient·measure (op) constant, all terms on the left."""

    name: str
    """Its key in the relations file."""
    holds: str
    """The comparison as written."""
    coefficients: Mapping[str, Fraction]
    """Each measure and its factor, after everything is moved to the left side; never 0."""
    op: str
    """`<=`, `<` or `=` (greater-than forms are turned round)."""
    constant: Fraction = Fraction(0)
    """What stands alone on the right side."""
    says: str = ""
    """The law in words."""
    accounts: bool = False
    """Whether the terms should account for the total."""
    complete: bool = False
    """Of an `=`: whether the terms make up the whole."""
    severity: str = "error"
    """`error`, or `warning` for an assumption, or `note`."""
    where: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """The only members it holds at, by dimension."""
    file: str = ""
    """The relations file, relative to the project."""
    line: int = 0
    """Its line there, from 1."""
