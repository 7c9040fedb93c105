"""All rules of a check: walked for, checked, and given their options."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from pkgutil import iter_modules
from types import ModuleType

from reconcile.errors import Problem, SettingsError
from reconcile.integrations.suite_files import read_suite, suite_files
from reconcile.integrations.suite_rule import suite_rule
from reconcile.reading.files import is_folder
from reconcile.reading.rule_places import passed_over
from reconcile.registry.definition import faults_of, line_of, source_of
from reconcile.registry.modules import (
    PREFIX,
    BrokenModule,
    holds_expectations,
    is_readable,
    load_module,
    note_foreign_code,
    rule_files,
    rules_in,
)
from reconcile.registry.options import with_options
from reconcile.rule import Rule
from reconcile.settings import Settings

BUILT_IN, PROJECT = "built in", "project"
GROUP = "reconcile.rules"
"""The entry point group in which installed packages name rule classes, or modules that hold them."""


@dataclass(frozen=True)
class RuleSet:
    """The rules that a check may run, and what kept others out."""

    rules: tuple[Rule, ...] = ()
    """The rules with their options applied, sorted by code."""
    origins: Mapping[str, str] = field(default_factory=dict)
    """Rule name → `built in`, `project` or the name of the package that brings it."""
    problems: tuple[Problem, ...] = ()
    """Rules that could not be loaded, with their author's file and line."""
    left_out: frozenset[str] = frozenset()
    """Codes and names of rules that were not loaded on purpose or could not be; settings may name them."""


@dataclass(frozen=True)
class _Found:
    """A rule class on its way in."""

    rule: type[Rule]
    origin: str
    file: str


def load_rules(settings: Settings, project_rules: bool = True) -> RuleSet:
    """Return the rules of `reconcile.rules`, of the project's rules folders and of installed packages.

    Without `project_rules` no code of the project runs. A rule module that fails, or a class that is no
    proper rule, is a problem and the rest go on. Raises SettingsError with every mistake in the options.
    """
    problems = passed_over(settings)
    left_out: set[str] = set()
    own = [
        *_project(settings, project_rules, problems, left_out),
        *_suites(settings, project_rules, problems, left_out),
    ]
    found = [*_built_in(), *own, *_installed(problems)]
    kept = list(_proper(found, problems))
    for one in found:
        left_out |= {one.rule.code, one.rule.name} if one not in kept else set()
    rules, wrong = with_options([one.rule for one in kept], settings, left_out)
    if wrong:
        raise SettingsError(sorted(wrong))
    return RuleSet(
        tuple(sorted(rules, key=lambda rule: rule.code)),
        {one.rule.name: one.origin for one in kept},
        tuple(sorted(set(problems))),
        frozenset(left_out),
    )


def _built_in() -> Iterator[_Found]:
    import reconcile.rules

    names = sorted(module.name for module in iter_modules(reconcile.rules.__path__))
    for name in names:
        if not name.startswith("_"):
            for rule in rules_in(import_module(f"reconcile.rules.{name}")):
                yield _Found(rule, BUILT_IN, source_of(rule))


def _project(settings: Settings, wanted: bool, problems: list[Problem], left_out: set[str]) -> Iterator[_Found]:
    names: set[str] = set()
    for path in _places(settings, rule_files, ".py"):
        file = Path(os.path.relpath(path, settings.root)).as_posix()
        if not wanted:
            left_out |= declared_names(path)
            continue
        try:
            module = load_module(path, file, _private_name(path, names))
        except BrokenModule as broken:
            problems.append(broken.problem)
            left_out |= declared_names(path)
            continue
        rules = rules_in(module)
        if not rules and not holds_expectations(module):
            problems.append(Problem(file, 0, "rule", _no_rule(file)))
        yield from (_Found(rule, PROJECT, file) for rule in rules)


def _suites(settings: Settings, wanted: bool, problems: list[Problem], left_out: set[str]) -> Iterator[_Found]:
    """Yield the rules of Great Expectations suites; they come behind modules, which may hold expectations for them."""
    for path in _places(settings, suite_files, ".json"):
        file = Path(os.path.relpath(path, settings.root)).as_posix()
        suite, wrong = read_suite(path, file)
        if suite is not None and not wanted:
            left_out |= {suite.code, suite.rule}
        elif wanted:
            problems += wrong
            if suite is not None:
                note_foreign_code()
                yield _Found(suite_rule(suite), PROJECT, file)


def _places(settings: Settings, within: Callable[[Path], list[Path]], suffix: str) -> list[Path]:
    """Return the files of one kind that `[project] rules` means: those `within` its folders, and those it names."""
    found: list[Path] = []
    for place in settings.rules:
        path = settings.root / place
        named = [path] if path.suffix == suffix and os.path.lexists(path) else []
        found += within(path) if is_folder(path) else named
    return list(dict.fromkeys(found))


def _private_name(path: Path, taken: set[str]) -> str:
    """Return the module name for a file; a second file of the same stem gets a number."""
    name = first = PREFIX + re.sub(r"\W", "_", path.stem)
    number = 2
    while name in taken:
        name, number = f"{first}_{number}", number + 1
    taken.add(name)
    return name


def declared_names(path: Path) -> set[str]:
    """Return the codes and names that a rule module seems to declare, read without running it."""
    text = path.read_text(encoding="utf-8", errors="replace") if is_readable(path) else ""
    return set(re.findall(r"^\s+(?:code|name)\b[^=\n]*=\s*[\"']([\w-]+)[\"']", text, re.MULTILINE))


def _installed(problems: list[Problem]) -> Iterator[_Found]:
    points = sorted(entry_points(group=GROUP), key=lambda point: (_package(point), point.name))
    for point in points:
        package = _package(point)
        note_foreign_code()
        try:
            thing = point.load()
        except (Exception, SystemExit) as error:  # noqa: BLE001 - another package's fault is no crash
            what = f"{type(error).__name__}: {error}"
            message = f"rule '{point.name}' of package {package} can't be loaded: {what}"
            problems.append(Problem("", 0, "rule", message))
            continue
        classes = rules_in(thing) if isinstance(thing, ModuleType) else [thing]
        for rule in classes:
            if isinstance(rule, type) and issubclass(rule, Rule):
                yield _Found(rule, package, source_of(rule))
            else:
                message = f"'{point.name}' of package {package} is no rule: {point.value}"
                problems.append(Problem("", 0, "rule", message))


def _package(point: EntryPoint) -> str:
    return point.dist.name if point.dist is not None else point.name


def _proper(found: Iterable[_Found], problems: list[Problem]) -> Iterator[_Found]:
    """Yield the rules that are well defined, and of those with one code or name the first."""
    codes: dict[str, _Found] = {}
    names: dict[str, _Found] = {}
    for one in found:
        rule = one.rule
        faults = faults_of(rule)
        for what, value, taken in (("code", rule.code, codes), ("name", rule.name, names)):
            first = taken.setdefault(value, one)
            if first.rule is not rule:
                faults.append(f"{what} '{value}' is taken by {first.rule.__name__} in {first.file}")
        problems += [Problem(one.file, line_of(rule), "rule", f"{rule.__name__}: {fault}") for fault in faults]
        if not faults:
            yield one


def _no_rule(file: str) -> str:
    name = Path(file).name
    return f"holds no rule: no class that subclasses reconcile.Rule (a helper module is called _{name})"
