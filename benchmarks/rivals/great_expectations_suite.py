"""Fifteen expectations of Great Expectations on the same table: shapes of single columns, and unique ids.

    python benchmarks/rivals/great_expectations_suite.py CLAIMS

Prints how many succeed. None of them can see two claims that disagree.
"""

import sys

import great_expectations as gx
import pandas as pd
from great_expectations import expectations as expect

path = sys.argv[1]
claims = pd.read_parquet(path) if path.endswith(".parquet") else pd.read_csv(path, dtype=str, keep_default_na=False)
dimension = next(name for name in ("place", "city") if name in claims)
if "id" not in claims:
    claims["id"] = claims.index.astype(str)
NUMBER = r"^[a-z ]*[\d.,]+( [a-z]+)*( [\d,]+)?$"
suite = gx.ExpectationSuite(
    name="claims",
    expectations=[
        *(expect.ExpectColumnValuesToNotBeNull(column=c) for c in ("document", "id", "measure", "value", dimension)),
        expect.ExpectColumnValuesToBeInSet(
            column="measure", value_set=["residents", "dwellings", "pupils", "population"]
        ),
        expect.ExpectColumnValuesToMatchRegex(column="value", regex=NUMBER),
        expect.ExpectColumnValuesToMatchRegex(column="time", regex=r"^\d{4}(-\d\d)?(-\d\d)?$"),
        expect.ExpectColumnValuesToMatchRegex(column="document", regex=r"\S"),
        expect.ExpectColumnValueLengthsToBeBetween(column="value", min_value=1, max_value=40),
        expect.ExpectColumnValueLengthsToBeBetween(column="id", min_value=1, max_value=40),
        expect.ExpectColumnValueLengthsToBeBetween(column=dimension, min_value=1, max_value=80),
        expect.ExpectCompoundColumnsToBeUnique(column_list=["document", "id"]),
        expect.ExpectTableRowCountToBeBetween(min_value=1),
        expect.ExpectTableColumnCountToBeBetween(min_value=5, max_value=40),
    ],
)
assert len(suite.expectations) == 15
context = gx.get_context(mode="ephemeral")
context.variables.progress_bars = gx.data_context.types.base.ProgressBarsConfig(globally=False)
batch = (
    context.data_sources.add_pandas("claims").add_dataframe_asset("claims").add_batch_definition_whole_dataframe("all")
)
result = batch.get_batch({"dataframe": claims}).validate(suite, result_format="SUMMARY")
if any(one.exception_info.get("raised_exception") for one in result.results):
    sys.exit("an expectation could not run")
print(sum(bool(one.success) for one in result.results))
