"""`reconcile new`: a rule module with its test, or a claim file."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Annotated

import typer

from reconcile.cli import _options as options
from reconcile.cli._output import show
from reconcile.cli._templates import SCHEMA_FILE, template, write_new
from reconcile.cli.schema import schema_text
from reconcile.settings import Settings, load_settings

ORDER = 80
NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
OWN_CODE = re.compile(r"\bOWN(\d{3})\b")
"""Codes that this command gives to new rules."""

Name = Annotated[str, typer.Argument(metavar="NAME", help="Small letters, digits and hyphens: city-totals.")]


def add(app: typer.Typer) -> None:
    """Register the command and its two subcommands."""
    new = typer.Typer(name="new", rich_markup_mode=None)
    new.callback(invoke_without_command=True)(top)
    new.command(name="rule")(new_rule)
    new.command(name="claims")(new_claims)
    app.add_typer(new)


def top(context: typer.Context) -> None:
    """Make a new rule or claim file."""
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


def new_rule(name: Name, folder: options.ProjectFolder = Path(), debug: options.Debug = False) -> None:
    """Write a rule module that works, and its test.

    The module goes into the project's rules folder, the test into tests/. `reconcile rules` lists the rule,
    `pytest` runs its examples.
    """
    settings = load_settings(folder)
    home = _rules_folder(settings)
    module = _checked(name).replace("-", "_")
    words = name.replace("-", " ")
    rule = template(
        "rule.py.txt",
        name=name,
        code=_next_code(settings.root / home),
        title=f"A rule of this project: {words}",
        class_name=words.title().replace(" ", ""),
    )
    test = template("test_rule.py.txt", name=name, module=module, rules=home)
    write_new(settings.root, {f"{home}/{module}.py": rule, f"tests/test_{module}.py": test})
    show(f"Next:\n  reconcile explain {name}\n  pytest tests/test_{module}.py\n")


def new_claims(name: Name, folder: options.ProjectFolder = Path(), debug: options.Debug = False) -> None:
    """Write a claim file for one document, to be filled in."""
    settings = load_settings(folder)
    homes = [path for path in settings.claims if not Path(path).suffix]
    if not homes:
        raise options.usage_error("the settings name no folder for claim files")
    schema = Path(os.path.relpath(settings.root / SCHEMA_FILE, settings.root / homes[0])).as_posix()
    file = f"{homes[0]}/{_checked(name)}.yaml"
    texts = {file: template("claims.yaml", name=name, schema=schema)}
    if not (settings.root / SCHEMA_FILE).exists():
        texts[SCHEMA_FILE] = schema_text()
    write_new(settings.root, texts)
    show(f"Next: fill in {file}, then\n  reconcile check\n")


def _checked(name: str) -> str:
    if NAME.fullmatch(name):
        return name
    wanted = re.sub(r"[^a-z0-9]+", "-", name.casefold()).strip("-")
    hint = f"; write '{wanted}'" if NAME.fullmatch(wanted) else ""
    raise options.usage_error(f"'{name}' may hold small letters, digits, single hyphens only{hint}", "NAME")


def _rules_folder(settings: Settings) -> str:
    homes = [path for path in settings.rules if not Path(path).suffix]
    if not homes:
        raise options.usage_error("the settings name no folder for rules")
    return homes[0]


def _next_code(rules: Path) -> str:
    """Return the first code of our own series that no module in the rules folder uses."""
    used = {0}
    for module in sorted(rules.glob("*.py")) if rules.is_dir() else ():
        text = module.read_text(encoding="utf-8", errors="replace")
        used |= {int(number) for number in OWN_CODE.findall(text)}
    return f"OWN{max(used) + 1:03d}"
