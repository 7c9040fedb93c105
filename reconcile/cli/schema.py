"""`reconcile schema`: the JSON Schema of claim files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from reconcile.cli import _options as options
from reconcile.cli._output import show, tell, write_whole
from reconcile.settings import load_settings

ORDER = 70


def add(app: typer.Typer) -> None:
    """Register the command."""
    app.command()(schema)


def schema(
    folder: Annotated[
        Path | None,
        typer.Argument(
            metavar="DIR",
            help="A project whose measures and members the schema offers too.",
            show_default=False,
        ),
    ] = None,
    output: Annotated[
        str,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help="Write a file instead.",
            show_default=False,
        ),
    ] = "",
    debug: options.Debug = False,
) -> None:
    """Print the JSON Schema of claim files, for editors.

    An editor with a YAML language server takes it from the first line of a claim file:
    # yaml-language-server: $schema=../.reconcile/claims.schema.json
    """
    text = schema_text(folder)
    if output:
        write_whole(Path(output), text)
        tell(f"wrote {output}")
    else:
        show(text, utf8=True)


def schema_text(folder: Path | None = None) -> str:
    """Return the JSON Schema of claim files, with the names of the project in `folder` where one is given."""
    from reconcile.reading import claim_schema, read_project

    vocabulary = read_project(load_settings(folder)).vocabulary if folder else None
    return json.dumps(claim_schema(vocabulary), ensure_ascii=False, indent=2) + "\n"
