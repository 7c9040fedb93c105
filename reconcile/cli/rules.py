"""`reconcile rules`: the rules, built in and the project's."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from reconcile.cli import _options as options
from reconcile.cli._output import show, tell
from reconcile.cli._status import CLEAN, INCOMPLETE

ORDER = 50
FORMATS = ("text", "json")


def add(app: typer.Typer) -> None:
    """Register the command."""
    app.command()(rules)


def rules(
    folder: options.Folder = Path(),
    format: Annotated[
        str,
        typer.Option(
            "--format",
            "-f",
            metavar="|".join(FORMATS),
            help="Format on standard output.",
        ),
    ] = "text",
    no_project_rules: options.NoProjectRules = False,
    width: options.Width = None,
    debug: options.Debug = False,
) -> None:
    """List the rules, built in and the project's."""
    options.one_of(format, FORMATS, "--format")
    from reconcile.cli._rules import rule_data
    from reconcile.registry import load_rules
    from reconcile.reporters._clean import for_json
    from reconcile.reporters._lines import Column, folded, table
    from reconcile.settings import load_settings

    loaded = load_rules(load_settings(folder), project_rules=not no_project_rules)
    if format == "json":
        data = [rule_data(rule, loaded.origins[rule.name]) for rule in loaded.rules]
        show(for_json(json.dumps(data, ensure_ascii=False, indent=2, default=str)) + "\n", utf8=True)
    else:
        rows = [("code", "name", "severity", "from", "finds")]
        rows += [
            (rule.code, rule.name, rule.severity, loaded.origins[rule.name], rule.summary()) for rule in loaded.rules
        ]
        room = options.columns(width)
        columns = [Column(cells, wraps=n == 4) for n, cells in enumerate(zip(*rows, strict=True))]
        show("".join(f"{line}\n" for line in table(columns, room, caps=(72, 56, 40)) or folded(rows, room)))
    for problem in loaded.problems:
        tell(str(problem))
    raise typer.Exit(INCOMPLETE if loaded.problems else CLEAN)
