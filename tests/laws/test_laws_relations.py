"""Declared relations: where they hold, which rule reports them, remainders and the order of events."""

import pytest

FATES = {"fates": {"says": "One fate each.", "holds": "killed + back <= joined"}}
VOCABULARY = """
dimensions:
  nation: {World: {Europe: [France, Spain]}}
  place: {Everywhere: {Levant: [Iraq, Syria]}}
measures:
  joined: {unit: person, kind: constant, by: {nation: World, place: Levant}}
  killed: {unit: person, kind: constant, by: {nation: World, place: Levant}}
  back: {unit: person, kind: constant, by: [nation]}
"""


def test_a_relation_holds_at_the_shared_members(project, short):
    claims = project(
        VOCABULARY,
        """
        a#j | joined | 811 | nation=France
        b#k | killed | 511 | nation=France
        b#b | back | 401 | nation=France
        b#s | back | 401 | nation=Spain""",
        FATES,
    )
    assert short(claims) == [("REC201", "error", ("a#j", "b#b", "b#k"))]


def test_a_measure_with_a_dimension_of_its_own_stands_at_its_own_member(project, short):
    claims = project(
        VOCABULARY,
        """
        a#j | joined | 811 | nation=France
        b#k | killed | 511 | nation=France | place=Syria
        b#b | back | 401 | nation=France""",
        FATES,
    )
    assert short(claims) == [("REC201", "error", ("a#j", "b#b", "b#k"))]


def test_an_unknown_whole_is_bounded_by_the_nearest_wider_one(project, short):
    claims = project(
        VOCABULARY,
        """
        a#j | joined | 811 | nation=Europe
        b#k | killed | 511 | nation=France
        b#b | back | 401 | nation=France""",
        FATES,
    )
    assert short(claims) == [("REC201", "error", ("a#j", "b#b", "b#k"))]


def test_one_term_alone_is_a_part_above_its_whole(project, short):
    claims = project(
        VOCABULARY,
        """
        a#j | joined | 811 | nation=France
        b#k | killed | 911 | nation=France
        b#b | back | 40 | nation=France""",
        FATES,
    )
    assert short(claims) == [("REC204", "error", ("a#j", "b#k"))]


def test_where_restricts_a_relation(project, short):
    relations = {"fates": {**FATES["fates"], "where": {"nation": ["Spain"]}}}
    lines = """
        a#j | joined | 811 | nation={0}
        b#k | killed | 911 | nation={0}"""
    assert short(project(VOCABULARY, lines.format("France"), relations)) == []
    assert short(project(VOCABULARY, lines.format("Spain"), relations)) == [("REC204", "error", ("a#j", "b#k"))]


def test_the_severity_of_a_relation_caps_its_findings(project, short):
    relations = {"fates": {**FATES["fates"], "severity": "warning"}}
    claims = project(
        VOCABULARY,
        """
        a#j | joined | 811 | nation=France
        b#k | killed | 911 | nation=France""",
        relations,
    )
    assert short(claims) == [("REC204", "warning", ("a#j", "b#k"))]


PLAIN = """
measures:
  a: {unit: person, kind: constant}
  b: {unit: person, kind: constant}
  c: {unit: person, kind: constant}
"""


@pytest.mark.parametrize(
    ("holds", "complete", "values", "expected"),
    [
        ("a + b = c", True, (51, 52, 102), "REC202"),
        ("a + b = c", True, (51, 50, 102), "REC202"),
        ("a + b = c", False, (51, 52, 102), "REC201"),
        ("a + b = c", False, (51, 50, 102), "REC205"),
        ("c = a + b", False, (51, 52, 102), "REC201"),
        ("c >= a + b", False, (51, 52, 102), "REC201"),
        ("a + b <= c", False, (51, 51, 102), None),
        ("a + b < c", False, (51, 51, 102), "REC201"),
        ("a - c <= 0", False, (103, 1, 102), "REC204"),
        ("2 * a <= c", False, (52, 1, 102), "REC205"),
        ("a + 100 <= c", False, (3, 1, 102), "REC205"),
        ("a = c", False, (101, 1, 102), "REC205"),
        ("a <= b + c", False, (154, 51, 102), "REC205"),
        ("a <= 50", False, (51, 51, 102), "REC205"),
    ],
)
def test_the_form_of_a_relation_chooses_the_rule(project, short, holds, complete, values, expected):
    lines = "\n".join(f"{m}#x | {m} | {v}" for m, v in zip("abc", values, strict=True))
    relations = {"law": {"says": "So it is.", "holds": holds, **({"complete": True} if complete else {})}}
    assert [code for code, _, _ in short(project(PLAIN, lines, relations))] == ([expected] if expected else [])


def test_an_unknown_term_is_no_zero_in_an_equation(project, short):
    relations = {"law": {"says": "So it is.", "holds": "a + b = c", "complete": True}}
    assert short(project(PLAIN, "a#x | a | 51\nc#x | c | 102", relations)) == []
    assert [c for c, _, _ in short(project(PLAIN, "a#x | a | 151\nc#x | c | 102", relations))] == ["REC204"]


def test_no_bound_of_zero_where_values_may_be_negative(project, short):
    relations = {"law": {"says": "So it is.", "holds": "a + b <= c"}}
    plain, signed = "b: {unit: person, kind: constant", "b: {unit: person, kind: constant, may-be-negative: true"
    negative = PLAIN.replace(plain, signed)
    assert short(project(negative, "a#x | a | 151\nc#x | c | 102", relations)) == []


