"""`reconcile claims`: the claims as the rules see them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from reconcile.cli import _options as options
from reconcile.cli._output import show, tell, write_whole
from reconcile.cli._status import CLEAN, INCOMPLETE
from reconcile.settings import load_settings

ORDER = 60
FORMATS = ("text", "csv", "json")
SUFFIXES = (".csv", ".json", ".parquet")


def add(app: typer.Typer) -> None:
    """Register the command."""
    app.command()(claims)


def claims(
    folder: options.Folder = Path(),
    where: Annotated[
        list[str] | None,
        typer.Option(
            "--where",
            metavar="KEY=VALUE",
            help="Only claims with that value in a column; repeatable: any value of one key, every key.",
        ),
    ] = None,
    format: Annotated[
        str,
        typer.Option(
            "--format",
            "-f",
            metavar="|".join(FORMATS),
            help="Format on standard output.",
        ),
    ] = "text",
    output: Annotated[
        str,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            show_default=False,
            help="Write a .csv, .json or .parquet file instead.",
        ),
    ] = "",
    width: options.Width = None,
    debug: options.Debug = False,
) -> None:
    """Show the claims as the rules see them.

    One row each: the value as stated, how it reads, its time and where it stands; CSV, JSON and Parquet hold
    more. Claims that are broken are named on standard error. Exit status 3 where a file could not be read or
    there are no claims.
    """
    options.one_of(format, FORMATS, "--format")
    if output:
        options.one_of(Path(output).suffix, SUFFIXES, "-o")
    settings = load_settings(folder)
    from reconcile.cli import _claims_table as tables
    from reconcile.pipeline import read_claims

    found, problems = read_claims(settings)
    frame = tables.chosen(tables.claims_table(found), where or ())
    if output:
        write_whole(Path(output), tables.as_file(frame, Path(output).suffix))
        tell(f"wrote {len(frame):,} claims to {output}")
    elif format == "text":
        show(tables.as_text(frame, options.columns(width)))
    else:
        show(tables.as_csv(frame) if format == "csv" else tables.as_json(frame), utf8=True)
    for problem in problems:
        tell(str(problem))
    for fault in found.faults:
        tell(f"{fault.file}:{fault.line}: {fault.message}")
    raise typer.Exit(INCOMPLETE if problems or not len(found) else CLEAN)
