"""A claims table as Parquet bytes and back, the same types and categories in the same order."""

from __future__ import annotations

import pickle
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class Packed:
    """A table on its way to a worker."""

    parquet: bytes
    """The columns that Parquet holds, texts with only those categories that occur."""
    objects: bytes
    """The other columns (locators), by name, pickled."""
    columns: tuple[str, ...]
    """The names of all columns, in their order."""

    def __len__(self) -> int:
        return len(self.parquet) + len(self.objects)


def pack(table: pd.DataFrame) -> Packed:
    """Return a table with a RangeIndex as bytes."""
    import pyarrow as pa
    from pyarrow import parquet

    plain: dict[str, Any] = {}
    objects: dict[str, Any] = {}
    for name, column in table.items():
        if column.dtype == object:
            objects[str(name)] = column.to_numpy()
        else:
            plain[str(name)] = _narrowed(column) if hasattr(column, "cat") else column
    coded = [name for name, column in plain.items() if hasattr(column, "cat")]
    held, out = pa.Table.from_pandas(table[[]].assign(**plain)), BytesIO()
    # Nobody searches a part: without statistics, and dictionaries of numbers, it takes half as long.
    parquet.write_table(held, out, compression="lz4", use_dictionary=coded, write_statistics=False)
    return Packed(out.getvalue(), pickle.dumps(objects, protocol=5), tuple(str(name) for name in table.columns))


def _narrowed(column: pd.Series[Any]) -> pd.Series[Any]:
    """Return a column of categories with those that occur, in their order."""
    import numpy as np
    import pandas as pd

    codes, texts = column.cat.codes.to_numpy(), column.cat.categories
    used = np.zeros(len(texts) + 1, dtype=bool)
    used[codes] = True  # the last place is that of missing ones, -1
    if used[:-1].all():
        return column
    number = np.append(np.cumsum(used[:-1]) - 1, -1)
    return pd.Series(pd.Categorical.from_codes(number[codes], texts[used[:-1]]), index=column.index)


def unpack(packed: Packed) -> pd.DataFrame:
    """Return the table that was packed."""
    from pyarrow import BufferReader, parquet

    table: pd.DataFrame = parquet.read_table(BufferReader(packed.parquet)).to_pandas()
    objects = pickle.loads(packed.objects)
    # Categories without any text have lost the type of text.
    empty = {name: "str" for name, column in table.items() if hasattr(column, "cat") and column.cat.categories.empty}
    table = table.astype(empty).astype(dict.fromkeys(empty, "category"))
    return table.assign(**objects)[list(packed.columns)]
