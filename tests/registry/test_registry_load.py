"""Rules are found, broken ones are named with file and line, and nothing crashes."""

import pickle
import sys
from pathlib import Path

import pytest

from reconcile.errors import Problem
from reconcile.registry import RuleSet, load_rules
from reconcile.settings import Settings, load_settings

GOOD = '''\
from __future__ import annotations
from dataclasses import dataclass
from reconcile.rule import Rule, option


@dataclass(frozen=True)
class Good(Rule):
    """a good rule."""

    code = "OWN001"
    name = "good-rule"
    severity = "warning"
    limit: int = option(3, "a limit")

    def check(self, claims):
        return iter(())
'''


@pytest.fixture
def load(tmp_path: Path):
    """Write modules into rules/ and load the rules of that project."""

    def call(project_rules: bool = True, toml: str = "", **modules: str) -> RuleSet:
        (tmp_path / "rules").mkdir(exist_ok=True)
        (tmp_path / "reconcile.toml").write_text(toml, encoding="utf-8")
        for name, text in modules.items():
            (tmp_path / "rules" / f"{name}.py").write_text(text, encoding="utf-8")
        return load_rules(load_settings(tmp_path), project_rules=project_rules)

    return call


def own(loaded: RuleSet) -> list[str]:
    return [rule.code for rule in loaded.rules if loaded.origins[rule.name] == "project"]


def test_built_in_rules_are_found_without_a_project(tmp_path: Path) -> None:
    loaded = load_rules(Settings(root=tmp_path))
    assert loaded.problems == ()
    assert set(loaded.origins.values()) == {"built in"}
    assert {"REC001", "REC101", "REC201", "REC301", "REC403"} <= {rule.code for rule in loaded.rules}
    assert [rule.code for rule in loaded.rules] == sorted(rule.code for rule in loaded.rules)


def test_a_project_rule_is_one_file(load) -> None:
    loaded = load(good=GOOD)
    assert loaded.problems == ()
    assert own(loaded) == ["OWN001"]
    assert loaded.origins["good-rule"] == "project"


def test_a_project_rule_can_be_pickled(load) -> None:
    rule = next(rule for rule in load(good=GOOD).rules if rule.name == "good-rule")
    assert type(rule).__module__ == "_reconcile_project_good"
    assert pickle.loads(pickle.dumps(rule)) == rule


def test_no_bytecode_is_written_beside_a_project_rule(load, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    load(good=GOOD)
    assert [path.name for path in (tmp_path / "rules").iterdir()] == ["good.py"]


def test_without_project_rules_no_code_of_the_project_runs(load, tmp_path: Path) -> None:
    bomb = f"open({str(tmp_path / 'ran')!r}, 'w').close()\n{GOOD}"
    loaded = load(project_rules=False, toml="[rules.good-rule]\nlimit = 4\n", bomb=bomb)
    assert own(loaded) == []
    assert not (tmp_path / "ran").exists()
    assert {"good-rule", "OWN001"} <= loaded.left_out


def test_helpers_and_tests_are_no_rule_modules(load, tmp_path: Path) -> None:
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "_helper.json").write_text("{", encoding="utf-8")
    loaded = load(good=GOOD, _helper="1 / 0", test_good="1 / 0", conftest="1 / 0")
    assert loaded.problems == ()


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("import os\nx = (\n", 2, "'(' was never closed"),
        ("import os\n\nos.nothing\n", 3, "AttributeError"),
        ("import no_such_module\n", 1, "no_such_module"),
        ("raise SystemExit(3)\n", 1, "SystemExit"),
        ("def f():\n    return g()\n\n\ndef g():\n    return 1 / 0\n\n\nf()\n", 6, "ZeroDivisionError"),
        ("text = 'no rule'\n", 0, "holds no rule"),
        ("x = '\\0'\ny = '\0'\n", 0, "null bytes"),
    ],
)
def test_a_broken_module_is_a_problem_with_its_line(load, text: str, line: int, words: str) -> None:
    loaded = load(good=GOOD, wrong=text)
    (problem,) = loaded.problems
    assert (problem.file, problem.line, problem.kind) == ("rules/wrong.py", line, "rule")
    assert words in problem.message
    assert own(loaded) == ["OWN001"]


