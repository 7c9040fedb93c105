"""`reconcile new`: a rule module with its test, or a claim file."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Annotated

import typer

from reconcile.cli import _options as options
from reconcile.cli._output import show, tell
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
    module = _free(_checked(name), settings).replace("-", "_")
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


def new_claims(
    name: Name,
    text: Annotated[
        Path | None,
        typer.Option("--text", metavar="FILE", help="The document's text; its hash is noted too.", show_default=False),
    ] = None,
    folder: options.ProjectFolder = Path(),
    debug: options.Debug = False,
) -> None:
    """Write a claim file for one document, to be filled in.

    With `--text` the file names the document's text, and quotes are held against it.
    """
    settings = load_settings(folder)
    homes = [path for path in settings.claims if not Path(path).suffix]
    if not homes:
        raise options.usage_error("the settings name no folder for claim files")
    schema = Path(os.path.relpath(settings.root / SCHEMA_FILE, settings.root / homes[0])).as_posix()
    file = f"{homes[0]}/{_checked(name)}.yaml"
    source = _source(settings, text, settings.root / homes[0]) if text else ""
    texts = {file: template("claims.yaml", name=name, schema=schema, source=source)}
    if not (settings.root / SCHEMA_FILE).exists():
        texts[SCHEMA_FILE] = schema_text()
    write_new(settings.root, texts)
    show(f"Next: fill in {file}, then\n  reconcile check\n")


def _source(settings: Settings, text: Path, home: Path) -> str:
    """Return the lines of a claim file's header that name a text and its hash."""
    from reconcile.models import Document
    from reconcile.reading.files import read_text
    from reconcile.reading.nodes import Unreadable
    from reconcile.reading.texts import hash_of, text_path
    from reconcile.reading.yaml_edits import scalar

    try:
        read_text(text, text.name)
    except Unreadable as error:
        raise options.usage_error(str(error.problem), "--text") from None
    place = Path(os.path.relpath(text.resolve(), home.resolve())).as_posix()
    if text_path(Document("", text=place, file=os.path.relpath(home / "x", settings.root)), settings) is None:
        tell(f"{text} lies outside the project: it is read only if [project] texts names its folder")
    return f"\n  text: {scalar(place)}\n  sha256: {hash_of(text.read_bytes())}"


def _checked(name: str) -> str:
    if NAME.fullmatch(name):
        return name
    wanted = re.sub(r"[^a-z0-9]+", "-", name.casefold()).strip("-")
    hint = f"; write '{wanted}'" if NAME.fullmatch(wanted) else ""
    raise options.usage_error(f"'{name}' may hold small letters, digits, single hyphens only{hint}", "NAME")


def _free(name: str, settings: Settings) -> str:
    """Return the name of a rule where no other has it; a usage error otherwise. No code of the project runs."""
    from reconcile.registry import load_rules

    loaded = load_rules(settings, project_rules=False)
    taken = {rule.name: f"{rule.code}, {loaded.origins[rule.name]}" for rule in loaded.rules}
    if name in taken or name in loaded.left_out:
        whose = taken.get(name, "a rule of this project")
        raise options.usage_error(f"the name '{name}' is taken ({whose}); nothing was written", "NAME")
    return name


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
