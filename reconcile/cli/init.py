"""`reconcile init`: a new project that runs."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Annotated

import typer

from reconcile.cli import _options as options
from reconcile.cli._output import show
from reconcile.cli._templates import FURTHER_SCHEMAS, SCHEMA_FILE, project_files, write_new
from reconcile.cli.schema import schema_text

ORDER = 10


def add(app: typer.Typer) -> None:
    """Register the command."""
    app.command()(init)


def init(
    folder: Annotated[
        Path,
        typer.Argument(
            metavar="DIR",
            help="Where the project goes; made where it is missing.",
            show_default=False,
        ),
    ] = Path(),
    debug: options.Debug = False,
) -> None:
    """Make a new project that runs and holds one real contradiction.

    Two invented newspapers report on one flood, and one figure cannot stand beside the other's. Files that
    are there already are never overwritten.
    """
    schemas = {SCHEMA_FILE: schema_text(), **{file: schema_text(kind=kind) for kind, file in FURTHER_SCHEMAS.items()}}
    texts = {**project_files(), "reports/.gitkeep": "", "decisions/.gitkeep": "", **schemas}
    write_new(folder, texts)
    place = shlex.quote(folder.as_posix()) if folder != Path() else ""
    commands = [
        ("reconcile check", "see which claims cannot all be true"),
        ("reconcile explain REC101", "read what that kind of finding means"),
        ("reconcile new claims my-document", "write down the claims of a document of your own"),
    ]
    lines = ["", "Next:", *([f"  cd {place}"] if place else [])]
    lines += [f"  {command:<34}# {says}" for command, says in commands]
    show("".join(f"{line}\n" for line in lines))
