"""Anyone's table as claims, so that the checker's own readings, times, units and laws can be used on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from reconcile.models import Claims, Dimension, Measure, Relation, Vocabulary
from reconcile.normalise import normalise
from reconcile.reading import from_frame

if TYPE_CHECKING:
    Flags = np.ndarray[Any, np.dtype[np.bool_]]
    Ints = np.ndarray[Any, np.dtype[np.int64]]

GROUP = "group"
"""The dimension that says what values are about."""


@dataclass(frozen=True)
class Stated:
    """Which columns of a table state values, and how they are to be read."""

    column: str
    """The values: texts as printed, or numbers."""
    group_columns: Sequence[str] = ()
    """What the values are about: rows with equal cells are about the same."""
    kind: str = "constant"
    """The kind of measure, which says when two values speak of the same time."""
    time_column: str | None = None
    """The times of the values: texts, dates or years; a row without one is held against all of its group."""
    unit_column: str | None = None
    """The units of the values, where they are not all in `unit`."""
    unit: str = ""
    """The unit that values are compared in; of counts what is counted."""
    exact: bool = False
    """Whether every number is that value alone, and none rounded."""
    precision: float | None = None
    """The step that numbers are rounded to; as printed otherwise."""


@dataclass(frozen=True)
class FrameClaims:
    """The rows of a table as claims."""

    claims: Claims
    """The claims; the id of each is the position of its row."""
    size: int
    """How many rows the table has."""

    def flags(self, rows: Sequence[int]) -> Flags:
        """Return which rows of the table the claims in `rows` come from, and those whose value can't be read.

        A claim that says the same as one of them shares its lot.
        """
        ids, copies = self.claims.column("claim"), self.claims.column("duplicate_of")
        found = np.zeros(self.size, dtype=bool)
        found[[_position(ids[row]) for row in rows]] = True
        for row in np.flatnonzero(copies != "").tolist():
            found[_position(ids[row])] |= found[_position(copies[row])]
        found[[_position(fault.claim) for fault in self.claims.faults]] = True
        return found


def frame_claims(
    table: pd.DataFrame, stated: Stated, measures: pd.Series[Any] | None = None, relation: Relation | None = None
) -> FrameClaims:
    """Return the rows of a table as claims on one measure, or on those that `measures` names, bound by `relation`.

    A row without a value, or without a cell in one of the group columns, is no claim. Raises KeyError for a column
    that is not there.
    """
    groups = group_codes(table, stated.group_columns)
    named = pd.Series("value", index=table.index) if measures is None else measures
    kept = (groups >= 0) & table[stated.column].notna().to_numpy() & named.notna().to_numpy()
    columns: dict[str, Any] = {"measure": named, "value": table[stated.column], GROUP: groups.astype("str")}
    columns |= {"time": _times(table[stated.time_column])} if stated.time_column else {}
    columns |= {"unit": table[stated.unit_column]} if stated.unit_column else {}
    columns |= {"precision": stated.precision} if stated.precision is not None else {}
    frame = pd.DataFrame({name: getattr(column, "array", column) for name, column in columns.items()})
    frame = frame.assign(id=np.arange(len(table)).astype("str"))[kept].reset_index(drop=True)
    names = {"value"} if measures is None else set(measures.dropna()) | set(relation.coefficients if relation else ())
    raw = from_frame(frame, vocabulary=_vocabulary(stated, sorted(names)))
    return FrameClaims(normalise(replace(raw, relations=(relation,) if relation else ())), len(table))


def group_codes(table: pd.DataFrame, columns: Sequence[str]) -> Ints:
    """Return a number for each row, equal where all cells in `columns` are; -1 where one is missing."""
    codes = np.zeros(len(table), dtype=np.int64)
    missing = np.zeros(len(table), dtype=bool)
    for name in columns:
        own, texts = pd.factorize(table[name])
        missing |= own < 0
        # Numbered anew with each column, so that no product of sizes grows too large.
        codes = np.unique(codes * (len(texts) + 1) + own + 1, return_inverse=True)[1].astype(np.int64)
    return np.where(missing, -1, codes)


def _vocabulary(stated: Stated, names: Sequence[str]) -> Vocabulary:
    measure = Measure(
        "",
        kind=stated.kind,
        unit=stated.unit or ("percent" if stated.kind == "share" else ""),
        by={GROUP: ""},
        exact=stated.exact,
    )
    return Vocabulary(
        dimensions={GROUP: Dimension(GROUP, "", open=True)},
        measures={name: replace(measure, name=name, of=name if stated.kind == "share" else "") for name in names},
    )


def _times(column: pd.Series[Any]) -> Any:
    """Return times as a claim states them; a year that came as a number with a point is a year."""
    if pd.api.types.is_float_dtype(column):
        return column.astype("Int64").astype("str").where(column.notna(), "")
    return column


def _position(claim: str) -> int:
    """Return the row that a claim comes from: `frame#12` is row 12."""
    return int(claim.rpartition("#")[2])
