"""Claims into a workbook and back: nothing edited changes nothing, edits are shown first, conflicts are refused."""

import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import openpyxl
import pytest

from reconcile.cli._sheet import LISTS, LONGEST_CELL, LOST, cell_of

CLAIMS = """\
# Kept by hand.
document: {id: paper, published: 2020}
defaults: {city: Lyon}
claims:
  - id: riders       # on Sunday
    measure: riders
    value: "1,700"
    says: =HYPERLINK("http://example.org")
    of-which:
      - {id: free, value: "250"}
  - {id: boats, measure: boats, value: 40}
"""
FILES = {
    "claims/vocabulary.yaml": "dimensions: {city: {World: [Lyon, Rome]}}\nmeasures: {riders: , boats: }\n",
    "claims/paper.yaml": CLAIMS,
    "claims/table.csv": "document,id,measure,value\nsurvey,s1,boats,41\n",
}
Change = Callable[[Path, Mapping[tuple[str, str], object]], Path]


@pytest.fixture
def made(project, reconcile, tmp_path: Path) -> Path:
    root = project(FILES)
    done = reconcile("claims", str(root), "--xlsx", str(tmp_path / "out.xlsx"))
    assert done.status == 0, done.err
    return root


@pytest.fixture
def change(tmp_path: Path) -> Callable[..., str]:
    """Change cells of the workbook, `(claim id, column)` to value, and return its path."""

    def edit(cells: Mapping[tuple[str, str], object], drop: tuple[str, ...] = ()) -> str:
        book = openpyxl.load_workbook(tmp_path / "out.xlsx")
        sheet = book["claims"]
        columns = {cell.value: cell.column for cell in sheet[1]}
        rows = {row[1].value: row[0].row for row in sheet.iter_rows(min_row=2) if row[1].value}
        for (name, column), value in cells.items():
            row = rows.setdefault(name, len(rows) + 2)
            sheet.cell(row, columns[column]).value = value
        for name in sorted(drop, key=lambda name: -rows[name]):
            sheet.delete_rows(rows[name])
        book.save(tmp_path / "in.xlsx")
        return str(tmp_path / "in.xlsx")

    return edit


def test_nothing_edited_changes_nothing(made: Path, reconcile, tmp_path: Path) -> None:
    done = reconcile("import", str(made), "--xlsx", str(tmp_path / "out.xlsx"), "--yes", "--remove")
    assert (done.status, done.out, done.err) == (0, "", "nothing to change\n")
    assert (made / "claims/paper.yaml").read_text() == CLAIMS


def test_the_same_claims_give_the_same_bytes(made: Path, reconcile, tmp_path: Path) -> None:
    first = (tmp_path / "out.xlsx").read_bytes()
    reconcile("claims", str(made), "--xlsx", str(tmp_path / "out.xlsx"))
    assert (tmp_path / "out.xlsx").read_bytes() == first


def test_the_projects_own_claims_come_back_unchanged(root: Path, reconcile, tmp_path: Path) -> None:
    for name in ("claims", "rules", "reconcile.toml"):
        copy = shutil.copytree if (root / name).is_dir() else shutil.copy
        copy(root / name, tmp_path / name)
    assert reconcile("claims", str(tmp_path), "--xlsx", str(tmp_path / "all.xlsx")).status == 0
    book = openpyxl.load_workbook(tmp_path / "all.xlsx")  # saved again by another program
    book.save(tmp_path / "all.xlsx")
    done = reconcile("import", str(tmp_path), "--xlsx", str(tmp_path / "all.xlsx"), "--yes", "--remove")
    assert (done.status, done.out) == (0, "")
    for file in (root / "claims").iterdir():
        assert (tmp_path / "claims" / file.name).read_bytes() == file.read_bytes()


