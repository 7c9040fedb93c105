"""The normalised claims as a table for people and for other programs."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from functools import cache
from io import BytesIO
from typing import Any

import pandas as pd

from reconcile.cli._options import usage_error
from reconcile.errors import did_you_mean
from reconcile.models import Claims
from reconcile.reporters._clean import clean, for_cell, for_json, no_command
from reconcile.reporters._lines import Column, folded, table
from reconcile.reporters._words import count, plain_number, text_place
from reconcile.times import days_to_text

BEFORE = ("claim", "document", "measure", "kind")
AFTER = (
    "stated",
    "reads",
    "low",
    "high",
    "low_open",
    "high_open",
    "unit",
    "stated_unit",
    "how",
    "hedge",
    "time",
    "from",
    "to",
    "basis",
    "origin",
    "stance",
    "disputes",
    "rank",
    "among",
    "base",
    "inferred",
    "says",
    "note",
    "text_place",
    "file",
    "line",
    "fault",
    "duplicate_of",
    "takes_part",
)
SHOWN = ("claim", "measure", "of", "stated", "reads", "about", "place")
"""Columns of the text format."""


def claims_table(claims: Claims) -> pd.DataFrame:
    """Return the claims, one row each, in plain texts, numbers and flags; missing texts are ''."""
    rows = claims.as_texts().table
    dated = rows["basis"] != "none"
    units = {name: measure.unit for name, measure in claims.vocabulary.measures.items()}
    made: dict[str, Any] = {
        "reads": reads_of(claims),
        "unit": rows["measure"].map(units).fillna(""),
        "stated_unit": rows["unit"],
        "from": _dates(rows["first"], dated),
        "to": _dates(rows["last"], dated),
        "text_place": [text_place(at) for at in rows["at"]],
    }
    members = {name: rows[name].where(rows[name].notna(), "") for name in claims.dimensions}
    columns = {name: made[name] if name in made else rows[name] for name in AFTER}
    return pd.DataFrame({**{name: rows[name] for name in BEFORE}, **members, **columns}, index=rows.index)


def _dates(days: pd.Series[int], known: pd.Series[bool]) -> list[str]:
    return [_iso(day) if sure else "" for day, sure in zip(days.tolist(), known.tolist(), strict=True)]


def reads_of(claims: Claims) -> list[str]:
    """Return each claim's reading as a person writes it: an interval, days of an event, or a word."""
    kind, word, exact, low, high = (claims.column(name) for name in ("kind", "word", "exact", "low", "high"))
    texts = []
    for row in range(len(claims)):
        if exact[row] < 0:
            texts.append(str(word[row]))
        elif kind[row] == "event":
            texts.append(_days(low[row], high[row]))
        else:
            texts.append(str(claims.reading_at(row).interval()))
    return texts


@cache
def _days(low: float, high: float) -> str:
    first, last = (None if abs(end) == float("inf") else int(end) for end in (low, high))
    return days_to_text(first, last)


@cache
def _iso(day: int) -> str:
    """Return the date of a day number, '' where the time is endless."""
    return date.fromordinal(day).isoformat() if 1 <= day <= date.max.toordinal() else ""


def chosen(frame: pd.DataFrame, where: Sequence[str]) -> pd.DataFrame:
    """Return the rows that fit every `KEY=VALUE`; values of one key are alternatives."""
    wanted: dict[str, list[str]] = {}
    for pair in where:
        key, equals, value = pair.partition("=")
        if not equals:
            raise usage_error(f"'{pair}' has no '='; write KEY=VALUE, such as measure=joined", "--where")
        if key not in frame.columns:
            raise usage_error(f"no column '{key}'{did_you_mean(key, frame.columns)}", "--where")
        wanted.setdefault(key, []).append(value)
    for key, values in wanted.items():
        frame = frame[frame[key].astype(str).isin(values)]
    return frame.reset_index(drop=True)


def as_text(frame: pd.DataFrame, width: int) -> str:
    """Return the claims as a table for a terminal, and how many there are.

    A time in brackets is that of publication, for want of another.
    """
    dimensions = list(frame.columns[len(BEFORE) : frame.columns.get_loc("stated")])
    rows = [SHOWN]
    for row in frame.to_dict("records"):
        members = ", ".join(row[name] for name in dimensions if row[name])
        span = row["from"] if row["from"] == row["to"] else f"{row['from']} to {row['to']}".strip()
        about = f"({span})" if row["basis"] == "published" else span
        place = f"{row['file']}:{row['line']}" if row["file"] else ""
        rows.append((row["claim"], row["measure"], members, row["stated"], row["reads"], about, place))
    cells = [tuple(clean(str(cell)) for cell in row) for row in rows]
    *columns, places = (Column(column, wraps=True) for column in zip(*cells, strict=True))
    lines = (
        table([*columns, places], width, caps=(40, 24))
        or table(columns, width, below=places.cells, caps=(40, 24, 16))
        or folded(cells[1:], width)
    )
    return "".join(f"{no_command(line)}\n" for line in [*lines, "", count(len(frame), "claim")])


def as_csv(frame: pd.DataFrame) -> str:
    """Return the claims as CSV that no spreadsheet takes for formulas."""
    return _plain(frame, for_cell).to_csv(index=False, lineterminator="\n")


def as_json(frame: pd.DataFrame) -> str:
    """Return the claims as a JSON list of objects."""
    rows = [
        {key: plain_number(cell) if isinstance(cell, float) else cell for key, cell in row.items()}
        for row in frame.to_dict("records")
    ]
    return for_json(json.dumps(rows, ensure_ascii=False, indent=1, default=str)) + "\n"


def as_parquet(frame: pd.DataFrame) -> bytes:
    """Return the claims as a Parquet file."""
    buffer = BytesIO()
    texts = frame.select_dtypes(include=["object", "str"]).columns
    frame.astype(dict.fromkeys(texts, "str")).to_parquet(buffer, index=False)
    return buffer.getvalue()


def as_file(frame: pd.DataFrame, suffix: str) -> str | bytes:
    """Return the claims in the format that a file's ending names."""
    if suffix == ".parquet":
        return as_parquet(frame)
    return as_csv(frame) if suffix == ".csv" else as_json(frame)


def _plain(frame: pd.DataFrame, escape: Any) -> pd.DataFrame:
    """Return the table with every text escaped and endless numbers left empty."""
    shown = frame.copy()
    for name in shown.columns:
        if pd.api.types.is_float_dtype(shown[name]):
            numbers = [plain_number(cell) for cell in shown[name].tolist()]
            shown[name] = pd.Series(numbers, index=shown.index, dtype=object)
        elif not pd.api.types.is_numeric_dtype(shown[name]):
            shown[name] = [escape(str(cell)) for cell in shown[name]]
    shown.columns = pd.Index([escape(str(name)) for name in shown.columns])  # dimensions are named in claim files too
    return shown
