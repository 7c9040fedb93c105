"""One stated value → its reading in the measure's unit, a word or a date."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from reconcile.errors import did_you_mean
from reconcile.models import Measure, Vocabulary
from reconcile.normalise.ends import Terms
from reconcile.readings import Reading, ReadingError, ValueKind, Widths, override, read
from reconcile.times import TimeError, read_time
from reconcile.units import UnitMismatch, Units

KEYS = ("measure", "unit", "value", "low", "high", "precision", "exact", "decimal")
"""What a reading depends on: equal texts in all of these give one reading."""


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

    def parse(self, keys: Mapping[str, str], known: dict[tuple[object, ...], Reading] | None = None) -> Parsed:
        """Read one distinct combination of KEYS; `known` keeps what texts read as, since measures share many."""
        measure = self.vocabulary.measures.get(keys["measure"])
        if measure is None or not (keys["value"] or keys["low"] or keys["high"]):
            return Parsed()
        if measure.kind in ("category", "status"):
            return self._word(measure, keys["value"])
        if measure.kind == "event":
            return _date(keys["value"])
        try:
            return self._number(measure, keys, known)
        except ReadingError as error:
            return Parsed(fault="REC004", message=_why(keys["value"], error))

    def terms(self, measure_name: str, unit: str, decimal: str) -> Terms:
        """Return what plain numbers of a measure are read under; values of a kind that has none get no factor."""
        measure = self.vocabulary.measures.get(measure_name)
        if measure is None or measure.kind in ("category", "status", "event"):
            return Terms()
        own = self._own(measure)
        kind = self._kind(measure, unit or own)
        factor = self._factor(self._read(measure, "1", unit or own, ""), unit, own)
        return Terms(
            kind=kind,
            decimal=decimal,
            exact=measure.exact,
            floored=kind in ("count", "share") and not measure.may_be_negative,
            factor=Fraction(1) if isinstance(factor, UnitMismatch) else factor,
            counts=self._counts(own) and factor == 1,
            mismatch=_mismatch(measure, factor, own) if isinstance(factor, UnitMismatch) else "",
        )

    def _number(
        self, measure: Measure, keys: Mapping[str, str], known: dict[tuple[object, ...], Reading] | None = None
    ) -> Parsed:
        own = self._own(measure)
        reading = self._read(measure, keys["value"] or "unknown", keys["unit"] or own, keys["decimal"], known)
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
            return Parsed(fault="REC401", key=key, message=_mismatch(measure, factor, own))
        scaled = reading if factor == 1 else reading.scaled(factor)
        return Parsed(reading=scaled, whole=self._counts(own) and reading.whole and factor == 1)

    def _read(
        self,
        measure: Measure,
        text: str,
        unit: str,
        decimal: str,
        known: dict[tuple[object, ...], Reading] | None = None,
    ) -> Reading:
        kind, is_length = self._kind(measure, unit), self.units.is_length(unit)
        key = (text, kind, decimal, measure.exact, measure.may_be_negative, is_length)
        if known is not None and key in known:
            return known[key]
        found = read(
            text,
            kind,
            decimal=decimal or None,
            exact=measure.exact,
            may_be_negative=measure.may_be_negative,
            widths=self.widths,
            is_length=is_length,
        )
        if known is not None:
            known[key] = found
        return found

    def _own(self, measure: Measure) -> str:
        return self.unit_of[measure.name] or ("percent" if measure.kind == "share" else "")

    def _kind(self, measure: Measure, unit: str) -> ValueKind:
        return "share" if measure.kind == "share" else self.units.kind(unit)

    def _counts(self, own: str) -> bool:
        return self.units.kind(own) == "count" and "/" not in own

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


def _mismatch(measure: Measure, found: UnitMismatch, own: str) -> str:
    return f"{found.reason}; '{measure.name}' is measured in {own}"


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


def compare_ends(reading: Reading, whole: bool) -> tuple[float, float]:
    """Return closed float ends to compare a reading by: open ends stepped in, counts rounded to whole numbers."""
    low, high = reading.low, reading.high
    if whole:
        lo = -math.inf if low is None else float(math.floor(low) + 1 if reading.low_open else math.ceil(low))
        hi = math.inf if high is None else float(math.ceil(high) - 1 if reading.high_open else math.floor(high))
        return lo, hi
    lo = -math.inf if low is None else float_of(low)
    hi = math.inf if high is None else float_of(high)
    return (
        math.nextafter(lo, math.inf) if reading.low_open else lo,
        math.nextafter(hi, -math.inf) if reading.high_open else hi,
    )


def float_of(number: Fraction) -> float:
    """Return the nearest float, endless where there is none."""
    try:
        return float(number)
    except OverflowError:
        return math.inf if number > 0 else -math.inf
