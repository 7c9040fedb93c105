"""Units as people and files write them: what they measure, and exact factors between them.

>>> from reconcile.units import Units
>>> Units({"person": ["people"]}).convert("people/year", "person per month")
Fraction(1, 12)
"""

from reconcile.units.units import Kind, UnitMismatch, Units, UnitsError

__all__ = ["Kind", "UnitMismatch", "Units", "UnitsError"]
