"""Counts that shares imply, and quantities that nobody gives, bounded by what is known of their parts and wholes."""

from reconcile.testing import check_files

FIGHTERS = """
dimensions: {nationality: {World: [Tunisia, Jordan, Russia, France]}}
measures:
  joined: {unit: person, kind: constant}
  tried: {unit: person, kind: constant}
  back: {unit: person, kind: constant}
  back-share: {kind: share, part: back, of: joined}
"""
LAWS = {"trials": "tried <= back"}


def test_a_share_of_a_base_is_a_count_in_every_law(project, sets):
    """Over 20 percent of 40,000 came back, more than 7,900 as read; those back are at most the places they fill."""
    vocabulary = FIGHTERS + "  places: {unit: person, kind: constant}\n"
    lines = ["a#joined | joined | 40,000", "a#share | back-share | over 20 percent", "b#places | places | 6,500"]
    claims = project(vocabulary, lines, {"housed": "back <= places"})
    (finding,) = sets(claims)
    assert finding.claim_ids() == {"a#joined", "a#share", "b#places"}
    assert "over 20 percent of 40,000: more than 8,000 as printed, more than 7,900 as read." in finding.arithmetic
    assert "back > 7,900" in finding.message


def test_a_share_at_most_bounds_a_law_from_above(project, sets):
    lines = ["a#joined | joined | 40,000", "a#share | back-share | under 10%", "b#tried | tried | 4,500"]
    (finding,) = sets(project(FIGHTERS, lines, LAWS))
    assert finding.claim_ids() == {"a#joined", "a#share", "b#tried"}
    assert "under 10% of 40,000: less than 4,000 as printed, less than 4,050 as read." in finding.arithmetic


def test_two_shares_of_one_base_and_a_count_in_a_law(project, sets):
    vocabulary = (
        FIGHTERS + "  killed: {unit: person, kind: constant}\n  killed-share: {kind: share, part: killed, of: joined}\n"
    )
    lines = [
        "a#killed | killed-share | 65 percent",
        "b#back | back-share | at least 40 percent",
        "c#joined | joined | at least 100",
    ]
    (finding,) = sets(project(vocabulary, lines, {"fates": "killed + back <= joined"}))
    assert finding.claim_ids() == {"a#killed", "b#back", "c#joined"}


HIERARCHY = """
dimensions: {place: {World: {Iraq and Syria: {complete: true, of: [Iraq, Syria]}, Libya: }}}
measures:
  captured: {unit: person, kind: constant}
  tried: {unit: person, kind: constant}
  killed: {unit: person, kind: constant}
  joined: {unit: person, kind: constant}
"""


def test_a_relation_binds_across_a_hierarchy(project, sets):
    """Captured in Syria counts as captured in Iraq and Syria, which nobody gives."""
    lines = [
        "a#captured | captured | 700 | place=Syria",
        "b#killed | killed | 800 | place=Iraq",
        "c#tried | tried | 240 | place=Iraq",
        "d#joined | joined | at most 1,600 | place=Iraq and Syria",
    ]
    laws = {"fates": "killed + captured <= joined", "trials": "tried <= captured"}
    (finding,) = sets(project(HIERARCHY, lines, laws))
    assert finding.claim_ids() == {"a#captured", "b#killed", "c#tried", "d#joined"}
    assert "captured, Iraq ≥ 235 (tried, Iraq 240 (c); tried ≤ captured)" in finding.message


def test_a_whole_that_nobody_gives_limits_its_parts_through_another_law(project, sets):
    lines = ["a#joined | joined | at most 500", "b#captured | captured | 620 | place=Libya"]
    assert sets(project(HIERARCHY, lines, {"one": "captured <= joined"})) == []  # one law, told by REC205
    laws = {"one": "captured <= killed", "two": "killed <= joined"}
    (finding,) = sets(project(HIERARCHY, lines, laws))
    assert finding.claim_ids() == {"a#joined", "b#captured"}


DOCUMENTS = {
    "claims/vocabulary.yaml": """
dimensions: {place: {World: {complete: true, of: [North, South]}}}
measures:
  joined: {label: recruits who had joined, unit: person, kind: cumulative}
  killed: {label: recruits killed, unit: person, kind: cumulative}
  back: {label: recruits who came back, unit: person, kind: cumulative}
  tried: {label: recruits tried, unit: person, kind: cumulative}
  held: {label: prisoners, unit: person, kind: stock}
  killed-share: {label: share killed, kind: share, part: killed, of: joined}
""",
    "rules/relations.yaml": """
relations:
  fates: {says: Nobody is counted twice., holds: killed + back <= joined}
  trials: {says: Who is tried came back., holds: tried <= back}
  prisoners: {says: Who is held was tried., holds: held <= tried}
""",
    "claims/watch.yaml": """
document: {id: watch, published: 2018-02}
claims:
  - {id: joined, measure: joined, value: "1,043", time: 2017-12}
  - {id: share, measure: killed-share, value: at least 60 percent, time: 2017-12}
""",
    "claims/court.yaml": """
document: {id: court, published: 2018-05}
claims: [{id: tried, measure: tried, value: "312", time: 2016-12, place: North}]
""",
    "claims/prison.yaml": """
document: {id: prison, published: 2018-06}
claims: [{id: held, measure: held, value: "143", time: 2017-06, place: South}]
""",
}


def test_a_conflict_of_four_documents_that_no_other_rule_sees():
    """Killed: at least 60 % of at most 1,043, so at most 40 %, or 417.2, came back. Tried: 312 in the north by the end
    of 2016, and in the south at least the 143 held in mid-2017, so 455 in all by December 2017. All of them had come
    back: 37.8 too many. No law by itself has numbers on both sides, and every pair of documents fits."""
    report = check_files(DOCUMENTS)
    assert report.problems == ()
    (finding,) = [finding for finding in report.found if finding.severity != "note"]
    assert finding.code == "REC208"
    assert finding.claim_ids() == {"watch#joined", "watch#share", "court#tried", "prison#held"}
    for left_out in ("court", "prison"):
        fewer = {name: text for name, text in DOCUMENTS.items() if left_out not in name}
        assert [f for f in check_files(fewer).found if f.severity != "note"] == []


def test_the_sentence_and_the_arithmetic_show_the_same_ends(project, sets):
    """France is under 60.5 and at least 59.5 percent of all, so Germany is less than 0.6807 x 3,050, which is 2,076;
    3,049, the last whole number below, makes 2,075.37, and one finding never shows both."""
    vocabulary = """
dimensions: {nationality: {World: [France, Germany]}}
measures:
  joined: {unit: person, kind: constant}
  share: {kind: share, of: joined}
"""
    lines = [
        "a#fr | joined | 3,000 | nationality=France",
        "a#de | joined | 4,801 | nationality=Germany",
        "b#fr | share | 60 | nationality=France",
    ]
    (finding,) = sets(project(vocabulary, lines))
    assert finding.message.endswith(": at least 4,801 against at most ≈2,076, ≈2,725 too many")
    assert any(
        line.startswith("At least 4,801 against at most ≈0.6807 × 3,050 = ≈2,076") for line in finding.arithmetic
    )
