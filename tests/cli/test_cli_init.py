"""`reconcile init` and `reconcile new`: what they write works, and nothing is overwritten."""

import json
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.fixture
def made(reconcile, tmp_path: Path) -> Path:
    assert reconcile("init", str(tmp_path / "flood")).status == 0
    return tmp_path / "flood"


def test_a_new_project_holds_one_real_contradiction(reconcile, made) -> None:
    done = reconcile("check", str(made), "--format", "json")
    data = json.loads(done.out)
    assert done.status == 1
    assert [(f["severity"], f["rule"]) for f in data["findings"] if f["severity"] != "note"] == [
        ("error", "value-conflict")
    ]
    assert data["problems"] == []
    conflict = data["findings"][0]
    assert conflict["grade"] == "contradiction"
    assert {claim["document"] for claim in conflict["claims"]} == {"courier", "evening-post"}


def test_the_next_commands_work(reconcile, made, monkeypatch) -> None:
    monkeypatch.chdir(made)
    out = reconcile("init", "../other").out
    commands = [line.split("#")[0].split() for line in out.splitlines() if line.startswith("  reconcile ")]
    assert len(commands) == 3
    for _, *arguments in commands:
        assert reconcile(*arguments).status in (0, 1), arguments


def test_nothing_is_overwritten(reconcile, made) -> None:
    before = {path: path.read_bytes() for path in made.rglob("*") if path.is_file()}
    (made / "reconcile.toml").unlink()
    done = reconcile("init", str(made))
    assert done.status == 2
    assert "claims/courier.yaml" in done.err
    assert not (made / "reconcile.toml").exists()
    assert all(path.read_bytes() == text for path, text in before.items() if path.exists())


def test_claim_files_name_the_schema_for_editors(made) -> None:
    for name in ("courier", "evening-post"):
        first = (made / "claims" / f"{name}.yaml").read_text().splitlines()[0]
        assert first.startswith("# yaml-language-server: $schema=")
        assert json.loads((made / "claims" / first.partition("=")[2]).read_text())["$schema"]


def test_claim_files_fit_the_schema(made) -> None:
    import yaml
    from jsonschema import Draft7Validator

    schema = json.loads((made / ".reconcile" / "claims.schema.json").read_text())
    for name in ("courier", "evening-post"):
        data = yaml.load((made / "claims" / f"{name}.yaml").read_text(), Loader=yaml.BaseLoader)
        assert not list(Draft7Validator(schema).iter_errors(data))


def test_init_here(reconcile, tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    out = reconcile("init").out
    assert "cd " not in out
    names = {path.name for path in tmp_path.iterdir()}
    assert {"claims", "rules", "reports", "decisions", "reconcile.toml"} <= names


def test_a_new_rule_is_listed_and_passes_its_own_test(reconcile, made) -> None:
    assert reconcile("new", "rule", "city-totals", "--dir", str(made)).status == 0
    assert reconcile("new", "rule", "loud-claims", "--dir", str(made)).status == 0
    listed = {rule["name"]: rule for rule in json.loads(reconcile("rules", str(made), "-f", "json").out)}
    assert (listed["city-totals"]["code"], listed["loud-claims"]["code"]) == ("OWN001", "OWN002")
    assert listed["city-totals"]["from"] == "project"
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests"]
    done = subprocess.run(command, cwd=made, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "4 passed" in done.stdout


def test_a_new_rules_test_can_fail(reconcile, made) -> None:
    reconcile("new", "rule", "city-totals", "--dir", str(made))
    module = made / "rules" / "city_totals.py"
    module.write_text(module.read_text().replace("> self.limit", "< self.limit"))
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests"]
    assert subprocess.run(command, cwd=made, capture_output=True, check=False).returncode == 1


def test_a_new_rule_is_not_overwritten(reconcile, made) -> None:
    reconcile("new", "rule", "city-totals", "--dir", str(made))
    assert reconcile("new", "rule", "city-totals", "--dir", str(made)).status == 2


def test_a_new_rule_takes_no_name_that_is_taken(reconcile, made) -> None:
    done = reconcile("new", "rule", "value-conflict", "--dir", str(made))
    assert done.status == 2 and "'value-conflict' is taken (REC101, built in)" in done.err
    reconcile("new", "rule", "city-totals", "--dir", str(made))
    (made / "rules" / "city_totals.py").rename(made / "rules" / "cities.py")
    done = reconcile("new", "rule", "city-totals", "--dir", str(made))
    assert done.status == 2 and "taken (a rule of this project)" in done.err
    assert not (made / "rules" / "city_totals.py").exists()


def test_a_new_claim_file_is_valid_as_it_is(reconcile, made) -> None:
    assert reconcile("new", "claims", "my-paper", "--dir", str(made)).status == 0
    data = json.loads(reconcile("check", str(made), "--format", "json").out)
    assert data["problems"] == []
    assert data["summary"]["error"] == 1
    text = (made / "claims" / "my-paper.yaml").read_text()
    assert text.startswith("# yaml-language-server: $schema=../.reconcile/claims.schema.json\n")


def test_the_example_in_a_new_claim_file_is_right(reconcile, made) -> None:
    reconcile("new", "claims", "my-paper", "--dir", str(made))
    file = made / "claims" / "my-paper.yaml"
    lines = file.read_text().replace("claims: []", "claims:").splitlines()
    file.write_text("\n".join(line[1:] if line.startswith("#  ") else line for line in lines) + "\n")
    data = json.loads(reconcile("check", str(made), "--format", "json").out)
    assert data["summary"]["error"] == 1
    assert data["coverage"]["documents"] == 3


def test_the_schema_is_written_where_it_is_missing(reconcile, project) -> None:
    folder = project({"reconcile.toml": '[project]\nclaims = ["data/claims"]\n'})
    reconcile("new", "claims", "paper", "--dir", str(folder))
    first = (folder / "data" / "claims" / "paper.yaml").read_text().splitlines()[0]
    assert (folder / "data" / "claims" / first.partition("=")[2]).resolve() == (
        folder / ".reconcile" / "claims.schema.json"
    )
    assert (folder / ".reconcile" / "claims.schema.json").is_file()
