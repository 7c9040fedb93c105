"""What people decided, as sentences of the text and Markdown reports: nothing that is settled is ever hidden."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from reconcile.models import Finding
from reconcile.reporters._decided import decision_changes, decision_part
from reconcile.reporters._words import headline


def verdict(decision: Mapping[str, Any]) -> str:
    """Return `explained by Ana on 2024-05-02: different-date — one counts to June, agreed by Ben`."""
    status, by, on, until, reviewer = (str(decision.get(k) or "") for k in ("status", "by", "on", "until", "reviewer"))
    head = status + (f" until {until}" if until else "") + (f" by {by}" if by else "") + (f" on {on}" if on else "")
    head += f" (agreed: {reviewer})" if reviewer else ""
    why = " — ".join(part for part in (str(decision.get(key) or "") for key in ("reason", "text")) if part)
    return f"{head}: {why}" if why else head


def standing(finding: Finding) -> list[str]:
    """Return what was decided about a finding and why that does not settle it, or how it stands otherwise."""
    if not finding.decision:
        return [] if finding.status == "open" else [f"Status: {finding.status}"]
    said, waits = verdict(finding.decision), decision_part(finding, "waits")
    if waits:
        return [f"{_capital(said)}; {waits}"]
    if finding.status == "reopened":
        return [f"Reopened: {'; '.join(decision_changes(finding))}", f"It was {said}"]
    return [f"Expired: it was {said}" if finding.status == "expired" else _capital(said)]


def split(found: Sequence[Finding]) -> tuple[list[Finding], list[Finding]]:
    """Return the findings that are still to be shown in full, and those that a person has settled."""
    return [one for one in found if not one.is_settled], [one for one in found if one.is_settled]


def settled_title(found: Sequence[Finding]) -> str:
    """Return the heading above settled findings."""
    return f"Decided ({len(found):,})"


def settled_sentences(finding: Finding) -> tuple[str, str]:
    """Return a settled finding in two sentences: what it is about, and what was decided."""
    said = verdict(finding.decision) if finding.decision else finding.status
    return f"{finding.code} {headline(finding)}", f"{said} ({finding.id})" if finding.id else said


def past(finding: Finding) -> list[str]:
    """Return what was decided before the present decision, oldest first."""
    steps = (finding.decision or {}).get("history")
    return [verdict(step) for step in steps[:-1]] if isinstance(steps, list | tuple) else []


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
