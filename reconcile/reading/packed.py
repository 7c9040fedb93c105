"""The claims of many files as one table of texts, beside it what else they say: what workers send and caches keep."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from reconcile.errors import Problem
from reconcile.models import Dimension, Document, Fault, Measure, Vocabulary
from reconcile.reading.parts import Part, Rows

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

HEADER = b"reconcile"
"""The key of the table's metadata under which everything stands that is no claim."""
PLAIN = ("id", "says", "note", "key_lines")
"""Columns whose texts differ from row to row: they become texts, all others categories."""
NEEDED = frozenset({"document", "file", "id", "line", "key_lines", "at", "inferred", "published"})
"""Columns that claims always have."""
Names = Mapping[str, Any]
"""What of a vocabulary the readers of claim files look at, as JSON; empty where none is declared."""


@dataclass(frozen=True, eq=False)
class Packed:
    """What several claim files say."""

    table: pa.Table
    """One row per claim: `line` a number, every other column a text, `at` and `key_lines` as JSON."""
    parts: tuple[Part, ...]
    """The files, in the order of their rows."""
    hashes: tuple[str, ...]
    """sha256 of each file's bytes as they were read; empty where it could not be opened."""


def names_of(vocabulary: Vocabulary | None) -> Names:
    """Return what readers look at in a vocabulary: its dimensions, and those of each measure."""
    if vocabulary is None:
        return {}
    measures = {name: sorted(measure.by) for name, measure in sorted(vocabulary.measures.items())}
    return {"dimensions": sorted(vocabulary.dimensions), "measures": measures}


def vocabulary_of(names: Names) -> Vocabulary | None:
    """Return a vocabulary that has these names and nothing else: readers can't come to depend on more."""
    if not names:
        return None
    dimensions = {name: Dimension(name, "") for name in names["dimensions"]}
    measures = {name: Measure(name, by=dict.fromkeys(by, "")) for name, by in names["measures"].items()}
    return Vocabulary(dimensions, measures)


def pack(parts: Sequence[Part], hashes: Sequence[str]) -> Packed:
    """Return parts that hold their claims as records in packed form."""
    import pyarrow as pa

    records = [record for part in parts for record in part.records]
    names = sorted({key for record in records for key in record} | NEEDED)
    columns = {name: _column(name, records) for name in names}
    return _with_rows(pa.table(columns), [(part, len(part.records)) for part in parts], hashes)


def _column(name: str, records: Sequence[Mapping[str, Any]]) -> pa.Array:
    import pyarrow as pa

    if name == "line":
        return pa.array([record[name] for record in records], pa.int64())
    if name == "at":
        return pa.array([json.dumps(record[name]) for record in records], pa.large_string())
    return pa.array([record.get(name, "") for record in records], pa.large_string())


def _with_rows(table: pa.Table, parts: Iterable[tuple[Part, int]], hashes: Sequence[str]) -> Packed:
    """Give each part its rows of a table, one after the other."""
    placed, start = [], 0
    for part, count in parts:
        placed.append(replace(part, records=(), rows=Rows(table, start, count)))
        start += count
    if start != table.num_rows or len(placed) != len(hashes):
        raise ValueError(f"{start} rows of {len(placed)} files are named; there are {table.num_rows}")
    return Packed(table, tuple(placed), tuple(hashes))


def joined(every: Sequence[Packed], kept: Sequence[tuple[Part, str]]) -> Packed:
    """Return the parts `kept` of several packs, each with its hash, as one pack in the order of their files."""
    ordered = sorted(kept, key=lambda item: item[0].file)
    tables = table_of([part.rows for part, _ in ordered if part.rows is not None]) if ordered else every[0].table[:0]
    counts = [(part, 0 if part.rows is None else part.rows.count) for part, _ in ordered]
    return _with_rows(tables.combine_chunks(), counts, [hash for _, hash in ordered])


