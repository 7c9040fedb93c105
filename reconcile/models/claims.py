"""The claims table: one row per claim, as stated beside as normalised."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol

from reconcile.models.document import Document
from reconcile.models.relation import Relation
from reconcile.models.source_text import SourceText
from reconcile.models.vocabulary import Vocabulary

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

ENDLESS_PAST = -(2**40)
"""The day number of an interval without a first day."""
ENDLESS_FUTURE = 2**40
"""The day number of an interval without a last day."""

COLUMNS: Mapping[str, str] = {
    "claim": "full id, `document#id`, unique",
    "document": "id of the document that makes the claim",
    "file": "claim file, relative to the project",
    "line": "line of the claim in that file, from 1 (0 where unknown)",
    "measure": "name of the measure",
    "kind": "kind of the measure (KINDS)",
    "quantity": "code of the quantity: equal codes are one measure with equal members",
    "stated": "the value as printed; empty where the claim has only a rank",
    "unit": "the unit the claim was stated in, as written",
    "exact": "number of the exact reading, for `Claims.reading_at`; -1 for words, ranks alone and faulty claims",
    "low": "low end of the reading, nearest float, -inf where endless; of an event its first day",
    "high": "high end of the reading, inf where endless; of an event its last day",
    "low_open": "whether the low end itself is left out",
    "high_open": "whether the high end itself is left out",
    "lo": "closed float low end to compare by: open ends stepped in, whole counts rounded in",
    "hi": "closed float high end to compare by",
    "stated_low": "the printed number that enters at the low end, in the measure's unit; nan where none",
    "stated_high": "the printed number that enters at the high end",
    "how": "how the value was read: exact, rounded, hedged, bound, range, vague, ratio, unknown, word",
    "hedge": "the hedge as printed, canonical; empty where none",
    "word": "category or status word after aliases and synonyms; empty for numbers",
    "whole": "whether values are whole numbers when two are compared",
    "time": "what the value is about, as written; empty where the claim gives no time",
    "first": "first day of that time (date.toordinal), ENDLESS_PAST where open; the stand-in where none is given",
    "last": "last day of that time, ENDLESS_FUTURE where open",
    "basis": "where the time comes from: stated, inferred, published (a stand-in) or none",
    "published_first": "first day of the document's publication, ENDLESS_PAST where unknown",
    "published_last": "last day of the document's publication, ENDLESS_FUTURE where unknown",
    "origin": "whom the document credits, after aliases; empty where nobody",
    "source": "the origin, or the document where nobody is credited",
    "stance": "asserts, reports, disputes or forecasts",
    "disputes": "full id of the disputed claim; empty where none",
    "rank": "claimed rank, 0 where none",
    "among": "the member below which the rank holds; empty where none",
    "base": "of a share: another base as `dimension=member;…`, or `unknown`; empty where none",
    "inferred": "keys that the claim's writer inferred, joined by spaces",
    "at": "locator in the text: mapping of line, lines, page, start, end, quote",
    "quote": "the words that the claim itself quotes; empty where it takes them over from the claim above",
    "says": "the claim in its writer's words",
    "note": "a remark",
    "duplicate_of": "full id of the claim that this one repeats; empty where none",
    "fault": "code of the fault that keeps the claim out of comparisons (REC401 …); empty where none",
    "takes_part": "whether the claim's value enters comparisons and laws",
}
"""Every fixed column and what it holds. One more column per dimension holds the member, missing where the
measure lacks the dimension."""
UNSHARED = ("claim", "quote", "says", "note")
"""Text columns that repeat little, of pandas' type `str`; every other text is a category, coded in sorted order."""
READ_WHEN_ASKED = 0
"""In the column `exact`: the exact reading is made of `stated` when it is asked for; others are kept, from 1."""


class Exact(Protocol):
    """What keeps or makes the exact readings of a claims table."""

    def reading(self, number: int, measure: str, unit: str, stated: str, document: str) -> Any:
        """Return the exact Reading with a number of the column `exact`, by the claim's own texts."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one claim as written; a rule turns it into a finding."""

    code: str
    """REC001, REC003, REC004 or REC401."""
    claim: str
    """Full id of the claim."""
    document: str
    """Id of its document."""
    file: str
    """Its claim file, relative to the project."""
    line: int
    """The line of the faulty key, from 1."""
    key: str
    """The faulty key."""
    message: str
    """One sentence: what is wrong, what was expected, the nearest right name."""
    stated: str = ""
    """The value as printed, where there is one."""


