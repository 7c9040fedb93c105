"""Everything read → the claims table: each column coded once, faulty rows left out, sorted by claim."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from reconcile.models import CLAIM_KEYS, ROW_COLUMNS, Claims, Document, Fault, RawProject, Vocabulary
from reconcile.models.coded import Coded, Ints, numbered, pa_rows, pa_texts
from reconcile.models.raw import lines_of
from reconcile.models.side_by_side import Column, made
from reconcile.normalise.dates import Times, read_times
from reconcile.normalise.fields import check_fields
from reconcile.normalise.finish import finished
from reconcile.normalise.ids import Ids, ids_of
from reconcile.normalise.ledger import Ledger
from reconcile.normalise.names import (
    Members,
    check_bases,
    check_disputes,
    check_keys,
    check_measures,
    resolve_among,
    resolve_members,
)
from reconcile.normalise.reader import Reader
from reconcile.normalise.values import Values, read_values, unit_of_measures
from reconcile.readings import Widths
from reconcile.units import Units

AS_WRITTEN = ("document", "file", "measure", "unit", "time", "base", "inferred", "disputes", "stance")
"""Raw columns that the claims table takes over."""


def normalise(raw: RawProject, widths: Widths | None = None) -> Claims:
    """Return the claims table of a project.

    `widths` says how stated values are read (settings `[readings]`). Faulty claims leave the table and
    stand in `faults`; a claim whose unit does not fit stays, out of comparisons. Raises nothing for bad
    data: whatever is wrong with a claim is a fault.
    """
    ledger = Ledger(raw.rows.reset_index(drop=True))
    vocabulary = raw.vocabulary
    documents = {document.id: document for document in raw.documents}
    ids = ids_of(ledger)
    check_fields(ledger, ids.again)
    check_measures(ledger, vocabulary)
    check_keys(ledger, vocabulary, ROW_COLUMNS, CLAIM_KEYS)
    members = resolve_members(ledger, vocabulary)
    among = resolve_among(ledger, vocabulary, members)
    check_bases(ledger, vocabulary)
    check_disputes(ledger, ids)
    times = read_times(ledger, documents)
    units = unit_of_measures(ledger, vocabulary)
    reader = Reader(vocabulary, Units(vocabulary.units), widths or Widths(), units)
    values = read_values(ledger, reader, documents)
    rows = ids.order[~ledger.out[ids.order]]
    stated = _as_stated(ledger, ids, rows, among, vocabulary)
    columns = made({**stated, **_as_read(values, times, rows), **_dimensions(members, rows)}, len(rows))
    columns |= _of_others(columns, vocabulary)
    del stated, times, members, among, rows  # a million rows are 200 MB here
    table = finished(columns, tuple(sorted(vocabulary.dimensions)))
    filled = {name: replace(measure, unit=units[name]) for name, measure in vocabulary.measures.items()}
    return Claims(
        table,
        replace(vocabulary, measures=filled),
        raw.relations,
        _all_documents(documents, table),
        tuple(sorted({*raw.faults, *ledger.faults}, key=_by_place)),
        raw.texts,
        values.exact,
    )


def _by_place(fault: Fault) -> tuple[str, int, str, str, str]:
    return fault.file, fault.line, fault.claim, fault.code, fault.key


def _as_stated(ledger: Ledger, ids: Ids, rows: Ints, among: Coded, vocabulary: Vocabulary) -> dict[str, Column]:
    """Return what makes the columns that say what the claims of `rows` say, names resolved."""
    written = {name: ledger.coded(name) for name in AS_WRITTEN}
    written["stance"] = written["stance"].renamed([text or "asserts" for text in written["stance"].texts])
    origin, aliases = ledger.coded("origin"), vocabulary.aliases
    origin = origin.renamed([aliases.get(text, text) for text in origin.texts])
    rank, at = ledger.coded("rank"), ledger.rows["at"].to_numpy(dtype=object)
    ranks = [int(text) if len(text) < 8 and text.isascii() and text.isdecimal() else 0 for text in rank.texts]
    written |= {"stated": ledger.coded("value"), "origin": origin, "among": among}
    return {
        "claim": lambda: ids.full(rows),
        **{name: partial(column.at, rows) for name, column in written.items()},
        "line": lambda: ledger.rows["line"].to_numpy(dtype=np.int64)[rows],
        "rank": lambda: rank.at(rows).looked_up(ranks, 0, np.int64),
        "at": lambda: at[rows],
        "quote": lambda: _own_quotes(at, ledger.rows["key_lines"], rows),
        **{name: partial(_texts_at, ledger.rows[name], rows) for name in ("says", "note")},
    }


def _of_others(columns: Mapping[str, Any], vocabulary: Vocabulary) -> dict[str, Any]:
    """Return the columns that follow from others."""
    kinds = {name: measure.kind for name, measure in vocabulary.measures.items()}
    measure, origin = columns["measure"], columns["origin"]
    return {
        "kind": measure.renamed([kinds.get(name, "") for name in measure.texts]),
        "source": origin.or_else(origin.empty, columns["document"]),
    }


def _as_read(values: Values, times: Times, rows: Ints) -> dict[str, Column]:
    """Return what makes the columns that say how values and times of `rows` are read."""
    days = ("first", "last", "published_first", "published_last")
    return {
        **values.of(rows),
        **{name: partial(_gathered, getattr(times, name), rows) for name in days},
        "basis": lambda: times.basis.at(rows),
    }


def _dimensions(members: Members, rows: Ints) -> dict[str, Column]:
    """Return what makes the members of `rows`; a dimension that none of their measures has gets a column too."""
    return {name: partial(column.at, rows) for name, column in members.items()}


def _gathered(column: np.ndarray[Any, Any], rows: Ints) -> np.ndarray[Any, Any]:
    return np.asarray(column[rows])


def _texts_at(column: pd.Series[Any], rows: Ints) -> Any:
    """Return texts of some rows as an Arrow array."""
    if isinstance(column.dtype, pd.CategoricalDtype) and not column.cat.categories.any():
        import pyarrow as pa

        return pa.repeat(pa.scalar("", type=pa.large_string()), len(rows))
    return pa_texts(column).take(pa_rows(rows))


def _own_quotes(at: np.ndarray[Any, Any], key_lines: pd.Series[Any], rows: Ints) -> np.ndarray[Any, Any]:
    """Return what each claim of `rows` itself quotes, `at` holding the locators of all rows read; the line of `at`
    tells that it is not taken over from above.

    Many rows of a table share one locator, so each is looked at once.
    """
    which = np.fromiter(map(id, at), dtype=np.int64, count=len(at))
    codes, firsts = numbered(which) if len(at) and which.min() < which.max() else (0 * which, np.arange(len(at))[:1])
    quoting = np.array([*(isinstance(found, dict) and "quote" in found for found in at[firsts].tolist()), False])
    found = np.full(len(rows), "", dtype=object)
    places = np.flatnonzero(quoting[codes][rows]) if quoting.any() else np.zeros(0, dtype=np.int64)
    for place, lines in zip(places, key_lines.iloc[rows[places]].tolist(), strict=True):
        if not lines or "at" in lines_of(lines):
            found[place] = at[rows[place]]["quote"]
    return found


def _all_documents(documents: dict[str, Document], table: pd.DataFrame) -> dict[str, Document]:
    missing = np.array([name not in documents for name in table["document"].cat.categories], dtype=bool)
    rows = table.loc[missing[table["document"].cat.codes], ["document", "file"]].drop_duplicates("document")
    found = {name: Document(id=name, file=file) for name, file in rows.itertuples(index=False, name=None)}
    return dict(sorted({**documents, **found}.items()))
