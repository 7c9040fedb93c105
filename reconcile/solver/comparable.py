"""When two claims of one quantity speak of the same time: section 5 of the design, kind by kind.

A `Compared` holds the claims that may meet as plain arrays. For every kind but `flow` each claim has one stretch of
days, and two claims of a quantity meet exactly when their stretches share a day.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Collection
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
import pandas as pd

from reconcile.models import CHANGING_KINDS, ENDLESS_FUTURE, ENDLESS_PAST, Claims
from reconcile.models.ordering import order_of

Ints = np.ndarray[Any, np.dtype[np.int64]]
Floats = np.ndarray[Any, np.dtype[np.float64]]
Flags = np.ndarray[Any, np.dtype[np.bool_]]

Worth = Callable[[Ints, Ints], Flags]
"""Says of rows, given with their quantities, which are worth comparing."""

LEVELS = ("stock", "share", "status")
"""Kinds whose claims meet when their times overlap."""
TIMELESS = ("constant", "event", "category")
"""Kinds whose claims always meet."""
NUMERIC = ("stock", "cumulative", "flow", "constant", "share")
"""Kinds whose values are numbers."""


@dataclass(frozen=True)
class Compared:
    """Claims that may be compared, as arrays of one length, by claim id."""

    rows: Ints
    """Row in the claims table."""
    quantity: Ints
    """Code of the quantity; of a share, quantity and base."""
    document: Ints
    """Code of the document."""
    first: Ints
    """First day of the stretch the claim is about."""
    last: Ints
    """Last day of it."""
    keeps: Ints
    """Days by which two times may differ and still count as the same."""
    level: Flags
    """Whether the kind is one of LEVELS."""
    total: Flags
    """Whether the kind is `cumulative`."""
    flow: Flags
    """Whether the kind is `flow`."""
    undated: Flags
    """Whether neither claim nor document gives a time."""
    loose: Flags
    """Whether the time is missing, a stand-in or inferred, on a kind where that matters."""
    reports: Flags
    """Whether the document only reports the value."""
    lo: Floats
    """Closed low end to compare by."""
    hi: Floats
    """Closed high end to compare by."""

    def __len__(self) -> int:
        return len(self.rows)

    def take(self, chosen: np.ndarray[Any, Any]) -> Compared:
        """Return the claims that a mask or an array of positions chooses."""
        return Compared(**{f.name: getattr(self, f.name)[chosen] for f in fields(self)})


def coded(claims: Claims, name: str) -> tuple[Ints, list[str]]:
    """Return the code of each row's text in a column, -1 where there is none, and the texts; kept for other rules."""
    kept = claims.memory.get(f"codes {name}")
    if kept is None:
        codes, texts = claims.codes(name)
        kept = claims.memory[f"codes {name}"] = np.asarray(codes), [str(text) for text in texts]
    return kept


def holds(claims: Claims, name: str, texts: Collection[str]) -> Flags:
    """Say of each row whether a column holds one of `texts`."""
    codes, known = coded(claims, name)
    found = np.array([*(text in texts for text in known), False], dtype=bool)
    if not found.any():
        return np.zeros(len(codes), dtype=bool)
    return codes >= 0 if found[:-1].all() else found[codes]


def rows_where(claims: Claims, mask: Flags) -> Ints:
    """Return the rows where `mask` is true, by claim id, so that nothing hangs on the order of the table."""
    rows = np.flatnonzero(mask)
    return rows if _is_sorted(claims) else rows[np.argsort(claims.column("claim")[rows], kind="stable")]


def _is_sorted(claims: Claims) -> bool:
    if "is sorted" not in claims.memory:
        ids = claims.column("claim")
        claims.memory["is sorted"] = bool((ids[:-1] <= ids[1:]).all())
    return bool(claims.memory["is sorted"])


def row_with(claims: Claims, claim: str) -> int | None:
    """Return the row of the claim with an id, None where there is none: no table of all ids is made for a few."""
    if not _is_sorted(claims):
        return claims.row_of.get(claim)
    ids = claims.column("claim")
    row = bisect_left(ids, claim)
    return row if row < len(ids) and ids[row] == claim else None


def rows_of_quantity(claims: Claims, quantity: int) -> Ints:
    """Return the rows of the claims about a quantity, ascending; looked up, so that each costs only its own claims."""
    kept = claims.memory.get("rows by quantity")
    if kept is None:
        codes = claims.column("quantity")
        order = order_of(codes)
        kept = claims.memory["rows by quantity"] = order, codes[order]
    order, codes = kept
    first, last = np.searchsorted(codes, [quantity, quantity + 1])
    return np.asarray(order[first:last], dtype=np.int64)


def taking_part(claims: Claims, kinds: Collection[str]) -> Flags:
    """Say of each row whether its value takes part, is of one of `kinds`, and is no share of an unknown base."""
    part = claims.column("takes_part") & holds(claims, "kind", kinds) & ~holds(claims, "base", ("unknown",))
    return np.asarray(part, dtype=bool)


def select(
    claims: Claims, kinds: Collection[str], *, usable: Flags | None = None, worth: Worth | None = None
) -> Compared:
    """Return the claims of `kinds` whose values take part, in quantities that hold two or more of them.

    `usable` (one flag per row of the table) narrows them further, and so does `worth`, which is asked before anything
    else is looked up. Words are compared by code, in `lo` and `hi`.
    """
    mask = taking_part(claims, kinds)
    rows = rows_where(claims, mask if usable is None else mask & usable)
    quantity = quantity_codes(claims, rows)
    chosen = np.bincount(quantity)[quantity] > 1 if len(rows) else np.zeros(0, dtype=bool)
    rows, quantity = rows[chosen], quantity[chosen]
    if worth is not None and len(rows):
        chosen = worth(rows, quantity)
        rows, quantity = rows[chosen], quantity[chosen]
    return _compared(claims, rows, quantity)


