"""Options that several commands share."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from reconcile.errors import did_you_mean
from reconcile.reporters import DEFAULT_WIDTH, format_names

COLORS = ("auto", "always", "never")
"""What `--color` may be."""

Folder = Annotated[
    Path,
    typer.Argument(
        metavar="DIR",
        help="The project, or any folder in it.",
        show_default=False,
    ),
]
ProjectFolder = Annotated[
    Path,
    typer.Option(
        "--dir",
        metavar="DIR",
        help="The project, or any folder in it; the current folder otherwise.",
        show_default=False,
    ),
]
Debug = Annotated[bool, typer.Option("--debug", help="Show where a defect of reconcile itself was raised.")]
AsOf = Annotated[
    str,
    typer.Option(
        "--as-of",
        metavar="DATE",
        help="The day that decisions expire by, 2024-05-31; there is no clock.",
        show_default=False,
    ),
]
NoProjectRules = Annotated[
    bool,
    typer.Option(
        "--no-project-rules",
        help="Leave out the rule modules in the rules folder: they are code that runs.",
    ),
]
Width = Annotated[
    int | None,
    typer.Option(
        "--width",
        metavar="COLUMNS",
        min=20,
        help="Columns of text output; the terminal's otherwise, or 100.",
        show_default=False,
    ),
]
Color = Annotated[
    str,
    typer.Option(
        "--color",
        metavar="|".join(COLORS),
        help="Colour in text output; beats NO_COLOR, which beats FORCE_COLOR; auto: where a terminal shows it.",
    ),
]


def usage_error(message: str, option: str = "") -> typer.BadParameter:
    """Return the error that ends a command with exit status 2."""
    return typer.BadParameter(message, param_hint=option or None)


def one_of(value: str, known: Sequence[str], option: str) -> str:
    """Return `value` if it is known; otherwise a usage error with the nearest."""
    if value in known:
        return value
    hint = did_you_mean(value, known)
    raise usage_error(f"'{value}' is none of {', '.join(known)}{hint}", option)


def split(values: Sequence[str] | None) -> tuple[str, ...]:
    """Return the items of options that may be repeated or hold lists with commas."""
    return tuple(item.strip() for value in values or () for item in value.split(",") if item.strip())


def day(text: str, option: str) -> date | None:
    """Return the date of an option, None where it is not given."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise usage_error(f"'{text}' is no date; write it as 2024-05-31", option) from None


def use_color(choice: str, context: typer.Context | None = None) -> bool:
    """Say whether output is coloured: `--color`, else NO_COLOR, else FORCE_COLOR, else if on a terminal."""
    one_of(choice, COLORS, "--color")
    if choice != "auto":
        wanted = choice == "always"
    elif os.environ.get("NO_COLOR"):
        wanted = False
    elif os.environ.get("FORCE_COLOR"):
        wanted = True
    else:
        wanted = sys.stdout.isatty() and os.environ.get("TERM") != "dumb"
    if context is not None:
        context.color = wanted
    return wanted


def columns(width: int | None) -> int:
    """Return the columns of text output: as asked for, else the terminal's, else DEFAULT_WIDTH."""
    return width or shutil.get_terminal_size((DEFAULT_WIDTH, 24)).columns


def outputs(pairs: Sequence[str] | None) -> list[tuple[str, Path]]:
    """Return format and file of each `-o FORMAT=FILE`."""
    found = []
    for pair in pairs or ():
        name, equals, file = pair.partition("=")
        if not equals or not file:
            raise usage_error(f"'{pair}' has no file; write FORMAT=FILE, such as json=report.json", "-o")
        found.append((one_of(name, format_names(), "-o"), Path(file)))
    return found
