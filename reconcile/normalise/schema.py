"""The schema that every claims table keeps: what rules may rely on."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import pandas as pd

from reconcile.models import KINDS

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
OBJECTS = ("reading", "at")
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
        {
            "claim": pandera.Column(checks=pandera.Check(lambda ids: ids.is_unique, name="unique")),
            "kind": pandera.Column(checks=pandera.Check.isin(KINDS)),
            "basis": pandera.Column(checks=pandera.Check.isin(["stated", "inferred", "published", "none"])),
            "stance": pandera.Column(checks=pandera.Check.isin(["asserts", "reports", "disputes", "forecasts"])),
        },
        checks=[
            pandera.Check(has_its_types, error="a column is missing, unknown or of another type than COLUMNS says"),
            pandera.Check(_nothing_missing, error="a text is missing"),
            pandera.Check(_ends_in_order, error="a reading's low end is above its high end"),
            pandera.Check(_days_in_order, error="a time's first day is after its last day"),
        ],
    )


def _types(dimensions: tuple[str, ...]) -> dict[str, str]:
    kinds = ((COUNTS + DAYS, "int64"), (FLOATS, "float64"), (FLAGS, "bool"), (OBJECTS, "object"))
    found = dict.fromkeys((*TEXTS, *dimensions), "str")
    return {**found, **{name: kind for names, kind in kinds for name in names}}


def _nothing_missing(table: pd.DataFrame) -> bool:
    return not table[list(TEXTS)].isna().to_numpy().any()


def _ends_in_order(table: pd.DataFrame) -> pd.Series:
    return ~(table["low"] > table["high"])


def _days_in_order(table: pd.DataFrame) -> pd.Series:
    return table["first"] <= table["last"]
