"""A project put together in a folder of its own: its policy as it was at one time, its data as of another.

Policy is what says which findings there are and which of them count: the settings file, the laws and rule modules,
the decisions. Data is what documents say: claim files, the vocabulary and the documents' texts.

The folder mirrors where things are on disk, so that every relative path leads where it led.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import Protocol

from reconcile.pipeline.earlier.revisions import LINK, SUBMODULE, Entry, Revision, RevisionError
from reconcile.reading.files import YAML_ENDINGS, barred, is_claim_file, is_folder
from reconcile.reading.project import read_part
from reconcile.reading.rule_places import RELATIONS
from reconcile.settings import FILE_NAME, Settings, read_settings

_LINKS = 5
"""How many links are followed one after another."""


class Tree(Protocol):
    """Files as they were at one time."""

    def files(self, place: Path) -> list[Path]:
        """Return the files at or below a place on disk, as if they lay there."""

    def write(self, files: Mapping[Path, Path]) -> None:
        """Write each file (where it lies) to a place; what can't be had is not written."""


@dataclass(frozen=True)
class Disk:
    """Files as they are on disk now."""

    closed: list[OSError] = field(default_factory=list)
    """Why places were not looked into."""

    def files(self, place: Path) -> list[Path]:
        """Return the files at or below `place`; hidden folders and links to folders are not searched."""
        error = barred(place)
        if error is not None:
            self.closed.append(error)
            return []
        if not place.is_dir():
            return [place] if os.path.lexists(place) else []
        found = []
        for folder, inside, names in os.walk(place, onerror=self.closed.append):
            inside[:] = sorted(name for name in inside if not name.startswith(".") and name != "__pycache__")
            found += [Path(folder, name) for name in sorted(names)]
        return found

    def write(self, files: Mapping[Path, Path]) -> None:
        """Copy each file; one that can't be copied is linked, so that reading it fails as it would where it lies."""
        for source, target in files.items():
            target.parent.mkdir(parents=True, exist_ok=True)
            try:
                if not source.is_file():  # a device or a pipe, which may never end
                    raise OSError("no regular file")
                shutil.copyfile(source, target)
            except OSError:
                target.symlink_to(source)


@dataclass(frozen=True)
class AtRevision:
    """Files as git has them at a revision; what lies outside the repository, as it is on disk."""

    revision: Revision
    """The commit."""
    needed: bool = False
    """Whether a file that can't be had is an error; it is left out with a remark otherwise."""
    remarks: list[str] = field(default_factory=list)
    """What could not be had, one sentence each."""
    disk: Disk = field(default_factory=Disk)
    """Where what lies outside the repository is taken from."""
    _entries: dict[Path, Entry] = field(default_factory=dict)

    def files(self, place: Path) -> list[Path]:
        """Return the files at or below `place`; links are followed where they lead to the repository."""
        inside = self._inside(place)
        if inside is None:
            found = self.disk.files(place)
            if found:
                self.remarks.append(_unversioned(place, self.revision))
            return found
        found = []
        for path, entry in self._expanded(inside, _LINKS).items():
            self._entries[self._top / path] = entry
            found.append(self._top / path)
        return found

    def write(self, files: Mapping[Path, Path]) -> None:
        """Write each file with the content that it had."""
        self.disk.write({source: target for source, target in files.items() if source not in self._entries})
        wanted: dict[str, list[Path]] = {}
        for source, target in files.items():
            if source in self._entries:
                wanted.setdefault(self._entries[source].object, []).append(target)
        entries = {entry.object: entry for source, entry in self._entries.items() if source in files}
        for entry, data in self.revision.contents([entries[name] for name in wanted]):
            if data is None:
                self._missing(f"{entry.path} is kept by Git LFS and is not at hand as it was at {self.revision.name}")
                continue
            for target in wanted[entry.object]:
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(data)

    @property
    def _top(self) -> Path:
        return self.revision.repository.top

    def _inside(self, place: Path) -> str | None:
        """Return a place's path in the repository, None where it lies outside."""
        if not place.is_relative_to(self._top):
            return None
        path = place.relative_to(self._top).as_posix()
        return "" if path == "." else path

    def _expanded(self, path: str, links: int) -> dict[str, Entry]:
        """Return the files at or below a path of the tree, each under the name by which it is reached."""
        found: dict[str, Entry] = {}
        for entry in self.revision.entries(path):
            if entry.mode == SUBMODULE:
                self._missing(f"{entry.path} is a submodule, whose files at {self.revision.name} are not read")
            elif entry.mode != LINK:
                found[entry.path] = entry
            elif links:
                found |= self._followed(entry, path, links)
        return found

    def _followed(self, link: Entry, asked: str, links: int) -> dict[str, Entry]:
        data = next(data for _, data in self.revision.contents([link])) or b""
        target = os.path.normpath(PurePosixPath(link.path).parent / os.fsdecode(data)).replace(os.sep, "/")
        if target.startswith(("../", "/")) or target in ("..", "."):
            self._missing(f"{link.path} is a link that leads out of the repository; it is not followed")
            return {}
        found = self._expanded(target, links - 1)
        # As on disk: a link to a folder is searched where it is named, and not where it is come upon.
        kept = {path: entry for path, entry in found.items() if path == target or link.path == asked}
        return {link.path + path.removeprefix(target): entry for path, entry in kept.items()}

    def _missing(self, what: str) -> None:
        if self.needed:
            raise RevisionError(what)
        self.remarks.append(f"{what}: findings of its claims count as new")


