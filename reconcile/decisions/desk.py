"""Findings and their decisions as a person works through them: what `decide`, `review` and the page share."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from reconcile.decisions import take
from reconcile.decisions.judge import Policy, decided
from reconcile.decisions.store import DecisionError, Decisions, Store, Stored
from reconcile.decisions.take import Wanted
from reconcile.models.finding import Finding


@dataclass
class Desk:
    """The findings of one check, each with the decision that was read before it.

    Every change is written at once. A decision that somebody else changed meanwhile is never overwritten: the
    change is refused, and `refresh` shows what stands there now.
    """

    store: Store
    """Where the decisions are kept."""
    policy: Policy
    """The day that counts as today, and whether a second person must agree."""
    found: dict[str, Finding] = field(default_factory=dict)
    """The findings that can be decided, by id, in the order of the report."""
    stored: dict[str, Stored] = field(default_factory=dict)
    """The decisions as they were read or written last, by the id of their finding."""

    @classmethod
    def lay(cls, store: Store, policy: Policy, found: Iterable[Finding], read: Decisions) -> Desk:
        """Return a desk with the findings of a check and the decisions that were read before it."""
        return cls(store, policy, {one.id: one for one in found if take.can_be_decided(one)}, dict(read.by_finding))

    def decide(self, id: str, wanted: Wanted) -> Finding:
        """Write a decision and return its finding as it stands then. DecisionError: why it can't be."""
        return self._keep(id, take.decide(self.store, self._finding(id), wanted, self.stored.get(id)))

    def agree(self, id: str, by: str, on: date) -> Finding:
        """Write that a second person agrees. DecisionError: there is nothing that they could agree with."""
        return self._keep(id, take.agree(self.store, self._finding(id), self.stored.get(id), by, on))

    def undo(self, id: str) -> Finding:
        """Take back what was done last about a finding. DecisionError: nothing was."""
        if id not in self.stored:
            raise DecisionError(f"{id} is not decided, so there is nothing to undo")
        return self._keep(id, take.undo(self.store, self.stored[id]))

    def refresh(self, id: str) -> Finding:
        """Return a finding with its decision read anew. DecisionError: its file is broken."""
        return self._keep(id, self.store.read_one(id))

    def waits(self, id: str) -> bool:
        """Say whether a finding is decided and only waits for a second person to agree."""
        decision = self.found[id].decision
        return bool(decision and decision.get("waits"))

    def _finding(self, id: str) -> Finding:
        if id not in self.found:
            raise DecisionError(f"{id} is no finding of this check")
        return self.found[id]

    def _keep(self, id: str, stored: Stored | None) -> Finding:
        if stored is None:
            self.stored.pop(id, None)
        else:
            self.stored[id] = stored
        self.found[id] = decided(self._finding(id), stored.decision if stored else None, self.policy)
        return self.found[id]
