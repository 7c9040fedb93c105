"""`reconcile explain`: what a rule means, or one finding in full."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reconcile.cli import _options as options
from reconcile.cli._output import show, tell
from reconcile.errors import did_you_mean

if TYPE_CHECKING:
    from reconcile.models import Report

ORDER = 40
FINDING_ID = re.compile(r"[A-Za-z]+\d+-")
"""How the id of a finding begins, which no name of a rule does."""


def add(app: typer.Typer) -> None:
    """Register the command."""
    app.command()(explain)


def explain(
    context: typer.Context,
    subject: Annotated[
        str,
        typer.Argument(
            metavar="RULE|FINDING",
            help="Code or name of a rule, or id of a finding (or how it begins).",
        ),
    ],
    folder: options.ProjectFolder = Path(),
    no_project_rules: options.NoProjectRules = False,
    color: options.Color = "auto",
    width: options.Width = None,
    debug: options.Debug = False,
) -> None:
    """Say what a rule means, or show one finding in full.

    A rule is shown with its options and examples, a finding with all its claims and its arithmetic. A finding
    is looked up by a check of the project in --dir, so it has to be there still.
    """
    painted, room = options.use_color(color, context), options.columns(width)
    from reconcile.cli._rules import find_rule, rule_page
    from reconcile.registry import load_rules
    from reconcile.settings import load_settings

    loaded = load_rules(load_settings(folder), project_rules=not no_project_rules)
    rule = find_rule(loaded.rules, subject)
    if rule is not None:
        show(rule_page(rule, loaded.origins[rule.name], room))
        return
    for problem in loaded.problems:
        tell(str(problem))
    if not FINDING_ID.match(subject):
        names = [name for rule in loaded.rules for name in (rule.code, rule.name)]
        raise options.usage_error(f"no rule '{subject}'{did_you_mean(subject, names)}")
    show(_finding_page(folder, subject, not no_project_rules, room, painted))


def _finding_page(folder: Path, subject: str, project_rules: bool, width: int, color: bool) -> str:
    from reconcile.cli._project import checked
    from reconcile.reporters._full import full_lines

    _, report = checked(folder, project_rules=project_rules)
    return "".join(f"{line}\n" for line in full_lines(report, _only(report, subject), width, color))


def _only(report: Report, start: str) -> str:
    """Return the one finding id that begins with `start`; a usage error where there are none or several."""
    ids = [finding.id for finding in report.found]
    found = [id for id in ids if id.casefold() == start.casefold()] or [
        id for id in ids if id.casefold().startswith(start.casefold())
    ]
    if len(found) == 1:
        return found[0]
    if found:
        raise options.usage_error(f"'{start}' begins {len(found):,} findings: {', '.join(found[:5])} …")
    raise options.usage_error(f"no finding '{start}' in this check{did_you_mean(start, ids)}")
