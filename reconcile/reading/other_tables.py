"""JSON Lines, Parquet and data frames as claim tables."""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from reconcile.errors import Problem
from reconcile.reading.cells import cell_text, text_column
from reconcile.reading.files import decode
from reconcile.reading.limits import LONGEST_ROW, MOST_ROWS, check_columns, too_long
from reconcile.reading.nodes import Unreadable
from reconcile.reading.tables import NAMING, BadRow, Table

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa


def read_json_lines(data: bytes, file: str) -> Table:
    """Return the objects of a JSON Lines file, numbers as written. Unreadable: no text, or one JSON array."""
    import numpy as np
    import pandas as pd

    text = decode(data, file)
    if not text.strip():
        raise Unreadable(Problem(file, 0, "unreadable", "is empty: it holds no claims"))
    if text.lstrip().startswith("["):
        raise Unreadable(Problem(file, 1, "unreadable", "is one JSON list; write one object a line, without brackets"))
    columns, number = _Columns(), 0
    lines: list[int] = []
    numbers: list[int] = []
    bad: list[BadRow] = []
    for line, stated in enumerate(text.split("\n"), 1):
        if not stated or stated.isspace():
            continue
        number += 1
        try:
            columns.add(_row(stated), len(lines))
            lines.append(line)
            numbers.append(number)
        except _RowError as error:
            bad.append(BadRow(line, number, str(error), error.key, error.cells))
    if not lines:
        raise Unreadable(
            Problem(file, bad[0].line, "unreadable", f"no line of it can be read; the first: {bad[0].message}")
        )
    check_columns(len(columns.known), file)
    frame = pd.DataFrame(dict(enumerate(columns.categories(len(lines)))), copy=False)
    return Table(tuple(columns.known), frame, np.array(numbers), np.array(lines), tuple(bad), lines[0])


class _Columns:
    """The cells of rows as one number each, since a row of texts takes twenty times the memory."""

    def __init__(self) -> None:
        self.known: dict[str, dict[str, int]] = {}
        self._codes: dict[str, array[int]] = {}

    def add(self, row: Mapping[str, str], number: int) -> None:
        """Take the cells of a row; `number` rows came before it."""
        for name, text in row.items():
            codes = self._codes.get(name)
            if codes is None:
                self.known[name], codes = {"": 0}, array("i")
                self._codes[name] = codes
            if len(codes) < number:  # the rows before it lack the column
                codes.extend([0] * (number - len(codes)))
            known = self.known[name]
            codes.append(known.setdefault(text, len(known)))

    def categories(self, size: int) -> Iterator[pd.Categorical]:
        """Return the columns, '' where a row lacks one."""
        import numpy as np

        from reconcile.models.coded import Coded

        for name, codes in self._codes.items():
            codes.extend([0] * (size - len(codes)))
            yield Coded(np.array(codes, dtype=np.int32), list(self.known[name])).category()


class _RowError(ValueError):
    def __init__(self, message: str, key: str = "", row: Mapping[str, Any] | None = None) -> None:
        super().__init__(message)
        self.key = key
        self.cells = {name: str(row[name]) for name in NAMING if row and isinstance(row.get(name), str | int)}


def _row(text: str) -> dict[str, str]:
    if len(text) > LONGEST_ROW:
        raise _RowError(too_long(len(text)))
    try:
        found = _decoded(text)
        if not isinstance(found, dict):
            raise _RowError(f"the line is no JSON object; expected one such as {_EXAMPLE}")
        if _may_repeat(text, len(found)):
            _STRICT_DECODER.decode(text)
        if "\\u" in text:
            json.dumps(found, ensure_ascii=False).encode()
    except json.JSONDecodeError as error:
        raise _RowError(f"the line is no valid JSON: {error.msg} at character {error.colno}") from None
    except UnicodeEncodeError:
        raise _RowError("the line holds half of a character (\\ud800 to \\udfff)") from None
    except RecursionError:
        raise _RowError("the line is nested too deep") from None
    if set(map(type, found.values())) <= {str}:
        return found
    try:
        return {key: _text(key, value) for key, value in found.items()}
    except _RowError as error:
        raise _RowError(str(error), error.key, found) from None


def _may_repeat(text: str, keys: int) -> bool:
    """Say, at little cost, whether a line may have a key twice: more colons behind keys, or blanks before some."""
    return text.count('":') + text.count('" :') > keys or "  :" in text or "\t" in text


def _decoded(text: str) -> Any:
    """Decode a line; most hold one object and nothing around it, which takes half the time."""
    try:
        found, end = _DECODER.raw_decode(text)
    except json.JSONDecodeError:
        return _DECODER.decode(text)
    return found if end == len(text) else _DECODER.decode(text)


