"""`reconcile check`: validate, run the rules, print the findings."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from reconcile.cli import _options as options
from reconcile.cli._output import show, tell, write_whole
from reconcile.cli._places import placed
from reconcile.cli._project import checked
from reconcile.cli._status import exit_status, why_incomplete
from reconcile.reporters import format_names, render
from reconcile.settings import FAIL_ON

ORDER = 20


def add(app: typer.Typer) -> None:
    """Register the command."""
    app.command()(check)


def check(
    context: typer.Context,
    folder: options.Folder = Path(),
    format: Annotated[
        str,
        typer.Option(
            "--format",
            "-f",
            metavar="|".join(format_names()),
            help="Format on standard output.",
        ),
    ] = "text",
    output: Annotated[
        list[str] | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FORMAT=FILE",
            help="Also write the report to a file; repeatable.",
        ),
    ] = None,
    select: Annotated[
        list[str] | None,
        typer.Option(
            "--select",
            metavar="RULES",
            help="Run these rules only: codes, names or prefixes; repeatable, or with commas.",
        ),
    ] = None,
    ignore: Annotated[
        list[str] | None,
        typer.Option(
            "--ignore",
            metavar="RULES",
            help="Leave these rules out: codes, names or prefixes; repeatable, or with commas.",
        ),
    ] = None,
    fail_on: Annotated[
        str,
        typer.Option(
            "--fail-on",
            metavar="|".join(FAIL_ON),
            show_default=False,
            help="The mildest severity that makes the exit status 1; the settings' otherwise, else error.",
        ),
    ] = "",
    exit_zero: Annotated[
        bool,
        typer.Option(
            "--exit-zero",
            help="Exit with 0 though there are findings; an incomplete check still exits with 3.",
        ),
    ] = False,
    against: options.Against = None,
    policy_from: options.PolicyFrom = None,
    as_of: options.AsOf = "",
    no_project_rules: options.NoProjectRules = False,
    engine: options.Engine = "local",
    scheduler: options.Scheduler = "",
    no_cache: options.NoCache = False,
    color: options.Color = "auto",
    width: options.Width = None,
    quiet: Annotated[
        bool,
        typer.Option(
            "--quiet",
            "-q",
            help="Print no findings; files are written and the exit status is the same.",
        ),
    ] = False,
    debug: options.Debug = False,
) -> None:
    """Check the claims and print what cannot all be true.

    Findings go to standard output, everything else to standard error. Exit status: 0 nothing at or above
    --fail-on; 1 findings; 2 usage or settings; 3 a file could not be read, a rule crashed or there are no
    claims.
    """
    options.shown_format(format, quiet)
    files = options.outputs(output)
    day = options.day(as_of, "--as-of")
    painted = options.use_color(color, context)
    if fail_on:
        options.one_of(fail_on, FAIL_ON, "--fail-on")
    where = options.engine_of(engine, scheduler)
    settings, report = checked(
        folder,
        select=options.split(select),
        ignore=options.split(ignore),
        quiet=quiet,
        project_rules=not no_project_rules,
        as_of=day,
        against=against,
        policy_from=policy_from,
        cache=not no_cache,
        engine=where,
    )
    for name, path in files:
        write_whole(path, render(placed(report, name, settings.root), name))
    if not quiet:
        text = render(placed(report, format, settings.root), format, width=options.columns(width), color=painted)
        show(text, utf8=format != "text")
    if why_incomplete(report):
        tell(why_incomplete(report))
    raise typer.Exit(exit_status(report, fail_on or settings.fail_on, exit_zero))
