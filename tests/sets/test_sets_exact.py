"""Exact inequalities: a proof where they contradict each other, and only there; the fewest claims that settle."""

from fractions import Fraction
from itertools import combinations
from math import prod

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reconcile.solver.hitting import fewest, suspects
from reconcile.solver.sets.exact import Constraint, proves, refute

factors = st.integers(-3, 3).filter(bool).map(Fraction)


@st.composite
def constraints(draw):
    unknowns = draw(st.lists(st.integers(0, 4), min_size=1, max_size=3, unique=True))
    terms = tuple((draw(factors), unknown) for unknown in unknowns)
    return Constraint(terms, Fraction(draw(st.integers(-6, 6)), draw(st.integers(1, 3))), draw(st.booleans()))


def eliminated(system):
    """Say by elimination, on its own, whether inequalities (factors, limit, strict) can hold."""
    for unknown in range(5):
        above = [c for c in system if c[0].get(unknown, 0) > 0]
        below = [c for c in system if c[0].get(unknown, 0) < 0]
        system = [c for c in system if not c[0].get(unknown, 0)]
        for (one, limit, strict), (other, low, open_end) in ((a, b) for a in above for b in below):
            f, g = -other[unknown], one[unknown]
            both = {k: f * one.get(k, 0) + g * other.get(k, 0) for k in {*one, *other}}
            system.append((both, f * limit + g * low, strict or open_end))
    return not any(limit < 0 or (limit == 0 and strict) for _, limit, strict in system)


def can_hold(system):
    return eliminated([({k: f for f, k in c.terms}, c.limit, c.strict) for c in system])


@settings(max_examples=150, deadline=None)
@given(system=st.lists(constraints(), min_size=1, max_size=8))
def test_a_proof_is_found_exactly_where_nothing_fits(system):
    proof = refute(system)
    assert (proof is None) == can_hold(system)
    if proof is not None:
        assert proves(system, proof)
        used = [system[place] for place in sorted(proof)]
        assert all(can_hold(used[:i] + used[i + 1 :]) for i in range(len(used)))


def test_open_ends_that_touch_contradict_and_closed_ones_do_not():
    at_least_5 = Constraint(((Fraction(-1), 0),), Fraction(-5))
    below_5, at_most_5 = (Constraint(((Fraction(1), 0),), Fraction(5), strict) for strict in (True, False))
    assert refute([at_least_5, below_5]) == {0: 1, 1: 1}
    assert refute([at_least_5, at_most_5]) is None


@pytest.mark.parametrize("multipliers", [{}, {0: Fraction(1)}, {0: Fraction(2), 1: Fraction(1)}, {0: Fraction(-1)}])
def test_a_wrong_proof_is_refused(multipliers):
    system = [Constraint(((Fraction(-1), 0),), Fraction(-6)), Constraint(((Fraction(1), 0),), Fraction(5))]
    assert proves(system, {0: Fraction(1), 1: Fraction(1)})
    assert not proves(system, multipliers)


claim_sets = st.lists(st.frozensets(st.sampled_from("abcdefg"), min_size=1, max_size=3), min_size=1, max_size=7)


@settings(max_examples=150, deadline=None)
@given(conflicts=claim_sets, weights=st.dictionaries(st.sampled_from("abcdefg"), st.integers(1, 4).map(Fraction)))
def test_suspects_are_the_lightest_choices_all_of_them(conflicts, weights):
    hitting = [
        choice
        for size in range(8)
        for choice in combinations("abcdefg", size)
        if all(set(choice) & conflict for conflict in conflicts)
    ]
    weigh = {choice: sum(weights.get(claim, 1) for claim in choice) for choice in hitting}
    least = min(weigh.values())
    found = suspects(conflicts, weights)
    assert sum(group.weight for group in found) == least
    assert prod(len(group.choices) for group in found) == sum(w == least for w in weigh.values())
    assert all(group.complete for group in found)


@given(conflicts=claim_sets, data=st.data())
def test_suspects_do_not_hang_on_the_order_of_conflicts(conflicts, data):
    assert suspects(conflicts) == suspects(data.draw(st.permutations(conflicts)))


def test_ties_are_shown_in_a_fixed_order():
    (group,) = suspects([{"b#x", "a#x"}, {"b#x", "a#x", "c#x"}])
    assert group.choices == (("a#x",), ("b#x",))
    assert group.conflicts == (frozenset({"a#x", "b#x"}),)


def test_weights_move_the_suspicion():
    assert suspects([{"a#x", "b#x"}], {"a#x": Fraction(2)})[0].choices == (("b#x",),)


def test_the_fewest_claims_are_those_in_most_conflicts_then_with_the_larger_gap_then_the_first():
    assert fewest([{"a", "t"}, {"b", "t"}], {}) == {"t"}
    assert fewest([{"a", "b"}], {"b": 7.0, "a": 1.0}) == {"b"}
    assert fewest([{"a", "b"}], {}) == {"a"}


def test_many_conflicts_at_once_end_in_time():
    conflicts = [{f"c{i}", f"c{j}"} for i in range(40) for j in range(i)]
    (group,) = suspects(conflicts)
    assert group.weight == 39
