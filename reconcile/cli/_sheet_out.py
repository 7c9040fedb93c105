"""The claims as a workbook that people edit: locked names, drop-down lists, a help sheet, and cells that stay text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill, Protection
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from reconcile.cli._sheet import AFTER, EXPORTED, HELP, LISTS, NAMES, SHEET, SHOWN, Row, cell_of
from reconcile.models import Vocabulary
from reconcile.reading.keys import CLAIM, LOCATOR
from reconcile.reporters._workbook import _without_clock

SPARE = 200
"""Empty rows for new claims."""
MOST_ROWS = 20_000
"""Claims that one workbook takes."""
WIDTHS = {"id": 22, "document": 18, "says": 44, "note": 36, "quote": 44, "value": 18, "reads": 20, "file": 26}
NARROW = ("line", "lines", "page", "start", "end", "rank", "exact", "precision", "low", "high", "stance")
HEAD = PatternFill("solid", fgColor="1F3A5F")
LOCKED = PatternFill("solid", fgColor="ECEFF3")
ABOUT = (
    "One row is one claim. Change the white cells, save the workbook, and give it back to whoever keeps the project:",
    "    reconcile import --xlsx THIS-FILE          shows what would change",
    "    reconcile import --xlsx THIS-FILE --yes    changes the claim files",
    "",
    "Grey cells are locked: they name the claim, show how its value reads, and tell what it said when this was made.",
    "A new claim goes into one of the empty rows below: document, id and measure, and a value.",
    "To take a claim out, empty all white cells of its row; it goes only where `reconcile import` is told --remove.",
    "Every cell is text: write values as the document prints them (1,700 or about 1,700 or a third), times as 2017-12.",
    "Lists drop down in some cells. They offer the names that the project knows; any other name is refused on import.",
    "Rows that are grey all over come from tables (CSV, XLSX, Parquet): change those files themselves.",
    "",
)


def workbook(rows: Sequence[Row], columns: Sequence[str], vocabulary: Vocabulary, reads: Mapping[str, str]) -> bytes:
    """Return the claims as XLSX: the sheet `claims`, a help sheet and a hidden one with the lists."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = SHEET
    names = [*NAMES, *columns, *SHOWN]
    _head(sheet, names)
    for line, row in enumerate(rows, 2):
        place = f"{row.file}:{row.line}" if row.line else row.file
        cells = {**row.keys, "document": row.document, "id": row.id, "reads": reads.get(row.claim, ""), "file": place}
        _fill(sheet, line, names, {**cells, "fingerprint": row.fingerprint}, is_new=False, is_open=row.is_yaml)
    for line in range(len(rows) + 2, len(rows) + 2 + SPARE):
        _fill(sheet, line, names, {}, is_new=True, is_open=True)
    _lists(book, sheet, names, rows, vocabulary)
    _protect(sheet)
    _help(book, columns)
    return _saved(book)


def _head(sheet: Any, names: Sequence[str]) -> None:
    for place, name in enumerate(names, 1):
        cell = sheet.cell(1, place, name)
        cell.font, cell.fill = Font(bold=True, color="FFFFFF"), HEAD
        cell.alignment = Alignment(vertical="center")
        width = WIDTHS.get(name, 9 if name in NARROW else 16)
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.row_dimensions[1].height = 22
    sheet.freeze_panes = "C2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(names))}1"


def _fill(sheet: Any, line: int, names: Sequence[str], cells: Mapping[str, str], is_new: bool, is_open: bool) -> None:
    for place, name in enumerate(names, 1):
        cell = sheet.cell(line, place)
        put_text(cell, cells.get(name, ""))
        locked = not is_open or name in SHOWN or (name in NAMES and not is_new)
        cell.protection = Protection(locked=locked)
        cell.alignment = Alignment(vertical="top", wrap_text=name in ("says", "note", "quote"))
        if locked and not (is_new and name in SHOWN):
            cell.fill = LOCKED


def put_text(cell: Any, text: str) -> None:
    """Put a text into a cell as nothing but a text, whatever it starts with."""
    cell.number_format = "@"
    if text:
        cell.value = cell_of(text)
        cell.data_type = "s"
        cell.quotePrefix = text[0] in "=+-@\t\r"


def _lists(book: Workbook, sheet: Any, names: Sequence[str], rows: Sequence[Row], vocabulary: Vocabulary) -> None:
    """Put the drop-down lists on a hidden sheet, since a list inside a cell's rule ends at 255 characters."""
    hidden = book.create_sheet(LISTS)
    hidden.sheet_state = "hidden"
    offers: dict[str, list[str]] = {"measure": [*vocabulary.measures]}
    offers |= {
        name: sorted(dimension.members) for name, dimension in vocabulary.dimensions.items() if not dimension.open
    }
    offers |= {name: list(key.choices) for name, key in CLAIM.items() if key.choices}
    offers["document"] = sorted({row.document for row in rows if row.is_yaml})
    for place, (name, offered) in enumerate(sorted(offers.items()), 2):
        if not offered or name not in names:
            continue
        for line, text in enumerate([name, *offered], 1):
            put_text(hidden.cell(line, place), text)
        letter, column = get_column_letter(place), get_column_letter(names.index(name) + 1)
        formula = f"={LISTS}!${letter}$2:${letter}${len(offered) + 1}"
        rule = DataValidation("list", formula1=formula, allow_blank=True, showErrorMessage=True, errorStyle="warning")
        rule.errorTitle, rule.error = name, f"The project knows no such {name}. Keep it all the same?"
        rule.add(f"{column}2:{column}{len(rows) + SPARE + 1}")
        sheet.add_data_validation(rule)
    for line, text in enumerate([EXPORTED, *(row.claim for row in rows)], 1):
        put_text(hidden.cell(line, 1), text)


def _protect(sheet: Any) -> None:
    """Lock what is locked, without a password; filters, widths and row heights stay free."""
    protection = sheet.protection
    protection.sheet = True
    for freedom in ("formatColumns", "formatRows", "formatCells", "autoFilter", "sort"):
        setattr(protection, freedom, False)


def _help(book: Workbook, columns: Sequence[str]) -> None:
    sheet = book.create_sheet(HELP)
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 16, 96
    for line in ABOUT:
        sheet.append(["", ""])
        put_text(sheet.cell(sheet.max_row, 1), line)
    keys = {**CLAIM, **LOCATOR}
    told = {"document": "the document that makes the claim", "id": "the claim's name in its document"}
    told |= {name: keys[name].what if name in keys else f"the member of the dimension {name}" for name in columns}
    told |= {"reads": "what the value is taken to mean", "file": "where the claim stands"}
    for name, what in told.items():
        example = keys[name].example if name in keys and name in AFTER else ""
        sheet.append(["", ""])
        line = sheet.max_row
        put_text(sheet.cell(line, 1), name)
        put_text(sheet.cell(line, 2), f"{what}, such as {example}" if isinstance(example, str) and example else what)
        sheet.cell(line, 1).font = Font(bold=True)
        sheet.cell(line, 2).alignment = Alignment(wrap_text=True, vertical="top")


def _saved(book: Workbook) -> bytes:
    """Return the workbook's bytes, the same each time: when it was made is no part of it."""
    buffer = BytesIO()
    book.save(buffer)
    return _without_clock(buffer.getvalue(), "Claims")
