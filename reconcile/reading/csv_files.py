"""CSV claim tables: a scan finds every row's line and the bad rows, then the good ones are read at once."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reconcile.errors import Problem
from reconcile.reading.files import decode
from reconcile.reading.limits import LONGEST_ROW, check_columns, too_long
from reconcile.reading.nodes import Unreadable
from reconcile.reading.tables import NAMING, BadRow, Table

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

_QUOTE, _NEWLINE = ord('"'), ord("\n")
_LONGEST_CELL = 200
"""Lines that one quoted cell may span where the quotes of a file are out of order."""


@dataclass(frozen=True)
class Records:
    """Where the rows of a CSV file are, header and blank lines too."""

    starts: np.ndarray
    """First byte of each."""
    ends: np.ndarray
    """Byte after its newline."""
    lines: np.ndarray
    """Its line in the file, from 1."""
    cells: np.ndarray
    """How many cells it has; -1 where its quotation marks don't pair."""


@dataclass(frozen=True)
class _Naming:
    """Tells what a broken row is called, by the rows that are not broken."""

    document: int
    """The place of the column `document`, -1 where there is none."""
    id: int
    """The place of the column `id`, -1 where there is none."""
    known: frozenset[str]
    """The documents that other rows name."""

    @classmethod
    def of(cls, names: Sequence[str], frame: pd.DataFrame) -> _Naming:
        plain = [name.strip() for name in names]
        document, id = (plain.index(name) if name in plain else -1 for name in NAMING)
        known = frame.iloc[:, document].str.strip().unique().tolist() if document >= 0 else []
        return cls(document, id, frozenset(known) - {""})

    def cells(self, row: bytes, delimiter: str) -> dict[str, str]:
        """Return document and id of a row with too many or too few cells, where they surely stand in their place.

        Cells behind a comma too many have moved: the document must be one that other rows name, and the id
        stand before it or next to it.
        """
        stated = row[:LONGEST_ROW].decode(errors="replace").split(delimiter, max(self.document, self.id) + 1)
        found = [cell.strip().strip('"').strip() for cell in stated]
        if not 0 <= self.document < len(found) or found[self.document] not in self.known:
            return {}
        sure = 0 <= self.id <= self.document + 1 and self.id < len(found)
        return {"document": found[self.document], "id": found[self.id] if sure else ""}


def read_csv_file(data: bytes, file: str) -> Table:
    """Return the cells of a CSV file as texts. Unreadable: no text, no rows, or most rows broken."""
    import numpy as np

    text = decode(data, file).rstrip("\n")
    if not text.strip():
        raise Unreadable(Problem(file, 0, "unreadable", "is empty: it holds no claims"))
    delimiter = _delimiter(text)
    data = (text + "\n").encode()
    array = np.frombuffer(data, dtype=np.uint8)
    records = _scan(array, ord(delimiter)) or _scan_with_care(text, delimiter)
    blank = _blank(records, data)
    header = int(np.flatnonzero(~blank)[0])
    if records.cells[header] < 1:
        message = "the header has a quotation mark that nothing closes"
        raise Unreadable(Problem(file, int(records.lines[header]), "unreadable", message))
    names = _header(data[records.starts[header] : records.ends[header]], delimiter, file, int(records.lines[header]))
    body = ~blank
    body[: header + 1] = False
    sizes = records.ends - records.starts
    good = body & (records.cells == len(names)) & (sizes <= LONGEST_ROW)
    numbers = np.cumsum(body)
    frame = _frame(array, records, good, len(names), delimiter, file)
    wrong = np.flatnonzero(body & ~good)
    naming = _Naming.of(names, frame) if len(wrong) else None
    bad = tuple(
        BadRow(
            int(records.lines[i]),
            int(numbers[i]),
            _reason(int(records.cells[i]), len(names), delimiter)
            if sizes[i] <= LONGEST_ROW
            else too_long(int(sizes[i])),
            cells=naming.cells(data[records.starts[i] : records.ends[i]], delimiter) if naming else {},
        )
        for i in wrong
    )
    return Table(tuple(names), frame, numbers[good], records.lines[good], bad, int(records.lines[header]))


def _header(row: bytes, delimiter: str, file: str, line: int) -> list[str]:
    """Return the names of the columns. Unreadable: more than are read, or no header at all."""
    if len(row) > LONGEST_ROW:
        raise Unreadable(Problem(file, line, "unreadable", too_long(len(row))))
    check_columns(row.decode().count(delimiter) + 1, file, line)
    try:
        return next(csv.reader([row.decode().rstrip("\n")], delimiter=delimiter))
    except csv.Error as error:
        raise Unreadable(Problem(file, line, "unreadable", f"the header can't be read: {error}")) from None


def _first_line(text: str) -> str:
    """Return the first line that is not blank."""
    found = re.search(r"\S", text)
    start = found.start() if found else 0
    end = text.find("\n", start)
    return text[text.rfind("\n", 0, start) + 1 : len(text) if end < 0 else end]


