"""When a law's claims bind together, and what makes a finding a warning."""

import pytest

FATES = {"fates": {"says": "One fate each.", "holds": "killed + back <= joined"}}
TOTALS = """
measures:
  joined: {unit: person, kind: cumulative}
  killed: {unit: person, kind: cumulative}
  back: {unit: person, kind: cumulative}
"""
LEVELS = """
dimensions: {place: {World: [East, West]}}
measures: {held: {unit: person, kind: stock%s}}
"""


def test_totals_so_far_bind_at_the_end_of_their_time(project, short):
    claims = project(
        TOTALS,
        """
        a#j | joined | 811 | time=2017-12
        a#k | killed | 511 | time=2016
        b#b | back | 401 | time=2017-12""",
        FATES,
    )
    assert short(claims) == [("REC201", "error", ("a#j", "a#k", "b#b"))]


def test_an_earlier_total_is_kept_on_as_a_warning(project, found):
    (finding,) = found(
        project(
            TOTALS,
            """
        a#j | joined | 811 | time=2016-12
        b#k | killed | 511 | time=2020
        b#b | back | 401 | time=2020""",
            FATES,
        )
    )
    assert (finding.code, finding.severity) == ("REC201", "warning")
    assert "unless joined grew by 101 after Dec 2016" in finding.message
    assert finding.key[-1] == "2020-12-31"


def test_a_total_that_grew_is_not_kept_on(project, short):
    claims = project(
        TOTALS,
        """
        a#j | joined | 811 | time=2016-12
        c#j | joined | more than 2,000 | time=2018
        b#k | killed | 511 | time=2020
        b#b | back | 401 | time=2020""",
        FATES,
    )
    assert short(claims) == []


def test_the_latest_earlier_total_is_kept_on(project, short):
    claims = project(
        TOTALS,
        """
        a#j | joined | 811 | time=2016-12
        c#j | joined | 851 | time=2018
        b#k | killed | 511 | time=2020
        b#b | back | 401 | time=2020""",
        FATES,
    )
    assert short(claims) == [("REC201", "warning", ("b#b", "b#k", "c#j"))]


def test_a_later_total_says_nothing_about_earlier_parts_beyond_its_low_end(project, short):
    claims = project(
        TOTALS,
        """
        a#j | joined | 811 | time=2020
        b#k | killed | 511 | time=2016
        b#b | back | 401 | time=2016""",
        FATES,
    )
    assert short(claims) == [("REC201", "error", ("a#j", "b#b", "b#k"))]


def test_a_stand_in_is_as_good_as_stated_for_totals_so_far(project, short):
    claims = project(
        TOTALS,
        """
        a#j | joined | 811 | published=2020
        b#k | killed | 511 | published=2018
        b#b | back | 401""",
        FATES,
    )
    assert short(claims) == [("REC201", "error", ("a#j", "b#b", "b#k"))]


def test_levels_bind_while_their_time_lasts(project, short):
    lines = """
        a#w | held | 101 | time={}
        a#e | held | 121 | place=East | time=2019-06"""
    assert short(project(LEVELS % "", lines.format("2019-06"))) == [("REC204", "error", ("a#e", "a#w"))]
    assert short(project(LEVELS % "", lines.format("2019"))) == [("REC204", "warning", ("a#e", "a#w"))]
    assert short(project(LEVELS % "", lines.format("2019-07"))) == []


def test_keeps_makes_near_times_equal(project, short):
    lines = """
        a#w | held | 101 | time=2019-06
        a#e | held | 121 | place=East | time={}"""
    kept = LEVELS % ", keeps: 3 months"
    assert short(project(kept, lines.format("2019-08"))) == [("REC204", "error", ("a#e", "a#w"))]
    assert short(project(kept, lines.format("2019-04"))) == [("REC204", "error", ("a#e", "a#w"))]
    assert short(project(kept, lines.format("2019-12"))) == []


@pytest.mark.parametrize(
    ("other", "severity"),
    [
        ("b#e | held | 121 | place=East | published=2019-06", "warning"),
        ("b#e | held | 121 | place=East | time=2019-06 | inferred=time", "warning"),
        ("b#e | held | 121 | place=East", "warning"),
        ("b#e | held | 121 | place=East | time=2019-06", "error"),
        ("a#e | held | 121 | place=East | time=2019-06 | inferred=time", "error"),
    ],
)
def test_loose_times_decide_only_between_documents(project, short, other, severity):
    ((code, found, _),) = short(project(LEVELS % "", f"a#w | held | 101 | time=2019-06\n{other}"))
    assert (code, found) == ("REC204", severity)


def test_reports_lower_only_what_needs_them(project, short):
    lines = """
        a#j | joined | {} | time=2018{}
        c#j | joined | {} | time=2018
        b#k | killed | 511 | time=2017
        b#b | back | 401 | time=2017"""
    needs = project(TOTALS, lines.format(811, " | stance=reports", "1,011"), FATES)
    assert short(needs) == [("REC201", "warning", ("a#j", "b#b", "b#k"))]
    without = project(TOTALS, lines.format(811, " | stance=reports", 851), FATES)
    assert short(without) == [("REC201", "error", ("a#j", "b#b", "b#k"))]


def test_forecasts_and_disputes_take_no_part(project, short):
    for stance in ("forecasts", "disputes"):
        claims = project(
            TOTALS,
            f"""
            a#j | joined | 811 | time=2018 | stance={stance}
            b#k | killed | 511 | time=2017
            b#b | back | 401 | time=2017""",
            FATES,
        )
        assert short(claims) == []


def test_breaches_at_different_times_are_different_findings(project, short):
    claims = project(
        LEVELS % "",
        """
        a#w1 | held | 101 | time=2018
        a#e1 | held | 121 | place=East | time=2018
        a#w2 | held | 201 | time=2019
        a#e2 | held | 221 | place=East | time=2019""",
    )
    assert short(claims) == [("REC204", "error", ("a#e1", "a#w1")), ("REC204", "error", ("a#e2", "a#w2"))]


def test_breaches_that_share_a_claim_are_one_finding(project, short):
    claims = project(
        TOTALS,
        """
        a#j | joined | 811 | time=2020
        c#j | joined | 805 | time=2017
        b#k | killed | 511 | time=2016
        b#b | back | 401 | time=2016""",
        FATES,
    )
    assert short(claims) == [("REC201", "error", ("b#b", "b#k", "c#j"))]
