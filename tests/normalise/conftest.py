"""Raw projects by hand, so that normalising is tested without any file."""

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd
import pytest

from reconcile.models import ROW_COLUMNS, Dimension, Document, Measure, Partition, RawProject, Vocabulary

PLACES = Dimension("place", "World", (Partition("World", ("Iraq", "Syria")), Partition("Iraq", ("Mosul",))))
VOCABULARY = Vocabulary(
    dimensions={"place": PLACES},
    measures={
        "joined": Measure("joined", "cumulative", "recruits", "person"),
        "held": Measure("held", "stock", "prisoners", "person", by={"place": "World"}),
        "land": Measure("land", "stock", "land held", "km^2", by={"place": "Iraq"}),
        "rate": Measure("rate", "share", "share", "percent", of="held", by={"place": "World"}),
        "fell": Measure("fell", "event", "city fell"),
        "war": Measure("war", "status", "war", values={"over": ("ended", "won"), "ongoing": ("not over",)}),
        "taker": Measure("taker", "category", "who took it"),
    },
    aliases={"SDF": "Syrian Democratic Forces", "Irak": "Iraq", "AFP": "Agence"},
    units={"person": ("people", "recruits")},
)


@pytest.fixture
def raw() -> Callable[..., RawProject]:
    """Return a function that makes a raw project of claims given as mappings of keys."""

    def build(*claims: Mapping[str, Any], **documents: str) -> RawProject:
        empty = {name: "" for name in ROW_COLUMNS}
        keys = sorted({key for claim in claims for key in claim})
        rows = [
            {
                **empty,
                **dict.fromkeys(keys, ""),
                "document": "a",
                "id": str(i),
                "file": "claims/a.yaml",
                "line": i + 3,
                "key_lines": {"value": i + 50},
                "at": {},
                **claim,
            }
            for i, claim in enumerate(claims)
        ]
        headers = tuple(Document(id=name, published=date) for name, date in documents.items())
        return RawProject(pd.DataFrame(rows), headers, VOCABULARY)

    return build
