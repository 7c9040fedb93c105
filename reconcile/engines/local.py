"""Runs rules in this process; a rule that crashes is a problem, never a clean result."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Sequence
from dataclasses import replace

from reconcile.errors import Problem
from reconcile.models import Claims, Finding
from reconcile.rule import Rule

Progress = Callable[[str, int, int], None]
"""Called with what is being done, how many steps are done and how many there are."""


def run(rules: Sequence[Rule], claims: Claims, progress: Progress | None = None) -> tuple[list[Finding], list[Problem]]:
    """Return the findings of every rule and one problem for each rule that crashed."""
    findings: list[Finding] = []
    problems: list[Problem] = []
    for done, rule in enumerate(rules):
        if progress:
            progress(rule.name, done, len(rules))
        try:
            given = claims if _is_built_in(rule) else replace(claims, table=claims.table.copy(deep=False))
            found = list(rule.check(given))
            strays = [one for one in found if not isinstance(one, Finding)]
            if strays:
                raise TypeError(f"yielded {strays[0]!r}, which is no Finding")
            findings.extend(found)
            problems.extend(rule.problems(given))
        except Exception as error:  # noqa: BLE001 - whatever a rule raises, the other rules go on
            problems.append(Problem("", 0, "rule", f"{rule.code} {rule.name} crashed: {_last_line(error)}"))
    return findings, problems


def _is_built_in(rule: Rule) -> bool:
    """Say whether a rule is the package's own; others get a table of their own to spoil."""
    return type(rule).__module__.startswith("reconcile.rules.")


def _last_line(error: Exception) -> str:
    """Return the error with the module and line that raised it, without any path of this machine."""
    frames = traceback.extract_tb(error.__traceback__)
    place = frames[-1] if frames else None
    where = f" ({place.name}, line {place.lineno})" if place else ""
    return f"{type(error).__name__}: {error}{where}"
