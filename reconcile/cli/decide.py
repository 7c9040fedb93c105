"""`reconcile decide`: decide findings from a script, or the same thing for many."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reconcile.cli import _options as options
from reconcile.cli._desk import Laid, is_undecided, lay
from reconcile.cli._output import show, tell
from reconcile.cli._status import CLEAN, USAGE
from reconcile.cli._who import decider, end_of, only_id, today
from reconcile.errors import ReconcileError
from reconcile.models import SEVERITIES
from reconcile.models.decision import REASONS, STATUSES
from reconcile.settings import load_settings

if TYPE_CHECKING:
    from reconcile.decisions import Wanted
    from reconcile.models import Finding

ORDER = 46

By = Annotated[
    str,
    typer.Option("--by", metavar="NAME", help="Who decides; git's user.name otherwise.", show_default=False),
]
On = Annotated[
    str,
    typer.Option(
        "--on", metavar="DATE", help="The day of the decision, 2024-05-31; today otherwise.", show_default=False
    ),
]
Severity = Annotated[
    list[str] | None,
    typer.Option(
        "--severity",
        metavar="|".join(SEVERITIES),
        help="Only findings of this severity; repeatable, or with commas.",
    ),
]
Select = Annotated[
    list[str] | None,
    typer.Option("--select", metavar="RULES", help="Only findings of these rules: codes, names or prefixes."),
]


def add(app: typer.Typer) -> None:
    """Register the command."""
    app.command()(decide)


def decide(
    findings: Annotated[
        list[str] | None,
        typer.Argument(metavar="FINDING", help="Ids of findings, or how they begin.", show_default=False),
    ] = None,
    status: Annotated[
        str,
        typer.Option("--status", metavar="|".join(STATUSES), help="What is decided.", show_default=False),
    ] = "",
    reason: Annotated[
        str,
        typer.Option(
            "--reason", metavar="CODE", help=f"Why both can be right: {', '.join(REASONS)}.", show_default=False
        ),
    ] = "",
    text: Annotated[
        str,
        typer.Option("--text", metavar="TEXT", help="Why, in your words.", show_default=False),
    ] = "",
    by: By = "",
    until: Annotated[
        str,
        typer.Option(
            "--until",
            metavar="DATE",
            help="The last day of a deferral, 2024-05-31, or how many days: 30; at most 90.",
            show_default=False,
        ),
    ] = "",
    on: On = "",
    second: Annotated[
        bool,
        typer.Option("--second", help="Agree, as a second person, with what was decided."),
    ] = False,
    undo: Annotated[
        bool,
        typer.Option("--undo", help="Take back what was done last: the agreement, else the decision."),
    ] = False,
    every: Annotated[
        bool,
        typer.Option("--all", help="Decide every finding that is open, reopened or expired."),
    ] = False,
    select: Select = None,
    severity: Severity = None,
    as_of: options.AsOf = "",
    folder: options.ProjectFolder = Path(),
    no_project_rules: options.NoProjectRules = False,
    debug: options.Debug = False,
) -> None:
    """Decide findings: confirmed, explained, dismissed or deferred.

    A decision is one small file in the decisions folder, to be committed with the claims. It holds until the
    evidence changes; then the finding is open again and says what changed.
    """
    named, severities = tuple(findings or ()), options.split(severity)
    for one in severities:
        options.one_of(one, SEVERITIES, "--severity")
    _check_task(named, every, bool(status) + second + undo)
    if undo:
        raise typer.Exit(_undo(folder, named))
    day, name = today(on), decider(by, folder)
    wanted = None if second else _wanted(status, reason, text, name, day, until)
    laid = lay(folder, options.day(as_of, "--as-of"), not no_project_rules, options.split(select), severities)
    desk = laid.desk
    ids = [only_id(start, desk.found) for start in named] if named else _all(laid, second)
    if not ids:
        tell("nothing to decide: no such finding " + ("waits for a second person" if second else "is open"))
    raise typer.Exit(_each(ids, lambda id: desk.decide(id, wanted) if wanted else desk.agree(id, name, day)))


def _check_task(named: Sequence[str], every: bool, tasks: int) -> None:
    """Refuse arguments that don't say which findings are meant, or what is to be done."""
    if tasks != 1:
        raise options.usage_error("say one of --status, --second and --undo")
    if bool(named) == every:
        raise options.usage_error("name findings or say --all, not both" if every else "name a finding, or say --all")


def _wanted(status: str, reason: str, text: str, by: str, on: date, until: str) -> Wanted:
    from reconcile.decisions import Wanted
    from reconcile.decisions.take import faults_of_wanted

    options.one_of(status, list(STATUSES), "--status")
    if reason:
        options.one_of(reason, list(REASONS), "--reason")
    end = end_of(until, on) if until else None
    if until and end is None:
        raise options.usage_error(f"'{until}' is neither a date such as 2024-05-31 nor a number of days", "--until")
    wanted = Wanted(status, by, on, reason, text, end)
    for key, message in faults_of_wanted(wanted):
        raise options.usage_error(message, f"--{key}")
    return wanted


def _all(laid: Laid, second: bool) -> list[str]:
    """Return the ids that `--all` means: of what waits to be agreed with, or of what nobody has decided."""
    desk = laid.desk
    return [one.id for one in laid.meant() if (desk.waits(one.id) if second else is_undecided(one))]


def _undo(folder: Path, named: Sequence[str]) -> int:
    """Take back decisions, of findings that are gone too, and return the exit status."""
    from reconcile.decisions import Store, undo
    from reconcile.decisions.judge import as_data
    from reconcile.reporters._clean import clean
    from reconcile.reporters._settled import verdict

    if not named:
        raise options.usage_error("name what is to be undone; --all undoes nothing", "--undo")
    store = Store.of(load_settings(folder))
    known = store.read()
    for problem in known.problems:
        tell(str(problem))
    failed = False
    for id in [only_id(start, known.by_finding, "decision on") for start in named]:
        try:
            left = undo(store, known.by_finding[id])
        except ReconcileError as error:
            failed = True
            tell(str(error))
            continue
        now = verdict(as_data(left.decision)) if left else "it is not decided any more"
        show(clean(f"{store.file_of(id)}: taken back; {now}") + "\n")
    return USAGE if failed else CLEAN


def _each(ids: Sequence[str], act: Callable[[str], Finding]) -> int:
    """Decide one finding after the other and say what was done; one that fails does not stop the others."""
    from reconcile.reporters._clean import clean
    from reconcile.reporters._settled import standing

    failed = False
    for id in dict.fromkeys(ids):
        try:
            finding = act(id)
        except ReconcileError as error:
            failed = True
            tell(f"{id}: {error}")
            continue
        file = finding.decision["file"] if finding.decision else id
        show(clean(f"{file}: {'; '.join(standing(finding))}") + "\n")
    return USAGE if failed else CLEAN
