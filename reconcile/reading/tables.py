"""Claim tables of every form, once their cells are texts: columns known, rows numbered, locators made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from reconcile.errors import Problem, did_you_mean, nearest
from reconcile.models import Document, Fault, Vocabulary
from reconcile.reading.keys import LOCATOR, RESERVED, TABLE_COLUMNS, listed
from reconcile.reading.locators import KeyFault, read_locator
from reconcile.reading.nodes import Unreadable
from reconcile.reading.parts import Part
from reconcile.reading.statements import split_names, unknown_names

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

_AS_WRITTEN = ("quote", "says", "note")
"""Columns whose spaces at the edges are kept."""
NAMING = ("document", "id")
"""Columns that name a claim."""
_STATES = ("value", "rank", "low", "high")
"""A table needs one of these columns."""


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that can't be read."""

    line: int
    """Its line in the file, 0 where it has none."""
    number: int
    """Its number among the rows below the header, from 1."""
    message: str
    """What is wrong with it."""
    key: str = ""
    """The column at fault, where it is one."""
    cells: Mapping[str, str] = field(default_factory=dict)
    """What it has in the columns `document` and `id`, as far as that can be told."""


@dataclass(frozen=True)
class Table:
    """The cells of a claim table."""

    names: tuple[str, ...]
    """The column names as written."""
    frame: pd.DataFrame
    """The rows that can be read, all texts; columns in the order of `names`."""
    numbers: np.ndarray
    """Number of each row below the header, from 1, bad rows counted."""
    lines: np.ndarray | None = None
    """Line of each row in the file, of a Parquet file the number of the row; None where it has neither."""
    bad: tuple[BadRow, ...] = ()
    """The rows that can't be read."""
    header: int = 0
    """The line of the header."""
    left_out: tuple[str, ...] = field(default=())
    """Columns that can't be read, each with the reason."""


def read_table(table: Table, file: str, stem: str, vocabulary: Vocabulary | None) -> Part:
    """Return the claims of a table; `stem` names the document where no column does.

    `vocabulary` is None where none is declared: then every further column is a dimension. Unreadable: columns
    that leave no claim, or mostly broken rows.
    """
    import pandas as pd

    _check_bad(table, file)
    names, problems = _columns(table, file, vocabulary)
    frame = table.frame.copy(deep=False)
    frame.columns = pd.RangeIndex(frame.shape[1])
    frame = frame[[place for place, name in enumerate(table.names) if name.strip() in names]]
    frame.columns = [name.strip() for name in table.names if name.strip() in names]
    frame = frame.assign(**{name: frame[name].str.strip() for name in frame.columns if name not in _AS_WRITTEN})
    rows = _with_fixed(frame, table, file, stem)
    kept = ~(frame == "").all(axis=1).to_numpy(dtype=bool)
    rows, wrong = _with_locators(rows[kept], vocabulary)
    documents, more = _documents(rows, file)
    bad = [_fault(bad, stem, file) for bad in table.bad]
    rows = rows.drop(columns=[name for name in LOCATOR if name in rows and name != "line"])
    problems += [Problem(file, table.header, "unreadable", message) for message in table.left_out]
    return Part(
        file,
        (),
        rows.reset_index(drop=True),
        documents,
        tuple(bad + wrong),
        tuple([*problems, *more]),
        is_table=True,
    )


def _check_bad(table: Table, file: str) -> None:
    count, whole = len(table.bad), len(table.bad) + len(table.frame)
    if count > 20 and 2 * count > whole:
        message = f"{count:,} of {whole:,} rows can't be read; the first: {table.bad[0].message}"
        raise Unreadable(Problem(file, table.bad[0].line, "unreadable", message))


def _columns(table: Table, file: str, vocabulary: Vocabulary | None) -> tuple[set[str], list[Problem]]:
    """Return the columns to read and what is wrong with the others. Unreadable: they make no claims."""
    names = [name.strip() for name in table.names]
    twice = sorted({name for name in names if name and names.count(name) > 1})
    if twice:
        raise Unreadable(Problem(file, table.header, "unreadable", f"has two columns named '{twice[0]}'"))
    if "measure" not in names or not set(_STATES) & set(names):
        wanted = "measure" if "measure" not in names else "value"
        near = nearest(wanted, [name for name in names if name])
        message = f"has no column '{wanted}'" + (f"; is it the one named '{near}'?" if near else "")
        raise Unreadable(Problem(file, table.header, "unreadable", message))
    known = (*TABLE_COLUMNS, *(vocabulary.dimensions if vocabulary is not None else ()))
    kept, problems = set(), []
    for place, name in enumerate(names):
        if name in known or (name and vocabulary is None and name not in RESERVED):
            kept.add(name)
        elif name and vocabulary is None:
            message = f"column '{name}' has a name that can't be a dimension's; rename it"
            raise Unreadable(Problem(file, table.header, "unreadable", message))
        elif name:
            message = f"unknown column '{name}': it is left out{did_you_mean(name, known)}"
            problems.append(Problem(file, table.header, "unreadable", message))
        elif (table.frame.iloc[:, place] != "").any():
            message = f"column {place + 1} has no name: it is left out; known are {listed(known)}"
            problems.append(Problem(file, table.header, "unreadable", message))
    return kept, problems


