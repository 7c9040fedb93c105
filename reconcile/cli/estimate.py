"""`reconcile estimate`: what all claims leave for each quantity, and suspects; never a best value."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from reconcile.cli import _options as options
from reconcile.cli._output import show, tell, write_whole
from reconcile.cli._progress import Progress
from reconcile.cli._status import CLEAN, INCOMPLETE
from reconcile.settings import load_settings

ORDER = 65
FORMATS = ("text", "json", "csv")
SUFFIXES = (".txt", ".json", ".csv")


def add(app: typer.Typer) -> None:
    """Register the command."""
    app.command()(estimate)


def estimate(
    folder: options.Folder = Path(),
    where: Annotated[
        list[str] | None,
        typer.Option(
            "--where",
            metavar="KEY=VALUE",
            help="Only quantities with that measure, member or document; repeatable: any value of one key, every key.",
        ),
    ] = None,
    every: Annotated[
        bool, typer.Option("--all", help="Also quantities with one claim to which no law adds anything.")
    ] = False,
    format: Annotated[
        str,
        typer.Option("--format", "-f", metavar="|".join(FORMATS), help="Format on standard output."),
    ] = "text",
    output: Annotated[
        str,
        typer.Option(
            "--output", "-o", metavar="FILE", show_default=False, help="Write a .txt, .json or .csv file instead."
        ),
    ] = "",
    no_cache: options.NoCache = False,
    width: options.Width = None,
    debug: options.Debug = False,
) -> None:
    """Show what all claims together leave for each quantity.

    Each document's reading, what all have in common, how far they reach, what is left without each document, the
    range that all other claims and the laws leave, and the fewest claims whose withdrawal would settle every
    conflict: suspects, never verdicts. No value is picked. Exit status 3 where something could not be looked at.
    """
    options.one_of(format, FORMATS, "--format")
    if output:
        options.one_of(Path(output).suffix, SUFFIXES, "-o")
    wanted = _wanted(where or ())
    settings = replace(load_settings(folder), cache=not no_cache)
    from reconcile.cli import _estimate_data as data
    from reconcile.cli._estimate_text import as_text
    from reconcile.pipeline.estimates.estimate import estimate as estimates

    with Progress(wanted=True) as progress:
        found = estimates(settings, where=wanted, every=every, progress=progress)
    kind = {".txt": "text", ".json": "json", ".csv": "csv"}[Path(output).suffix] if output else format
    writers = {"json": data.as_json, "csv": data.as_csv}
    text = writers[kind](found) if kind in writers else as_text(found, options.columns(width))
    if output:
        write_whole(Path(output), text)
        tell(f"wrote {len(found.estimates):,} quantities to {output}")
    else:
        show(text, utf8=kind != "text")
    for problem in found.problems:
        tell(str(problem))
    raise typer.Exit(INCOMPLETE if found.problems or not found.quantities else CLEAN)


def _wanted(where: Sequence[str]) -> dict[str, list[str]]:
    """Return the values wanted for each key."""
    found: dict[str, list[str]] = {}
    for pair in where:
        key, equals, value = pair.partition("=")
        if not equals:
            raise options.usage_error(f"'{pair}' has no '='; write KEY=VALUE, such as measure=joined", "--where")
        found.setdefault(key, []).append(value)
    return found
