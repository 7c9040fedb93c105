"""Which rows are faulty, and why: every step of normalising writes here, none of them stops."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd

from reconcile.models import Fault


class Ledger:
    """The faults found so far in `rows`, and the rows that they put out of the table."""

    def __init__(self, rows: pd.DataFrame) -> None:
        self.rows = rows
        self.faults: list[Fault] = []
        self.out = np.zeros(len(rows), dtype=bool)
        """One flag per row: whether it leaves the table."""

    def add(
        self, positions: Iterable[int], code: str, key: str, messages: str | Sequence[str], drop: bool = True
    ) -> None:
        """Note one fault for each of `positions` (row numbers) that is not out yet; put them out if `drop`."""
        for i, position in enumerate(positions):
            if self.out[position]:
                continue
            text = messages if isinstance(messages, str) else messages[i]
            self.faults.append(self._fault(position, code, key, text))
            self.out[position] |= drop

    def add_where(self, mask: np.ndarray, code: str, key: str, message: str, drop: bool = True) -> None:
        """Note the same fault for every row where `mask` is true."""
        self.add(np.flatnonzero(mask).tolist(), code, key, message, drop)

    def _fault(self, position: int, code: str, key: str, message: str) -> Fault:
        row = self.rows.iloc[position]
        lines = row["key_lines"] if isinstance(row["key_lines"], dict) else {}
        return Fault(
            code=code,
            claim=f"{row['document']}#{row['id']}",
            document=row["document"],
            file=row["file"],
            line=int(lines.get(key, row["line"])),
            key=key,
            message=message,
            stated=row["value"],
        )


def distinct(column: pd.Series) -> tuple[np.ndarray, list[str]]:
    """Return the code of each row's text and the distinct texts, so that each is looked at once."""
    codes, texts = pd.factorize(column)
    return codes, [str(text) for text in texts]
