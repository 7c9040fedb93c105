"""Two complete ways to divide one member, nobody gives the member itself."""

import pytest

from reconcile.pipeline.settle import settle
from reconcile.rules.inconsistent_set import InconsistentSet

VOCABULARY = """
dimensions:
  who: {World: {partitions: {regions: {complete: true, of: [A, B, C]}, sexes: {complete: true, of: [M, F, G]}}}}
measures: {seen: {unit: person, kind: constant}}
"""


@pytest.mark.parametrize(
    ("regions", "sexes", "gap"),
    [
        ((61, 61, 131), (61, 21, 11), 160),
        ((61, 11, 61), (61, 91, 11), 30),
        ((91, 61, 131), (21, 21, 91), 150),
        ((11, 41, 11), (11, 11, 131), 90),
        ((11, 41, 11), (11, 21, 31), None),
    ],
)
def test_both_sums_are_told_once_with_their_whole_gap(project, found, regions, sexes, gap):
    named = [*zip("ABC", regions, strict=True), *zip("MFG", sexes, strict=True)]
    claims = project(VOCABULARY, "\n".join(f"d#{name} | seen | {value} | who={name}" for name, value in named))
    findings = settle([*found(claims), *InconsistentSet().check(claims)])
    assert [(f.code, f.gap.absolute, len(f.claims)) for f in findings] == ([("REC202", gap, 6)] if gap else [])


def test_one_claim_less_in_either_division_is_no_finding(project, short):
    named = [("A", 61), ("B", 61), ("M", 61), ("F", 21), ("G", 11)]
    lines = "\n".join(f"d#{name} | seen | {value} | who={name}" for name, value in named)
    assert short(project(VOCABULARY, lines)) == [("REC202", "error", ("d#A", "d#B", "d#F", "d#G", "d#M"))]
    assert short(project(VOCABULARY, lines.replace("d#G | seen | 11 | who=G", ""))) == []
