"""The GitHub action and the hook for pre-commit: their shape, and the action's script run as GitHub runs it."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from ci_repository import Repository
from ruamel.yaml import YAML

HOSTILE = (
    '"; touch owned; "',
    "$(touch owned)",
    "`touch owned`",
    "--output=json=owned",
    "a\nb",
    "' ; touch owned #",
    "-x",
)
INPUTS = ("FOLDER", "AGAINST", "POLICY_FROM", "FAIL_ON", "AS_OF", "OUTPUT")


def load(root: Path, name: str):
    return YAML(typ="safe").load((root / name).read_text(encoding="utf-8"))


@pytest.fixture
def action(root: Path) -> dict:
    return load(root, "action.yml")


def test_the_action_has_what_github_asks_for(action: dict) -> None:
    assert {"name", "description", "inputs", "outputs", "runs"} == set(action)
    assert action["runs"]["using"] == "composite"
    assert all(set(each) == {"description", "default"} for each in action["inputs"].values())
    assert all(set(each) == {"description", "value"} for each in action["outputs"].values())
    for step in action["runs"]["steps"]:
        assert ("run" in step) != ("uses" in step)
        assert "run" not in step or step["shell"] == "bash"


def test_actions_are_pinned_by_a_full_tag(action: dict) -> None:
    used = [step["uses"] for step in action["runs"]["steps"] if "uses" in step]
    assert used and all(re.fullmatch(r"[\w.-]+/[\w.-]+@v\d+\.\d+\.\d+", each) for each in used)


def test_no_input_is_part_of_a_script(action: dict) -> None:
    assert all("${{" not in step.get("run", "") for step in action["runs"]["steps"])


def test_every_input_is_used_and_every_used_one_is_there(action: dict, root: Path) -> None:
    text = (root / "action.yml").read_text(encoding="utf-8")
    assert set(re.findall(r"inputs\.([\w-]+)", text)) == set(action["inputs"])
    documented = (root / "docs" / "ci.md").read_text(encoding="utf-8")
    assert [name for name in action["inputs"] if f"`{name}`" not in documented] == []


def run_step(action: dict, folder: Path, scripts: Path, **inputs: str) -> tuple[int, str]:
    """Run the script of the step `check`; return its exit status and what it prints."""
    step = next(step for step in action["runs"]["steps"] if step.get("id") == "check")
    assert {name for name in step["env"] if name != "SCRIPTS"} == set(INPUTS)
    given = {
        "RUNNER_TEMP": folder / "temp",
        "GITHUB_STEP_SUMMARY": folder / "summary",
        "GITHUB_OUTPUT": folder / "output",
    }
    (folder / "temp").mkdir(exist_ok=True)
    environment = {**os.environ, **dict.fromkeys(INPUTS, ""), "SCRIPTS": str(scripts), "FOLDER": ".", **inputs}
    done = subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
        cwd=folder,
        env={**environment, **{name: str(path) for name, path in given.items()}},
        capture_output=True,
        text=True,
    )
    return done.returncode, done.stdout + done.stderr


@pytest.fixture
def fake(tmp_path: Path) -> Path:
    """A folder with a `reconcile` that writes its arguments to `arguments`, one after another, and exits with 1."""
    command = tmp_path / "scripts" / "reconcile"
    command.parent.mkdir()
    command.write_text('#!/bin/sh\nprintf "%s\\0" "$@" > arguments\nexit 1\n', encoding="utf-8")
    command.chmod(0o755)
    return command.parent


@pytest.mark.parametrize("text", HOSTILE)
def test_inputs_reach_the_command_as_they_are(action: dict, fake: Path, tmp_path: Path, text: str) -> None:
    status, _ = run_step(action, tmp_path, fake, AGAINST=text, POLICY_FROM=text, FAIL_ON=text, AS_OF=text, FOLDER=text)
    assert status == 1
    given = (tmp_path / "arguments").read_text(encoding="utf-8").split("\0")[:-1]
    wanted = [f"--{name}={text}" for name in ("against", "policy-from", "fail-on", "as-of")]
    assert given[0] == "check" and given[-6:] == [*wanted, "--", text]
    assert not (tmp_path / "owned").exists()


def test_what_is_not_given_is_left_out(action: dict, fake: Path, tmp_path: Path) -> None:
    run_step(action, tmp_path, fake, OUTPUT="sarif=a b.sarif\n\ncsv=x.csv\n")
    given = (tmp_path / "arguments").read_text(encoding="utf-8").split("\0")[:-1]
    assert given[2:] == [
        f"--output=json={tmp_path}/temp/reconcile.json",
        f"--output=github-summary={tmp_path}/temp/reconcile.md",
        "--output=sarif=a b.sarif",
        "--output=csv=x.csv",
        "--",
        ".",
    ]


def test_the_step_says_what_is_new(action: dict, branched: Repository) -> None:
    scripts = Path(sys.executable).parent
    status, out = run_step(action, branched.top, scripts, AGAINST="main", POLICY_FROM="main")
    assert status == 1, out
    assert "::error" in out and "1,900" in out
    assert "## New since main (1)" in (branched.top / "summary").read_text(encoding="utf-8")
    output = (branched.top / "output").read_text(encoding="utf-8")
    assert output == f"status=1\njson={branched.top}/temp/reconcile.json\n"
    status, out = run_step(action, branched.top, scripts, AGAINST="mian")
    assert status == 2 and "did you mean 'main'?" in out


def test_the_hook_runs_once_over_the_whole_project(root: Path) -> None:
    (hook,) = load(root, ".pre-commit-hooks.yaml")
    assert hook["id"] == "reconcile" and hook["language"] == "python" and hook["entry"] == "reconcile check"
    assert hook["pass_filenames"] is False and hook["require_serial"] is True
    wanted = re.compile(hook["files"])
    for name in (
        "claims/a.yaml",
        "sub/claims/vocabulary.yaml",
        "rules/relations.yaml",
        "decisions/x.yaml",
        "reconcile.toml",
    ):
        assert wanted.search(name), name
    for name in ("README.md", "my-claims.txt", "docs/reconcile.toml.md"):
        assert not wanted.search(name), name
