"""The same checks of single columns as a pandera schema, all failures collected.

    python benchmarks/rivals/pandera_schema.py CLAIMS

Prints how many rows fail. None of the checks can see two claims that disagree.
"""

import sys

import pandas as pd
import pandera.pandas as pa
from pandera.errors import SchemaErrors

path = sys.argv[1]
claims = pd.read_parquet(path) if path.endswith(".parquet") else pd.read_csv(path, dtype=str, keep_default_na=False)
dimension = next(name for name in ("place", "city") if name in claims)
if "id" not in claims:
    claims["id"] = claims.index.astype(str)
NUMBER = r"^[a-z ]*[\d.,]+( [a-z]+)*( [\d,]+)?$"
schema = pa.DataFrameSchema(
    {
        "document": pa.Column(checks=pa.Check.str_matches(r"\S")),
        "id": pa.Column(checks=pa.Check.str_length(1, 40)),
        "measure": pa.Column(checks=pa.Check.isin(["residents", "dwellings", "pupils", "population"])),
        "value": pa.Column(checks=[pa.Check.str_matches(NUMBER), pa.Check.str_length(1, 40)]),
        "time": pa.Column(checks=pa.Check.str_matches(r"^\d{4}(-\d\d)?(-\d\d)?$")),
        dimension: pa.Column(checks=pa.Check.str_length(1, 80)),
    },
    unique=["document", "id"],
)
try:
    schema.validate(claims, lazy=True)
    print(0)
except SchemaErrors as errors:
    print(len(errors.failure_cases))
