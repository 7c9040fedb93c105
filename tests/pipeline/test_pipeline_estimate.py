"""Estimates from end to end: what each quantity shows, suspects and their weights, and sentences on findings."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import reconcile
from reconcile.errors import SettingsError
from reconcile.models.estimate import Range
from reconcile.pipeline.estimates.estimate import UnknownKey, estimate
from reconcile.testing import project
from reconcile.testing.projects import check_files

VOCABULARY = """\
dimensions: {place: {World: {complete: true, of: [North, South]}}}
measures:
  joined: {label: recruits, unit: person, kind: cumulative}
  killed: {label: dead, unit: person, kind: cumulative}
  back: {label: returnees, unit: person, kind: constant}
  found: {label: returnees found, unit: person, kind: constant}
  lost: {label: returnees lost, unit: person, kind: constant}
  level: {label: level, unit: person, kind: stock}
  state: {label: state, kind: status}
  fell: {label: fall of the city, kind: event, by: []}
"""
RELATIONS = """\
relations:
  fates: {says: One fate each., holds: killed <= joined}
  found: {says: Found or lost., holds: found + lost = back, complete: true}
"""


def documents(*claims, settings_text=""):
    """Return a project's files; each claim is `document | id | rest of the mapping`."""
    files = {"claims/vocabulary.yaml": VOCABULARY, "rules/relations.yaml": RELATIONS, "reconcile.toml": settings_text}
    lines = {}
    for claim in claims:
        document, name, rest = (part.strip() for part in claim.split("|"))
        lines.setdefault(document, []).append(f"  - {{id: {name}, {rest}}}\n")
    for document, own in lines.items():
        files[f"claims/{document}.yaml"] = f"document: {{id: {document}}}\nclaims:\n{''.join(own)}"
    return files


def made(*claims, settings_text="", **options):
    with project(documents(*claims, settings_text=settings_text)) as root:
        return estimate(root, **options)


def only(found):
    ((one,), (at,)) = found.estimates, found.estimates[0].times
    return one, at


def test_sources_origins_common_hull_and_what_is_left_without_each():
    one, at = only(
        made(
            'a | x | measure: back, value: "300 to 400", origin: AFP',
            'b | x | measure: back, value: "350 to 500", origin: AFP',
            'c | x | measure: back, value: "380 to 390"',
        )
    )
    assert (one.label, at.documents, at.origins) == ("returnees", 3, 2)
    assert at.common == Range(Fraction(380), Fraction(390))
    assert at.hull == Range(Fraction(300), Fraction(500))
    assert [source.without for source in at.sources][2] == Range(Fraction(350), Fraction(400))
    assert all(source.without_agrees for source in at.sources)
    assert len(at.camps) == 1


def test_where_nothing_is_in_common_there_are_camps_and_hulls():
    claims = (
        'a | x | measure: back, value: "300"',
        'b | x | measure: back, value: "500"',
        'c | x | measure: back, value: "501"',
    )
    one, at = only(made(*claims))
    assert at.common is None
    assert [camp.documents for camp in at.camps] == [("b", "c"), ("a",)]
    assert [source.claim.camp for source in at.sources] == [2, 1, 1]
    without = {source.claim.document: (source.without_agrees, source.without) for source in at.sources}
    assert without["a"] == (True, Range(Fraction(501), Fraction(501)))
    assert without["b"][0] is False
    assert one.claims == 3


def test_totals_stand_by_their_end_and_levels_where_they_meet():
    found = made(
        'a | x | measure: joined, value: "300", time: 2015',
        'b | x | measure: joined, value: "400", time: 2016',
        'c | x | measure: joined, value: "410", time: 2016-12',
        'a | l | measure: level, value: "50", time: 2015',
        'b | l | measure: level, value: "50", time: 2015-06/2016-06',
        'c | l | measure: level, value: "50", time: 2016',
    )
    times = {one.label: [[s.claim.document for s in at.sources] for at in one.times] for one in found.estimates}
    assert times["recruits"] == [["a"], ["b", "c"]]
    assert times["level"] == [["a", "b"], ["b", "c"]]


def test_words_and_dates():
    found = made(
        "a | s | measure: state, value: over, time: 2016",
        "b | s | measure: state, value: ongoing, time: 2016",
        "a | f | measure: fell, value: 2016-05",
        "b | f | measure: fell, value: 2016",
    )
    fall, state = (next(one for one in found.estimates if one.kind == kind).times[0] for kind in ("event", "status"))
    assert [camp.word for camp in state.camps] == ["ongoing", "over"]
    assert (fall.common.low, fall.common.high) == (736085, 736115)


def test_the_range_that_the_others_leave_and_what_adds_something():
    claims = (
        'a | f | measure: found, value: "40"',
        'a | l | measure: lost, value: "41"',
        'b | b | measure: back, value: "70 to 99"',
    )
    found = made(*claims)
    back = next(one for one in found.estimates if one.label == "returnees").times[0]
    assert back.implied.range == Range(Fraction(81), Fraction(81))
    assert back.adds
    quiet = made('a | x | measure: back, value: "5"')
    assert (quiet.estimates, quiet.quantities) == ((), 1)
    assert len(made('a | x | measure: back, value: "5"', every=True).estimates) == 1
    assert (
        len(made('a | x | measure: back, value: "5"', where={"measure": ["back"], "place": ["World"]}).estimates) == 1
    )


