"""Which claims of a finding with very many are listed: of every camp the outermost first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np

MOST_LISTED = 1000
"""Claims that a finding ever lists; `claims-per-finding` in the settings may say fewer."""


def listed(
    camps: Sequence[int], low: Sequence[float], high: Sequence[float], most: int, first: int | None = None
) -> list[int]:
    """Return the positions of at most `most` claims, ascending, with the one at `first` among them.

    Camps take turns: each gives its claim that reaches lowest, then the one that reaches highest, then the others as
    they come. Of more camps than claims that may be listed, the first ones speak.
    """
    import numpy as np

    camp, size = np.asarray(camps, dtype=np.int64), len(camps)
    order = np.lexsort((np.arange(size), camp))
    starts = np.flatnonzero(np.concatenate([[True], camp[order][1:] != camp[order][:-1]]))
    turn = np.empty(size, dtype=np.int64)
    turn[order] = np.arange(size) - np.repeat(starts, np.diff([*starts, size])) + 2
    turn[_first_of_each(camp, -_ends(high, np.inf))] = 1
    turn[_first_of_each(camp, _ends(low, -np.inf))] = 0
    if first is not None:
        turn[first] = -1
    return sorted(np.lexsort((np.arange(size), camp, turn))[:most].tolist())


def _ends(values: Sequence[Any], endless: float) -> np.ndarray[Any, Any]:
    import numpy as np

    found = np.asarray(values, dtype=np.float64)
    return np.where(np.isnan(found), endless, found)


def _first_of_each(camp: np.ndarray[Any, Any], keys: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Return the position of the least key of each camp, of equal ones the first."""
    import numpy as np

    order = np.lexsort((np.arange(len(camp)), keys, camp))
    is_new = np.concatenate([[True], camp[order][1:] != camp[order][:-1]])
    return np.asarray(order[is_new])
