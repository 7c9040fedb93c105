"""Options that several commands share."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reconcile.errors import did_you_mean
from reconcile.reporters import DEFAULT_WIDTH, format_names, is_binary, load_format

if TYPE_CHECKING:
    from reconcile.engines import Run

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
Against = Annotated[
    str | None,
    typer.Option(
        "--against",
        metavar="REV",
        help="Compare with the project at this git revision; only new and changed findings fail.",
        show_default=False,
    ),
]
PolicyFrom = Annotated[
    str | None,
    typer.Option(
        "--policy-from",
        metavar="REV",
        help="Take settings, rules and decisions from this git revision, so that a branch can't silence itself.",
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
Engine = Annotated[
    str,
    typer.Option(
        "--engine",
        metavar="ENGINE",
        help="Where rules run: local, in this process; dask, on a cluster. The findings are the same.",
        show_default=False,
    ),
]
Scheduler = Annotated[
    str,
    typer.Option(
        "--scheduler",
        metavar="ADDRESS",
        help="Of --engine dask: a cluster's scheduler, tcp://host:8786; worker processes here otherwise.",
        show_default=False,
    ),
]
NoCache = Annotated[
    bool,
    typer.Option(
        "--no-cache",
        help="Read every claim file anew, and keep nothing in the user's cache folder.",
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


def engine_of(name: str, scheduler: str) -> Run:
    """Return what runs the rules; a usage error where there is no such engine or it takes no scheduler."""
    from reconcile.engines import engine_names, load_engine, runner

    one_of(name, engine_names(), "--engine")
    if scheduler and not load_engine(name).REMOTE:
        remote = " or ".join(f"--engine {other}" for other in engine_names() if load_engine(other).REMOTE)
        raise usage_error(f"'{name}' takes no scheduler; it goes with {remote}", "--scheduler")
    return runner(name, scheduler)


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


def shown_format(name: str, quiet: bool) -> None:
    """Refuse a format that is unknown, or that is bytes where standard output is a terminal."""
    one_of(name, format_names(), "--format")
    if not quiet and sys.stdout.isatty() and is_binary(name):
        file = f"report{load_format(name).SUFFIX}"
        raise usage_error(f"{name} is no text for a terminal; write it to a file: -o {name}={file}", "--format")


def outputs(pairs: Sequence[str] | None) -> list[tuple[str, Path]]:
    """Return format and file of each `-o FORMAT=FILE`; a usage error where two would write one file."""
    found: list[tuple[str, Path]] = []
    for pair in pairs or ():
        name, equals, file = pair.partition("=")
        if not equals or not file:
            raise usage_error(f"'{pair}' has no file; write FORMAT=FILE, such as json=report.json", "-o")
        found.append((one_of(name, format_names(), "-o"), Path(file)))
    _refuse_twice([path for _, path in found])
    return found


def one_output(files: Sequence[str] | None) -> str:
    """Return the file of an `-o FILE` that may be given once; empty where it is not given."""
    if files and len(files) > 1:
        raise usage_error(f"one file is written, and {len(files)} are given: {', '.join(files)}", "-o")
    return files[0] if files else ""


def _refuse_twice(paths: Sequence[Path]) -> None:
    """Raise a usage error where one file would be written twice: the second would be all that is left."""
    seen: dict[Path, Path] = {}
    for path in paths:
        place = path.resolve()
        is_device = path.exists() and not path.is_file() and not path.is_dir()
        if place in seen and not is_device:
            raise usage_error(f"{path} is given twice; each report needs a file of its own", "-o")
        seen[place] = path
