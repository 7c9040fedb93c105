"""REC208: what it says of a set, how sure it is, where it stops, and what is a fault of the laws."""

import pytest
import yaml

from reconcile.engines import run
from reconcile.rules.inconsistent_set import VOCABULARY, InconsistentSet
from reconcile.testing import check_files, claims_of

LAWS = {"fates": "killed + back <= joined", "trials": "tried <= back"}


def files(values, vocabulary=VOCABULARY, laws=LAWS, **defaults):
    """Return a project: `values` maps `document#measure` to a value, or to keys of a claim."""
    documents = {}
    for name, value in values.items():
        document, claim = name.split("#")
        keys = value if isinstance(value, dict) else {"value": value}
        top = documents.setdefault(document, {"document": {"id": document, "published": "2020"}, "claims": []})
        top["claims"].append({"id": claim, "measure": claim.split(".")[0], **defaults, **keys})
    rules = {
        name: law if isinstance(law, dict) else {"says": f"{name} hold.", "holds": law} for name, law in laws.items()
    }
    texts = {f"claims/{name}.yaml": yaml.safe_dump(text) for name, text in documents.items()}
    return {"claims/vocabulary.yaml": vocabulary, "rules/relations.yaml": yaml.safe_dump({"relations": rules}), **texts}


def findings(*given, **options):
    return list(InconsistentSet(**options).check(claims_of(files(*given))))


BASE = {"a#joined": "1,043", "a#killed": "611", "b#tried": "512"}


def test_the_message_tells_each_law_with_the_numbers_put_in_and_every_document():
    (found,) = findings(BASE)
    assert found.message == (
        "back ≥ 512 (tried 512 (b); tried ≤ back); back + killed 611 (a) against joined 1,043 (a) "
        "(killed + back ≤ joined): at least 1,123, 80 too many"
    )
    summed = "At least 611 + 512 = 1,123 against at most 1,043: 80 too many; as printed 1,123 against 1,043."
    assert summed in found.arithmetic
    assert found.core == found.claim_ids() == {"a#joined", "a#killed", "b#tried"}
    assert found.relations == ("fates", "trials")
    assert found.primary == "a#joined"


def test_the_tolerance_is_that_of_the_sum_and_makes_the_set_fit():
    (found,) = findings(BASE)
    assert found.gap.absolute == 80
    assert found.holds_until.relative == pytest.approx(80 / (611 + 512 + 1043))
    assert check_files(files(BASE), [InconsistentSet]).found[0].grade == "tension"
    wider = {
        name: {"value": value, "low": f"{n * (1 - 0.0385):.3f}", "high": f"{n * (1 + 0.0385):.3f}"}
        for name, value in BASE.items()
        for n in (int(value.replace(",", "")),)
    }
    assert findings(wider) == []


def test_a_share_enters_with_its_end_as_a_factor():
    vocabulary = VOCABULARY + "  share: {unit: percent, kind: share, part: back, of: joined}\n"
    values = {"a#joined": "1,043", "a#killed": "611", "b#share": "50 to 60%"}
    given = files(values, vocabulary, {"fates": LAWS["fates"]})
    (found,) = InconsistentSet().check(claims_of(given))
    assert found.claim_ids() == {"a#joined", "a#killed", "b#share"}
    assert found.message == (
        "joined 1,043 (a), killed 611 (a) and share 50 to 60% (b) cannot all be, since killed + back ≤ joined and "
        "share = back ÷ joined: at least 611 against at most 521.5, 89.5 too many"
    )
    joined, killed, share, r = 1043, 611, 0.5, found.holds_until.relative
    assert killed * (1 - r) == pytest.approx(joined * (1 + r) * (1 - share * (1 - r)), rel=1e-6)


@pytest.mark.parametrize(
    ("change", "severity"),
    [
        ({"stance": "reports"}, "warning"),
        ({}, "error"),
    ],
)
def test_what_is_only_reported_makes_a_warning(change, severity):
    (found,) = findings({**BASE, "b#tried": {"value": "512", **change}})
    assert found.severity == severity


def test_unequal_times_make_a_warning_and_equal_ones_an_error():
    stocks = VOCABULARY.replace("constant", "stock")
    for time, severity in (("2019-06", "error"), ("2019-06-15", "warning")):
        given = {name: {"value": value, "time": "2019-06"} for name, value in BASE.items()}
        given["b#tried"]["time"] = time
        (found,) = InconsistentSet().check(claims_of(files(given, stocks)))
        assert found.severity == severity
    given["b#tried"]["time"] = "2019-07"
    assert list(InconsistentSet().check(claims_of(files(given, stocks)))) == []


