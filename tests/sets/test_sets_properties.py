"""Laws together: nothing where one world explains all, a smallest set where one is planted, whatever the order."""

from fractions import Fraction

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reconcile.engines import run
from reconcile.pipeline.settle import settle
from reconcile.registry import load_rules
from reconcile.settings import Settings
from reconcile.solver.laws.single import solver_of
from reconcile.solver.sets.components import suspects_of
from reconcile.solver.sets.system import system_of
from reconcile.solver.sets.windows import windows_of

SLOW = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
MEASURES = "abcd"
NARROWER = ("REC101", "REC102", "REC201", "REC202", "REC204", "REC205", "REC206", "REC207")


@st.composite
def projects(draw, most_claims=6):
    """Return a vocabulary, claim lines and relations, taken at random."""
    divided = draw(st.booleans())
    complete, overlapping = (str(draw(st.booleans())).lower() for _ in range(2))
    head = f"dimensions: {{place: {{W: {{complete: {complete}, overlapping: {overlapping}, of: [X, Y]}}}}}}\n"
    measures = MEASURES[: draw(st.integers(2, 3 if divided else 4))]
    with_share = draw(st.booleans())
    lines = [f"  {name}: {{unit: person, kind: constant}}" for name in measures]
    lines += ["  p: {unit: percent, kind: share, part: b, of: a}"] if with_share else []
    vocabulary = (head if divided else "") + "measures:\n" + "\n".join(lines)
    relations = {f"law{i}": draw(laws(measures)) for i in range(draw(st.integers(1, 3)))}
    claims = []
    for i in range(draw(st.integers(1, most_claims))):
        name = draw(st.sampled_from([*measures, *(["p"] if with_share else [])]))
        value = draw(values(name == "p"))
        at = f" | place={draw(st.sampled_from('WXY'))}" if divided else ""
        claims.append(f"{draw(st.sampled_from('xyz'))}#c{i} | {name} | {value}{at}")
    return vocabulary, claims, relations


@st.composite
def laws(draw, measures):
    names = draw(st.permutations(measures))[: draw(st.integers(2, min(3, len(measures))))]
    cut = draw(st.integers(1, len(names) - 1))
    sides = [
        " + ".join(draw(st.sampled_from(("", "", "2 * "))) + name for name in part)
        for part in (names[:cut], names[cut:])
    ]
    return f" {draw(st.sampled_from(('<=', '<=', '=', '<')))} ".join(sides)


@st.composite
def values(draw, share):
    number = draw(st.integers(1, 60))
    if share:
        return f"{number} to {number + draw(st.integers(0, 9))}%"
    return draw(
        st.sampled_from(
            (
                f"{number}",
                f"{number} to {number + 9}",
                f"at least {number}",
                f"at most {number}",
                f"more than {number}",
                f"{number}.5",
            )
        )
    )


def everything(claims):
    rules = load_rules(Settings(rules=())).rules
    return run([rule for rule in rules if rule.code in (*NARROWER, "REC208")], claims)


@SLOW
@given(made=projects())
def test_a_set_is_found_exactly_where_nothing_fits_and_none_of_its_claims_can_be_spared(project, possible, sets, made):
    claims = project(*made)
    found, problems = everything(claims)
    if problems:
        assert not possible(claims, only=())
        assert all(problem.kind == "relations" for problem in problems)
        return
    assert bool(found) != possible(claims)
    for finding in sets(claims):
        ids = finding.claim_ids()
        assert finding.core == ids
        assert not possible(claims, only=ids)
        assert all(possible(claims, only=ids - {one}) for one in ids)
        assert len(finding.key) - len(ids) >= 2
        assert all(f"({claim.document})" in finding.message for claim in finding.claims)


@SLOW
@given(made=projects(most_claims=9), data=st.data())
def test_the_order_of_claims_changes_nothing(project, made, data):
    vocabulary, lines, relations = made
    one, other = (
        settle(everything(project(vocabulary, some, relations))[0])
        for some in (lines, data.draw(st.permutations(lines)))
    )
    assert [_content(finding) for finding in one] == [_content(finding) for finding in other]


def _content(found):
    return (
        found.id,
        found.severity,
        found.message,
        found.arithmetic,
        found.gap,
        found.holds_until,
        found.primary,
        [claim.id for claim in found.claims],
    )


CHAIN = """
dimensions: {place: {World: {complete: true, of: [North, South]}}}
measures:
  joined: {unit: person, kind: constant, exact: true}
  killed: {unit: person, kind: constant, exact: true}
  back: {unit: person, kind: constant, exact: true}
  tried: {unit: person, kind: constant, exact: true}
"""
LAWS = {"fates": "killed + back <= joined", "trials": "tried <= back"}


@st.composite
def worlds(draw):
    """Return a true number for each measure and place."""
    true = {}
    for place in ("North", "South"):
        killed, tried, more, other = (draw(st.integers(0, 400)) for _ in range(4))
        true |= {
            ("killed", place): killed,
            ("tried", place): tried,
            ("back", place): tried + more,
            ("joined", place): killed + tried + more + other,
        }
    return true | {
        (name, "World"): true[name, "North"] + true[name, "South"] for name in ("killed", "tried", "back", "joined")
    }


