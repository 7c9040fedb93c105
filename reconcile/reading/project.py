"""A project's files, all of them: claims, vocabulary and laws, and what could not be read."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reconcile.errors import Problem
from reconcile.models import ROW_COLUMNS, Document, RawProject, Relation, Vocabulary
from reconcile.reading.ahead import TableReader, begun
from reconcile.reading.claim_files import read_claim_file
from reconcile.reading.files import (
    YAML_ENDINGS,
    find_claim_files,
    is_folder,
    read_bytes,
    read_text,
    shown,
    size_of,
    stem_of,
)
from reconcile.reading.inferred import infer_vocabulary
from reconcile.reading.limits import guarded
from reconcile.reading.nodes import Unreadable
from reconcile.reading.packed import frame_of
from reconcile.reading.parts import Part, broken
from reconcile.reading.relations import read_relations
from reconcile.reading.rule_places import RELATIONS, passed_over
from reconcile.reading.tables import Table, read_table
from reconcile.reading.texts import read_texts
from reconcile.reading.vocabulary import Declared, read_vocabulary
from reconcile.settings import Settings

if TYPE_CHECKING:
    import pandas as pd

MANY = 1_000_000
"""Bytes of YAML from which files are read together, by all processors and with a cache: half a second's work."""


def read_project(settings: Settings, vocabulary: Vocabulary | None = None) -> RawProject:
    """Return everything that the project's files say; what can't be read comes back as problems and faults.

    `vocabulary` stands in for the vocabulary file.
    """
    paths, missing = find_claim_files(settings.root, settings.claims, settings.root / settings.vocabulary)
    files = [(path, shown(path, settings.root)) for path in paths]
    with begun(files, _table) as table:
        declared, problems = _declared(settings, vocabulary)
        parts = _parts(files, None if declared is None else declared.vocabulary, settings, table)
    if not files:
        reasons = [f"{problem.file}: {problem.message}" for problem in missing] or [*settings.claims]
        places = "; ".join(reasons) or "the settings name no place for them"
        missing = [Problem("", 0, "unreadable", f"no claim files found ({places})")]
    elif not any(part.size or part.faults for part in parts):
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


def _parts(
    files: Sequence[tuple[Path, str]], vocabulary: Vocabulary | None, settings: Settings, table: TableReader
) -> list[Part]:
    """Return what each claim file says; many YAML files are read together, the cells of tables by `table`."""
    written = [item for item in files if item[0].suffix.lower() in YAML_ENDINGS]
    sizes = {file: size_of(path) for path, file in written}
    together: dict[str, Part] = {}
    if sum(sizes.values()) >= MANY:
        from reconcile.reading.many import read_many

        together = {part.file: part for part in read_many(written, sizes, vocabulary, settings)}
    return [together.get(file) or read_part(path, file, vocabulary, table) for path, file in files]


def read_part(path: Path, file: str, vocabulary: Vocabulary | None, table: TableReader | None = None) -> Part:
    """Return what one claim file says; `file` is its name in output, `table` reads the cells of a table."""

    def read() -> Part:
        if path.suffix.lower() in YAML_ENDINGS:
            return read_claim_file(read_text(path, file), file, stem_of(file), vocabulary)
        return _table_part((table or _table)(path, file), file, stem_of(file), vocabulary)

    return guarded(file, read, broken)


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
    if not os.path.lexists(path):
        if settings.vocabulary == Settings(settings.root).vocabulary:
            return None, []
        return None, [Problem(file, 0, "vocabulary", "there is no such file; [project] vocabulary names it")]
    declared = guarded(
        file,
        lambda: read_vocabulary(read_text(path, file, "vocabulary"), file),
        lambda problem: Declared(Vocabulary(file=file), (problem,)),
        "vocabulary",
    )
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
    import numpy as np
    import pandas as pd

    records: list[Mapping[str, Any]] = [record for part in parts for record in part.records]
    frames = [part.frame for part in parts if part.frame is not None and len(part.frame)]
    packed = [part.rows for part in parts if part.rows is not None and part.rows.count]
    if packed:
        frames.insert(0, frame_of(packed))
    if records or not frames:
        frames.insert(0, pd.DataFrame(records, columns=sorted({key for record in records for key in record})))
    frames = [frame.reset_index(drop=True) for frame in frames]
    names = [*ROW_COLUMNS, *sorted({str(name) for frame in frames for name in frame} - set(ROW_COLUMNS))]
    columns: dict[str, Any] = {name: _joined(name, frames) for name in names if name not in ("line", "at")}
    for name, kind in (("line", "int64"), ("at", object)):
        pieces = [frame[name].to_numpy(dtype=kind) for frame in frames if name in frame]
        columns[name] = np.concatenate(pieces) if pieces else np.empty(0, dtype=kind)
    return pd.DataFrame({name: columns[name] for name in names}, copy=False)


def _joined(name: str, frames: Sequence[pd.DataFrame]) -> Any:
    """Return a text column of all frames, '' in those that lack it: as categories where all have it so."""
    import pandas as pd
    from pandas.api.types import union_categoricals

    from reconcile.models.coded import Coded

    pieces = [frame.get(name, Coded.every("", len(frame)).category()) for frame in frames]
    if all(isinstance(piece.dtype, pd.CategoricalDtype) for piece in pieces):
        return pieces[0] if len(pieces) == 1 else union_categoricals(pieces)
    texts = [pd.Series(piece).astype("str").fillna("") for piece in pieces]
    return texts[0] if len(texts) == 1 else pd.concat(texts, ignore_index=True)


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
    # A part in packed form is one YAML file: all of its claims are of the one document that is refused.
    return replace(part, records=records, frame=frame, faults=faults, rows=None)


def _laws(settings: Settings, vocabulary: Vocabulary) -> tuple[tuple[Relation, ...], list[Problem]]:
    found: dict[str, Relation] = {}
    problems = passed_over(settings)
    for path in _relation_files(settings):
        file = shown(path, settings.root)
        relations, wrong = _laws_of(path, file, vocabulary)
        problems += wrong
        for relation in relations:
            first = found.setdefault(relation.name, relation)
            if first is not relation:
                message = f"relation '{relation.name}' stands in {first.file} already; give one another name"
                problems.append(Problem(file, relation.line, "relations", message))
    return tuple(found[name] for name in sorted(found)), problems


def _laws_of(path: Path, file: str, vocabulary: Vocabulary) -> tuple[Sequence[Relation], Sequence[Problem]]:
    return guarded(
        file,
        lambda: read_relations(read_text(path, file, "relations"), file, vocabulary),
        lambda problem: ([], [problem]),
        "relations",
    )


def _relation_files(settings: Settings) -> list[Path]:
    """The file of laws in each rules folder, and files of laws that the settings name."""
    found = []
    for place in settings.rules:
        path = settings.root / place
        inside = [path / name for name in RELATIONS] if is_folder(path) else [path]
        found += [file for file in inside if file.suffix in YAML_ENDINGS and os.path.lexists(file)]
    return list(dict.fromkeys(found))
