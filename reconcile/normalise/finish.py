"""The columns that need the whole table: times of events, quantities, second copies; then the table is validated."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from reconcile.models import COLUMNS
from reconcile.models.claims import UNSHARED
from reconcile.models.coded import Coded, Flags, Ints, combined, numbered
from reconcile.models.ordering import repeated
from reconcile.models.side_by_side import made
from reconcile.normalise.dates import BASES
from reconcile.normalise.schema import claims_schema

SAME = (
    *("document", "first", "last", "low", "high", "low_open", "high_open"),
    *("word", "source", "stance", "rank", "base", "among"),
)
"""Columns that a second copy of a claim has in common with the first, beside its quantity."""


def finished(columns: dict[str, Any], dimensions: tuple[str, ...]) -> pd.DataFrame:
    """Return the claims table of columns that are sorted by claim, held to its schema."""
    columns |= _times_of_events(columns)
    categories = {name: column.categories for name, column in columns.items() if isinstance(column, Coded)}
    coded = made(categories, len(columns["claim"]))
    columns |= coded
    keys = [Coded.of(pd.Series(coded[name])) for name in ("measure", *dimensions)]
    columns["quantity"] = numbered(combined(keys))[0].astype(np.int64)
    first = _first_alike(columns)
    copy = (first != np.arange(len(first))) & is_one_of(coded["fault"], "")
    columns["duplicate_of"] = _names(columns["claim"], first, copy)
    columns["takes_part"] = _takes_part(columns) & ~copy
    order = (*COLUMNS, *dimensions)
    unshared = {name: pd.array(columns[name], dtype="str") for name in UNSHARED}
    table = pd.DataFrame({name: unshared.get(name, columns[name]) for name in order}, copy=False)
    return claims_schema(dimensions).validate(table, inplace=True)


def is_one_of(column: pd.Categorical, *texts: str) -> Flags:
    """Say of each row whether its text is one of `texts`."""
    return np.asarray(np.array([*column.categories.isin(texts), False], dtype=bool)[column.codes])


def _times_of_events(columns: Mapping[str, Any]) -> dict[str, Any]:
    """Give an event its value as its time, since that is what it is about."""
    event = columns["kind"].among("event") & (columns["exact"] >= 0)
    if not event.any():
        return {}
    by_hand = columns["inferred"].where(lambda keys: "value" in keys.split())
    low, high = (np.nan_to_num(np.clip(columns[name], -(2.0**40), 2.0**40)) for name in ("low", "high"))
    of_value = Coded(np.where(by_hand, BASES.index("inferred"), BASES.index("stated")), BASES)
    return {
        "first": np.where(event, low, columns["first"]).astype(np.int64),
        "last": np.where(event, high, columns["last"]).astype(np.int64),
        "basis": columns["basis"].or_else(event, of_value),
    }


def _first_alike(columns: Mapping[str, Any]) -> Ints:
    """Return for each row the first that says the same thing: the first by id, whatever the order of the rows.

    Column after column, only rows that are still like another are looked at.
    """
    first = np.arange(len(columns["quantity"]))
    rows, key = first, np.asarray(columns["quantity"])
    for name in SAME:
        alike = repeated(key)
        if not alike.any():
            return first
        rows, column = rows[alike], columns[name]
        other = column.codes[rows] if isinstance(column, pd.Categorical) else pd.factorize(column[rows])[0]
        key = combined([numbered(key[alike])[0], other])
    codes, firsts = numbered(key)
    found = first.copy()
    found[rows] = rows[firsts][codes]
    return found


def _names(claims: Any, first: Ints, copy: Flags) -> pd.Categorical:
    """Return the id of the first for each copy, and nothing for the others."""
    rows, firsts = numbered(first[copy])
    ids = claims.take(np.flatnonzero(copy)[:0]) if not copy.any() else claims.take(first[copy][firsts])
    codes = np.zeros(len(first), dtype=np.int64)
    codes[copy] = rows + 1
    return Coded(codes, ["", *ids.to_pylist()]).categories()


def _takes_part(columns: Mapping[str, Any]) -> Flags:
    known = (columns["exact"] >= 0) | ~is_one_of(columns["word"], "")
    plain = is_one_of(columns["stance"], "asserts", "reports") & is_one_of(columns["fault"], "")
    return np.asarray(known & plain & ~is_one_of(columns["how"], "unknown"), dtype=bool)
