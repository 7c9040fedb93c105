"""How a claims table is cut for rules of one scope: what the scope holds together stays in one part.

A group (a quantity, a document, a component) of many rows is a part of its own; smaller ones go by a hash that is the
same on every machine, many whole groups to a part. What is found hangs on neither, so the numbers may be anything.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
from pandas.util import hash_array

from reconcile.models import Claims, Relation, Vocabulary
from reconcile.models.ordering import order_of

CUTS: Mapping[str, str] = {
    "claim": "quantity",
    "document": "document",
    "quantity": "quantity",
    "component": "component",
}
"""The scope by whose groups the table is cut for a rule of each scope. A quantity holds whole claims, so rules about
single claims look at the parts that those about quantities look at."""
ROWS = 100_000
"""Rows of a part, about; a group of more rows is one part."""

Ints = np.ndarray[Any, np.dtype[np.int64]]


@dataclass(frozen=True)
class Cut:
    """A table cut into parts."""

    part: Ints
    """The number of the part that each row goes to."""
    count: int
    """How many parts there are."""
    by: str
    """The scope whose groups stay whole: quantity, document or component."""

    @property
    def largest(self) -> int:
        """How many rows the largest part has."""
        return int(np.bincount(self.part).max(initial=0))

    def parts(self, claims: Claims) -> Iterator[Claims]:
        """Yield the claims of each part in turn, rows in their order, with the faults that belong there."""
        order = order_of(self.part)
        ends = np.searchsorted(self.part[order], np.arange(self.count + 1))
        faults = _faults(claims, self)
        for number in range(self.count):
            rows = order[ends[number] : ends[number + 1]]
            table = claims.table.iloc[rows].reset_index(drop=True)
            yield replace(claims, table=table, faults=tuple(claims.faults[place] for place in faults.get(number, ())))


def cut(claims: Claims, by: str, rows: int = ROWS) -> Cut:
    """Return how the table is cut into parts of about `rows` rows that split no group of the scope `by`."""
    codes, names = groups(claims, by)
    sizes = np.bincount(codes, minlength=len(names))
    large = 2 * sizes >= rows
    shared = -(-int(sizes[~large].sum()) // rows)
    part = (hash_array(names) % np.uint64(max(shared, 1))).astype(np.int64)
    part[large] = shared + np.arange(int(large.sum()))
    return Cut(part[codes], max(shared + int(large.sum()), 1), by)


def groups(claims: Claims, by: str) -> tuple[Ints, np.ndarray[Any, Any]]:
    """Return the group of each row as a whole number, and what names each group."""
    if by == "quantity":
        codes = claims.column("quantity").astype(np.int64)
        return codes, np.arange(int(codes.max(initial=-1)) + 1)
    codes, names = claims.codes("document" if by == "document" else "measure")
    if by == "component":
        first = components(claims.vocabulary, claims.relations, names)
        joined, names = pd.factorize(np.array([first[name] for name in names], dtype=object))
        return joined.astype(np.int64)[codes], np.asarray(names, dtype=object)
    return codes.astype(np.int64), names


def components(vocabulary: Vocabulary, relations: Iterable[Relation], measures: Iterable[str] = ()) -> dict[str, str]:
    """Return for each measure the first by name of all that relations, shares and flows tie to it."""
    ties = [list(relation.coefficients) for relation in relations]
    for one in vocabulary.measures.values():
        ties.append([one.name, *(name for name in (one.of, one.part, one.fed_by) if name)])
    first = {name: name for name in {*vocabulary.measures, *measures, *(name for tie in ties for name in tie)}}

    def lead(name: str) -> str:
        while first[name] != name:
            first[name] = first[first[name]]
            name = first[name]
        return name

    for tie in ties:
        leads = {lead(name) for name in tie}
        first |= dict.fromkeys(leads, min(leads, default=""))
    return {name: lead(name) for name in first}


def _faults(claims: Claims, cut: Cut) -> dict[int, list[int]]:
    """Return the places of the faults that go with each part: with their claim, else with their document or by hash."""
    if not claims.faults:
        return {}
    by_document = cut.by == "document"
    names = np.array([fault.document if by_document else fault.claim for fault in claims.faults], dtype=object)
    home = pd.Index(claims.column("document" if by_document else "claim"))
    if by_document:
        first = ~home.duplicated()
        place, parts = home[first].get_indexer(names), cut.part[first]
    else:
        place, parts = home.get_indexer(names), cut.part
    elsewhere = (hash_array(names) % np.uint64(cut.count)).astype(np.int64)
    found = np.where(place >= 0, parts[place], elsewhere) if len(parts) else elsewhere
    return {int(number): np.flatnonzero(found == number).tolist() for number in np.unique(found)}
