"""The full id of every claim, and the order of the claims by it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from reconcile.models.coded import Coded, Flags, Ints, pa_texts
from reconcile.normalise.ledger import Ledger

_LONGEST = 64
"""Bytes of the longest id that is sorted eight bytes at a time."""


@dataclass(frozen=True, slots=True)
class Ids:
    """The claims by id."""

    document: Coded
    """The document of every row."""
    own: Any
    """The id of every row within its document, an Arrow array of large strings."""
    order: Ints
    """The rows by full id, equal ones in the order read."""
    again: Flags
    """Of each row whether an earlier one has the same full id."""

    def full(self, rows: Ints) -> Any:
        """Return the full ids of some rows, as an Arrow array."""
        import pyarrow as pa
        import pyarrow.compute as pc

        text = pa.large_string()
        documents = pa.array(self.document.texts, type=text).take(pa.array(self.document.codes))
        return pc.binary_join_element_wise(documents, self.own, pa.scalar("#", type=text)).take(pa.array(rows))


def ids_of(ledger: Ledger) -> Ids:
    """Return the claims of the rows by full id.

    No document holds a `#` (claims of one that does leave the table), so sorting by `document#` and then by id is
    sorting by `document#id`. The ids are sorted as numbers of eight bytes each, much faster than as texts.
    """
    document, own = ledger.coded("document"), pa_texts(ledger.rows["id"])
    marked = np.array([f"{text}#" for text in document.texts], dtype=object)
    rank = np.empty(len(marked), dtype=np.int64)
    rank[np.argsort(marked, kind="stable")] = np.arange(len(marked))
    keys = [rank[document.codes], *_numbers(own)]
    order = np.lexsort(keys[::-1])
    again = np.zeros(len(order), dtype=bool)
    same = np.logical_and.reduce([key[order][1:] == key[order][:-1] for key in keys])
    again[order[1:][same]] = True
    return Ids(document, own, order, again)


def _numbers(texts: Any) -> list[np.ndarray[Any, Any]]:
    """Return texts as numbers that sort as their UTF-8 bytes do, and these as their characters: 8 bytes a number."""
    import pyarrow as pa
    import pyarrow.compute as pc

    lengths = pc.binary_length(texts).to_numpy(zero_copy_only=False)
    longest = int(lengths.max(initial=0))
    if longest > _LONGEST:
        return [pc.rank(texts, tiebreaker="dense").to_numpy(zero_copy_only=False)]
    _, offsets, data = texts.buffers()
    count = len(texts)
    starts = np.frombuffer(offsets, dtype=np.int64)[texts.offset : texts.offset + count]
    raw = np.frombuffer(data if data is not None and data.size else pa.py_buffer(b"\0"), dtype=np.uint8)
    found = []
    for first in range(0, max(longest, 1), 8):
        number = np.zeros(count, dtype=np.uint64)
        for place in range(first, first + 8):
            number <<= np.uint64(8)
            has = lengths > place
            if has.any():
                number[has] |= raw[starts[has] + place]
        found.append(number)
    return [*found, lengths]  # the length tells `a` from `a` with a NUL behind it
