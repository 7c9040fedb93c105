"""What is fuzzed: one function a reader, which takes any bytes and raises only where the reader breaks its word.

Hypothesis and atheris call the same functions. A reader may refuse what it is given by the errors that it declares,
with a message; whatever else it raises, more than `SECONDS` of computing, or a result that does not hold together is a
finding. `seeds` are small inputs that get a fuzzer deep into each reader.
"""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from fuzz_seeds import VOCABULARY, seeds

from reconcile.decisions.reader import read_decision
from reconcile.integrations.suite_files import suite_in
from reconcile.integrations.suite_rule import suite_rule
from reconcile.models import Vocabulary
from reconcile.quotes.finding import find_quote, nearest_passage, source_of
from reconcile.quotes.holding import date_in_quote, number_in_quote
from reconcile.reading.claim_files import read_claim_file
from reconcile.reading.csv_files import read_csv_file
from reconcile.reading.files import decode
from reconcile.reading.grammar import LawError, parse_comparison
from reconcile.reading.locators import KeyFault, read_locator
from reconcile.reading.nodes import Unreadable
from reconcile.reading.other_tables import read_json_lines, read_parquet
from reconcile.reading.parts import Part
from reconcile.reading.relations import read_relations
from reconcile.reading.tables import Table, read_table
from reconcile.reading.vocabulary import read_vocabulary
from reconcile.reading.workbooks import read_workbook
from reconcile.readings import KINDS, ReadingError, read
from reconcile.settings import SettingsError, read_settings
from reconcile.times import TimeError, parse_duration, read_time
from reconcile.units import Units, UnitsError

SECONDS = 5.0
"""Processor time that one input may take."""


class Hang(BaseException):
    """An input took too long; no reader may catch it."""


@contextmanager
def bounded(seconds: float = SECONDS) -> Iterator[None]:
    """Raise Hang where what is inside computes longer than that; in the main thread alone."""

    def ring(_number: int, _frame: FrameType | None) -> None:
        raise Hang(f"more than {seconds} seconds of computing")

    before = signal.signal(signal.SIGVTALRM, ring)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def vocabulary() -> Vocabulary:
    """Return a small vocabulary with a measure of each kind."""
    return read_vocabulary(VOCABULARY, "vocabulary.yaml").vocabulary


def _said(thing: object) -> None:
    """Say that something has words for people."""
    assert str(thing).strip(), type(thing)


_NAMES = vocabulary()
_UNITS = Units(_NAMES.units)


def _holds_together(part: Part) -> None:
    """Say that what was read of a file is whole: each claim named, each problem with a message and a file."""
    for record in part.records:
        assert record["id"] and record["line"] > 0, record
        assert all(isinstance(text, str) for key, text in record.items() if key not in ("at", "line")), record
    for problem in part.problems:
        assert problem.message and problem.file == "f", problem
    for fault in part.faults:
        assert fault.message and fault.claim, fault
    if part.frame is not None:
        assert part.frame["document"].notna().all() and part.frame["id"].notna().all()


def yaml_claims(data: bytes) -> None:
    """A claim file in YAML, with a vocabulary and without."""
    try:
        text = decode(data, "f")
    except Unreadable:
        return
    for names in (None, _NAMES):
        _holds_together(read_claim_file(text, "f", "stem", names))


def _table(read: Callable[[bytes, str], Table], data: bytes) -> None:
    try:
        table = read(data, "f")
        for names in (None, _NAMES):
            _holds_together(read_table(table, "f", "stem", names))
    except Unreadable as error:
        _said(error)
        return
    assert table.frame.shape[1] == len(table.names)
    assert len(table.frame) == len(table.numbers)


def csv_claims(data: bytes) -> None:
    """A claim table in CSV."""
    _table(read_csv_file, data)


def json_claims(data: bytes) -> None:
    """A claim table in JSON Lines."""
    _table(read_json_lines, data)


def parquet_claims(data: bytes) -> None:
    """A claim table in Parquet."""
    _table(read_parquet, data)


def workbook_claims(data: bytes) -> None:
    """A claim table in XLSX."""
    _table(read_workbook, data)


