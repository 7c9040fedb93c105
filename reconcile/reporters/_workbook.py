"""Makes an XLSX workbook of plain tables: every text a text, the same bytes each time."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from itertools import islice
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from reconcile.reporters._clean import clean
from reconcile.reporters._rows import Cell

if TYPE_CHECKING:
    from openpyxl import Workbook

MOST_CHARACTERS = 32_767
"""What a cell of a spreadsheet holds, in units of UTF-16; more is lost there without a word."""
MOST_ROWS = 1_048_576
"""Rows of a sheet, its heading too."""
NARROW = 14
"""Width of a column that nothing is said of, in characters."""
LINE = 15.0
"""Height of a line, in points."""
TALLEST = 405.0
"""Height that a row may have, in points."""
ESCAPE_LIKE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
"""What a spreadsheet would turn into a character: `_x001B_`."""
EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a zip file can give; there is no clock in a report."""
CORE = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{title}</dc:title><dc:creator>reconcile</dc:creator>'
    "</cp:coreProperties>\n"
)
"""What a workbook says of itself, without the day on which it was made."""


@dataclass(frozen=True)
class Sheet:
    """A table of a workbook."""

    name: str
    """Its name, on its tab."""
    columns: Sequence[str]
    """Headings."""
    rows: Iterable[Sequence[Cell]]
    """Cells of each row, in the order of the headings."""
    widths: Mapping[str, int] = field(default_factory=dict)
    """Width in characters of the columns that are wider than others."""


def workbook_bytes(sheets: Sequence[Sheet], title: str) -> bytes:
    """Return a workbook with these sheets; nothing in it is a formula or a link."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    for sheet in sheets:
        _fill(book, sheet)
    made = BytesIO()
    book.save(made)
    return _without_clock(made.getvalue(), title)


def _fill(book: Workbook, sheet: Sheet) -> None:
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    page: Any = book.create_sheet(sheet.name)  # its stubs lack what a sheet that is only written has
    page.freeze_panes = "A2"
    letters = [get_column_letter(number) for number in range(1, len(sheet.columns) + 1)]
    for letter, name in zip(letters, sheet.columns, strict=True):
        page.column_dimensions[letter].width = sheet.widths.get(name, NARROW)
    top = _styled(page, alignment=Alignment(vertical="top", wrap_text=True))
    bold = _styled(page, font=Font(bold=True))
    rows = iter(sheet.rows)
    count = 1
    page.append([_cell(page, name, bold) for name in sheet.columns])
    widths = [sheet.widths.get(name, NARROW) for name in sheet.columns]
    for row in islice(rows, MOST_ROWS - 2):
        count += 1
        page.row_dimensions[count].height = _height(row, widths)
        page.append([_cell(page, value, top) for value in row])
    more = sum(1 for _ in rows)
    if more:
        page.append([_cell(page, f"… and {more:,} more rows, which a sheet can't hold", bold)])
    page.auto_filter.ref = f"A1:{letters[-1]}{count}"


def _height(row: Sequence[Cell], widths: Sequence[int]) -> float:
    """Return the height of a row in points: not every program works it out for wrapped text."""
    lines = (
        sum(1 + len(line) // width for line in str(value).split("\n")) for value, width in zip(row, widths, strict=True)
    )
    return min(LINE * max(lines, default=1), TALLEST)


def _styled(page: Any, **style: object) -> tuple[Any, Any]:
    """Return two cells whose style others take over, which is far faster than to style each: a number, a text."""
    from openpyxl.cell import WriteOnlyCell

    number, text = WriteOnlyCell(page), WriteOnlyCell(page)
    for cell in (number, text):
        for name, wanted in style.items():
            setattr(cell, name, wanted)
    text.quotePrefix = True
    return number, text


def _cell(page: Any, value: Cell, styled: tuple[Any, Any]) -> Any:
    """Return a number as a number, any text as a text that stays one when it is edited, nothing as nothing."""
    if value is None or value == "":
        return None
    from openpyxl.cell import WriteOnlyCell

    is_text = isinstance(value, str)
    cell: Any = WriteOnlyCell(page, for_workbook(value) if isinstance(value, str) else value)
    cell._style = styled[is_text]._style
    cell.data_type = "s" if is_text else "n"  # openpyxl takes what starts with = for a formula
    return cell


def for_workbook(text: str) -> str:
    """Return cleaned `text` as a cell can hold it; what is cut ends with how much there was."""
    shown = ESCAPE_LIKE.sub("_x005F_", clean(text))
    units = shown.encode("utf-16-le")
    if len(units) <= 2 * MOST_CHARACTERS:
        return shown
    note = f"… (cut: {len(shown):,} characters)"
    kept = units[: 2 * (MOST_CHARACTERS - len(note))].decode("utf-16-le", "ignore")
    return kept + note


def _without_clock(made: bytes, title: str) -> bytes:
    """Return the same workbook with one fixed time on every part, and no word on when it was made."""
    core = CORE.format(title=escape(clean(title)))
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(made)) as old, zipfile.ZipFile(out, "w") as new:
        for name in sorted(old.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            part = zipfile.ZipInfo(name, EPOCH)
            part.external_attr = 0o600 << 16
            part.create_system = 3
            part.compress_type = zipfile.ZIP_STORED  # compressed bytes hang on the machine's zlib
            new.writestr(part, core.encode() if name == "docProps/core.xml" else old.read(name))
    return out.getvalue()
