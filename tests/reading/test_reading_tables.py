"""Claim tables: CSV, JSON Lines, Parquet, XLSX and data frames."""

import csv
import datetime
import io
import json
import zipfile
from collections.abc import Callable
from contextlib import suppress
from decimal import Decimal

import openpyxl
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reconcile.models import RawProject
from reconcile.reading import from_frame
from reconcile.reading.csv_files import read_csv_file
from reconcile.reading.nodes import Unreadable
from reconcile.reading.other_tables import read_json_lines, read_parquet
from reconcile.reading.workbooks import read_workbook

Read = Callable[[dict[str, str | bytes]], RawProject]
HEAD = "document,id,measure,city,value,time\n"
VOCABULARY = "dimensions: {city: {World: [Lyon]}}\nmeasures: {population: {unit: person}}\n"


def workbook(rows: list[list[object]], title: str = "Sheet", formats: dict[str, str] | None = None) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = title
    for row in rows:
        sheet.append(row)
    for cell, shown in (formats or {}).items():
        sheet[cell].number_format = shown
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def parquet(frame: pd.DataFrame) -> bytes:
    data = io.BytesIO()
    frame.to_parquet(data)
    return data.getvalue()


def test_a_csv_file_holds_claims_of_many_documents(read: Read) -> None:
    raw = read({"claims/c.csv": HEAD + 'census,1,population,Lyon,"93,493",2000\n,,population,Lyon,0012,2000\n'})
    assert (raw.problems, raw.faults) == ((), ())
    assert [document.id for document in raw.documents] == ["c", "census"]
    assert raw.rows["document"].tolist() == ["census", "c"]
    assert raw.rows["id"].tolist() == ["1", "2"]
    assert raw.rows["value"].tolist() == ["93,493", "0012"]
    assert raw.rows["line"].tolist() == [2, 3]
    assert raw.rows["key_lines"].tolist() == ["", ""]
    assert raw.vocabulary.inferred
    assert raw.vocabulary.measures["population"].by == {"city": "(all)"}


def test_locators_become_one_mapping(read: Read) -> None:
    raw = read({"claims/c.csv": "measure,value,line,page,quote\na,1,34,xii, so \na,2,,,\n"})
    assert raw.rows["at"].tolist() == [{"line": 34, "page": "xii", "quote": " so "}, {}]
    assert "quote" not in raw.rows.columns


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_lines_are_those_of_the_file(read: Read, ending: str) -> None:
    text = '\n\nmeasure,value,says\na,1,"two\nlines"\n\n   \na,2,x\n,,\na,3,"say ""no"""'
    raw = read({"claims/c.csv": "\ufeff" + text.replace("\n", ending)})
    assert raw.problems == ()
    assert raw.rows["line"].tolist() == [4, 8, 10]
    assert raw.rows["id"].tolist() == ["1", "2", "4"]
    assert raw.rows["says"].tolist() == ["two\nlines", "x", 'say "no"']


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_other_delimiters_are_known_by_the_header(read: Read, mark: str) -> None:
    raw = read({"claims/c.csv": mark.join(["measure", "value"]) + "\n" + mark.join(["a", "1"])})
    assert raw.rows["value"].tolist() == ["1"]


def test_bad_rows_are_faults_and_the_rest_goes_on(read: Read) -> None:
    text = 'measure,value\na,1\na,1,700\na\n"a,3\na,5" pipe\na,"4"x\n"b",6\n'
    raw = read({"claims/c.csv": text})
    assert raw.rows["value"].tolist() == ["1", '5" pipe', "6"]
    assert [(fault.line, fault.claim) for fault in raw.faults] == [
        (3, "c#2"),
        (4, "c#3"),
        (5, "c#4"),
        (7, "c#6"),
    ]
    assert "3 cells, the header has 2; quote a cell that holds a comma" in raw.faults[0].message
    assert "1 cells" in raw.faults[1].message
    assert "quotation mark" in raw.faults[2].message
    assert {fault.code for fault in raw.faults} == {"REC001"}


def test_mostly_broken_rows_are_one_problem(read: Read) -> None:
    raw = read({"claims/c.csv": "measure,value\n" + "a,1,2\n" * 30 + "a,1\n"})
    (problem,) = [problem for problem in raw.problems if problem.file]
    assert "30 of 31 rows can't be read" in problem.message
    assert raw.faults == ()


