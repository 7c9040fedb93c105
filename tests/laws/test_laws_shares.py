"""Shares against the counts they are made of, and against each other."""

import pytest

from reconcile.testing import claims_of

VOCABULARY = """
dimensions:
  region: {World: {complete: true, of: [Europe, Asia]}}
  year: {ever: [early, late]}
measures:
  joined: {unit: person, kind: constant}
  killed: {unit: person, kind: constant}
  share: {unit: percent, kind: share, of: joined}
  dead: {unit: percent, kind: share, part: killed, of: joined}
"""


@pytest.mark.parametrize(
    ("share", "finds"), [("20%", True), ("12%", False), ("13%", False), ("11%", True), ("a quarter", True)]
)
def test_a_share_against_its_counts(project, short, share, finds):
    claims = project(
        VOCABULARY,
        f"""
        a#all | joined | 40,000
        a#s | share | {share} | region=Europe
        b#e | joined | 5,000 | region=Europe""",
    )
    assert short(claims) == ([("REC206", "error", ("a#all", "a#s", "b#e"))] if finds else [])


def test_a_share_with_a_part_stands_at_the_claims_members(project, short):
    claims = project(
        VOCABULARY,
        """
        a#all | joined | 999 | region=Europe
        a#s | dead | 15% | region=Europe
        b#k | killed | 311 | region=Europe
        b#w | joined | 2,073""",
    )
    assert short(claims) == [("REC206", "error", ("a#all", "a#s", "b#k"))]


BASES = """
document: {id: a}
claims:
  - {id: all, measure: joined, value: "40,011"}
  - {id: p, measure: joined, value: "10,011", region: Europe}
  - {id: e, measure: joined, value: "2,001", region: Europe, year: early}
  - {id: s, measure: share, value: 20%, region: Europe, year: early BASE}
"""


@pytest.mark.parametrize(
    ("base", "expected"),
    [
        ("", {"a#all", "a#e", "a#s"}),
        (", base: unknown", None),
        (", base: {region: Europe}", None),
        (", base: {region: World}", {"a#all", "a#e", "a#s"}),
    ],
)
def test_another_base_and_an_unknown_one(found, base, expected):
    claims = claims_of({"claims/vocabulary.yaml": VOCABULARY, "claims/a.yaml": BASES.replace(" BASE", base)})
    findings = found(claims)
    assert [(f.code, f.claim_ids()) for f in findings] == ([("REC206", expected)] if expected else [])


def test_a_missing_count_is_bounded_by_its_wholes_and_parts(project, short):
    claims = project(
        VOCABULARY,
        """
        a#all | joined | 1,001
        a#s | share | 20% | region=Europe
        b#e | joined | 311 | region=Europe | year=early""",
    )
    assert short(claims) == [("REC206", "error", ("a#all", "a#s", "b#e"))]


def test_complete_shares_make_a_hundred(project, short):
    lines = "a#e | share | {}% | region=Europe\na#a | share | {}% | region=Asia"
    assert short(project(VOCABULARY, lines.format(45, 51))) == [("REC207", "error", ("a#a", "a#e"))]
    assert short(project(VOCABULARY, lines.format(61, 51))) == [("REC207", "error", ("a#a", "a#e"))]
    assert short(project(VOCABULARY, lines.format(49, 51))) == []


def test_shares_with_a_part_do_not_add(project, short):
    assert short(project(VOCABULARY, "a#e | dead | 61% | region=Europe\na#a | dead | 51% | region=Asia")) == []


def test_a_share_above_a_hundred_alone(project, found):
    (finding,) = found(project(VOCABULARY, "a#e | share | 150% | region=Europe"))
    assert (finding.code, finding.claim_ids(), finding.gap.absolute) == ("REC207", {"a#e"}, 50)


def test_shares_of_different_bases_are_not_added(project, short):
    claims = project(
        VOCABULARY,
        """
        a#e | share | 61% | region=Europe | base=unknown
        a#a | share | 51% | region=Asia""",
    )
    assert short(claims) == []
