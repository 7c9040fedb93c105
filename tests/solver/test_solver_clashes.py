"""Components of clashes, held against a graph of all pairs."""

from fractions import Fraction
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from solver_claims import claims_of, components_of, shuffled

from reconcile.models import Claims
from reconcile.solver.ends import are_disjoint, high_end, low_end
from reconcile.solver.values.clashes import Components, conflicts, contradictions, falls, meeting_clashes

VALUES = (
    "3",
    "4",
    "7",
    "1,700",
    "1,763",
    "1,800",
    "more than 3",
    "fewer than 4",
    "at least 1,750",
    "under 1,700",
    "3 to 8",
    "about 1,700",
    "unknown",
    "1,650 to 1,750",
)
DAYS = (
    "2016",
    "2017",
    "2016-12",
    "2017-01",
    "2016-12-31",
    "2016-06/2017-06",
    "",
    "2017-01-02",
    "2016-11-20/2017-11-25",
)
COUNTS = ("dead", "held", "kept", "joined", "arriving", "land")


def a_claim(measures: tuple[str, ...] = COUNTS, values: tuple[str, ...] = VALUES) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(
        {
            "measure": st.sampled_from(measures),
            "value": st.sampled_from(values),
            "time": st.sampled_from(DAYS),
            "document": st.sampled_from(["a", "b", "c"]),
            "stance": st.sampled_from(["asserts", "asserts", "reports", "disputes"]),
            "inferred": st.sampled_from(["", "time"]),
        }
    )


def several(*measures: str) -> st.SearchStrategy[list[dict[str, Any]]]:
    return st.lists(a_claim(measures or COUNTS), max_size=12)


def ids(claims: Claims, components: Components) -> list[frozenset[str]]:
    names = claims.table["claim"].array
    return sorted((frozenset(names[components.compared.rows[m]]) for m in components.members), key=min)


def same_quantity(claims: Claims) -> list[tuple[int, int]]:
    table = claims.table
    usable = [row for row in range(len(table)) if table["takes_part"].iat[row]]
    return [(i, j) for i, j in combinations(usable, 2) if table["quantity"].iat[i] == table["quantity"].iat[j]]


def comparable(claims: Claims, i: int, j: int) -> bool:
    """Section 5 of the design, for one pair."""
    one, other = claims.table.iloc[i], claims.table.iloc[j]
    keeps = claims.vocabulary.measures[one["measure"]].keeps
    if one["kind"] == "constant" or "none" in (one["basis"], other["basis"]):
        return True
    if one["kind"] == "cumulative":
        return bool(abs(one["last"] - other["last"]) <= keeps)
    if one["kind"] == "flow":
        longest = max(one["last"] - one["first"], other["last"] - other["first"]) + 1
        apart = max(abs(one["first"] - other["first"]), abs(one["last"] - other["last"]))
        return bool(apart <= Fraction(int(longest), 10))
    return bool(one["first"] <= other["last"] + keeps and other["first"] <= one["last"] + keeps)


def ends(claims: Claims, row: int) -> tuple[Any, Any]:
    reading, whole = claims.reading_at(row), bool(claims.table["whole"].iat[row])
    endless = (Fraction(10**9), 0)
    return low_end(reading, whole) or (-endless[0], 0), high_end(reading, whole) or endless


def apart(one: tuple[Any, Any], other: tuple[Any, Any]) -> bool:
    return one[0] > other[1] or other[0] > one[1]


def named(claims: Claims, components: list[frozenset[int]]) -> list[frozenset[str]]:
    return sorted((frozenset(claims.table["claim"].iat[row] for row in rows) for rows in components), key=min)


def own_components(claims: Claims) -> list[frozenset[int]]:
    document = claims.table["document"].array
    return components_of(
        len(claims),
        {
            (i, j)
            for i, j in same_quantity(claims)
            if document[i] == document[j] and comparable(claims, i, j) and apart(ends(claims, i), ends(claims, j))
        },
    )


def hulls(claims: Claims) -> dict[int, tuple[Any, Any]]:
    found = {row: ends(claims, row) for row in {r for pair in same_quantity(claims) for r in pair}}
    for rows in own_components(claims):
        hull = min(found[row][0] for row in rows), max(found[row][1] for row in rows)
        found.update(dict.fromkeys(rows, hull))
    return found