def _unversioned(place: Path, revision: Revision) -> str:
    name = Path(os.path.relpath(place, revision.repository.top)).as_posix()
    return f"{name} lies outside the repository: it is taken as it is now, git does not know how it was"


def settings_at(policy: Tree, root: Path, file: str, folder: Path) -> Settings:
    """Return the settings that `policy` has for the project at `root`, as those of its mirror below `folder`.

    Without a settings file they are the defaults. SettingsError: every mistake in it.
    """
    place = root / (file or FILE_NAME)
    there = place in policy.files(place)
    if there:
        policy.write({place: mirrored(place, folder)})
        text = mirrored(place, folder).read_text(encoding="utf-8-sig", errors="replace")
        settings = read_settings(text, mirrored(root, folder), place.name)
    else:
        settings = Settings(mirrored(root, folder))
    return _relative(settings, root)


def _relative(settings: Settings, root: Path) -> Settings:
    """Return settings whose paths are all relative, so that they lead into the mirror."""

    def one(path: str) -> str:
        return Path(os.path.relpath(path, root)).as_posix() if Path(path).is_absolute() else path

    return replace(
        settings,
        mirror_of=root,
        claims=tuple(map(one, settings.claims)),
        rules=tuple(map(one, settings.rules)),
        decisions=one(settings.decisions),
        vocabulary=one(settings.vocabulary),
        texts=tuple(dict.fromkeys((*map(one, settings.texts), *settings.texts))),
    )


def mirrored(path: Path, folder: Path) -> Path:
    """Return where a path on disk stands below `folder`."""
    return folder / path.relative_to(path.anchor)


def place_of(root: Path, place: str) -> Path:
    """Return where a path of the settings leads, without looking at the disk."""
    return Path(os.path.normpath(root / place))


def policy_files(tree: Tree, settings: Settings, root: Path) -> list[Path]:
    """Return the files of a tree that are policy: laws, rule modules and decisions."""
    places = [place_of(root, place) for place in (*settings.rules, settings.decisions)]
    return _owned(tree, places, lambda path: is_policy(path, settings, root))


def data_files(tree: Tree, settings: Settings, root: Path) -> list[Path]:
    """Return the files of a tree that are claim files or the vocabulary, or lie among them."""
    places = [place_of(root, place) for place in (*settings.claims, settings.vocabulary)]
    return _owned(tree, places, lambda path: not is_policy(path, settings, root))


def _owned(tree: Tree, places: Iterable[Path], kept: Callable[[Path], bool]) -> list[Path]:
    return sorted({path for place in places for path in tree.files(place) if kept(path)})


def is_policy(path: Path, settings: Settings, root: Path) -> bool:
    """Say whether a file is policy: it belongs to the innermost place that the settings name for it.

    Where one place is for claims and for rules, laws, modules and suites are policy.
    """

    def depth(places: Iterable[str]) -> int:
        paths = (place_of(root, place) for place in places)
        return max((len(place.parts) for place in paths if path.is_relative_to(place)), default=0)

    data, policy = depth((*settings.claims, settings.vocabulary)), depth((*settings.rules, settings.decisions))
    is_law = path.suffix in (".py", ".json") or path.name in RELATIONS
    return policy > data or (policy == data and is_law)


def assemble(policy: Tree, data: Tree, settings: Settings, root: Path, folder: Path) -> None:
    """Write policy and data of the project at `root` to its mirror below `folder`."""
    settings.root.mkdir(parents=True, exist_ok=True)
    policy.write({path: mirrored(path, folder) for path in policy_files(policy, settings, root)})
    claims = data_files(data, settings, root)
    vocabulary = place_of(root, settings.vocabulary)
    read = [path for path in claims if is_claim_file(path) or path == vocabulary]
    data.write({path: mirrored(path, folder) for path in read})
    for path in set(claims) - set(read):  # what is no claim file is only named, so it may be empty
        mirrored(path, folder).parent.mkdir(parents=True, exist_ok=True)
        mirrored(path, folder).touch()
    for place in (place_of(root, place) for place in settings.claims):
        if isinstance(data, Disk) and is_folder(place):  # it may hold no file at all
            mirrored(place, folder).mkdir(parents=True, exist_ok=True)
    texts = {text for file in read for text in _texts(file, mirrored(file, folder))}
    allowed = [text for text in sorted(texts) if _may_be_read(text, settings, root)]
    found = sorted({file for text in allowed for file in data.files(text) if file == text})
    data.write({path: mirrored(path, folder) for path in found if not mirrored(path, folder).exists()})


def _may_be_read(text: Path, settings: Settings, root: Path) -> bool:
    """Say whether a text lies, wherever links lead, in the project or in a folder that its settings allow."""
    homes = [root, *(place_of(root, place) for place in settings.texts)]
    try:
        real = text.resolve()
        return any(real.is_relative_to(home.resolve()) for home in homes)
    except (OSError, RuntimeError):  # links that lead in a circle
        return False


def _texts(place: Path, file: Path) -> list[Path]:
    """Return where the documents of a claim file, read in the mirror, have their texts."""
    if file.suffix.lower() not in YAML_ENDINGS or not file.is_file():
        return []
    data = file.read_bytes()
    if b"text" not in data and b"\\" not in data:  # no such key, nor one written in escapes: most of many files
        return []
    texts = [document.text for document in read_part(file, file.name, None).documents if document.text.strip("\0")]
    return [Path(os.path.normpath(place.parent / text)) for text in texts if not Path(text).is_absolute()]
