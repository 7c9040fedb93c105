"""What a user would write with pandas: parse plain numbers, group, and look at each group in turn.

    python benchmarks/rivals/groupby_apply.py CLAIMS

Prints how many quantities hold values more than 5 % apart. It knows no hedges, ranges, rounding, times or laws.
"""

import sys

import pandas as pd


def apart(values: pd.Series) -> bool:
    """Say whether the values of one quantity differ by more than 5 %."""
    return bool(values.max() > values.min() * 1.05)


path = sys.argv[1]
claims = pd.read_parquet(path) if path.endswith(".parquet") else pd.read_csv(path, dtype=str, keep_default_na=False)
dimension = next(name for name in ("place", "city") if name in claims)
claims["number"] = pd.to_numeric(claims["value"].str.replace(",", ""), errors="coerce")
found = claims.groupby(["measure", dimension, "time"])["number"].apply(apart)
print(int(found.sum()))
