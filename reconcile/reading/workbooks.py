"""XLSX workbooks as claim tables: the cells as a person sees them, formulas without a result as faults."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from itertools import zip_longest
from typing import Any
from zipfile import BadZipFile, ZipFile

from reconcile.errors import Problem
from reconcile.reading.cells import cell_text
from reconcile.reading.limits import check_columns
from reconcile.reading.nodes import Unreadable
from reconcile.reading.tables import NAMING, BadRow, Table

LARGEST = 1_000_000_000
"""Bytes that a workbook may unpack to."""
TIGHTEST = 100
"""Bytes that one byte of a workbook above `MODERATE` may unpack to: of tables it is about ten, of bombs a thousand."""
MODERATE = 50_000_000
"""Bytes that any workbook may unpack to."""
MOST_CELLS = 20_000_000
"""Cells of a sheet, empty ones before others included: a file may put one into the last column of every row."""
MOST_ROWS = 1_048_576
"""Rows that a sheet can have in Excel; a file may declare billions."""


class _CellError(ValueError):
    """A cell without a value; `column` is its place, from 0."""

    def __init__(self, message: str, column: int) -> None:
        super().__init__(message)
        self.column = column


def read_workbook(data: bytes, file: str) -> Table:
    """Return the rows of the sheet `claims`, else of the first. Unreadable: no workbook, or an empty one."""
    import numpy as np
    import pandas as pd

    _check_size(data, file)
    header: list[str] = []
    header_line, lines, numbers = 0, [], []
    rows: list[list[str]] = []
    bad: list[BadRow] = []
    for line, cells in _sheet(data, file):
        if all(cell is None for cell in cells):
            continue
        if not header_line:
            header, header_line = _header(cells, file, line), line
            continue
        number = len(rows) + len(bad) + 1
        try:
            rows.append(_row(cells, len(header)))
            lines.append(line)
            numbers.append(number)
        except _CellError as error:
            key = header[error.column] if error.column < len(header) else ""
            bad.append(BadRow(line, number, str(error), key, _naming(cells, header)))
    if not header:
        raise Unreadable(Problem(file, 0, "unreadable", "is empty: its first sheet holds no claims"))
    frame = pd.DataFrame(rows, columns=range(len(header)), dtype="str")
    return Table(tuple(header), frame, np.array(numbers, int), np.array(lines, int), tuple(bad), header_line)


def _check_size(data: bytes, file: str) -> None:
    try:
        with ZipFile(BytesIO(data)) as archive:
            size = sum(entry.file_size for entry in archive.infolist())
    except (BadZipFile, OSError, ValueError) as error:
        raise Unreadable(Problem(file, 0, "unreadable", f"is no XLSX workbook: {error}")) from None
    if size > LARGEST:
        raise Unreadable(Problem(file, 0, "unreadable", f"unpacks to {size:,} bytes; at most {LARGEST:,} are read"))
    if size > max(MODERATE, TIGHTEST * len(data)):
        message = f"unpacks from {len(data):,} bytes to {size:,}, which no table of claims does"
        raise Unreadable(Problem(file, 0, "unreadable", f"{message}; write it as CSV if it is one"))


def _sheet(data: bytes, file: str) -> Iterator[tuple[int, list[Any]]]:
    """Yield each row's number and cells; a cell that holds nothing is None.

    The workbook is read twice side by side: values alone don't tell an empty cell from a formula that was
    never calculated.
    """
    import warnings

    from openpyxl import load_workbook

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about parts of a workbook (styles, validation) that hold no claims
            books = [load_workbook(BytesIO(data), read_only=True, data_only=only) for only in (True, False)]
            sheets = [_chosen(book) for book in books]
            if None in sheets:
                return
            rows, cells = (sheet.iter_rows() for sheet in sheets), 0
            for line, pair in enumerate(zip_longest(*rows, fillvalue=()), 1):
                if line > MOST_ROWS:
                    message = f"has more than {MOST_ROWS:,} rows, which no program writes; nothing of it is read"
                    raise Unreadable(Problem(file, line, "unreadable", message))
                cells += len(pair[0])
                if cells > MOST_CELLS:
                    message = f"has more than {MOST_CELLS:,} cells up to line {line:,}; at most as many are read"
                    raise Unreadable(Problem(file, line, "unreadable", f"{message}: write it as CSV or Parquet"))
                yield line, [_cell(*cells) for cells in zip_longest(*pair)]
    except Unreadable:
        raise
    except Exception as error:  # noqa: BLE001
        # openpyxl raises whatever its XML and date parsers raise on a damaged file
        message = f"can't be read as XLSX: {type(error).__name__} {str(error)[:120]}".rstrip()
        raise Unreadable(Problem(file, 0, "unreadable", message)) from None


def _chosen(book: Any) -> Any:
    named = [sheet for sheet in book.worksheets if sheet.title.strip().casefold() == "claims"]
    return (named or book.worksheets or [None])[0]


def _cell(valued: Any, written: Any) -> Any:
    """Return a cell as (value, number format), a `_CellError` where its value lacks, None for nothing."""
    value = None if valued is None else valued.value
    is_formula = written is not None and getattr(written, "data_type", "") == "f"
    if value is None and not is_formula:
        return None
    cell = written if value is None else valued
    place = cell.column - 1
    if value is None:
        where = f"cell {cell.coordinate} holds a formula that was never calculated"
        return _CellError(f"{where}; open the workbook, let it calculate, and save it", place)
    if cell.data_type == "e":
        return _CellError(f"cell {cell.coordinate} holds the error {str(value)[:20]}", place)
    return value, cell.number_format or ""


def _row(cells: list[Any], width: int) -> list[str]:
    texts = [_text(cell) for cell in cells]
    if any(text.strip() for text in texts[width:]):
        raise _CellError(f"the row has {len(texts)} cells, the header has {width}", width)
    return [*texts[:width], *[""] * (width - len(texts))]


def _naming(cells: list[Any], header: list[str]) -> dict[str, str]:
    """Return what a row has in the columns that name a claim."""
    named = {name: cell for name, cell in zip(header, cells, strict=False) if name in NAMING}
    return {name: _text(cell) for name, cell in named.items() if not isinstance(cell, _CellError)}


def _header(cells: list[Any], file: str, line: int) -> list[str]:
    try:
        names = [_text(cell).strip() for cell in cells]
    except _CellError as error:
        raise Unreadable(Problem(file, line, "unreadable", f"the header can't be read: {error}")) from None
    while names and not names[-1]:
        names.pop()
    check_columns(len(names), file, line)
    return names


def _text(cell: Any) -> str:
    if isinstance(cell, _CellError):
        raise cell
    return "" if cell is None else cell_text(cell[0], cell[1])
