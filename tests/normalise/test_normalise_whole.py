"""Columns that need the whole table: the order by id, and second copies, against the plain way to find them."""

from __future__ import annotations

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from reconcile.models import Claims
from reconcile.normalise import normalise
from reconcile.reading import from_frame

names = st.one_of(
    st.sampled_from(["a", "b", "a-b", "a!", 'a"', "aa", "é", "日本", "a\u0301", "𝒳", "z" * 90, "c1", "c10", "c2"]),
    st.text(
        st.characters(exclude_characters="#\n\r\x00", exclude_categories=("Cs", "Z", "Cc")), min_size=1, max_size=20
    ),
)
cells = {
    "measure": st.sampled_from(["held", "joined"]),
    "value": st.sampled_from(["5", "1,700", "1700", "about 5", "at least 5", "five", "unknown"]),
    "time": st.sampled_from(["", "2017", "2018"]),
    "origin": st.sampled_from(["", "AFP"]),
    "stance": st.sampled_from(["", "asserts", "reports"]),
    "place": st.sampled_from(["", "Iraq", "Syria"]),
    "rank": st.sampled_from(["", "", "1"]),
}


def claims_of(rows: list[dict[str, str]]) -> Claims:
    columns = [*cells, "document", "id"]
    return normalise(from_frame(pd.DataFrame(rows, columns=columns, dtype="str")))


@given(st.lists(st.tuples(names, names), min_size=1, max_size=30))
def test_claims_stand_in_the_order_of_their_full_ids_and_the_first_of_equal_ones_stays(
    pairs: list[tuple[str, str]],
) -> None:
    rows = [{"measure": "held", "value": str(n), "document": d, "id": i} for n, (d, i) in enumerate(pairs, 1)]
    claims = claims_of(rows)
    stripped = [(document.strip(), id.strip()) for document, id in pairs]
    ids = [f"{document}#{id}" for document, id in stripped]
    assert claims.table["claim"].tolist() == sorted(set(ids))
    assert claims.table["stated"].tolist() == [str(ids.index(claim) + 1) for claim in sorted(set(ids))]
    again = sorted(claim for place, claim in enumerate(ids) if claim in ids[:place])
    assert sorted(fault.claim for fault in claims.faults) == again


@given(
    st.lists(st.fixed_dictionaries(cells), max_size=40), st.lists(st.sampled_from(["d", "e"]), min_size=40, max_size=40)
)
def test_second_copies_are_those_that_pandas_groups_together(rows: list[dict[str, str]], documents: list[str]) -> None:
    table = (
        claims_of([{**row, "document": documents[n], "id": f"{n:02}"} for n, row in enumerate(rows)]).as_texts().table
    )
    same = ["document", "quantity", "first", "last", "low", "high", "low_open", "high_open"]
    same += ["word", "source", "stance", "rank", "base", "among"]
    first = table.groupby(same, dropna=False, sort=False)["claim"].transform("first") if len(table) else table["claim"]
    assert table["duplicate_of"].tolist() == first.where(first != table["claim"], "").tolist()
    members = table[["measure", "place"]].apply(tuple, axis=1).tolist() if len(table) else []
    assert table["quantity"].tolist() == [sorted(set(members)).index(member) for member in members]
    assert not (table["takes_part"] & (table["duplicate_of"] != "")).any()


def test_rules_of_a_project_get_plain_texts() -> None:
    claims = claims_of([{"measure": "held", "value": "5", "document": "a", "id": "x", "origin": ""}])
    texts = claims.as_texts()
    assert {str(kind) for kind in texts.table.dtypes} <= {"str", "int64", "int32", "float64", "bool", "object"}
    assert (texts.table["document"] + "#x" == texts.table["claim"]).all()
    assert (texts.table["document"] == texts.table["source"]).all()
    assert texts.reading_at(0) == claims.reading_at(0)
    assert claims.as_texts() is texts


def test_codes_number_the_sorted_texts_of_a_column() -> None:
    claims = claims_of(
        [{"measure": m, "value": "5", "document": "a", "id": i} for m, i in zip("bab", "xyz", strict=True)]
    )
    codes, texts = claims.codes("measure")
    assert (codes.tolist(), texts.tolist()) == ([1, 0, 1], ["a", "b"])
    assert claims.column("measure").tolist() == ["b", "a", "b"]
    codes, texts = claims.codes("claim")
    assert texts[codes].tolist() == ["a#x", "a#y", "a#z"]
