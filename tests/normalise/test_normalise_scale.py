"""What keeps normalising linear: each distinct text looked at once, faults noted in groups, counted and not timed."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

from reconcile.models import Claims, RawProject, Vocabulary
from reconcile.normalise import hints, ledger, normalise
from reconcile.normalise.reader import Reader
from reconcile.reading import from_frame

Raw = Callable[..., RawProject]


def raw_of(vocabulary: Vocabulary | None = None, **columns: Any) -> RawProject:
    return from_frame(pd.DataFrame(columns), vocabulary=vocabulary)


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The stated values that the parser was asked for."""
    found: list[str] = []
    parse = Reader.parse

    def counted(self: Reader, keys: Any, *more: Any) -> Any:
        found.append(keys["value"])
        return parse(self, keys, *more)

    monkeypatch.setattr(Reader, "parse", counted)
    return found


def test_plain_numbers_are_never_parsed_one_by_one(parsed: list[str]) -> None:
    values = [*map(str, range(1, 500)), *(f"{n:,}" for n in range(1000, 1500)), "about 1,700", "12 to 14", "3.5"]
    claims = normalise(raw_of(measure="joined", value=values))
    assert not parsed
    assert (claims.table["exact"] == 0).all()


def test_other_texts_are_parsed_once_each(parsed: list[str]) -> None:
    texts = ["five thousand", "a few", "2.4 thousand", "1,700 men"]
    claims = normalise(raw_of(measure="joined", value=texts * 50))
    assert sorted(parsed) == sorted(texts)
    assert claims.table["exact"].nunique() == len(texts)


def test_an_exact_reading_is_made_when_asked_for_once_for_each_text(parsed: list[str]) -> None:
    claims = normalise(raw_of(measure="joined", value=["1,700", "250"] * 10))
    readings = [claims.reading_at(row) for row in range(len(claims))]
    assert sorted(parsed) == ["1,700", "250"]
    assert len({id(reading) for reading in readings}) == 2
    assert {reading.interval() for reading in readings} == {"[1,650, 1,750)", "[245, 255)"}


def test_words_and_faulty_units_have_no_exact_reading(raw: Raw) -> None:
    claims = normalise(raw({"measure": "land", "value": "5", "unit": "km"}, {"measure": "taker", "value": "SDF"}))
    assert [fault.code for fault in claims.faults] == ["REC401"]
    assert claims.table["exact"].tolist() == [-1, -1]
    assert [claims.reading_at(row) for row in range(2)] == [None, None]


def test_readings_travel_with_the_table() -> None:
    claims = normalise(raw_of(measure="joined", value=["1,700", "a few"]))
    there: Claims = pickle.loads(pickle.dumps(claims))
    assert [there.reading_at(row) for row in range(2)] == [claims.reading_at(row) for row in range(2)]


@pytest.mark.parametrize("kind", ["value", "time", "place", "measure"])
def test_many_faulty_texts_are_noted_in_as_many_steps_as_few(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    steps: list[int] = []
    add_each = ledger.Ledger.add_each

    def counted(self: ledger.Ledger, codes: Any, wrong: Any, *args: Any, **more: Any) -> None:
        steps.append(len(wrong))
        add_each(self, codes, wrong, *args, **more)

    monkeypatch.setattr(ledger.Ledger, "add_each", counted)
    taken = {}
    for size in (10, 300):
        steps.clear()
        columns = {"measure": "held", "value": "5", "time": "2017", "place": "Iraq"}
        raw = raw_of(_vocabulary(), **{**columns, kind: [f"n/{place} a" for place in range(size)]})
        assert len(normalise(raw).faults) == size
        taken[size] = len(steps)
        assert sum(steps) >= size
    assert taken[10] == taken[300]


def test_the_nearest_name_is_sought_for_a_bounded_number_of_slips(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(hints, "did_you_mean", lambda slip, known: asked.append(slip) or "?")
    known = [f"town {number}" for number in range(1000)]
    slips = [f"twon {number}" for number in range(5000)]
    found = hints.hints(slips, known)
    assert len(asked) == hints.MOST_COMPARED // len(known) < len(slips)
    assert found == hints.hints(reversed(slips), known)


def _vocabulary() -> Vocabulary:
    from reconcile.models import Dimension, Measure, Partition

    places = Dimension("place", "World", (Partition("World", ("Iraq", "Syria")),))
    return Vocabulary({"place": places}, {"held": Measure("held", by={"place": "World"})})
