"""What a rule reports: claims that cannot all be true, or a fault in one claim, with its proof."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

SEVERITIES = ("error", "warning", "note")
"""From worst to mildest."""
SETTLED = frozenset({"explained", "dismissed", "deferred"})
"""Statuses of findings that a person has decided not to fail on."""


@dataclass(frozen=True, slots=True)
class Margin:
    """A distance between figures, in the measure's unit (days for events) and relative to the figures."""

    absolute: float | None
    """In the measure's unit; None where it has no meaning."""
    relative: float | None
    """As a fraction of the figures; None where it has no meaning."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One claim of a finding, as stated beside as read, with its place."""

    id: str
    """Full id of the claim, `document#id`."""
    document: str
    """Id of its document."""
    role: str = "related"
    """`primary` or `related`; a law's finding also says `part` or `whole` in `term`."""
    term: str = ""
    """In a law's finding: the measure or member this claim speaks for."""
    camp: int = 0
    """The camp of claims that fit each other, from 1; 0 where a finding has none."""
    stated: str = ""
    """The value as printed."""
    reads: str = ""
    """The reading as a person writes it: `[1,650, 1,750)`."""
    low: float | None = None
    """Low end of the reading in the measure's unit; None where endless or no number."""
    high: float | None = None
    """High end."""
    low_open: bool = False
    """Whether the low end itself is left out."""
    high_open: bool = False
    """Whether the high end itself is left out."""
    unit: str = ""
    """The unit the reading is in."""
    time: str = ""
    """What the value is about, in words; empty where unknown."""
    basis: str = "stated"
    """Where that time comes from: stated, inferred, published, none."""
    origin: str = ""
    """Whom the document credits."""
    stance: str = "asserts"
    """asserts, reports, disputes or forecasts."""
    at: Mapping[str, object] = field(default_factory=dict)
    """Locator in the document's text."""
    file: str = ""
    """Claim file, relative to the project."""
    line: int = 0
    """Line of the claim in that file, from 1."""
    says: str = ""
    """The claim in its writer's words."""
    measure: str = ""
    """The claim's measure."""
    published: str = ""
    """When its document was published, in words; empty where unknown."""
    kind: str = ""
    """The kind of its measure: stock, cumulative, event and so on; of an event the ends are day numbers."""
    best: float | None = None
    """The one number that was printed, in the measure's unit; None for ranges, bounds, words and dates."""

    def with_role(self, role: str) -> Evidence:
        """Return the claim with another role."""
        return self if self.role == role else replace(self, role=role)


@dataclass(frozen=True)
class Finding:
    """One finding. Rules fill what they know; `settle` adds id, evidence hash and primary claim."""

    code: str
    """REC101 and so on."""
    rule: str
    """The rule's name, `value-conflict`."""
    severity: str
    """error, warning or note."""
    message: str
    """One sentence that alone tells who says what and why both cannot be."""
    claims: tuple[Evidence, ...] = ()
    """The claims of the finding; the first is the primary one once settled."""
    quantity: Mapping[str, str] = field(default_factory=dict)
    """Measure and members; empty where a finding is about no quantity."""
    label: str = ""
    """What the finding calls its quantity."""
    arithmetic: tuple[str, ...] = ()
    """Readings, sums and comparisons, one line each."""
    gap: Margin | None = None
    """How far apart the stated figures are."""
    holds_until: Margin | None = None
    """The breaking tolerance: how good every figure would have to be at best for the claims to agree."""
    grade: str = ""
    """contradiction, tension or note; filled by `settle` where empty."""
    relations: tuple[str, ...] = ()
    """Names of the laws that it needs."""
    causes: tuple[str, ...] = ()
    """What would explain it, one sentence each."""
    implied: tuple[str, ...] = ()
    """What all other claims and laws leave for the quantities of its claims, one sentence each."""
    unlisted: tuple[str, ...] = ()
    """Full ids of the claims that are beyond the number that a finding lists; they belong to it like the others."""
    key: tuple[str, ...] = ()
    """What the id is hashed from: quantity and first day of the clash, or law, members and instant."""
    primary: str = ""
    """Full id of the claim that stands first, where the rule knows it (the whole of a law)."""
    clashes: tuple[tuple[str, str], ...] = ()
    """Pairs of claims that exclude each other, for `settle`."""
    core: frozenset[str] = frozenset()
    """Full ids that the breach needs, for `settle`; all claims where empty."""
    id: str = ""
    """`REC101-k3f9q2m7ta`: code and hash; stays the same when values change."""
    evidence: str = ""
    """Hash of the claims' ids and readings; changes when a value changes. A rule that looks at more fills in a hash
    of all that it looks at, which `settle` leaves."""
    status: str = "open"
    """open, confirmed, explained, dismissed, deferred, reopened or expired."""
    decision: Mapping[str, object] | None = None
    """The decision taken, if any: status, reason, text, by, on, until, reviewer, file, changes, history."""
    change: str = ""
    """Compared with an earlier state of the project: new, changed or unchanged; empty where not compared."""
    changes: tuple[str, ...] = ()
    """What is different since that state, one sentence each: `watch-2018#fr: 1,800 became 1,850`."""

    @property
    def is_settled(self) -> bool:
        """Whether a person has decided that it is not to fail a check."""
        return self.status in SETTLED

    @property
    def can_fail(self) -> bool:
        """Whether a check may fail on it: nobody has settled it, and it is not as it was before."""
        return not self.is_settled and self.change != "unchanged"

    def claim_ids(self) -> frozenset[str]:
        """Return the full ids of its claims, listed or not."""
        known: frozenset[str] | None = self.__dict__.get("_ids")
        if known is None:
            known = frozenset([claim.id for claim in self.claims]).union(self.unlisted)
            self.__dict__["_ids"] = known  # what is frozen stays as it is: this is only remembered
        return known

    @property
    def size(self) -> int:
        """How many claims it holds, listed or not."""
        return len(self.claims) + len(self.unlisted)

    def changed(self, **fields: Any) -> Finding:
        """Return it with other values in some fields: as `dataclasses.replace`, and quick, for there may be many."""
        found = object.__new__(type(self))
        found.__dict__.update(self.__dict__)
        if "claims" in fields or "unlisted" in fields:
            found.__dict__.pop("_ids", None)
        found.__dict__.update(fields)
        return found
