"""The cells of a claim table → raw rows: every column coded once, locators made, documents named."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from reconcile.errors import Problem
from reconcile.models import Document, Fault, Vocabulary
from reconcile.models.coded import Coded, Flags, Ints, combined, numbered, pa_rows, pa_texts
from reconcile.reading.keys import LOCATOR
from reconcile.reading.locators import KeyFault, read_locator
from reconcile.reading.statements import split_names, unknown_names

OWN = ("id", "says", "note")
"""Columns whose texts differ from row to row: they are not coded."""
_AS_WRITTEN = ("quote", "says", "note")
"""Columns whose spaces at the edges are kept."""


@dataclass(frozen=True, slots=True)
class Cells:
    """The rows of a claim table that say anything."""

    coded: Mapping[str, Coded]
    """The columns whose texts repeat, `document` always."""
    own: Mapping[str, Any]
    """The columns in OWN, as Arrow arrays, `id` always."""
    lines: Ints
    """The line of each row in the file."""
    file: str
    """The file."""

    def take(self, rows: Ints) -> Cells:
        """Return some of the rows."""
        if len(rows) == len(self.lines):
            return self
        own = {name: column.take(pa_rows(rows)) for name, column in self.own.items()}
        return Cells({name: column.at(rows) for name, column in self.coded.items()}, own, self.lines[rows], self.file)


@dataclass(frozen=True, slots=True)
class Wrong:
    """Rows that can't be read, and why: few different reasons for many rows."""

    reasons: list[KeyFault]
    """What is wrong with rows."""
    reason: Ints
    """The place of each row's reason, -1 where nothing is wrong."""

    def add(self, codes: Ints, wrong: Mapping[int, KeyFault], *, over: bool = False) -> None:
        """Note what is wrong with every row of a code; what was found before stands, unless this goes `over` it."""
        table = np.full(int(codes.max(initial=-1)) + 2, -1, dtype=np.int64)
        for code, fault in wrong.items():
            table[code] = len(self.reasons)
            self.reasons.append(fault)
        found = table[codes]
        takes = (found >= 0) & (over | (self.reason < 0))
        self.reason[takes] = found[takes]


def cells_of(
    frame: pd.DataFrame, names: Mapping[int, str], file: str, stem: str, places: tuple[Ints, Ints | None]
) -> Cells:
    """Return the rows that say anything; `names` are the columns to read by place, `places` numbers and lines.

    A row without a document is of `stem`, a row without an id has its number.
    """
    coded: dict[str, Coded] = {}
    own: dict[str, Any] = {}
    for place, name in names.items():
        column = frame.iloc[:, place]
        if name in OWN:
            own[name] = pa_texts(column) if name in _AS_WRITTEN else pc.utf8_trim_whitespace(pa_texts(column))
        else:
            coded[name] = Coded.of(column) if name in _AS_WRITTEN else Coded.of(column).stripped()
    says = [~column.empty for column in coded.values()] + [_says(column) for column in own.values()]
    rows = np.flatnonzero(np.logical_or.reduce(says))
    numbers, lines = places
    count = len(frame)
    numbered_ids = pa.array(numbers).cast(pa.large_string())
    own["id"] = pc.if_else(pa.array(_says(own["id"])), own["id"], numbered_ids) if "id" in own else numbered_ids
    other = Coded.every(stem, count)
    coded["document"] = coded["document"].or_else(coded["document"].empty, other) if "document" in coded else other
    return Cells(coded, own, np.zeros(count, dtype=np.int64) if lines is None else lines, file).take(rows)


def _says(texts: Any) -> Flags:
    return np.asarray(pc.not_equal(texts, "").to_numpy(zero_copy_only=False), dtype=bool)


def rows_of(cells: Cells, vocabulary: Vocabulary | None) -> tuple[pd.DataFrame, list[Fault], Cells]:
    """Return the raw rows with their locators, faults for those left out, and the cells of the rows that are left."""
    wrong = Wrong([], np.full(len(cells.lines), -1, dtype=np.int64))
    at = _locators(cells, wrong)
    coded = {name: column for name, column in cells.coded.items() if name not in LOCATOR}
    if "inferred" in coded:
        coded["inferred"] = _inferred(coded["inferred"], vocabulary, wrong)
    kept = np.flatnonzero(wrong.reason < 0)
    faults = _faults(cells, wrong)
    left = replace(cells, coded=coded).take(kept)
    frame = {name: column.category() for name, column in left.coded.items()}
    frame |= {name: pd.array(column, dtype="str") for name, column in left.own.items()}
    nothing, file = (Coded.every(text, len(kept)).category() for text in ("", cells.file))
    more: dict[str, Any] = {"file": file, "line": left.lines, "key_lines": nothing, "at": at[kept]}
    return pd.DataFrame({**frame, **more}, copy=False), faults, left


