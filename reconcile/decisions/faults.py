"""What a decision must hold to be one: the same for files, commands and the page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date

from reconcile.errors import did_you_mean
from reconcile.models.decision import DEFERRED, DISMISSED, EXPLAINED, LONGEST_DEFERRAL, REASONS, STATUSES, Judgement

NEEDS_REVIEW = frozenset({EXPLAINED, DISMISSED})
"""Statuses that a second person is asked about, where the settings want one."""
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def faults_of(step: Judgement) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with a decision: the key at fault, and one sentence."""
    if step.status not in STATUSES:
        yield "status", f"status is '{step.status}'; expected {listed(STATUSES)}{did_you_mean(step.status, STATUSES)}"
    if step.reason and step.reason not in REASONS:
        yield "reason", f"reason is '{step.reason}'; expected {listed(REASONS)}{did_you_mean(step.reason, REASONS)}"
    if step.status == EXPLAINED and not step.reason:
        yield "reason", f"explained needs a reason: {listed(REASONS)}"
    if step.status in NEEDS_REVIEW and not step.text:
        yield "text", f"{step.status} needs a text that says why"
    if not step.by:
        yield "by", "by is missing: the name of whoever decided"
    yield from _until_faults(step)
    if step.reviewed_by and same_person(step.reviewed_by, step.by):
        yield "reviewed-by", f"reviewed-by is '{step.reviewed_by}', who decided; expected another person"


def _until_faults(step: Judgement) -> Iterator[tuple[str, str]]:
    if step.status == DEFERRED and step.until is None:
        yield "until", "deferred needs a date until which it holds, such as 2024-05-31"
    elif step.status != DEFERRED and step.until is not None and step.status in STATUSES:
        yield "until", f"until goes with deferred; {step.status} has no end"
    elif step.until is not None and step.until < step.on:
        yield "until", f"until is {step.until}, before the day of the decision ({step.on})"
    elif step.until is not None and step.until - step.on > LONGEST_DEFERRAL:
        days, last = LONGEST_DEFERRAL.days, step.on + LONGEST_DEFERRAL
        yield "until", f"until is {step.until}, more than {days} days after the decision; expected {last} at the latest"


def same_person(one: str, other: str) -> bool:
    """Say whether two names are one person's, case and spaces aside."""
    return "".join(one.casefold().split()) == "".join(other.casefold().split())


def to_day(text: str) -> date | None:
    """Return the day of a date such as 2024-05-31, None for anything else."""
    try:
        return date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        return None


def listed(words: Iterable[str]) -> str:
    """Return `a, b or c`."""
    *first, last = words
    return f"{', '.join(first)} or {last}" if first else last
