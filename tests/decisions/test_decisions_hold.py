"""Which decisions hold: as long as their evidence does, and no longer than they say."""

from datetime import date

import pytest

from reconcile.decisions import DecisionError
from reconcile.errors import SettingsError


def test_a_decision_settles_its_finding_and_no_other(project, wanted) -> None:
    desk = project.desk()
    id = project.conflict().id
    assert desk.decide(id, wanted()).status == "explained"
    found = project.conflict()
    assert found.status == "explained"
    assert not found.can_fail
    assert found.decision == {
        "status": "explained",
        "reason": "different-date",
        "text": "The Post counted a day later.",
        "by": "Ana",
        "on": "2024-05-02",
        "until": "",
        "reviewer": "",
        "reviewed": "",
        "file": f"decisions/{id}.yaml",
        "waits": "",
        "changes": [],
        "history": [{key: found.decision["history"][0][key] for key in found.decision["history"][0]}],
    }
    assert project.conflict("lost").status == "open"


@pytest.mark.parametrize(
    ("status", "fails"),
    [("confirmed", True), ("explained", False), ("dismissed", False), ("deferred", False)],
)
def test_which_statuses_fail(project, wanted, status, fails) -> None:
    project.desk().decide(project.conflict().id, wanted(status))
    assert project.conflict().status == status
    assert project.conflict().can_fail is fails


def test_a_new_value_reopens_it_and_says_what_changed(project, wanted) -> None:
    project.desk().decide(project.conflict().id, wanted())
    project.claims("post", saved="1,500", lost="17")
    found = project.conflict()
    assert found.status == "reopened"
    assert found.can_fail
    assert found.decision["status"] == "explained"
    assert found.decision["changes"] == ["post#saved: 1,400 became 1,500"]
    project.claims("post", saved="1,400", lost="17")
    assert project.conflict().status == "explained"


def test_a_claim_more_or_less_reopens_it(project, wanted) -> None:
    project.claims("echo", saved="1,390")
    project.desk().decide(project.conflict().id, wanted())
    (project.root / "claims/echo.yaml").unlink()
    project.claims("bugle", saved="1,255")
    assert project.conflict().decision["changes"] == [
        "claim added: bugle#saved, 1,255",
        "claim gone: echo#saved, 1,390",
    ]


def test_another_reading_of_the_same_words_reopens_it(project, wanted) -> None:
    project.desk().decide(project.conflict().id, wanted())
    project.write(
        "claims/post.yaml", "document: {id: post}\nclaims: [{id: saved, measure: saved, value: '1,400', exact: true}]\n"
    )
    (change,) = project.conflict().decision["changes"]
    assert change.startswith("post#saved: 1,400 was read as [1,350, 1,450), now as ")


def test_names_lines_and_remarks_may_change(project, wanted) -> None:
    project.desk().decide(project.conflict().id, wanted())
    claim = "{id: saved, measure: saved, value: '1,400', note: checked}"
    project.write("claims/post.yaml", f"document: {{id: post, title: The Post}}\n\n\nclaims:\n- {claim}\n")
    assert project.conflict().status == "explained"


def test_a_deferral_ends_by_as_of_alone(project, wanted) -> None:
    project.desk().decide(project.conflict().id, wanted("deferred"))
    assert project.conflict().status == "deferred"
    assert project.conflict(as_of="2024-06-30").status == "deferred"
    assert project.conflict(as_of="2024-07-01").status == "expired"
    assert project.conflict(as_of="2024-07-01").can_fail


@pytest.mark.parametrize(
    ("as_of", "words"),
    [
        ("", None),
        ("2024-05-30", None),
        ("2024-05-31", "in 30 days"),
        ("2024-06-29", "in one day"),
        ("2024-07-01", None),
    ],
)
def test_a_deferral_that_ends_soon_is_a_note(project, wanted, as_of, words) -> None:
    project.desk().decide(project.conflict().id, wanted("deferred"))
    found = project.about("REC902", as_of=as_of)
    assert len(found) == (words is not None)
    if words:
        assert found[0].severity == "note"
        assert f"deferred by Ana until 2024-06-30, {words}" in found[0].message


def test_how_soon_is_an_option(project, wanted) -> None:
    project.write("reconcile.toml", "[rules.expiring-decision]\ndays = 3\n")
    project.desk().decide(project.conflict().id, wanted("deferred"))
    assert project.about("REC902", as_of="2024-06-26") == []
    assert len(project.about("REC902", as_of="2024-06-27")) == 1


