"""Bad input to laws together: contradictory laws, cycles, shares of nothing; each named with its file and line."""

import pytest

from reconcile.rules.inconsistent_set import InconsistentSet
from reconcile.solver.sets import instants
from reconcile.testing import check_files

PLAIN = "\n".join(["measures:", *(f"  {name}: {{unit: person, kind: constant}}" for name in "abcz")])
CLAIM = "document: {id: d, published: 2020}\nclaims: [{id: x, measure: z, value: '12'}]\n"


def laws(*holds, **keys):
    lines = ["relations:"]
    for number, text in enumerate(holds):
        lines += [f"  law{number}:", f"    holds: {text}"]
        lines += [f"    {key}: {value}" for key, value in keys.get(f"law{number}", {}).items()]
    return "\n".join(lines)


def problems_of(vocabulary, relations, claim=CLAIM, rules=(InconsistentSet,)):
    files = {"claims/vocabulary.yaml": vocabulary, "claims/d.yaml": claim, "rules/relations.yaml": relations}
    return check_files(files, rules).problems


def test_contradictory_laws_are_named_though_nothing_is_claimed_on_them():
    (problem,) = problems_of(PLAIN, laws("a + 1 <= b", "b <= c", "c <= a", "z <= 100"))
    assert (problem.file, problem.line, problem.kind) == ("rules/relations.yaml", 2, "relations")
    assert "law0 (line 2: a + 1 <= b), law1 (line 4: b <= c) and law2 (line 6: c <= a) cannot all hold" in str(problem)
    assert "law3" not in str(problem)


@pytest.mark.parametrize("holds", [("a + 5 <= 3",), ("a = b + 7", "a <= b"), ("a < b", "b <= a")])
def test_each_kind_of_contradiction_is_found(holds):
    (problem,) = problems_of(PLAIN, laws(*holds))
    assert "cannot" in problem.message
    assert "no claim was held against them" in problem.message


def test_events_that_must_be_before_each_other_are_a_fault_of_the_rules():
    vocabulary = PLAIN + "\n  first: {kind: event}\n  second: {kind: event}"
    (problem,) = problems_of(vocabulary, laws("first < second", "second < first"))
    assert "law0" in problem.message
    assert "law1" in problem.message


@pytest.mark.parametrize("holds", [("a + 1 <= b", "b <= c"), ("a - b <= -3",), ("a = b",), ("a < b", "b < c")])
def test_laws_that_something_satisfies_are_no_fault(holds):
    assert problems_of(PLAIN, laws(*holds)) == ()


DIVIDED = """
dimensions: {place: {World: [North, South]}}
measures:
  a: {unit: person, kind: constant}
  z: {unit: person, kind: constant}
"""


def test_laws_that_hold_elsewhere_do_not_contradict_each_other_and_parts_do_their_whole():
    apart = laws("a >= 5", "a <= 3", law0={"where": "{place: [North]}"}, law1={"where": "{place: [South]}"})
    assert problems_of(DIVIDED, apart) == ()
    whole = laws("a >= 5", "a <= 3", law0={"where": "{place: [North]}"}, law1={"where": "{place: [World]}"})
    (problem,) = problems_of(DIVIDED, whole)
    assert "law0" in problem.message
    assert "place: World" in problem.message


def test_contradictory_laws_with_a_claim_are_told_once_and_no_claim_is_blamed():
    claim = CLAIM.replace("measure: z", "measure: a")
    files = {
        "claims/vocabulary.yaml": PLAIN,
        "claims/d.yaml": claim,
        "rules/relations.yaml": laws("a + 1 <= b", "b <= a"),
    }
    report = check_files(files, [InconsistentSet])
    assert len(report.problems) == 1
    assert report.found == ()


