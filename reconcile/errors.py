"""What can go wrong that is no finding: each error says what a user can do about it."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches


class ReconcileError(Exception):
    """The base of every error that `reconcile` raises on purpose."""

    exit_status = 2
    """The exit status of the command line when this error ends it."""


class SettingsError(ReconcileError):
    """Settings, a vocabulary or relations that cannot be used; holds every problem, not the first."""

    def __init__(self, problems: Iterable["Problem"]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class RuleDefinitionError(ReconcileError):
    """A rule class that breaks the interface; names the author's file and line."""


class IncompleteError(ReconcileError):
    """The check could not look at everything it was asked to look at."""

    exit_status = 3


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """Something that kept part of the work from being checked: counted and shown, never a finding."""

    file: str
    """The file, relative to the project; empty where no file is at fault."""
    line: int
    """The line in that file, from 1; 0 where unknown."""
    kind: str
    """`unreadable`, `settings`, `vocabulary`, `relations`, `rule`, `not-checked`."""
    message: str
    """One sentence: what is wrong, what was expected, the nearest right name."""

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}: " if self.file and self.line else f"{self.file}: " if self.file else ""
        return place + self.message


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Return `; did you mean 'x'?` for the known name nearest to `name`, or nothing."""
    near = nearest(name, known)
    return f"; did you mean '{near}'?" if near else ""


def nearest(name: str, known: Iterable[str]) -> str | None:
    """Return the known name nearest to `name`, whatever its case, or None where none is near."""
    folded = {other.casefold(): other for other in sorted(known, reverse=True)}
    found = get_close_matches(name.casefold(), sorted(folded), n=1, cutoff=0.6)
    return folded[found[0]] if found else None
