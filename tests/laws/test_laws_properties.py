"""What must hold for any figures: none where one world explains all, a smallest set where one is planted."""

from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reconcile.solver.laws.single import bound_quantities, every_law, solver_of

VOCABULARY = """
dimensions:
  place:
    World:
      complete: true
      of:
        - North: {complete: true, of: [n1, n2]}
        - South: [s1, s2]
  sex: {all: {complete: true, of: [women, men]}}
measures:
  joined: {unit: person, kind: constant}
  killed: {unit: person, kind: constant}
  back: {unit: person, kind: constant}
  share: {unit: percent, kind: share, of: joined}
"""
RELATIONS = {"fates": {"says": "One fate each.", "holds": "killed + back <= joined"}}
CHILDREN = {"World": ("North", "South"), "North": ("n1", "n2"), "South": ("s1", "s2")}
PLACES = ("World", "North", "South", "n1", "n2", "s1", "s2")
SEXES = ("all", "women", "men")
SLOW = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))


def printed(draw, number):
    """Return some honest wording for a number."""
    words = [
        f"{number:,}",
        f"at least {number}",
        f"at most {number}",
        f"more than {number - 1}" if number else "0",
        f"fewer than {number + 1}",
        f"{max(0, number - 7)} to {number + 11}",
        f"about {number}",
    ]
    return draw(st.sampled_from(words))


@st.composite
def worlds(draw):
    """Return a true number for every quantity; who is in a place beside the named parts of it is drawn too."""
    true = {}
    for place in ("n1", "n2", "s1", "s2", "rest"):
        for sex in ("women", "men"):
            killed, back, other = (draw(st.integers(0, 400)) for _ in range(3))
            true["killed", place, sex], true["back", place, sex] = killed, back
            true["joined", place, sex] = killed + back + other
    for measure in ("joined", "killed", "back"):
        for sex in ("women", "men"):

            def at(place, measure=measure, sex=sex):
                return true[measure, place, sex]

            true[measure, "North", sex] = at("n1") + at("n2")
            true[measure, "South", sex] = at("s1") + at("s2") + at("rest")
            true[measure, "World", sex] = at("North") + at("South")
        for place in PLACES:
            true[measure, place, "all"] = true[measure, place, "women"] + true[measure, place, "men"]
    return true


@st.composite
def honest(draw):
    """Return claim lines that one world explains."""
    true = draw(worlds())
    lines = []
    for i in range(draw(st.integers(0, 18))):
        measure = draw(st.sampled_from(("joined", "killed", "back", "share")))
        place, sex = draw(st.sampled_from(PLACES)), draw(st.sampled_from(SEXES))
        at = f"place={place} | sex={sex}"
        document = draw(st.sampled_from("abc"))
        if measure == "share":
            whole = true["joined", "World", "all"]
            value = f"{100 * true['joined', place, sex] / whole:.1f}%" if whole else "unknown"
        else:
            value = printed(draw, true[measure, place, sex])
        lines.append(f"{document}#c{i} | {measure} | {value} | {at}")
    return lines


@SLOW
@given(lines=honest())
def test_claims_that_one_world_explains_break_no_law(project, short, lines):
    if lines:
        assert short(project(VOCABULARY, "\n".join(lines), RELATIONS)) == []


@SLOW
@given(
    lines=honest(),
    parts=st.lists(st.integers(1, 400), min_size=1, max_size=6),
    share=st.fractions(min_value=0, max_value=Fraction(99, 100)),
)
def test_a_planted_breach_gives_exactly_a_smallest_set(project, found, lines, parts, share):
    """Exact parts against a total below their sum: the largest ones that are needed, and the total."""
    total = int(sum(parts) * share)
    members = ", ".join(f"m{i}" for i in range(len(parts)))
    vocabulary = VOCABULARY.replace("measures:", f"  town: {{Land: [{members}]}}\nmeasures:", 1)
    vocabulary += "  seen: {unit: person, kind: constant, exact: true, by: [town]}\n"
    for measure in ("joined", "killed", "back"):
        vocabulary = vocabulary.replace(f"  {measure}: {{", f"  {measure}: {{by: [place, sex], ")
    vocabulary = vocabulary.replace("  share: {", "  share: {by: [place, sex], ")
    planted = [f"p#m{i} | seen | {value} | town=m{i}" for i, value in enumerate(parts)]
    findings = found(project(vocabulary, "\n".join([*lines, *planted, f"q#t | seen | {total}"]), RELATIONS))
    alone = [i for i, value in enumerate(parts) if value > total]
    if alone:
        assert sorted(f.claim_ids() for f in findings) == sorted({f"p#m{i}", "q#t"} for i in alone)
    else:
        (finding,) = findings
        needed = finding.claim_ids() - {"q#t"}
        values = [value for i, value in enumerate(parts) if f"p#m{i}" in needed]
        assert finding.code == "REC201"
        assert "q#t" in finding.claim_ids()
        assert sum(values) > total >= sum(values) - min(values)