@settings(max_examples=80, deadline=None)
@given(several())
def test_contradictions_are_the_components_of_all_pairs_in_a_document(claims: list[dict[str, Any]]) -> None:
    table = claims_of(*claims)
    assert ids(table, contradictions(table)) == named(table, own_components(table))


@settings(max_examples=80, deadline=None)
@given(several())
def test_conflicts_are_the_components_of_all_pairs_between_documents(claims: list[dict[str, Any]]) -> None:
    table = claims_of(*claims)
    hull, document = hulls(table), table.table["document"].array
    edges = {
        (i, j)
        for i, j in same_quantity(table)
        if document[i] != document[j] and comparable(table, i, j) and apart(hull[i], hull[j])
    }
    assert ids(table, conflicts(table)) == named(table, components_of(len(table), edges))


@settings(max_examples=80, deadline=None)
@given(several("joined"))
def test_falls_are_the_components_of_all_pairs_in_time(claims: list[dict[str, Any]]) -> None:
    table = claims_of(*claims)
    hull, last, document = hulls(table), table.table["last"].array, table.table["document"].array
    dated = table.table["basis"].array != "none"
    pairs = [sorted(pair, key=lambda row: last[row]) for pair in same_quantity(table) if dated[list(pair)].all()]
    pairs = [(early, late) for early, late in pairs if last[early] < last[late]]
    for early, late in pairs:  # inside a document each claim speaks for itself
        if document[early] == document[late] and ends(table, early)[0] > ends(table, late)[1]:
            hull.update({row: ends(table, row) for row in (early, late)})
    edges = {(early, late) for early, late in pairs if hull[early][0] > hull[late][1]}
    assert ids(table, falls(table)) == named(table, components_of(len(table), edges))


@settings(max_examples=40, deadline=None)
@given(st.lists(a_claim(("war",), ("ended", "won", "not over", "ongoing")), max_size=10))
def test_words_clash_where_times_meet(claims: list[dict[str, Any]]) -> None:
    table = claims_of(*claims)
    word = table.table["word"].array
    edges = {(i, j) for i, j in same_quantity(table) if comparable(table, i, j) and word[i] != word[j]}
    assert ids(table, meeting_clashes(table, ("status",))) == named(table, components_of(len(table), edges))


@settings(max_examples=40, deadline=None)
@given(several(), st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(claims: list[dict[str, Any]], random: Any) -> None:
    table = claims_of(*claims)
    before = table.table.copy(deep=True)
    order = list(range(len(table)))
    random.shuffle(order)
    other = shuffled(table, order)
    for find in (contradictions, conflicts, falls):
        assert ids(table, find(table)) == ids(other, find(other))
    assert before.equals(table.table)


@pytest.mark.parametrize(
    ("measure", "one", "other", "clash"),
    [
        ("land", "1,700", "1,800", True),  # [1,650, 1,750) and [1,750, 1,850) only touch
        ("weight", "3.4", "3.5", True),  # 3.45 as a float is in neither sure
        ("weight", "0.1 to 0.3", "0.30", False),
        ("dead", "more than 3", "fewer than 4", True),  # no whole number in between
        ("land", "more than 3", "fewer than 4", False),
        ("rate", "a third", "33.3%", False),
    ],
)
def test_ends_are_compared_exactly(measure: str, one: str, other: str, clash: bool) -> None:
    table = claims_of(
        {"measure": measure, "value": one, "document": "a"}, {"measure": measure, "value": other, "document": "b"}
    )
    assert bool(conflicts(table).members) == clash
    readings, whole = [table.reading_at(row) for row in range(2)], table.table["whole"].array
    assert clash == (
        are_disjoint(readings[0], whole[0], readings[1], whole[1])
        or are_disjoint(readings[1], whole[1], readings[0], whole[0])
    )


def test_another_base_is_another_quantity() -> None:
    share = {"measure": "rate", "value": "20%", "time": "2017"}
    table = claims_of(share, {**share, "document": "b", "value": "60%", "base": "place=Syria"})
    assert not conflicts(table).members
