"""XLSX: three sheets, every text a text, long ones cut with a word, no clock."""

import io
import re
import zipfile
from dataclasses import replace

import openpyxl
import pytest
from full_report import full
from openpyxl.worksheet.worksheet import Worksheet

from reconcile.models import Evidence, Finding, Report
from reconcile.reporters import _workbook as workbooks
from reconcile.reporters import render
from reconcile.reporters._workbook import MOST_CHARACTERS, Sheet, for_workbook, workbook_bytes


def sheets(report: Report) -> dict[str, Worksheet]:
    return {sheet.title: sheet for sheet in openpyxl.load_workbook(io.BytesIO(render(report, "xlsx")))}


def table(sheet: Worksheet) -> list[dict[str, object]]:
    heading, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(heading, row, strict=True)) for row in rows]


def test_the_sheets_hold_findings_claims_and_coverage() -> None:
    report = full()
    book = sheets(report)
    assert list(book) == ["findings", "claims", "coverage"]
    found = table(book["findings"])
    assert [row["finding"] for row in found[: len(report.found)]] == [finding.id for finding in report.found]
    assert [row["severity"] for row in found[-2:]] == ["problem", "problem"]
    claims = table(book["claims"])
    assert len(claims) == sum(len(finding.claims) for finding in (*report.found, *report.fixed))
    assert claims[0]["low"] == 1650 and claims[0]["quote"] == "“1,700” guests" and claims[0]["line"] == 12
    coverage = {(row["what"], row["note"]): row["number"] for row in table(book["coverage"])}
    assert coverage["claims", None] == 1231 and coverage["quantities not comparable", "time"] == 4
    assert ("this check is incomplete", "REC208 inconsistent-set crashed") in coverage


def test_texts_are_texts_and_numbers_are_numbers() -> None:
    claim = Evidence("=a#1", "=a", stated="=1+1", reads="+1", low=-5.0, says="@SUM(A1)", file="-x")
    sheet = sheets(Report(found=(Finding("REC101", "r", "error", "=1", (claim,), label="1,700"),)))["claims"]
    row = dict(zip([cell.value for cell in sheet[1]], sheet[2], strict=True))
    assert row["low"].value == -5 and row["low"].data_type == "n"
    for name, text in (("stated", "=1+1"), ("reads", "+1"), ("says", "@SUM(A1)"), ("file", "-x")):
        assert (row[name].value, row[name].data_type, row[name].quotePrefix) == (text, "s", True)


def test_long_texts_are_cut_and_say_so() -> None:
    finding = Finding("REC101", "r", "error", "m" * 40_000, (Evidence("a#1", "a", says="𝔘" * 20_000),))
    book = sheets(Report(found=(finding,)))
    message = table(book["findings"])[0]["message"]
    assert len(message) == MOST_CHARACTERS and message.endswith("… (cut: 40,000 characters)")
    says = table(book["claims"])[0]["says"]
    assert len(says.encode("utf-16-le")) // 2 <= MOST_CHARACTERS and says.endswith("… (cut: 20,000 characters)")


@pytest.mark.parametrize("length", [MOST_CHARACTERS - 1, MOST_CHARACTERS])
def test_texts_that_fit_are_whole(length: int) -> None:
    assert for_workbook("x" * length) == "x" * length


def test_what_looks_like_an_escaped_character_stays_as_it_is() -> None:
    assert for_workbook("_x001B_ a_xb") == "_x005F_x001B_ a_xb"


def test_too_many_rows_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbooks, "MOST_ROWS", 5)
    data = workbook_bytes((Sheet("s", ("a",), ((n,) for n in range(10))),), "t")
    rows = list(openpyxl.load_workbook(io.BytesIO(data))["s"].iter_rows(values_only=True))
    assert rows == [("a",), (0,), (1,), (2,), ("… and 7 more rows, which a sheet can't hold",)]


def test_a_sheet_opens_at_its_heading() -> None:
    sheet = sheets(full())["findings"]
    assert sheet.freeze_panes == "A2" and sheet.auto_filter.ref == sheet.dimensions
    assert sheet["A1"].font.bold and sheet["I2"].alignment.wrap_text
    assert sheet.column_dimensions["I"].width == 70


def test_no_part_tells_when_or_where_it_was_made() -> None:
    archive = zipfile.ZipFile(io.BytesIO(render(replace(full(), title="a & <b>"), "xlsx")))
    assert {part.date_time for part in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    core = archive.read("docProps/core.xml").decode()
    assert "<dc:title>a &amp; &lt;b&gt;</dc:title>" in core
    for name in archive.namelist():
        assert not re.search(r"20\d\d-\d\d-\d\dT|created|modified", archive.read(name).decode()), name