def quantity_codes(claims: Claims, rows: Ints) -> Ints:
    """Return small codes of the quantities in `rows`; a share of another base is another quantity."""
    quantity, (base, texts) = claims.column("quantity")[rows], coded(claims, "base")
    if len(texts) > 1:
        quantity = quantity * (len(texts) + 1) + base[rows] + 1
    elif len(rows) and quantity.min() >= 0 and quantity.max() < 2 * len(claims):
        return np.asarray(quantity, dtype=np.int64)
    return np.asarray(pd.factorize(quantity)[0], dtype=np.int64)


def _compared(claims: Claims, rows: Ints, quantity: Ints) -> Compared:
    def is_one(name: str, *texts: str) -> Flags:
        return holds(claims, name, texts)[rows]

    total = is_one("kind", "cumulative")
    loose = is_one("basis", "none", "inferred") | (is_one("basis", "published") & ~total)
    lo, hi = claims.column("lo")[rows], claims.column("hi")[rows]
    worded = is_one("kind", "category", "status")
    if worded.any():
        codes, texts = coded(claims, "word")
        alphabetic = np.argsort(np.argsort(np.array(texts, dtype=object)))[codes[rows]].astype(np.float64)
        lo, hi = np.where(worded, alphabetic, lo), np.where(worded, alphabetic, hi)
    return Compared(
        rows=rows,
        quantity=quantity,
        document=coded(claims, "document")[0][rows],
        first=claims.column("first")[rows],
        last=claims.column("last")[rows],
        keeps=_keeps(claims)[rows],
        level=is_one("kind", *LEVELS),
        total=total,
        flow=is_one("kind", "flow"),
        undated=is_one("basis", "none"),
        loose=loose & is_one("kind", *CHANGING_KINDS),
        reports=is_one("stance", "reports"),
        lo=lo,
        hi=hi,
    )


def _keeps(claims: Claims) -> Ints:
    codes, names = coded(claims, "measure")
    known = claims.vocabulary.measures
    keeps = [known[name].keeps if name in known else 0 for name in names]
    return np.array([*keeps, 0], dtype=np.int64)[codes]


def stretches(compared: Compared) -> tuple[Ints, Ints]:
    """Return first and last day of each claim's stretch: two claims of a quantity meet when these overlap.

    Not for flows, which meet when their times are nearly equal.
    """
    c = compared
    timed = c.level | c.total | c.flow
    first = np.where(c.total, c.last, c.first)
    always = c.undated & timed
    return (
        np.where(timed, np.where(always, ENDLESS_PAST, first), 0),
        np.where(timed, np.where(always, ENDLESS_FUTURE, c.last) + c.keeps, 0),
    )


def meet(compared: Compared, one: Ints, other: Ints) -> Flags:
    """Say for pairs of claims of one quantity, given by position, whether they speak of the same time."""
    c = compared
    first, last = stretches(c)
    overlap = (first[one] <= last[other]) & (first[other] <= last[one])
    if not c.flow.any():
        return np.asarray(overlap, dtype=bool)
    near = nearly_equal(c, one, other) | c.undated[one] | c.undated[other]
    return np.asarray(np.where(c.flow[one], near, overlap), dtype=bool)


def nearly_equal(compared: Compared, one: Ints, other: Ints) -> Flags:
    """Say for pairs whether both ends of their times differ by at most a tenth of the longer one, or by `keeps`."""
    c = compared
    length = np.maximum(c.last[one] - c.first[one], c.last[other] - c.first[other]) + 1
    length = np.where(length > ENDLESS_FUTURE // 2, 0, length)
    apart = _ends_apart(c, one, other)
    return np.asarray((10 * apart <= length) | (apart <= c.keeps[one]), dtype=bool)


def same_time(compared: Compared, one: Ints, other: Ints) -> Flags:
    """Say for pairs that meet whether they surely speak of one time, or only may coincide."""
    c = compared
    may_coincide = c.level[one] | c.flow[one]
    return np.asarray(~may_coincide | (_ends_apart(c, one, other) <= c.keeps[one]), dtype=bool)


def firm(compared: Compared, one: Ints, other: Ints) -> Flags:
    """Say for pairs that meet whether nothing softens the clash: not reported, time stated and the same."""
    c = compared
    loose = (c.loose[one] | c.loose[other]) & (c.document[one] != c.document[other])
    return np.asarray(~(c.reports[one] | c.reports[other]) & ~loose & same_time(c, one, other), dtype=bool)


def _ends_apart(compared: Compared, one: Ints, other: Ints) -> Ints:
    c = compared
    return np.asarray(
        np.maximum(np.abs(c.first[one] - c.first[other]), np.abs(c.last[one] - c.last[other])), dtype=np.int64
    )


def later(compared: Compared, one: Ints, other: Ints) -> Flags:
    """Say for pairs of totals so far whether `other` counts to a later day than `one`, by more than `keeps`."""
    c = compared
    known = ~(c.undated[one] | c.undated[other])
    return np.asarray(known & (c.last[other] > c.last[one] + c.keeps[one]), dtype=bool)


def firmly_later(compared: Compared, one: Ints, other: Ints) -> Flags:
    """Say for pairs that are `later` whether nothing softens the fall: the times do not overlap either."""
    c = compared
    loose = (c.loose[one] | c.loose[other]) & (c.document[one] != c.document[other])
    apart = c.first[other] > c.last[one]
    return np.asarray(~(c.reports[one] | c.reports[other]) & ~loose & apart, dtype=bool)
