"""What a workbook of claims wants changed in the project: every change named before anything is written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO

from reconcile.cli._sheet import (
    EXPORTED,
    LISTS,
    LOST,
    NAMES,
    SHOWN,
    Row,
    cell_of,
    columns_of,
    hash_of_cells,
    rows_of,
)
from reconcile.errors import did_you_mean
from reconcile.models import RawProject
from reconcile.reading.claim_edits import Followed, Wanted
from reconcile.reading.tables import Table


@dataclass(frozen=True)
class Given:
    """One row of a workbook."""

    place: int
    """Its line in the sheet."""
    document: str
    """Its document."""
    id: str
    """Its id."""
    fingerprint: str
    """What the claim said when the workbook was made; empty in a new row."""
    cells: Mapping[str, str]
    """Its editable cells by key, empty ones too."""

    @property
    def claim(self) -> str:
        """The claim's full id."""
        return f"{self.document}#{self.id}"

    @property
    def is_empty(self) -> bool:
        """Whether every cell that can be edited is empty."""
        return not any(text.strip() for text in self.cells.values())


@dataclass
class Plan:
    """What is to be changed, file by file, and what keeps it from being changed."""

    changed: dict[str, dict[str, dict[str, str]]] = field(default_factory=dict)
    """Per file and claim id, the keys that get another text."""
    removed: dict[str, list[str]] = field(default_factory=dict)
    """Per file, the claims that go."""
    new: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    """Per file, the claims that come."""
    lines: list[str] = field(default_factory=list)
    """What would change, one line each, as a person reads it."""
    gone: list[str] = field(default_factory=list)
    """The claims that would go, likewise."""
    refused: list[str] = field(default_factory=list)
    """What can't be done, one sentence each."""

    def wanted(self, file: str, remove: bool) -> Wanted:
        """Return what is to change in one file."""
        gone = self.removed.get(file, []) if remove else []
        return Wanted(self.changed.get(file, {}), gone, self.new.get(file, []))

    def files(self, remove: bool) -> list[str]:
        """Return the files that would be written."""
        return sorted({*self.changed, *self.new, *(self.removed if remove else ())})

    def follows(self, file: str, document: str, followed: Followed) -> None:
        """Note what claims take over from a change of the claim above them."""
        for name, keys in followed.items():
            told = (f"{key}: nothing -> “{text}”, taken over from the claim above" for key, text in keys.items())
            self.lines += [f"{file} {document}#{name} {line}" for line in told]


def plan_of(table: Table, exported: Sequence[str] | None, raw: RawProject) -> Plan:
    """Return what a workbook wants changed in a project; `exported` are the claims it was made with, where known."""
    plan = Plan()
    known = {row.claim: row for row in rows_of(raw)}
    given = list(_given(table, columns_of(raw), plan))
    files = {document.id: document.file for document in raw.documents}
    seen: dict[str, int] = {}
    for row in given:
        if row.claim in seen:
            plan.refused.append(f"row {row.place}: {row.claim} stands in row {seen[row.claim]} already")
            continue
        seen[row.claim] = row.place
        if row.fingerprint:
            _old(row, known.get(row.claim), plan)
        elif not row.is_empty:
            _new(row, known, files, plan)
    for claim in exported or ():
        if claim not in seen and claim in known:
            _gone(known[claim], plan)
    return plan


def _given(table: Table, columns: Sequence[str], plan: Plan) -> Iterator[Given]:
    names = [name.strip() for name in table.names]
    missing = [name for name in (*NAMES, "fingerprint") if name not in names]
    unknown = [name for name in names if name and name not in (*NAMES, *columns, *SHOWN)]
    plan.refused += [f"the sheet has no column '{name}': `reconcile claims --xlsx` did not make it" for name in missing]
    plan.refused += [f"the project knows no column '{name}'{did_you_mean(name, columns)}" for name in unknown]
    plan.refused += [f"row {row.line}: {row.message}" for row in table.bad]
    if missing or unknown or table.lines is None:
        return
    for line, texts in zip(table.lines.tolist(), table.frame.itertuples(index=False), strict=True):
        cells = dict(zip(names, (str(text) for text in texts), strict=True))
        document, name, mark = (cells[key].strip() for key in (*NAMES, "fingerprint"))
        yield Given(int(line), document, name, mark, {key: cells[key] for key in columns if key in cells})


