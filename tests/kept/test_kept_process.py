"""What runs a check counts: code of others that ran before, what was installed meanwhile, where packages are found."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable
from importlib.metadata import EntryPoint
from importlib.util import find_spec
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

import reconcile
from reconcile.cli import run
from reconcile.pipeline.kept import Asked, Keeper, inputs, machine
from reconcile.reading.cache_folder import FOLDER
from reconcile.registry import load, modules
from reconcile.settings import load_settings

SOURCE, BEGAN = machine._source, machine.began
ROOT = Path(__file__).parents[2]
SILENT = """from reconcile.rules.value_conflict import ValueConflict

ValueConflict.check = lambda self, claims: iter(())
"""


def git(project: Any, *words: str) -> None:
    who = ("-c", "user.name=a", "-c", "user.email=a@example.org")
    subprocess.run(["git", *who, *words], cwd=project.root, check=True, capture_output=True)


@pytest.mark.parametrize("broken", ["", "raise ValueError\n"], ids=["whole", "broken"])
def test_a_rule_module_of_an_earlier_state_leaves_nothing_behind(
    kept_project: Any, broken: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from reconcile.rules.value_conflict import ValueConflict

    expected, _ = kept_project.check(cache=False)
    assert any(one.code == ValueConflict.code for one in expected.found)
    monkeypatch.setattr(ValueConflict, "check", ValueConflict.check)  # put back in the end
    kept_project.write("rules/own.py", SILENT + broken)
    git(kept_project, "init", "-q")
    git(kept_project, "add", ".")
    git(kept_project, "commit", "-q", "-m", "x")
    (kept_project.root / "rules/own.py").unlink()
    run(("check", str(kept_project.root), "--against", "HEAD", "-q"))
    silenced, kept = kept_project.check()
    assert not kept
    assert not any(one.code == ValueConflict.code for one in silenced.found), "the module did what it is here for"
    assert kept_project.entries == []


def test_after_a_rule_module_has_run_no_report_is_kept_or_taken(kept_project: Any, tmp_path: Path) -> None:
    kept_project.check()
    assert kept_project.is_kept()
    before = kept_project.entries
    module = tmp_path / "own.py"
    module.write_text("raise ValueError\n")
    with pytest.raises(load.BrokenModule):
        load.load_module(module, "own.py")
    assert not kept_project.is_kept()
    kept_project.check(settings={"title": "another"})
    assert kept_project.entries == before


def test_after_a_suite_was_loaded_no_report_is_kept(kept_project: Any) -> None:
    kept_project.write("rules/suite.json", '{"name": "s", "expectations": [], "meta": {}}')
    settings = load_settings(kept_project.root)
    assert load.load_rules(settings, project_rules=False).rules
    assert modules.foreign_code_ran() is False
    load.load_rules(settings)
    assert modules.foreign_code_ran() is True


@pytest.fixture
def another_rule(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Return what makes another package bring a rule, in a way that leaves no file on the path."""
    point = EntryPoint("own", "reconcile.rules.value_conflict:ValueConflict", "reconcile.rules")
    return lambda: monkeypatch.setattr(machine, "entry_points", lambda group: [point] if group == load.GROUP else [])


def test_rules_of_other_packages_are_never_kept(kept_project: Any, another_rule: Callable[[], None]) -> None:
    another_rule()
    kept_project.check()
    assert kept_project.entries == []


def test_with_rules_of_other_packages_no_report_is_taken(kept_project: Any, another_rule: Callable[[], None]) -> None:
    kept_project.check()
    assert kept_project.is_kept()
    another_rule()
    assert not kept_project.is_kept()