@SLOW
@given(values=st.lists(st.tuples(st.integers(0, 120), st.integers(0, 30)), min_size=3, max_size=3))
def test_a_complete_division_is_broken_exactly_when_no_whole_numbers_fit(project, short, values):
    (a, a_more), (b, b_more), (c, c_more) = values
    claims = project(
        VOCABULARY,
        f"""
        a#w | joined | {c} to {c + c_more} | place=North
        a#x | joined | {a} to {a + a_more} | place=n1
        a#y | joined | {b} to {b + b_more} | place=n2""",
    )
    fits = any(c <= x + y <= c + c_more for x in range(a, a + a_more + 1) for y in range(b, b + b_more + 1))
    assert (short(claims) == []) == fits


@SLOW
@given(lines=honest(), data=st.data())
def test_the_order_of_claims_and_files_changes_nothing(project, found, lines, data):
    lines = [*lines, "q#t | killed | 51 | place=South", "q#x | killed | 171 | place=s1", "q#y | killed | 60 | place=s2"]
    shuffled = data.draw(st.permutations(lines))
    one = found(project(VOCABULARY, "\n".join(lines), RELATIONS))
    other = found(project(VOCABULARY, "\n".join(shuffled), RELATIONS))
    assert _content(one) == _content(other)
    assert one


def _content(findings):
    return [
        (f.code, f.severity, f.message, f.arithmetic, f.gap, f.holds_until, f.key, [c.id for c in f.claims])
        for f in findings
    ]


def test_the_table_is_left_as_it_was(project, found):
    claims = project(VOCABULARY, "a#w | joined | 51 | place=South\nb#x | joined | 171 | place=s1", RELATIONS)
    before = claims.table.copy(deep=True)
    assert found(claims)
    assert claims.table.equals(before)
    assert found(claims) == found(claims)


def test_where_no_law_is_nothing_is_worked_out(project, found):
    claims = project("measures: {joined: {unit: person, kind: constant}}", "a#w | joined | 51\nb#x | joined | 171")
    assert solver_of(claims) is None
    assert found(claims) == []
    assert bound_quantities(claims) == set()


def test_bound_quantities_are_those_with_a_claimed_counterpart(project):
    claims = project(
        VOCABULARY,
        """
        a#w | joined | 511 | place=South
        a#x | joined | 171 | place=s1
        a#n | joined | 31 | place=n1
        a#k | killed | 31 | place=n1
        a#b | back | 31 | place=n2""",
        RELATIONS,
    )
    codes = claims.table.set_index("claim")["quantity"]
    bound = bound_quantities(claims)
    assert {claim for claim, code in codes.items() if code in bound} == {"a#w", "a#x", "a#n", "a#k"}


def test_every_law_is_handed_on_once(project):
    claims = project(
        VOCABULARY,
        """
        a#w | joined | 511 | place=South
        a#x | joined | 171 | place=s1
        a#k | killed | 31 | place=s1""",
        RELATIONS,
    )
    laws = list(every_law(claims))
    names = {law.name for law in laws}
    assert {"fates", "place: South"} <= names
    assert len({(law.name, law.terms, law.op) for law in laws}) == len(laws)
    assert all(isinstance(factor, Fraction) for law in laws for factor, _ in law.terms)


@pytest.mark.parametrize("count", [3, 40])
def test_a_long_list_of_parts_is_shown_by_its_largest(project, found, count):
    members = ", ".join(f"p{i}" for i in range(count))
    vocabulary = f"""
    dimensions: {{place: {{World: [{members}]}}}}
    measures: {{seen: {{unit: person, kind: constant}}}}
    """
    lines = "\n".join(f"a#p{i} | seen | {100 + 2 * i + 1} | place=p{i}" for i in range(count))
    total = sum(100 + 2 * i + 1 for i in range(count)) - 1
    (finding,) = found(project(vocabulary, f"{lines}\nb#w | seen | at most {total}"))
    assert len(finding.claims) == count + 1
    assert ("37 more" in finding.message) == (count == 40)


def test_keys_beyond_machine_integers_find_the_same(project, found, monkeypatch):
    lines = """
        a#all | joined | 40,011
        a#s | share | 20% | place=North
        b#e | joined | 2,001 | place=North
        a#k | killed | 411 | place=s1
        b#k | killed | 511 | place=s2
        b#b | back | 311 | place=s2
        a#j | joined | 511 | place=South"""
    one = found(project(VOCABULARY, lines, RELATIONS))
    monkeypatch.setattr("reconcile.solver.laws.lattice_of_claims.LARGEST", 0)
    other = found(project(VOCABULARY, lines, RELATIONS))
    assert {f.code for f in one} == {"REC201", "REC202", "REC206"}
    assert _content(one) == _content(other)
