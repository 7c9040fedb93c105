"""Reports in the user's cache folder, one file each, beside what was read of the project's claim files.

Each has the fingerprint of its check in its name, and the hash of its own bytes: one that is damaged, torn or somebody
else's is as good as none. It is compressed JSON; nothing in it is executed. Nothing in here raises.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from reconcile.reading.cache_folder import CacheFolder, remove, written

MOST_REPORTS = 4
"""Reports that are kept of a project: those written last."""
LARGEST = 400_000_000
"""Bytes of the largest text that is kept."""
_ENDING = ".report"
_LEVEL = 1
"""How hard zlib tries: quickly."""


@dataclass(frozen=True)
class Store:
    """Where the reports of one project are kept."""

    place: CacheFolder
    """The project's folder in the cache."""

    @staticmethod
    def of(root: Path) -> Store | None:
        """Return the store of the project in `root`; None where there is no place for one."""
        place = CacheFolder.of(root.absolute())
        return None if place is None else Store(place)

    def texts(self, key: str) -> Iterator[str]:
        """Yield what was kept under a key; what is damaged is left out, and removed."""
        for path in self.place.files(f"{key}-*{_ENDING}"):
            text = _text_in(path, key)
            if text is not None:
                yield text

    def write(self, key: str, text: str) -> None:
        """Keep a text under a key, and drop the oldest where there are too many."""
        plain = text.encode()
        if len(plain) > LARGEST:
            return
        data = zlib.compress(plain, _LEVEL)
        with suppress(OSError):
            whole = self.place.write(_name(key, data), data)
            others = [path for path in self.place.files(f"*{_ENDING}") if path != whole]
            remove(sorted(others, key=lambda path: (written(path), path.name))[: 1 - MOST_REPORTS])
            self.place.sweep()


def _name(key: str, data: bytes) -> str:
    return f"{key}-{hashlib.sha256(data).hexdigest()}{_ENDING}"


def _text_in(path: Path, key: str) -> str | None:
    try:
        data = path.read_bytes()
        if path.name != _name(key, data):
            remove([path])
            return None
        opened = zlib.decompressobj()
        plain = opened.decompress(data, LARGEST)
        return plain.decode() if opened.eof else None
    except (OSError, zlib.error, UnicodeError, MemoryError):
        return None