def table_of(rows: Iterable[Rows]) -> pa.Table:
    """Return the rows of many parts as one table, in their order; a column that some lack is empty there."""
    import pyarrow as pa

    slices = [piece.table.slice(piece.start, piece.count) for piece in _runs(rows)]
    names = sorted({name for table in slices for name in table.column_names})
    return pa.concat_tables([_with_columns(table, names) for table in slices])


def _runs(rows: Iterable[Rows]) -> list[Rows]:
    """Put rows together that follow each other in one table."""
    found: list[Rows] = []
    for piece in rows:
        last = found[-1] if found else None
        if last is not None and last.table is piece.table and last.start + last.count == piece.start:
            found[-1] = Rows(last.table, last.start, last.count + piece.count)
        else:
            found.append(piece)
    return found


def _with_columns(table: pa.Table, names: Sequence[str]) -> pa.Table:
    import pyarrow as pa

    if table.column_names == list(names):
        return table
    nothing = pa.repeat(pa.scalar("", pa.large_string()), table.num_rows)
    present = set(table.column_names)
    return pa.table({name: table.column(name) if name in present else nothing for name in names})


def frame_of(rows: Iterable[Rows]) -> pd.DataFrame:
    """Return the rows of many parts as raw rows: `at` as dicts that equal locators share, most texts as categories."""
    import pandas as pd

    table = table_of(rows)
    return pd.DataFrame({name: _series(name, table.column(name)) for name in table.column_names}, copy=False)


def _series(name: str, column: pa.ChunkedArray) -> Any:
    from reconcile.models.coded import Coded

    if name == "line":
        return column.to_numpy()
    if name in PLAIN:
        return column.to_pandas()
    coded = Coded.of_arrow(column)
    return (
        coded.looked_up([json.loads(text) for text in coded.texts], None, object) if name == "at" else coded.category()
    )


def as_table(packed: Packed, reader: str) -> pa.Table:
    """Return a pack as a table that says in its metadata what else there is; `reader` names what read it."""
    parts = [
        [
            part.file,
            hash,
            0 if part.rows is None else part.rows.count,
            [_flat(one) for one in part.documents],
            [_flat(one) for one in part.faults],
            [_flat(one) for one in part.problems],
        ]
        for part, hash in zip(packed.parts, packed.hashes, strict=True)
    ]
    header = json.dumps({"reader": reader, "files": parts}, ensure_ascii=False, separators=(",", ":"))
    return packed.table.replace_schema_metadata({HEADER: header.encode("utf-8")})


def from_table(table: pa.Table, reader: str) -> Packed:
    """Return the pack that a table of `as_table` holds. ValueError: it is none, or another reader's."""
    import pyarrow as pa

    header = json.loads((table.schema.metadata or {}).get(HEADER, b"null"))
    if not isinstance(header, dict) or header.get("reader") != reader:
        raise ValueError("the table is of another reader")
    for name in table.column_names:
        wanted = pa.int64() if name == "line" else pa.large_string()
        if table.schema.field(name).type != wanted or table.column(name).null_count:
            raise ValueError(f"column {name} is no column of claims")
    if not set(table.column_names) >= NEEDED:
        raise ValueError("the table lacks columns of claims")
    table = table.replace_schema_metadata(None)
    parts = [_part(*stated) for stated in header["files"]]
    return _with_rows(table, parts, [stated[1] for stated in header["files"]])


_DOCUMENT, _FAULT, _PROBLEM = (tuple(field.name for field in fields(kind)) for kind in (Document, Fault, Problem))


def _flat(noun: Document | Fault | Problem) -> list[str | int]:
    """The fields of a noun, without the empty ones at its end."""
    names = _DOCUMENT if isinstance(noun, Document) else _FAULT if isinstance(noun, Fault) else _PROBLEM
    return list(attrgetter(*names)(noun))


def _part(
    file: str,
    _hash: str,
    count: int,
    documents: list[list[Any]],
    faults: list[list[Any]],
    problems: list[list[Any]],
) -> tuple[Part, int]:
    part = Part(
        file,
        documents=tuple(Document(*values) for values in documents),
        faults=tuple(Fault(*values) for values in faults),
        problems=tuple(Problem(*values) for values in problems),
    )
    return part, count