@pytest.mark.parametrize(
    ("header", "words", "line"),
    [
        ("meassure,value", "no column 'measure'; is it the one named 'meassure'?", 1),
        ("measure,Value", "no column 'value'; is it the one named 'Value'?", 1),
        ("measure,value,value", "two columns named 'value'", 1),
        ("measure,value,kind", "'kind' has a name that can't be a dimension's", 1),
        ('measure,"value', "quotation mark", 1),
    ],
)
def test_a_broken_header_is_one_problem(read: Read, header: str, words: str, line: int) -> None:
    raw = read({"claims/c.csv": header + "\na,1\na,2\n"})
    (problem,) = [problem for problem in raw.problems if problem.file]
    assert words in problem.message
    assert (problem.file, problem.line, problem.kind) == ("claims/c.csv", line, "unreadable")
    assert len(raw.rows) == 0


def test_unknown_columns_are_named_once_and_left_out(read: Read) -> None:
    raw = read(
        {
            "claims/vocabulary.yaml": VOCABULARY,
            "claims/c.csv": "measure,value,ctiy,city,\npopulation,1,Lyon,Lyon,x\npopulation,2,Lyon,Lyon,\n",
        }
    )
    assert [problem.message.split(":")[0] for problem in raw.problems] == [
        "column 5 has no name",
        "unknown column 'ctiy'",
    ]
    assert "did you mean 'city'?" in raw.problems[1].message
    assert raw.rows["value"].tolist() == ["1", "2"]
    assert "ctiy" not in raw.rows


def test_wrong_cells_are_faults_of_their_rows(read: Read) -> None:
    raw = read(
        {
            "claims/vocabulary.yaml": VOCABULARY,
            "claims/c.csv": "id,measure,value,line,start,end,inferred\n"
            "x,population,1,a,,,\ny,population,2,,9,3,\n"
            'z,population,3,,,,tiem\nw,population,4,3,1,9,"city, time"\n',
        }
    )
    assert [(fault.claim, fault.line, fault.key, fault.stated) for fault in raw.faults] == [
        ("c#x", 2, "line", "1"),
        ("c#y", 3, "end", "2"),
        ("c#z", 4, "inferred", "3"),
    ]
    assert raw.rows["inferred"].tolist() == ["city time"]


def test_published_is_the_documents(read: Read) -> None:
    raw = read({"claims/c.csv": "document,measure,value,published\na,m,1,\na,m,2,2018\nb,m,3,2019\nb,m,3,2020\n"})
    assert [(document.id, document.published) for document in raw.documents] == [("a", "2018"), ("b", "2019")]
    (problem,) = raw.problems
    assert "document 'b' two dates, 2019 and 2020" in problem.message
    assert problem.line == 5


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "is empty"),
        (b"\n \n", "is empty"),
        (b"measure,value\na,caf\xe9\n", "not UTF-8 (byte 0xe9)"),
        ("measure,value\n".encode("utf-16"), "UTF-16"),
        (b"measure,value\na,\x00\n", "NUL bytes"),
    ],
)
def test_files_that_are_no_text_say_how_to_convert_them(read: Read, data: bytes, words: str) -> None:
    raw = read({"claims/c.csv": data, "claims/d.csv": "measure,value\na,1\n"})
    (problem,) = raw.problems
    assert words in problem.message
    assert len(raw.rows) == 1


def test_json_lines_keep_numbers_as_written(read: Read) -> None:
    lines = [
        '{"measure": "a", "value": 1700.50, "rank": 1, "exact": true, "unit": null, "city": "Lyon"}',
        "",
        '{"measure": "a", "value": 1e3, "inferred": ["time", "unit"], "base": {"city": "Lyon"}}',
    ]
    raw = read({"claims/c.jsonl": "\n".join(lines)})
    assert (raw.problems, raw.faults) == ((), ())
    assert raw.rows["value"].tolist() == ["1700.50", "1e3"]
    assert raw.rows["rank"].tolist() == ["1", ""]
    assert raw.rows["exact"].tolist() == ["true", ""]
    assert raw.rows["inferred"].tolist() == ["", "time unit"]
    assert raw.rows["base"].tolist() == ["", "city=Lyon"]
    assert raw.rows["line"].tolist() == [1, 3]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ('{"measure": "a", "value": 1', "no valid JSON"),
        ('{"measure": "a", "measure": "b", "value": 1}', "'measure' stands there twice"),
        ("[1]", "no JSON object"),
        ('{"measure": "a", "value": [1]}', "value is a list"),
        ('{"measure": "a", "at": {"line": 3}}', "write its keys beside the others"),
        ('{"measure": "\\ud800", "value": 1}', "half of a character"),
        ("[" * 100_000, "nested too deep"),
    ],
)
def test_a_broken_json_line_is_a_fault(read: Read, line: str, words: str) -> None:
    raw = read({"claims/c.ndjson": '{"measure": "a", "value": "1"}\n' + line + '\n{"measure": "a", "value": "2"}'})
    (fault,) = raw.faults
    assert (fault.line, fault.claim) == (2, "c#2")
    assert words in fault.message
    assert raw.rows["id"].tolist() == ["1", "3"]


