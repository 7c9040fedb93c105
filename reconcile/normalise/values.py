"""Stated values → readings in the measure's unit, words or dates; each distinct text is read once."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd

from reconcile.errors import did_you_mean
from reconcile.models import Document, Measure, Vocabulary
from reconcile.normalise.ledger import Ledger, distinct
from reconcile.readings import Reading, ReadingError, Widths, override, read
from reconcile.times import TimeError, read_time
from reconcile.units import UnitMismatch, Units

KEYS = ("measure", "unit", "value", "low", "high", "precision", "exact", "decimal")
"""What a reading depends on: equal texts in all of these give one reading."""
FIELDS = (
    "reading",
    "low",
    "high",
    "low_open",
    "high_open",
    "lo",
    "hi",
    "stated_low",
    "stated_high",
    "how",
    "hedge",
    "word",
    "whole",
)
"""The columns that a value fills."""


@dataclass(frozen=True, slots=True)
class Parsed:
    """One distinct value, read."""

    reading: Reading | None = None
    """In the measure's unit; None for words and claims without a value."""
    word: str = ""
    """Of a category or status."""
    whole: bool = False
    """Whether it is a whole number when two are compared."""
    fault: str = ""
    """Code of what is wrong; empty where nothing is."""
    key: str = "value"
    """The key at fault."""
    message: str = ""
    """What is wrong, for the user."""


@dataclass(frozen=True, slots=True)
class Reader:
    """What is needed to read any value of the project."""

    vocabulary: Vocabulary
    units: Units
    widths: Widths
    unit_of: Mapping[str, str]
    """The unit of each measure: the declared one, or the one most of its claims state."""

    def parse(self, keys: Mapping[str, str]) -> Parsed:
        """Read one distinct combination of KEYS."""
        measure = self.vocabulary.measures.get(keys["measure"])
        if measure is None or not (keys["value"] or keys["low"] or keys["high"]):
            return Parsed()
        if measure.kind in ("category", "status"):
            return self._word(measure, keys["value"])
        if measure.kind == "event":
            return _date(keys["value"])
        try:
            return self._number(measure, keys)
        except ReadingError as error:
            return Parsed(fault="REC004", message=_why(keys["value"], error))

    def _number(self, measure: Measure, keys: Mapping[str, str]) -> Parsed:
        own = self.unit_of[measure.name] or ("percent" if measure.kind == "share" else "")
        stated = keys["unit"] or own
        reading = read(
            keys["value"] or "unknown",
            "share" if measure.kind == "share" else self.units.kind(stated),
            decimal=keys["decimal"] or None,
            exact=measure.exact,
            may_be_negative=measure.may_be_negative,
            widths=self.widths,
            is_length=self.units.is_length(stated),
        )
        if keys["low"] or keys["high"] or keys["precision"] or _true(keys["exact"]):
            reading = override(
                reading,
                low=keys["low"] or None,
                high=keys["high"] or None,
                precision=keys["precision"] or None,
                exact=_true(keys["exact"]),
            )
        factor = self._factor(reading, keys["unit"], own)
        if isinstance(factor, UnitMismatch):
            key = "unit" if keys["unit"] else "value"
            return Parsed(fault="REC401", key=key, message=f"{factor.reason}; '{measure.name}' is measured in {own}")
        counts = self.units.kind(own) == "count" and "/" not in own
        scaled = reading if factor == 1 else reading.scaled(factor)
        return Parsed(reading=scaled, whole=counts and reading.whole and factor == 1)

    def _factor(self, reading: Reading, unit: str, own: str) -> Fraction | UnitMismatch:
        stated = unit or self._unit_within(reading.unit)
        if stated.startswith("per ") and "/" in own:
            stated = f"{own.split('/')[0]} {stated}"  # `200 a month` of a flow of persons
        if not stated or not own or reading.is_unknown or (reading.percent and own == "percent"):
            return Fraction(1)
        return self.units.convert(stated, own)

    def _unit_within(self, words: str) -> str:
        """Return the unit at the head of the words behind a number: `km` of `km of territory`.

        Words that only name what is counted (`British fighters`) are no unit: the measure's own holds.
        """
        parts = words.split()
        heads = (" ".join(parts[:n]) for n in range(len(parts), 0, -1))
        return next((head for head in heads if self.units.kind(head) not in ("count", "plain")), "")

    def _word(self, measure: Measure, text: str) -> Parsed:
        word = " ".join(text.split())
        aliases = {name.casefold(): target for name, target in self.vocabulary.aliases.items()}
        if not measure.values:
            return Parsed(word=aliases.get(word.casefold(), word))
        known = {s.casefold(): name for name, others in measure.values.items() for s in (name, *others)}
        found = known.get(word.casefold()) or known.get(aliases.get(word.casefold(), "").casefold())
        if found is None:
            expected = ", ".join(measure.values)
            message = f"'{word}' is no value of {measure.name}; expected one of {expected}{did_you_mean(word, known)}"
            return Parsed(fault="REC003", message=message)
        return Parsed(word=found)


