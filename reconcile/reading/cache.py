"""What was read from claim files, kept for the next check in the user's cache folder: safe to delete at any time.

It lies outside the project on purpose: a branch that is checked could else bring its own readings along. Each file of
the cache is a Parquet table of `packed`, named after who read it and after the hash of its own bytes. A damaged, torn
or half-written one does not have the hash in its name, and is as good as none. Nothing in here raises: where a cache
can't be read or written, everything is read again.
"""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex
from shutil import rmtree
from typing import Any

from reconcile.reading.batches import hash_of
from reconcile.reading.packed import Packed, as_table, from_table, joined
from reconcile.reading.parts import Part

FOLDER = "RECONCILE_CACHE_DIR"
"""The environment variable that names another cache folder."""
MOST_SHARDS = 8
"""Files that one project's cache may have for one reader; with more they are put together."""
_ENDING, _UNFINISHED, _OWNER = ".parquet", ".part", "project"
_TAG = "Signature: 8a477f597d28d172789f06886806bc55\n# What `reconcile` has read; safe to delete.\n"


@dataclass(frozen=True, eq=False)
class Shard:
    """One file of the cache."""

    path: Path
    """Where it is."""
    packed: Packed
    """What it holds."""


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
class Cache:
    """What one reader has kept of one project."""

    folder: Path
    """The project's folder in the cache."""
    root: Path
    """The project's own folder."""
    reader: str
    """The name of the reader."""

    @staticmethod
    def of(root: Path, reader: str) -> Cache | None:
        """Return the cache of the project in `root`; None where there is no place for one."""
        home = cache_home()
        if home is None or not reader:
            return None
        return Cache(home / _name_of(os.fsencode(root)), root, reader)

    def load(self) -> list[Shard]:
        """Return what is kept; files that are damaged are left out, and removed."""
        found = [self._loaded(path) for path in self._own()]
        return [shard for shard in found if shard is not None]

    def save(self, shards: Sequence[Shard], fresh: Packed | None, live: Sequence[tuple[Part, str]]) -> None:
        """Keep what was read anew beside `shards`; `live` is everything that was used now, what is new included.

        Where many small files or much that nobody needs any more would pile up, everything is put into one file.
        """
        held = sum(shard.packed.table.num_rows for shard in shards)
        used = sum(part.size for part, _ in live) - (0 if fresh is None else fresh.table.num_rows)
        needed = [(part, hash) for part, hash in live if hash]
        if fresh is not None and not any(fresh.hashes):
            fresh = None
        if not needed or (fresh is None and len(shards) <= MOST_SHARDS and 2 * used >= held):
            return
        with suppress(OSError):
            if len(shards) >= MOST_SHARDS or 2 * used < held or fresh is None:
                everything = [shard.packed for shard in shards]
                written = self._write(joined([*everything, *([fresh] if fresh else [])], needed))
                _remove(path for path in self._own() if path != written)
            else:
                self._write(fresh)
            self._sweep()

    def _own(self) -> list[Path]:
        try:
            return sorted(self.folder.glob(f"{self._prefix}-*{_ENDING}"))
        except OSError:
            return []

    @property
    def _prefix(self) -> str:
        return self.reader[:16]

    def _loaded(self, path: Path) -> Shard | None:
        import pyarrow as pa
        import pyarrow.parquet as pq

        try:
            data = path.read_bytes()
            if path.name != self._name(data):
                _remove([path])
                return None
            return Shard(path, from_table(pq.ParquetFile(pa.BufferReader(data)).read(), self.reader))
        except Exception:  # noqa: BLE001 - whatever is wrong with it, the files themselves can be read
            return None

    def _name(self, data: Any) -> str:
        return f"{self._prefix}-{hashlib.sha256(data).hexdigest()}{_ENDING}"

    def _write(self, packed: Packed) -> Path:
        """Write one file of the cache, whole or not at all. OSError: it can't be."""
        import pyarrow as pa
        import pyarrow.parquet as pq

        sink = pa.BufferOutputStream()
        pq.write_table(as_table(packed, self.reader), sink, compression="zstd", compression_level=1)
        data = memoryview(sink.getvalue())
        self._prepare()
        part = self.folder / f".{token_hex(8)}{_UNFINISHED}"
        path = self.folder / self._name(data)
        try:
            part.write_bytes(data)
            part.replace(path)
        finally:
            with suppress(OSError):
                part.unlink(missing_ok=True)
        return path

    def _prepare(self) -> None:
        """Make the folders, with a mark that backups know and a line that keeps them out of any git repository."""
        home = self.folder.parent
        if not home.is_dir():  # a folder that was there before is somebody's, marks and all
            home.mkdir(mode=0o700, parents=True, exist_ok=True)
            (home / "CACHEDIR.TAG").write_text(_TAG, encoding="utf-8")
            (home / ".gitignore").write_text("*\n", encoding="utf-8")
        self.folder.mkdir(exist_ok=True)
        (self.folder / _OWNER).write_bytes(os.fsencode(self.root))

    def _sweep(self) -> None:
        """Remove what killed writers left, what earlier readers kept, and the caches of projects that are gone."""
        _remove(self.folder.glob(f".*{_UNFINISHED}"))
        others: dict[str, list[Path]] = {}
        for path in sorted(self.folder.glob(f"*{_ENDING}")):
            others.setdefault(path.name.partition("-")[0], []).append(path)
        others.pop(self._prefix, None)
        # One other reader may stay: two revisions with two vocabularies, compared again and again.
        for prefix in sorted(others, key=lambda prefix: max(map(_written, others[prefix])))[:-1]:
            _remove(others[prefix])
        for owner in sorted(self.folder.parent.glob(f"*/{_OWNER}")):
            project = owner.read_bytes() if owner.is_file() else b""
            ours = owner.parent.name == _name_of(project)  # else it is no cache, whatever it is called
            if ours and not Path(os.fsdecode(project)).exists():
                rmtree(owner.parent, ignore_errors=True)


def _name_of(root: bytes) -> str:
    """Return what a project's folder in the cache is called."""
    return hash_of(root)[:20]


def _written(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0


def _remove(paths: Iterable[Path]) -> None:
    for path in paths:
        with suppress(OSError):
            path.unlink(missing_ok=True)