@dataclass(frozen=True)
class Claims:
    """All claims of a project, ready to be checked. Never changed: rules get it, and hand it on as it was."""

    table: pd.DataFrame
    """One row per claim that could be typed, sorted by `claim`, with a RangeIndex; columns as in COLUMNS."""
    vocabulary: Vocabulary = field(default_factory=Vocabulary)
    """The declared names."""
    relations: tuple[Relation, ...] = ()
    """The declared laws, by name."""
    documents: Mapping[str, Document] = field(default_factory=dict)
    """The documents by id."""
    faults: tuple[Fault, ...] = ()
    """What is wrong with claims as written, sorted."""
    texts: Mapping[str, SourceText] = field(default_factory=dict)
    """The documents' texts by document id, of those that name one and whose claims quote it."""
    exact: Exact | None = field(default=None, repr=False, compare=False)
    """What `reading_at` asks."""
    memory: dict[str, Any] = field(default_factory=dict, init=False, repr=False, compare=False)
    """What the solver worked out from these claims, kept for the rules that share it; never part of their value."""

    @cached_property
    def dimensions(self) -> tuple[str, ...]:
        """The dimension columns of the table, sorted."""
        return tuple(sorted(column for column in self.table.columns if column not in COLUMNS))

    @cached_property
    def comparable(self) -> pd.DataFrame:
        """The rows whose values enter comparisons and laws, same index as `table`."""
        return self.table[self.table["takes_part"].to_numpy(dtype=bool)]

    @cached_property
    def row_of(self) -> Mapping[str, int]:
        """The row number of each full claim id."""
        return {claim: row for row, claim in enumerate(self.table["claim"])}

    def __len__(self) -> int:
        return len(self.table)

    def column(self, name: str) -> np.ndarray[Any, Any]:
        """Return a column as an array (texts as objects), kept from then on: single cells are quick to look up."""
        kept = self.memory.get(f"column {name}")
        if kept is None:
            column = self.table[name]
            if hasattr(column, "cat"):
                kept = _texts_of(column)
            else:
                kept = column.to_numpy(dtype=None if column.dtype.kind in "biuf" else object)
            self.memory[f"column {name}"] = kept
        return kept

    def codes(self, name: str) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
        """Return a text column as one whole number a row, and the distinct texts that they number, sorted.

        -1 stands for a missing member. Rules that group rows should group by these. Some texts may have no row.
        """
        import numpy as np
        import pandas as pd

        kept = self.memory.get(f"coded {name}")
        if kept is None:
            column = self.table[name]
            if hasattr(column, "cat"):
                kept = column.cat.codes.to_numpy(), column.cat.categories.to_numpy(dtype=object)
            else:
                codes, texts = pd.factorize(column, sort=True)
                kept = codes, np.asarray(texts, dtype=object)
            self.memory[f"coded {name}"] = kept
        return kept

    def reading_at(self, row: int) -> Any:
        """Return the exact Reading of the claim in `row`, in the measure's unit; None where it has none."""
        number = int(self.column("exact")[row])
        if number < 0 or self.exact is None:
            return None
        measure, unit, stated, document = (
            str(self.column(name)[row]) for name in ("measure", "unit", "stated", "document")
        )
        return self.exact.reading(number, measure, unit, stated, document)

    def as_texts(self) -> Claims:
        """Return the same claims with every text column of the table as plain `str`: what rules of a project get.

        Categories compared with each other, filled or added would raise errors that their authors don't expect.
        """
        kept: Claims | None = self.memory.get("as texts")
        if kept is None:
            coded = [str(name) for name, column in self.table.items() if hasattr(column, "cat")]
            kept = replace(self, table=self.table.astype(dict.fromkeys(coded, "str")))
            self.memory["as texts"] = kept
        return kept

    def members_at(self, row: int) -> dict[str, str]:
        """Return the members of the claim in `row`, by dimension; dimensions its measure lacks left out."""
        found: dict[str, str] = {}
        for dimension in self.dimensions:
            member = self.column(dimension)[row]
            if isinstance(member, str):
                found[dimension] = member
        return found

    def quantity_at(self, row: int) -> dict[str, str]:
        """Return the quantity of the claim in `row`: its measure and members."""
        return {"measure": str(self.column("measure")[row]), **self.members_at(row)}

    def label_of(self, quantity: Mapping[str, str]) -> str:
        """Return what a finding calls a quantity: `recruits who had joined, France`.

        Members that the measure means anyway are left out.
        """
        measure = self.vocabulary.measures.get(quantity["measure"])
        usual = dict(measure.by) if measure else {}
        named = [
            member
            for dimension, member in quantity.items()
            if dimension != "measure" and member != usual.get(dimension)
        ]
        return ", ".join([measure.title if measure else quantity["measure"], *named])

    def take(self, mask: np.ndarray[Any, Any]) -> Claims:
        """Return the claims of the rows where `mask` is true, everything else unchanged."""
        return replace(self, table=self.table[mask].reset_index(drop=True))


def _texts_of(column: pd.Series[Any]) -> np.ndarray[Any, Any]:
    """Return a column of categories as texts, one object for each distinct text; NaN where one is missing."""
    import numpy as np

    texts = np.append(column.cat.categories.to_numpy(dtype=object), np.nan)
    return np.asarray(texts[column.cat.codes.to_numpy()], dtype=object)
