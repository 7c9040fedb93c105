"""Parts and wholes of one measure: who speaks, which rule reports, what unknown members are."""

import pytest

PLACES = """
dimensions:
  place:
    World: {Europe: [France, Spain], Asia: [Japan, India]}
measures:
  seen: {unit: person, kind: constant}
"""
COMPLETE = """
dimensions: {place: {World: {complete: true, of: [East, West]}}}
measures: {seen: {unit: person, kind: constant}}
"""


def test_two_children_above_their_parent(project, short):
    claims = project(
        PLACES,
        """
        a#w | seen | 1,001
        a#e | seen | 611 | place=Europe
        b#a | seen | 512 | place=Asia""",
    )
    assert short(claims) == [("REC201", "error", ("a#e", "a#w", "b#a"))]


def test_descendants_speak_for_a_child_without_a_claim(project, short):
    claims = project(
        PLACES,
        """
        a#w | seen | 1,001
        a#f | seen | 311 | place=France
        a#s | seen | 300 | place=Spain
        b#a | seen | 512 | place=Asia""",
    )
    assert short(claims) == [("REC201", "error", ("a#f", "a#s", "a#w", "b#a"))]


def test_a_claimed_child_speaks_for_itself(project, short):
    claims = project(
        PLACES,
        """
        a#w | seen | 1,001
        a#e | seen | 411 | place=Europe
        a#f | seen | 311 | place=France
        b#a | seen | 512 | place=Asia""",
    )
    assert short(claims) == []


def test_parts_that_are_not_needed_are_dropped_from_the_smallest(project, short):
    claims = project(
        PLACES,
        """
        a#w | seen | 1,001
        a#f | seen | 701 | place=France
        a#s | seen | 52 | place=Spain
        a#j | seen | 401 | place=Japan
        a#i | seen | 33 | place=India""",
    )
    assert short(claims) == [("REC201", "error", ("a#f", "a#j", "a#w"))]


def test_one_part_alone_is_the_narrower_finding(project, short):
    claims = project(
        PLACES,
        """
        a#w | seen | 1,001
        a#f | seen | 1,101 | place=France
        a#j | seen | 401 | place=Japan""",
    )
    assert short(claims) == [("REC204", "error", ("a#f", "a#w"))]


def test_the_nearest_wider_member_that_is_exceeded_is_shown(project, short):
    claims = project(
        PLACES,
        """
        a#w | seen | 1,001
        a#e | seen | 901 | place=Europe
        b#f | seen | 1,101 | place=France""",
    )
    assert short(claims) == [("REC204", "error", ("a#e", "b#f"))]


def test_a_part_is_held_against_a_member_wider_in_two_dimensions(project, short):
    two = """
    dimensions: {place: {World: [France]}, sex: {all: [women]}}
    measures: {seen: {unit: person, kind: constant}}
    """
    claims = project(
        two,
        """
        a#w | seen | 1,001
        b#f | seen | 1,101 | place=France | sex=women""",
    )
    assert short(claims) == [("REC204", "error", ("a#w", "b#f"))]


def test_parts_of_parts_in_another_dimension_are_summed(project, short):
    two = """
    dimensions: {place: {World: [France, Spain]}, sex: {all: [women, men]}}
    measures: {seen: {unit: person, kind: constant}}
    """
    claims = project(
        two,
        """
        a#w | seen | 1,001
        b#fw | seen | 401 | place=France | sex=women
        b#fm | seen | 301 | place=France | sex=men
        b#s | seen | 311 | place=Spain""",
    )
    assert short(claims) == [("REC201", "error", ("a#w", "b#fm", "b#fw", "b#s"))]


def test_overlapping_children_are_not_summed(project, short):
    groups = """
    dimensions: {group: {Everybody: {overlapping: true, of: [Women, Students]}}}
    measures: {seen: {unit: person, kind: constant}}
    """
    assert (
        short(
            project(
                groups,
                """
        a#all | seen | 101
        a#w | seen | 71 | group=Women
        a#s | seen | 61 | group=Students""",
            )
        )
        == []
    )
    assert short(
        project(
            groups,
            """
        a#all | seen | 101
        a#w | seen | 171 | group=Women""",
        )
    ) == [("REC204", "error", ("a#all", "a#w"))]


def test_overlapping_and_complete_children_cannot_be_less_than_the_whole(project, short):
    groups = """
    dimensions: {group: {Everybody: {overlapping: true, complete: true, of: [Women, Students]}}}
    measures: {seen: {unit: person, kind: constant}}
    """
    lines = """
        a#all | seen | {}
        a#w | seen | 71 | group=Women
        a#s | seen | 61 | group=Students"""
    assert short(project(groups, lines.format(133))) == [("REC202", "error", ("a#all", "a#s", "a#w"))]
    assert short(project(groups, lines.format(132))) == []