def test_the_workbook_is_made_for_people(made: Path, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(tmp_path / "out.xlsx")
    sheet = book["claims"]
    assert book.sheetnames == ["claims", "lists", "help"] and book[LISTS].sheet_state == "hidden"
    head = [cell.value for cell in sheet[1]]
    row = {name: sheet.cell(3, place) for place, name in enumerate(head, 1)}
    assert sheet.protection.sheet and sheet.freeze_panes == "C2"
    assert row["id"].protection.locked and not row["value"].protection.locked and row["fingerprint"].protection.locked
    assert {cell.number_format for cell in row.values()} == {"@"}
    assert [sheet.cell(line, 2).protection.locked for line in (2, 5, 6)] == [True, True, False]
    assert sheet.cell(5, head.index("value") + 1).protection.locked  # a claim of a table
    lists = {rule.formula1 for rule in sheet.data_validations.dataValidation}
    assert all(formula.startswith("=lists!$") for formula in lists) and len(lists) >= 5
    says = sheet.cell(2, head.index("says") + 1)
    assert (says.data_type, says.quotePrefix, says.value) == ("s", True, '=HYPERLINK("http://example.org")')


def test_changes_are_shown_first_and_written_when_asked(made: Path, reconcile, change) -> None:
    file = change(
        {("riders", "value"): "1,850", ("free", "value"): 260, ("boats", "time"): "2017-12", ("boats", "unit"): None}
    )
    done = reconcile("import", str(made), "--xlsx", file)
    assert done.status == 1 and (made / "claims/paper.yaml").read_text() == CLAIMS
    assert done.out == (
        "claims/paper.yaml:10 paper#free value: “250” -> “260”\n"
        "claims/paper.yaml:11 paper#boats time: nothing -> “2017-12”\n"
        "claims/paper.yaml:5 paper#riders value: “1,700” -> “1,850”\n"
    )
    assert reconcile("import", str(made), "--xlsx", file, "--yes").status == 0
    wanted = CLAIMS.replace("1,700", "1,850").replace("250", "260").replace("40}", "40, time: 2017-12}")
    assert (made / "claims/paper.yaml").read_text() == wanted
    again = reconcile("import", str(made), "--xlsx", file, "--yes")
    assert (again.status, again.err) == (0, "nothing to change\n")


def test_a_claim_that_changed_meanwhile_is_refused_and_named(made: Path, reconcile, change) -> None:
    file = change({("riders", "value"): "1,850", ("boats", "value"): "44"})
    changed = CLAIMS.replace("1,700", "1,900")
    (made / "claims/paper.yaml").write_text(changed)
    done = reconcile("import", str(made), "--xlsx", file, "--yes")
    assert done.status == 2
    assert "row 2: paper#riders (claims/paper.yaml:5) was changed in the project since" in done.err
    assert "nothing was written" in done.err
    assert (made / "claims/paper.yaml").read_text() == changed


def test_what_only_the_project_changed_stays(made: Path, reconcile, change) -> None:
    file = change({("boats", "value"): "44"})
    (made / "claims/paper.yaml").write_text(CLAIMS.replace("1,700", "1,900"))
    assert reconcile("import", str(made), "--xlsx", file, "--yes").status == 0
    assert (made / "claims/paper.yaml").read_text() == CLAIMS.replace("1,700", "1,900").replace("40}", "44}")


def test_new_claims(made: Path, reconcile, change) -> None:
    cells = {("new", "document"): "paper", ("new", "id"): "new", ("new", "measure"): "boats", ("new", "value"): 12}
    assert reconcile("import", str(made), "--xlsx", change(cells), "--yes").status == 0
    assert (made / "claims/paper.yaml").read_text() == CLAIMS + '  - id: new\n    measure: boats\n    value: "12"\n'


def test_claims_go_only_with_remove(made: Path, reconcile, change) -> None:
    file = change({}, drop=("boats",))
    shown = reconcile("import", str(made), "--xlsx", file, "--yes")
    assert shown.status == 0 and "it stays, for want of --remove" in shown.out
    assert (made / "claims/paper.yaml").read_text() == CLAIMS
    assert reconcile("import", str(made), "--xlsx", file, "--yes", "--remove").status == 0
    assert (made / "claims/paper.yaml").read_text() == CLAIMS.rpartition("  - {id: boats")[0]


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({("riders", "measure"): "riderz"}, "did you mean 'riders'"),
        ({("riders", "value"): "about"}, "no sure reading"),
        ({("riders", "stance"): "denies"}, "denies"),
        ({("riders", "line"): "x"}, "expected a whole number"),
        ({("riders", "city"): None}, "comes from `defaults`"),
        ({("riders", "value"): "=1+1"}, "a formula that was never calculated"),
        ({("s1", "value"): "42"}, "comes from claims/table.csv, a table"),
        ({("free", "id"): "other"}, "gone from the project"),
        ({("free", "id"): "boats"}, "stands in row 3 already"),
        ({("n", "id"): "n", ("n", "document"): "papper", ("n", "measure"): "boats"}, "did you mean 'paper'"),
        ({("n", "measure"): "boats", ("n", "value"): "3"}, "needs a document and an id"),
    ],
)
def test_what_would_be_wrong_is_refused_and_nothing_is_written(made, reconcile, change, cells, words) -> None:
    if ("free", "id") in cells:
        cells = {**cells, ("free", "value"): "1"}
    before = {path: path.read_bytes() for path in (made / "claims").iterdir()}
    done = reconcile("import", str(made), "--xlsx", change(cells), "--yes")
    assert (done.status, words in done.err) == (2, True), done.err
    assert {path: path.read_bytes() for path in (made / "claims").iterdir()} == before