def _delimiter(text: str) -> str:
    """Commas, or what else parts the names of the header."""
    header = _first_line(text)
    return max(",;\t", key=lambda mark: (header.count(mark), mark == ","))


def _scan(array: np.ndarray, delimiter: int) -> Records | None:
    """Find the rows by the parity of quotation marks; None where a mark is not at the edge of its cell."""
    import numpy as np

    quotes, newlines, marks = (np.flatnonzero(array == byte) for byte in (_QUOTE, _NEWLINE, delimiter))
    ends = newlines
    if len(quotes):
        if len(quotes) % 2 or not _well_placed(array, quotes, delimiter):
            return None
        # What has an odd number of quotation marks before it stands inside of a cell.
        ends, marks = (places[np.searchsorted(quotes, places) % 2 == 0] for places in (newlines, marks))
    starts = np.concatenate(([0], ends[:-1] + 1))
    lines = np.searchsorted(newlines, starts) + 1
    cells = np.diff(np.searchsorted(marks, ends), prepend=0) + 1
    return Records(starts, ends + 1, lines, cells)


def _well_placed(array: np.ndarray, quotes: np.ndarray, delimiter: int) -> bool:
    """Say whether each quotation mark opens a cell at its start, closes it at its end, or is doubled."""
    import numpy as np

    opening, closing = quotes[::2], quotes[1::2]
    edges = np.array([delimiter, _NEWLINE, _QUOTE], dtype=np.uint8)
    before = array[np.maximum(opening - 1, 0)]
    at_start = opening == 0
    after = array[closing + 1]
    return bool((np.isin(before, edges) | at_start).all() and np.isin(after, edges).all())


def _scan_with_care(text: str, delimiter: str) -> Records:
    """Find the rows line by line, so that a stray quotation mark spoils no more than its own line."""
    import numpy as np

    lines = text.split("\n")
    header = next(line for line in lines if line.strip())
    width = header.count(delimiter) + 1
    found, place, start = [], 0, 0
    while place < len(lines):
        cells, span = _one_record(lines[place : place + _LONGEST_CELL], delimiter, width)
        end = start + sum(len(line.encode()) + 1 for line in lines[place : place + span])
        found.append((start, end, place + 1, cells))
        place, start = place + span, end
    starts, ends, numbers, cells_found = (np.array(column, dtype=np.int64) for column in zip(*found, strict=True))
    return Records(starts, ends, numbers, cells_found)


def _one_record(lines: list[str], delimiter: str, width: int) -> tuple[int, int]:
    """Return how many cells the first record has (-1: broken) and how many lines it spans."""
    reader = csv.reader((line + "\n" for line in lines), delimiter=delimiter, strict=True)
    try:
        cells = len(next(reader))
    except (csv.Error, StopIteration):
        return -1, 1
    if reader.line_num > 1 and cells != width:
        return -1, 1
    return max(cells, 1), reader.line_num


def _blank(records: Records, data: bytes) -> np.ndarray:
    import numpy as np

    blank = records.ends - records.starts <= 1
    for i in np.flatnonzero((records.cells == 1) & ~blank):
        blank[i] = not data[records.starts[i] : records.ends[i]].strip()
    return np.asarray(blank, dtype=bool)


def _reason(cells: int, width: int, delimiter: str) -> str:
    if cells < 0:
        return "the row has a quotation mark that is not at the edge of its cell, or that nothing closes"
    mark = {",": "comma", ";": "semicolon"}.get(delimiter, "tab")
    hint = f"; quote a cell that holds a {mark}" if cells > width else ""
    return f"the row has {cells} cells, the header has {width}{hint}"


def _frame(
    array: np.ndarray, records: Records, good: np.ndarray, width: int, delimiter: str, file: str
) -> pd.DataFrame:
    """Read the good rows. Arrow's reader makes text columns as pandas has them in a third of the time."""
    import numpy as np
    import pandas as pd
    import pyarrow as pa
    from pyarrow import csv as arrow_csv

    if not good.any():
        return pd.DataFrame({column: pd.Series([], dtype="str") for column in range(width)})
    sizes = records.ends - records.starts
    data = array if good.all() else array[np.repeat(good, sizes)]
    names = [str(column) for column in range(width)]
    table = arrow_csv.read_csv(
        pa.BufferReader(data.tobytes()),
        read_options=arrow_csv.ReadOptions(column_names=names, block_size=max(1 << 22, 4 * int(sizes.max()))),
        parse_options=arrow_csv.ParseOptions(delimiter=delimiter, newlines_in_values=True, ignore_empty_lines=False),
        convert_options=arrow_csv.ConvertOptions(
            column_types=dict.fromkeys(names, pa.large_string()), strings_can_be_null=False, check_utf8=False
        ),
    )
    if table.num_rows != int(good.sum()):  # the scan and Arrow must agree, or lines would belong to other rows
        message = "can't be read as CSV: its quotation marks are out of order"
        raise Unreadable(Problem(file, 0, "unreadable", message))
    frame: pd.DataFrame = table.to_pandas().astype("str")
    frame.columns = pd.RangeIndex(width)
    return frame