@pytest.mark.parametrize(("total", "finds"), [("101", True), ("102", False), ("103", True)])
def test_a_complete_set_makes_the_whole(project, short, total, finds):
    claims = project(
        COMPLETE,
        f"""
        a#w | seen | {total}
        a#e | seen | 51 | place=East
        a#x | seen | 51 | place=West""",
    )
    assert short(claims) == ([("REC202", "error", ("a#e", "a#w", "a#x"))] if finds else [])


def test_a_missing_part_of_a_complete_set_is_unknown(project, short):
    claims = project(
        COMPLETE,
        """
        a#w | seen | 101
        a#e | seen | 51 | place=East""",
    )
    assert short(claims) == []


def test_partitions_of_one_member_are_not_added_up(project, short):
    both = """
    dimensions:
      place:
        Land:
          partitions:
            states: {complete: true, of: [North, South]}
            commands: [Coast, Hills]
    measures: {seen: {unit: person, kind: constant}}
    """
    claims = project(
        both,
        """
        a#l | seen | 101
        a#n | seen | 60 | place=North
        a#s | seen | 41 | place=South
        a#c | seen | 70 | place=Coast""",
    )
    assert short(claims) == []


@pytest.mark.parametrize("kind", ["kind: constant, additive: false", "kind: constant, may-be-negative: true"])
def test_what_does_not_sum_has_no_hierarchy(project, short, kind):
    claims = project(
        PLACES.replace("kind: constant", kind),
        """
        a#w | seen | 11
        a#e | seen | 611 | place=Europe""",
    )
    assert short(claims) == []


def test_whole_numbers_are_compared_as_such(project, short):
    claims = project(
        PLACES,
        """
        a#w | seen | fewer than 7
        a#e | seen | more than 3 | place=Europe
        a#a | seen | more than 2 | place=Asia""",
    )
    assert short(claims) == [("REC201", "error", ("a#a", "a#e", "a#w"))]
    claims = project(
        PLACES.replace("unit: person", "unit: km^2"),
        """
        a#w | seen | fewer than 7
        a#e | seen | more than 3 | place=Europe
        a#a | seen | more than 2 | place=Asia""",
    )
    assert short(claims) == []


def test_touching_open_ends_are_exact(project, short):
    lines = """
        a#w | seen | {}
        a#e | seen | more than 0.1 | place=Europe
        a#a | seen | at least 0.2 | place=Asia"""
    measured = PLACES.replace("unit: person", "unit: km^2")
    assert short(project(measured, lines.format("at most 0.3"))) == [("REC201", "error", ("a#a", "a#e", "a#w"))]
    assert short(project(measured, lines.format("at most 0.30000000001"))) == []


def test_the_finding_says_how_and_how_much(project, found):
    (finding,) = found(
        project(
            PLACES,
            """
        center#w | seen | 800
        survey#e | seen | an estimated 800 | place=Europe
        survey#a | seen | 250–300 | place=Asia""",
        )
    )
    assert finding.message == (
        "Europe an estimated 800 (survey) + Asia 250–300 (survey) together are more than World 800 (center): "
        "165 too many"
    )
    assert finding.arithmetic[0] == (
        "At least 720 + 250 = 970 against at most 805: 165 too many; as printed 1,050 to 1,100 against 800."
    )
    assert finding.arithmetic[-1] == "They fit only if every figure is good to no better than ±13.5 %."
    assert finding.primary == "center#w"
    assert finding.core == {"center#w", "survey#e", "survey#a"}
    assert finding.gap.absolute == 250
    assert finding.holds_until.relative == pytest.approx(250 / 1850)
    assert finding.holds_until.absolute == pytest.approx(250 / 3)
    assert {claim.id: claim.term for claim in finding.claims} == {
        "survey#e": "Europe",
        "survey#a": "Asia",
        "center#w": "World",
    }


def test_clashing_totals_show_the_largest_gap_and_name_the_camp_that_fits(project, found):
    (finding,) = found(
        project(
            PLACES,
            """
        a#w | seen | 1,001
        b#w | seen | 1,101
        c#w | seen | 1,501
        a#e | seen | 611 | place=Europe
        a#a | seen | 512 | place=Asia""",
        )
    )
    assert finding.claim_ids() == {"a#w", "a#e", "a#a"}
    assert "with 1,501 (c) for World it fits" in finding.message
    assert "1,101" not in finding.message
