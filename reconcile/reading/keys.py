"""The keys of a claim file, in one table: the readers, the JSON Schema and the docs are held to it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from reconcile.models import CLAIM_KEYS, COLUMNS, ROW_COLUMNS


@dataclass(frozen=True, slots=True)
class Key:
    """One key of a claim file."""

    what: str
    """What it holds, in one sentence without a full stop."""
    example: object
    """A value that it may have, as JSON has it."""
    choices: tuple[str, ...] = ()
    """The only values it may have, where they are few."""
    shape: str = "text"
    """`text`, `mapping`, `list` or `names` (one text or a list of them)."""


DOCUMENT: Mapping[str, Key] = {
    "id": Key("the document's name in the project; by default the file's name without its ending", "watch-2018"),
    "title": Key("its title", "Where are the fighters?"),
    "publisher": Key("who published it", "Example Watch"),
    "published": Key("when, as an EDTF date", "2018-02"),
    "text": Key("path of the text that `at` points into, relative to the claim file", "../documents/watch.txt"),
    "sha256": Key("hash of that text, to notice that it changed", "9f86d081884c7d659a2feaa0c55ad015" * 2),
    "decimal": Key("the decimal mark of its numbers", ",", (",", ".")),
    "note": Key("a remark", "the date is that of the first printing"),
}
"""Keys of `document`."""

LOCATOR: Mapping[str, Key] = {
    "line": Key("line of the text, counted from 1", "34"),
    "lines": Key("first and last line", "36-37"),
    "page": Key("page, as printed", "12"),
    "start": Key("first character, in code points counted from 0", "1042"),
    "end": Key("the character after the last", "1065"),
    "quote": Key("the words themselves", "some 1,700 French recruits"),
}
"""Keys of `at`."""

CLAIM: Mapping[str, Key] = {
    "id": Key("the claim's name, unique in its document; by default its number", "fr-joined"),
    "measure": Key("what is counted, weighed or dated: a measure of the vocabulary", "joined"),
    "value": Key("the value as printed", "about 1,700"),
    "unit": Key("the unit of the value, where it is not the measure's", "person"),
    "time": Key("what the value is about: an EDTF date or interval, or words", "early December 2017"),
    "origin": Key("whom the document credits", "AFP"),
    "stance": Key(
        "what the document does with the statement: `asserts` unless said otherwise",
        "reports",
        ("asserts", "reports", "disputes", "forecasts"),
    ),
    "disputes": Key("the claim that this one disputes, as document#claim", "center-2016#fr-joined"),
    "low": Key("lowest value it allows, in place of what the reading of `value` says", "1650"),
    "high": Key("highest value it allows", "1750"),
    "precision": Key("the step that the value was rounded to", "100"),
    "exact": Key("whether the value is not rounded", "true", ("true", "false")),
    "rank": Key("the place that the document gives it, 1 for the highest", "1"),
    "among": Key("the member below which that place holds", "Middle East and North Africa"),
    "base": Key(
        "of a share: the members of its base where they are not the usual ones, or `unknown`",
        {"nationality": "Western Europe"},
        shape="mapping",
    ),
    "inferred": Key("the keys that the claim's writer inferred; the text does not say them", "time", shape="names"),
    "at": Key("where the text says it", {"line": "34"}, shape="mapping"),
    "says": Key("the statement in the claim writer's words", "French recruits who had joined by then"),
    "note": Key("a remark", "the caption gives no date"),
    "of-which": Key(
        "claims that take over measure, members, unit, time, origin, stance and at from this one",
        [{"id": "fr-back", "measure": "returned", "value": "250"}],
        shape="list",
    ),
}
"""Keys of a claim; every other key is a dimension."""

FILE: Mapping[str, Key] = {
    "document": Key(
        "the document that makes the claims", {"id": "watch-2018", "published": "2018-02"}, shape="mapping"
    ),
    "defaults": Key("keys that hold for every claim below", {"place": "Iraq and Syria"}, shape="mapping"),
    "claims": Key("the claims", [{"measure": "joined", "value": "1,700"}], shape="list"),
}
"""Keys of a YAML claim file."""

TAKEN_OVER = frozenset({"measure", "unit", "time", "origin", "stance", "at"})
"""Claim keys that a claim of `of-which` takes over; members go with them."""
TABLE_COLUMNS = (
    "document",
    "id",
    "measure",
    "value",
    "unit",
    "time",
    "origin",
    "stance",
    "published",
    *LOCATOR,
    "says",
    "note",
    "disputes",
    "low",
    "high",
    "precision",
    "exact",
    "rank",
    "among",
    "base",
    "inferred",
)
"""Columns of a claim table; every other column is a dimension."""
RESERVED = frozenset({*CLAIM, *TABLE_COLUMNS, *ROW_COLUMNS, *COLUMNS})
"""Names that no dimension may have: claim keys, table columns and the claims table's own columns."""
TEXT_KEYS = frozenset(CLAIM_KEYS)
"""Claim keys that become a text column of the raw rows."""


def listed(names: Iterable[str]) -> str:
    """Return names as a sentence lists them."""
    return ", ".join(names)
