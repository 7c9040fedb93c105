"""Implied bounds: as wide as an independent method says, never without the true value, and the same in any order."""

from fractions import Fraction

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from test_sets_properties import CHAIN, LAWS, projects, wording, worlds

from reconcile.models.estimate import Range
from reconcile.solver.sets.exact import Constraint
from reconcile.solver.sets.extremes import Contradictory, greatest, homogeneous
from reconcile.solver.sets.implied import Ranges

SLOW = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
BUDGET = 2000


def left(claims, claim, aside=None, budget=BUDGET):
    """Return what is left for a claim's quantity with all claims on it put aside, or with those given."""
    row = claims.row_of[claim]
    same = claims.column("quantity") == claims.column("quantity")[row]
    own = claims.column("claim")[same].tolist() if aside is None else aside
    return Ranges(claims, budget).left_for(row, own)


@pytest.fixture(scope="module")
def fates():
    return (
        """
measures:
  joined: {unit: person, kind: constant}
  killed: {unit: person, kind: constant}
  back: {unit: person, kind: constant}
  found: {unit: person, kind: constant}
  lost: {unit: person, kind: constant}
  back-share: {unit: percent, kind: share, part: back, of: joined}
""",
        {"fates": "killed + back <= joined", "found": "found + lost = back"},
    )


def test_a_range_names_both_ends_with_their_laws_and_claims(project, fates):
    lines = "a#joined | joined | 1,043\nb#killed | killed | 611\nc#found | found | 380\nd#back | back | 800"
    implied = left(project(fates[0], lines, fates[1]), "d#back")
    assert (implied.range.low, implied.range.high) == (375, 1043 - 611)
    assert (implied.low_laws, implied.low_claims) == (("found",), ("c#found",))
    assert (implied.high_laws, implied.high_claims) == (("fates",), ("a#joined", "b#killed"))


def test_open_ends_stay_open_and_a_count_is_at_least_0(project, fates):
    claims = project(fates[0], "a#joined | joined | fewer than 10.5\nb#back | back | 3", fates[1])
    assert left(claims, "b#back").range == Range(Fraction(0), Fraction(21, 2), False, True)
    assert not left(claims, "b#back").has_low
    assert left(claims, "a#joined").range == Range(Fraction(3), None)


def test_an_unclaimed_quantity_between_two_claims_carries_the_bound(project, fates):
    claims = project(fates[0], "a#joined | joined | 300\nb#found | found | 7", fates[1])
    implied = left(claims, "b#found")
    assert implied.range.high == 304
    assert implied.high_laws == ("fates", "found")


def test_a_share_is_bounded_by_its_counts_and_its_counts_by_it(project, fates):
    lines = "a#joined | joined | 400 to 500\nb#back | back | 100 to 150\nc#share | back-share | 20 to 24%"
    claims = project(fates[0], lines, fates[1])
    share = left(claims, "c#share")
    assert (share.range.low, share.range.high) == (20, Fraction(75, 2))
    assert left(claims, "b#back").range == Range(Fraction(80), Fraction(120))
    assert left(claims, "a#joined").range == Range(Fraction(10000, 24), Fraction(750))


def test_others_that_contradict_each_other_are_named_where_it_matters(project, fates):
    lines = ["a#joined | joined | 100 to 110", "b#joined | joined | 200", "c#killed | killed | 30", "d#back | back | 5"]
    implied = left(project(fates[0], lines, fates[1]), "d#back")
    assert implied.contradiction == ("a#joined", "b#joined")
    assert not implied.has_high


def test_a_contradiction_elsewhere_changes_nothing(project, fates):
    lines = ["a#lost | lost | 5", "b#lost | lost | 7", "c#joined | joined | 99", "d#killed | killed | 31"]
    implied = left(project(fates[0], lines, fates[1]), "c#joined")
    assert implied.contradiction == ("a#lost", "b#lost")
    assert left(project(fates[0], [*lines, "e#back | back | 50"], fates[1]), "d#killed").range.high == 49


def test_a_budget_that_is_used_up_is_said(project, fates):
    claims = project(fates[0], "a#joined | joined | 300\nb#found | found | 7", fates[1])
    assert left(claims, "b#found", budget=0).left_out == "it takes more than 0 solver calls"


def test_a_claim_without_any_law_is_left_everything(project):
    claims = project("measures:\n  n: {unit: person}\n", "a#n | n | 5")
    assert not left(claims, "a#n").says_something


def test_later_totals_bound_earlier_ones(project):
    vocabulary = "measures:\n  n: {unit: person, kind: cumulative}\n  m: {unit: person, kind: cumulative}\n"
    lines = "a#n | n | 90 | time=2016\nb#n | n | 75 | time=2018\nc#m | m | 3 | time=2016"
    claims = project(vocabulary, lines, {"law": "m <= n"})
    row = claims.row_of["a#n"]
    day = int(claims.column("last")[row])
    implied = Ranges(claims, BUDGET).left_for(row, ["a#n"], (day, day))
    assert implied.range == Range(Fraction(3), Fraction(75))
    assert implied.high_laws == ("totals so far",)


