"""Which rows are faulty, and why: every step of normalising writes here, none of them stops."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from reconcile.models import Fault
from reconcile.models.coded import Coded, Flags, Ints
from reconcile.models.raw import lines_of


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong with every row that has one text, or one combination of texts."""

    code: str
    """REC001, REC003, REC004 or REC401."""
    key: str
    """The faulty key."""
    message: str
    """What is wrong, for the user."""


class Ledger:
    """The faults found so far in `rows`, and the rows that they put out of the table."""

    def __init__(self, rows: pd.DataFrame) -> None:
        self.rows = rows
        self.faults: list[Fault] = []
        self.out = np.zeros(len(rows), dtype=bool)
        """One flag per row: whether it leaves the table."""
        self._coded: dict[str, Coded] = {}

    def coded(self, name: str) -> Coded:
        """Return a text column of the rows as codes, worked out once."""
        if name not in self._coded:
            self._coded[name] = Coded.of(self.rows[name])
        return self._coded[name]

    def add(self, mask: Flags, code: str, key: str, message: str, drop: bool = True) -> None:
        """Note the same fault for every row where `mask` is true that is not out yet; put them out if `drop`."""
        self.add_each(np.where(mask, 0, -1), {0: Wrong(code, key, message)}, drop)

    def add_each(self, codes: Ints, wrong: Mapping[int, Wrong], drop: bool = True) -> None:
        """Note for every row that is not out yet what is wrong with its code; put it out if `drop`.

        In O(rows + faulty rows), however many codes are wrong.
        """
        if not wrong:
            return
        is_wrong = np.zeros(max(int(codes.max(initial=-1)), *wrong) + 2, dtype=bool)
        is_wrong[list(wrong)] = True
        rows = np.flatnonzero(is_wrong[codes] & ~self.out)
        what = [wrong[code] for code in codes[rows].tolist()]
        self.faults += self._faults(rows, what)
        self.out[rows] |= drop

    def _faults(self, rows: Ints, what: list[Wrong]) -> list[Fault]:
        documents, files, stated = (self.coded(name).objects(rows) for name in ("document", "file", "value"))
        ids, lines, key_lines = (self.rows[name].iloc[rows].tolist() for name in ("id", "line", "key_lines"))
        cells = zip(what, documents, ids, files, lines, key_lines, stated, strict=True)
        return [
            Fault(
                w.code,
                f"{document}#{id}",
                document,
                file,
                int(lines_of(keys).get(w.key, line)) if keys else line,
                w.key,
                w.message,
                value,
            )
            for w, document, id, file, line, keys, value in cells
        ]