def test_a_json_list_is_no_json_lines(read: Read) -> None:
    raw = read({"claims/c.jsonl": '[{"measure": "a", "value": 1}]'})
    assert "is one JSON list" in raw.problems[-1].message


def test_parquet_numbers_come_back_as_a_person_writes_them(read: Read) -> None:
    frame = pd.DataFrame(
        {
            "measure": "a",
            "value": [1700.0, 0.1 + 0.2, 12.5, None],
            "rank": pd.array([1, None, 2, 3], dtype="Int64"),
            "time": [datetime.date(2017, 12, 1), None, datetime.date(2018, 1, 2), None],
            "published": pd.to_datetime(["2018-02-03", "2018-02-03", None, None]),
            "low": [Decimal("1650.00"), None, None, None],
            "exact": [True, False, True, False],
            "city": pd.Categorical(["Lyon", "Lyon", None, "Paris"]),
            "tags": [["x"], [], [], []],
        }
    )
    raw = read({"claims/c.parquet": parquet(frame)})
    rows = raw.rows
    assert rows["value"].tolist() == ["1700", "0.3", "12.5", ""]
    assert rows["rank"].tolist() == ["1", "", "2", "3"]
    assert rows["time"].tolist() == ["2017-12-01", "", "2018-01-02", ""]
    assert rows["published"].tolist() == ["2018-02-03", "2018-02-03", "", ""]
    assert rows["low"].tolist() == ["1650", "", "", ""]
    assert rows["exact"].tolist() == ["true", "false", "true", "false"]
    assert rows["city"].tolist() == ["Lyon", "Lyon", "", "Paris"]
    assert rows["line"].tolist() == [1, 2, 3, 4]
    assert ["column 'tags' holds" in problem.message for problem in raw.problems] == [True]


def test_a_file_that_is_no_parquet_is_a_problem(read: Read) -> None:
    raw = read({"claims/c.parquet": b"PAR1 not really", "claims/d.csv": "measure,value\na,1"})
    assert [problem.file for problem in raw.problems] == ["claims/c.parquet"]
    assert "can't be read as Parquet" in raw.problems[0].message


def test_xlsx_cells_come_back_as_shown(read: Read) -> None:
    rows = [
        ["measure", "value", "time", "city", "exact"],
        ["a", 0.12, datetime.date(2017, 12, 1), "Lyon", True],
        [None, None, None, None, None],
        ["a", 1700.0, datetime.datetime(2018, 3, 1), "Lyon", None],
        ["a", 0.1 + 0.2, 2015, "=x", False],
        ["a", "1,700", datetime.datetime(2018, 3, 1, 12, 30), "", None],
    ]
    data = workbook(rows, formats={"B2": "0.0%", "C4": "mmm yyyy", "E5": "General"})
    raw = read({"claims/c.xlsx": data})
    assert raw.problems == ()
    assert raw.rows["value"].tolist() == ["12%", "1700", "1,700"]
    assert raw.rows["time"].tolist() == ["2017-12-01", "2018-03", "2018-03-01T12:30:00"]
    assert raw.rows["exact"].tolist() == ["true", "", ""]
    assert raw.rows["line"].tolist() == [2, 4, 6]
    assert raw.rows["id"].tolist() == ["1", "2", "4"]
    (fault,) = raw.faults
    assert "cell D5 holds a formula that was never calculated" in fault.message
    assert (fault.claim, fault.line, fault.key) == ("c#3", 5, "city")


def test_xlsx_takes_the_sheet_named_claims(read: Read) -> None:
    book = openpyxl.Workbook()
    book.active.append(["about", "this"])
    sheet = book.create_sheet("Claims")
    sheet.append(["measure", "value"])
    sheet.append(["a", 5])
    sheet.append(["a", 5, "stray"])
    data = io.BytesIO()
    book.save(data)
    raw = read({"claims/c.xlsx": data.getvalue()})
    assert raw.rows["value"].tolist() == ["5"]
    assert "3 cells, the header has 2" in raw.faults[0].message


