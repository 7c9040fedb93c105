"""What work grows with: counted, never timed."""

from collections import Counter
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest

from reconcile.models import Claims, Dimension, Measure, Partition, RawProject, Vocabulary
from reconcile.normalise import normalise
from reconcile.pipeline import check_claims
from reconcile.reading import from_frame
from reconcile.readings import Widths
from reconcile.settings import Settings
from reconcile.solver.laws.single import solver_of
from reconcile.solver.sets import near
from reconcile.solver.sets.implied import Ranges
from reconcile.solver.sets.parts import parts_of
from reconcile.solver.values import blocks, pairs
from reconcile.solver.values.clashes import conflicts
from reconcile.solver.values.facts import FactsOf

EACH = 4
"""Claims of one town."""


def towns(count: int, off: int = 10, totals: bool = False) -> Claims:
    """Return claims about towns of one country, every `off`-th in conflict; with `totals`, one of the country too."""
    names = [f"t{number:05}" for number in range(count)]
    dimension = Dimension("place", "Country", (Partition("Country", tuple(names)),))
    measure = Measure("residents", "stock", unit="person", by={"place": "Country"})
    odd = {number for number in range(count) if off and number % off == 0}
    rows = [
        (f"d{copy}", "residents", name, str(1001 + 10 * number + 5000 * (copy == 0 and number in odd)))
        for number, name in enumerate(names)
        for copy in range(EACH)
    ]
    rows += [("d0", "residents", "Country", str(10_000 * count + 1))] if totals else []
    frame = pd.DataFrame(rows, columns=["document", "measure", "place", "value"]).assign(time="2019")
    raw = from_frame(frame)
    vocabulary = Vocabulary({"place": dimension}, {"residents": measure}, units={"person": ()})
    return normalise(RawProject(rows=raw.rows, documents=raw.documents, vocabulary=vocabulary), Widths())


def giant(count: int) -> Claims:
    """Return one quantity with `count` claims, a few of them far off."""
    value = np.where(np.arange(count) % 100 == 99, "9003", "3001")
    frame = pd.DataFrame({"document": [f"d{n:06}" for n in range(count)], "measure": "people", "value": value})
    vocabulary = Vocabulary({}, {"people": Measure("people", "constant", unit="person")}, units={"person": ()})
    raw = from_frame(frame)
    return normalise(RawProject(rows=raw.rows, documents=raw.documents, vocabulary=vocabulary), Widths())


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> Callable[[Any, str, Callable[..., int]], Counter[str]]:
    """Return a function that counts what another is called with."""
    numbers: Counter[str] = Counter()

    def count(home: Any, name: str, size: Callable[..., int]) -> Counter[str]:
        made = getattr(home, name)

        def called(*given: Any, **named: Any) -> Any:
            numbers[name] += size(*given)
            return made(*given, **named)

        monkeypatch.setattr(home, name, called)
        return numbers

    return count


def growth(work: Callable[[int], int], small: int, large: int) -> float:
    """Return the exponent by which work grows with size."""
    return float(np.log(work(large) / work(small)) / np.log(large / small))


def test_pairs_grow_with_the_claims_that_are_in_conflict(counted: Any) -> None:
    numbers = counted(pairs, "distances", lambda _, higher, __: len(higher))

    def work(count: int) -> int:
        numbers.clear()
        claims = towns(count)
        found = conflicts(claims)
        every = FactsOf(claims, found)
        assert len([every.of(number) for number in range(len(every))]) == count // 10
        return numbers["distances"]

    assert growth(work, 100, 1600) <= 1.05


def test_one_giant_quantity_costs_no_pairs_of_all_its_claims(counted: Any) -> None:
    numbers = counted(pairs, "distances", lambda _, higher, __: len(higher))

    def work(count: int) -> int:
        numbers.clear()
        report = check_claims(giant(count), Settings(decisions=""))
        assert [one.size for one in report.found if one.code == "REC101"] == [count]
        return numbers["distances"]

    assert growth(work, 500, 8000) <= 1.1


def test_a_question_looks_at_its_neighbourhood_alone() -> None:
    for count in (20, 400):
        claims = towns(count)
        parts = parts_of(claims, solver_of(claims))
        part, key = parts.of_row(0) or (None, 0)
        assert part is not None and len(part.claims) == count * EACH
        alone = part.near(key)
        assert (len(alone.columns), len(alone.rows), len(alone.claims)) == (1, 0, EACH)


def test_a_claimed_total_makes_all_towns_one_neighbourhood() -> None:
    claims = towns(30, totals=True)
    parts = parts_of(claims, solver_of(claims))
    part, key = parts.of_row(0) or (None, 0)
    assert part is not None
    assert (len(part.near(key).columns), len(part.near(key).claims)) == (31, 30 * EACH + 1)


def test_what_is_put_aside_is_the_same_by_ids_and_by_quantity() -> None:
    claims = towns(30, off=0, totals=True)
    rows = np.flatnonzero(claims.column("place") == "t00010").tolist()
    ids = {str(claims.column("claim")[row]) for row in rows}
    ranges = Ranges(claims, 2000)
    assert ranges.left_for(rows[0], ids) == ranges.left_for(rows[0], ranges.all_about(rows))
    assert ranges.left_for(rows[0], ids).range.high == 300_001 - sum(1001 + 10 * n for n in range(30) if n != 10)


def test_claims_at_which_nothing_changes_are_not_asked_anew(counted: Any) -> None:
    numbers = counted(near.Near, "ends", lambda *_: 1)
    claims = towns(50, off=0, totals=True)
    Ranges(claims, 2000).left_for(0, [str(claims.column("claim")[0])])
    assert numbers["ends"] <= 4  # the first and the last day of 2019, and each question once


def test_pairs_within_groups_are_those_of_each_group() -> None:
    one, other = blocks.pairs_within(np.array([2, 3]))
    expected = [(i, j) for group in ((0, 1), (2, 3, 4)) for i in group for j in group]
    assert list(zip(one.tolist(), other.tolist(), strict=True)) == expected


def test_portions_hold_all_groups_once_and_stay_bounded() -> None:
    groups = [np.arange(50)] * 500
    found = list(blocks.portions(groups))
    assert sum(part.stop - part.start for part in found) == 500
    assert max((part.stop - part.start) * 2500 for part in found) <= blocks.AT_ONCE + 2500