def _with_fixed(frame: pd.DataFrame, table: Table, file: str, stem: str) -> pd.DataFrame:
    """Return the rows with the columns that every raw row has; the table's own `line` becomes `text line`."""
    import pandas as pd

    rows = frame.rename(columns={"line": _TEXT_LINE})
    numbers = pd.Series(table.numbers, index=rows.index).astype("str")
    own = {"document": pd.Series(stem, index=rows.index, dtype="str"), "id": numbers}
    filled = {
        name: rows[name].where(rows[name] != "", default) if name in rows else default for name, default in own.items()
    }
    lines = 0 if table.lines is None else table.lines
    return rows.assign(**filled, file=file, line=lines, key_lines=None)


_TEXT_LINE = "\0line"  # no header can hold it


def _with_locators(rows: pd.DataFrame, vocabulary: Vocabulary | None) -> tuple[pd.DataFrame, list[Fault]]:
    """Return the rows with `at` in place of its columns, those left out whose keys are wrong, with faults."""
    import numpy as np

    columns = {name: _TEXT_LINE if name == "line" else name for name in LOCATOR}
    present = {name: column for name, column in columns.items() if column in rows}
    at: list[dict[str, Any]] = [{} for _ in range(len(rows))]
    wrong: dict[int, KeyFault] = {}
    for name, column in present.items():
        _locate(name, rows[column].tolist(), at, wrong)
    if "start" in present and "end" in present:
        for place, found in enumerate(at):
            if found.get("end", 0) < found.get("start", 0) and "end" in found:
                wrong[place] = KeyFault("end", f"end is {found['end']}, before start, {found['start']}")
    if "inferred" in rows:
        rows = rows.assign(inferred=_inferred(rows["inferred"].tolist(), vocabulary, wrong))
    faults = [_row_fault(rows, place, error) for place, error in sorted(wrong.items())]
    series = np.empty(len(rows), dtype=object)
    series[:] = at
    keep = np.ones(len(rows), dtype=bool)
    keep[list(wrong)] = False
    return rows.drop(columns=list(present.values())).assign(at=series)[keep], faults


def _locate(name: str, texts: list[str], at: list[dict[str, Any]], wrong: dict[int, KeyFault]) -> None:
    """Put one locator column into the locators; each distinct text is read once."""
    read: dict[str, Mapping[str, Any] | KeyFault] = {"": {}}
    for place, text in enumerate(texts):
        if text not in read:
            try:
                read[text] = read_locator({name: text})
            except KeyFault as error:
                read[text] = error
        found = read[text]
        if isinstance(found, KeyFault):
            wrong.setdefault(place, found)
        elif found:
            at[place].update(found)


def _inferred(texts: list[str], vocabulary: Vocabulary | None, wrong: dict[int, KeyFault]) -> list[str]:
    dimensions = vocabulary.dimensions if vocabulary is not None else None
    read: dict[str, tuple[str, str]] = {}
    for place, text in enumerate(texts):
        if text not in read:
            names = split_names(text, dimensions)
            read[text] = (" ".join(names), unknown_names(names, dimensions))
        if read[text][1]:
            wrong.setdefault(place, KeyFault("inferred", read[text][1]))
    return [read[text][0] for text in texts]


def _row_fault(rows: pd.DataFrame, place: int, error: KeyFault) -> Fault:
    row = rows.iloc[place]
    document, line = str(row["document"]), int(row["line"])
    stated = str(row["value"]) if "value" in rows else ""
    return Fault("REC001", f"{document}#{row['id']}", document, str(row["file"]), line, error.key, str(error), stated)


def _fault(bad: BadRow, stem: str, file: str) -> Fault:
    cells = {name: bad.cells.get(name, "").strip() for name in NAMING}
    document, id = cells["document"] or stem, cells["id"] or str(bad.number)
    return Fault("REC001", f"{document}#{id}", document, file, bad.line, bad.key, bad.message)


def _documents(rows: pd.DataFrame, file: str) -> tuple[tuple[Document, ...], list[Problem]]:
    """Return the documents of a table, with the publication date that its rows give them."""
    first = rows.drop_duplicates("document")
    found = {
        name: Document(name, file=file, line=int(line))
        for name, line in zip(first["document"].tolist(), first["line"].tolist(), strict=True)
    }
    problems = []
    if "published" in rows:
        dated = rows.loc[rows["published"] != "", ["document", "published", "line"]]
        for name, published, line in dated.drop_duplicates(["document", "published"]).itertuples(index=False):
            known = found[name].published
            if known:
                message = f"gives document '{name}' two dates, {known} and {published}; the first is taken"
                problems.append(Problem(file, int(line), "unreadable", message))
            else:
                found[name] = replace(found[name], published=published)
    return tuple(found.values()), problems
