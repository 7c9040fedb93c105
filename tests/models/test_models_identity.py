"""Ids outlive values; evidence does not; no two lists of parts look alike."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from reconcile.models import Evidence
from reconcile.models.identity import digest, evidence_hash, finding_id

TEXTS = st.lists(st.text(max_size=5), max_size=4)


@given(TEXTS, TEXTS)
def test_equal_hash_means_equal_parts(first: list[str], second: list[str]) -> None:
    assert (digest(first) == digest(second)) == (first == second)


def test_a_delimiter_in_a_part_is_no_delimiter() -> None:
    assert digest(["a", "b"]) != digest(["a\x00b"]) != digest(["ab"])


def test_an_id_names_its_rule_and_ten_characters() -> None:
    code, _, rest = finding_id("REC101", ["joined", "France"]).partition("-")
    assert code == "REC101"
    assert len(rest) == 10
    assert rest == rest.lower()


def test_evidence_changes_with_a_reading_and_not_with_line_or_order() -> None:
    a = Evidence(id="a#x", document="a", reads="[1,650, 1,750)", line=3)
    b = Evidence(id="b#x", document="b", reads="[1,750, 1,850)", line=9)
    assert evidence_hash([a, b]) == evidence_hash([replace(b, line=1), replace(a, file="moved.yaml")])
    assert evidence_hash([a, b]) != evidence_hash([replace(a, reads="1,763"), b])
