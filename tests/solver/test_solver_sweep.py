"""The sweep's building blocks, each against the plain way to say the same."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from solver_claims import components_of

from reconcile.solver import sweep
from reconcile.solver.sweep import Runs, connect, cover, groups, label, least

COUNT = 9
RUN = st.tuples(st.integers(0, COUNT - 1), st.integers(-1, COUNT)).map(lambda r: (r[0], min(r[0] + r[1], COUNT - 1)))
VALUED = st.lists(st.tuples(RUN, st.integers(-5, 5)), max_size=8)
CLAIM = st.tuples(RUN, RUN, st.integers(0, 6), st.integers(0, 3))


def runs_of(pairs: list[tuple[int, int]]) -> Runs:
    ends = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    return Runs(ends[:, 0], ends[:, 1])


@given(VALUED)
def test_cover_is_the_greatest_value_over_each_cell(valued: list[tuple[tuple[int, int], int]]) -> None:
    runs, values = [run for run, _ in valued], np.array([value for _, value in valued], dtype=np.float64)
    expected = [
        max((v for (first, last), v in valued if first <= cell <= last), default=-np.inf) for cell in range(COUNT)
    ]
    assert cover(values, runs_of(runs), COUNT).tolist() == expected


@given(st.lists(RUN, max_size=8), st.lists(st.integers(-5, 5), min_size=COUNT, max_size=COUNT))
def test_least_is_the_least_value_of_each_run(runs: list[tuple[int, int]], cells: list[int]) -> None:
    expected = [min(cells[first : last + 1], default=np.inf) for first, last in runs]
    assert least(np.array(cells, dtype=np.float64), runs_of(runs)).tolist() == expected


@given(st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=12))
def test_connect_names_each_set_by_its_least_node(edges: list[tuple[int, int]]) -> None:
    ends = np.array(edges, dtype=np.int64).reshape(-1, 2)
    labels = connect(np.arange(8), ends[:, 0], ends[:, 1])
    expected = list(range(8))
    for nodes in components_of(8, {(one, other) for one, other in edges}):
        for node in nodes:
            expected[node] = min(nodes)
    assert labels.tolist() == expected


def labels_of(claims: list[tuple[tuple[int, int], tuple[int, int], int, int]]) -> list[frozenset[int]]:
    low = np.array([low for *_, low, _ in claims], dtype=np.float64)
    high = low + np.array([width for *_, width in claims], dtype=np.float64)
    runs = runs_of([run for run, *_ in claims]), runs_of([run for _, run, *_ in claims])
    found = label(low, high, *runs, COUNT)
    return sorted((frozenset(part.tolist()) for part in groups(found)), key=min)


def clashes_of(claims: list[tuple[tuple[int, int], tuple[int, int], int, int]]) -> set[tuple[int, int]]:
    return {
        (i, j)
        for i, ((first, last), _, low, _) in enumerate(claims)
        for j, (_, (begin, end), other, width) in enumerate(claims)
        if max(first, begin) <= min(last, end) and low > other + width
    }


@given(st.lists(CLAIM, max_size=9))
def test_components_are_those_of_all_pairs(claims: list[tuple[tuple[int, int], tuple[int, int], int, int]]) -> None:
    assert labels_of(claims) == components_of(len(claims), clashes_of(claims))


@given(st.lists(CLAIM, max_size=9))
def test_components_hang_not_on_how_many_cells_are_looked_at_at_once(
    claims: list[tuple[tuple[int, int], tuple[int, int], int, int]],
) -> None:
    at_once = labels_of(claims)
    kept, sweep._CHUNK = sweep._CHUNK, 2
    try:
        assert labels_of(claims) == at_once
    finally:
        sweep._CHUNK = kept