def read_values(ledger: Ledger, reader: Reader, documents: Mapping[str, Document]) -> dict[str, np.ndarray]:
    """Read every row's value: one array per name in FIELDS; `fault` holds REC401 where the unit does not fit."""
    rows = ledger.rows
    keys = rows[[key for key in KEYS if key != "decimal"]].copy()
    decimals = {name: document.decimal for name, document in documents.items()}
    keys["decimal"] = [decimals.get(name, "") for name in rows["document"]]
    groups = keys.groupby(list(KEYS), sort=False, dropna=False)
    codes = groups.ngroup().to_numpy()
    firsts = keys.iloc[np.unique(codes, return_index=True)[1]]
    parsed = [reader.parse({str(key): text for key, text in record.items()}) for record in firsts.to_dict("records")]
    for code, value in enumerate(parsed):
        if value.fault:
            ledger.add_where(codes == code, value.fault, value.key, value.message, drop=value.fault != "REC401")
    parsed = [value if value.fault != "REC401" else Parsed(fault="REC401") for value in parsed]
    columns = {name: [_field(value, name) for value in parsed] for name in (*FIELDS, "fault")}
    return {name: _array(name, values)[codes] for name, values in columns.items()}


def unit_of_measures(rows: pd.DataFrame, vocabulary: Vocabulary) -> dict[str, str]:
    """Return the unit of each measure: the declared one, else the unit that most of its claims state."""
    stated = rows.loc[rows["unit"] != "", ["measure", "unit"]]
    usual = {
        str(measure): min(group.value_counts().loc[lambda n: n == n.max()].index)
        for measure, group in stated.groupby("measure")["unit"]
    }
    return {name: measure.unit or usual.get(name, "") for name, measure in vocabulary.measures.items()}


def same_words(words: np.ndarray) -> np.ndarray:
    """Spell words that differ only in case alike, by the first spelling in sorted order."""
    codes, texts = distinct(pd.Series(words, dtype=object))
    spelled: dict[str, str] = {}
    for text in sorted(texts):
        spelled.setdefault(text.casefold(), text)
    return np.asarray(np.array([spelled[text.casefold()] for text in texts] or [""], dtype=object)[codes])


def _date(text: str) -> Parsed:
    try:
        span = read_time(text)
    except TimeError as error:
        return Parsed(fault="REC004", message=f"'{text}' is no sure date: {error.reason}")
    low = None if span.first is None else Fraction(span.first)
    high = None if span.last is None else Fraction(span.last)
    return Parsed(
        reading=Reading(
            text=text,
            low=low,
            high=high,
            low_open=False,
            high_open=False,
            stated_low=low,
            stated_high=high,
            how="exact",
            hedge="",
            unit="",
            whole=True,
            percent=False,
        ),
        whole=True,
    )


def _why(text: str, error: ReadingError) -> str:
    reason = error.reason if error.reason.endswith((".", "?")) else error.reason + "."
    return f"'{text}' has no sure reading: {reason}"


def _true(text: str) -> bool:
    return text.casefold() in ("true", "yes")


def _field(value: Parsed, name: str) -> Any:
    if name in ("reading", "word", "whole", "fault"):
        return getattr(value, name)
    if value.reading is None:
        return {"how": "word" if value.word else "", "hedge": ""}.get(name, _NO_NUMBER.get(name))
    if name in ("lo", "hi"):
        return compare_ends(value.reading, value.whole)[name == "hi"]
    found = getattr(value.reading, name)
    endless = {"low": -math.inf, "high": math.inf, "stated_low": math.nan, "stated_high": math.nan}
    if name in endless:
        return endless[name] if found is None else _float(found)
    return found


_NO_NUMBER: dict[str, Any] = {
    "low": math.nan,
    "high": math.nan,
    "lo": math.nan,
    "hi": math.nan,
    "stated_low": math.nan,
    "stated_high": math.nan,
    "low_open": False,
    "high_open": False,
}


def compare_ends(reading: Reading, whole: bool) -> tuple[float, float]:
    """Return closed float ends to compare a reading by: open ends stepped in, counts rounded to whole numbers."""
    low, high = reading.low, reading.high
    if whole:
        lo = -math.inf if low is None else float(math.floor(low) + 1 if reading.low_open else math.ceil(low))
        hi = math.inf if high is None else float(math.ceil(high) - 1 if reading.high_open else math.floor(high))
        return lo, hi
    lo = -math.inf if low is None else _float(low)
    hi = math.inf if high is None else _float(high)
    return (
        math.nextafter(lo, math.inf) if reading.low_open else lo,
        math.nextafter(hi, -math.inf) if reading.high_open else hi,
    )


def _float(number: Fraction) -> float:
    try:
        return float(number)
    except OverflowError:
        return math.inf if number > 0 else -math.inf


def _array(name: str, values: list[Any]) -> np.ndarray:
    kind: Any = object
    if name in ("low", "high", "lo", "hi", "stated_low", "stated_high"):
        kind = np.float64
    elif name in ("low_open", "high_open", "whole"):
        kind = np.bool_
    array = np.empty(len(values), dtype=kind)
    array[:] = values
    return array
