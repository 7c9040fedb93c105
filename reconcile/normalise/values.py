"""Stated values → readings in the measure's unit, words or dates: plain numbers all at once, other texts one by one.

Each distinct text is read once.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from reconcile.models import Document, Vocabulary
from reconcile.models.claims import READ_WHEN_ASKED
from reconcile.models.coded import Coded, Flags, Ints, combined, numbered
from reconcile.models.side_by_side import Column
from reconcile.normalise.ends import HOW, Ends, ends_of
from reconcile.normalise.ledger import Ledger, Wrong
from reconcile.normalise.plain import Printed, hedges, printed_of
from reconcile.normalise.reader import KEYS, Parsed, Reader, compare_ends, float_of
from reconcile.readings import Reading

OWN = ("low", "high", "precision", "exact")
"""Keys by which a claim says itself how its value is read."""
FLOATS = ("low", "high", "lo", "hi", "stated_low", "stated_high")
FLAGS = ("low_open", "high_open", "whole")
TEXTS = ("how", "hedge", "word", "fault")


class ExactReadings:
    """The exact readings of a project: those of plain numbers are made when they are asked for, the others kept."""

    def __init__(self, reader: Reader, decimals: Mapping[str, str], kept: Sequence[Reading]) -> None:
        self._reader, self._decimals, self._kept = reader, decimals, kept
        self._made: dict[tuple[str, str, str, str], Reading | None] = {}

    def reading(self, number: int, measure: str, unit: str, stated: str, document: str) -> Reading | None:
        """Return the reading with a number of the column `exact`; equal texts give the same object."""
        if number != READ_WHEN_ASKED:
            return self._kept[number - 1]
        key = (measure, unit, stated, self._decimals.get(document, ""))
        if key not in self._made:
            keys = dict.fromkeys(KEYS, "") | dict(zip(("measure", "unit", "value", "decimal"), key, strict=True))
            self._made[key] = self._reader.parse(keys).reading
        return self._made[key]


@dataclass(frozen=True, slots=True)
class Values:
    """What the values of all rows read as."""

    place: Ints
    """The distinct value of each row: its place in the columns."""
    columns: Mapping[str, np.ndarray[Any, Any]]
    """The numbers and flags of each distinct value: FLOATS, FLAGS and `exact`."""
    texts: Mapping[str, Coded]
    """The texts of each distinct value: TEXTS; `fault` holds REC401 where the unit does not fit."""
    exact: ExactReadings
    """The exact readings."""

    def of(self, rows: Ints) -> dict[str, Column]:
        """Return what makes all columns of some rows."""
        place = self.place[rows]
        numbers = {name: partial(np.take, column, place) for name, column in self.columns.items()}
        return {**numbers, **{name: partial(column.at, place) for name, column in self.texts.items()}}


def read_values(ledger: Ledger, reader: Reader, documents: Mapping[str, Document]) -> Values:
    """Read every row's value; note those that can't be read, and those whose unit does not fit."""
    named = ledger.coded("document")
    decimals = {name: document.decimal for name, document in documents.items() if document.decimal}
    columns = {key: ledger.coded(key) for key in KEYS if key != "decimal"}
    columns["decimal"] = named.renamed([decimals.get(name, "") for name in named.texts])
    term, term_rows = numbered(combined([columns[key] for key in ("measure", "unit", "decimal")]))
    own, _ = numbered(combined([columns[key] for key in OWN]))
    place, firsts = numbered(combined([term, own, columns["value"]]))
    each = {key: column.at(firsts) for key, column in columns.items()}
    terms = [reader.terms(*keys) for keys in _records(columns, ("measure", "unit", "decimal"), term_rows)]
    printed = printed_of(columns["value"].texts).take(each["value"].codes)
    ends = ends_of(printed, terms, term[firsts], reader.widths)
    plain = np.logical_and.reduce([ends.done, *(each[key].empty for key in OWN)])
    fits = np.array([not one.mismatch for one in terms], dtype=bool)[term[firsts]]
    rest = np.flatnonzero(~plain)
    known: dict[tuple[object, ...], Reading] = {}
    parsed = [reader.parse(dict(zip(KEYS, texts, strict=True)), known) for texts in _records(each, KEYS, rest)]
    wrong = {
        code: Wrong("REC401", "unit", terms[one].mismatch)
        for code, one in zip(np.flatnonzero(plain & ~fits).tolist(), term[firsts][plain & ~fits].tolist(), strict=True)
    }
    for code, one in zip(rest.tolist(), parsed, strict=True):
        if one.fault:
            wrong[code] = Wrong(one.fault, one.key, one.message)
    ledger.add_each(place, {code: one for code, one in wrong.items() if one.code != "REC401"})
    ledger.add_each(place, {code: one for code, one in wrong.items() if one.code == "REC401"}, drop=False)
    read = _plain(ends, printed, plain & fits, plain & ~fits)
    return _with_parsed(place, *read, rest, parsed, (reader, decimals))


def _records(columns: Mapping[str, Coded], keys: Sequence[str], rows: Ints) -> Iterator[tuple[str, ...]]:
    """Return the texts of some rows, one tuple a row, in the order of `keys`."""
    return zip(*(columns[key].objects(rows).tolist() for key in keys), strict=True)


Arrays = dict[str, np.ndarray[Any, Any]]


def _plain(ends: Ends, printed: Printed, plain: Flags, misfit: Flags) -> tuple[Arrays, Arrays]:
    """Return the numbers and flags of plain numbers, and their texts as objects; the others are still empty."""
    columns: Arrays = {name: np.where(plain, getattr(ends, name), np.nan) for name in FLOATS}
    columns |= {name: plain & getattr(ends, name) for name in FLAGS}
    columns["exact"] = np.where(plain, READ_WHEN_ASKED, -1).astype(np.int32)
    texts = {name: np.full(len(plain), "", dtype=object) for name in TEXTS}
    texts["how"][plain] = np.array(HOW, dtype=object)[ends.how[plain]]
    texts["hedge"][plain] = np.array(hedges(), dtype=object)[printed.hedge[plain]]
    texts["fault"][misfit] = "REC401"
    return columns, texts


def _with_parsed(
    place: Ints,
    columns: Arrays,
    texts: Arrays,
    rest: Ints,
    parsed: Sequence[Parsed],
    reader: tuple[Reader, Mapping[str, str]],
) -> Values:
    """Put what was parsed one by one beside the plain numbers."""
    kept = [one if one.fault != "REC401" else Parsed(fault="REC401") for one in parsed]
    kept = [one if one.fault in ("", "REC401") else Parsed() for one in kept]
    for name in (*FLOATS, *FLAGS):
        columns[name][rest] = [_field(one, name) for one in kept]
    for name in TEXTS:
        texts[name][rest] = [_field(one, name) for one in kept]
    with_reading = np.array([one.reading is not None for one in kept], dtype=bool)
    columns["exact"][rest] = np.where(with_reading, np.cumsum(with_reading), -1)
    exact = ExactReadings(*reader, [one.reading for one in kept if one.reading is not None])
    coded = {name: Coded.of_objects(column) for name, column in texts.items()}
    return Values(place, columns, coded | {"word": _same_words(coded["word"])}, exact)


def unit_of_measures(ledger: Ledger, vocabulary: Vocabulary) -> dict[str, str]:
    """Return the unit of each measure: the declared one, else the unit that most of its claims state."""
    measure, unit = ledger.coded("measure"), ledger.coded("unit")
    stated = np.flatnonzero(~unit.empty)
    codes, firsts = numbered(combined([measure.at(stated), unit.at(stated)]))
    counts = np.bincount(codes, minlength=len(firsts)).tolist()
    best: dict[str, tuple[int, str]] = {}
    for count, row in zip(counts, stated[firsts].tolist(), strict=True):
        name, found = measure.texts[measure.codes[row]], (-count, unit.texts[unit.codes[row]])
        best[name] = min(best.get(name, found), found)
    return {name: one.unit or best.get(name, (0, ""))[1] for name, one in vocabulary.measures.items()}


def _same_words(words: Coded) -> Coded:
    """Spell words that differ only in case alike, by the first spelling in sorted order."""
    spelled: dict[str, str] = {}
    for text in sorted(words.texts):
        spelled.setdefault(text.casefold(), text)
    return words.renamed([spelled[text.casefold()] for text in words.texts])


def _field(value: Parsed, name: str) -> Any:
    if name in ("word", "whole", "fault"):
        return getattr(value, name)
    if value.reading is None:
        return {"how": "word" if value.word else "", "hedge": ""}.get(name, name in FLOATS and math.nan)
    if name in ("lo", "hi"):
        return compare_ends(value.reading, value.whole)[name == "hi"]
    found = getattr(value.reading, name)
    endless = {"low": -math.inf, "high": math.inf, "stated_low": math.nan, "stated_high": math.nan}
    if name in endless:
        return endless[name] if found is None else float_of(found)
    return found
