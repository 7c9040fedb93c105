"""What people decided about a finding, and what became of it, in words that several formats share."""

from __future__ import annotations

from collections.abc import Sequence

from reconcile.models import Finding, Report


def decision_part(finding: Finding, key: str) -> str:
    """Return one text of the decision on a finding; empty where there is none."""
    value = (finding.decision or {}).get(key)
    return "" if value is None else str(value)


def decision_changes(finding: Finding) -> tuple[str, ...]:
    """Return what changed since the decision, one sentence each: why a finding is open again."""
    value = (finding.decision or {}).get("changes")
    return tuple(str(one) for one in value) if isinstance(value, list | tuple) else ()


def change_line(finding: Finding, report: Report) -> str:
    """Return `changed since main: post#rome: 520 became 540`; empty where nothing is compared."""
    if not finding.change:
        return ""
    start = f"{finding.change} since {report.against}" if report.against else finding.change
    return f"{start}: {'; '.join(finding.changes)}" if finding.changes else start


def undecided(found: Sequence[Finding]) -> list[Finding]:
    """Return the findings that nobody has settled, in their order."""
    return [finding for finding in found if not finding.is_settled]
