"""One project's folder in the user's cache folder: whatever is kept of it lies there, safe to delete at any time.

It lies outside the project on purpose: a branch that is checked could else bring its own along.
"""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex
from shutil import rmtree

FOLDER = "RECONCILE_CACHE_DIR"
"""The environment variable that names another cache folder."""
_UNFINISHED, _OWNER = ".part", "project"
_TAG = "Signature: 8a477f597d28d172789f06886806bc55\n# What `reconcile` has read; safe to delete.\n"


def cache_home() -> Path | None:
    """Return the folder of all caches: RECONCILE_CACHE_DIR, else the system's place for them; None where none is."""
    stated = Path(os.environ.get(FOLDER, ""))
    if stated.is_absolute():  # a relative one would mean the folder that a check happens to run in
        return stated
    with suppress(RuntimeError):  # nobody's home
        if sys.platform == "win32":
            base = os.environ.get("LOCALAPPDATA", "")
            return Path(base) / "reconcile" / "cache" if base else None
        if sys.platform == "darwin":
            return Path.home() / "Library" / "Caches" / "reconcile"
        base = os.environ.get("XDG_CACHE_HOME", "")
        return (Path(base) if Path(base).is_absolute() else Path.home() / ".cache") / "reconcile"
    return None


@dataclass(frozen=True)
class CacheFolder:
    """Where what is kept of one project lies."""

    path: Path
    """The project's folder in the cache."""
    root: Path
    """The project's own folder."""

    @staticmethod
    def of(root: Path) -> CacheFolder | None:
        """Return the folder of the project in `root`; None where there is no place for one."""
        home = cache_home()
        return None if home is None else CacheFolder(home / _name_of(os.fsencode(root)), root)

    def files(self, pattern: str) -> list[Path]:
        """Return the files of that pattern, sorted; none where the folder can't be looked into."""
        try:
            return sorted(self.path.glob(pattern))
        except OSError:
            return []

    def write(self, name: str, data: bytes | memoryview) -> Path:
        """Write a file, whole or not at all. OSError: it can't be."""
        self._prepare()
        part = self.path / f".{token_hex(8)}{_UNFINISHED}"
        path = self.path / name
        try:
            part.write_bytes(data)
            part.replace(path)
        finally:
            with suppress(OSError):
                part.unlink(missing_ok=True)
        return path

    def sweep(self) -> None:
        """Remove what killed writers left, and the folders of projects that are gone. OSError: it can't be."""
        remove(self.path.glob(f".*{_UNFINISHED}"))
        for owner in sorted(self.path.parent.glob(f"*/{_OWNER}")):
            project = owner.read_bytes() if owner.is_file() else b""
            ours = owner.parent.name == _name_of(project)  # else it is no cache, whatever it is called
            if ours and not Path(os.fsdecode(project)).exists():
                rmtree(owner.parent, ignore_errors=True)

    def _prepare(self) -> None:
        """Make the folders, with a mark that backups know and a line that keeps them out of any git repository."""
        home = self.path.parent
        if not home.is_dir():  # a folder that was there before is somebody's, marks and all
            home.mkdir(mode=0o700, parents=True, exist_ok=True)
            (home / "CACHEDIR.TAG").write_text(_TAG, encoding="utf-8")
            (home / ".gitignore").write_text("*\n", encoding="utf-8")
        self.path.mkdir(exist_ok=True)
        (self.path / _OWNER).write_bytes(os.fsencode(self.root))


def _name_of(root: bytes) -> str:
    """Return what a project's folder in the cache is called."""
    return hashlib.sha256(root).hexdigest()[:20]


def written(path: Path) -> int:
    """Return when a file was written, in nanoseconds of the system's count; 0 where that can't be told."""
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0


def remove(paths: Iterable[Path]) -> None:
    """Remove files as far as that can be done."""
    for path in paths:
        with suppress(OSError):
            path.unlink(missing_ok=True)
