"""What was read from one claim file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from reconcile.errors import Problem
from reconcile.models import Document, Fault

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa


@dataclass(frozen=True, eq=False)
class Rows:
    """The claims of one file, as rows of a table that holds those of many."""

    table: pa.Table
    """The claims of many files, as `packed` has them."""
    start: int
    """The first of the file's rows, from 0."""
    count: int
    """How many they are."""


@dataclass(frozen=True)
class Part:
    """The claims of one file, and what is wrong with it. It has its claims in one of three forms."""

    file: str
    """The file, relative to the project."""
    records: tuple[Mapping[str, Any], ...] = ()
    """Claims one by one, as raw rows with absent keys left out."""
    frame: pd.DataFrame | None = None
    """Claims of a table, as raw rows."""
    documents: tuple[Document, ...] = ()
    """The documents whose claims it holds."""
    faults: tuple[Fault, ...] = ()
    """Claims that could not be read."""
    problems: tuple[Problem, ...] = ()
    """What could not be read but is no claim."""
    is_table: bool = field(default=False)
    """Whether it may share a document with other tables."""
    rows: Rows | None = None
    """Claims that stand in a table with those of other files."""

    @property
    def size(self) -> int:
        """How many claims it has."""
        packed = 0 if self.rows is None else self.rows.count
        return len(self.records) + packed + (0 if self.frame is None else len(self.frame))


def broken(problem: Problem) -> Part:
    """Return the part of a file that could not be read at all."""
    return Part(problem.file, problems=(problem,))
