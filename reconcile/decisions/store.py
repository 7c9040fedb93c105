"""The folder of decisions: one YAML file a finding, read strictly and written whole."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from reconcile.decisions.atomic import ChangedMeanwhile, remove_file, write_file
from reconcile.decisions.reader import KIND, read_decision
from reconcile.errors import Problem, ReconcileError
from reconcile.models.decision import FINDING_ID, Decision
from reconcile.reading.files import barred, is_folder
from reconcile.settings import Settings

SUFFIX = ".yaml"
LARGEST = 10_000_000
"""Bytes of a file that is read; a decision has a few hundred."""


class DecisionError(ReconcileError):
    """A decision that can't be taken or kept; says what to do about it."""


@dataclass(frozen=True)
class Stored:
    """A decision as it lies on the disk."""

    decision: Decision
    """The decision."""
    data: bytes
    """The bytes of its file, by which a change meanwhile is noticed."""


@dataclass(frozen=True)
class Decisions:
    """All decisions of a project as they were at one moment."""

    by_finding: Mapping[str, Stored] = field(default_factory=dict)
    """The readable ones, by the id of their finding."""
    problems: tuple[Problem, ...] = ()
    """What is wrong with the others; those hold nothing."""


@dataclass(frozen=True)
class Store:
    """Where a project keeps its decisions. Nothing is ever read or written outside that folder."""

    folder: Path
    """The folder; it need not exist."""
    name: str
    """What messages call it, relative to the project."""

    @classmethod
    def of(cls, settings: Settings) -> Store:
        """Return the store that the settings name."""
        return cls(settings.root / settings.decisions, Path(settings.decisions).as_posix())

    def read(self) -> Decisions:
        """Return every decision, and a problem for each file that can't be one."""
        found: dict[str, Stored] = {}
        problems: list[Problem] = []
        error = barred(self.folder)
        unseen = [error] if error is not None else []
        readable = not unseen and is_folder(self.folder)
        if not readable and os.path.lexists(self.folder) and not unseen:
            problems.append(Problem(self.name, 0, KIND, "is no folder; decisions are kept in one"))
        for path in _yaml_files(self.folder, unseen) if readable else ():
            file = f"{self.name}/{path.relative_to(self.folder).as_posix()}"
            misplaced = _misplaced(path, self.folder, self.name)
            stored, wrong = (None, [Problem(file, 0, KIND, misplaced)]) if misplaced else self._read_one(path, file)
            problems += wrong
            if stored is not None:
                found[stored.decision.finding] = stored
        for error in unseen:
            inside = Path(os.path.relpath(os.fsdecode(error.filename or self.folder), self.folder))
            file = Path(self.name, inside).as_posix()
            problems.append(Problem(file, 0, KIND, f"can't be looked into: {error.strerror}"))
        return Decisions(found, tuple(sorted(problems)))

    def read_one(self, finding: str) -> Stored | None:
        """Return the decision on one finding, None where there is none. DecisionError: its file is broken."""
        path = self._path(finding)
        if not os.path.lexists(path):
            return None
        stored, wrong = self._read_one(path, self.file_of(finding))
        if stored is None:
            raise DecisionError("\n".join(str(problem) for problem in wrong))
        return stored

    def file_of(self, finding: str) -> str:
        """Return the file of a finding's decision, relative to the project."""
        return f"{self.name}/{finding}{SUFFIX}"

    def write(self, decision: Decision, before: Stored | None) -> Stored:
        """Write a decision in place of `before`, which is what there was when it was last read.

        It is there as a whole when this returns, and stays as it was where it raises. DecisionError: somebody
        else changed it meanwhile, or it can't be written.
        """
        from reconcile.decisions.yaml_text import comments_in, to_text

        path = self._path(decision.finding)
        comments = comments_in(before.data.decode("utf-8-sig")) if before else []
        data = to_text(decision, comments).encode("utf-8", "replace")
        try:
            write_file(path, data, before.data if before else None)
        except ChangedMeanwhile:
            if before is None:
                self._refuse_broken(decision.finding)
            raise DecisionError(self._changed(decision.finding)) from None
        except OSError as error:
            raise DecisionError(f"{self.file_of(decision.finding)} can't be written: {error.strerror}") from error
        return Stored(decision, data)

    def remove(self, stored: Stored) -> None:
        """Remove a decision. DecisionError: somebody else changed it meanwhile, or it can't be removed."""
        finding = stored.decision.finding
        try:
            remove_file(self._path(finding), stored.data)
        except ChangedMeanwhile:
            raise DecisionError(self._changed(finding)) from None
        except OSError as error:
            raise DecisionError(f"{self.file_of(finding)} can't be removed: {error.strerror}") from error

    def _path(self, finding: str) -> Path:
        # An id may come from a request: only what is one leads to a file.
        if not FINDING_ID.fullmatch(finding):
            raise DecisionError(f"'{finding[:60]}' is no id of a finding")
        return self.folder / f"{finding}{SUFFIX}"

    def _refuse_broken(self, finding: str) -> None:
        """Raise where what lies there can't be read as a decision, so that nobody looks for another writer."""
        try:
            self.read_one(finding)
        except DecisionError as error:
            raise DecisionError(f"{error}\nnothing was written: mend or remove that file first") from None

    def _changed(self, finding: str) -> str:
        return f"{self.file_of(finding)} was changed meanwhile; nothing was written: look at it and decide again"

    def _read_one(self, path: Path, file: str) -> tuple[Stored | None, list[Problem]]:
        try:
            # A link may lead out of the folder, and a pipe or a device may never end.
            why_not = _no_file(path)
            data = b"" if why_not else path.read_bytes()
        except OSError as error:
            why_not = f"can't be read: {error.strerror}"
        if why_not:
            return None, [Problem(file, 0, KIND, why_not)]
        decision, wrong = read_decision(data, file)
        if decision is not None and decision.finding != path.stem:
            return None, [Problem(file, 0, KIND, self._misnamed(decision.finding))]
        return (Stored(decision, data), []) if decision is not None else (None, wrong)

    def _misnamed(self, finding: str) -> str:
        if (self.folder / f"{finding}{SUFFIX}").exists():
            return f"decides {finding} a second time; {self.file_of(finding)} holds, so remove this one"
        return f"decides {finding}; name it {finding}{SUFFIX}"


def _yaml_files(folder: Path, unseen: list[OSError]) -> Iterator[Path]:
    """Yield what looks like a decision, in folders inside too; hidden files, where writers leave parts, do not.

    Why a folder can't be looked into is added to `unseen`.
    """
    for place, inside, names in os.walk(folder, onerror=unseen.append):
        inside[:] = sorted(name for name in inside if not name.startswith("."))
        for name in sorted(names):
            if not name.startswith(".") and name.casefold().endswith((".yaml", ".yml")):
                yield Path(place, name)


def _no_file(path: Path) -> str:
    """Return why something is not read as a decision at all, empty where it is a file of moderate size."""
    seen = path.lstat()
    if stat.S_ISLNK(seen.st_mode):
        return "is a link, which is not followed; put the decision itself there"
    if not stat.S_ISREG(seen.st_mode):
        return "can't be read: it is no regular file"
    return f"is larger than {LARGEST:,} bytes, the most that is read" if seen.st_size > LARGEST else ""


def _misplaced(path: Path, folder: Path, name: str) -> str:
    """Return why a file can't be a decision where it lies, empty where it can."""
    if path.parent != folder:
        return f"lies in a folder inside {name}; decisions stand in {name} itself"
    if path.suffix != SUFFIX:
        return f"is not read as a decision; name it {path.stem}{SUFFIX}"
    return ""
