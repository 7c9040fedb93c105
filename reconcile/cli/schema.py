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
KINDS = ("claims", "vocabulary", "relations", "decisions", "report")
"""The files that there is a schema of, and the JSON report."""
REPORT = Path(__file__).parents[1] / "schemas" / "reconcile-report-1.schema.json"
"""The schema of the JSON report."""


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
    kind: Annotated[
        str,
        typer.Option("--kind", metavar="|".join(KINDS), help="The files that the schema is of."),
    ] = "claims",
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

    Another --kind of file has a schema of its own, and so has the JSON report.

    An editor with a YAML language server takes it from the first line of a claim file:
    # yaml-language-server: $schema=../.reconcile/claims.schema.json
    """
    text = schema_text(folder, options.one_of(kind, KINDS, "--kind"))
    if output:
        write_whole(Path(output), text)
        tell(f"wrote {output}")
    else:
        show(text, utf8=True)


def schema_text(folder: Path | None = None, kind: str = "claims") -> str:
    """Return a JSON Schema (draft-07), with the names of the project in `folder` where one is given.

    That of the report is draft 2020-12, for programs rather than editors, and the same for every project.
    """
    if kind == "report":
        return REPORT.read_text(encoding="utf-8")
    if kind == "decisions":
        from reconcile.decisions.schema import decision_schema

        return json.dumps(decision_schema(), ensure_ascii=False, indent=2) + "\n"
    from reconcile.reading import claim_schema, read_project
    from reconcile.reading.schemas import relations_schema, vocabulary_schema

    made = {"claims": claim_schema, "vocabulary": vocabulary_schema, "relations": relations_schema}[kind]
    vocabulary = read_project(load_settings(folder)).vocabulary if folder else None
    return json.dumps(made(vocabulary), ensure_ascii=False, indent=2) + "\n"
