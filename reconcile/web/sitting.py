"""One person at the review page: the queue, how far they are, what they decided, and what two tabs may not do."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import TYPE_CHECKING

from reconcile.decisions import DecisionError, Desk, Wanted
from reconcile.decisions.faults import same_person
from reconcile.decisions.take import faults_of_wanted
from reconcile.reporters.html import cards_of

if TYPE_CHECKING:
    from reconcile.models import Finding, Report
    from reconcile.reporters._html import Cards

UNDECIDED = ("reopened", "expired", "open")
"""Statuses of findings that somebody still has to decide."""
LONGEST_TEXT = 4000
"""Characters that a decision's text may have on the page."""


class Collision(Exception):
    """What a tab has shown is not what is there now; nothing was written."""


class Refused(Exception):
    """What was asked for is no decision; says why."""


@dataclass(frozen=True, slots=True)
class Done:
    """Something decided in this sitting, for undo."""

    id: str
    """The finding."""
    version: str
    """What stood there when it was written."""


@dataclass
class Sitting:
    """The findings of one check before one person, who may have several tabs open.

    Every change names the version that its tab has shown. It is held against the file as it is now, so that
    nothing is decided or taken back that the person has not seen.
    """

    desk: Desk
    """The findings and their decisions."""
    report: Report
    """The report that cards are shown from."""
    queue: Sequence[str]
    """Ids of the findings to decide, in the order in which they are shown."""
    others: Sequence[str]
    """Ids of those that can be looked at besides, such as decided ones."""
    by: str
    """Who decides."""
    day: Callable[[], date]
    """Returns the day of a decision that is taken now."""
    done: list[Done] = field(default_factory=list)
    """What was decided, in order."""
    _cards: Cards | None = None

    @property
    def order(self) -> tuple[str, ...]:
        """All ids, the queue first; it stays as it is while findings are decided."""
        return (*self.queue, *self.others)

    @property
    def cards(self) -> Cards:
        """The cards of the report, worked out once."""
        if self._cards is None:
            self._cards = cards_of(self.report)
        return self._cards

    def look(self, id: str) -> Finding:
        """Return a finding with its decision read anew. KeyError: there is none. DecisionError: its file is broken."""
        if id not in self.desk.found or id not in self.order:
            raise KeyError(id)
        return self.desk.refresh(id)

    def version(self, id: str) -> str:
        """Return a short hash of what a person sees of a finding: its evidence and its decision's file."""
        stored = self.desk.stored.get(id)
        seen = self.desk.found[id].evidence.encode("utf-8") + b"\0" + (stored.data if stored else b"")
        return sha256(seen).hexdigest()[:20]

    def decide(self, id: str, wanted: Wanted, seen: str) -> None:
        """Write a decision. Collision: the finding is not as it was `seen`. Refused: that is no decision."""
        wrong = [message for _, message in faults_of_wanted(wanted)]
        if len(wanted.text) > LONGEST_TEXT:
            wrong.append(f"the text has {len(wanted.text):,} characters; expected {LONGEST_TEXT:,} at most")
        if wrong:
            raise Refused("\n".join(wrong))
        self._write(id, seen, lambda: self.desk.decide(id, wanted))

    def agree(self, id: str, seen: str) -> None:
        """Write that this person agrees with a decision. Collision and Refused as in `decide`."""
        self._write(id, seen, lambda: self.desk.agree(id, self.by, self.day()))

    def undo(self, id: str, seen: str) -> None:
        """Take back what this sitting did last about a finding. Collision: it is not what stands there now."""
        place = next((n for n in reversed(range(len(self.done))) if self.done[n].id == id), None)
        if place is None:
            raise Collision
        self.look(id)
        if self.version(id) != self.done[place].version:
            # Somebody else decided since; what this sitting did is history and not to be taken back here.
            self.done = [one for one in self.done if one.id != id]
            raise Collision
        if seen != self.version(id):
            raise Collision
        try:
            self.desk.undo(id)
        except DecisionError as error:
            raise self._why(id, seen, error) from error
        del self.done[place]

    def is_decided(self, id: str) -> bool:
        """Say whether there is nothing left for this person to decide about a finding."""
        return self.desk.found[id].status not in UNDECIDED or (self.desk.waits(id) and not self.may_agree(id))

    def may_agree(self, id: str) -> bool:
        """Say whether a decision waits for a second person, who may be this one."""
        decision = self.desk.found[id].decision or {}
        return self.desk.waits(id) and not same_person(str(decision.get("by")), self.by)

    def decided(self) -> int:
        """Return how many of the queue are decided."""
        return sum(self.is_decided(id) for id in self.queue)

    def summary(self) -> str:
        """Return `3 decided, 21 left`."""
        decided = len({one.id for one in self.done})
        return f"{decided:,} decided, {len(self.queue) - self.decided():,} left"

    def _write(self, id: str, seen: str, act: Callable[[], Finding]) -> None:
        self.look(id)
        if seen != self.version(id):
            raise Collision
        before = self.desk.stored.get(id)
        try:
            act()
        except DecisionError as error:
            raise self._why(id, seen, error) from error
        if self.desk.stored.get(id) is not before:
            self.done.append(Done(id, self.version(id)))

    def _why(self, id: str, seen: str, error: DecisionError) -> Exception:
        """Return what a refused change means: somebody was faster, or it can't be done at all."""
        self.look(id)
        return Collision() if self.version(id) != seen else Refused(str(error))
