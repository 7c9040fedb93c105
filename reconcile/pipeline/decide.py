"""Decisions put on the findings that they are about, and what is wrong with decisions as findings of their own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from reconcile.decisions import Decisions, Policy, Store, hold
from reconcile.engines import run_on_decisions
from reconcile.models import Claims, Report
from reconcile.models.decision import code_of
from reconcile.pipeline.settle import in_order, settle
from reconcile.registry import RuleSet
from reconcile.rule import Rule
from reconcile.settings import Settings


@dataclass(frozen=True)
class Taken:
    """The decisions of a project, and how they are to be taken."""

    decisions: Decisions
    """What was read of them."""
    policy: Policy
    """The day that counts as today, and whether a second person must agree."""


def decisions_of(settings: Settings, as_of: date | None) -> Taken | None:
    """Return the decisions of a project, None where it has no folder for them."""
    if not settings.decisions:
        return None
    return Taken(Store.of(settings).read(), Policy.of(settings, as_of))


def apply_decisions(report: Report, claims: Claims, rules: Sequence[Rule], known: RuleSet, taken: Taken) -> Report:
    """Return a report whose findings have the status that was decided, with findings about decisions among them.

    `rules` ran, `known` are all that there are. A decision on a finding of a rule that did not run, or in a check
    that could not look at everything, is never called unused.
    """
    ran = {rule.code for rule in rules}
    left_out = {rule.code for rule in known.rules} - ran | known.left_out
    complete = not report.problems and report.coverage.claims > 0
    decisions = [stored.decision for stored in taken.decisions.by_finding.values()]
    held = hold(decisions, report.found, taken.policy, lambda id: complete and code_of(id) not in left_out)
    judged = {one.finding.id: one.finding for one in held if one.finding}
    found = [judged.get(finding.id, finding) for finding in report.found]
    about, crashed = run_on_decisions(rules, claims, held, taken.policy.as_of)
    problems = sorted({*report.problems, *taken.decisions.problems, *crashed})
    return replace(report, found=in_order([*found, *settle(about)]), problems=tuple(problems))
