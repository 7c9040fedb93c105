"""What was read from claim files, kept for the next check in the user's cache folder: safe to delete at any time.

It lies outside the project on purpose: a branch that is checked could else bring its own readings along. Each file of
the cache is a Parquet table of `packed`, named after who read it and after the hash of its own bytes. A damaged, torn
or half-written one does not have the hash in its name, and is as good as none. Nothing in here raises: where a cache
can't be read or written, everything is read again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reconcile.reading.batches import hash_of
from reconcile.reading.cache_folder import CacheFolder, cache_home, remove, written
from reconcile.reading.packed import Packed, as_table, from_table, joined
from reconcile.reading.parts import Part

__all__ = ["Cache", "Shard", "cache_home", "hash_of"]

MOST_SHARDS = 8
"""Files that one project's cache may have for one reader; with more they are put together."""
_ENDING = ".parquet"


@dataclass(frozen=True, eq=False)
class Shard:
    """One file of the cache."""

    path: Path
    """Where it is."""
    packed: Packed
    """What it holds."""


@dataclass(frozen=True)
class Cache:
    """What one reader has kept of one project."""

    place: CacheFolder
    """Where it lies."""
    reader: str
    """The name of the reader."""

    @staticmethod
    def of(root: Path, reader: str) -> Cache | None:
        """Return the cache of the project in `root`; None where there is no place for one."""
        folder = CacheFolder.of(root) if reader else None
        return None if folder is None else Cache(folder, reader)

    @property
    def folder(self) -> Path:
        """The project's folder in the cache."""
        return self.place.path

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
        with suppress(
            Exception
        ):  # a full disk, too little memory, what pyarrow refuses: it is read again the next time
            if len(shards) >= MOST_SHARDS or 2 * used < held or fresh is None:
                everything = [shard.packed for shard in shards]
                whole = self._write(joined([*everything, *([fresh] if fresh else [])], needed))
                remove(path for path in self._own() if path != whole)
            else:
                self._write(fresh)
            self._sweep()

    def _own(self) -> list[Path]:
        return self.place.files(f"{self._prefix}-*{_ENDING}")

    @property
    def _prefix(self) -> str:
        return self.reader[:16]

    def _loaded(self, path: Path) -> Shard | None:
        import pyarrow as pa
        import pyarrow.parquet as pq

        try:
            data = path.read_bytes()
            if path.name != self._name(data):
                remove([path])
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
        return self.place.write(self._name(data), data)

    def _sweep(self) -> None:
        """Remove what killed writers left, what earlier readers kept, and the caches of projects that are gone."""
        others: dict[str, list[Path]] = {}
        for path in self.place.files(f"*{_ENDING}"):
            others.setdefault(path.name.partition("-")[0], []).append(path)
        others.pop(self._prefix, None)
        # One other reader may stay: two revisions with two vocabularies, compared again and again.
        for prefix in sorted(others, key=lambda prefix: max(map(written, others[prefix])))[:-1]:
            remove(others[prefix])
        self.place.sweep()