def test_xlsx_of_the_1904_calendar(read: Read) -> None:
    book = openpyxl.Workbook()
    book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    book.active.append(["measure", "value", "time"])
    book.active.append(["a", 5, datetime.date(2017, 12, 9)])
    data = io.BytesIO()
    book.save(data)
    assert read({"claims/c.xlsx": data.getvalue()}).rows["time"].tolist() == ["2017-12-09"]


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 broken", b"measure,value\na,1\n"])
def test_a_file_that_is_no_workbook_is_a_problem(read: Read, data: bytes) -> None:
    raw = read({"claims/c.xlsx": data, "claims/d.csv": "measure,value\na,1"})
    assert "is no XLSX workbook" in raw.problems[0].message


def test_a_damaged_workbook_is_a_problem(read: Read) -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("xl/workbook.xml", "<broken")
    raw = read({"claims/c.xlsx": data.getvalue(), "claims/d.csv": "measure,value\na,1"})
    assert "can't be read as XLSX" in raw.problems[0].message


def test_a_formula_in_a_header_is_a_problem(read: Read) -> None:
    raw = read({"claims/c.xlsx": workbook([["measure", "value", "=A1"], ["a", 1, 2]])})
    assert "the header can't be read: cell C1 holds a formula" in "".join(problem.message for problem in raw.problems)


def test_an_empty_workbook_is_a_problem(read: Read) -> None:
    raw = read({"claims/c.xlsx": workbook([]), "claims/d.csv": "measure,value\na,1"})
    assert "holds no claims" in raw.problems[0].message


def test_a_frame_is_a_table_without_a_file() -> None:
    frame = pd.DataFrame({"measure": "a", "value": [1700, 2.5], "city": ["Lyon", None]}, index=[7, 7])
    before = frame.copy()
    raw = from_frame(frame)
    assert raw.rows["value"].tolist() == ["1700", "2.5"]
    assert raw.rows["city"].tolist() == ["Lyon", ""]
    assert raw.rows["document"].tolist() == ["frame", "frame"]
    assert raw.rows["id"].tolist() == ["1", "2"]
    assert raw.problems == ()
    pd.testing.assert_frame_equal(frame, before)
    assert "no column 'measure'" in from_frame(pd.DataFrame({"value": [1]})).problems[0].message


def test_an_inferred_measure_has_the_unit_stated_most(read: Read) -> None:
    raw = read({"claims/c.csv": "measure,value,unit\na,1,km\na,1,m\na,1,km\na,1,\nb,1,\n"})
    assert {name: measure.unit for name, measure in raw.vocabulary.measures.items()} == {"a": "km", "b": ""}


CELL = st.text(alphabet=st.sampled_from('ab ,"\n;é\t=1'), max_size=6)


@given(st.lists(st.lists(CELL, min_size=3, max_size=3), min_size=1, max_size=6))
def test_what_the_csv_module_writes_comes_back(rows: list[list[str]]) -> None:
    data = io.StringIO()
    csv.writer(data, lineterminator="\n").writerows([["measure", "value", "says"], *rows])
    table = read_csv_file(data.getvalue().encode(), "c.csv")
    written = [row for row in rows if any(row)]
    read_back = [row for row in table.frame.to_numpy(dtype=object).tolist() if any(row)]
    assert table.bad == ()
    assert read_back == written


@given(st.text(alphabet=st.sampled_from('ab,"\n\r;é \t'), max_size=60))
def test_any_csv_text_gives_rows_bad_rows_or_our_error(text: str) -> None:
    try:
        table = read_csv_file(b"measure,value\n" + text.encode(), "c.csv")
    except Unreadable:
        return
    assert len(table.frame) == len(table.numbers) == len(table.lines)
    numbers = sorted([*table.numbers.tolist(), *(bad.number for bad in table.bad)])
    assert numbers == list(range(1, len(numbers) + 1))


@given(st.binary(max_size=80))
def test_any_bytes_give_our_error_or_a_table(data: bytes) -> None:
    for reader in (read_csv_file, read_json_lines, read_parquet, read_workbook):
        with suppress(Unreadable):
            assert reader(data, "c").names


@given(
    st.lists(
        st.dictionaries(st.sampled_from(["measure", "value", "says"]), st.text(max_size=5) | st.integers(), min_size=1),
        min_size=1,
        max_size=5,
    )
)
def test_json_lines_come_back(rows: list[dict[str, object]]) -> None:
    table = read_json_lines("\n".join(json.dumps(row) for row in rows).encode(), "c.jsonl")
    records = table.frame.set_axis(list(table.names), axis=1).to_dict("records")
    assert table.bad == ()
    assert [{key: str(value) for key, value in row.items() if value != ""} for row in rows] == [
        {key: value for key, value in record.items() if value} for record in records
    ]
