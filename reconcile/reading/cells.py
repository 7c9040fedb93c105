"""Cells of workbooks, Parquet files and data frames, as the text that a person would have typed."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

_FORMAT_NOISE = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.|_.|\*.')


def cell_text(value: Any, number_format: str = "") -> str:
    """Return one cell as text: whole numbers without a point, no float noise, ISO dates, `12%` for a percent.

    A date whose format shows no day is a month (`2017-12`), without a month a year. Nothing (None, NaN) is
    empty.
    """
    if value is None or value != value:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool) or type(value).__name__ in ("bool", "bool_"):
        return "true" if value else "false"
    if isinstance(value, (datetime, date)):
        return _date_text(value, _FORMAT_NOISE.sub("", number_format).lower())
    if isinstance(value, time):
        return value.isoformat()
    number = _decimal(value)
    if number is None:
        return str(value)
    percent = "%" in _FORMAT_NOISE.sub("", number_format)
    return plain(number * 100) + "%" if percent else plain(number)


def plain(number: Decimal) -> str:
    """Return a number in figures: no exponent, no trailing zeros behind the point."""
    if not number.is_finite():
        return str(number)
    text = format(number, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text


def _decimal(value: Any) -> Decimal | None:
    """Return a number exactly; a float to 15 significant digits, which is all that it was typed with."""
    if isinstance(value, (int, Decimal)):
        return Decimal(value)
    if hasattr(value, "dtype"):  # a numpy scalar: float32 holds 7 digits
        if value.dtype.kind in "iu":
            return Decimal(int(value))
        if value.dtype.kind != "f":
            return None
        digits = 15 if value.dtype.itemsize >= 8 else 7
        value = float(value)
    elif isinstance(value, float):
        digits = 15
    else:
        return None
    whole = value.is_integer() and abs(value) < 2**53
    return Decimal(int(value)) if whole else Decimal(f"{value:.{digits}g}")


def _date_text(value: datetime | date, shown: str) -> str:
    if isinstance(value, datetime) and (value.hour, value.minute, value.second) != (0, 0, 0):
        return value.replace(microsecond=0).isoformat()
    text = f"{value.year:04d}-{value.month:02d}-{value.day:02d}"
    if not shown or "d" in shown or "y" not in shown:
        return text
    return text[:7] if "m" in shown else text[:4]


def text_column(column: pd.Series) -> pd.Series:
    """Return a column of any type as texts, or categories as categories of texts, '' where nothing stands."""
    import numpy as np
    import pandas as pd

    if isinstance(column.dtype, pd.CategoricalDtype):
        from reconcile.models.coded import Coded

        known = [*text_column(pd.Series(column.cat.categories)), ""]
        places = column.cat.codes.to_numpy(dtype="int64")
        renamed = Coded(np.where(places < 0, len(known) - 1, places), known).renamed(known)
        return pd.Series(renamed.category(), index=column.index, name=column.name)
    if isinstance(column.dtype, pd.StringDtype):
        return column.fillna("").astype("str")
    if column.dtype.kind in "iu":
        return column.astype("str")
    codes, values = pd.factorize(column, use_na_sentinel=True)
    texts = pd.array([*(cell_text(value) for value in values), ""], dtype="str")
    return pd.Series(texts.take(codes), index=column.index, name=column.name)
