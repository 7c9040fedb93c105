"""`check --policy-from REV`: a branch can't silence itself."""

import json

import pytest
from ci_repository import MAIN, Repository, claims

RULE = '''
from dataclasses import dataclass

from reconcile import Example, Rule

FILES = {"claims/a.yaml": "claims: [{measure: visitors, value: '5'}]"}


@dataclass(frozen=True)
class Many(Rule):
    """claims of visitors.

    ## What it finds
    Each of them.

    ## Why it matters
    It does not.

    ## What to do
    Nothing.
    """

    code = "OWN001"
    name = "many"
    severity = "warning"
    scope = "claim"
    examples = (Example("one", FILES, finds=[["a#1"]]), Example("none", {"claims/a.yaml": "claims: []"}))

    def check(self, claims):
        """Yield one finding for each claim."""
        for row in claims.comparable.index:
            yield self.finding(claims, [row], "SAID BY main")
'''
LAW = "relations:\n  few: {says: Few come., holds: visitors <= 1000}\n"
SILENCING = {
    "an ignore": {"reconcile.toml": '[check.ignore]\nREC101 = "hush"\n'},
    "a selection": {"reconcile.toml": '[check]\nselect = ["REC001"]\n'},
    "a milder gate": {"reconcile.toml": '[check]\nfail-on = "never"\n'},
    "wider readings": {"reconcile.toml": "[readings]\nexact = 0.9\n"},
    "claims from elsewhere": {"reconcile.toml": '[project]\nclaims = ["none"]\n', "none/a.yaml": claims("A", Bern="1")},
    "broken settings": {"reconcile.toml": "[chekc]\n"},
    "settings further in": {"claims/reconcile.toml": '[project]\nclaims = ["none"]\n'},
    "no law": {"rules/relations.yaml": ""},
    "a rule module that stops all": {"rules/stop.py": "raise SystemExit(0)\n"},
}


@pytest.fixture
def gated(make) -> Repository:
    """A repository with a law and a rule, whose branch has a conflict on Lyon."""
    repository = make({**MAIN, "rules/relations.yaml": LAW, "rules/many.py": RULE})
    repository.write({"claims/post.yaml": claims("Post", Lyon="1,900", Bern="310", Oslo="70", Rome="520")})
    return repository


@pytest.mark.parametrize("what", SILENCING)
def test_a_branch_can_not_silence_itself(gated: Repository, what: str) -> None:
    expected = gated.check("--policy-from=main", "--against=main")
    gated.write(SILENCING[what])
    done = gated.check("--policy-from=main", "--against=main", folder="claims" if "further" in what else "")
    assert done.status == expected.status == 1
    kept = [line for line in expected.out.splitlines() if line.startswith(("error", "warning", "=="))]
    assert [line for line in done.out.splitlines() if line.startswith(("error", "warning", "=="))] == kept
    assert "Policy of main, commit " in done.out


def test_what_has_no_effect_is_named(gated: Repository) -> None:
    gated.write({"reconcile.toml": '[check.ignore]\nREC101 = "hush"\n', "rules/extra.py": "1 / 0\n"})
    (gated.top / "rules" / "many.py").unlink()
    done = gated.check("--policy-from=main")
    named = "Not as in main, and without effect on this check: reconcile.toml; rules/extra.py; rules/many.py"
    assert named in done.flat and "SAID BY main" in done.out
    assert "Not as in" not in make_clean(gated).check("--policy-from=main").out


def make_clean(repository: Repository) -> Repository:
    repository.git("checkout", "--quiet", "main", "--", ".")
    repository.git("clean", "--quiet", "--force")
    return repository


def test_no_code_of_the_branch_runs(gated: Repository) -> None:
    mark = gated.top / "ran"
    code = f"import pathlib\npathlib.Path({str(mark)!r}).touch()\n"
    gated.write({"rules/many.py": code, "rules/other.py": code})
    assert gated.check("--policy-from=main", "--against=main").status == 1
    assert not mark.exists()
    gated.check()
    assert mark.exists()


def test_the_vocabulary_is_the_branch_s_and_a_change_to_it_is_said(gated: Repository) -> None:
    words = (
        "measures:\n  visitors: {kind: stock, unit: person}\ndimensions:\n  place: {World: [Lyon, Bern, Oslo, Rome]}\n"
    )
    gated.write({"claims/vocabulary.yaml": words})
    done = gated.check("--policy-from=main")
    assert "claims/vocabulary.yaml is not as in main and has effect" in done.flat
    assert "No vocabulary file" not in done.out


def test_places_in_the_report_are_those_of_the_folder(gated: Repository) -> None:
    gated.write({"claims/broken.yaml": "claims: ["})
    done = gated.check("--policy-from=main", "--format=json")
    assert done.status == 3
    report = json.loads(done.out)
    assert {claim["file"] for one in report["findings"] for claim in one["claims"]} == {
        "claims/courier.yaml",
        "claims/post.yaml",
    }
    assert [problem["file"] for problem in report["problems"]] == ["claims/broken.yaml"]
    assert "tmp" not in done.out.replace(str(gated.top), "")


def test_without_changes_the_policy_makes_no_difference(gated: Repository) -> None:
    gated.git("checkout", "--quiet", "main", "--", ".")
    plain, governed = (json.loads(gated.check("--format=json", *more).out) for more in ([], ["--policy-from=main"]))
    assert len(governed.pop("remarks")) == 1 and plain.pop("remarks") == []
    assert governed == plain


def test_a_policy_without_settings_has_the_defaults(make) -> None:
    repository = make({name: text for name, text in MAIN.items() if name != "reconcile.toml"})
    repository.write({"reconcile.toml": '[check.ignore]\nREC101 = "hush"\n'})
    assert repository.check().status == 0
    assert repository.check("--policy-from=main").status == 1


def test_a_policy_that_can_not_be_used_is_an_error(make) -> None:
    repository = make({**MAIN, "reconcile.toml": "[chekc]\n"})
    repository.write({"reconcile.toml": ""})
    done = repository.check("--policy-from=main")
    assert done.status == 2 and "the settings of main can't be used: reconcile.toml:1" in done.err


def test_claims_and_rules_in_one_folder(make) -> None:
    settings = '[project]\nclaims = ["."]\nrules = ["."]\nvocabulary = "none.yaml"\n'
    flat = {"reconcile.toml": settings, "post.csv": "document,measure,value\na,visitors,100\nb,visitors,100\n"}
    repository = make({**flat, "many.py": RULE})
    repository.write({"post.csv": "document,measure,value\na,visitors,100\nb,visitors,900\n"})
    (repository.top / "many.py").unlink()
    done = repository.check("--policy-from=main", "--against=main")
    assert "900 (b)" in done.out and "SAID BY main" in done.flat
