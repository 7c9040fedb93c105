"""The vocabulary that the claims themselves suggest where no file declares one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reconcile.models import ROW_COLUMNS, Dimension, Measure, Vocabulary

if TYPE_CHECKING:
    import pandas as pd

ROOT = "(all)"
"""The member of a dimension that a claim means which names none."""


def infer_vocabulary(rows: pd.DataFrame) -> Vocabulary:
    """Return a vocabulary where each measure of the rows is a stock, each further column a dimension of it.

    A measure's unit is the one stated most often for it.
    """
    dimensions = {
        name: Dimension(name, ROOT, open=True)
        for name in sorted(str(n) for n in rows.columns)
        if name not in ROW_COLUMNS
    }
    by = dict.fromkeys(dimensions, ROOT)
    units = _usual_units(rows)
    names = sorted(name for name in rows["measure"].unique().tolist() if name)
    measures = {name: Measure(name, unit=units.get(name, ""), by=by) for name in names}
    return Vocabulary(dimensions, measures, inferred=True)


def _usual_units(rows: pd.DataFrame) -> dict[str, str]:
    import numpy as np

    from reconcile.models.coded import Coded, combined, numbered

    measure, unit = Coded.of(rows["measure"]), Coded.of(rows["unit"])
    stated = np.flatnonzero(~unit.empty)
    codes, firsts = numbered(combined([measure.at(stated), unit.at(stated)]))
    counts = np.bincount(codes, minlength=len(firsts)).tolist()
    pairs = zip(measure.objects(stated[firsts]), unit.objects(stated[firsts]), counts, strict=True)
    best: dict[str, tuple[int, str]] = {}
    for name, text, count in pairs:
        best[name] = min(best.get(name, (-count, text)), (-count, text))
    return {name: text for name, (_, text) in best.items()}