def _old(row: Given, now: Row | None, plan: Plan) -> None:
    """Hold a row against the claim that it was made of: unchanged, changed, or changed in both places."""
    before, _, shown = row.fingerprint.partition("-")
    full = {key: text for key, text in row.cells.items() if text}
    untouched = hash_of_cells(full) == shown
    if now is None:
        if not untouched and not row.is_empty:
            plan.refused.append(f"row {row.place}: {row.claim} is gone from the project; its row was changed")
        return
    if now.fingerprint.partition("-")[0] != before:
        if not untouched and now.fingerprint.partition("-")[2] != hash_of_cells(full):
            where = f"{now.file}:{now.line}"
            plan.refused.append(
                f"row {row.place}: {row.claim} ({where}) was changed in the project since the workbook was made"
            )
        return
    if row.is_empty and now.keys:
        _gone(now, plan)
        return
    changed = {key: text.strip() for key, text in row.cells.items() if _differs(text, now.keys.get(key, ""))}
    if changed:
        _change(row, now, changed, plan)


def _differs(cell: str, text: str) -> bool:
    """Say whether a cell says another thing than the project; white space at its edges and in its breaks aside."""
    return cell.split() != cell_of(text).split()


def _change(row: Given, now: Row, changed: dict[str, str], plan: Plan) -> None:
    if not now.is_yaml:
        plan.refused.append(f"row {row.place}: {row.claim} comes from {now.file}, a table: change it there")
        return
    for key, text in changed.items():
        if LOST in text:
            plan.refused.append(f"row {row.place}: {key} of {row.claim} is more than a cell holds: edit {now.file}")
        old = f"“{now.keys[key]}”" if key in now.keys else "nothing"
        plan.lines.append(f"{now.file}:{now.line} {row.claim} {key}: {old} -> {f'“{text}”' if text else 'nothing'}")
    plan.changed.setdefault(now.file, {})[now.id] = changed


def _new(row: Given, known: Mapping[str, Row], files: Mapping[str, str], plan: Plan) -> None:
    keys = {key: text.strip() for key, text in row.cells.items() if text.strip()}
    file = files.get(row.document, "")
    if not row.document or not row.id:
        plan.refused.append(f"row {row.place}: a new claim needs a document and an id")
    elif row.claim in known and keys == known[row.claim].keys:
        return  # brought in before
    elif row.claim in known:
        plan.refused.append(f"row {row.place}: the id '{row.id}' is taken in {row.document}")
    elif not file:
        hint = did_you_mean(row.document, files)
        plan.refused.append(f"row {row.place}: the project has no document '{row.document}'{hint}")
    elif not Row(row.claim, row.document, row.id, file, 0, {}).is_yaml:
        plan.refused.append(f"row {row.place}: {row.document} comes from {file}, a table: add the claim there")
    else:
        says = ", ".join(f"{key} “{text}”" for key, text in keys.items())
        plan.lines.append(f"{file} {row.claim} new: {says}")
        plan.new.setdefault(file, []).append({"id": row.id, **keys})


def _gone(now: Row, plan: Plan) -> None:
    if not now.is_yaml:
        plan.refused.append(f"{now.claim} comes from {now.file}, a table: take it out there")
        return
    told = f"{now.keys.get('measure', '')} “{now.keys.get('value', '')}”"
    plan.gone.append(f"{now.file}:{now.line} {now.claim} gone from the workbook: {told}")
    plan.removed.setdefault(now.file, []).append(now.id)


def exported_claims(data: bytes) -> list[str] | None:
    """Return the claims that a workbook was made with, None where its hidden sheet is gone."""
    from openpyxl import load_workbook

    book = load_workbook(BytesIO(data), read_only=True, data_only=True)
    if LISTS not in book.sheetnames:
        return None
    cells = [row[0] for row in book[LISTS].iter_rows(max_col=1, values_only=True)]
    return [str(cell) for cell in cells[1:] if cell] if cells and cells[0] == EXPORTED else None
