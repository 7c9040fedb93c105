"""Which decisions hold: each is held against the finding that it is about, and against what was seen then."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from reconcile.decisions.faults import NEEDS_REVIEW
from reconcile.decisions.take import changes_since
from reconcile.errors import SettingsError
from reconcile.models.decision import DEFERRED, EXPIRED, REOPENED, Decision, Held, Judgement
from reconcile.models.finding import Finding
from reconcile.models.identity import evidence_digest
from reconcile.settings import CLAIMS_PER_FINDING, Settings, check_table

WAITS = "waits for a second reviewer"
"""Said of a decision that does not count before another person agrees."""


@dataclass(frozen=True, slots=True)
class Policy:
    """What decides whether a decision holds, besides its evidence."""

    as_of: date | None = None
    """The day that counts as today; without one nothing expires."""
    second_reviewer: bool = False
    """Whether explained and dismissed count only once a second person agrees."""

    @classmethod
    def of(cls, settings: Settings, as_of: date | None = None) -> Policy:
        """Return the policy of a project. SettingsError: every mistake in [decisions]."""
        known = {"second-reviewer": False}
        wrong = check_table("decisions", settings.deciding, known, settings.file, settings.text)
        if wrong:
            raise SettingsError(wrong)
        return cls(as_of, bool(settings.deciding.get("second-reviewer")))


def hold(
    decisions: Iterable[Decision],
    findings: Sequence[Finding],
    policy: Policy,
    looked_for: Callable[[str], bool],
) -> list[Held]:
    """Return each decision beside its finding with the status that holds, by the id of the finding.

    `looked_for` says of a finding's id whether it would have been found if it were there.
    """
    by_id = {finding.id: finding for finding in findings}
    held = []
    for decision in sorted(decisions, key=lambda one: one.finding):
        finding = by_id.get(decision.finding)
        if finding is None:
            held.append(Held(decision, None, looked_for(decision.finding)))
            continue
        changes = _changes(decision.present, finding)
        held.append(Held(decision, decided(finding, decision, policy), False, changes))
    return held


def decided(finding: Finding, decision: Decision | None, policy: Policy) -> Finding:
    """Return a finding with the status that its decision gives it, and the decision itself."""
    if decision is None:
        return replace(finding, status="open", decision=None)
    changes = _changes(decision.present, finding)
    status = status_of(decision.present, finding.evidence, policy)
    waits = WAITS if status == "open" else ""
    return replace(finding, status=status, decision=as_data(decision, changes, waits))


def status_of(present: Judgement, evidence: str, policy: Policy) -> str:
    """Return the status that a decision gives a finding whose evidence has that hash."""
    if present.evidence != evidence:
        return REOPENED
    if present.status in NEEDS_REVIEW and policy.second_reviewer and not present.reviewed_by:
        return "open"
    if present.status == DEFERRED and policy.as_of and present.until and policy.as_of > present.until:
        return EXPIRED
    return present.status


def _changes(present: Judgement, finding: Finding) -> tuple[str, ...]:
    if present.evidence == finding.evidence:
        return ()
    if _is_whole(present):
        return changes_since(present.values, finding) or ("its evidence is another",)
    told = changes_since(present.values, finding, whole=False)
    return told or (f"its claims beyond the {len(present.values)} that the decision lists are others",)


def _is_whole(present: Judgement) -> bool:
    """Say whether a decision lists all claims that it was taken on: the hash of its evidence is that of all of them."""
    seen = present.values
    digest = evidence_digest([one.claim for one in seen], [one.reads for one in seen], [one.unit for one in seen])
    return len(seen) < CLAIMS_PER_FINDING[0] or digest == present.evidence


def as_data(decision: Decision, changes: Sequence[str] = (), waits: str = "") -> Mapping[str, object]:
    """Return a decision as findings carry it: plain texts and lists."""
    steps = [_step(step) for step in (*decision.history, decision.present)]
    return {**steps[-1], "file": decision.file, "waits": waits, "changes": list(changes), "history": steps}


def _step(step: Judgement) -> dict[str, object]:
    return {
        "status": step.status,
        "reason": step.reason,
        "text": step.text,
        "by": step.by,
        "on": step.on.isoformat(),
        "until": step.until.isoformat() if step.until else "",
        "reviewer": step.reviewed_by,
        "reviewed": step.reviewed_on.isoformat() if step.reviewed_on else "",
    }
