"""Sorting by packed numbers gives what numpy's own functions give."""

import threading

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from reconcile.models.ordering import _packed, distinct, distinct_places, order_of, repeated
from reconcile.models.side_by_side import LARGE, made

EDGES = [-(2**63), -(2**62), -1, 0, 1, 2**31, 2**62, 2**63 - 1]
KEYS = st.one_of(
    arrays(np.int64, st.integers(0, 40), elements=st.integers(-5, 30)),
    arrays(np.int64, st.integers(0, 40), elements=st.sampled_from(EDGES)),
    arrays(np.int32, st.integers(0, 40), elements=st.integers(-(2**31), 2**31 - 1)),
    arrays(np.uint64, st.integers(0, 40), elements=st.sampled_from([0, 1, 2**63, 2**64 - 1])),
    arrays(np.int8, st.integers(0, 40)),
    st.lists(st.integers(-(2**80), 2**80), max_size=40).map(lambda found: np.array(found, dtype=object)),
)


@given(KEYS)
def test_ordering_as_numpy(keys: np.ndarray) -> None:
    assert order_of(keys).tolist() == np.argsort(keys, kind="stable").tolist()
    assert distinct(keys).tolist() == np.unique(keys).tolist()
    expected = np.unique(keys, return_index=True, return_inverse=True)
    assert [found.tolist() for found in distinct_places(keys)] == [found.tolist() for found in expected]
    assert distinct(keys).dtype == keys.dtype == distinct_places(keys)[0].dtype


@given(KEYS.filter(lambda keys: keys.dtype != object))
def test_ordering_repeated(keys: np.ndarray) -> None:
    listed = keys.tolist()
    assert repeated(keys).tolist() == [listed.count(key) > 1 for key in listed]


def test_ordering_where_there_is_no_room() -> None:
    assert _packed(np.array([0, 2**61], dtype=np.int64))[0] is not None
    assert _packed(np.array([0, 2**62], dtype=np.int64))[0] is None
    assert _packed(np.array([0.5]))[0] is None


@pytest.mark.parametrize("rows", [1, LARGE])
def test_side_by_side_in_their_order(rows: int) -> None:
    columns = {str(number): (lambda number=number: number) for number in range(50)}
    assert list(made(columns, rows).items()) == [(str(number), number) for number in range(50)]


@pytest.mark.parametrize("rows", [1, LARGE])
def test_side_by_side_what_is_raised(rows: int) -> None:
    with pytest.raises(ZeroDivisionError):
        made({"a": lambda: 1, "b": lambda: 1 // 0}, rows)


def test_side_by_side_where_no_thread_may_start(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[object] = []

    def refused(thread: threading.Thread) -> None:
        started.append(thread)
        raise RuntimeError("can't start new thread")

    monkeypatch.setenv("RECONCILE_JOBS", "2")
    monkeypatch.setattr(threading.Thread, "start", refused)
    assert made({"a": lambda: 1, "b": lambda: 2}, LARGE) == {"a": 1, "b": 2}
    assert len(started) == 1
    monkeypatch.setenv("RECONCILE_JOBS", "1")
    assert made({"a": lambda: 1, "b": lambda: 2}, LARGE) == {"a": 1, "b": 2}
    assert len(started) == 1
