"""The workers of a Dask cluster, part by part; without a scheduler's address, worker processes on this machine."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from typing import TYPE_CHECKING

from reconcile.engines.local import Progress, run_one
from reconcile.engines.local import run as run_here
from reconcile.errors import Problem, SettingsError
from reconcile.models import Claims, Finding
from reconcile.rule import Rule

if TYPE_CHECKING:
    from reconcile.engines._errands import Came
    from reconcile.engines._work import Job

REMOTE = True
"""It takes the address of a scheduler."""
LARGE = 4
"""Times as many rows as a part is to have, above which a component's part is left to the rules about components."""
EXTRA = ("dask", "distributed", "cryptography")
"""What the extra `dask` installs."""


def ready(scheduler: str = "") -> None:
    """Raise SettingsError where what it needs is not installed, or the scheduler's address is none."""
    from reconcile.engines._cluster import check_address

    missing = [name for name in EXTRA if find_spec(name) is None]
    if missing:
        message = f"the engine 'dask' needs {' and '.join(missing)}: pip install 'reconcile[dask]'"
        raise SettingsError([Problem("", 0, "settings", message)])
    if scheduler:
        check_address(scheduler)


def run(
    rules: Sequence[Rule],
    claims: Claims,
    progress: Progress | None = None,
    *,
    scheduler: str = "",
    rows: int = 0,
    patience: float = 0.0,
) -> tuple[list[Finding], list[Problem]]:
    """Return the findings of every rule and one problem for each rule that crashed, as one machine would.

    Rules about the whole project run in this process, as does once more, over the whole table, each rule that
    crashed on a part: so its problem is the one that it is on one machine. `rows` is about how many rows a part has,
    `patience` how many seconds the scheduler may be silent or without a worker. Raises ClusterLost.
    """
    from reconcile.engines import _cluster, _errands, _parts

    away = [place for place, rule in enumerate(rules) if rule.scope in _parts.CUTS]
    if not away:
        return run_here(rules, claims, progress)
    with _cluster.connected(scheduler) as client:
        sent = [rules[place] for place in away]
        jobs, count = _jobs(sent, claims, rows or _parts.ROWS)
        came = _errands.carried_out(client, (claims, sent), jobs, patience or _cluster.LONG, progress, count)
    return _as_one(rules, claims, away, came)


def _jobs(rules: Sequence[Rule], claims: Claims, rows: int) -> tuple[Iterator[Job], int]:
    """Return the jobs that the rules make, and how many there are: those that tie the most rows together first.

    Where no component is large, rules about quantities look at its parts too: they hold whole quantities.
    """
    from reconcile.engines._parts import CUTS, cut
    from reconcile.engines._work import job_of

    wanted: dict[str, list[int]] = {by: [] for by in ("component", "document", "quantity")}
    for place, rule in enumerate(rules):
        wanted[CUTS[rule.scope]].append(place)
    made_by = {by: cut(claims, by, rows) for by, places in wanted.items() if places}
    if {"component", "quantity"} <= made_by.keys() and made_by["component"].largest <= LARGE * rows:
        wanted["component"] += wanted["quantity"]
        del made_by["quantity"]
    cuts = [(one, sorted(wanted[by])) for by, one in made_by.items()]

    def made() -> Iterator[Job]:
        number = 0
        for one, places in cuts:
            for part in one.parts(claims):
                yield job_of(number, places, part)
                number += 1

    return made(), sum(one.count for one, _ in cuts)


def _as_one(
    rules: Sequence[Rule], claims: Claims, away: Sequence[int], came: Came
) -> tuple[list[Finding], list[Problem]]:
    """Return what all rules came to, in their order; here run those that no worker was to run or could."""
    findings: list[Finding] = []
    problems: list[Problem] = []
    sent = {place: number for number, place in enumerate(away)}
    for place, rule in enumerate(rules):
        number = sent.get(place)
        if number in came.killed:
            problems.append(Problem("", 0, "rule", _killed(rule)))
        elif number is None or number in came.failed:
            found, wrong, _ = run_one(rule, claims)
            findings += found
            problems += wrong
        else:
            findings += came.findings.get(number, [])
            problems += dict.fromkeys(came.problems.get(number, []))
    return findings, problems


def _killed(rule: Rule) -> str:
    return f"{rule.code} {rule.name} did not finish: every worker process that ran it ended or was killed"
