"""Which rows of a table state parts and a total that cannot all be true."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np

from reconcile.integrations.frame_claims import Stated, frame_claims
from reconcile.models import Relation
from reconcile.solver.laws.single import broken_laws

if TYPE_CHECKING:
    import pandas as pd

BROKEN = ("REC201", "REC202", "REC204", "REC205")
"""What a law of a sum may be broken as: too much, no common sum, one part alone too much, anything else."""
TOTAL, PART = "total", "part{}"


def unmatched(
    table: pd.DataFrame, stated: Stated, member_column: str, total: str, members: Sequence[str], complete: bool
) -> np.ndarray[Any, np.dtype[np.bool_]]:
    """Return for each row whether it is one of the parts and totals of a group that cannot all be true.

    `members` are the parts, the others that `member_column` names are left alone; none means every member but the
    total. `complete`: parts and total have to match where every part of a group is stated; otherwise, and where one
    is missing, the parts may not exceed it, unless parts go below 0.
    """
    named = table[member_column].astype("str").where(table[member_column].notna())
    parts = list(dict.fromkeys(map(str, members))) or sorted(set(named.dropna()) - {total})
    if not parts:
        return np.zeros(len(table), dtype=bool)
    measures = {member: PART.format(number) for number, member in enumerate(parts)} | {total: TOTAL}
    law = Relation(
        "sum",
        f"{' + '.join(parts)} {'=' if complete else '<='} {total}",
        {**{measures[part]: Fraction(1) for part in parts}, TOTAL: Fraction(-1)},
        "=" if complete else "<=",
        complete=complete,
    )
    found = frame_claims(table, stated, named.map(measures), law)
    return found.flags([row for code in BROKEN for broken in broken_laws(found.claims, code) for row in broken.rows])
