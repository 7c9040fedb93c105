"""A project's files, all of them: claims, vocabulary and laws, and what could not be read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reconcile.errors import Problem
from reconcile.models import ROW_COLUMNS, Document, RawProject, Relation, Vocabulary
from reconcile.reading.claim_files import read_claim_file
from reconcile.reading.files import YAML_ENDINGS, find_claim_files, read_bytes, read_text, shown
from reconcile.reading.inferred import infer_vocabulary
from reconcile.reading.nodes import Unreadable
from reconcile.reading.parts import Part, broken
from reconcile.reading.relations import read_relations
from reconcile.reading.tables import Table, read_table
from reconcile.reading.texts import read_texts
from reconcile.reading.vocabulary import Declared, read_vocabulary
from reconcile.settings import Settings

if TYPE_CHECKING:
    import pandas as pd

RELATIONS = ("relations.yaml", "relations.yml")
"""The names of a file of laws in a rules folder."""


def read_project(settings: Settings, vocabulary: Vocabulary | None = None) -> RawProject:
    """Return everything that the project's files say; what can't be read comes back as problems and faults.

    `vocabulary` stands in for the vocabulary file.
    """
    declared, problems = _declared(settings, vocabulary)
    names = None if declared is None else declared.vocabulary
    files, missing = find_claim_files(settings.root, settings.claims, settings.root / settings.vocabulary)
    parts = [read_part(path, shown(path, settings.root), names) for path in files]
    if not files:
        reasons = [f"{problem.file}: {problem.message}" for problem in missing] or [*settings.claims]
        places = "; ".join(reasons) or "the settings name no place for them"
        missing = [Problem("", 0, "unreadable", f"no claim files found ({places})")]
    elif not any(part.records or part.faults or (part.frame is not None and len(part.frame)) for part in parts):
        missing.append(Problem("", 0, "unreadable", f"no claims found in {len(files)} claim files"))
    return _assembled(parts, declared, settings, [*problems, *missing])


def from_frame(
    frame: pd.DataFrame,
    settings: Settings | None = None,
    vocabulary: Vocabulary | None = None,
    document: str = "frame",
) -> RawProject:
    """Return a table of claims as a project without files; `document` names the rows that name none.

    `settings`, where given, add their vocabulary file and laws.
    """
    from reconcile.reading.other_tables import table_of

    declared = Declared(vocabulary) if vocabulary is not None else None
    problems: list[Problem] = []
    if settings is not None:
        declared, problems = _declared(settings, vocabulary)
    part = _table_part(table_of(frame), "", document, None if declared is None else declared.vocabulary)
    return _assembled([part], declared, settings, problems)


def read_part(path: Path, file: str, vocabulary: Vocabulary | None) -> Part:
    """Return what one claim file says; `file` is its name in output."""
    try:
        if path.suffix.lower() in YAML_ENDINGS:
            return read_claim_file(read_text(path, file), file, path.stem, vocabulary)
        return _table_part(_table(path, file), file, path.stem, vocabulary)
    except Unreadable as error:
        return broken(error.problem)


def _table(path: Path, file: str) -> Table:
    data = read_bytes(path, file)
    ending = path.suffix.lower()
    if ending == ".csv":
        from reconcile.reading.csv_files import read_csv_file

        return read_csv_file(data, file)
    if ending == ".xlsx":
        from reconcile.reading.workbooks import read_workbook

        return read_workbook(data, file)
    from reconcile.reading.other_tables import read_json_lines, read_parquet

    return read_parquet(data, file) if ending == ".parquet" else read_json_lines(data, file)


def _table_part(table: Table, file: str, stem: str, vocabulary: Vocabulary | None) -> Part:
    try:
        return read_table(table, file, stem, vocabulary)
    except Unreadable as error:
        return broken(error.problem)


def _declared(settings: Settings, given: Vocabulary | None) -> tuple[Declared | None, list[Problem]]:
    """Return the vocabulary and what is wrong with it; None where there is no file."""
    if given is not None:
        return Declared(given), []
    path = settings.root / settings.vocabulary
    file = shown(path, settings.root)
    if not path.is_file():
        if settings.vocabulary == Settings(settings.root).vocabulary:
            return None, []
        return None, [Problem(file, 0, "vocabulary", "there is no such file; [project] vocabulary names it")]
    try:
        declared = read_vocabulary(read_text(path, file, "vocabulary"), file)
    except Unreadable as error:
        return Declared(Vocabulary(file=file)), [error.problem]
    return declared, list(declared.problems)


def _assembled(
    parts: Iterable[Part], declared: Declared | None, settings: Settings | None, problems: list[Problem]
) -> RawProject:
    parts, documents, clashes = _one_document_each(parts)
    rows = raw_rows(parts)
    vocabulary = infer_vocabulary(rows) if declared is None else declared.vocabulary
    relations, wrong = _laws(settings, vocabulary) if settings is not None else ((), [])
    texts, unread = read_texts(documents, rows, settings) if settings is not None else ({}, ())
    every = [*problems, *clashes, *wrong, *unread, *(problem for part in parts for problem in part.problems)]
    faults = sorted(
        (fault for part in parts for fault in part.faults),
        key=lambda fault: (fault.file, fault.line, fault.claim, fault.key, fault.message),
    )
    return RawProject(rows, documents, vocabulary, relations, tuple(faults), texts, tuple(sorted(set(every))))


def raw_rows(parts: Iterable[Part]) -> pd.DataFrame:
    """Return the claims of all parts as one table: the columns ROW_COLUMNS and one for each further key."""
    import pandas as pd

    records: list[Mapping[str, Any]] = [record for part in parts for record in part.records]
    frames = [part.frame for part in parts if part.frame is not None and len(part.frame)]
    if records or not frames:
        frames.insert(0, pd.DataFrame(records, columns=sorted({key for record in records for key in record})))
    rows = pd.concat(frames, ignore_index=True) if len(frames) > 1 else frames[0].reset_index(drop=True)
    further = sorted(str(name) for name in rows.columns if name not in ROW_COLUMNS)
    nothing = pd.Series("", index=rows.index, dtype="str")
    columns: dict[str, pd.Series[Any]] = {
        name: rows[name].astype("str").fillna("") if name in rows else nothing for name in (*ROW_COLUMNS, *further)
    }
    columns["line"] = rows["line"].astype("int64") if "line" in rows else nothing.astype("int64")
    for name in ("key_lines", "at"):
        column = rows.get(name, nothing)
        columns[name] = column.astype(object).where(column.notna(), None)
    return pd.DataFrame(columns)


def _one_document_each(parts: Iterable[Part]) -> tuple[list[Part], tuple[Document, ...], list[Problem]]:
    """Return the parts without the documents that an earlier file has; only tables may share one."""
    owners: dict[str, tuple[Part, Document]] = {}
    kept, problems = [], []
    for part in parts:
        refused = set()
        for document in part.documents:
            owner, known = owners.setdefault(document.id, (part, document))
            if owner is part:
                continue
            if not (owner.is_table and part.is_table):
                refused.add(document.id)
                message = f"has the document id '{document.id}', which {owner.file} has already: it is left out"
                problems.append(Problem(part.file, document.line, "unreadable", message))
            elif document.published and known.published not in ("", document.published):
                other = f"{owner.file} dates it {known.published}"
                message = f"dates document '{document.id}' {document.published}, {other}"
                problems.append(Problem(part.file, document.line, "unreadable", message))
            elif document.published:
                owners[document.id] = (owner, replace(known, published=document.published))
        kept.append(_without(part, refused) if refused else part)
    return kept, tuple(owners[name][1] for name in sorted(owners)), problems


def _without(part: Part, refused: set[str]) -> Part:
    records = tuple(record for record in part.records if record["document"] not in refused)
    frame = None if part.frame is None else part.frame[~part.frame["document"].isin(sorted(refused))]
    faults = tuple(fault for fault in part.faults if fault.document not in refused)
    return replace(part, records=records, frame=frame, faults=faults)


def _laws(settings: Settings, vocabulary: Vocabulary) -> tuple[tuple[Relation, ...], list[Problem]]:
    found: dict[str, Relation] = {}
    problems: list[Problem] = []
    for path in _relation_files(settings):
        file = shown(path, settings.root)
        try:
            relations, wrong = read_relations(read_text(path, file, "relations"), file, vocabulary)
        except Unreadable as error:
            problems.append(error.problem)
            continue
        problems += wrong
        for relation in relations:
            first = found.setdefault(relation.name, relation)
            if first is not relation:
                message = f"relation '{relation.name}' stands in {first.file} already; give one another name"
                problems.append(Problem(file, relation.line, "relations", message))
    return tuple(found[name] for name in sorted(found)), problems


def _relation_files(settings: Settings) -> list[Path]:
    """The file of laws in each rules folder, and files of laws that the settings name."""
    found = []
    for place in settings.rules:
        path = settings.root / place
        inside = [path / name for name in RELATIONS] if path.is_dir() else [path]
        found += [file for file in inside if file.suffix in YAML_ENDINGS and file.is_file()]
    return list(dict.fromkeys(found))
