"""The files that a check looks at, with the hashes of their bytes: all but the documents' own texts."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from reconcile.reading.files import find_claim_files, read_bytes, shown, size_of
from reconcile.reading.nodes import Unreadable
from reconcile.settings import Settings

WORTH = 1_000_000
"""Bytes of claim files from which a report is kept: below that nothing is left behind."""
MOST_BESIDE = 2_000
"""Files in rules folders, claim files aside, beyond which nothing is kept: laws are few, so these are none."""
LARGEST_BESIDE = 16_000_000
"""Bytes of the largest of them."""
CODE = (".py", ".json")
"""Endings of rule modules and suites, which may look at anything once they run."""
_YAML = (".yaml", ".yml")


class NotKept(Exception):
    """Something that no kept report could be trusted with; a check then looks at everything itself."""


@dataclass
class Inputs:
    """Files and their hashes, each as it is told in a fingerprint."""

    settings: Settings
    """What says where they are."""
    told: list[list[str]] = field(default_factory=list)
    """What was looked at: a word for what it is, its name, the hash of its bytes or why there is none."""
    seen: list[tuple[int, ...]] = field(default_factory=list)
    """Identity, size and times of the files and folders: they differ where something changed and was put back."""
    _hashes: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, settings: Settings, project_rules: bool) -> Inputs:
        """Look at everything. NotKept: it is little, or something that can't be relied on; OSError: not to be seen."""
        inputs = cls(settings)
        inputs._claims()
        inputs._vocabulary()
        inputs._rules(project_rules)
        inputs._decisions()
        return inputs

    def _claims(self) -> None:
        root = self.settings.root
        files, problems = find_claim_files(root, self.settings.claims, root / self.settings.vocabulary)
        if problems or sum(map(size_of, files)) < WORTH:
            raise NotKept
        for path in files:
            self._file("claims", path)
        places = [root, *(root / place for place in self.settings.claims)]
        for folder in _folders(places):
            self._note_folder(folder)

    def _vocabulary(self) -> None:
        path = self.settings.root / self.settings.vocabulary
        if _is_there(path):
            self._file("vocabulary", path)
        else:
            self._absent("vocabulary", path)

    def _rules(self, project_rules: bool) -> None:
        """Look at all that lies in rules folders: which names are passed over there is told as a problem."""
        beside = 0
        for place in self.settings.rules:
            for path in self._below("rules", self.settings.root / place):
                if project_rules and path.suffix.lower() in CODE:
                    raise NotKept
                beside += str(path) not in self._hashes
                if beside > MOST_BESIDE or path.stat().st_size > LARGEST_BESIDE:
                    raise NotKept
                self._file("rules", path)

    def _decisions(self) -> None:
        if not self.settings.decisions:
            return
        for path in self._below("decisions", self.settings.root / self.settings.decisions):
            if path.name.casefold().endswith(_YAML):
                if not stat.S_ISREG(path.lstat().st_mode):
                    raise NotKept
                self._file("decisions", path)

    def _below(self, what: str, place: Path) -> Iterator[Path]:
        """Yield the files at or below a place, hidden folders left out. NotKept: a folder in it is a link."""
        if not _is_there(place):
            self._absent(what, place)
            return
        if not stat.S_ISDIR(place.stat().st_mode):
            yield place
            return
        self.told.append([what, shown(place, self.settings.root), "folder"])
        for folder in _folders([place]):
            self._note_folder(folder)
            with os.scandir(folder) as entries:
                inside = sorted(entries, key=lambda entry: entry.name)
            for entry in inside:
                if not entry.is_dir():
                    yield Path(entry.path)
                elif entry.is_symlink():
                    raise NotKept
                else:
                    self.told.append([what, shown(Path(entry.path), self.settings.root), "folder"])

    def _file(self, what: str, path: Path) -> None:
        name = shown(path, self.settings.root)
        known = self._hashes.get(str(path))
        if known is None:
            self._note(path)
            try:
                known = hashlib.sha256(read_bytes(path, name)).hexdigest()
            except Unreadable:
                raise NotKept from None
            self._hashes[str(path)] = known
        self.told.append([what, name, known])

    def _absent(self, what: str, path: Path) -> None:
        self.told.append([what, shown(path, self.settings.root), "absent"])

    def _note_folder(self, folder: Path) -> None:
        self._note(f"{folder}{os.sep}.")  # OSError too where its names may be read and nothing in it may be seen

    def _note(self, path: Path | str) -> None:
        found = os.stat(path)  # noqa: PTH116 - of ten thousand files, quicker than a Path's
        self.seen.append((found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns))


def _is_there(path: Path) -> bool:
    """Say whether there is anything at a path, if only a broken link. OSError: nobody may know."""
    try:
        path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    return True


def _folders(places: Iterable[Path]) -> Iterator[Path]:
    """Yield the folders at and below places, hidden ones further down left out. OSError: one can't be looked into."""
    for place in places:
        for folder, inside, _ in os.walk(place, onerror=_raised):
            inside[:] = sorted(name for name in inside if not name.startswith("."))
            yield Path(folder)


def _raised(error: OSError) -> None:
    if not isinstance(error, NotADirectoryError):  # a place may be one file
        raise error
