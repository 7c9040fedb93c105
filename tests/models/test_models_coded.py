"""Texts as codes: the same rows, groups and order as pandas makes of the texts themselves."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reconcile.models.coded import Coded, combined, numbered, pa_texts

words = st.sampled_from(["", "a", "b", "A", "ä", " a", "a ", "b#", "long text"])
columns = st.integers(1, 4).flatmap(
    lambda width: st.lists(st.tuples(*[words] * width), max_size=20).map(
        lambda rows: [list(column) for column in zip(*rows, strict=True)] or [[] for _ in range(width)]
    )
)


def coded(texts: list[str]) -> Coded:
    return Coded.of(pd.Series(texts, dtype="str"))


@given(columns)
def test_combined_codes_group_as_the_texts_do(texts: list[list[str]]) -> None:
    codes, firsts = numbered(combined([coded(column) for column in texts]))
    rows = list(zip(*texts, strict=True))
    assert [rows[first] for first in firsts[codes]] == rows
    assert len(set(rows)) == len(firsts)
    assert all(rows.index(rows[first]) == first for first in firsts)


@given(columns)
def test_sorted_categories_number_groups_in_the_order_of_their_texts(texts: list[list[str]]) -> None:
    sorted_columns = [Coded.of(pd.Series(coded(column).categories())) for column in texts]
    codes, _ = numbered(combined(sorted_columns))
    rows = list(zip(*texts, strict=True))
    assert codes.tolist() == [sorted(set(rows)).index(row) for row in rows]


@given(st.lists(words))
def test_categories_hold_what_the_texts_are(texts: list[str]) -> None:
    found = coded(texts)
    assert found.objects().tolist() == texts
    assert found.categories().categories.tolist() == sorted(set(texts))
    assert found.categories().tolist() == texts == found.category().tolist()
    assert pa_texts(pd.Series(found.category())).to_pylist() == texts
    assert found.stripped().objects().tolist() == [text.strip() for text in texts]


@given(st.lists(st.tuples(words, words, st.booleans())))
def test_one_column_stands_in_for_another(rows: list[tuple[str, str, bool]]) -> None:
    one, other = coded([row[0] for row in rows]), coded([row[1] for row in rows])
    takes = np.array([row[2] for row in rows], dtype=bool)
    assert one.or_else(takes, other).objects().tolist() == [b if take else a for a, b, take in rows]


def test_a_missing_text_stays_missing() -> None:
    found = coded(["a", "b", "a"]).renamed([None, "c"])
    assert found.codes.tolist() == [-1, 0, -1]
    assert found.objects().tolist() == [None, "c", None]
    assert found.empty.tolist() == [False, False, False]
    assert found.categories().codes.tolist() == [-1, 0, -1]


def test_many_wide_columns_do_not_overflow() -> None:
    wide = np.arange(40_000) * 7 % 40_000
    codes, firsts = numbered(combined([wide, wide, wide, wide, wide // 2]))
    assert len(firsts) == 40_000
    assert (wide[firsts][codes] == wide).all()


@pytest.mark.parametrize("text", ["", "x"])
def test_one_text_for_every_row(text: str) -> None:
    assert Coded.every(text, 3).objects().tolist() == [text] * 3
    assert (
        Coded.every(text, 300).or_else(np.ones(300, dtype=bool), coded(["y"] * 300)).objects().tolist() == ["y"] * 300
    )


large = st.sampled_from([-1, 0, 1, 7, 2**31, 2**61, 2**62 - 6, 2**62 - 5])


@given(st.lists(st.tuples(large, large, large), min_size=1, max_size=20))
def test_combined_keys_of_any_size_stay_apart(rows: list[tuple[int, int, int]]) -> None:
    codes, _ = numbered(combined([np.array(column, dtype=np.int64) for column in zip(*rows, strict=True)]))
    assert codes.tolist() == [sorted(set(rows)).index(row) for row in rows]


@pytest.mark.parametrize("chunked", [False, True])
def test_a_text_that_other_codes_hold_twice_has_one_code(chunked: bool) -> None:
    given_codes = pa.DictionaryArray.from_arrays(pa.array([0, 1, 2, 1], pa.int32()), pa.array(["a", "b", "a"]))
    made = Coded.of_arrow(pa.chunked_array([given_codes]) if chunked else given_codes)
    assert made.objects().tolist() == ["a", "b", "a", "b"]
    assert list(made.texts) == ["a", "b"]
    assert made.codes.tolist() == [0, 1, 0, 1]