@pytest.mark.parametrize(
    ("vocabulary", "relations", "line", "message"),
    [
        (PLAIN, laws("a + q <= b"), 3, "unknown measure 'q'"),
        (PLAIN, laws("a <= b", "z / 0 <= a"), 5, "divides by 0"),
        (PLAIN, laws("0 * a <= b"), 3, "multiplies 'a' by 0"),
        ("dimensions:\n  place:\n    World:\n      A:\n        B: [A]\n" + PLAIN, "", 5, "A in B in A"),
        ("dimensions:\n  place:\n    World:\n      A: [World]\n" + PLAIN, "", 4, "World in A in World"),
        (PLAIN + "\n  s: {kind: share, of: s}", "", 6, "of names 's', a share itself"),
        (PLAIN + "\n  s: {kind: share, of: a, part: a}", "", 6, "part and of are both 'a'"),
    ],
)
def test_a_mistake_is_named_with_its_file_and_line(vocabulary, relations, line, message):
    (problem,) = problems_of(vocabulary, relations)
    assert problem.line == line
    assert problem.file in ("claims/vocabulary.yaml", "rules/relations.yaml")
    assert message in problem.message


SHARE = (
    "measures: {p: {unit: person, kind: constant}, w: {unit: person, kind: constant}, s: {kind: share, part: p, of: w}}"
)


def share_claims(*values):
    names = ("w", "p", "s")
    rows = [f"  - {{id: {n}, measure: {n}, value: '{v}'}}" for n, v in zip(names, values, strict=True) if v]
    return "document: {id: d, published: 2020}\nclaims:\n" + "\n".join(rows)


@pytest.mark.parametrize("part", ["", "none", "0 to 5"])
def test_a_share_of_nothing_is_said_to_be_one(part):
    files = {"claims/vocabulary.yaml": SHARE, "claims/d.yaml": share_claims("none", part, "20%")}
    report = check_files(files)
    assert report.problems == ()
    assert any("of nothing no share can be taken" in f.message and f.code == "REC206" for f in report.found)
    assert all(claim.line for finding in report.found for claim in finding.claims)


@pytest.mark.parametrize("part", ["", "1", "0 to 5"])
def test_a_share_of_what_may_be_nothing_is_no_fault(part):
    files = {"claims/vocabulary.yaml": SHARE, "claims/d.yaml": share_claims("0 to 9", part, "20%")}
    report = check_files(files)
    assert report.problems == ()
    assert [finding for finding in report.found if finding.code in ("REC206", "REC208")] == []


CHAIN = laws("a + b <= c", "z <= b")
CLAIMS = "document: {id: d, published: 2020}\nclaims:\n" + "\n".join(
    f"  - {{id: {name}, measure: {name}, value: '{value}'}}" for name, value in {"a": 60, "z": 51, "c": 97}.items()
)


def test_what_is_beyond_its_budget_is_said_not_to_be_checked():
    files = {"claims/vocabulary.yaml": PLAIN, "claims/d.yaml": CLAIMS, "rules/relations.yaml": CHAIN}
    assert len(check_files(files, [InconsistentSet]).found) == 1
    files["reconcile.toml"] = "[rules.inconsistent-set]\nbudget = 1\n"
    report = check_files(files, [InconsistentSet])
    assert report.found == ()
    (problem,) = report.problems
    assert problem.kind == "not-checked"
    assert "the laws around a were not all checked together, since it takes more than 1 solver calls" in str(problem)


def test_more_days_than_can_be_held_together_are_said_not_to_be(monkeypatch):
    monkeypatch.setattr(instants, "MOST_ROWS", 3)
    vocabulary = PLAIN.replace("constant", "stock") + "\n  total: {unit: person, kind: cumulative}"
    claims = (
        "document: {id: d, published: 2020}\nclaims:\n"
        "  - {id: a, measure: a, value: '60', time: 2015}\n"
        "  - {id: z, measure: z, value: '51', time: 2016}"
    )
    (problem,) = problems_of(vocabulary, laws("a <= total", "total <= z"), claims)
    assert "2 days of levels are too many to be held together" in problem.message
