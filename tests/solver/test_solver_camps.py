"""Camps: the fewest groups with a value in common, the largest first."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reconcile.solver.values.camps import camps

INTERVALS = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 5)).map(lambda e: (e[0], e[0] + e[1])), max_size=6)


def camps_of(intervals: list[tuple[int, int]]) -> list[int]:
    ends = np.array(intervals, dtype=np.float64).reshape(-1, 2)
    return camps(ends[:, 0], ends[:, 1]).tolist()


def share_a_value(intervals: list[tuple[int, int]]) -> bool:
    return max(low for low, _ in intervals) <= min(high for _, high in intervals)


def fewest(intervals: list[tuple[int, int]]) -> int:
    """Return the fewest camps of any way to sort the intervals, by trying all of them."""
    for count in range(len(intervals) + 1):
        for sorting in product(range(count), repeat=len(intervals)):
            pairs = list(zip(intervals, sorting, strict=True))
            groups = [[i for i, camp in pairs if camp == number] for number in set(sorting)]
            if all(share_a_value(group) for group in groups):
                return count
    raise AssertionError("each on its own is always possible")


@given(INTERVALS)
def test_camps_share_a_value_and_are_the_fewest(intervals: list[tuple[int, int]]) -> None:
    found = camps_of(intervals)
    for number in set(found):
        assert share_a_value([i for i, camp in zip(intervals, found, strict=True) if camp == number])
    assert len(set(found)) == fewest(intervals)


@given(INTERVALS)
def test_the_largest_camp_is_the_first(intervals: list[tuple[int, int]]) -> None:
    found = camps_of(intervals)
    sizes = [found.count(number) for number in sorted(set(found))]
    assert sizes == sorted(sizes, reverse=True)
    assert sorted(set(found)) == list(range(1, len(sizes) + 1))


@pytest.mark.parametrize(
    ("intervals", "expected"),
    [
        ([], []),
        ([(1700, 1700), (1800, 1800)], [1, 2]),
        ([(57, 57), (41, 41), (56, 99), (57, 57)], [1, 2, 1, 1]),
        ([(1, 2), (2, 3), (3, 4)], [1, 1, 2]),
    ],
)
def test_camps_by_hand(intervals: list[tuple[int, int]], expected: list[int]) -> None:
    assert camps_of(intervals) == expected
