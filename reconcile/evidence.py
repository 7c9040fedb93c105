"""A claim as findings and reports show it: one row of the claims table, in words."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, TypeVar

from reconcile.models import ENDLESS_FUTURE, Claims, Evidence
from reconcile.models.claims import READ_WHEN_ASKED
from reconcile.models.coded import combined, numbered
from reconcile.models.identity import evidence_digest
from reconcile.models.listing import MOST_LISTED, listed
from reconcile.readings.nodes import Span
from reconcile.readings.printing import interval_text
from reconcile.times import days_to_text

MOST_KEPT = 50_000
"""Texts and readings of each sort that are kept for the next finding."""
DIGITS = 15
"""Digits of a whole number up to which it, and half of it, are exact as floats."""
Kept = TypeVar("Kept")


@dataclass(frozen=True, slots=True)
class Plain(Span):
    """The reading of a whole number in few digits: what a Reading says of it, so far as findings need it."""

    stated_low: Fraction | None = None
    """The number printed."""
    stated_high: Fraction | None = None
    """The same."""
    how: str = "exact"
    """exact or rounded."""


class _Coded:
    """A text column as codes and texts, which looks a row up when it is asked for."""

    __slots__ = ("_codes", "_texts")

    def __init__(self, codes: Any, texts: Any) -> None:
        self._codes, self._texts = codes, [*texts, None]

    def __getitem__(self, row: int) -> Any:
        return self._texts[self._codes[row]]


class Shown:
    """Rows of a claims table in words; what several findings show of one claim is worked out once.

    Rows are looked at one by one here, so this is for the few that findings are about.
    """

    def __init__(self, claims: Claims) -> None:
        """Take the table; columns are fetched when first asked for."""
        self._claims = claims
        self._columns: dict[str, Any] = {}
        self._readings: dict[int, Any] = {}
        self._intervals: dict[int, str] = {}
        self._plains: dict[int, Plain | None] = {}
        self._times: dict[tuple[int, int], str] = {}
        self._quantities: dict[int, tuple[dict[str, str], str]] = {}

    def __getattr__(self, name: str) -> Any:
        """Return a column by its name, kept as an attribute from then on: `[row]` gives a cell."""
        if name.startswith("_"):
            raise AttributeError(name)
        column = self.column(name)
        setattr(self, name, column)
        return column

    def column(self, name: str) -> Any:
        """Return what gives the cells of a column by row, without making an object of each."""
        if name not in self._columns:
            self._columns[name] = self._column(name)
        return self._columns[name]

    def _column(self, name: str) -> Any:
        if f"column {name}" not in self._claims.memory and hasattr(self._claims.table[name], "cat"):
            return _Coded(*self._claims.codes(name))
        return self._claims.column(name)

    def reading(self, row: int) -> Any:
        """Return the exact Reading of the claim in a row, None where it has none."""
        return _kept(self._readings, row, self._claims.reading_at)

    def interval(self, row: int) -> str:
        """Return the reading of the claim in a row as an interval; empty where it has none."""
        return _kept(self._intervals, row, self._interval)

    def _interval(self, row: int) -> str:
        read = self.read(row)
        return "" if read is None else interval_text(read)

    def _plain(self, row: int) -> Plain | None:
        """Return the reading of a whole number of few digits, whose ends are exact as floats; None of any other."""
        return _kept(self._plains, row, self._read_plain)

    def _read_plain(self, row: int) -> Plain | None:
        if self.exact[row] != READ_WHEN_ASKED or self.unit[row] not in ("", self.unit_of(row)):
            return None
        digits = self.stated[row].replace(",", "")
        if not (digits.isdecimal() and digits.isascii() and len(digits) <= DIGITS):
            return None
        low, high = self.low[row], self.high[row]
        least, printed = _fraction(low), Fraction(int(digits))
        most = least if low == high else _fraction(high)
        return Plain(least, most, bool(self.low_open[row]), bool(self.high_open[row]), printed, printed, self.how[row])

    def read(self, row: int) -> Any:
        """Return the exact ends, the printed numbers and the way of reading of the claim in a row: its Reading or, so
        that not all is read again, a Plain; None where it has none."""
        return self._plain(row) or self.reading(row)

    def figures(self, row: int) -> tuple[Fraction | None, Fraction | None]:
        """Return the numbers printed at the low and at the high end of the claim in a row, else the ends themselves."""
        read = self.read(row)
        low, high = read.stated_low, read.stated_high
        return read.low if low is None else low, read.high if high is None else high

    def days(self, first: int, last: int) -> str:
        """Return days in words; endless ends may be given as ENDLESS_PAST and ENDLESS_FUTURE."""
        return _kept(self._times, (first, last), _days_text)

    def time(self, row: int) -> str:
        """Return what the claim in a row is about in short words, empty where nobody says a time."""
        return "" if self.basis[row] == "none" else self.days(int(self.first[row]), int(self.last[row]))

    def published(self, row: int) -> str:
        """Return when its document was published, empty where unknown."""
        first, last = int(self.published_first[row]), int(self.published_last[row])
        return "" if -first >= ENDLESS_FUTURE and last >= ENDLESS_FUTURE else self.days(first, last)

    def unit_of(self, row: int) -> str:
        """Return the unit in which the claim's measure is compared."""
        known = self._claims.vocabulary.measures.get(self.measure[row])
        return known.unit if known else ""

    def reads(self, row: int) -> str:
        """Return the reading as a person writes it: an interval, days or a word."""
        if self.exact[row] < 0:
            return str(self.word[row])
        if self.kind[row] == "event":
            ends = float(self.low[row]), float(self.high[row])
            shown = days_to_text(*(int(end) if abs(end) != float("inf") else None for end in ends))
            return shown or self.interval(row)
        return self.interval(row)

    def quantity(self, row: int) -> tuple[dict[str, str], str]:
        """Return the quantity of the claim in a row, and what findings call it."""
        return _kept(self._quantities, int(self._claims.column("quantity")[row]), lambda _: self._quantity(row))

    def _quantity(self, row: int) -> tuple[dict[str, str], str]:
        quantity = self._claims.quantity_at(row)
        return quantity, self._claims.label_of(quantity)

    def evidence(self, row: int, camp: int = 0, term: str = "") -> Evidence:
        """Return the claim in a row of the table as a finding shows it."""
        numeric = self.exact[row] >= 0
        low, high = (float(self.low[row]), float(self.high[row])) if numeric else (-INFINITE, INFINITE)
        measure = self.measure[row]
        return Evidence(
            self.claim[row],
            self.document[row],
            "related",
            term,
            camp,
            self.stated[row],
            self.reads(row),
            low if low != -INFINITE else None,
            high if high != INFINITE else None,
            bool(self.low_open[row]),
            bool(self.high_open[row]),
            self.unit_of(row),
            self.time(row),
            self.basis[row],
            self.origin[row],
            self.stance[row],
            self.at[row],
            self.file[row],
            int(self.line[row]),
            self.says[row],
            measure,
            self.published(row),
            self.kind[row],
            self._best(row),
        )

    def beyond(self, rows: Sequence[int], camps: Sequence[int], primary: str) -> tuple[list[int], tuple[str, ...], str]:
        """Return which of very many rows a finding lists, the ids of the others, and the hash of all as evidence."""
        import numpy as np

        at = np.asarray(rows, dtype=np.int64)
        ids = self.claim[at]
        first = np.flatnonzero(ids == primary).tolist() if primary else []
        chosen = listed(camps, self.low[at], self.high[at], MOST_LISTED, first[0] if first else None)
        hidden = np.ones(len(at), dtype=bool)
        hidden[chosen] = False
        order = np.argsort(ids, kind="stable")
        reads, units = self._all_reads(at[order])
        return chosen, tuple(ids[hidden].tolist()), evidence_digest(ids[order].tolist(), reads, units)

    def _all_reads(self, rows: Any) -> tuple[list[str], list[str]]:
        """Return the reading and the unit of each row; those that say the same are worked out once."""
        names = ("measure", "unit", "stated", "word")
        keys = [*(self._claims.codes(name)[0][rows] for name in names), self.exact[rows]]
        ends = [_numbers(self._claims.column(name)[rows]) for name in ("low", "high")]
        numbers, firsts = numbered(combined([*keys, *ends]))
        different = [(self.reads(row), self.unit_of(row)) for row in rows[firsts].tolist()]
        said = [different[number] for number in numbers.tolist()]
        return [reads for reads, _ in said], [unit for _, unit in said]

    def _best(self, row: int) -> float | None:
        """Return the printed number where there is one alone; a range and a bound have none."""
        number = float(self.stated_low[row])
        if number != float(self.stated_high[row]):
            return None
        return None if self.kind[row] == "event" or self.how[row] in ("range", "bound") else number


INFINITE = float("inf")


def shown(claims: Claims) -> Shown:
    """Return the rows of a table in words, the same for all rules that ask."""
    found: Shown | None = claims.memory.get("shown")
    if found is None:
        found = claims.memory["shown"] = Shown(claims)
    return found


def evidence_at(claims: Claims, row: int, camp: int = 0, term: str = "") -> Evidence:
    """Return the claim in `row` of the table as a finding shows it."""
    return shown(claims).evidence(row, camp, term)


def _fraction(value: float) -> Fraction:
    whole = int(value)
    return Fraction(whole) if whole == value else Fraction(float(value))


def _numbers(values: Any) -> Any:
    """Return a small number for each different float."""
    import pandas as pd

    return pd.factorize(values)[0]


def _days_text(days: tuple[int, int]) -> str:
    return days_to_text(*(day if abs(day) < ENDLESS_FUTURE else None for day in days))


def _kept(known: dict[Any, Kept], key: Hashable, made: Callable[[Any], Kept]) -> Kept:
    """Return what is known by a key, made where it is not; what is known stays bounded."""
    if key not in known:
        if len(known) >= MOST_KEPT:
            known.clear()
        known[key] = made(key)
    return known[key]