def wording(draw, number):
    return draw(
        st.sampled_from(
            (
                f"{number}",
                f"at least {number}",
                f"at most {number}",
                f"{max(0, number - 7)} to {number + 11}",
            )
        )
    )


@SLOW
@given(data=st.data(), true=worlds())
def test_claims_that_one_world_explains_make_no_set(project, sets, data, true):
    chosen = data.draw(st.lists(st.sampled_from(sorted(true)), min_size=1, max_size=12, unique=True))
    words = [wording(data.draw, true[which]) for which in chosen]
    lines = [
        f"{data.draw(st.sampled_from('xyz'))}#c{i} | {name} | {words[i]} | place={place}"
        for i, (name, place) in enumerate(chosen)
    ]
    assert sets(project(CHAIN, lines, LAWS)) == []


@SLOW
@given(data=st.data(), true=worlds(), short=st.integers(1, 30))
def test_a_planted_contradiction_is_the_set_that_is_shown(project, sets, possible, data, true, short):
    """The dead of the whole and the tried of its parts leave no room in the total, and no one law shows it."""
    total = true["killed", "World"] + true["tried", "World"] - short
    if total < max(true["killed", "World"], true["tried", "World"]):
        return
    noise = data.draw(st.lists(st.sampled_from(sorted(true)), max_size=6, unique=True))
    lines = [
        f"n#c{i} | {name} | at least {true[name, place]} | place={place}"
        for i, (name, place) in enumerate(noise)
        if name == "killed" and place != "World"
    ]
    lines += [f"a#joined | joined | {total}", f"b#killed | killed | {true['killed', 'World']}"]
    lines += [f"c#{place} | tried | {true['tried', place]} | place={place}" for place in ("North", "South")]
    claims = project(CHAIN, lines, LAWS)
    (finding,) = sets(claims)
    ids = finding.claim_ids()
    assert {"a#joined"} <= ids
    assert not possible(claims, only=ids)
    assert all(possible(claims, only=ids - {one}) for one in ids)


@SLOW
@given(data=st.data())
def test_windows_are_those_of_single_claims(project, data):
    kinds = ("stock", "cumulative", "flow", "constant")
    vocabulary = "measures:\n" + "\n".join(
        f"  {kind}: {{unit: person, kind: {kind}, keeps: {data.draw(st.sampled_from(('0 days', '3 months')))}}}"
        for kind in kinds
    )
    times = ("", "2015", "2016-03", "2015-01/2016-06", "../2015", "2017/..")
    lines = [
        f"d#c{i} | {data.draw(st.sampled_from(kinds))} | 5 | time={data.draw(st.sampled_from(times))}"
        f" | stance={data.draw(st.sampled_from(('asserts', 'reports')))} | published=2018-02"
        for i in range(8)
    ]
    lines = [line.replace(" | time= ", " ") for line in lines]
    claims = project(vocabulary, lines, {"one": "stock <= constant", "two": "cumulative + flow <= constant"})
    solver = solver_of(claims)
    lattice, windows = solver.ground.lattice, windows_of(claims, solver.ground.lattice)
    for at, row in enumerate(windows.rows.tolist()):
        key = int(lattice.keys[windows.place[at]])
        figure = next(f for f in solver.every.figures.of(key) if f.row == row)
        assert (int(windows.low_first[at]), int(windows.low_last[at])) == figure.low_days()
        assert (int(windows.high_first[at]), int(windows.high_last[at])) == figure.high_days()
        assert bool(windows.loose[at]) == figure.loose
        assert bool(windows.reports[at]) == figure.reports


@SLOW
@given(made=projects())
def test_rows_say_what_the_laws_say(project, made):
    claims = project(*made)
    solver = solver_of(claims)
    system = system_of(solver.ground)
    for row in range(len(system.rows)):
        law = system.law(int(system.rows.law[row]))
        entries = slice(int(system.rows.starts[row]), int(system.rows.starts[row + 1]))
        terms = {
            (system.key(c), Fraction(f))
            for c, f in zip(system.rows.columns[entries].tolist(), system.rows.factors[entries].tolist(), strict=True)
        }
        halves = [{(key, factor) for factor, key in one.terms} for one in (law, law.turned())]
        known = set(solver.ground.universe.keys.tolist())
        assert terms in [{(key, factor) for key, factor in half if key in known} for half in halves]
    assert (np.diff(system.columns_at) > 0).all()


def test_components_without_contradiction_are_cleared_without_a_solver(project):
    lines = [f"d#c{i} | tried | 7 | place={place}" for i, place in enumerate(("North", "South"))]
    claims = project(CHAIN, [*lines, "d#all | joined | 20"], LAWS)
    solver = solver_of(claims)
    system = system_of(solver.ground)
    suspects = suspects_of(system, windows_of(claims, solver.ground.lattice))
    assert len(suspects.empty) == 0
    claims = project(CHAIN, [*lines, "d#all | joined | 10"], LAWS)
    system = system_of(solver_of(claims).ground)
    assert len(suspects_of(system, windows_of(claims, solver_of(claims).ground.lattice)).empty) == 1
