"""Columns of texts as codes: each distinct text is looked at once, and keys of several columns become one number."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from reconcile.models.ordering import distinct_places

Ints = np.ndarray[Any, np.dtype[Any]]
Flags = np.ndarray[Any, np.dtype[np.bool_]]
_WIDEST = 2**62
"""Combined keys stay below this."""


@dataclass(frozen=True, slots=True)
class Coded:
    """One text for each row."""

    codes: Ints
    """Place of each row's text in `texts`; -1 where there is none."""
    texts: Sequence[str]
    """The texts, each once, in any order; some may have no row."""

    @classmethod
    def of(cls, column: pd.Series[Any]) -> Coded:
        """Code a column of texts or categories."""
        if isinstance(column.dtype, pd.CategoricalDtype):
            return cls(column.cat.codes.to_numpy(), column.cat.categories.tolist())
        return cls.of_arrow(pa_texts(column))

    @classmethod
    def of_arrow(cls, texts: Any) -> Coded:
        """Code an Arrow array of texts, or of texts that are coded already; nothing is an empty text."""
        import pyarrow as pa

        was_coded = pa.types.is_dictionary(texts.type)
        coded = texts if was_coded else texts.dictionary_encode()
        if isinstance(coded, pa.ChunkedArray):
            coded = coded.unify_dictionaries().combine_chunks()
        known = coded.dictionary.to_pylist()
        if not coded.null_count and None not in known:
            found = cls(coded.indices.to_numpy(zero_copy_only=False), known)
            # Another program's dictionary may hold a text twice.
            return found.renamed(known) if was_coded and len(set(known)) < len(known) else found
        codes = coded.indices.fill_null(len(known)).to_numpy(zero_copy_only=False)
        texts = [*(text or "" for text in known), ""]
        return cls(codes, texts).renamed(texts)

    @classmethod
    def of_objects(cls, texts: np.ndarray[Any, Any]) -> Coded:
        """Code an array of texts."""
        codes, known = pd.factorize(texts)
        return cls(codes, known.tolist())

    @classmethod
    def every(cls, text: str, rows: int) -> Coded:
        """Return the same text for every row."""
        return cls(np.zeros(rows, dtype=np.int8), (text,))

    def __len__(self) -> int:
        return len(self.codes)

    def where(self, holds: Callable[[str], bool]) -> Flags:
        """Say of each row whether its text fulfils a condition; False where there is none."""
        return self.looked_up([bool(holds(text)) for text in self.texts], False, bool)

    def among(self, *texts: str) -> Flags:
        """Say of each row whether its text is one of `texts`."""
        return self.where(lambda text: text in texts)

    @property
    def empty(self) -> Flags:
        """Of each row whether its text is empty."""
        return self.among("")

    def looked_up(self, values: Any, missing: Any, kind: Any) -> np.ndarray[Any, Any]:
        """Return for each row the value of its text, `values` in the order of `texts`."""
        table = np.empty(len(self.texts) + 1, dtype=kind)
        table[:-1], table[-1] = values, missing
        return np.asarray(table[self.codes])

    def renamed(self, texts: Sequence[str | None]) -> Coded:
        """Return the column with another text for each of `texts`; equal ones share a code, None is no text."""
        number: dict[str, int] = {}
        codes = [-1 if text is None else number.setdefault(text, len(number)) for text in texts]
        return Coded(self.looked_up(codes, -1, np.int32), list(number))

    def at(self, rows: Ints) -> Coded:
        """Return the texts of some rows."""
        return Coded(np.zeros(len(rows), dtype=np.int8) if self.is_constant else self.codes[rows], self.texts)

    @property
    def is_constant(self) -> bool:
        """Whether every row surely has the same text."""
        return len(self.texts) == 1 and not self.codes.any()

    def or_else(self, takes: Flags, other: Coded) -> Coded:
        """Return this column with the texts of `other` where `takes` holds."""
        if takes.all():
            return other
        if not takes.any():
            return self
        theirs = np.where(other.codes < 0, -1, other.codes.astype(np.int32) + np.int32(len(self.texts)))
        texts = [*self.texts, *other.texts]
        return Coded(np.where(takes, theirs, self.codes), texts).renamed(texts)

    def objects(self, rows: Ints | None = None) -> np.ndarray[Any, Any]:
        """Return the texts as objects, shared; None where there is none."""
        found = self if rows is None else self.at(rows)
        return found.looked_up(_objects(found.texts), None, object)

    def category(self) -> pd.Categorical:
        """Return the column as raw rows have it: categories in any order, not each used."""
        return pd.Categorical.from_codes(self.codes, pd.Index(_objects(self.texts), dtype="str"), validate=False)

    def stripped(self) -> Coded:
        """Return the column without white space at the edges of its texts."""
        texts = pd.Series(_objects(self.texts), dtype="str").str.strip().tolist()
        return self if texts == list(self.texts) else self.renamed(texts)

    def categories(self) -> pd.Categorical:
        """Return the column as pandas has it in a claims table: categories in order, each used."""
        used = np.zeros(len(self.texts) + 1, dtype=bool)
        used[self.codes] = True
        kept = np.flatnonzero(used[:-1])
        texts = pd.Index(_objects(self.texts)[kept], dtype="str")
        order = texts.argsort()
        rank = np.full(len(self.texts) + 1, -1, dtype=np.int32)
        rank[kept[order]] = np.arange(len(kept))
        return pd.Categorical.from_codes(rank[self.codes], texts.take(order), validate=False)