def test_a_workbook_of_another_kind_is_refused(made: Path, reconcile, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["measure", "value", "colour"])
    book.active.append(["riders", "3", "red"])
    book.save(tmp_path / "other.xlsx")
    done = reconcile("import", str(made), "--xlsx", str(tmp_path / "other.xlsx"))
    assert done.status == 2
    assert "no column 'fingerprint'" in done.err and "no column 'colour'" in done.err
    (tmp_path / "no.xlsx").write_text("no workbook")
    assert "is no XLSX workbook" in reconcile("import", str(made), "--xlsx", str(tmp_path / "no.xlsx")).err
    assert reconcile("import", str(made)).status == 2


def test_what_a_cell_cannot_hold_is_marked_and_kept(project, reconcile, tmp_path: Path) -> None:
    long = "word " * 8000
    text = f'claims:\n  - {{id: a, measure: m, value: 1, note: "a\\x07b_x000D_ \\u202e", says: "{long.strip()}"}}\n'
    root = project({"claims/a.yaml": text})
    file = str(tmp_path / "odd.xlsx")
    assert reconcile("claims", str(root), "--xlsx", file).status == 0
    assert reconcile("import", str(root), "--xlsx", file, "--yes").err == "nothing to change\n"
    book = openpyxl.load_workbook(file)
    cells = {head.value: cell for head, cell in zip(book["claims"][1], book["claims"][2], strict=True)}
    assert LOST in cells["note"].value and "_x000D_" not in cells["note"].value
    assert len(cells["says"].value) <= LONGEST_CELL and cells["says"].value.endswith(LOST)
    cells["note"].value += "!"
    book.save(file)
    done = reconcile("import", str(root), "--xlsx", file, "--yes")
    assert done.status == 2 and "more than a cell holds" in done.err
    assert (root / "claims/a.yaml").read_text() == text


def test_a_workbook_among_the_claim_files_is_refused(made: Path, reconcile) -> None:
    done = reconcile("claims", str(made), "--xlsx", str(made / "claims" / "all.xlsx"))
    assert done.status == 2 and "read as claims" in done.err
    assert not (made / "claims" / "all.xlsx").exists()


def test_cells_hold_wide_characters_by_their_units() -> None:
    assert len(cell_of("😀" * 40_000).encode("utf-16-le")) <= 2 * LONGEST_CELL


def test_where_chooses_and_what_was_not_chosen_is_not_gone(made: Path, reconcile, tmp_path: Path) -> None:
    file = str(tmp_path / "some.xlsx")
    assert reconcile("claims", str(made), "--xlsx", file, "--where", "measure=boats").status == 0
    assert openpyxl.load_workbook(file)["claims"].cell(2, 2).value == "boats"
    done = reconcile("import", str(made), "--xlsx", file, "--yes", "--remove")
    assert (done.status, done.err) == (0, "nothing to change\n")


def test_a_choice_that_leaves_nothing_is_no_incomplete_check(reconcile, tmp_path) -> None:
    reconcile("init", str(tmp_path / "flood"))
    chosen = ("claims", str(tmp_path / "flood"), "--where", "measure=none-such")
    assert reconcile(*chosen).status == 0
    assert reconcile(*chosen, "--xlsx", str(tmp_path / "none.xlsx")).status == 0


def test_a_workbook_is_named_as_it_was_given(reconcile, tmp_path, monkeypatch) -> None:
    reconcile("init", str(tmp_path / "flood"))
    monkeypatch.chdir(tmp_path / "flood")
    done = reconcile("import", "--xlsx", "../none.xlsx")
    assert (done.status, done.err.startswith("../none.xlsx: can't be read")) == (2, True)
    assert reconcile("import", "--xlsx", ".").err == ".: can't be read: it is no regular file\n"
