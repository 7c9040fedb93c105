"""The claims table as other tools see it: plain numbers, texts, dates and flags; what is missing is null.

The columns are those that `reconcile claims` writes, so that a suite can be made on that file. What is not there is
null: an end that is endless is not infinite, a text that is not given is not empty, and the day of an event is in
`from` and `to` alone, where `low` and `high` would be a day's number.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from reconcile.models import Claims

if TYPE_CHECKING:
    import pandas as pd

TEXTS = (
    "stated",
    "stated_unit",
    "how",
    "hedge",
    "word",
    "time",
    "basis",
    "origin",
    "stance",
    "disputes",
    "among",
    "base",
    "inferred",
    "says",
    "note",
    "file",
    "fault",
    "duplicate_of",
)
NUMBERS = ("low", "high")
FLAGS = ("low_open", "high_open", "takes_part")
DAYS = {"from": "first", "to": "last"}
"""Columns with days, and where the claims table has them."""
FIRST_DAY, LAST_DAY, EPOCH = 1, 3_652_059, 719_163
"""Days that have a date in a calendar of four-digit years, and 1 January 1970, as `date.toordinal` counts."""


def plain_table(claims: Claims) -> pd.DataFrame:
    """Return the claims, one row each and in the order of the claims table, numbered from 0.

    Texts are of pandas' `str`, days datetimes, `low` and `high` floats, `rank` and `line` whole numbers, flags true or
    false.
    """
    import pandas as pd

    rows = claims.table
    units = {name: measure.unit for name, measure in claims.vocabulary.measures.items()}
    columns: dict[str, Any] = {name: _text(rows[name]) for name in ("claim", "document", "measure", "kind")}
    columns |= {name: _text(rows[name]) for name in claims.dimensions}
    columns |= {name: _text(rows["unit" if name == "stated_unit" else name]) for name in TEXTS}
    numeric = rows["kind"].astype("str") != "event"
    columns |= {name: rows[name].where(numeric & (rows[name].abs() != float("inf"))) for name in NUMBERS}
    columns |= {name: rows[name].astype(bool) for name in FLAGS}
    columns |= {name: _days(rows[column], rows["basis"]) for name, column in DAYS.items()}
    columns["unit"] = _text(rows["measure"].astype("str").map(units))
    columns["line"], columns["rank"] = rows["line"].astype("int64"), rows["rank"].astype("int64")
    return pd.DataFrame(columns, index=rows.index).reset_index(drop=True)[list(column_notes(claims))]


def _text(column: pd.Series[Any]) -> pd.Series[Any]:
    import pandas as pd

    text = column.astype(pd.StringDtype(na_value=float("nan")))
    return text.where(text != "")


def _days(days: pd.Series[int], basis: pd.Series[Any]) -> pd.Series[Any]:
    """Return the day numbers of `date.toordinal` as dates, null where a claim has no time or no end in it."""
    import pandas as pd

    known = days.between(FIRST_DAY, LAST_DAY) & (basis.astype("str") != "none")
    since = (days.where(known, EPOCH) - EPOCH).to_numpy(dtype="int64")
    return pd.Series(since.astype("datetime64[D]").astype("datetime64[s]"), index=days.index).where(known)


def column_notes(claims: Claims) -> Mapping[str, str]:
    """Return every column in order, and what it holds."""
    return {
        "claim": "full id, document#id",
        "document": "id of the document",
        "measure": "name of the measure",
        "kind": "kind of the measure",
        **dict.fromkeys(claims.dimensions, "the member; null where the measure lacks the dimension"),
        **NOTES,
    }


NOTES = {
    "stated": "the value as printed",
    "low": "low end of the reading in the measure's unit; null where endless or no number",
    "high": "high end of the reading",
    "low_open": "whether the low end itself is left out",
    "high_open": "whether the high end itself is left out",
    "unit": "the measure's unit",
    "stated_unit": "the unit as stated",
    "how": "how the value was read: exact, rounded, hedged, bound, range, vague, ratio, unknown, word",
    "hedge": "the hedge as printed",
    "word": "the word of a category or status",
    "time": "the time as written",
    "from": "first day of what the value is about",
    "to": "last day of it",
    "basis": "where the time comes from: stated, inferred, published, none",
    "origin": "whom the document credits",
    "stance": "asserts, reports, disputes or forecasts",
    "disputes": "the claim that it disputes",
    "rank": "claimed rank, 0 where none",
    "among": "where the rank holds",
    "base": "another base of a share",
    "inferred": "keys that the claim's writer inferred",
    "says": "the claim in its writer's words",
    "note": "a remark",
    "file": "claim file",
    "line": "line in it, from 1",
    "fault": "code of what keeps the claim out of comparisons",
    "duplicate_of": "the claim that it repeats",
    "takes_part": "whether its value enters comparisons",
}
"""The columns behind measure and members, and what they hold."""