def accounts(holds: str) -> dict:
    return {"fates": {"says": "One fate each.", "holds": holds, "accounts": True}}


def test_a_remainder_as_printed_and_as_read(project, found):
    (finding,) = found(
        project(
            PLAIN + "  d: {unit: person, kind: constant}\n",
            """
        watch#d | d | 1,700
        watch#a | a | 400 to 450
        watch#b | b | 250
        watch#c | c | about 500""",
            accounts("a + b + c <= d"),
        )
    )
    assert (finding.code, finding.severity, finding.primary) == ("REC203", "warning", "watch#d")
    assert finding.arithmetic[0] == "As printed 500 to 550 remain (29.4 to 32.4 %); as read 395 to 655."


def test_a_remainder_for_each_camp_of_totals(project, found):
    findings = found(
        project(
            PLAIN,
            """
        watch#c | c | 1,700
        center#c | c | 1,800
        watch#a | a | 411
        watch#b | b | 251""",
            accounts("a + b <= c"),
        )
    )
    (finding,) = findings
    assert finding.claim_ids() == {"watch#c", "center#c", "watch#a", "watch#b"}
    assert "leaves 1,038 unexplained; of 1,800 (center) 1,138" in finding.message


def test_a_term_without_a_claim_makes_a_remainder_a_note(project, found):
    (finding,) = found(
        project(
            PLAIN + "  d: {unit: person, kind: constant}\n",
            """
        watch#d | d | 1,700
        watch#a | a | 411
        watch#b | b | 251""",
            accounts("a + b + c <= d"),
        )
    )
    assert finding.severity == "note"
    assert "no claim on c" in finding.message


def test_no_remainder_from_one_part_or_from_parts_of_other_times_and_documents(project, short):
    stock = PLAIN.replace("constant", "stock")
    assert short(project(PLAIN, "x#c | c | 1,701\nx#a | a | 411", accounts("a + b <= c"))) == []
    assert (
        short(
            project(
                stock,
                """
        x#c | c | 1,701 | time=2018
        x#a | a | 411 | time=2017
        y#b | b | 251 | time=2016""",
                accounts("a + b <= c"),
            )
        )
        == []
    )


EVENTS = """
measures:
  taken: {kind: event}
  over: {kind: event}
"""


@pytest.mark.parametrize(
    ("holds", "taken", "over", "finds"),
    [
        ("taken < over", "2017-10", "2017-12-09", False),
        ("taken < over", "2017-10", "2017-10-01", True),
        ("taken <= over", "2017-10", "2017-10-01", False),
        ("taken < over", "2018", "2017-12-09", True),
        ("taken < over", "2017", "2017-06", False),
        ("taken = over", "2017-10-17", "2017-11-01", True),
        ("taken = over", "2017-11-01", "2017-10-17", True),
        ("taken = over", "2017-10-17", "2017-10", False),
    ],
)
def test_events_keep_their_order(project, found, holds, taken, over, finds):
    claims = project(EVENTS, f"a#t | taken | {taken}\nb#o | over | {over}", {"order": {"says": "So.", "holds": holds}})
    findings = found(claims)
    assert [finding.code for finding in findings] == (["REC303"] if finds else [])
    for finding in findings:
        assert finding.holds_until.relative is None
        assert "days" in finding.arithmetic[0] or "same day" in finding.arithmetic[0]


@pytest.mark.parametrize(
    ("holds", "a", "b", "says"),
    [
        ("a >= 50", 31, 1, "At most 31 against at least 50: 19 too few; as printed 31 against 50."),
        ("a + b >= 200", 31, 81, "At most 31 + 81 = 112 against at least 200: 88 too few"),
        ("3 * a = 2 * b", 31, 81, "At most 3 × 31 = 93 against at least 2 × 81 = 162: 69 too few"),
        ("3 * a = 2 * b", 81, 31, "At least 3 × 81 = 243 against at most 2 × 31 = 62: 181 too many"),
        ("a + b = 200", 31, 81, "At most 31 + 81 = 112 against at least 200: 88 too few"),
        ("a - b >= 10", 31, 81, "At least 81 + 10 = 91 against at most 31: 60 too many"),
        ("a <= 50", 61, 1, "At least 61 against at most 50: 11 too many"),
    ],
)
def test_what_is_too_little_is_told_from_below(project, found, holds, a, b, says):
    lines = f"x#a | a | {a}\nx#b | b | {b}"
    (finding,) = found(project(PLAIN, lines, {"law": {"says": "So it is.", "holds": holds}}))
    assert finding.arithmetic[0].startswith(says)
    assert says.split(": ")[1].split(";")[0].rstrip(".") in finding.message


def test_a_kept_total_must_grow_by_its_own_measure(project, found):
    """Twice the total is 200 short: the total is 100 short."""
    vocabulary = PLAIN.replace("constant", "cumulative")
    lines = "x#a | a | 611 | time=2017\nx#b | b | 411 | time=2017\nx#c | c | 411 | time=2015"
    (finding,) = found(project(vocabulary, lines, {"law": {"says": "So it is.", "holds": "a + b <= 2 * c"}}))
    assert "unless c grew by 100 after 2015" in finding.message