def test_a_total_so_far_binds_below_from_its_last_day_on_and_above_until_it():
    totals = VOCABULARY.replace("constant", "cumulative")
    given = {name: {"value": value, "time": "2019"} for name, value in BASE.items()}
    assert len(list(InconsistentSet().check(claims_of(files(given, totals))))) == 1
    earlier = {**given, "b#tried": {"value": "512", "time": "2018"}}
    assert len(list(InconsistentSet().check(claims_of(files(earlier, totals))))) == 1
    later = {**given, "b#tried": {"value": "512", "time": "2021"}}
    (kept,) = InconsistentSet().check(claims_of(files(later, totals)))
    assert kept.severity == "warning"
    assert kept.message.endswith("unless joined grew by 80 after 2019")


def test_an_assumed_law_makes_a_warning():
    laws = {**LAWS, "trials": {"says": "We assume so.", "holds": "tried <= back", "severity": "warning"}}
    (found,) = InconsistentSet().check(claims_of(files(BASE, laws=laws)))
    assert found.severity == "warning"


def test_ends_that_touch_and_are_left_out_contradict():
    touching = {"a#joined": "1,043", "a#killed": {"value": "511.5", "exact": "true"}, "b#tried": "more than 531.5"}
    assert len(findings(touching)) == 1
    assert findings({**touching, "b#tried": "at least 531.5"}) == []


def test_what_narrower_rules_find_is_put_aside_first():
    """The total that one law breaks already is left out; what remains fits."""
    clash = {**BASE, "c#killed": "1,099"}
    report = check_files(files(clash))
    assert {"REC101", "REC208"} <= {f.code for f in report.found}
    (found,) = (f for f in report.found if f.code == "REC208")
    assert found.claim_ids() == {"a#joined", "a#killed", "b#tried"}
    single = {**BASE, "c#back": "2,001"}
    assert "REC208" not in [f.code for f in check_files(files(single)).found]


def test_sets_are_sought_one_after_another_and_the_cap_is_shown():
    names = [f"tried{i}" for i in range(5)]
    vocabulary = VOCABULARY + "".join(f"  {name}: {{unit: person, kind: constant}}\n" for name in names)
    laws = {**LAWS, **{name: f"{name} <= back" for name in names}}
    given = {"a#joined": "1,043", "a#killed": "611"} | {f"b#{name}": f"{512 + i}" for i, name in enumerate(names)}
    more = {"z#joined": "1,041", **given}
    assert len(list(InconsistentSet().check(claims_of(files(given, vocabulary, laws))))) == 1  # the total put aside
    low = {**more, "z#joined": "1,043"}
    found = list(InconsistentSet().check(claims_of(files(low, vocabulary, laws))))
    assert len(found) == 2
    capped = list(InconsistentSet(most=1).check(claims_of(files(low, vocabulary, laws))))
    assert len(capped) == 1
    assert "The search stopped after 1 such sets that hang together; there may be more." in capped[0].arithmetic


def test_laws_that_contradict_each_other_are_a_fault_of_the_rules_and_no_claim_is_blamed():
    laws = {"more": "killed >= back + 10", "fewer": "killed <= back - 5", "trials": "tried <= back"}
    claims = claims_of(files(BASE, laws=laws))
    found, problems = run([InconsistentSet()], claims)
    assert found == []
    (problem,) = problems
    assert (problem.kind, problem.file) == ("relations", "rules/relations.yaml")
    assert problem.line > 0
    assert "fewer (" in problem.message
    assert "more (" in problem.message


def test_a_component_beyond_its_budget_counts_as_not_checked():
    claims = claims_of(files(BASE))
    found, problems = run([InconsistentSet(budget=1)], claims)
    assert found == []
    assert [problem.kind for problem in problems] == ["not-checked"]
    assert "more than 1 solver calls" in problems[0].message


def test_events_in_an_order_that_a_chain_of_laws_forbids():
    vocabulary = "measures:\n" + "".join(f"  {name}: {{kind: event}}\n" for name in ("start", "middle", "end"))
    laws = {"one": "start <= middle", "two": "middle < end"}
    (found,) = InconsistentSet().check(claims_of(files({"a#start": "2019-03", "b#end": "2019-02"}, vocabulary, laws)))
    assert found.claim_ids() == {"a#start", "b#end"}
    assert "1 day too late" in found.message
    assert "2019" in found.message


def test_without_laws_nothing_is_worked_out():
    claims = claims_of(
        {
            "claims/vocabulary.yaml": VOCABULARY,
            "claims/a.yaml": """
document: {id: a, published: 2020}
claims: [{id: x, measure: joined, value: "5"}]
""",
        }
    )
    assert list(InconsistentSet().check(claims)) == []
    assert not [name for name in claims.memory if name.startswith("column")]
