"""The schema that every claims table keeps: what rules may rely on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import TYPE_CHECKING

import pandas as pd

from reconcile.models import KINDS
from reconcile.models.claims import UNSHARED
from reconcile.models.coded import pa_texts

if TYPE_CHECKING:
    import pandera.pandas as pandera

TEXTS = (
    "claim",
    "document",
    "measure",
    "kind",
    "basis",
    "stance",
    "file",
    "stated",
    "unit",
    "how",
    "hedge",
    "word",
    "time",
    "origin",
    "source",
    "disputes",
    "among",
    "base",
    "inferred",
    "quote",
    "says",
    "note",
    "duplicate_of",
    "fault",
)
DAYS = ("first", "last", "published_first", "published_last")
FLOATS = ("low", "high", "lo", "hi", "stated_low", "stated_high")
COUNTS = ("quantity", "line", "rank")
OBJECTS = ("at",)
NUMBERS = ("exact",)
FEW = {
    "kind": KINDS,
    "basis": ("stated", "inferred", "published", "none"),
    "stance": ("asserts", "reports", "disputes", "forecasts"),
}
FLAGS = ("low_open", "high_open", "whole", "takes_part")


@cache
def claims_schema(dimensions: tuple[str, ...]) -> pandera.DataFrameSchema:
    """Return the pandera schema of the claims table with those dimension columns.

    A failure is a defect of `reconcile`, never the user's: what is wrong with a claim was noted before. Types are
    one check over all columns, since a schema with a part for each column takes longer than all rules on a small
    table.
    """
    import pandera.pandas as pandera

    def has_its_types(table: pd.DataFrame) -> bool:
        return {str(name): str(kind) for name, kind in table.dtypes.items()} == _types(dimensions)

    return pandera.DataFrameSchema(
        {"claim": pandera.Column(checks=pandera.Check(_is_unique, name="unique"))},
        checks=[
            pandera.Check(has_its_types, error="a column is missing, unknown or of another type than COLUMNS says"),
            *(
                pandera.Check(_holds_only(name, texts), error=f"{name} is none of {texts}")
                for name, texts in FEW.items()
            ),
            pandera.Check(_nothing_missing, error="a text is missing"),
            pandera.Check(_ends_in_order, error="a reading's low end is above its high end"),
            pandera.Check(_days_in_order, error="a time's first day is after its last day"),
        ],
    )


def _types(dimensions: tuple[str, ...]) -> dict[str, str]:
    kinds = ((COUNTS + DAYS, "int64"), (FLOATS, "float64"), (FLAGS, "bool"), (OBJECTS, "object"), (NUMBERS, "int32"))
    found = dict.fromkeys((*TEXTS, *dimensions), "category") | dict.fromkeys(UNSHARED, "str")
    return {**found, **{name: kind for names, kind in kinds for name in names}}


def _is_unique(ids: pd.Series) -> bool:
    """Say whether ids that should be sorted are each greater than the one before."""
    import pyarrow.compute as pc

    known = pa_texts(ids)
    return len(known) < 2 or bool(pc.all(pc.less(known[:-1], known[1:])).as_py())


def _holds_only(name: str, texts: Sequence[str]) -> Callable[[pd.DataFrame], bool]:
    """Return a check that all texts of a column are among a few; every category of a new table is used."""
    return lambda table: bool(table[name].cat.categories.isin(texts).all())


def _nothing_missing(table: pd.DataFrame) -> bool:
    coded = [name for name in TEXTS if name not in UNSHARED]
    return not any((table[name].cat.codes < 0).any() for name in coded) and not table[list(UNSHARED)].isna().any(
        axis=None
    )


def _ends_in_order(table: pd.DataFrame) -> pd.Series:
    return ~(table["low"] > table["high"])


def _days_in_order(table: pd.DataFrame) -> pd.Series:
    return table["first"] <= table["last"]
