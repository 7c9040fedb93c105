"""What was read from a project's files, before anything is made of it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from reconcile.errors import Problem
from reconcile.models.claims import Fault
from reconcile.models.document import Document
from reconcile.models.relation import Relation
from reconcile.models.source_text import SourceText
from reconcile.models.vocabulary import Vocabulary

if TYPE_CHECKING:
    import pandas as pd

CLAIM_KEYS = (
    "id",
    "measure",
    "value",
    "unit",
    "time",
    "origin",
    "stance",
    "disputes",
    "low",
    "high",
    "precision",
    "exact",
    "rank",
    "among",
    "base",
    "inferred",
    "says",
    "note",
)
"""The keys of a claim that hold a text, as written in a claim file; every other key is a dimension."""
ROW_COLUMNS = (*CLAIM_KEYS, "document", "file", "line", "key_lines", "published", "at")
"""The fixed columns of the raw rows; one more for every other key that any claim has."""


def lines_of(stated: object) -> dict[str, int]:
    """Return the line of each key that the `key_lines` of a raw row name, as JSON or as a mapping; often nothing."""
    if isinstance(stated, dict):
        return stated
    found: dict[str, int] = json.loads(stated) if isinstance(stated, str) and stated else {}
    return found


@dataclass(frozen=True)
class RawProject:
    """Everything that the files of a project say."""

    rows: pd.DataFrame
    """One row per claim, in the order read; texts as written, '' where a key is absent; `line` int, `key_lines`
    a text that `lines_of` reads, `at` a dict, which several rows may share."""
    documents: tuple[Document, ...] = ()
    """The documents' headers."""
    vocabulary: Vocabulary = field(default_factory=Vocabulary)
    """The declared names."""
    relations: tuple[Relation, ...] = ()
    """The declared laws."""
    faults: tuple[Fault, ...] = ()
    """Claims that could not be read at all, with the reason."""
    texts: Mapping[str, SourceText] = field(default_factory=dict)
    """The documents' texts by document id, of those that name one and need it."""
    problems: tuple[Problem, ...] = ()
    """Files that could not be read."""
