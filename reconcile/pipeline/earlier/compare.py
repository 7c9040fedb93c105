"""The findings of two checks compared: new, changed, unchanged, fixed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from reconcile.decisions.take import changes_since, seen_in
from reconcile.models import SEVERITIES, Finding, Report
from reconcile.models.identity import evidence_hash
from reconcile.pipeline.earlier.renames import new_name, renamed_documents

NEW, CHANGED, UNCHANGED = "new", "changed", "unchanged"
"""What `Finding.change` may be where there is something to compare with."""
_MOST_CHANGES = 12
"""Sentences on what is different about one finding."""


def compare(now: Report, before: Report, name: str) -> Report:
    """Return `now` with what is new, changed, unchanged and fixed since `before`, which is called `name`.

    A finding is the same where its id is, or else where rule and evidence are. It has changed where its
    evidence did, where its severity got worse, or where it was settled and is no longer.
    """
    renamed = renamed_documents(before, now)
    earlier = [_renamed(finding, renamed) for finding in before.found]
    partners = _partners(now.found, earlier)
    found = tuple(
        _compared(finding, earlier[partners[place]]) if place in partners else replace(finding, change=NEW)
        for place, finding in enumerate(now.found)
    )
    gone = [finding for place, finding in enumerate(before.found) if place not in set(partners.values())]
    return _with_gone(replace(now, found=found, against=name), before, gone)


def all_new(now: Report, name: str) -> Report:
    """Return `now` with every finding new, where there is nothing that it could be compared with."""
    return replace(now, found=tuple(replace(finding, change=NEW) for finding in now.found), against=name)


def _renamed(finding: Finding, renamed: Mapping[str, str]) -> Finding:
    """Return an earlier finding with its claims called as they are called now."""
    if not renamed.keys() & {claim.document for claim in finding.claims}:
        return finding
    claims = tuple(
        replace(claim, id=new_name(claim.id, renamed), document=renamed.get(claim.document, claim.document))
        for claim in finding.claims
    )
    if finding.unlisted:  # the hash holds claims that are not at hand
        unlisted = tuple(new_name(claim, renamed) for claim in finding.unlisted)
        return finding.changed(claims=claims, unlisted=unlisted)
    return replace(finding, claims=claims, evidence=evidence_hash(claims))


def _partners(now: Sequence[Finding], earlier: Sequence[Finding]) -> dict[int, int]:
    """Return which of the findings (its place) is which earlier one: by id, else by rule and evidence."""
    found: dict[int, int] = {}
    # An id holds the claims where two findings share a key, so it may change with what else is found.
    for identity in (lambda one: one.id, lambda one: (one.code, one.evidence)):
        _match(now, earlier, identity, found)
    return found


def _match(
    now: Sequence[Finding], earlier: Sequence[Finding], identity: Callable[[Finding], object], found: dict[int, int]
) -> None:
    free: dict[object, list[int]] = defaultdict(list)
    taken = set(found.values())
    for place in reversed(range(len(earlier))):
        if place not in taken:
            free[identity(earlier[place])].append(place)
    for place, finding in enumerate(now):
        if place not in found and free.get(identity(finding)):
            found[place] = free[identity(finding)].pop()


def _compared(finding: Finding, before: Finding) -> Finding:
    """Return a finding with what has changed about it."""
    changes = [] if finding.evidence == before.evidence else _claim_changes(finding, before)
    if SEVERITIES.index(finding.severity) < SEVERITIES.index(before.severity):
        changes.append(f"the severity was {before.severity} and is {finding.severity}")
    if before.is_settled and not finding.is_settled:
        changes.append(f"it was {before.status} and is {finding.status}")
    more = len(changes) - _MOST_CHANGES
    shown = [*changes[:_MOST_CHANGES], *([f"and {more:,} more changes"] if more > 0 else [])]
    return replace(finding, change=CHANGED if changes else UNCHANGED, changes=tuple(shown))


def _claim_changes(finding: Finding, before: Finding) -> list[str]:
    """Return what is different about the claims; the words are those of decisions that reopen."""
    return [*changes_since(seen_in(before), finding, whole=not before.unlisted)] or ["its evidence is another"]


def _with_gone(report: Report, before: Report, gone: Sequence[Finding]) -> Report:
    """Return a report with the findings that are fixed: gone, though they were looked for, and all was read."""
    if gone and report.problems:
        missing = f"{_findings(len(gone))} of {report.against} not among these: fixed, or not looked at"
        return replace(report, remarks=(*report.remarks, f"{missing}, since this check is incomplete"))
    dropped = set(before.coverage.ran) - set(report.coverage.ran)
    hidden = [finding for finding in gone if finding.code in dropped]
    if hidden:
        rules = ", ".join(sorted({finding.code for finding in hidden}))
        said = f"{_findings(len(hidden))} of {report.against} no longer looked for, since a rule does not run: {rules}"
        report = replace(report, remarks=(*report.remarks, said))
    return replace(report, fixed=tuple(finding for finding in gone if finding.code not in dropped))


def _findings(number: int) -> str:
    return "1 finding" if number == 1 else f"{number:,} findings"
