"""Laws together on several days: totals so far that do not fall, constants, inflows, totals kept on."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reconcile.rules.cumulative_falls import CumulativeFalls
from reconcile.rules.inconsistent_set import InconsistentSet
from reconcile.rules.stock_jump import StockJump

VOCABULARY = """
measures:
  held: {unit: person, kind: stock}
  camp: {unit: person, kind: stock}
  women: {unit: person, kind: stock}
  joined: {unit: person, kind: cumulative}
  tried: {unit: person, kind: cumulative}
  seats: {unit: person, kind: constant}
  coming: {unit: person/month, kind: flow}
  there: {unit: person, kind: stock, fed-by: coming}
"""
HELD, CAMP = "a#held | held | 900 | time=2016-03", "b#camp | camp | at most 700 | time=2017-05"


@pytest.mark.parametrize("between", ["joined", "seats"])
def test_levels_of_two_days_meet_in_what_does_not_fall(project, sets, between):
    laws = {"one": f"held <= {between}", "two": f"{between} <= camp"}
    (finding,) = sets(project(VOCABULARY, [HELD, CAMP], laws))
    assert finding.claim_ids() == {"a#held", "b#camp"}
    assert finding.severity == "error"
    assert finding.message.endswith("at least 895, 195 too many")
    assert "held 900 of Mar 2016 (a)" in finding.message
    assert (finding.gap.absolute, finding.holds_until.absolute) == (200, 100)
    assert ("totals so far" in finding.relations) == (between == "joined")


def test_a_total_says_nothing_about_the_time_before(project, sets):
    laws = {"one": "held <= joined", "two": "joined <= camp"}
    later = HELD.replace("2016-03", "2018-03")
    assert sets(project(VOCABULARY, [later, CAMP], laws)) == []
    assert sets(project(VOCABULARY, [HELD, CAMP], {"one": "held <= women", "two": "women <= camp"})) == []


def test_a_total_goes_from_day_to_day_in_one_step(project, sets):
    between = [f"c#h{month} | held | 4{month} | time=2016-0{month}" for month in range(4, 9)]
    between += [f"c#c{month} | camp | 9,00{month} | time=2016-0{month}" for month in range(4, 9)]
    laws = {"one": "held <= joined", "two": "joined <= camp"}
    (finding,) = sets(project(VOCABULARY, [HELD, CAMP, *between], laws))
    assert finding.claim_ids() == {"a#held", "b#camp"}
    assert finding.message.count("A total so far does not fall") == 1


def test_levels_whose_times_overlap_only_make_a_warning(project, sets):
    laws = {"one": "held <= joined", "two": "joined <= camp"}
    wide = HELD.replace("2016-03", "2016-03/2017-06")
    (finding,) = sets(project(VOCABULARY, [wide, CAMP], laws))
    assert finding.severity == "warning"


def test_what_one_law_or_one_total_shows_is_not_told_again(project, sets):
    totals = ["a#one | joined | 900 | time=2016", "b#two | joined | 700 | time=2017"]
    claims = project(VOCABULARY, [*totals, "c#tried | tried | 20 | time=2016"], {"one": "tried <= joined"})
    assert len(list(CumulativeFalls().check(claims))) == 1
    assert sets(claims) == []


KEPT = ["a#joined | joined | 1,043 | time=2016", "b#tried | tried | 512 | time=2019", "c#held | held | 640 | time=2019"]


def test_an_earlier_total_is_kept_on_where_nothing_breaks(project, sets):
    laws = {"one": "tried + women <= joined", "two": "held <= women"}
    (finding,) = sets(project(VOCABULARY, KEPT, laws))
    assert finding.severity == "warning"
    assert finding.message.endswith("unless joined grew by 104 after 2016")
    assert "The figure is of 2016: this holds unless joined grew by 104 after 2016." in finding.arithmetic


def test_by_how_much_a_kept_total_must_grow_is_told_in_its_own_numbers(project, sets):
    laws = {"one": "tried + women <= 0.5 * joined", "two": "held <= women"}
    (finding,) = sets(project(VOCABULARY, [KEPT[0].replace("1,043", "2,086"), *KEPT[1:]], laws))
    assert finding.message.endswith("unless joined grew by 208 after 2016")


def test_no_total_is_kept_on_that_is_known_to_have_grown_or_beside_a_sure_conflict(project, sets):
    laws = {"one": "tried + women <= joined", "two": "held <= women"}
    assert sets(project(VOCABULARY, [*KEPT, "d#more | joined | at least 1,050 | time=2018"], laws)) == []
    sure = ["d#joined | joined | 1,060 | time=2019"]
    (finding,) = sets(project(VOCABULARY, [*KEPT, *sure], laws))
    assert finding.severity == "error"
    assert "unless" not in finding.message


RISE = [
    "a#held | held | fewer than 100 | time=2016-03",
    "b#camp | camp | 2,600 | time=2017-03",
    "c#coming | coming | at most 100 | time=2016",
]
LEVELS = {"one": "there <= held", "two": "camp <= there"}


def test_a_level_that_nobody_gives_can_not_jump_beyond_what_came(project, sets):
    claims = project(VOCABULARY, RISE, LEVELS)
    assert list(StockJump().check(claims)) == []
    (finding,) = sets(claims)
    assert finding.severity == "warning"
    assert finding.claim_ids() == {"a#held", "b#camp", "c#coming"}
    assert "stock and flow" in finding.relations
    # 13 months of at most 100 newcomers beside three times fewer than 100: less than 1,600 against 2,550
    assert "≥ 2,550 (camp 2,600 of Mar 2017 (b); camp ≤ there)" in finding.message


@pytest.mark.parametrize(
    "changed",
    [
        [RISE[0], RISE[1].replace("2,600", "1,500"), RISE[2]],
        [RISE[0], RISE[1].replace("b#", "a#"), RISE[2]],
        [RISE[0], RISE[1], RISE[2].replace("at most 100", "at least 100")],
        RISE[:2],
    ],
    ids=["enough came", "told by one document", "no most", "no inflow"],
)
def test_a_level_may_rise(project, sets, changed):
    assert sets(project(VOCABULARY, changed, LEVELS)) == []


YEARS = (2015, 2016, 2017)
NAMES = {"s": "stock", "l": "stock", "t": "cumulative", "u": "cumulative", "k": "constant"}


@st.composite
def dated(draw):
    laws, used = {}, set()
    for i in range(draw(st.integers(1, 3))):
        names = draw(st.permutations(sorted(NAMES)))[: draw(st.integers(2, 3))]
        laws[f"law{i}"] = f"{' + '.join(names[:-1])} {draw(st.sampled_from(('<=', '<=', '=')))} {names[-1]}"
        used.update(names)
    lines = []
    for i in range(draw(st.integers(2, 7))):
        name, number = draw(st.sampled_from(sorted(used))), draw(st.integers(1, 40))
        words = draw(st.sampled_from((f"{number}", f"at least {number}", f"at most {number}")))
        lines.append(f"{draw(st.sampled_from('xyz'))}#c{i} | {name} | {words} | time={draw(st.sampled_from(YEARS))}")
    return lines, laws


@settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))
@given(made=dated())
def test_sets_over_years_are_found_exactly_where_no_course_of_events_fits(
    project, sets, possible_over, everything, made
):
    lines, laws = made
    vocabulary = "measures:\n" + "\n".join(f"  {n}: {{unit: person, kind: {kind}}}" for n, kind in NAMES.items())
    claims = project(vocabulary, lines, laws)
    days = [date(year, 12, 31).toordinal() for year in YEARS]
    found, problems = everything(claims)
    assert problems == ()
    sure = [finding for finding in found if "unless" not in finding.message]
    assert bool(sure) != possible_over(claims, days)
    for finding in InconsistentSet().check(claims):
        if "unless" not in finding.message:
            ids = finding.claim_ids()
            assert not possible_over(claims, days, ids)
            assert all(possible_over(claims, days, ids - {one}) for one in ids)
