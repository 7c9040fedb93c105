"""A table cut into parts and packed: nothing lost, nothing split, and every rule finds what it finds in the whole."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from reconcile.engines._parts import CUTS, components, cut
from reconcile.engines._table import pack, unpack
from reconcile.models import Claims, Fault, Vocabulary
from reconcile.models.vocabulary import Measure
from reconcile.registry import load_rules
from reconcile.rule import SCOPES
from reconcile.settings import Settings
from reconcile.testing.laws import found_by
from reconcile.testing.random_claims import random_claims

RULES = [rule for rule in load_rules(Settings(), project_rules=False).rules if rule.scope in CUTS]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
@pytest.mark.parametrize(("seed", "size", "rows"), [(3, 40, 5), (8, 60, 20), (21, 30, 1), (34, 50, 9)])
def test_a_rule_finds_in_the_parts_what_it_finds_in_the_whole(rule, seed, size, rows) -> None:
    claims = random_claims(seed, size)
    parts = list(cut(claims, CUTS[rule.scope], rows).parts(claims))
    whole, split = found_by(rule, [claims]), found_by(rule, parts)
    assert [repr(one) for one in split] == [repr(one) for one in whole]


def test_the_tables_of_that_test_are_cut_and_hold_findings_of_most_rules() -> None:
    found = set()
    for seed, size, rows in ((3, 40, 5), (8, 60, 20), (21, 30, 1), (34, 50, 9)):
        claims = random_claims(seed, size)
        assert cut(claims, "quantity", rows).count > 1
        found |= {rule.code for rule in RULES if found_by(rule, [claims])}
    assert len(found) >= 12


def test_every_scope_is_cut_but_that_of_the_project() -> None:
    assert set(CUTS) == set(SCOPES) - {"project"}


@pytest.mark.parametrize("by", ["quantity", "document", "component"])
@pytest.mark.parametrize("rows", [1, 7, 25, 1000])
def test_every_row_is_in_one_part_and_no_group_in_two(by, rows) -> None:
    claims = random_claims(5, 80)
    one = cut(claims, by, rows)
    parts = list(one.parts(claims))
    assert len(parts) == one.count
    assert sorted(claim for part in parts for claim in part.table["claim"]) == list(claims.table["claim"])
    name = {"quantity": "quantity", "document": "document", "component": "measure"}[by]
    homes = [set(part.table[name]) for part in parts]
    assert sum(map(len, homes)) == len(set().union(*homes))
    assert all(part.table["claim"].is_monotonic_increasing for part in parts)


def test_a_group_of_many_rows_is_a_part_of_its_own() -> None:
    claims = random_claims(5, 80)
    sizes = claims.table["document"].value_counts()
    one = cut(claims, "document", int(sizes.max()))
    parts = [part for part in one.parts(claims) if set(part.table["document"]) == {sizes.idxmax()}]
    assert len(parts) == 1 and len(parts[0]) == sizes.max()


@pytest.mark.parametrize("by", ["quantity", "document", "component"])
def test_every_fault_goes_with_one_part_and_with_its_claim_or_document(by) -> None:
    claims = random_claims(11, 60)
    here = [str(name) for name in claims.table["claim"][::3]]
    made = [Fault("REC401", name, name.partition("#")[0], "f", 1, "unit", "m") for name in here]
    gone = [Fault("REC001", f"{document}#gone", document, "f", 1, "unit", "m") for document in "abzy"]
    claims = replace(claims, faults=(*made, *gone))
    parts = list(cut(claims, by, 10).parts(claims))
    assert sorted(f.claim for part in parts for f in part.faults) == sorted(f.claim for f in claims.faults)
    for part in parts:
        ids, documents = set(part.table["claim"]), set(part.table["document"])
        assert all(fault.claim in ids for fault in part.faults if fault in made)
        if by == "document":
            assert all(fault.document in documents for fault in part.faults if fault.document in "ab")


def test_a_table_without_rows_is_one_part_with_all_faults() -> None:
    claims = random_claims(11, 60)
    fault = Fault("REC001", "a#gone", "a", "f", 1, "unit", "m")
    empty = replace(claims, table=claims.table.iloc[:0], faults=(fault,))
    for by in ("quantity", "document", "component"):
        (part,) = cut(empty, by).parts(empty)
        assert (len(part), part.faults) == (0, (fault,))


def test_parts_are_the_same_on_every_machine() -> None:
    names = [f"paper-{number}" for number in range(12)]
    claims = Claims(pd.DataFrame({"document": pd.Categorical(names, sorted(names)), "quantity": range(12)}))
    assert cut(claims, "document", 4).part.tolist() == [2, 1, 0, 2, 2, 1, 0, 0, 0, 0, 1, 2]
    assert cut(claims, "quantity", 4).part.tolist() == [0, 1, 1, 2, 2, 0, 1, 1, 1, 0, 2, 2]


def test_measures_that_shares_flows_and_relations_tie_are_one_component() -> None:
    measures = [Measure("c", of="b"), Measure("b", fed_by="a"), Measure("d", part="e", of="f"), Measure("g")]
    known = Vocabulary(measures={one.name: one for one in measures})
    found = components(known, (), ["h"])
    assert found == {"a": "a", "b": "a", "c": "a", "d": "d", "e": "d", "f": "d", "g": "g", "h": "h"}


@pytest.mark.parametrize("seed", [1, 4, 9])
def test_a_table_comes_back_as_it_was_packed(seed) -> None:
    table = random_claims(seed, 50).table
    back = unpack(pack(table))
    assert list(back.columns) == list(table.columns)
    for name, column in table.items():
        kept = column.cat.remove_unused_categories() if hasattr(column, "cat") else column
        assert back[name].dtype == kept.dtype
        assert np.array_equal(kept.isna(), back[name].isna())
    assert_frame_equal(back.astype(object), table.astype(object))
