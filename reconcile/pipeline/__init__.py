"""A check from end to end: read → normalise → rules → settle → decisions → report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from reconcile.engines import LOCAL, Progress, Run, is_local, run, runner
from reconcile.errors import Problem, SettingsError
from reconcile.models import Claims, RawProject, Report
from reconcile.models.sweeps import no_sweeps
from reconcile.normalise import normalise
from reconcile.normalise.dates import published_problems
from reconcile.pipeline.bounded import bounded
from reconcile.pipeline.coverage import coverage_of
from reconcile.pipeline.decide import Taken, apply_decisions, decisions_of
from reconcile.pipeline.estimates.implied import attach_implied
from reconcile.pipeline.estimates.options import estimate_options
from reconcile.pipeline.kept import Asked, Keeper
from reconcile.pipeline.settle import settle
from reconcile.processors import jobs
from reconcile.reading import from_frame, read_project
from reconcile.readings import Widths
from reconcile.registry import load_rules, select_rules
from reconcile.settings import Settings, load_settings
from reconcile.solver.laws.tie_outs import beyond, tie_outs

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["check", "check_claims", "read_claims"]


def check(
    source: str | Path | Settings | pd.DataFrame,
    *,
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    as_of: date | None = None,
    project_rules: bool = True,
    progress: Progress | None = None,
    engine: str | Run = LOCAL,
    scheduler: str = "",
    cache: bool = True,
) -> Report:
    """Check a project (a folder or its settings) or a table of claims, and return the report.

    A table has the columns of a claim table on disk (`document`, `measure`, `value`, … and one column per
    dimension). `select` and `ignore` take rule codes, names or prefixes and add to the settings; `as_of` is
    the day that counts as today, since no output depends on the clock. `engine` says where the rules run
    (`dask`: worker processes, or the cluster of the `scheduler` with that address); findings are the same. With `cache`
    what is read from many YAML files is kept in the user's cache folder for the next time, never in the project; the
    report of a large project is kept there too, and returned where nothing has changed since. Raises SettingsError
    where settings or engine can't be used, IncompleteError where a cluster is lost; whatever else is wrong stands in
    the report.
    """
    jobs()  # whatever is wrong with it is said first, and not only where a project is large
    chosen = engine if callable(engine) else runner(engine, scheduler)
    asked = Asked(tuple(select), tuple(ignore), as_of, project_rules)
    source = load_settings(Path(source)) if isinstance(source, str | Path) else source
    # A report that was kept would hide that a cluster is lost.
    keeper = Keeper.of(source, asked) if cache and is_local(chosen) and isinstance(source, Settings) else None
    kept = keeper.load() if keeper is not None else None
    if kept is not None:
        return kept
    claims, report = _checked(source, asked, progress, chosen, cache)
    if keeper is not None:
        keeper.save(report, claims)
    return report


def _checked(
    source: Settings | pd.DataFrame, asked: Asked, progress: Progress | None, engine: Run, cache: bool
) -> tuple[Claims, Report]:
    """Return the claims of a project or a table, and what a check says about them."""
    settings, raw = _read(source, cache)
    claims, problems = _normalised(raw, settings)
    del raw  # hundreds of bytes a claim that nobody needs any more
    taken = decisions_of(settings, asked.as_of)
    chosen = (asked.select, asked.ignore)
    report = check_claims(claims, settings, problems, chosen, asked.project_rules, progress, taken, engine)
    return claims, replace(report, as_of=asked.as_of.isoformat() if asked.as_of else "")


def read_claims(source: str | Path | Settings | pd.DataFrame) -> tuple[Claims, tuple[Problem, ...]]:
    """Return the claims table of a project, and what could not be read."""
    settings, raw = _read(source)
    return _normalised(raw, settings)


def check_claims(
    claims: Claims,
    settings: Settings,
    problems: Sequence[Problem] = (),
    chosen: tuple[Sequence[str], Sequence[str]] = ((), ()),
    project_rules: bool = True,
    progress: Progress | None = None,
    taken: Taken | None = None,
    engine: Run = run,
) -> Report:
    """Run the rules over a claims table; `chosen` holds what to select and what to ignore, `taken` the decisions."""
    loaded = load_rules(settings, project_rules=project_rules)
    select, ignore = chosen
    ignored = dict(settings.ignore)
    rules = select_rules(loaded.rules, [*(select or settings.select)], [*ignore, *ignored], loaded.left_out)
    with no_sweeps():
        findings, crashed = engine(rules, claims, progress)
        settled = attach_implied(claims, settle(findings), estimate_options(settings, claims).budget)
    idle = (
        [] if rules else [Problem("", 0, "not-checked", "no rule is left to run: every one is ignored or not selected")]
    )
    every = sorted({*problems, *loaded.problems, *crashed, *idle})
    ran = tuple(sorted({rule.code for rule in rules}))
    coverage = replace(coverage_of(claims, len(rules), ignored, settled), ran=ran)
    settled = bounded(settled, settings.claims_per_finding)
    documents = tuple(document for _, document in sorted(claims.documents.items()))
    report = Report(settings.title, settled, coverage, tuple(every), documents=documents)
    report = replace(report, tie_outs=tie_outs(claims), remarks=beyond(claims))
    return apply_decisions(report, claims, rules, loaded, taken) if taken else report


def _read(source: str | Path | Settings | pd.DataFrame, cache: bool = True) -> tuple[Settings, RawProject]:
    if isinstance(source, Settings | str | Path):
        settings = source if isinstance(source, Settings) else load_settings(Path(source))
        settings = settings if cache else replace(settings, cache=False)
        with no_sweeps():
            return settings, read_project(settings)
    if not hasattr(source, "columns"):
        raise TypeError(f"check takes a folder, settings or a pandas DataFrame of claims, not {type(source).__name__}")
    return Settings(decisions=""), from_frame(source)


def _normalised(raw: RawProject, settings: Settings) -> tuple[Claims, tuple[Problem, ...]]:
    try:
        widths = Widths.from_settings(settings.readings)
    except ValueError as error:
        raise SettingsError([Problem(settings.file, 0, "settings", f"[readings] {error}")]) from error
    with no_sweeps():
        claims = normalise(raw, widths)
    dated = published_problems({document.id: document for document in raw.documents})
    return claims, tuple(sorted({*raw.problems, *dated}))
