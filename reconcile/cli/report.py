"""`reconcile report`: write the report files of a project."""

from __future__ import annotations

from pathlib import Path

import typer

from reconcile.cli import _options as options
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
    debug: options.Debug = False,
) -> None:
    """Check, and write the project's report files.

    They are report.txt, report.json, report.md and report.html in the reports folder, unless the settings name other
    formats ([report] formats) or another folder. The same inputs give the same bytes. It shows and does not
    gate: the exit status is 0 with findings too, and 3 where the check is incomplete.
    """
    day = options.day(as_of, "--as-of")
    suffixes = {name: load_format(name).SUFFIX for name in load_settings(folder).formats}
    settings, result = checked(folder, project_rules=not no_project_rules, as_of=day)
    for name, suffix in suffixes.items():
        file = Path(settings.reports) / f"report{suffix}"
        write_whole(settings.root / file, render(result, name))
        tell(f"wrote {file.as_posix()}")
    tell(why_incomplete(result) or summary_line(result))
    raise typer.Exit(INCOMPLETE if is_incomplete(result) else CLEAN)
