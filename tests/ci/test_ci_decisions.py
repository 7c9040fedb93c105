"""Decisions in checks that are compared, or held to a policy; and the way to start with many findings."""

import json

import pytest
from ci_repository import Repository, claims

from reconcile.cli import run

DAY = ("--as-of=2024-06-01",)
LATER = ("--as-of=2024-09-01",)


def decide(repository: Repository, *arguments: str) -> None:
    given = ["decide", "--dir", str(repository.top), "--by=Ada Lovelace", "--on=2024-05-31", *arguments]
    assert run(given) == 0, repository.caught.readouterr().err


def defer_all(repository: Repository) -> None:
    decide(repository, "--all", "--status=deferred", "--until=2024-08-29")


@pytest.fixture
def deferred(repository: Repository) -> Repository:
    """A repository whose main has put off all its findings."""
    defer_all(repository)
    repository.commit()
    repository.git("branch", "--force", "main")
    return repository


def test_a_decision_that_is_taken_back_makes_its_finding_changed(deferred: Repository) -> None:
    assert deferred.check("--against=main", *DAY).status == 0
    for file in (deferred.top / "decisions").glob("REC101-*.yaml"):
        file.unlink()
    done = deferred.check("--against=main", *DAY)
    assert done.status == 1 and "== Changed since main (3)" in done.out
    assert done.out.count("Changed: it was deferred and is open") == 3


def test_a_decision_that_reopens_says_what_changed(deferred: Repository) -> None:
    deferred.write({"claims/post.yaml": claims("Post", Lyon="1,700", Bern="310", Oslo="70", Rome="540")})
    done = deferred.check("--against=main", *DAY)
    assert done.status == 1 and "== Changed since main (1)" in done.out
    assert "post#Rome: 520 became 540; it was deferred and is reopened" in done.flat


def test_a_decision_of_the_branch_settles_only_without_the_policy_of_main(branched: Repository) -> None:
    defer_all(branched)
    assert branched.check("--against=main", *DAY).status == 0
    done = branched.check("--against=main", "--policy-from=main", *DAY)
    assert done.status == 1 and "== New since main (1)" in done.out
    assert "without effect on this check: decisions/REC101-" in done.flat


def test_a_decision_of_main_can_not_be_dropped_or_bent(deferred: Repository) -> None:
    deferred.write({"claims/mail.yaml": claims("Mail", Lyon="2,500")})
    file = sorted((deferred.top / "decisions").glob("*.yaml"))[0]
    file.write_text("status: [", encoding="utf-8")
    done = deferred.check("--against=main", "--policy-from=main", *DAY)
    assert done.status == 1 and "== New since main (1)" in done.out and "== Unchanged since main (3)" in done.out
    assert deferred.check("--against=main", *DAY).status == 3


def test_the_way_to_start(make) -> None:
    places = {f"p{number}": "100" for number in range(40)}
    repository = make(
        {"claims/a.yaml": claims("A", **places), "claims/b.yaml": claims("B", **dict.fromkeys(places, "900"))}
    )
    assert repository.check().status == 1
    defer_all(repository)
    repository.commit()
    repository.git("branch", "--force", "main")
    assert repository.check(*DAY).status == 0
    assert repository.check("--against=main", "--policy-from=main", *DAY).status == 0
    repository.write({"claims/c.yaml": claims("C", p3="500", new="5")})
    report = json.loads(repository.check("--against=main", "--policy-from=main", "--format=json", *DAY).out)
    fails = [one["quantity"]["place"] for one in report["findings"] if one["change"] != "unchanged"]
    assert fails == ["p3"]
    assert repository.check("--against=main", *DAY).status == 1
    (repository.top / "claims" / "c.yaml").unlink()
    assert repository.check("--against=main", *LATER).status == 0
    assert repository.check(*LATER).status == 1
