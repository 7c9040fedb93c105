"""The raw table's schema: what each key of a claim must look like before anything is made of it."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from reconcile.errors import did_you_mean
from reconcile.normalise.ledger import Ledger

if TYPE_CHECKING:
    import pandera.pandas as pandera

STANCES = ("asserts", "reports", "disputes", "forecasts")
NUMBER = r"[+\-−]?(\d+|\d{1,3}(,\d{3})+)(\.\d+)?"
PATTERNS = {
    "exact": "true|false|True|False|yes|no",
    "rank": r"[1-9]\d{0,6}",
    "low": NUMBER,
    "high": NUMBER,
    "precision": NUMBER,
    "document": r"[^\s#][^#\n]{0,199}",
    "id": r"[^#\n]{1,200}",
}
"""How each checked key must be written."""
EXPECTED = {
    "stance": "one of " + ", ".join(STANCES),
    "exact": "true or false",
    "rank": "a whole number from 1",
    "low": "a number such as 1,650",
    "high": "a number such as 1,750",
    "precision": "the rounding step, a number such as 100",
    "document": "a document id of letters, digits, - and _",
    "id": "an id without #, which stands between document and claim",
}
"""What each checked key must be, in words."""


@cache
def raw_schema(used: tuple[str, ...]) -> pandera.DataFrameSchema:
    """Return the pandera schema of the raw rows for the checked keys that are `used`; '' where a key is absent."""
    import pandera.pandas as pandera

    checks = {
        "stance": pandera.Check.isin(["", *STANCES]),
        **{key: pandera.Check.str_matches(f"^({pattern})?$") for key, pattern in PATTERNS.items()},
    }
    return pandera.DataFrameSchema({key: pandera.Column(checks=checks[key]) for key in used})


def check_fields(ledger: Ledger) -> None:
    """Note every claim whose keys break the raw schema: REC001 with the key and what was expected."""
    from pandera.errors import SchemaErrors

    used = tuple(key for key in EXPECTED if (ledger.rows[key] != "").any())
    checked = ledger.rows[list(used)].reset_index(drop=True)
    try:
        raw_schema(used).validate(checked, lazy=True)
    except SchemaErrors as errors:
        cases = errors.failure_cases.dropna(subset=["index"])
        for key, position in sorted({(str(c), int(i)) for c, i in zip(cases["column"], cases["index"], strict=True)}):
            ledger.add([position], "REC001", key, _message(key, str(checked[key].iat[position])))
    _require_something(ledger)


def _message(key: str, text: str) -> str:
    hint = did_you_mean(text, STANCES) if key == "stance" else ""
    return f"{key} is '{text}'; expected {EXPECTED[key]}{hint}"


def _require_something(ledger: Ledger) -> None:
    rows = ledger.rows
    without = _empty(rows["value"]) & _empty(rows["rank"]) & _empty(rows["low"]) & _empty(rows["high"])
    ledger.add_where(without, "REC001", "value", "the claim states nothing; expected a `value` or a `rank`")
    ledger.add_where(_empty(rows["measure"]), "REC001", "measure", "the claim has no `measure`")
    ids = rows["document"].astype(str) + "#" + rows["id"].astype(str)
    again = ids.duplicated().to_numpy(dtype=bool)
    ledger.add_where(again, "REC001", "id", "another claim of this document has the same id; ids are unique")


def _empty(column: pd.Series) -> np.ndarray:
    return np.asarray(column == "", dtype=bool)