def test_a_decision_whose_finding_is_gone_is_a_warning(project, wanted) -> None:
    id = project.conflict().id
    project.desk().decide(id, wanted())
    project.claims("post", saved="1,250", lost="17")
    (found,) = project.about("REC901")
    assert found.severity == "warning"
    assert found.message == f"decisions/{id}.yaml decides a finding that is gone: explained by Ana on 2024-05-02"
    assert found.arithmetic[0] == "post#saved: 1,400 became 1,250"
    assert found.claim_ids() == {"courier#saved", "post#saved"}


def test_a_claim_that_is_gone_is_named(project, wanted) -> None:
    project.desk().decide(project.conflict().id, wanted())
    (project.root / "claims/post.yaml").unlink()
    assert project.about("REC901")[0].arithmetic[0] == "claim gone: post#saved, 1,400"


@pytest.mark.parametrize(
    "asked",
    [{"select": ["REC102", "REC901"]}, {"ignore": ["value-conflict"]}, {"ignore": ["REC901"]}],
    ids=str,
)
def test_nothing_is_unused_where_its_rule_did_not_run(project, wanted, asked) -> None:
    project.desk().decide(project.conflict().id, wanted())
    project.claims("post", saved="1,250", lost="17")
    assert project.about("REC901", **asked) == []


def test_nothing_is_unused_where_not_all_could_be_read(project, wanted) -> None:
    project.desk().decide(project.conflict().id, wanted())
    project.write("claims/post.yaml", "claims: [")
    assert project.about("REC901") == []


def test_a_decision_on_a_rule_that_nobody_knows_is_unused(project, wanted) -> None:
    project.desk().decide(project.conflict().id, wanted())
    old = project.conflict().id
    path = project.root / "decisions" / f"{old}.yaml"
    path.write_text(path.read_text().replace("REC101", "OWN001"))
    path.rename(path.with_name(path.name.replace("REC101", "OWN001")))
    assert len(project.about("REC901")) == 1
    project.write("rules/own.py", "code = 'x'\n1/0\nclass Own:\n    code = 'OWN001'\n")
    assert project.about("REC901") == [], "a rule that can't be loaded did not run"


def test_a_second_person_by_setting(project, wanted) -> None:
    project.write("reconcile.toml", "[decisions]\nsecond-reviewer = true\n")
    id = project.conflict().id
    project.desk().decide(id, wanted())
    found = project.conflict()
    assert (found.status, found.decision["waits"]) == ("open", "waits for a second reviewer")
    assert found.can_fail
    with pytest.raises(DecisionError, match="another person has to agree"):
        project.desk().agree(id, " ANA", date(2024, 5, 3))
    project.desk().agree(id, "Ben", date(2024, 5, 3))
    found = project.conflict()
    assert (found.status, found.decision["reviewer"], found.decision["waits"]) == ("explained", "Ben", "")
    project.desk().decide(id, wanted("dismissed", by="Ben"))
    assert project.conflict().status == "open", "the second person agreed with something else"
    project.desk().decide(id, wanted("deferred"))
    assert project.conflict().status == "deferred", "a deferral needs nobody's consent"


def test_an_agreement_needs_a_decision_that_holds(project, wanted) -> None:
    id = project.conflict().id
    with pytest.raises(DecisionError, match="not decided yet"):
        project.desk().agree(id, "Ben", date(2024, 5, 3))
    project.desk().decide(id, wanted())
    project.claims("post", saved="1,500", lost="17")
    with pytest.raises(DecisionError, match="has changed since"):
        project.desk().agree(id, "Ben", date(2024, 5, 3))


def test_settings_are_checked(project) -> None:
    project.write("reconcile.toml", "[decisions]\nsecond-reviewr = true\n")
    with pytest.raises(SettingsError, match="did you mean 'second-reviewer'"):
        project.check()


def test_a_table_of_claims_has_no_decisions(project, wanted, monkeypatch) -> None:
    import pandas as pd

    from reconcile.pipeline import check

    project.desk().decide(project.conflict().id, wanted())
    monkeypatch.chdir(project.root)
    rows = {"document": ["courier", "post"], "id": ["saved"] * 2, "measure": ["saved"] * 2, "value": ["1,250", "1,400"]}
    report = check(pd.DataFrame(rows))
    assert {finding.status for finding in report.found} == {"open"}
    assert all(finding.code != "REC901" for finding in report.found)


def test_findings_about_decisions_are_not_decided(project, wanted) -> None:
    project.desk().decide(project.conflict().id, wanted())
    project.claims("post", saved="1,250", lost="17")
    desk = project.desk()
    assert not [id for id in desk.found if id.startswith("REC9")]
