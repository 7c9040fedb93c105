"""A share that is printed above 100 percent: wrong on its own, whatever its counts."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from reconcile.models import Claims, Margin
from reconcile.solver.laws.findings import Broken


def shares_above_all(claims: Claims) -> Iterator[Broken]:
    """Yield every share whose printed number is above 100 percent."""
    table = claims.table
    printed = table[["stated_low", "stated_high"]].to_numpy(dtype=np.float64)
    above = (printed > 100).any(axis=1)
    share = (table["kind"] == "share").to_numpy(dtype=bool) & table["takes_part"].to_numpy(dtype=bool)
    for row in np.flatnonzero(above & share).tolist():
        number = float(np.nanmax(printed[row]))
        claim, document, stated = (str(table[name].iat[row]) for name in ("claim", "document", "stated"))
        over = number - 100
        yield Broken(
            (row,),
            f"{stated} ({document}) is a share above 100 percent",
            (claims.label_of(claims.quantity_at(row)),),
            {
                "arithmetic": (f"{number:g} percent against at most 100: {over:g} too much.",),
                "gap": Margin(over, over / number),
                "holds_until": Margin(over, over / number),
                "primary": claim,
                "core": frozenset({claim}),
                "key": (claim,),
            },
        )
