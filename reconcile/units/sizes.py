"""How large physical units are: exact factors from pint, which is loaded when the first one is asked for."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from typing import Any

from reconcile.units.atoms import Atom
from reconcile.units.parse import Parsed


def unit_size(unit: Parsed) -> Fraction:
    """How many root units (metre, gram, second, percent, a thing, a currency unit) one of it is."""
    size = unit.scale
    for atom, power in unit.parts:
        size *= atom_size(atom) ** power
    return size


def atom_size(atom: Atom) -> Fraction:
    """The same for one unit without a power."""
    return atom.size * _root_size(atom.pint) if atom.pint else atom.size


@lru_cache(maxsize=1024)
def _root_size(expression: str) -> Fraction:
    size = root_quantity(expression).magnitude
    if not isinstance(size, int | Fraction):  # pint falls back to floats where a definition is no ratio
        raise AssertionError(f"{expression} has no exact size")
    return Fraction(size)


def root_quantity(expression: str) -> Any:
    """A pint quantity: one of `expression` in pint's root units."""
    return _registry().Quantity(Fraction(1), expression).to_root_units()


@lru_cache(maxsize=1)
def _registry() -> Any:
    from pint import UnitRegistry  # 0.7 s with its table of units, so only where a factor is needed

    return UnitRegistry(non_int_type=Fraction)
