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


@pytest.mark.parametrize(
    ("share", "base", "part", "says"),
    [
        (
            "over 20 percent",
            "40,000",
            "5,000",
            "over 20 percent of 40,000: more than 8,000 as printed, more than 7,900",
        ),
        ("under 10 percent", "40,000", "5,000", "of 40,000: less than 4,000 as printed, less than 4,050 as read."),
        ("20%", "about 40,000", "5,000", "20% of about 40,000: 8,000 as printed, 7,020 to 9,020 as read."),
        (
            "at most 10%",
            "40,011",
            "5,000",
            "at most 10% of 40,011: at most 4,001.1 as printed, at most 4,001.1 as read.",
        ),
        (
            "a quarter",
            "at least 40,000",
            "5,000",
            "at least 40,000: at least 10,000 as printed, at least 9,000 as read.",
        ),
        ("over 20 percent", "fewer than 40,000", "5,000", ""),
    ],
)
def test_a_finding_shows_the_share_times_its_base(project, found, share, base, part, says):
    lines = f"a#all | joined | {base}\na#s | share | {share} | region=Europe\nb#e | joined | {part} | region=Europe"
    for finding in found(project(VOCABULARY, lines)):
        assert says in finding.arithmetic[1]
    assert bool(found(project(VOCABULARY, lines))) == bool(says)


CUMULATIVE = """
dimensions: {region: {World: [Europe, Asia]}}
measures:
  joined: {unit: person, kind: cumulative}
  share: {unit: percent, kind: share, of: joined}
"""


def test_a_share_is_tested_again_with_an_earlier_base_kept_on(project, found):
    lines = """
        a#all | joined | 40,011 | time=2015
        a#s | share | 20% | region=Europe | time=2017
        a#e | joined | 15,011 | region=Europe | time=2016"""
    (finding,) = found(project(CUMULATIVE, lines))
    assert (finding.code, finding.severity) == ("REC206", "warning")
    # 15,011 of at most 20.5 percent need a base of 73,224.4.
    assert "unless joined grew by ≈33,210 after 2015" in finding.message
    # A later base takes its place, and a part may have grown like anything else.
    assert found(project(CUMULATIVE, f"{lines}\n        a#now | joined | 75,011 | time=2017")) == []
    grown = lines.replace("15,011", "5,011").replace("2015", "2017")
    assert found(project(CUMULATIVE, grown)) == []


def test_a_share_counts_as_a_known_part_of_what_should_be_accounted_for(project, found):
    vocabulary = """
measures:
  joined: {unit: person, kind: constant}
  back: {unit: person, kind: constant}
  killed: {unit: person, kind: constant}
  killed-share: {unit: percent, kind: share, part: killed, of: joined}
"""
    law = {"fates": {"says": "One fate each.", "holds": "killed + back <= joined", "accounts": True}}
    lines = "a#j | joined | 1,711\na#b | back | 651\na#s | killed-share | {}"
    (finding,) = found(project(vocabulary, lines.format("10%"), law))
    assert (finding.code, finding.severity) == ("REC203", "warning")
    assert "killed 10% of 1,711 (a)" in finding.message
    assert "leaves 888.9 unexplained" in finding.message
    assert found(project(vocabulary, lines.format("60%"), law)) == []
