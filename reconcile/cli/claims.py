"""`reconcile claims`: the claims as the rules see them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from reconcile.cli import _options as options
from reconcile.cli._output import show, tell, write_whole
from reconcile.cli._status import CLEAN, INCOMPLETE
from reconcile.settings import Settings, load_settings

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
    outputs: Annotated[
        list[str] | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            show_default=False,
            help="Write a .csv, .json or .parquet file instead.",
        ),
    ] = None,
    xlsx: Annotated[
        str,
        typer.Option(
            "--xlsx",
            metavar="FILE",
            show_default=False,
            help="Write a workbook to edit the claims in, which `reconcile import --xlsx` reads back.",
        ),
    ] = "",
    no_cache: options.NoCache = False,
    width: options.Width = None,
    debug: options.Debug = False,
) -> None:
    """Show the claims as the rules see them.

    One row each: the value as stated, how it reads, its time and where it stands; CSV, JSON and Parquet hold
    more. Claims that are broken are named on standard error. Exit status 3 where a file could not be read or
    there are no claims.
    """
    options.one_of(format, FORMATS, "--format")
    output = options.one_output(outputs)
    if output:
        options.one_of(Path(output).suffix, SUFFIXES, "-o")
    settings = replace(load_settings(folder), cache=not no_cache)
    if xlsx:
        _export(settings, xlsx, where or ())
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


def _export(settings: Settings, xlsx: str, where: Sequence[str]) -> None:
    """Write the claims as they stand in their files into a workbook; broken ones are named: they are not in it."""
    options.one_of(Path(xlsx).suffix, (".xlsx",), "--xlsx")
    homes = [(settings.root / place).resolve() for place in settings.claims]
    if any(Path(xlsx).resolve().is_relative_to(home) for home in homes):
        raise options.usage_error("there it would be read as claims of its own; write it to another folder", "--xlsx")
    from reconcile.cli import _claims_table as tables
    from reconcile.cli._sheet import columns_of, readings, rows_of
    from reconcile.cli._sheet_out import MOST_ROWS, workbook
    from reconcile.pipeline import read_claims
    from reconcile.reading import read_project

    found, problems = read_claims(settings)
    raw = read_project(settings)
    rows = rows_of(raw)
    if where:
        kept = set(tables.chosen(tables.claims_table(found), where)["claim"])
        rows = [row for row in rows if row.claim in kept]
    if len(rows) > MOST_ROWS:
        message = f"there are {len(rows):,} claims, and a workbook takes {MOST_ROWS:,}; choose some with --where"
        raise options.usage_error(message, "--xlsx")
    write_whole(Path(xlsx), workbook(rows, columns_of(raw), raw.vocabulary, readings(found)))
    tell(f"wrote {len(rows):,} claims to {xlsx}; bring changes back with: reconcile import --xlsx {xlsx}")
    for problem in problems:
        tell(str(problem))
    for fault in raw.faults:
        tell(f"{fault.file}:{fault.line}: not in the workbook: {fault.message}")
    raise typer.Exit(INCOMPLETE if problems or not len(found) else CLEAN)
