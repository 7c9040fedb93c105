"""What a workbook of claims holds: its columns, its cells, and the fingerprints that tell what was changed where."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from reconcile.models import Claims, RawProject
from reconcile.models.identity import digest
from reconcile.reading.claim_edits import as_written
from reconcile.reading.files import YAML_ENDINGS

SHEET, LISTS, HELP = "claims", "lists", "help"
"""The sheets of the workbook; `lists` is hidden."""
NAMES = ("document", "id")
"""Columns that name a claim."""
BEFORE = ("measure",)
AFTER = (
    *("value", "unit", "time", "origin", "stance", "says", "note", "quote", "line", "lines", "page", "start", "end"),
    *("disputes", "low", "high", "precision", "exact", "rank", "among", "base", "inferred"),
)
"""Claim keys as columns, before and after the dimensions."""
SHOWN = ("reads", "file", "fingerprint")
"""Columns that are shown and never read back, and the fingerprint."""
EXPORTED = "exported claims"
"""Head of the hidden list of the claims that the workbook was made with."""
LONGEST_CELL = 32_767
"""What a cell holds, in units of UTF-16; the rest would be cut without a word."""
LOST = "\ufffd"
"""What stands for a character that a cell can't hold, or that would hide what the cell says."""
_UNHOLDABLE = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)"
)


@dataclass(frozen=True)
class Row:
    """One claim of the project as a workbook shows it."""

    claim: str
    """Its full id, `document#id`."""
    document: str
    """Its document."""
    id: str
    """Its id there."""
    file: str
    """Its claim file."""
    line: int
    """Its line in that file, 0 where unknown."""
    keys: Mapping[str, str]
    """What it says, by key, as written or taken over; empty keys left out."""

    @property
    def is_yaml(self) -> bool:
        """Whether its file can be edited."""
        return self.file.lower().endswith(YAML_ENDINGS)

    @property
    def fingerprint(self) -> str:
        """Two hashes: of what it says, and of the cells that a workbook shows."""
        return f"{_hash(self.keys)}-{hash_of_cells({key: cell_of(text) for key, text in self.keys.items()})}"


def rows_of(raw: RawProject) -> list[Row]:
    """Return the claims of a project, in the order of their files."""
    found = [_row(record) for record in raw.rows.to_dict("records")]
    return sorted(found, key=lambda row: (row.file, row.line, row.claim))


def _row(record: Mapping[Any, Any]) -> Row:
    keys = {key: text for key, text in as_written({str(k): v for k, v in record.items()}).items() if key != "id"}
    document, name = str(record["document"]), str(record["id"])
    return Row(f"{document}#{name}", document, name, str(record["file"]), int(record["line"]), keys)


def columns_of(raw: RawProject) -> list[str]:
    """Return the names of the columns that can be edited, in their order."""
    fixed = {*NAMES, *BEFORE, *AFTER}
    further = {key for row in rows_of(raw) for key in row.keys} - fixed
    return [*BEFORE, *sorted({*raw.vocabulary.dimensions, *further}), *AFTER]


def cell_of(text: str) -> str:
    """Return a text as a cell can hold it: no control characters, not too long; LOST stands for what is missing."""
    held = _UNHOLDABLE.sub(LOST, text)
    units = held.encode("utf-16-le")
    return (
        held if len(units) <= 2 * LONGEST_CELL else units[: 2 * LONGEST_CELL - 2].decode("utf-16-le", "ignore") + LOST
    )


def hash_of_cells(cells: Mapping[str, str]) -> str:
    """Return the hash of a row's cells, empty ones and white space at the edges aside."""
    return _hash({key: " ".join(text.split()) for key, text in cells.items()})


def _hash(texts: Mapping[str, str]) -> str:
    parts: Iterable[str] = (part for key in sorted(texts) if texts[key] for part in (key, texts[key]))
    return digest(parts)


def readings(claims: Claims) -> dict[str, str]:
    """Return how each claim of the normalised table reads."""
    from reconcile.cli._claims_table import reads_of

    return dict(zip(claims.column("claim").tolist(), reads_of(claims), strict=True))
