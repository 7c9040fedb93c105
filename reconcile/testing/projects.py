"""Projects made for a test: files given as text, read and checked as any other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from textwrap import dedent

from reconcile.engines import run
from reconcile.errors import IncompleteError, RuleDefinitionError, SettingsError
from reconcile.models import Claims, Report
from reconcile.pipeline import check, read_claims
from reconcile.pipeline.coverage import coverage_of
from reconcile.pipeline.settle import settle
from reconcile.registry import check_definition, load_module, rules_in
from reconcile.registry.options import configured
from reconcile.rule import Rule
from reconcile.settings import load_settings


@contextmanager
def project(files: Mapping[str, str]) -> Iterator[Path]:
    """Write a project's files, path to text, into a folder of their own and give that folder.

    Texts may be indented as a whole. A `reconcile.toml` is added where there is none; the folder is gone
    afterwards.
    """
    with TemporaryDirectory(prefix="reconcile-") as folder:
        root = Path(folder).resolve()
        for name, text in {"reconcile.toml": "", **files}.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(dedent(text.lstrip("\n")), encoding="utf-8")
        yield root


def claims_of(files: Mapping[str, str]) -> Claims:
    """Return the claims table of a project given as files. IncompleteError: a file that can't be read."""
    with project(files) as root:
        claims, problems = read_claims(root)
    if problems:
        raise IncompleteError("\n".join(str(problem) for problem in problems))
    return claims


def check_files(
    files: Mapping[str, str], rules: Sequence[type[Rule]] | None = None, as_of: date | None = None
) -> Report:
    """Return the report on a project given as files: of all its rules, or of the given classes alone.

    A rule about decisions gets to see the findings of all rules. `as_of` is the day that counts as today.

    Options in a `reconcile.toml` among the files reach the given classes too. Raises SettingsError for
    mistakes in them and RuleDefinitionError for a class that is no proper rule.
    """
    with project(files) as root:
        if rules is None:
            return check(root, as_of=as_of)
        if any(rule.check_decisions is not Rule.check_decisions for rule in rules):
            report, names = check(root, as_of=as_of), {rule.name for rule in rules}
            return replace(report, found=tuple(finding for finding in report.found if finding.rule in names))
        settings = load_settings(root)
        claims, problems = read_claims(settings)
        made = []
        for rule in rules:
            check_definition(rule)
            one, wrong = configured(rule, settings)
            if one is None:
                raise SettingsError(wrong)
            made.append(one)
        findings, crashed = run(made, claims)
    every = tuple(sorted({*problems, *crashed}))
    return Report(settings.title, settle(findings), coverage_of(claims, len(made), {}), every)


def project_rule(path: str | Path, name: str = "") -> type[Rule]:
    """Return the one rule class of a rule module, or that with the given code, rule name or class name.

    Raises BrokenModule where the module can't be loaded, RuleDefinitionError where it has no such rule or
    more than one.
    """
    path = Path(path)
    found = rules_in(load_module(path, path.name))
    fitting = [rule for rule in found if not name or name in (rule.code, rule.name, rule.__name__)]
    if len(fitting) != 1:
        has = ", ".join(f"{rule.code} {rule.name}" for rule in found) or "none"
        raise RuleDefinitionError(f"{path.name}: expected one rule{f' {name}' if name else ''}; it has {has}")
    return fitting[0]
