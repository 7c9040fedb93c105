"""`reconcile decisions`: what was decided, and whether it still holds."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reconcile.cli import _options as options
from reconcile.cli._desk import Laid, lay
from reconcile.cli._output import show, tell
from reconcile.cli._status import CLEAN, INCOMPLETE, is_incomplete, why_incomplete
from reconcile.errors import ReconcileError
from reconcile.settings import load_settings

if TYPE_CHECKING:
    from reconcile.decisions import Store, Stored

ORDER = 47
FORMATS = ("text", "json")
UNUSED = "unused"
"""Said of a decision whose finding is not there."""

Format = Annotated[
    str,
    typer.Option("--format", "-f", metavar="|".join(FORMATS), help="Format on standard output."),
]


def add(app: typer.Typer) -> None:
    """Register the command and its two subcommands."""
    decisions = typer.Typer(name="decisions", rich_markup_mode=None)
    decisions.callback(invoke_without_command=True)(top)
    decisions.command(name="list")(list_decisions)
    decisions.command(name="prune")(prune)
    app.add_typer(decisions)


def top(context: typer.Context) -> None:
    """List what was decided, or remove what nobody needs any more."""
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


def list_decisions(
    folder: options.ProjectFolder = Path(),
    format: Format = "text",
    as_of: options.AsOf = "",
    no_project_rules: options.NoProjectRules = False,
    width: options.Width = None,
    debug: options.Debug = False,
) -> None:
    """List the decisions, and whether each still holds.

    A decision is reopened where its evidence has changed, expired where --as-of is past its day, and unused
    where its finding is not there.
    """
    options.one_of(format, FORMATS, "--format")
    laid = lay(folder, options.day(as_of, "--as-of"), not no_project_rules)
    rows = [_row(laid, finding) for finding in sorted(laid.desk.stored)]
    if format == "json":
        from reconcile.reporters._clean import for_json

        show(for_json(json.dumps(rows, ensure_ascii=False, indent=2)) + "\n", utf8=True)
    else:
        show(_table(rows, options.columns(width)))
    raise typer.Exit(INCOMPLETE if is_incomplete(laid.report) else CLEAN)


def _row(laid: Laid, id: str) -> dict[str, object]:
    """Return one decision as other programs read it."""
    from reconcile.decisions.judge import as_data
    from reconcile.reporters._words import headline

    finding = laid.desk.found.get(id)
    decision = finding.decision if finding and finding.decision else as_data(laid.desk.stored[id].decision)
    about = headline(finding) if finding else ""
    return {"finding": id, "now": finding.status if finding else UNUSED, "about": about, **decision}


def _table(rows: Sequence[dict[str, object]], width: int) -> str:
    from reconcile.reporters._clean import clean, no_command
    from reconcile.reporters._lines import GAP, wrapped
    from reconcile.reporters._settled import verdict
    from reconcile.reporters._words import count

    lines: list[str] = []
    for row in rows:
        decided = "decided as " if row["now"] != row["status"] else ""
        lines += wrapped(clean(f"{row['finding']}  {row['now']}"), width, rest=GAP * 2)
        lines += wrapped(clean(str(row["about"])), width, GAP, GAP) if row["about"] else []
        waits = f"; {row['waits']}" if row["waits"] else ""
        lines += wrapped(clean(decided + verdict(row) + waits), width, GAP, GAP * 2)
        changes = row["changes"] if isinstance(row["changes"], list) else []
        lines += [line for change in changes for line in wrapped(clean(f"since then: {change}"), width, GAP, GAP * 2)]
        lines.append("")
    return "".join(f"{no_command(line)}\n" for line in [*lines, count(len(rows), "decision")])


def prune(
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Remove them without asking.")] = False,
    folder: options.ProjectFolder = Path(),
    debug: options.Debug = False,
) -> None:
    """Remove decisions whose finding is gone.

    All rules run, those too that the settings leave out, and everything has to be readable: else nobody knows
    what is gone, and nothing is removed. The decisions are listed first.
    """
    from reconcile.decisions import Store
    from reconcile.pipeline import check

    settings = load_settings(folder)
    store = Store.of(settings)
    known = store.read()
    # People's work is removed on the strength of this report alone: it is looked at anew.
    report = check(replace(settings, select=(), ignore={}), cache=False)
    if is_incomplete(report):
        tell(why_incomplete(report))
        for problem in report.problems:
            tell(f"  {problem}")
        tell("nothing was removed: what could not be looked at may still need its decision")
        raise typer.Exit(INCOMPLETE)
    there = {finding.id for finding in report.found}
    unused = [stored for finding, stored in sorted(known.by_finding.items()) if finding not in there]
    if not unused:
        tell("nothing to remove: every decision has its finding")
        raise typer.Exit(CLEAN)
    _show_unused(store, unused)
    if not yes and not _agreed(len(unused)):
        tell("nothing was removed")
        raise typer.Exit(CLEAN)
    _remove(store, unused)


def _show_unused(store: Store, unused: Sequence[Stored]) -> None:
    from reconcile.decisions.judge import as_data
    from reconcile.reporters._clean import clean
    from reconcile.reporters._settled import verdict

    for stored in unused:
        show(clean(f"{store.file_of(stored.decision.finding)}: {verdict(as_data(stored.decision))}") + "\n")


def _agreed(number: int) -> bool:
    """Ask whether to go on; without an answer it is no."""
    show(f"Remove {'this decision' if number == 1 else f'these {number:,} decisions'}? [y/N] ")
    answer = sys.stdin.readline().strip().casefold()
    return answer in ("y", "yes")


def _remove(store: Store, unused: Sequence[Stored]) -> None:
    failed = False
    for stored in unused:
        try:
            store.remove(stored)
        except ReconcileError as error:
            failed = True
            tell(str(error))
        else:
            tell(f"removed {store.file_of(stored.decision.finding)}")
    raise typer.Exit(2 if failed else CLEAN)
