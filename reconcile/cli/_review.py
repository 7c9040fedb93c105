"""Findings one after another, decided by single keys: the walk through a queue, and what each key does."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING

from reconcile.cli._keys import END, ESCAPE, read_key, read_line
from reconcile.cli._options import columns
from reconcile.cli._output import show
from reconcile.cli._who import end_of
from reconcile.decisions import DecisionError, Desk, Wanted
from reconcile.models.decision import CONFIRMED, DEFERRED, DISMISSED, EXPLAINED, LONGEST_DEFERRAL, REASONS
from reconcile.reporters._clean import clean
from reconcile.reporters._full import full_lines
from reconcile.reporters._lines import GAP, wrapped
from reconcile.reporters._settled import standing

if TYPE_CHECKING:
    from reconcile.models import Report

WIDEST = 120
"""Lines are no longer than this, however wide the terminal."""
USUAL_DEFERRAL = 30
"""Days that a deferral lasts where nobody says otherwise."""
KEYS: Mapping[str, str] = {
    "c": "confirm: a real conflict; it goes on failing the check",
    "e": "explain: both can be right; asks for the reason and a line of text",
    "d": "dismiss: the checker or a claim file is wrong; asks for a line of text",
    "f": "defer: not now; asks until when, at most 90 days",
    "a": "agree, as the second person, with what was decided",
    "s": "skip: go on without deciding (also Enter, and the right arrow)",
    "b": "back to the finding before (also the left arrow)",
    "u": "undo the last decision of this sitting",
    "q": "quit; what was decided is saved already",
    "?": "this help",
}
"""What each key does."""
BAR = "c confirm · e explain · d dismiss · f defer · s skip · b back · u undo · q quit · ? help"
"""The keys in one line."""


class _Cancelled(Exception):
    """A question was left without an answer; nothing is decided."""


@dataclass
class Sitting:
    """One person at the terminal, and how far they are."""

    desk: Desk
    """The findings and their decisions."""
    report: Report
    """The report that findings are shown from."""
    queue: Sequence[str]
    """Ids of the findings, in the order in which they are shown."""
    by: str
    """Who decides."""
    on: date
    """The day of the decisions."""
    color: bool = False
    """Whether colour is shown."""
    width: int | None = None
    """Columns; the terminal's where None, asked for anew for each finding."""
    place: int = 0
    """Which of the queue is shown."""
    done: list[str] = field(default_factory=list)
    """What was decided, in order, for undo."""
    refused: list[str] = field(default_factory=list)
    """What could not be saved when it was decided, in order."""
    seen: int = -1
    """Which of the queue was shown last in full."""

    def run(self) -> None:
        """Show one finding after another until the end, or until somebody quits."""
        while True:
            at_end = self.place >= len(self.queue)
            if at_end:
                self._say("", f"That was the last one: {self.summary()}.", "b back · u undo · q quit")
            elif self.seen != self.place:
                self._show()
            show("> ")
            key = read_key().casefold()
            show(f"{key}\n" if key.isprintable() else "\n")
            if key in (END, "q") or (at_end and key == "\n"):
                return
            self._press(key, at_end)

    def summary(self) -> str:
        """Return `3 decided, 21 left`."""
        decided = len(set(self.done))
        return f"{decided:,} decided, {len(self.queue) - decided:,} left"

    def unsaved(self) -> list[str]:
        """Return the findings of which the last decision could not be saved."""
        return sorted({id for id in self.refused if id not in self.done})

    def _press(self, key: str, at_end: bool) -> None:
        """Do what a key says. What goes wrong is said, and nothing is decided then."""
        moves: Mapping[str, Callable[[], None]] = {"b": self._back, "u": self._undo, "?": self._help}
        deciding: Mapping[str, Callable[[], None]] = {
            "c": lambda: self._decide(CONFIRMED),
            "e": lambda: self._decide(EXPLAINED, reason=self._reason(), text=self._text()),
            "d": lambda: self._decide(DISMISSED, text=self._text()),
            "f": lambda: self._decide(DEFERRED, until=self._until()),
            "a": self._agree,
            "s": self._skip,
            "\n": self._skip,
        }
        act = moves.get(key) or (None if at_end else deciding.get(key))
        if act is None:
            self._say("" if key == ESCAPE else f"'{clean(key)}' does nothing here; ? lists the keys")
            return
        try:
            act()
        except _Cancelled:
            self._say("Nothing was decided.")
        except DecisionError as error:
            self._say(str(error))
            self.refused += [] if at_end or key not in deciding else [self.queue[self.place]]
            self._look_again()

    def _show(self) -> None:
        """Show the finding at this place in full, with where it stands in the queue."""
        self.seen = self.place
        room, id = columns(self.width), self.queue[self.place]
        finding = self.desk.found[id]
        parts = [f"{self.place + 1} of {len(self.queue):,}", finding.status]
        parts += [f"{len(set(self.done)):,} decided"] if self.done else []
        head = f"── {' · '.join(parts)} "
        show(f"\n{head.ljust(min(room, WIDEST), '─')}\n\n")
        others = (one for one in self.report.found if one.primary == finding.primary and one.id != id)
        lines = full_lines(replace(self.report, found=(finding, *others)), id, min(room, WIDEST), self.color)
        show("".join(f"{line}\n" for line in lines))
        bar = f"a agree · {BAR}" if self.desk.waits(id) else BAR
        self._say("", bar)

    def _decide(self, status: str, reason: str = "", text: str = "", until: date | None = None) -> None:
        id = self.queue[self.place]
        before = self.desk.stored.get(id)
        self.desk.decide(id, Wanted(status, self.by, self.on, reason, text, until))
        self._go_on(id, "Saved" if self.desk.stored.get(id) is not before else "It is decided so already")

    def _agree(self) -> None:
        id = self.queue[self.place]
        self.desk.agree(id, self.by, self.on)
        self._go_on(id, "Saved")

    def _go_on(self, id: str, what: str) -> None:
        if what == "Saved":
            self.done.append(id)
        self._say(f"{what}: {'; '.join(standing(self.desk.found[id]))}")
        self.place += 1

    def _skip(self) -> None:
        self.place += 1

    def _back(self) -> None:
        if self.place == 0:
            self._say("This is the first one.")
        self.place = max(0, self.place - 1)
        self.seen = -1

    def _undo(self) -> None:
        if not self.done:
            self._say("Nothing was decided in this sitting; `reconcile decide --undo` takes back what is older.")
            return
        id = self.done.pop()
        self.place, self.seen = self.queue.index(id), -1
        finding = self.desk.undo(id)
        self._say(f"Taken back; it is {finding.status} again.")

    def _help(self) -> None:
        self._list(KEYS)
        self._say("")

    def _look_again(self) -> None:
        """Show the finding with the decision that somebody else may have written meanwhile."""
        if self.place < len(self.queue):
            self.seen = -1
            try:
                self.desk.refresh(self.queue[self.place])
            except DecisionError as error:
                self._say(str(error))

    def _reason(self) -> str:
        """Ask why both can be right, by one key."""
        codes = list(REASONS)
        self._say("", "Why can both be right?")
        self._list({str(number): f"{code:<24}{REASONS[code]}" for number, code in enumerate(codes, 1)})
        show(f"1 to {len(codes)}, anything else to leave it: ")
        key = read_key()
        show(f"{key}\n" if key.isprintable() else "\n")
        if key.isascii() and key.isdigit() and 1 <= int(key) <= len(codes):
            return codes[int(key) - 1]
        raise _Cancelled

    def _text(self) -> str:
        """Ask for a line of text; an empty one keeps what was written before, where something was."""
        stored = self.desk.stored.get(self.queue[self.place])
        before = stored.decision.present.text if stored else ""
        if before:
            self._say(f"Before: {before}")
        answer = read_line("In a line, why (Enter keeps that): " if before else "In a line, why: ")
        if not (answer or before) or answer is None:
            raise _Cancelled
        return answer or before

    def _until(self) -> date:
        """Ask until when; an empty line means the usual time."""
        most = LONGEST_DEFERRAL.days
        while True:
            answer = read_line(f"Until when, a date or days, at most {most} (Enter: {USUAL_DEFERRAL} days): ")
            if answer is None:
                raise _Cancelled
            end = end_of(answer or str(USUAL_DEFERRAL), self.on)
            if end is not None and self.on <= end and end - self.on <= LONGEST_DEFERRAL:
                return end
            self._say(f"'{clean(answer)}' is no date such as 2024-05-31 and no number of days up to {most}.")

    def _list(self, rows: Mapping[str, str]) -> None:
        for key, says in rows.items():
            lines = wrapped(says, columns(self.width), f"{GAP}{key}{GAP}", GAP * 4)
            show("".join(f"{line}\n" for line in lines))

    def _say(self, *texts: str) -> None:
        room = columns(self.width)
        for text in texts:
            show("".join(f"{line}\n" for line in wrapped(clean(text), room, rest=GAP * 2)))
