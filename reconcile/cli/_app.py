"""The app: commands found by walking this package, in the order they give."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from pkgutil import iter_modules
from typing import Annotated, Any, Protocol, cast

import typer
from typer.exceptions import TyperException

import reconcile.cli
from reconcile import __version__
from reconcile.cli._options import Debug
from reconcile.cli._output import tell

CLOSED_PIPE = 1
"""What typer exits with when nobody reads its help any more."""


class Command(Protocol):
    """What the module of a command offers."""

    ORDER: int
    """Its place in the help."""

    def add(self, app: typer.Typer) -> None:
        """Register the command."""


def build() -> typer.Typer:
    """Return the app with every command."""
    app = typer.Typer(
        name="reconcile",
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        add_completion=False,
        context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    )
    app.callback(invoke_without_command=True)(top)
    names = [module.name for module in iter_modules(reconcile.cli.__path__)]
    commands = [cast(Command, import_module(f"reconcile.cli.{name}")) for name in names if not name.startswith("_")]
    for command in sorted(commands, key=lambda command: command.ORDER):
        command.add(app)
    return app


def invoke(arguments: Sequence[str]) -> int:
    """Run the app with `arguments` and return the exit status; errors that are no usage errors are raised."""
    app = build()
    try:
        status = app(args=list(arguments), prog_name="reconcile", standalone_mode=False)
    except TyperException as error:
        return _usage_error(error)
    except typer.Abort:
        raise KeyboardInterrupt from None
    except SystemExit as end:
        return 0 if end.code == CLOSED_PIPE else int(end.code or 0)
    return status if isinstance(status, int) else 0


def _usage_error(error: Any) -> int:
    """Say what is wrong with the arguments, and how to get help."""
    context = getattr(error, "ctx", None)
    lines = [context.get_usage(), f"Try '{context.command_path} --help' for help."] if context else []
    tell("\n".join([*lines, f"Error: {error.format_message()}"]))
    return int(error.exit_code)


def top(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Print the version and exit.")] = False,
    debug: Debug = False,
) -> None:
    """Find claims of several documents that cannot all be true, and show the arithmetic.

    Exit status: 0 nothing found at or above --fail-on; 1 findings; 2 usage or settings; 3 the check is
    incomplete; 70 a defect of reconcile itself.
    """
    if version:
        typer.echo(f"reconcile {__version__}")
        raise typer.Exit()
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())
        raise typer.Exit()