def _locators(cells: Cells, wrong: Wrong) -> np.ndarray[Any, Any]:
    """Return `at` of every row, equal ones shared; each distinct text and each combination is looked at once."""
    present = {name: cells.coded[name] for name in LOCATOR if name in cells.coded}
    codes, firsts = numbered(combined(list(present.values()) or [np.zeros(len(cells.lines), dtype=np.int64)]))
    at: list[dict[str, Any]] = [{} for _ in firsts]
    for name, column in present.items():
        read = [_read(name, text) for text in column.texts]
        wrong.add(column.codes, {code: one for code, one in enumerate(read) if isinstance(one, KeyFault)})
        for place, code in enumerate(column.codes[firsts].tolist()):
            found = read[code]
            if not isinstance(found, KeyFault):
                at[place].update(found)
    if "start" in present and "end" in present:
        before = {place: found for place, found in enumerate(at) if found.get("end", 0) < found.get("start", 0)}
        backwards = {
            place: KeyFault("end", f"end is {found['end']}, before start, {found['start']}")
            for place, found in before.items()
            if "end" in found
        }
        wrong.add(codes, backwards, over=True)
    shared = np.empty(len(at), dtype=object)
    shared[:] = at
    return np.asarray(shared[codes])


def _read(name: str, text: str) -> Mapping[str, Any] | KeyFault:
    try:
        return read_locator({name: text}) if text else {}
    except KeyFault as error:
        return error


def _inferred(column: Coded, vocabulary: Vocabulary | None, wrong: Wrong) -> Coded:
    dimensions = vocabulary.dimensions if vocabulary is not None else None
    names = [split_names(text, dimensions) for text in column.texts]
    messages = {code: unknown_names(found, dimensions) for code, found in enumerate(names)}
    wrong.add(column.codes, {code: KeyFault("inferred", message) for code, message in messages.items() if message})
    return column.renamed([" ".join(found) for found in names])


def _faults(cells: Cells, wrong: Wrong) -> list[Fault]:
    rows = np.flatnonzero(wrong.reason >= 0)
    if not len(rows):
        return []
    left_out = cells.take(rows)
    stated = left_out.coded["value"].objects().tolist() if "value" in left_out.coded else [""] * len(rows)
    found = zip(
        wrong.reason[rows].tolist(),
        left_out.coded["document"].objects().tolist(),
        left_out.own["id"].to_pylist(),
        left_out.lines.tolist(),
        stated,
        strict=True,
    )
    return [
        Fault("REC001", f"{document}#{id}", document, cells.file, line, error.key, str(error), value)
        for error, document, id, line, value in ((wrong.reasons[one], *more) for one, *more in found)
    ]


def documents_of(cells: Cells) -> tuple[tuple[Document, ...], list[Problem]]:
    """Return the documents of a table, with the publication date that its rows give them."""
    document = cells.coded["document"]
    firsts = np.sort(numbered(document.codes)[1])
    names = document.objects(firsts).tolist()
    lines = dict(zip(names, cells.lines[firsts].tolist(), strict=True))
    dates: dict[str, str] = {}
    problems = []
    for name, published, line in _dated(cells):
        known = dates.setdefault(name, published)
        if known != published:
            message = f"gives document '{name}' two dates, {known} and {published}; the first is taken"
            problems.append(Problem(cells.file, line, "unreadable", message))
    found = (Document(name, file=cells.file, line=line, published=dates.get(name, "")) for name, line in lines.items())
    return tuple(found), problems


def _dated(cells: Cells) -> Collection[tuple[str, str, int]]:
    """Return each distinct pair of document and publication date with its first line, in the order of the rows."""
    if "published" not in cells.coded:
        return []
    document, published = cells.coded["document"], cells.coded["published"]
    dated = np.flatnonzero(~published.empty)
    firsts = dated[np.sort(numbered(combined([document.at(dated), published.at(dated)]))[1])]
    columns = document.objects(firsts), published.objects(firsts), cells.lines[firsts]
    return list(zip(*(column.tolist() for column in columns), strict=True))
