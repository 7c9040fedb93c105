"""Raw rows → the claims table: names resolved, values and times read, one validated row per claim."""

from reconcile.normalise.table import normalise

__all__ = ["normalise"]
