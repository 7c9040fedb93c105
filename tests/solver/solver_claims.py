"""Claims by hand and brute force over all pairs, to hold the sweeps against."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from reconcile.models import ROW_COLUMNS, Claims, Dimension, Document, Measure, Partition, RawProject, Vocabulary
from reconcile.normalise import normalise

PLACES = Dimension("place", "World", (Partition("World", ("Iraq", "Syria")), Partition("Syria", ("Raqqa",))))
BY = {"place": "World"}
VOCABULARY = Vocabulary(
    dimensions={"place": PLACES},
    measures={
        "dead": Measure("dead", "constant", "deaths", "person", by=BY),
        "held": Measure("held", "stock", "prisoners", "person", by=BY),
        "kept": Measure("kept", "stock", "camp inhabitants", "person", by=BY, keeps=40),
        "joined": Measure("joined", "cumulative", "recruits", "person", by=BY),
        "arriving": Measure("arriving", "flow", "newcomers", "person", by=BY),
        "land": Measure("land", "stock", "land held", "km^2", by=BY),
        "weight": Measure("weight", "constant", "weight", "kg", by=BY),
        "rate": Measure("rate", "share", "share of prisoners", "percent", of="held", by=BY),
        "fell": Measure("fell", "event", "city fell"),
        "taker": Measure("taker", "category", "who took the city"),
        "war": Measure("war", "status", "war", values={"over": ("ended", "won"), "ongoing": ("not over",)}),
    },
)


def claims_of(*claims: Mapping[str, Any], relations: Sequence[Any] = (), **published: str) -> Claims:
    """Return claims given as mappings of keys; `published` gives the documents' dates."""
    empty = dict.fromkeys(ROW_COLUMNS, "")
    keys = sorted({key for claim in claims for key in claim} | {"place"})
    columns = sorted({*empty, *keys})
    rows = [
        {
            **empty,
            **dict.fromkeys(keys, ""),
            "document": "a",
            "id": str(i),
            "file": "claims/a.yaml",
            "line": i + 3,
            "key_lines": None,
            "at": {},
            **claim,
        }
        for i, claim in enumerate(claims)
    ]
    headers = tuple(Document(id=name, published=day) for name, day in published.items())
    return normalise(RawProject(pd.DataFrame(rows, columns=columns), headers, VOCABULARY, tuple(relations)))


def shuffled(claims: Claims, order: Sequence[int]) -> Claims:
    """Return the same claims in another order of rows."""
    return replace(claims, table=claims.table.iloc[list(order)].reset_index(drop=True))


def components_of(size: int, edges: set[tuple[int, int]]) -> list[frozenset[int]]:
    """Return the connected sets of two or more nodes, by looking at every edge."""
    label = list(range(size))
    for one, other in sorted(edges) * size:
        label[one] = label[other] = min(label[one], label[other])
    linked = {node for edge in edges for node in edge}
    found: dict[int, set[int]] = {}
    for node in linked:
        found.setdefault(label[node], set()).add(node)
    return sorted((frozenset(nodes) for nodes in found.values()), key=min)
