"""Decisions taken, agreed with and taken back: what the commands and the page share."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from reconcile.decisions.faults import NEEDS_REVIEW, faults_of, same_person
from reconcile.decisions.store import DecisionError, Store, Stored
from reconcile.decisions.yaml_text import harmless
from reconcile.models.decision import FINDING_ID, Decision, Judgement, Seen
from reconcile.models.finding import Finding

ABOUT_DECISIONS = "REC9"
"""How the codes of rules about decisions begin; their findings are not decided themselves."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a person says about a finding."""

    status: str
    """confirmed, explained, dismissed or deferred."""
    by: str
    """Who says it."""
    on: date
    """When."""
    reason: str = ""
    """Reason code."""
    text: str = ""
    """Why, in their words."""
    until: date | None = None
    """The last day that a deferral holds."""


def can_be_decided(finding: Finding) -> bool:
    """Say whether a finding is one that people decide: it has an id and is not about a decision itself."""
    return bool(FINDING_ID.fullmatch(finding.id)) and not finding.code.startswith(ABOUT_DECISIONS)


def judgement(finding: Finding, wanted: Wanted) -> Judgement:
    """Return what is said about a finding as a decision on what it shows now. DecisionError: all that is amiss."""
    if not can_be_decided(finding):
        raise DecisionError(f"{finding.id} is about a decision and is not decided itself; change that decision")
    wrong = [message for _, message in faults_of_wanted(wanted)]
    if wrong:
        raise DecisionError("\n".join(wrong))
    return replace(_said(wanted), evidence=finding.evidence, values=seen_in(finding))


def faults_of_wanted(wanted: Wanted) -> Iterator[tuple[str, str]]:
    """Yield what keeps that from being a decision: the key at fault, and one sentence."""
    yield from faults_of(_said(wanted))


def _said(wanted: Wanted) -> Judgement:
    by, text = " ".join(harmless(wanted.by).split()), harmless(wanted.text)
    return Judgement(wanted.status, by, wanted.on, "", wanted.reason, text, wanted.until)


def seen_in(finding: Finding) -> tuple[Seen, ...]:
    """Return the claims of a finding as a decision keeps them, by id."""
    by_id = {claim.id: Seen(claim.id, claim.stated, claim.reads, claim.unit) for claim in finding.claims}
    return tuple(by_id[claim] for claim in sorted(by_id))


def decide(store: Store, finding: Finding, wanted: Wanted, before: Stored | None) -> Stored:
    """Write a decision on a finding; `before` is the one that whoever decides has seen, None where there is none.

    What was decided before goes into its history; the same said again changes nothing. DecisionError: what is
    said is no decision, or the file was changed meanwhile.
    """
    made = judgement(finding, wanted)
    if before is None:
        return store.write(Decision(finding.id, made, (), store.file_of(finding.id)), None)
    present = before.decision.present
    if replace(present, on=made.on, reviewed_by="", reviewed_on=None) == made:
        return before
    history = (*before.decision.history, present)
    return store.write(replace(before.decision, present=made, history=history), before)


def agree(store: Store, finding: Finding, before: Stored | None, by: str, on: date) -> Stored:
    """Write that a second person agrees with a decision. DecisionError: there is nothing to agree with."""
    name = " ".join(harmless(by).split())
    if before is None:
        raise DecisionError(f"{finding.id} is not decided yet, so there is nothing to agree with")
    present = before.decision.present
    if present.status not in NEEDS_REVIEW:
        raise DecisionError(f"{finding.id} is {present.status}, which needs no second person")
    if present.evidence != finding.evidence:
        raise DecisionError(f"{finding.id} has changed since it was decided; decide it again")
    if not name or same_person(name, present.by):
        raise DecisionError(f"{finding.id} was decided by {present.by}; another person has to agree")
    return store.write(replace(before.decision, present=replace(present, reviewed_by=name, reviewed_on=on)), before)


def undo(store: Store, before: Stored) -> Stored | None:
    """Take back what was done last: an agreement, else the decision. Return what holds then, None for nothing.

    It leaves no trace in the file, which is as it was before; git keeps what was taken back.
    """
    decision = before.decision
    if decision.present.reviewed_by:
        plain = replace(decision.present, reviewed_by="", reviewed_on=None)
        return store.write(replace(decision, present=plain), before)
    if not decision.history:
        store.remove(before)
        return None
    *earlier, last = decision.history
    return store.write(replace(decision, present=last, history=tuple(earlier)), before)


def changes_since(seen: tuple[Seen, ...], finding: Finding, whole: bool = True) -> tuple[str, ...]:
    """Return how the claims of a finding differ from what was seen, one sentence each.

    `whole` says whether all claims that it had then were listed: else one that was not seen may have been there.
    """
    then, now = {value.claim: value for value in seen}, {value.claim: value for value in seen_in(finding)}
    # Which claims are listed changes with them: what is not seen now may be there all the same.
    if finding.unlisted or not whole:
        every = finding.claim_ids()
        now = {claim: value for claim, value in now.items() if claim in then}
        then = {claim: value for claim, value in then.items() if claim in now or claim not in every}
    return changes_between(then, now)


def changes_between(then: Mapping[str, Seen], now: Mapping[str, Seen]) -> tuple[str, ...]:
    """Return how claims differ from what they were, one sentence each, by id."""
    found = []
    for claim in sorted(then.keys() | now.keys()):
        if claim not in then:
            found.append(f"claim added: {claim}, {_value(now[claim])}")
        elif claim not in now:
            found.append(f"claim gone: {claim}, {_value(then[claim])}")
        elif sentence := _difference(then[claim], now[claim]):
            found.append(f"{claim}: {sentence}")
    return tuple(found)


def _difference(then: Seen, now: Seen) -> str:
    if _value(then) != _value(now):
        return f"{_value(then)} became {_value(now)}"
    if then.reads != now.reads:
        return f"{_value(now)} was read as {then.reads or 'nothing'}, now as {now.reads or 'nothing'}"
    return f"the unit was {then.unit or 'none'}, now {now.unit or 'none'}" if then.unit != now.unit else ""


def _value(seen: Seen) -> str:
    return seen.stated or seen.reads or "no value"