def test_a_key_that_quantities_lack_is_answered_with_the_nearest():
    with pytest.raises(UnknownKey, match="did you mean 'measure'"):
        made('a | x | measure: back, value: "5"', where={"mesure": ["back"]})


CONFLICT = (
    'a | x | measure: back, value: "300"',
    'b | x | measure: back, value: "500"',
    'c | x | measure: back, value: "602"',
)


def test_the_fewest_claims_are_suspects_in_every_tied_choice():
    (group,) = made(*CONFLICT).groups
    assert group.choices == (("a#x", "b#x"), ("a#x", "c#x"), ("b#x", "c#x"))
    (group,) = made(*CONFLICT[:2]).groups
    assert (group.choices, group.weight, group.complete) == ((("a#x",), ("b#x",)), 1, True)
    suspects = {s.claim.id: s.suspect for s in only(made(*CONFLICT, 'd | x | measure: back, value: "500"'))[1].sources}
    assert suspects == {"a#x": "every", "b#x": "", "c#x": "every", "d#x": ""}


def test_weights_tip_the_choice():
    heavy = "[estimate.weights]\na = 2\n"
    (group,) = made(*CONFLICT[:2], settings_text=heavy).groups
    assert (group.choices, group.weight) == ((("b#x",),), 1)
    (group,) = made(*CONFLICT[:2], settings_text="[estimate.weights]\na = 2\nasserts = 0.5\n").groups
    assert (group.choices, group.weight) == ((("b#x",),), Fraction(1, 2))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[estimate.weights]\nsurvy = 2\n", r"reconcile.toml:2: \[estimate.weights\] 'survy' is no document.*'survey'"),
        ("[estimate.weights]\nsurvey = 0\n", "survey is 0; expected more than 0"),
        ('[estimate.weights]\nsurvey = "much"\n', 'survey is "much"; expected a number'),
        ("[estimate]\nbudgt = 2\n", "unknown key 'budgt'; did you mean 'budget'"),
        ("[estimate]\nbudget = -1\n", "budget is -1; expected 0 or more"),
    ],
)
def test_slips_in_the_settings_are_named(text, said):
    with pytest.raises(SettingsError, match=said):
        made('survey | x | measure: back, value: "5"', settings_text=text)


def test_a_budget_of_nothing_is_said():
    claims = ('a | f | measure: found, value: "40"', 'b | b | measure: back, value: "99"')
    found = made(*claims, settings_text="[estimate]\nbudget = 0\n", every=True)
    assert found.not_worked_out == {"it takes more than 0 solver calls": 2}


def test_what_shows_only_after_a_withdrawal_is_settled_too():
    claims = (
        'a | b | measure: back, value: "100"',
        'b | b | measure: back, value: "300"',
        'c | f | measure: found, value: "150"',
        'd | f | measure: lost, value: "160"',
    )
    found = made(*claims)
    withdrawn = {claim for group in found.groups for claim in group.choices[0]}
    kept = [claim for claim in claims if "#".join(p.strip() for p in claim.split("|")[:2]) not in withdrawn]
    report = check_files(documents(*kept))
    assert withdrawn
    assert [f.code for f in report.found if f.severity == "error"] == []


def test_a_finding_says_what_the_others_leave_only_where_it_tells_claims_apart():
    parts = ('c | f | measure: found, value: "40"', 'c | l | measure: lost, value: "41"')
    report = check_files(documents('a | x | measure: back, value: "81"', 'b | x | measure: back, value: "90"', *parts))
    finding = next(f for f in report.found if f.code == "REC101")
    assert finding.implied == (
        "The other claims leave exactly 81 for returnees (found: c): 90 (b) does not fit, 81 (a) fits.",
    )
    broken = check_files(documents('b | x | measure: back, value: "90"', *parts))
    assert [f.implied for f in broken.found if f.code == "REC202"] == [()]


@st.composite
def claim_lists(draw):
    found = []
    for number in range(draw(st.integers(2, 7))):
        measure = draw(st.sampled_from(("joined", "killed", "back", "found", "lost", "level")))
        low = draw(st.integers(1, 60))
        value = draw(st.sampled_from((f"{low}", f"{low} to {low + 9}", f"at least {low}", f"fewer than {low}")))
        time = draw(st.sampled_from(("2015", "2016", "2015-06/2016-06")))
        place = draw(st.sampled_from(("World", "North", "South")))
        document = draw(st.sampled_from("abc"))
        found.append(f'{document} | c{number} | measure: {measure}, value: "{value}", time: {time}, place: {place}')
    return found


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(claims=claim_lists(), data=st.data())
def test_the_order_of_claims_changes_nothing(claims, data):
    one = made(*claims, every=True)
    other = made(*data.draw(st.permutations(claims)), every=True)
    assert without_lines(one) == without_lines(other)
    for part in one.estimates:
        for at in part.times:
            assert at.common is None or at.hull.holds(at.common)
            assert not at.implied.left_out


def without_lines(found):
    times = [
        replace(at, sources=tuple(replace(s, claim=replace(s.claim, line=0)) for s in at.sources))
        for one in found.estimates
        for at in one.times
    ]
    return times, found.groups, [one.quantity for one in found.estimates]


def test_the_package_offers_it(root):
    found = reconcile.estimate(root, where={"measure": ["beatles"]})
    assert [one.label for one in found.estimates] == ["members of the Beatles"]
    assert found.estimates[0].times[0].implied.range == Range(Fraction(4), Fraction(4))
