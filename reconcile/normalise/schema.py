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
    "says",
    "note",
    "duplicate_of",
    "fault",
)
DAYS = ("first", "last", "published_first", "published_last")
FLOATS = ("low", "high", "lo", "hi", "stated_low", "stated_high")
FLAGS = ("low_open", "high_open", "whole", "takes_part")


@cache
def claims_schema(dimensions: tuple[str, ...]) -> pandera.DataFrameSchema:
    """Return the pandera schema of the claims table with those dimension columns.

    A failure is a defect of `reconcile`, never the user's: what is wrong with a claim was noted before.
    """
    import pandera.pandas as pandera

    text = pd.StringDtype(na_value=float("nan"))

    def column(kind: object, *checks: pandera.Check, nullable: bool = False) -> pandera.Column:
        return pandera.Column(kind, list(checks), nullable=nullable)

    return pandera.DataFrameSchema(
        {
            **{name: column(text) for name in TEXTS},
            "claim": pandera.Column(text, unique=True),
            "kind": column(text, pandera.Check.isin(KINDS)),
            "quantity": column("int64", pandera.Check.ge(0)),
            "line": column("int64", pandera.Check.ge(0)),
            "rank": column("int64", pandera.Check.ge(0)),
            "basis": column(text, pandera.Check.isin(["stated", "inferred", "published", "none"])),
            "stance": column(text, pandera.Check.isin(["asserts", "reports", "disputes", "forecasts"])),
            "reading": column(object, nullable=True),
            "at": column(object),
            **{name: column("int64") for name in DAYS},
            **{name: column("float64", nullable=True) for name in FLOATS},
            **{name: column(bool) for name in FLAGS},
            **{name: column(text, nullable=True) for name in dimensions},
        },
        checks=[
            pandera.Check(_ends_in_order, error="a reading's low end is above its high end"),
            pandera.Check(_days_in_order, error="a time's first day is after its last day"),
        ],
        strict=True,
    )


def _ends_in_order(table: pd.DataFrame) -> pd.Series:
    return ~(table["low"] > table["high"])


def _days_in_order(table: pd.DataFrame) -> pd.Series:
    return table["first"] <= table["last"]
