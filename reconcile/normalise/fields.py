"""The raw table's schema: what each key of a claim must look like before anything is made of it."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from reconcile.errors import did_you_mean
from reconcile.models.coded import Coded, Flags, pa_texts
from reconcile.normalise.ledger import Ledger, Wrong

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


def check_fields(ledger: Ledger, again: Flags) -> None:
    """Note every claim whose keys break the raw schema: REC001 with the key and what was expected.

    Each distinct text is held to the schema once. `again` flags the rows whose full id stands in an earlier row.
    """
    from pandera.errors import SchemaErrors

    columns = {key: _suspects(ledger) if key == "id" else ledger.coded(key) for key in EXPECTED}
    used = tuple(key for key, column in columns.items() if any(column.texts))
    most = max((len(columns[key].texts) for key in used), default=0)
    checked = pd.DataFrame({key: [*columns[key].texts, *[""] * (most - len(columns[key].texts))] for key in used})
    try:
        raw_schema(used).validate(checked, lazy=True)
    except SchemaErrors as errors:
        cases = errors.failure_cases.dropna(subset=["index"])
        for key in sorted({str(key) for key in cases["column"]}):
            places = {int(place) for place in cases.loc[cases["column"] == key, "index"]}
            texts = columns[key].texts
            wrong = {place: Wrong("REC001", key, _message(key, texts[place])) for place in places}
            ledger.add_each(columns[key].codes, wrong)
    _require_something(ledger, again)


def _suspects(ledger: Ledger) -> Coded:
    """Return the ids that may break their pattern, coded; there is an id for each claim, and most are plain."""
    import pyarrow.compute as pc

    ids = pa_texts(ledger.rows["id"])
    plain = pc.match_substring_regex(ids, f"^({PATTERNS['id']})?$").to_numpy(zero_copy_only=False)
    places = np.flatnonzero(~plain)
    codes = np.full(len(plain), -1, dtype=np.int64)
    codes[places] = np.arange(len(places))
    return Coded(codes, ids.take(places).to_pylist())


def _message(key: str, text: str) -> str:
    hint = did_you_mean(text, STANCES) if key == "stance" else ""
    return f"{key} is '{text}'; expected {EXPECTED[key]}{hint}"


def _require_something(ledger: Ledger, again: Flags) -> None:
    without = np.logical_and.reduce([ledger.coded(key).empty for key in ("value", "rank", "low", "high")])
    ledger.add(without, "REC001", "value", "the claim states nothing; expected a `value` or a `rank`")
    ledger.add(ledger.coded("measure").empty, "REC001", "measure", "the claim has no `measure`")
    ledger.add(again, "REC001", "id", "another claim of this document has the same id; ids are unique")
