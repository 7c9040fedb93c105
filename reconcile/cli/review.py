"""`reconcile review`: decide findings one after another, at the terminal."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reconcile.cli import _options as options
from reconcile.cli._desk import Laid, lay
from reconcile.cli._output import tell
from reconcile.cli._status import CLEAN, INCOMPLETE, USAGE, is_incomplete
from reconcile.cli._who import decider, today
from reconcile.cli.decide import By, On, Select, Severity
from reconcile.models import SEVERITIES
from reconcile.models.decision import EXPIRED, REOPENED, STATUSES

if TYPE_CHECKING:
    from reconcile.models import Finding

ORDER = 45
UNSETTLED = (REOPENED, EXPIRED, "open")
"""What is reviewed where nobody says otherwise, in this order."""
REVIEWED = (*UNSETTLED, *STATUSES)
"""The statuses that can be asked for."""


def add(app: typer.Typer) -> None:
    """Register the command."""
    app.command()(review)


def review(
    context: typer.Context,
    folder: options.Folder = Path(),
    select: Select = None,
    severity: Severity = None,
    status: Annotated[
        list[str] | None,
        typer.Option(
            "--status",
            metavar="|".join(REVIEWED),
            help="Only findings that stand so: open, reopened and expired otherwise; repeatable, or with commas.",
        ),
    ] = None,
    by: By = "",
    on: On = "",
    as_of: options.AsOf = "",
    web: Annotated[
        bool, typer.Option("--web", help="Decide in the browser, on a page that this machine alone can open.")
    ] = False,
    port: Annotated[
        int,
        typer.Option("--port", min=0, max=65535, help="With --web: the port; any that is free otherwise."),
    ] = 0,
    no_browser: Annotated[
        bool, typer.Option("--no-browser", help="With --web: print the address and open no browser.")
    ] = False,
    no_project_rules: options.NoProjectRules = False,
    color: options.Color = "auto",
    width: options.Width = None,
    debug: options.Debug = False,
) -> None:
    """Decide findings one after another, by single keys.

    Each finding is shown in full; ? lists the keys. Every decision is saved at once, and u takes the last one
    back. Findings that are open again come first, with what has changed. Where input is no terminal, each line
    is a key or an answer.
    """
    severities, statuses = options.split(severity), options.split(status) or UNSETTLED
    for one in severities:
        options.one_of(one, SEVERITIES, "--severity")
    for one in statuses:
        options.one_of(one, REVIEWED, "--status")
    painted, day = options.use_color(color, context), today(on)
    if web:
        from reconcile.web.server import check_installed

        check_installed()
    laid = lay(folder, options.day(as_of, "--as-of"), not no_project_rules, options.split(select), severities)
    from reconcile.cli._review import Sitting

    queue = _queue(laid, statuses)
    if web and laid.meant():
        from reconcile.cli._web import review_in_browser

        name = decider(by, folder)
        review_in_browser(laid, queue, name, lambda: today(on), port=port, browser=not no_browser, debug=debug)
    elif queue:
        name = decider(by, folder)
        mine = [id for id in queue if not _waits_for_another(laid.desk.found[id], name)]
        sitting = Sitting(laid.desk, laid.report, mine, name, day, painted, width)
        try:
            sitting.run()
        finally:
            tell(f"{sitting.summary()}; {_saved(sitting.unsaved())}")
        if sitting.unsaved():
            raise typer.Exit(USAGE)
    else:
        tell(_nothing(laid, statuses))
    raise typer.Exit(INCOMPLETE if is_incomplete(laid.report) else CLEAN)


def _queue(laid: Laid, statuses: Sequence[str]) -> list[str]:
    """Return the ids of the findings to review: reopened first, then expired, then as the report has them."""
    meant = [finding for finding in laid.meant() if finding.status in statuses]
    return [one.id for one in sorted(meant, key=lambda one: REVIEWED.index(one.status))]


def _saved(unsaved: Sequence[str]) -> str:
    if not unsaved:
        return "every decision is saved"
    return f"not saved, for the reasons given above: {', '.join(unsaved)}"


def _waits_for_another(finding: Finding, name: str) -> bool:
    """Say whether a finding is decided by this person already, and only somebody else can agree."""
    from reconcile.decisions.faults import same_person

    decision = finding.decision or {}
    return bool(decision.get("waits")) and same_person(str(decision.get("by")), name)


def _nothing(laid: Laid, statuses: Sequence[str]) -> str:
    from reconcile.reporters._words import count

    there = laid.meant()
    if not there:
        return "nothing to review: there are no such findings"
    return f"nothing to review: of {count(len(there), 'finding')} none is {' or '.join(statuses)}"
