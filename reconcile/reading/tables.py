"""Claim tables of every form, once their cells are texts: columns known, rows numbered, locators made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from reconcile.errors import Problem, did_you_mean, nearest
from reconcile.models import Fault, Vocabulary
from reconcile.reading.keys import RESERVED, TABLE_COLUMNS, listed
from reconcile.reading.nodes import Unreadable
from reconcile.reading.parts import Part

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

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
    """The rows that can be read, all texts or categories of texts; columns in the order of `names`."""
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
    from reconcile.reading.table_rows import cells_of, documents_of, rows_of

    _check_bad(table, file)
    names, problems = _columns(table, file, vocabulary)
    places = {place: name.strip() for place, name in enumerate(table.names) if name.strip() in names}
    cells = cells_of(table.frame, places, file, stem, (table.numbers, table.lines))
    rows, wrong, left = rows_of(cells, vocabulary)
    documents, more = documents_of(left)
    bad = [_fault(bad, stem, file) for bad in table.bad]
    problems += [Problem(file, table.header, "unreadable", message) for message in table.left_out]
    return Part(file, (), rows, documents, tuple(bad + wrong), tuple([*problems, *more]), is_table=True)


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


def _fault(bad: BadRow, stem: str, file: str) -> Fault:
    cells = {name: bad.cells.get(name, "").strip() for name in NAMING}
    document, id = cells["document"] or stem, cells["id"] or str(bad.number)
    return Fault("REC001", f"{document}#{id}", document, file, bad.line, bad.key, bad.message)
