"""The files that a check looks at, with the hashes of their bytes: all but the documents' own texts.

First their names and sizes are looked at, which is quick; they are opened only where nothing stands against it.
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Callable, Iterable, Iterator
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
ALL_BESIDE = 64_000_000
"""Bytes of all of them."""
CODE = (".py", ".json")
"""Endings of rule modules and suites, which may look at anything once they run."""
_YAML = (".yaml", ".yml")


class NotKept(Exception):
    """Something that no kept report could be trusted with; a check then looks at everything itself."""


@dataclass
class Inputs:
    """Files and folders, as they are told in a fingerprint."""

    settings: Settings
    """What says where they are."""
    told: list[list[str]] = field(default_factory=list)
    """Folders, and files that are not there: a word for what it is, its name, why it has no hash."""
    seen: list[tuple[int, ...]] = field(default_factory=list)
    """Identity, size and times of the files and folders: they differ where something changed and was put back."""
    files: list[tuple[str, Path]] = field(default_factory=list)
    """The files: a word for what it is, and where it is."""

    @classmethod
    def of(cls, settings: Settings, project_rules: bool) -> Inputs:
        """Look at names and sizes. NotKept: it is little, or can't be relied on; OSError: it is not to be seen."""
        inputs = cls(settings)
        for place in (*settings.claims, settings.vocabulary, *settings.rules, settings.decisions):
            inputs._way_to(settings.root / place)
        inputs._rules(project_rules)
        inputs._claims()
        inputs._vocabulary()
        inputs._decisions()
        return inputs

    def hashed(self) -> list[list[str]]:
        """Return all of it with the hashes of the files. NotKept: one can't be read, or is a link."""
        hashes: dict[Path, str] = {}
        found = list(self.told)
        for what, path in self.files:
            name = shown(path, self.settings.root)
            if path not in hashes:
                self._note(path, stat.S_ISREG)
                try:
                    hashes[path] = hashlib.sha256(read_bytes(path, name)).hexdigest()
                except Unreadable:
                    raise NotKept from None
            found.append([what, name, hashes[path]])
        return found

    def _way_to(self, place: Path) -> None:
        """Look at the folders from the project's own to a place, or as far as they are there.

        NotKept: it leads out of the project, where what changes and changes back is not to be seen, or over a link.
        """
        root = self.settings.root
        parts = place.relative_to(root).parts if place.is_relative_to(root) else ("..",)
        if ".." in parts:
            raise NotKept
        for path in (root.joinpath(*parts[:number]) for number in range(len(parts) + 1)):
            if not _is_there(path):
                return
            if path.is_symlink():
                raise NotKept
            if path.is_dir():
                self._note_folder(path)

    def _claims(self) -> None:
        """Look at the claim files, and how much lies in rules folders besides them."""
        root = self.settings.root
        files, problems = find_claim_files(root, self.settings.claims, root / self.settings.vocabulary)
        if problems or sum(map(size_of, files)) < WORTH:
            raise NotKept
        claims = set(files)
        beside = [path.lstat().st_size for _, path in self.files if path not in claims]
        if len(beside) > MOST_BESIDE or max(beside, default=0) > LARGEST_BESIDE or sum(beside) > ALL_BESIDE:
            raise NotKept
        self.files += [("claims", path) for path in files]
        for folder in _folders(root / place for place in self.settings.claims):
            self._note_folder(folder)

    def _vocabulary(self) -> None:
        path = self.settings.root / self.settings.vocabulary
        if _is_there(path):
            self.files.append(("vocabulary", path))
        else:
            self._absent("vocabulary", path)

    def _rules(self, project_rules: bool) -> None:
        """Look at all that lies in rules folders: which names are passed over there is told as a problem."""
        for place in self.settings.rules:
            for path in self._below("rules", self.settings.root / place):
                if project_rules and path.suffix.lower() in CODE:
                    raise NotKept
                self.files.append(("rules", path))

    def _decisions(self) -> None:
        if self.settings.decisions:
            below = self._below("decisions", self.settings.root / self.settings.decisions)
            self.files += [("decisions", path) for path in below if path.name.casefold().endswith(_YAML)]

    def _below(self, what: str, place: Path) -> Iterator[Path]:
        """Yield the files at or below a place, hidden folders left out. NotKept: something in it is a link."""
        if not _is_there(place):
            self._absent(what, place)
            return
        if not stat.S_ISDIR(place.lstat().st_mode):
            yield place
            return
        self.told.append([what, shown(place, self.settings.root), "folder"])
        for folder in _folders([place]):
            self._note_folder(folder)
            with os.scandir(folder) as entries:
                inside = sorted(entries, key=lambda entry: entry.name)
            for entry in inside:
                if entry.is_file(follow_symlinks=False):
                    yield Path(entry.path)
                elif entry.is_dir(follow_symlinks=False):
                    self.told.append([what, shown(Path(entry.path), self.settings.root), "folder"])
                else:  # a link may lead to what changes unseen, and a device may never end
                    raise NotKept

    def _absent(self, what: str, path: Path) -> None:
        self.told.append([what, shown(path, self.settings.root), "absent"])

    def _note_folder(self, folder: Path) -> None:
        # OSError too where its names may be read and nothing in it may be seen
        self._note(f"{folder}{os.sep}.", stat.S_ISDIR)

    def _note(self, path: Path | str, is_right: Callable[[int], bool]) -> None:
        found = os.lstat(path)  # of ten thousand files, quicker than a Path's
        if not is_right(found.st_mode):
            raise NotKept
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
