"""A check and its decisions, laid out for a person who decides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from reconcile.cli._output import tell
from reconcile.cli._project import checked
from reconcile.cli._status import why_incomplete
from reconcile.settings import load_settings

if TYPE_CHECKING:
    from reconcile.decisions import Desk
    from reconcile.models import Finding, Report


@dataclass(frozen=True)
class Laid:
    """A desk, and what it was laid from."""

    desk: Desk
    """The findings and their decisions."""
    report: Report
    """The report of the check."""
    rules: frozenset[str]
    """Names of the rules whose findings are meant; empty for all."""
    severities: tuple[str, ...] = ()
    """Severities that are meant; empty for all."""

    def meant(self) -> list[Finding]:
        """Return the findings that are meant, in the order of the report."""
        return [
            finding
            for finding in self.desk.found.values()
            if (not self.rules or finding.rule in self.rules)
            and (not self.severities or finding.severity in self.severities)
        ]


def is_undecided(finding: Finding) -> bool:
    """Say whether nobody has decided a finding, or its decision has come undone."""
    waits = finding.decision and finding.decision.get("waits")
    return finding.status in ("open", "reopened", "expired") and not waits


def lay(
    folder: Path,
    as_of: date | None,
    project_rules: bool,
    select: Sequence[str] = (),
    severities: Sequence[str] = (),
) -> Laid:
    """Check a project as a whole and return its findings with their decisions; problems are told.

    `select` and `severities` choose among the findings: rules are not run alone, since what one finds may be
    what another explains.
    """
    from reconcile.decisions import Desk, Policy, Store
    from reconcile.registry import load_rules, select_rules

    settings = load_settings(folder)
    loaded = load_rules(settings, project_rules=project_rules)
    rules = select_rules(loaded.rules, select, (), loaded.left_out) if select else ()
    # What the folder held before the check: a decision that comes in between is noticed when one is written.
    store = Store.of(settings)
    read = store.read()
    _, report = checked(folder, project_rules=project_rules, as_of=as_of)
    if why_incomplete(report):
        tell(why_incomplete(report))
        for problem in report.problems:
            tell(f"  {problem}")
    desk = Desk.lay(store, Policy.of(settings, as_of), report.found, read)
    return Laid(desk, report, frozenset(rule.name for rule in rules), tuple(severities))
