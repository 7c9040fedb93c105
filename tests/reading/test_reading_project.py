"""Which files a project has, and what happens where they disagree."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from reconcile.models import CLAIM_KEYS, ROW_COLUMNS, RawProject, Vocabulary
from reconcile.models.raw import lines_of
from reconcile.reading import read_project
from reconcile.reading.keys import CLAIM, TABLE_COLUMNS
from reconcile.settings import Settings, load_settings

Read = Callable[[dict[str, str | bytes]], RawProject]
ONE = "claims: [{measure: a, value: 1}]"


def test_claim_files_are_found_all_the_way_down_in_order(read: Read) -> None:
    raw = read(
        {
            "claims/z.yml": ONE,
            "claims/a/b.yaml": ONE,
            "claims/a/c.CSV": "measure,value\na,1\n",
            "claims/m.csv": "measure,value\na,1\n",
            "claims/.hidden.yaml": ONE,
            "claims/.git/x.yaml": ONE,
            "claims/~$m.xlsx": b"",
            "claims/README.md": "x",
            "claims/vocabulary.yaml": "measures: {a: }",
        }
    )
    assert raw.problems == ()
    assert raw.rows["file"].drop_duplicates().tolist() == [
        "claims/a/b.yaml",
        "claims/z.yml",
        "claims/a/c.CSV",
        "claims/m.csv",
    ]
    assert [document.id for document in raw.documents] == ["b", "c", "m", "z"]


def test_rows_have_the_fixed_columns_then_the_further_keys(read: Read) -> None:
    raw = read(
        {
            "claims/z.yml": "claims: [{measure: a, value: 1, zebra: x, ape: y}]",
            "claims/m.csv": "measure,value,ox\na,1,z\n",
        }
    )
    assert raw.rows.columns.tolist() == [*ROW_COLUMNS, "ape", "ox", "zebra"]
    assert raw.rows["zebra"].tolist() == ["x", ""]
    lines = [lines_of(stated) for stated in raw.rows["key_lines"]]
    assert lines == [{"measure": 1, "value": 1, "zebra": 1, "ape": 1}, {}]
    assert raw.rows["line"].tolist() == [1, 2]
    assert all(isinstance(value, str) for name in CLAIM_KEYS for value in raw.rows[name])


def test_files_that_look_like_claims_but_are_not_read_are_named(read: Read) -> None:
    raw = read({"claims/a.yaml": ONE, "claims/b.json": "[]", "claims/c.tsv": "", "claims/d.xls": b""})
    assert [problem.file for problem in raw.problems] == ["claims/b.json", "claims/c.tsv", "claims/d.xls"]


def test_a_path_that_is_not_there_is_a_problem(read: Read) -> None:
    raw = read(
        {
            "reconcile.toml": "[project]\nclaims = ['claims', 'more', 'x.txt']\n",
            "claims/a.yaml": ONE,
            "x.txt": "",
        }
    )
    assert [(problem.file, problem.kind) for problem in raw.problems] == [
        ("more", "unreadable"),
        ("x.txt", "unreadable"),
    ]
    assert len(raw.rows) == 1


def test_a_file_named_twice_is_read_once(read: Read) -> None:
    raw = read(
        {
            "reconcile.toml": "[project]\nclaims = ['claims/a.yaml', 'claims', './claims']\n",
            "claims/a.yaml": ONE,
        }
    )
    assert len(raw.rows) == 1
    assert raw.problems == ()


def test_no_claims_at_all_is_a_problem(read: Read) -> None:
    (problem,) = read({}).problems
    assert problem.message == "no claim files found (claims: there is no such file or folder)"
    assert "no claims found in 1 claim files" in read({"claims/a.yaml": "claims: []"}).problems[0].message


def test_two_files_of_one_document_are_named_both(read: Read) -> None:
    raw = read(
        {
            "claims/a.yaml": "document: {id: d}\nclaims: [{id: x, measure: a, value: 1}]",
            "claims/b.yaml": "\ndocument: {id: d}\nclaims: [{id: y, measure: a, value: 2}, 3]",
            "claims/c.csv": "document,measure,value\nd,a,3\ne,a,4\n",
        }
    )
    assert [(problem.file, problem.line) for problem in raw.problems] == [
        ("claims/b.yaml", 2),
        ("claims/c.csv", 2),
    ]
    assert "claims/a.yaml" in raw.problems[0].message
    assert raw.rows["value"].tolist() == ["1", "4"]
    assert raw.faults == ()


def test_tables_may_share_a_document(read: Read) -> None:
    raw = read(
        {
            "claims/1.csv": "document,id,measure,value,published\nd,1,a,1,\n",
            "claims/2.csv": "document,id,measure,value,published\nd,2,a,2,2018\n",
            "claims/3.csv": "document,id,measure,value,published\nd,3,a,2,2019\n",
        }
    )
    assert len(raw.rows) == 3
    assert [document.published for document in raw.documents] == ["2018"]
    assert [problem.file for problem in raw.problems] == ["claims/3.csv"]


def test_a_broken_file_stops_no_other(read: Read) -> None:
    raw = read({"claims/a.yaml": "claims: [", "claims/b.yaml": ONE, "claims/c.yaml": b"\xff\xfe\x00"})
    assert [problem.file for problem in raw.problems] == ["claims/a.yaml", "claims/c.yaml"]
    assert len(raw.rows) == 1


def test_a_vocabulary_that_is_named_must_be_there(read: Read) -> None:
    raw = read({"reconcile.toml": "[project]\nvocabulary = 'v.yaml'\n", "claims/a.yaml": ONE})
    assert [(problem.file, problem.kind) for problem in raw.problems] == [("v.yaml", "vocabulary")]


def test_laws_come_from_every_rules_folder(read: Read) -> None:
    raw = read(
        {
            "reconcile.toml": "[project]\nrules = ['rules', 'more', 'nowhere']\n",
            "claims/a.yaml": "claims: [{measure: a, value: 1}, {measure: b, value: 2}]",
            "rules/relations.yaml": "relations: {one: {holds: a <= b}, two: {holds: a <= b}}",
            "more/relations.yml": "relations: {two: {holds: b <= a}, three: {holds: a <= c}}",
        }
    )
    assert [relation.name for relation in raw.relations] == ["one", "two"]
    assert raw.relations[1].file == "rules/relations.yaml"
    assert sorted((problem.file, problem.kind) for problem in raw.problems) == [
        ("more/relations.yml", "relations"),
        ("more/relations.yml", "relations"),
        ("nowhere", "rule"),
    ]
    assert "stands in rules/relations.yaml already" in raw.problems[1].message + raw.problems[0].message


def test_a_law_on_a_broken_measure_says_so(read: Read) -> None:
    raw = read(
        {
            "claims/vocabulary.yaml": "measures: {a: {kind: stok}, b: }",
            "claims/a.yaml": ONE,
            "rules/relations.yaml": "relations: {one: {holds: a <= b}}",
        }
    )
    (law,) = [problem for problem in raw.problems if problem.kind == "relations"]
    assert "'a' can't be used: see what is wrong with it in claims/vocabulary.yaml" in law.message


def test_a_vocabulary_can_be_given(read: Read, tmp_path: Path) -> None:
    read({"claims/vocabulary.yaml": "broken: [", "claims/a.yaml": ONE})
    raw = read_project(load_settings(tmp_path), Vocabulary())
    assert raw.problems == ()
    assert raw.vocabulary == Vocabulary()


def test_no_output_holds_the_folder_of_the_project(read: Read, tmp_path: Path) -> None:
    raw = read({"claims/a.yaml": "claims: [", "claims/b.xlsx": b"x", "claims/c.parquet": b"x", "claims/d.yaml": ONE})
    assert len(raw.problems) == 3
    assert str(tmp_path) not in repr(raw.problems) + repr(raw.documents) + repr(raw.rows["file"].tolist())


def test_reading_twice_gives_the_same(read: Read, tmp_path: Path) -> None:
    first = read({"claims/a.yaml": ONE + "\n", "claims/b.yaml": "claims: [3, {measure: a, measure: b}]"})
    second = read_project(load_settings(tmp_path))
    assert first.rows.equals(second.rows)
    assert (first.faults, first.problems, first.documents) == (
        second.faults,
        second.problems,
        second.documents,
    )


def test_the_readers_know_the_keys_that_the_nouns_name() -> None:
    assert set(CLAIM_KEYS) == set(CLAIM) - {"at", "of-which"}
    assert set(CLAIM_KEYS) <= set(TABLE_COLUMNS)


def test_importing_the_readers_and_settings_costs_no_pandas() -> None:
    heavy = "{'pandas', 'pyarrow', 'openpyxl', 'numpy'}"
    code = f"import sys, reconcile.reading, reconcile.settings; print(sorted({{*sys.modules}} & {heavy}))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.strip() == "[]"


def test_settings_without_a_folder_read_the_current_one(tmp_path: Path) -> None:
    assert Settings().root == Path()
    assert read_project(Settings(root=tmp_path)).problems[0].kind == "unreadable"
