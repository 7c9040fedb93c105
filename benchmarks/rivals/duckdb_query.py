"""The floor: DuckDB asks the same file the bare question, which quantities hold plain numbers that differ.

    python benchmarks/rivals/duckdb_query.py CLAIMS

Prints how many. It reads no hedge, range, rounding or time interval, knows no law and explains nothing.
"""

import sys

import duckdb

path = sys.argv[1]
source = "read_parquet(?)" if path.endswith(".parquet") else "read_csv(?, all_varchar = true)"
columns = {row[0] for row in duckdb.execute(f"describe select * from {source}", [path]).fetchall()}
dimension = next(name for name in ("place", "city") if name in columns)
query = f"""
    select count(*) from (
        select measure, {dimension}, "time"
        from (select *, try_cast(replace("value", ',', '') as double) as number from {source})
        group by all having max(number) > min(number)
    )
"""
print(duckdb.execute(query, [path]).fetchall()[0][0])
