"""The suite that Data Docs show of every project: what the claims table promises, and what keeps claims out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from reconcile.integrations.suite_files import Expected, Suite
from reconcile.models import KINDS

BASES = ("stated", "inferred", "published", "none")
STANCES = ("asserts", "reports", "disputes", "forecasts")
HOWS = ("exact", "rounded", "hedged", "bound", "range", "vague", "ratio", "unknown", "word")


def default_suite(dimensions: Sequence[str] = ()) -> Suite:
    """Return the suite of the claims table; each of `dimensions` is a column too."""
    kwargs: list[tuple[str, dict[str, Any], str]] = [
        ("expect_column_values_to_be_unique", {"column": "claim"}, "error"),
        *(
            ("expect_column_values_to_not_be_null", {"column": name}, "error")
            for name in ("claim", "document", "measure")
        ),
        *(("expect_column_to_exist", {"column": name}, "error") for name in dimensions),
        ("expect_column_values_to_be_in_set", {"column": "kind", "value_set": list(KINDS)}, "error"),
        ("expect_column_values_to_be_in_set", {"column": "basis", "value_set": list(BASES)}, "error"),
        ("expect_column_values_to_be_in_set", {"column": "stance", "value_set": list(STANCES)}, "error"),
        ("expect_column_values_to_be_in_set", {"column": "how", "value_set": list(HOWS)}, "error"),
        ("expect_column_values_to_be_between", {"column": "rank", "min_value": 0}, "error"),
        *(
            ("expect_column_pair_values_a_to_be_greater_than_b", pair, "error")
            for pair in (_pair("high", "low"), _pair("to", "from"))
        ),
        ("expect_column_values_to_be_null", {"column": "fault"}, "error"),
        ("expect_column_values_to_be_null", {"column": "duplicate_of"}, "warning"),
        ("expect_column_values_to_not_be_null", {"column": "from"}, "note"),
    ]
    expected = (Expected(number, name, given, 0, severity) for number, (name, given, severity) in enumerate(kwargs, 1))
    return Suite("", "Claims table", "", "claims-table", tuple(expected))


def _pair(higher: str, lower: str) -> dict[str, Any]:
    ignored = "either_value_is_missing"
    return {"column_A": higher, "column_B": lower, "or_equal": True, "ignore_row_if": ignored}