def _objects(texts: Sequence[str]) -> np.ndarray[Any, Any]:
    found = np.empty(len(texts), dtype=object)
    found[:] = texts
    return found


def combined(columns: Sequence[Coded | Ints]) -> Ints:
    """Return one whole number a row, equal where all columns are equal; a missing text is a value of its own.

    The numbers are ordered as the columns' codes are, the first column first, as long as they fit.
    """
    key: Ints = np.zeros(len(columns[0]), dtype=np.int64)
    size = 1
    for column in columns:
        if isinstance(column, Coded) and column.is_constant:
            continue
        codes = column.codes if isinstance(column, Coded) else column
        width = (len(column.texts) if isinstance(column, Coded) else int(codes.max(initial=-1)) + 1) + 1
        if size * width >= _WIDEST:
            key, firsts = numbered(key)
            size = len(firsts)
        if size * width >= _WIDEST:  # no small codes, but keys of their own; of each there are no more than rows
            codes, firsts = numbered(codes)
            width = len(firsts) + 1
        key, size = key * width + (codes + np.int64(1)), size * width
    return key


def numbered(key: Ints) -> tuple[Ints, Ints]:
    """Return a small number for each distinct key, in the order of the keys, and the first row of each."""
    low, high = (int(key.min()), int(key.max())) if len(key) else (0, -1)
    if high - low < 4 * len(key) + 1024:
        key = (key - low).astype(np.int32 if high - low < 2**31 else np.int64)
        present = np.zeros(high - low + 1, dtype=bool)
        present[key] = True
        codes = (np.cumsum(present) - 1)[key]
        count = int(present.sum())
    else:
        _, firsts, codes = distinct_places(key)
        return codes, firsts
    firsts = np.empty(count, dtype=np.int64)
    firsts[codes[::-1]] = np.arange(len(key), dtype=np.int64)[::-1]  # the last to be written is the first row
    return codes, firsts


def pa_texts(column: pd.Series[Any]) -> Any:
    """Return a text column as one Arrow array of large strings."""
    import pyarrow as pa

    if isinstance(column.dtype, pd.CategoricalDtype):
        return pa.array(column.cat.categories, type=pa.large_string()).take(pa_rows(column.cat.codes.to_numpy()))
    found = pa.array(column.astype("str").array, type=pa.large_string())
    return found.combine_chunks() if isinstance(found, pa.ChunkedArray) else found


def pa_rows(rows: Ints) -> Any:
    """Return row numbers as Arrow takes them."""
    import pyarrow as pa

    return pa.array(rows)