def test_a_module_that_is_not_utf_8_is_a_problem(load, tmp_path: Path) -> None:
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "wrong.py").write_bytes(b"x = '\xff'\n")
    (problem,) = load().problems
    assert problem.file == "rules/wrong.py"


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ('code = "OWN001"', "", "code is ''"),
        ('code = "OWN001"', 'code = "own-1"', "code is 'own-1'"),
        ('name = "good-rule"', "", "name is ''"),
        ('name = "good-rule"', 'name = "Good_Rule"', "name is 'Good_Rule'"),
        (
            '"warning"',
            '"warnin"',
            "severity is 'warnin'; expected error, warning or note; did you mean 'warning'?",
        ),
        ('severity = "warning"', 'scope = "quantities"', "scope is 'quantities'"),
        ('    """a good rule."""\n', "", "has no docstring"),
        ("@dataclass(frozen=True)\n", "", "is no frozen dataclass"),
        ("(self, claims)", "(self)", "check takes (self)"),
        ("(self, claims)", "(self, claims, more)", "expected check(self, claims)"),
        ("(self, claims)", "(self, *claims)", "expected check(self, claims)"),
        ("def check", "async def check", "check is no plain method"),
        ("def check", "def chek", "has no check"),
        ('name = "good-rule"', 'name: str = "good-rule"', "name has become an option"),
        ('option(3, "a limit")', 'option(frozenset(), "limits")', "option limit is a frozenset"),
        ('severity = "warning"', "examples = ['x']", "examples is no sequence of Example"),
    ],
)
def test_a_wrong_rule_is_refused_with_its_line(load, before: str, after: str, words: str) -> None:
    assert before in GOOD
    loaded = load(wrong=GOOD.replace(before, after))
    assert own(loaded) == []
    assert words in " / ".join(problem.message for problem in loaded.problems)
    assert {problem.file for problem in loaded.problems} == {"rules/wrong.py"}
    shown = GOOD.replace(before, after).splitlines()
    assert all(shown[problem.line - 1].startswith("class Good") for problem in loaded.problems)


def test_an_option_without_default_is_refused(load) -> None:
    text = GOOD.replace('limit: int = option(3, "a limit")', "limit: int")
    assert "option limit has no default" in load(wrong=text).problems[0].message


def test_all_faults_of_a_rule_are_said_at_once(load) -> None:
    text = GOOD.replace('"OWN001"', '"x"').replace('"good-rule"', '"Y"').replace('"warning"', '"z"')
    assert len(load(wrong=text).problems) == 3


def test_a_code_or_name_is_taken_once(load) -> None:
    loaded = load(a=GOOD, b=GOOD.replace("class Good", "class Again"))
    assert own(loaded) == ["OWN001"]
    assert [problem.message for problem in loaded.problems] == [
        "Again: code 'OWN001' is taken by Good in rules/a.py",
        "Again: name 'good-rule' is taken by Good in rules/a.py",
    ]
    assert {problem.file for problem in loaded.problems} == {"rules/b.py"}


def test_a_project_cannot_replace_a_built_in_rule(load) -> None:
    loaded = load(mine=GOOD.replace('"OWN001"', '"REC101"'))
    assert own(loaded) == []
    assert "code 'REC101' is taken by" in loaded.problems[0].message
    assert "reconcile/rules/" in loaded.problems[0].message


def test_two_folders_may_hold_modules_of_one_name(load, tmp_path: Path) -> None:
    (tmp_path / "more").mkdir()
    other = GOOD.replace('"OWN001"', '"OWN002"').replace('"good-rule"', '"other-rule"')
    (tmp_path / "more" / "good.py").write_text(other, encoding="utf-8")
    loaded = load(good=GOOD, toml='[project]\nrules = ["rules", "more"]\n')
    assert loaded.problems == ()
    assert own(loaded) == ["OWN001", "OWN002"]


def test_a_folder_that_settings_name_must_be_there(load) -> None:
    loaded = load(toml='[project]\nrules = ["laws"]\n')
    assert loaded.problems == (Problem("laws", 0, "rule", "there is no such file or folder; [project] rules names it"),)


def test_a_private_class_is_a_base_for_others(load) -> None:
    text = (
        GOOD.replace("class Good", "class _Good")
        + '''

@dataclass(frozen=True)
class Heir(_Good):
    """a rule with the same means."""

    code = "OWN002"
    name = "heir"
'''
    )
    loaded = load(wrong=text)
    assert loaded.problems == ()
    assert own(loaded) == ["OWN002"]