def vocabulary_file(data: bytes) -> None:
    """A vocabulary."""
    try:
        read_vocabulary(decode(data, "f"), "f")
    except Unreadable:
        return


def relations_file(data: bytes) -> None:
    """A file of laws."""
    try:
        read_relations(decode(data, "f"), "f", _NAMES)
    except Unreadable:
        return


def law(data: bytes) -> None:
    """One comparison."""
    text = data.decode("utf-8", "replace")
    try:
        found = parse_comparison(text, {"joined", "killed", "a-b"})
    except LawError as error:
        _said(error)
        return
    assert found.coefficients and found.op in ("<=", "<", "=")


def settings_file(data: bytes) -> None:
    """`reconcile.toml`."""
    try:
        read_settings(data.decode("utf-8", "replace"), Path())
    except SettingsError as error:
        _said(error)


def decision_file(data: bytes) -> None:
    """A decision."""
    decision, problems = read_decision(data, "decisions/f.yaml")
    assert (decision is None) == bool(problems)


def suite_file(data: bytes) -> None:
    """A suite: its JSON with the lines of its keys, what it declares, the rule that is made of it."""
    suite, problems = suite_in(data, "f")
    assert suite is not None or problems
    for problem in problems:
        assert problem.message and problem.file == "f" and problem.line >= 0, problem
    if suite is not None:
        rule = suite_rule(suite)
        assert rule.code and rule.name and rule.__doc__
        assert len({(one.type, *one.key) for one in suite.expected}) == len(suite.expected), "findings would mix"


def stated_value(data: bytes) -> None:
    """A stated value, for every kind of measure; what is read has its ends in order."""
    text = data.decode("utf-8", "replace")
    for kind in KINDS:
        for decimal in (None, ","):
            try:
                found = read(text, kind, decimal=decimal)
            except ReadingError as error:
                _said(error)
                continue
            assert str(found) and found.text == text
            assert found.low is None or found.high is None or found.low <= found.high, text


def stated_time(data: bytes) -> None:
    """A time, and how long something keeps."""
    text = data.decode("utf-8", "replace")
    for read_it in (read_time, parse_duration):
        try:
            _said(read_it(text))
        except (TimeError, ValueError) as error:
            _said(error)


def stated_unit(data: bytes) -> None:
    """A unit: its dimension, its factor to others, its nearest name."""
    text = data.decode("utf-8", "replace")
    try:
        units = Units({"person": [text[:40]]}) if text[:1] == "p" else _UNITS
    except UnitsError as error:
        _said(error)
        return
    units.kind(text), units.is_length(text), units.dimension(text), units.canonical(text), units.nearest(text)
    units.convert(text, "km^2"), units.convert("people/year", text)


def locator(data: bytes) -> None:
    """Where a text says something: each key of `at` in turn."""
    text = data.decode("utf-8", "replace")
    for key in ("line", "lines", "page", "start", "end", "quote", text):
        try:
            read_locator({key: text})
        except KeyFault as error:
            _said(error)


def quote(data: bytes) -> None:
    """A source text and a quote: what the first newline parts."""
    first, _, text = data.decode("utf-8", "replace").partition("\n")
    source = source_of(text)
    for place in find_quote(source, first):
        assert place
    nearest_passage(source, first)
    number_in_quote(first[:200], text)
    date_in_quote(first[:200], text)


__all__ = ["SECONDS", "TARGETS", "VOCABULARY", "Hang", "bounded", "seeds"]
TARGETS: dict[str, Callable[[bytes], None]] = {
    "yaml": yaml_claims,
    "csv": csv_claims,
    "jsonl": json_claims,
    "parquet": parquet_claims,
    "xlsx": workbook_claims,
    "vocabulary": vocabulary_file,
    "relations": relations_file,
    "law": law,
    "settings": settings_file,
    "decision": decision_file,
    "suite": suite_file,
    "value": stated_value,
    "time": stated_time,
    "unit": stated_unit,
    "locator": locator,
    "quote": quote,
}
"""Each reader by its name."""
