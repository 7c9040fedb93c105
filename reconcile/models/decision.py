"""What people decided about findings: who, when, why, and what they saw when they did."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from reconcile.models.finding import Finding

CONFIRMED, EXPLAINED, DISMISSED, DEFERRED = "confirmed", "explained", "dismissed", "deferred"
REOPENED, EXPIRED = "reopened", "expired"
STATUSES: Mapping[str, str] = {
    CONFIRMED: "a real conflict; it still fails",
    EXPLAINED: "both can be right",
    DISMISSED: "the checker or a claim file is wrong",
    DEFERRED: "not now, but by a date",
}
"""What a person may decide, and what it says."""
REASONS: Mapping[str, str] = {
    "different-date": "they speak of different days",
    "different-scope": "they count in different places or groups",
    "different-definition": "they count different things",
    "rounding": "one of them is rounded more than it shows",
    "estimate-versus-count": "one is an estimate, the other a count",
    "superseded": "one of them was corrected or replaced later",
    "same-origin": "they go back to one source, which is misquoted once",
}
"""Reason codes, and what they say."""
LONGEST_DEFERRAL = timedelta(days=90)
"""How long a finding may be deferred, from the day of the decision on."""
FINDING_ID = re.compile(r"[A-Z]{2,12}\d{3}-[a-z0-9]{10}")
"""The id of a finding: the code of its rule and a hash."""


@dataclass(frozen=True, slots=True)
class Seen:
    """One claim as it was when a decision was taken."""

    claim: str
    """Full id, `document#id`."""
    stated: str = ""
    """The value as printed."""
    reads: str = ""
    """The reading as a person writes it."""
    unit: str = ""
    """The unit of the reading; empty where it has none."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """One decision, present or past."""

    status: str
    """One of STATUSES."""
    by: str
    """Who decided."""
    on: date
    """When."""
    evidence: str
    """Hash of the claims' ids and readings then; the decision holds while it is the finding's."""
    reason: str = ""
    """One of REASONS; empty where none was given."""
    text: str = ""
    """Why, in their words."""
    until: date | None = None
    """The last day that it holds; of a deferral alone."""
    reviewed_by: str = ""
    """The second person who agrees; empty where nobody did."""
    reviewed_on: date | None = None
    """When they did."""
    values: tuple[Seen, ...] = ()
    """The claims as they were then, by id."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What is decided about one finding, and what was decided before."""

    finding: str
    """Id of the finding."""
    present: Judgement
    """What holds now."""
    history: tuple[Judgement, ...] = ()
    """What was decided before, oldest first."""
    file: str = ""
    """Where it is kept, relative to the project."""


@dataclass(frozen=True, slots=True)
class Held:
    """A decision held against what the check found."""

    decision: Decision
    """The decision."""
    finding: Finding | None
    """Its finding with the status that holds; None where it is not there."""
    is_gone: bool
    """Whether the finding is not there although it was looked for."""
    changes: tuple[str, ...] = ()
    """How its claims differ from what was seen, one sentence each."""


def code_of(finding: str) -> str:
    """Return the code of the rule that a finding's id begins with."""
    return finding.partition("-")[0]
