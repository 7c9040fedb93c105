"""Times → first and last day, with where they come from: stated, inferred, or the publication as a stand-in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from reconcile.errors import Problem
from reconcile.models import ENDLESS_FUTURE, ENDLESS_PAST, Document
from reconcile.normalise.ledger import Ledger, distinct
from reconcile.times import Span, TimeError, read_time


@dataclass(frozen=True, slots=True)
class Times:
    """The time of every row."""

    first: np.ndarray
    """int64 day numbers."""
    last: np.ndarray
    """int64 day numbers."""
    basis: np.ndarray
    """stated, inferred, published or none."""
    published_first: np.ndarray
    """int64 day numbers of the publication."""
    published_last: np.ndarray
    """int64 day numbers of the publication."""


def read_times(ledger: Ledger, documents: Mapping[str, Document]) -> Times:
    """Read the time of every row; note those that can't be read (REC004 where only the year is missing)."""
    rows = ledger.rows
    codes, texts = distinct(rows["time"])
    spans = [_read(ledger, codes == code, text) for code, text in enumerate(texts)]
    first, last = (ends[codes] for ends in _ends([(span.first, span.last) if span else None for span in spans]))
    document_codes, names = distinct(rows["document"])
    published = [published_span(documents.get(name)) for name in names]
    stand_ins = _ends([(span.first, span.last) if span else None for span in published])
    published_first, published_last = (ends[document_codes] for ends in stand_ins)
    given = np.asarray(rows["time"] != "", dtype=bool)
    dated = np.array([*(span is not None for span in published), False])[document_codes]
    inferred = np.asarray(rows["inferred"].str.split().map(lambda keys: "time" in keys), dtype=bool)
    basis = np.select([given & inferred, given, dated], ["inferred", "stated", "published"], "none").astype(object)
    return Times(
        np.where(given, first, published_first),
        np.where(given, last, published_last),
        basis,
        published_first,
        published_last,
    )


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


def _read(ledger: Ledger, mask: np.ndarray, text: str) -> Span | None:
    if not text:
        return None
    try:
        return read_time(text)
    except TimeError as error:
        code = "REC004" if getattr(error, "missing_year", False) else "REC001"
        ledger.add_where(mask, code, "time", f"time is '{text}': {error.reason}")
        return None


def _ends(spans: list[tuple[int | None, int | None] | None]) -> tuple[np.ndarray, np.ndarray]:
    first = [ENDLESS_PAST if span is None or span[0] is None else span[0] for span in spans]
    last = [ENDLESS_FUTURE if span is None or span[1] is None else span[1] for span in spans]
    return np.array([*first, ENDLESS_PAST], dtype=np.int64), np.array([*last, ENDLESS_FUTURE], dtype=np.int64)
