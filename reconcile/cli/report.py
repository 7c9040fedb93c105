"""`reconcile report`: write the report files of a project."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from reconcile.cli import _options as options
from reconcile.cli._data_docs import check_data_docs, write_data_docs
from reconcile.cli._output import tell, write_whole
from reconcile.cli._project import checked
from reconcile.cli._status import CLEAN, INCOMPLETE, is_incomplete, why_incomplete
from reconcile.reporters import load_format, render
from reconcile.reporters._words import summary_line
from reconcile.settings import load_settings

ORDER = 30


def add(app: typer.Typer) -> None:
    """Register the command."""
    app.command()(report)


def report(
    folder: options.Folder = Path(),
    as_of: options.AsOf = "",
    no_project_rules: options.NoProjectRules = False,
    engine: options.Engine = "local",
    scheduler: options.Scheduler = "",
    no_cache: options.NoCache = False,
    data_docs: Annotated[
        bool,
        typer.Option(
            "--data-docs", help="Write Great Expectations' Data Docs of the claims table too (reconcile[gx])."
        ),
    ] = False,
    debug: options.Debug = False,
) -> None:
    """Check, and write the project's report files.

    They are report.txt, report.json, report.md and report.html in the reports folder, unless the settings name other
    formats ([report] formats) or another folder. The same inputs give the same bytes. It shows and does not
    gate: the exit status is 0 with findings too, and 3 where the check is incomplete. With --data-docs a folder
    data-docs beside them shows the claims table and the project's suites as Great Expectations does.
    """
    day = options.day(as_of, "--as-of")
    where = options.engine_of(engine, scheduler)
    suffixes = {name: load_format(name).SUFFIX for name in load_settings(folder).formats}
    if data_docs:
        check_data_docs(load_settings(folder))
    settings, result = checked(folder, project_rules=not no_project_rules, as_of=day, engine=where, cache=not no_cache)
    for name, suffix in suffixes.items():
        file = Path(settings.reports) / f"report{suffix}"
        write_whole(settings.root / file, render(result, name))
        tell(f"wrote {file.as_posix()}")
    if data_docs:
        tell(f"wrote {write_data_docs(replace(settings, cache=not no_cache), project_rules=not no_project_rules)}")
    tell(why_incomplete(result) or summary_line(result))
    raise typer.Exit(INCOMPLETE if is_incomplete(result) else CLEAN)
