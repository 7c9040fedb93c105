"""What broken rows of claim tables are called, and where rows of a Parquet file stand."""

import io
import json
from collections.abc import Callable

import openpyxl
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from reconcile.models import RawProject

Read = Callable[[dict[str, str | bytes]], RawProject]
HEAD = "document,id,measure,city,value\n"
GOOD = "census,a,population,Lyon,5\nregister,b,population,Lyon,6\n"


def names(raw: RawProject) -> list[tuple[str, str, int]]:
    return [(fault.claim, fault.document, fault.line) for fault in raw.faults]


@pytest.mark.parametrize(
    ("row", "claim"),
    [
        ("census,c,population,Lyon,1,700", "census#c"),
        ("register,c,population", "register#c"),
        ('census,c,population,"Ly"on,5', "census#c"),
        ('"census","c",population', "census#c"),
        ("census,,population", "census#3"),
        ("the census, of 1999,c,population,Lyon,5", "t#3"),
        ("elsewhere,c,population", "t#3"),
        ("census", "census#3"),
    ],
)
def test_a_broken_row_of_a_csv_file_has_its_own_name(read: Read, row: str, claim: str) -> None:
    raw = read({"claims/t.csv": f"{HEAD}{GOOD}{row}\n"})
    assert names(raw) == [(claim, claim.partition("#")[0], 4)]
    assert len(raw.rows) == 2


def test_an_id_behind_other_cells_may_have_moved(read: Read) -> None:
    raw = read({"claims/t.csv": "document,value,measure,id\ncensus,5,population,a\ncensus,1,700,population,b\n"})
    assert names(raw) == [("census#2", "census", 3)]


def test_without_a_document_column_it_is_the_file_and_the_row(read: Read) -> None:
    assert names(read({"claims/t.csv": "measure,value\npopulation,5\npopulation,1,700\n"})) == [("t#2", "t", 3)]


def test_a_broken_row_of_a_workbook_has_its_own_name(read: Read) -> None:
    book = openpyxl.Workbook()
    for row in (
        HEAD.strip().split(","),
        ["census", "a", "population", "Lyon", "5"],
        ["census", 7, "population", "=A1"],
    ):
        book.active.append(row)
    data = io.BytesIO()
    book.save(data)
    assert names(read({"claims/t.xlsx": data.getvalue()})) == [("census#7", "census", 3)]


@pytest.mark.parametrize(
    ("line", "claim"),
    [
        ('{"document": "census", "id": 7, "measure": "population", "value": [5]}', "census#7"),
        ('{"document": "census", "id": "c", "value": 5, "value": 6}', "census#c"),
        ('{"document": "census", "document": "register", "id": "c", "value": 5}', "t#2"),
        ('{"document": ["census"], "id": "c", "value": 5}', "t#c"),
        ("{broken", "t#2"),
    ],
)
def test_a_broken_json_line_has_its_own_name(read: Read, line: str, claim: str) -> None:
    good = json.dumps({"document": "census", "id": "a", "measure": "population", "value": "5"})
    assert [name for name, _, _ in names(read({"claims/t.jsonl": f"{good}\n{line}\n"}))] == [claim]


def test_rows_of_a_parquet_file_stand_at_their_numbers(read: Read) -> None:
    data = io.BytesIO()
    pd.DataFrame({"measure": ["population"] * 3, "value": ["5", "6", "7"], "start": ["1", "x", ""]}).to_parquet(data)
    raw = read({"claims/t.parquet": data.getvalue()})
    assert raw.rows["line"].tolist() == [1, 3]
    assert names(raw) == [("t#2", "t", 2)]


@pytest.mark.parametrize("before", ["", " ", "  ", "\t", " \t", "\t ", "   "])
@pytest.mark.parametrize("again", ['"value"', '"v\\u0061lue"'])
def test_a_key_twice_is_told_whatever_blanks_stand_about_it(read: Read, before: str, again: str) -> None:
    good = '{"measure": "m", "value": "7"}\n'
    raw = read({"claims/t.jsonl": f'{good}{{"measure": "m", "value"{before}: "1",\t{again}{before} :"2"}}\n'})
    assert [(fault.line, fault.message) for fault in raw.faults] == [(2, "'value' stands there twice")]
    assert len(raw.rows) == 1


BYTES = (pa.binary(), pa.large_binary(), pa.binary(3), pa.binary_view(), pa.dictionary(pa.int32(), pa.binary()))


@pytest.mark.parametrize("kind", BYTES, ids=str)
def test_a_parquet_column_of_bytes_is_told_and_never_read_as_text(read: Read, kind: pa.DataType) -> None:
    table = pa.table({"measure": ["m", "n"], "value": ["1", "2"], "note": pa.array([b"one", b"two"], kind)})
    data = io.BytesIO()
    pq.write_table(table, data)
    raw = read({"claims/t.parquet": data.getvalue()})
    assert len(raw.rows) == 2 and "b'" not in raw.rows.to_csv()
    assert [(problem.file, problem.message.partition(" holds ")[0]) for problem in raw.problems] == [
        ("claims/t.parquet", "column 'note'")
    ]


def test_a_parquet_file_whose_codes_hold_a_text_twice(read: Read) -> None:
    """Other programs may write such: the format forbids it nowhere."""
    columns = {"document": ["a", "b", "c"], "measure": ["visitors", "visiting", "visitors"], "value": ["1", "2", "3"]}
    data = io.BytesIO()
    pq.write_table(pa.table(columns), data, compression="none", write_statistics=False)
    assert data.getvalue().count(b"visiting") == 1
    raw = read({"claims/t.parquet": data.getvalue().replace(b"visiting", b"visitors")})
    assert raw.problems == ()
    assert raw.rows[["document", "measure", "value"]].astype(str).to_numpy().tolist() == [
        ["a", "visitors", "1"],
        ["b", "visitors", "2"],
        ["c", "visitors", "3"],
    ]
