"""This process: rules one after another; a rule that crashes is a problem, never a clean result."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from itertools import chain, count

from reconcile.errors import Problem
from reconcile.models import Claims, Finding, Held
from reconcile.rule import Rule

Progress = Callable[[str, int, int], None]
"""Called with what is being done, how many steps are done and how many there are."""
LAWS = ("reconcile.solver.laws.", "reconcile.solver.sets.")
"""Where laws are worked out, which takes a while, once for all rules of one process."""
REMOTE = False
"""It takes no scheduler."""


def ready(scheduler: str = "") -> None:
    """Do nothing: it is always there."""


def run(rules: Sequence[Rule], claims: Claims, progress: Progress | None = None) -> tuple[list[Finding], list[Problem]]:
    """Return the findings of every rule and one problem for each rule that crashed."""
    findings: list[Finding] = []
    problems: list[Problem] = []
    for done, rule in enumerate(rules):
        if progress:
            progress(rule.name, done, len(rules))
        found, wrong, _ = run_one(rule, claims)
        findings += found
        problems += wrong
    return findings, problems


def run_shared(
    rules: Sequence[Rule], claims: Claims, progress: Progress | None = None
) -> tuple[list[Finding], list[Problem]]:
    """Return what `run` returns, of large tables with a copy of this process at work beside it, where that can be.

    Rules about laws share what is worked out about them, and a project's own may do anything: these run here.
    """
    from reconcile.engines import _beside

    there = [place for place, rule in enumerate(rules) if _is_built_in(rule) and not _takes_laws(rule)]
    here = sorted(set(range(len(rules))).difference(there))
    if not (here and there and _beside.worth_it(len(claims))):
        return run(rules, claims, progress)
    done = count()

    def run_at(place: int) -> tuple[list[Finding], list[Problem], bool]:
        if progress:
            progress(rules[place].name, min(next(done), len(rules)), len(rules))
        return run_one(rules[place], claims)

    outcomes = _beside.run_beside(here, there, run_at, len(claims))
    ordered = [outcomes[place] for place in range(len(rules))]
    return list(chain.from_iterable(o[0] for o in ordered)), list(chain.from_iterable(o[1] for o in ordered))


def _takes_laws(rule: Rule) -> bool:
    """Say whether a rule's module takes anything from the solver of laws; time alone hangs on it."""
    taken = vars(sys.modules[type(rule).__module__]).values()
    return any(str(getattr(one, "__module__", "")).startswith(LAWS) for one in taken)


def run_one(rule: Rule, claims: Claims) -> tuple[list[Finding], list[Problem], bool]:
    """Return the findings of one rule, its problems, and whether it crashed, which is a problem too."""
    findings: list[Finding] = []
    problems: list[Problem] = []
    try:
        given = table_for(rule, claims)
        findings.extend(_only_findings(rule.check(given)))
        problems.extend(rule.problems(given))
    except (Exception, SystemExit) as error:  # noqa: BLE001 - whatever a rule raises, the other rules go on
        return findings, [*problems, _crash(rule, error)], True
    return findings, problems, False


def run_on_decisions(
    rules: Sequence[Rule], claims: Claims, held: Sequence[Held], as_of: date | None
) -> tuple[list[Finding], list[Problem]]:
    """Return what the rules find about decisions, and one problem for each rule that crashed."""
    findings: list[Finding] = []
    problems: list[Problem] = []
    for rule in (rule for rule in rules if type(rule).check_decisions is not Rule.check_decisions):
        try:
            findings.extend(_only_findings(rule.check_decisions(table_for(rule, claims), held, as_of)))
        except (Exception, SystemExit) as error:  # noqa: BLE001 - as above
            problems.append(_crash(rule, error))
    return findings, problems


def table_for(rule: Rule, claims: Claims) -> Claims:
    """Return what a rule gets: one that is not the package's own a table of its own, with plain texts."""
    if _is_built_in(rule):
        return claims
    texts = claims.as_texts()
    return replace(texts, table=texts.table.copy(deep=False))


def _only_findings(yielded: Iterable[Finding]) -> list[Finding]:
    found = list(yielded)
    strays = [one for one in found if not isinstance(one, Finding)]
    if strays:
        raise TypeError(f"yielded {strays[0]!r}, which is no Finding")
    return found


def _crash(rule: Rule, error: BaseException) -> Problem:
    return Problem("", 0, "rule", f"{rule.code} {rule.name} crashed: {_last_line(error)}")


def _is_built_in(rule: Rule) -> bool:
    """Say whether a rule is the package's own; others get a table of their own to spoil."""
    return type(rule).__module__.startswith("reconcile.rules.")


def _last_line(error: BaseException) -> str:
    """Return the error with the module and line that raised it, without any path of this machine."""
    frames = traceback.extract_tb(error.__traceback__)
    place = frames[-1] if frames else None
    where = f" ({place.name}, line {place.lineno})" if place else ""
    return f"{type(error).__name__}: {error}{where}"
