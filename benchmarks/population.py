"""Turn the population claims of Wikipedia editors (Pasternack and Roth 2010) into a claim table.

    python benchmarks/population.py population-new.txt claims/population.csv

The input is Latin-1 and tab-separated: object_year, source, value, year.
"""

import sys

import pandas as pd

columns = ["object", "document", "value", "time"]
claims = pd.read_csv(sys.argv[1], sep="\t", encoding="latin-1", names=columns, dtype=str, quoting=3)
claims["city"] = claims["object"].str.rsplit("_", n=1).str[0]
claims["document"] = claims["document"].str.replace("#", "no. ", regex=False)
claims.assign(measure="population").drop(columns="object").to_csv(sys.argv[2], index=False)