def _distinct(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise _RowError(f"'{twice}' stands there twice", twice, {} if twice in NAMING else found)
    return found


_DECODER = json.JSONDecoder(parse_float=str, parse_int=str, parse_constant=str)
_STRICT_DECODER = json.JSONDecoder(object_pairs_hook=_distinct, parse_int=str, parse_float=str)
PLAIN = ("id", "says", "note")
"""Columns whose texts differ from row to row: they are not coded."""
_EXAMPLE = '{"measure": "joined", "value": "1,700"}'


def _text(key: str, value: Any) -> str:
    if isinstance(value, (dict, list)):
        return _nested(key, value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


def _nested(key: str, value: Any) -> str:
    """A list of keys may stand in `inferred`; nothing else has more than one text."""
    if key == "inferred" and isinstance(value, list) and all(isinstance(item, str) for item in value):
        return " ".join(value)
    if key == "base" and isinstance(value, dict) and all(isinstance(item, str) for item in value.values()):
        return ";".join(f"{name}={member}" for name, member in value.items())
    what = "a list" if isinstance(value, list) else "an object"
    hint = "; write its keys beside the others: line, page, quote" if key == "at" else ""
    raise _RowError(f"{key} is {what}; expected one text{hint}", key)


def read_parquet(data: bytes, file: str) -> Table:
    """Return the rows of a Parquet file as texts. Unreadable: no Parquet file."""
    import numpy as np
    import pandas as pd
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        stored = pq.ParquetFile(pa.BufferReader(data))
        _check_shape(stored, file)
        schema = stored.schema_arrow
        repeated = [field.name for field in schema if field.name not in PLAIN and _is_text(field.type)]
        table = _arrow_table(data, repeated)
    except (pa.ArrowException, OSError, ValueError) as error:
        what = str(error).split("\n", 1)[0][:200]
        raise Unreadable(Problem(file, 0, "unreadable", f"can't be read as Parquet: {what}")) from None
    columns, left_out = [], []
    for name, column in zip(table.column_names, table.columns, strict=True):
        if name.startswith("__index_level_"):
            continue
        if pa.types.is_nested(column.type) or _is_bytes(column.type):
            left_out.append(f"column '{name}' holds {column.type}: it is left out; expected texts or numbers")
        else:
            columns.append((name, _arrow_text(column)))
    frame = pd.DataFrame({place: texts for place, (_, texts) in enumerate(columns)}, index=range(table.num_rows))
    numbers = np.arange(1, table.num_rows + 1)
    return Table(tuple(name for name, _ in columns), frame, numbers, numbers, left_out=tuple(left_out))


def _arrow_table(data: bytes, repeated: list[str]) -> pa.Table:
    """Return what a Parquet file holds, columns of `repeated` texts coded. ArrowException: it is damaged."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        table = pq.ParquetFile(pa.BufferReader(data), read_dictionary=repeated, page_checksum_verification=True).read()
        table.validate(full=True)  # a damaged file may hold what is no UTF-8, and places outside its own columns
    except pa.ArrowInvalid:
        if not repeated:
            raise
        return _arrow_table(data, [])  # Arrow takes codes amiss where another program wrote a text twice among them
    return table


def _check_shape(stored: Any, file: str) -> None:
    """Refuse what a few bytes can declare and no memory holds. Unreadable: too many columns or rows."""
    check_columns(stored.metadata.num_columns, file)
    if stored.metadata.num_rows > MOST_ROWS:
        message = f"has {stored.metadata.num_rows:,} rows; at most {MOST_ROWS:,} are read of one file: split it"
        raise Unreadable(Problem(file, 0, "unreadable", message))


def _arrow_text(column: pa.ChunkedArray) -> pd.Series[Any]:
    import pandas as pd
    import pyarrow as pa

    kind = column.type
    if pa.types.is_dictionary(kind) and _is_text(kind.value_type):
        from reconcile.models.coded import Coded

        return pd.Series(Coded.of_arrow(column).category())
    if pa.types.is_dictionary(kind):
        return _arrow_text(column.cast(kind.value_type))
    if pa.types.is_integer(kind) or pa.types.is_date(kind) or _is_text(kind):
        texts: pd.Series[Any] = column.cast(pa.large_string()).to_pandas()
        return texts.astype("str").fillna("")
    if pa.types.is_floating(kind):
        return text_column(column.to_pandas())
    return pd.Series([cell_text(value) for value in column.to_pylist()], dtype="str")


def _is_text(kind: pa.DataType) -> bool:
    import pyarrow as pa

    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind))


def _is_bytes(kind: pa.DataType) -> bool:
    import pyarrow as pa

    stored = kind.value_type if pa.types.is_dictionary(kind) else kind
    tests = (pa.types.is_binary, pa.types.is_large_binary, pa.types.is_fixed_size_binary, pa.types.is_binary_view)
    return any(test(stored) for test in tests)


def table_of(frame: pd.DataFrame) -> Table:
    """Return a data frame's columns as texts; its rows have no lines."""
    import numpy as np
    import pandas as pd

    named = [str(name) for name in frame.columns]
    texts = {place: text_column(frame.iloc[:, place].reset_index(drop=True)) for place in range(frame.shape[1])}
    return Table(tuple(named), pd.DataFrame(texts, index=range(len(frame))), np.arange(1, len(frame) + 1))
