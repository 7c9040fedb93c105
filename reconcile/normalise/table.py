"""Everything read → one validated table, sorted by claim, with quantities coded and second copies marked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from reconcile.models import CLAIM_KEYS, COLUMNS, ROW_COLUMNS, Claims, Document, RawProject, Vocabulary
from reconcile.normalise.dates import Times, read_times
from reconcile.normalise.fields import check_fields
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
from reconcile.normalise.schema import TEXTS, claims_schema
from reconcile.normalise.values import Reader, read_values, same_words, unit_of_measures
from reconcile.readings import Widths
from reconcile.units import Units


def normalise(raw: RawProject, widths: Widths | None = None) -> Claims:
    """Return the claims table of a project.

    `widths` says how stated values are read (settings `[readings]`). Faulty claims leave the table and
    stand in `faults`; a claim whose unit does not fit stays, out of comparisons. Raises nothing for bad
    data: whatever is wrong with a claim is a fault.
    """
    rows = raw.rows.reset_index(drop=True)
    ledger = Ledger(rows)
    vocabulary = raw.vocabulary
    documents = {document.id: document for document in raw.documents}
    check_fields(ledger)
    check_measures(ledger, vocabulary)
    check_keys(ledger, vocabulary, ROW_COLUMNS, CLAIM_KEYS)
    members = resolve_members(ledger, vocabulary)
    among = resolve_among(ledger, vocabulary, members)
    check_bases(ledger, list(rows["base"]), vocabulary)
    check_disputes(ledger)
    times = read_times(ledger, documents)
    units = unit_of_measures(rows, vocabulary)
    reader = Reader(vocabulary, Units(vocabulary.units), widths or Widths(), units)
    values = read_values(ledger, reader, documents)
    filled = replace(
        vocabulary, measures={name: replace(measure, unit=units[name]) for name, measure in vocabulary.measures.items()}
    )
    columns = _columns(rows, filled, members, among, times, values)
    table = _finish(pd.DataFrame(columns)[~ledger.out], filled)
    faults = tuple(sorted({*raw.faults, *ledger.faults}, key=lambda f: (f.file, f.line, f.claim, f.code, f.key)))
    return Claims(table, filled, raw.relations, _all_documents(documents, table), faults, raw.texts)


def _columns(
    rows: pd.DataFrame,
    vocabulary: Vocabulary,
    members: Members,
    among: np.ndarray,
    times: Times,
    values: Mapping[str, np.ndarray],
) -> dict[str, Any]:
    kinds = {name: measure.kind for name, measure in vocabulary.measures.items()}
    aliases = vocabulary.aliases
    origin = rows["origin"].map(lambda text: aliases.get(text, text))
    as_written = ("document", "file", "measure", "unit", "time", "says", "note", "base", "inferred")
    return {
        **{name: rows[name].to_numpy(dtype=object) for name in as_written},
        **members,
        **values,
        "claim": (rows["document"] + "#" + rows["id"]).to_numpy(dtype=object),
        "line": rows["line"].to_numpy(dtype=np.int64),
        "kind": rows["measure"].map(kinds).fillna("").to_numpy(dtype=object),
        "stated": rows["value"].to_numpy(dtype=object),
        "word": same_words(values["word"]),
        "first": times.first,
        "last": times.last,
        "basis": times.basis,
        "published_first": times.published_first,
        "published_last": times.published_last,
        "origin": origin.to_numpy(dtype=object),
        "source": np.where(origin == "", rows["document"], origin),
        "stance": np.where(rows["stance"] == "", "asserts", rows["stance"]),
        "disputes": rows["disputes"].to_numpy(dtype=object),
        "rank": pd.to_numeric(rows["rank"], errors="coerce").fillna(0).to_numpy(dtype=np.int64),
        "among": among,
        "at": rows["at"].to_numpy(dtype=object),
        "quote": _own_quotes(rows),
    }


def _own_quotes(rows: pd.DataFrame) -> np.ndarray:
    """Return what each claim itself quotes; the line of `at` tells that it is not taken over from above."""
    found = np.full(len(rows), "", dtype=object)
    for place, (at, lines) in enumerate(zip(rows["at"].tolist(), rows["key_lines"].tolist(), strict=True)):
        if isinstance(at, dict) and "quote" in at and (not isinstance(lines, dict) or "at" in lines):
            found[place] = at["quote"]
    return found


def _finish(table: pd.DataFrame, vocabulary: Vocabulary) -> pd.DataFrame:
    """Fill the columns that need the whole table, sort by claim and hold the table to its schema."""
    table = _date_events(table).sort_values("claim", kind="stable").reset_index(drop=True)
    dimensions = [column for column in sorted(table.columns) if column not in COLUMNS]
    quantity = table[["measure", *dimensions]].fillna("").groupby(["measure", *dimensions], sort=True).ngroup()
    table = table.assign(quantity=quantity.to_numpy(dtype=np.int64), duplicate_of="", takes_part=False)
    table = table.assign(duplicate_of=_duplicates(table))
    table = table.assign(takes_part=_takes_part(table))
    table = table[[*COLUMNS, *dimensions]]
    table = table.astype(dict.fromkeys((*TEXTS, *dimensions), pd.StringDtype(na_value=np.nan)))
    claims_schema(tuple(dimensions)).validate(table)
    return table


def _date_events(table: pd.DataFrame) -> pd.DataFrame:
    """Give an event its value as its time, since that is what it is about."""
    event = ((table["kind"] == "event") & table["reading"].notna()).to_numpy(dtype=bool)
    if not event.any():
        return table
    by_hand = table["inferred"].str.split().map(lambda keys: "value" in keys).to_numpy(dtype=bool)
    limits = table["low"].clip(-(2.0**40), 2.0**40), table["high"].clip(-(2.0**40), 2.0**40)
    first = np.where(event, limits[0].fillna(0), table["first"]).astype(np.int64)
    last = np.where(event, limits[1].fillna(0), table["last"]).astype(np.int64)
    basis = np.where(event, np.where(by_hand, "inferred", "stated"), table["basis"]).astype(object)
    return table.assign(first=first, last=last, basis=basis)


def _duplicates(table: pd.DataFrame) -> np.ndarray:
    """Return for each second copy the id of the claim it repeats: the first by id, whatever the order of the rows."""
    keys = table[["document", "quantity", "first", "last", "low", "high", "low_open", "high_open"]].assign(
        word=table["word"],
        source=table["source"],
        stance=table["stance"],
        rank=table["rank"],
        base=table["base"],
        among=table["among"],
    )
    first = table["claim"].groupby([keys[name] for name in keys], dropna=False, sort=False).transform("first")
    copy = (first != table["claim"]) & (table["fault"] == "")
    return np.where(copy, first, "").astype(object)


def _takes_part(table: pd.DataFrame) -> np.ndarray:
    known = table["reading"].notna() | (table["word"] != "")
    plain = table["stance"].isin(["asserts", "reports"]) & (table["fault"] == "") & (table["duplicate_of"] == "")
    return (known & plain & (table["how"] != "unknown")).to_numpy(dtype=bool)


def _all_documents(documents: dict[str, Document], table: pd.DataFrame) -> dict[str, Document]:
    found = dict(documents)
    for name, file in table.groupby("document", sort=True)["file"].first().items():
        found.setdefault(str(name), Document(id=str(name), file=str(file)))
    return dict(sorted(found.items()))
