"""Hostile files beside a good one: a clear message with the file, exit status 3, and the good file is checked."""

import io
import json
import struct
import zipfile
from collections.abc import Callable

import pytest
from stress_runs import Ran, Reconcile, assert_neighbour, make_project

MANY = 100_000


def laughs() -> str:
    """Aliases that multiply to 9^9 texts."""
    rows = ["a: &a [x, x, x, x, x, x, x, x, x]"]
    rows += [f"{chr(97 + n)}: &{chr(97 + n)} [{', '.join(['*' + chr(96 + n)] * 9)}]" for n in range(1, 9)]
    return "\n".join([*rows, "claims: *i\n"])


def in_value(text: str) -> str:
    return f'claims:\n  - {{measure: m, value: "{text}"}}\n'


YAML: dict[str, tuple[str | bytes, str]] = {
    "billion laughs": (laughs(), "has aliases (*name) that multiply it"),
    "a list that holds itself": ("claims: &a\n  - *a\n", "hold themselves"),
    "claims that hold themselves": ("claims: &a\n  - {measure: m, value: 1, of-which: *a}\n", "hold themselves"),
    "open brackets": ("claims: " + "[" * MANY, "nested more than 100 levels"),
    "closed brackets": ("claims: " + "[" * MANY + "]" * MANY, "nested more than 100 levels"),
    "mappings": ("claims: " + "{a: " * MANY, "nested more than 100 levels"),
    "lists on one line": ("claims:\n" + "- " * MANY, "nested more than 100 levels"),
    "indentation": ("\n".join(" " * n + "a:" for n in range(2000)), "nested more than 100 levels"),
    "complex keys": ("? " * MANY, "nested more than 100 levels"),
    "an object of Python": ('claims: !!python/object/apply:os.system ["true"]\n', "has a tag"),
    "a NUL byte": (in_value("1\0"), ":2: holds NUL bytes"),
    "an escape": (in_value("1\x1b[31m"), "holds control characters"),
    "UTF-16": (in_value("1").encode("utf-16"), "is UTF-16, not UTF-8"),
    "UTF-16 without a mark": (in_value("1").encode("utf-16-le"), "holds NUL bytes"),
    "Latin-1": (in_value("café").encode("latin-1"), ":2: is not UTF-8 (byte 0xe9)"),
    "an overlong character": (b"claims:\n  - {measure: m, value: '\xc0\xaf'}\n", ":2: is not UTF-8"),
    "half a character": (b"claims:\n  - {measure: m, value: '\xed\xa0\x80'}\n", ":2: is not UTF-8"),
    "all bytes": (bytes(range(256)) * 100, "is not UTF-8"),
    "items that are no claims": ("claims: [" + "a," * 50_000 + "]\n", "50,000 of 50,000 items are no claims"),
    "many keys at the top": ("".join(f"k{n}: a\n" for n in range(MANY)) + "claims: []\n", "it has 100,001 keys"),
    "many keys of a document": (
        "document: {" + ", ".join(f"k{n}: a" for n in range(MANY)) + "}\nclaims: []\n",
        "document has 100,000 keys",
    ),
    "other keys in each claim": (
        "claims:\n" + "".join(f"  - {{measure: m, value: '1', k{n}: a}}\n" for n in range(2000)),
        "different keys; at most 1,000 are read",
    ),
}