@SLOW
@given(made=projects(most_claims=6))
def test_a_range_is_what_elimination_leaves(project, possible, made):
    """Just inside each end something fits, just outside nothing does, by Fourier and Motzkin's elimination."""
    vocabulary, lines, relations = made
    claims = project(vocabulary, lines, relations)
    measure, _, *at = (part.strip() for part in lines[0].partition("|")[2].split("|"))
    first = lines[0].partition("|")[0].strip()
    others = [line for line, row in zip(lines, rows_of(claims, lines), strict=True) if not same(claims, row, first)]
    fine = possible(project(vocabulary, [*others, probe(measure, at, "at least 0")], relations))
    implied = left(claims, first)
    assert not implied.left_out or not possible(claims, only=())
    if implied.left_out or measure == "p":
        return
    if implied.contradiction:
        assert not fine
        return
    assume(fine)
    for end, outward in ((implied.range.low, -1), (implied.range.high, 1)):
        step = Fraction(1, 1000)
        if end is None:
            assert possible(project(vocabulary, [*others, probe(measure, at, f"at least {10**9}")], relations))
        elif end + outward * step >= 0:
            beyond = exactly(end + outward * step)
            assert not possible(project(vocabulary, [*others, probe(measure, at, beyond)], relations))
    inside = middle(implied.range)
    assert possible(project(vocabulary, [*others, probe(measure, at, exactly(inside))], relations))


def rows_of(claims, lines):
    return [claims.row_of[line.partition("|")[0].strip()] for line in lines]


def same(claims, row, other):
    return claims.column("quantity")[row] == claims.column("quantity")[claims.row_of[other]]


def probe(measure, at, value):
    return " | ".join(["probe#probe", measure, value, *at])


def exactly(value):
    """Return a stated value that reads as next to nothing but a fraction."""
    return f"{float(value) - 1e-7:.9f} to {float(value) + 1e-7:.9f}"


def middle(one):
    low, high = one.low or Fraction(0), one.high
    return low + 1 if high is None else (low + high) / 2


@SLOW
@given(data=st.data(), true=worlds())
def test_the_true_value_is_never_left_out(project, data, true):
    chosen = data.draw(st.lists(st.sampled_from(sorted(true)), min_size=2, max_size=10, unique=True))
    lines = [
        f"d#c{i} | {name} | {wording(data.draw, true[name, at])} | place={at}" for i, (name, at) in enumerate(chosen)
    ]
    implied = left(project(CHAIN, lines, LAWS), "d#c0")
    assert not implied.contradiction
    assert not implied.left_out
    assert implied.range.holds(Range(Fraction(true[chosen[0]]), Fraction(true[chosen[0]])))


@SLOW
@given(made=projects(most_claims=8), data=st.data())
def test_the_order_of_claims_changes_no_range(project, made, data):
    vocabulary, lines, relations = made
    one = project(vocabulary, lines, relations)
    other = project(vocabulary, data.draw(st.permutations(lines)), relations)
    for claim in one.column("claim").tolist():
        assert left(one, claim) == left(other, claim)


def test_a_search_that_a_warm_start_leads_astray_is_made_afresh(project):
    lines = """
d#c0 | joined | at least 7 | place=North
d#c1 | tried | at least 0 | place=North
d#c2 | tried | 0 to 11 | place=South
d#c3 | tried | at most 0 | place=World
d#c4 | killed | 0 to 11 | place=North
d#c5 | joined | 58 | place=South
d#c6 | killed | at least 7 | place=South
d#c7 | killed | 0 to 18 | place=World
d#c8 | back | at most 7 | place=World
d#c9 | back | at least 7 | place=North
"""
    implied = left(project(CHAIN, lines, LAWS), "d#c0")
    assert (implied.range, implied.left_out) == (Range(Fraction(7), None), "")


X, Y = 1, 2


def at_most(limit, *terms, strict=False):
    return Constraint(tuple((Fraction(factor), key) for factor, key in terms), Fraction(limit), strict)


def test_the_greatest_value_is_met_open_or_endless():
    box = [at_most(10, (1, X), (2, Y)), at_most(-2, (-1, Y))]
    assert greatest(box, ((Fraction(1), X),), Fraction(99)).value == 6
    assert not greatest(box, ((Fraction(1), X),), Fraction(99)).is_open
    tight = [*box, at_most(6, (1, X), strict=True)]
    found = greatest(tight, ((Fraction(1), X),), Fraction(99))
    assert (found.value, found.is_open) == (6, True)
    assert greatest(box, ((Fraction(1), Y),), Fraction(99)) is None
    with pytest.raises(Contradictory):
        greatest([*box, at_most(1, (1, Y))], ((Fraction(1), X),), Fraction(99))


def test_a_ratio_is_found_exactly():
    box = [at_most(8, (1, X)), at_most(-3, (-1, X)), at_most(20, (1, Y)), at_most(-10, (-1, Y))]
    found = greatest(homogeneous(box, Y, -1), ((Fraction(1), X),), Fraction(5))
    assert found.value == Fraction(4, 5)
