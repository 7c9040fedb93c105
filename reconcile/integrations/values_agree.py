"""Which rows of a table state values of one group that cannot all be true."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from reconcile.integrations.frame_claims import Stated, frame_claims
from reconcile.solver.values.clashes import contradictions

if TYPE_CHECKING:
    import pandas as pd


def disagreeing(table: pd.DataFrame, stated: Stated) -> np.ndarray[Any, np.dtype[np.bool_]]:
    """Return for each row whether its value excludes that of another row of its group, or can't be read.

    Values are read and held against each other as those of one quantity are in a check: 1,700 and 1,692 agree since
    1,700 may be rounded, 1,700 and 1,800 do not. A value that fits all others of its group is none of them.
    """
    found = frame_claims(table, stated)
    clashes = contradictions(found.claims)
    return found.flags([row for members in clashes.members for row in clashes.compared.rows[members].tolist()])