HEADER = "document,id,measure,place,value\n"
TABLES: dict[str, tuple[str, Callable[[], str | bytes], str]] = {
    "a NUL byte": ("csv", lambda: HEADER + 'd,1,m,Lyon,"1\0"\n', ":2: holds NUL bytes"),
    "UTF-16": ("csv", lambda: (HEADER + "d,1,m,Lyon,1\n").encode("utf-16"), "is UTF-16"),
    "a header without end": ("csv", lambda: "x" * 2_000_000 + "\n", "the row has 2,000,001 bytes"),
    "one long name": ("csv", lambda: "measure,value," + "x" * 200_000 + "\nm,1,a\n", "field larger than"),
    "many columns": (
        "csv",
        lambda: "measure,value," + ",".join(f"c{n}" for n in range(MANY)) + "\nm,1" + ",a" * MANY,
        "has 100,002 columns; at most 1,000",
    ),
    "brackets": ("jsonl", lambda: '{"measure": "m", "value": ' + "[" * MANY + "]" * MANY + "}", "nested too deep"),
    "objects": ("jsonl", lambda: '{"a":' * MANY + "1" + "}" * MANY, "nested too deep"),
    "half a character in JSON": ("jsonl", lambda: '{"measure": "m", "value": "\\ud800"}', "half of a character"),
    "many names": (
        "jsonl",
        lambda: json.dumps({"measure": "m", "value": "1", **{f"k{n}": "a" for n in range(50_000)}}),
        "has 50,002 columns",
    ),
    "new names in each line": (
        "jsonl",
        lambda: "".join(json.dumps({"measure": "m", "value": "1", f"k{n}": "a"}) + "\n" for n in range(2000)),
        "has 2,002 columns",
    ),
    "no Parquet": ("parquet", lambda: b"PAR1PAR1", "can't be read as Parquet"),
    "nothing": ("parquet", lambda: b"", "can't be read as Parquet"),
    "half a file": ("parquet", lambda: (lambda data: data[: len(data) // 2])(parquet()), "can't be read as Parquet"),
    "a footer that lies": (
        "parquet",
        lambda: parquet()[:-8] + struct.pack("<I", 0xFFFFFFFF) + b"PAR1",
        "can't be read as Parquet",
    ),
    "texts that are none": ("parquet", lambda: parquet().replace(b"Lyon", b"\xad\xffon"), "can't be read as Parquet"),
    "columns without end": ("parquet", lambda: parquet(2000), "has 2,004 columns"),
    "no zip": ("xlsx", lambda: b"PK\3\4" + b"x" * 1000, "is no XLSX workbook"),
    "a zip bomb": ("xlsx", lambda: workbook(" " * 60_000_000), "which no table of claims does"),
    "a file from outside": (
        "xlsx",
        lambda: workbook(ROW.format(2).replace("<t>m</t>", "<t>&e;</t>"), '<!ENTITY e SYSTEM "file:///etc/passwd">'),
        "can't be read as XLSX",
    ),
    "laughing entities": (
        "xlsx",
        lambda: workbook(
            ROW.format(2).replace("<t>m</t>", "<t>&j;</t>"),
            '<!ENTITY a "aaaaaaaaaa">'
            + "".join(f'<!ENTITY {chr(98 + n)} "{("&" + chr(97 + n) + ";") * 10}">' for n in range(9)),
        ),
        "can't be read as XLSX",
    ),
}


def parquet(more: int = 0) -> bytes:
    import pyarrow as pa
    import pyarrow.parquet as pq

    columns = {"document": ["d"] * 9, "measure": ["m"] * 9, "place": ["Lyon"] * 9, "value": list("123456789")}
    sink = io.BytesIO()
    table = pa.table({**columns, **{f"c{n}": ["a"] * 9 for n in range(more)}})
    pq.write_table(table, sink, compression="none", use_dictionary=False, write_statistics=False)
    return sink.getvalue()


SPACE = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
ROW = '<row r="{0}"><c r="A{0}" t="inlineStr"><is><t>m</t></is></c><c r="B{0}"><v>5</v></c></row>'
HEAD = (
    '<row r="1"><c r="A1" t="inlineStr"><is><t>measure</t></is></c>'
    '<c r="B1" t="inlineStr"><is><t>value</t></is></c></row>'
)


def workbook(rows: str, entities: str = "", more: dict[str, bytes] | None = None) -> bytes:
    """A workbook whose sheet is what somebody wrote by hand."""
    from openpyxl import Workbook

    plain, sink = io.BytesIO(), io.BytesIO()
    Workbook().save(plain)
    kind = f"<!DOCTYPE x [{entities}]>" if entities else ""
    sheet = f'<?xml version="1.0"?>{kind}<worksheet {SPACE}><sheetData>{HEAD}{rows}</sheetData></worksheet>'
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, sheet if name == "xl/worksheets/sheet1.xml" else old.read(name))
        for name, data in (more or {}).items():
            new.writestr(name, data)
    return sink.getvalue()


FILES: dict[str, tuple[Callable[[], str | bytes], str]] = {
    **{f"yaml-{n:02}.yaml": (lambda content=content: content, said) for n, (content, said) in enumerate(YAML.values())},
    **{f"table-{n:02}.{ending}": (made, said) for n, (ending, made, said) in enumerate(TABLES.values())},
}


@pytest.fixture(scope="module")
def checked(tmp_path_factory: pytest.TempPathFactory, reconcile: Reconcile) -> Ran:
    """One check of all hostile files at once, beside a good one."""
    project = make_project(tmp_path_factory.mktemp("hostile"), reconcile)
    for name, (made, _) in FILES.items():
        project.put(f"claims/{name}", made())
    return project.check(seconds=60)


@pytest.mark.parametrize("name", FILES)
def test_a_hostile_file_is_named_with_what_is_wrong(checked: Ran, name: str) -> None:
    told = [line for line in checked.out.splitlines() if f"claims/{name}" in line]
    assert told and any(FILES[name][1] in line for line in told), told


def test_hostile_files_take_no_good_one_with_them(checked: Ran) -> None:
    assert checked.status == 3
    assert_neighbour(checked)
    assert f"{len(FILES)} problems" in checked.err
    assert checked.seconds < 20 and checked.megabytes < 1000, checked


@pytest.mark.parametrize(
    ("ending", "content"),
    [
        ("csv", HEADER + "d,1,m,Lyon,5\nd,2,m,Lyon," + "9" * 1_100_000 + "\n"),
        ("csv", HEADER + "d,1,m,Lyon,5\n" + "," * 1_100_000 + "\n"),
        ("jsonl", '{"measure": "m", "value": "5"}\n{"measure": "m", "value": "' + "x" * 1_100_000 + '"}\n'),
    ],
)
def test_an_endless_row_spoils_itself_alone(project, ending, content) -> None:
    project.put(f"claims/bad.{ending}", content)
    ran = project.check()
    assert ran.status == 1
    assert "REC102" in ran.out and "REC001" in ran.out and "at most 1,000,000 are read" in ran.out


def test_rows_beyond_what_a_workbook_can_hold_are_not_passed_over(project) -> None:
    project.put("claims/bad.xlsx", workbook(ROW.format(10**9)))
    ran = project.refused("has more than 1,048,576 rows", seconds=40)
    assert ran.seconds < 15 and ran.megabytes < 500


@pytest.mark.parametrize("row", [ROW.format(2) + "<row/>" * 50_000, '<row r="2"><c r="XFD2"/></row>'])
def test_a_workbook_that_declares_more_than_it_holds(project, row) -> None:
    project.put("claims/bad.xlsx", workbook(row, more={"../../outside.txt": b"x", "inner.zip": workbook("")}))
    ran = project.check(seconds=40)
    assert "REC102" in ran.out and ran.seconds < 15 and ran.megabytes < 500
    assert not (project.root.parent / "outside.txt").exists()


def test_a_parquet_file_of_billions_of_rows(project) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    sink = io.BytesIO()
    batch = pa.table({"measure": pa.nulls(2_000_000, pa.string()), "value": pa.nulls(2_000_000, pa.string())})
    with pq.ParquetWriter(sink, batch.schema) as writer:
        for _ in range(26):
            writer.write_table(batch)
    assert len(sink.getvalue()) < 300_000, "few bytes declare many rows"
    project.put("claims/bad.parquet", sink.getvalue())
    ran = project.refused("has 52,000,000 rows; at most 50,000,000 are read")
    assert ran.megabytes < 400


NUMBERS = ("9" * 400, "9" * 200_000, "10^10^10", "1e999999999", "1e999999999 million", "1e-999999999", "1/" + "9" * 99)


def test_absurd_numbers_are_findings(project) -> None:
    rows = "".join(f'  - {{measure: m{n}, value: "{text}"}}\n' for n, text in enumerate(NUMBERS))
    more = f'  - {{measure: x, rank: "{"9" * 10_000}"}}\n  - {{measure: y, value: "1", low: "1e999999999"}}\n'
    project.put("claims/bad.yaml", "claims:\n" + rows + more)
    project.put("claims/worse.csv", "measure,value\n" + "".join(f'n{n},"{text}"\n' for n, text in enumerate(NUMBERS)))
    project.put(
        "claims/worst.jsonl", "".join(f'{{"measure": "o", "value": {n}}}\n' for n in ("1e999999999", "NaN", "9" * 99))
    )
    ran = project.check()
    assert ran.status == 1 and "REC102" in ran.out
    assert ran.out.count("REC004") >= 12 and ran.seconds < 10 and ran.megabytes < 400


TIMES = (
    "9" * 20,
    "Y170000000002",
    "y-17e7",
    "2017-02-30",
    "2017-12/9" * 50,
    "{1..99999999}",
    "-9999/9999",
    "mid-99999",
)


def test_absurd_times_are_findings(project) -> None:
    rows = "".join(f'  - {{measure: visitors, place: Paris, value: "5", time: "{text}"}}\n' for text in TIMES)
    project.put("claims/bad.yaml", f'document: {{id: bad, published: "{"9" * 4000}"}}\nclaims:\n' + rows)
    ran = project.refused("claims/bad.yaml")
    assert ran.seconds < 10 and ran.out.count("REC00") >= len(TIMES) - 1
