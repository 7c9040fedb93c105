"""Times → first and last day, with where they come from: stated, inferred, or the publication as a stand-in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from reconcile.errors import Problem
from reconcile.models import ENDLESS_FUTURE, ENDLESS_PAST, Document
from reconcile.models.coded import Coded, Ints
from reconcile.normalise.ledger import Ledger, Wrong
from reconcile.times import Span, TimeError, read_time

BASES = ("inferred", "stated", "published", "none")
"""Where a time comes from."""


@dataclass(frozen=True, slots=True)
class Times:
    """The time of every row."""

    first: Ints
    """int64 day numbers."""
    last: Ints
    """int64 day numbers."""
    basis: Coded
    """One of BASES."""
    published_first: Ints
    """int64 day numbers of the publication."""
    published_last: Ints
    """int64 day numbers of the publication."""


def read_times(ledger: Ledger, documents: Mapping[str, Document]) -> Times:
    """Read the time of every row; note those that can't be read (REC004 where only the year is missing)."""
    column = ledger.coded("time")
    spans = _read_each(ledger, column)
    given = ~column.empty
    published = ledger.coded("document")
    stand_ins = [published_span(documents.get(name)) for name in published.texts]
    dated = published.looked_up([span is not None for span in stand_ins], False, bool)
    inferred = ledger.coded("inferred").where(lambda keys: "time" in keys.split())
    published_first, published_last = _ends(published, stand_ins)
    first, last = (
        np.where(given, own, stand_in)
        for own, stand_in in zip(_ends(column, spans), (published_first, published_last), strict=True)
    )
    basis = np.select([given & inferred, given, dated], [0, 1, 2], 3).astype(np.int8)
    return Times(first, last, Coded(basis, BASES), published_first, published_last)


def published_span(document: Document | None) -> Span | None:
    """Return when a document was published, None where that is unknown or can't be read."""
    if document is None or not document.published:
        return None
    try:
        return read_time(document.published)
    except TimeError:
        return None


def published_problems(documents: Mapping[str, Document]) -> list[Problem]:
    """Return one problem for each document whose publication date can't be read."""
    found = []
    for document in documents.values():
        if document.published and published_span(document) is None:
            message = f"published is '{document.published}'; expected an EDTF date such as 2018-02"
            found.append(Problem(document.file, document.line, "unreadable", message))
    return found


def _read_each(ledger: Ledger, column: Coded) -> list[Span | None]:
    """Read each distinct time; note the rows of those that can't be read."""
    spans: list[Span | None] = [None] * len(column.texts)
    wrong: dict[int, Wrong] = {}
    for place, text in enumerate(column.texts):
        if text:
            try:
                spans[place] = read_time(text)
            except TimeError as error:
                code = "REC004" if getattr(error, "missing_year", False) else "REC001"
                wrong[place] = Wrong(code, "time", f"time is '{text}': {error.reason}")
    ledger.add_each(column.codes, wrong)
    return spans


def _ends(column: Coded, spans: Sequence[Span | None]) -> tuple[Ints, Ints]:
    """Return the first and the last day of each row by the span of its text."""
    first = [ENDLESS_PAST if span is None or span.first is None else span.first for span in spans]
    last = [ENDLESS_FUTURE if span is None or span.last is None else span.last for span in spans]
    return column.looked_up(first, ENDLESS_PAST, np.int64), column.looked_up(last, ENDLESS_FUTURE, np.int64)