def test_rules_that_an_egg_brings_are_asked_for(
    kept_project: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept_project.check()
    about = tmp_path / "own-1.0-py3.egg" / "EGG-INFO"
    about.mkdir(parents=True)
    (about / "PKG-INFO").write_text("Metadata-Version: 2.1\nName: own\nVersion: 1.0\n")
    (about / "entry_points.txt").write_text("[reconcile.rules]\nown = reconcile.rules.value_conflict:ValueConflict\n")
    monkeypatch.syspath_prepend(str(about.parent))
    assert not kept_project.check()[1]
    assert modules.foreign_code_ran(), "the check has loaded it"


def version(monkeypatch: pytest.MonkeyPatch, place: Path) -> None:
    monkeypatch.setattr(reconcile, "__version__", "99.0")


def source(monkeypatch: pytest.MonkeyPatch, place: Path) -> None:
    package = Path(reconcile.__file__).parent
    shutil.copytree(package, place / "reconcile", ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(reconcile, "__file__", str(place / "reconcile" / "__init__.py"))
    monkeypatch.setattr(machine, "_source", SOURCE)
    before = machine.machine()
    with (place / "reconcile/rules/value_conflict.py").open("a") as file:
        file.write("\n")
    assert before != machine.machine()


def installed(monkeypatch: pytest.MonkeyPatch, place: Path) -> None:
    (place / "another-1.0.dist-info").mkdir()
    monkeypatch.syspath_prepend(str(place))


def python(monkeypatch: pytest.MonkeyPatch, place: Path) -> None:
    monkeypatch.setattr(sys, "version", "3.99")


def dependency(monkeypatch: pytest.MonkeyPatch, place: Path) -> None:
    elsewhere(monkeypatch, place)
    (place / "edtf-9.0.dist-info").mkdir()


def elsewhere(monkeypatch: pytest.MonkeyPatch, place: Path) -> None:
    (place / "edtf").mkdir()
    (place / "edtf" / "__init__.py").write_text("")
    monkeypatch.delitem(sys.modules, "edtf", raising=False)
    monkeypatch.syspath_prepend(str(place))


@pytest.mark.parametrize("change", [version, source, installed, python, dependency])
def test_what_runs_is_part_of_it(
    kept_project: Any, change: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept_project.check()
    assert kept_project.is_kept()
    (tmp_path / "place").mkdir()
    change(monkeypatch, tmp_path / "place")
    keeper = Keeper.of(load_settings(kept_project.root), Asked())
    assert keeper is not None
    assert keeper.load() is None


def test_a_dependency_that_is_not_where_it_was_installed_keeps_nothing(
    kept_project: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere(monkeypatch, tmp_path)
    assert machine.machine() == ""
    (tmp_path / "edtf-9.0.dist-info").mkdir()
    found = machine.machine()
    assert found
    (tmp_path / "edtf" / "__init__.py").write_text("#")
    assert machine.machine() not in (found, "")
    shutil.rmtree(tmp_path / "edtf")
    monkeypatch.setattr(machine, "find_spec", lambda name: None if name == "edtf" else find_spec(name))
    assert machine.machine() == ""


def test_all_dependencies_are_looked_for() -> None:
    stated = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    assert sorted(machine.NEEDED.values()) == sorted(re.match(r"[\w-]+", one)[0].lower() for one in stated)  # type: ignore[index]


def test_the_hashes_of_an_installed_package_count(
    kept_project: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    installed(monkeypatch, tmp_path)
    kept_project.check()
    for name in ("RECORD", "entry_points.txt"):
        (tmp_path / "another-1.0.dist-info" / name).write_text("x")
        assert not kept_project.is_kept(), name
        assert kept_project.is_kept()


@pytest.mark.parametrize("place", ["reconcile/rules/value_conflict.py", "another-1.0.dist-info/RECORD"])
def test_what_was_installed_after_the_process_began_is_not_what_runs(
    kept_project: Any, place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source(monkeypatch, tmp_path)
    installed(monkeypatch, tmp_path)
    (tmp_path / "another-1.0.dist-info/RECORD").write_text("x")
    path = tmp_path / place
    newest = max(max(found.stat().st_mtime_ns, found.stat().st_ctime_ns) for found in tmp_path.rglob("*"))
    monkeypatch.setattr(machine, "began", lambda: newest + 10**9)
    assert machine.machine()
    kept_project.check()
    kept = kept_project.entries
    assert kept
    os.utime(path, ns=(newest, newest + 2 * 10**9))
    assert machine.machine() == ""
    assert not kept_project.is_kept()
    os.utime(path, ns=(0, 0))  # an archive gives its files the time they had, and the system says when it did
    monkeypatch.setattr(machine, "began", lambda: path.stat().st_ctime_ns)
    assert machine.machine() == ""
    assert not kept_project.is_kept()
    assert kept_project.entries == kept


def test_a_module_whose_file_is_gone_is_not_what_is_installed(
    kept_project: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source(monkeypatch, tmp_path)
    assert machine.machine()
    gone = SimpleNamespace(__file__=str(tmp_path / "reconcile/rules/gone.py"))
    monkeypatch.setitem(sys.modules, "reconcile.rules.gone", gone)  # type: ignore[arg-type]
    assert machine.machine() == ""


def test_a_process_began_before_it_loaded_the_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert 0 < BEGAN() <= reconcile.LOADED_AT
    marker = tmp_path / "before"
    marker.write_text("")
    code = (
        "import time; time.sleep(0.5); import reconcile; from reconcile.pipeline.kept.machine import began;"
        "print(began(), reconcile.LOADED_AT)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    first, loaded = map(int, done.stdout.split())
    assert marker.stat().st_mtime_ns - 10**8 < first <= loaded
    if sys.platform == "linux":
        assert loaded - first > 4 * 10**8
    monkeypatch.setattr(machine.time, "time_ns", lambda: 2**63)
    assert BEGAN() == reconcile.LOADED_AT


def test_what_runs_is_not_looked_at_for_a_small_project(kept_project: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def never() -> str:
        raise AssertionError("it was looked at")

    monkeypatch.setattr(sys.modules["reconcile.pipeline.kept.fingerprint"], "machine", never)
    monkeypatch.setattr(inputs, "WORTH", 10**9)
    kept_project.check()
    code = (
        "import hashlib, reconcile.pipeline\n"
        "from reconcile.pipeline.kept import machine\n"
        "assert not any(isinstance(value, str) and len(value) == 64 for value in vars(machine).values())"
    )
    subprocess.run([sys.executable, "-c", code], check=True, env={**os.environ, FOLDER: str(kept_project.cache)})


def test_decisions_are_pruned_on_the_strength_of_a_check_of_everything(kept_project: Any, capfd: Any) -> None:
    kept_project.check(settings={"ignore": {}})
    assert kept_project.is_kept(settings={"ignore": {}})
    kept_project.full.clear()
    assert run(("decisions", "prune", "--yes", "--dir", str(kept_project.root))) == 0
    assert kept_project.full
