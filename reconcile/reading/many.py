"""Many YAML claim files, or large ones: what earlier checks have read comes from the cache, all cores read the rest.

The outcome is the same as that of one process that reads file after file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from reconcile.models import Vocabulary
from reconcile.processors import jobs
from reconcile.reading.batches import File, hash_of, read_batch
from reconcile.reading.cache import Cache, Shard
from reconcile.reading.files import read_bytes
from reconcile.reading.nodes import Unreadable
from reconcile.reading.packed import Names, Packed, joined, names_of
from reconcile.reading.parts import Part
from reconcile.reading.readers import reader_of
from reconcile.reading.workers import read_batches
from reconcile.settings import Settings

WORTH_WORKERS = 3_000_000
"""Bytes from which starting another process pays."""
BATCH = 500_000
"""Bytes of files that are read in one go, at the least."""
_Found = dict[str, tuple[Part, str]]


def read_many(
    files: Sequence[File], sizes: Mapping[str, int], vocabulary: Vocabulary | None, settings: Settings
) -> list[Part]:
    """Return what YAML claim files say, in their order; `sizes` are their bytes by name."""
    names = names_of(vocabulary)
    reader = reader_of(names)
    cache = Cache.of(settings.mirror_of or settings.root, reader) if settings.cache else None
    shards = cache.load() if cache is not None else []
    found = _kept(files, shards)
    missing = [item for item in files if item[1] not in found]
    fresh = _read(missing, sizes, names, reader) if missing else None
    if fresh is not None:
        found |= {part.file: (part, hash) for part, hash in _pairs(fresh)}
    if cache is not None:
        cache.save(shards, fresh, [found[file] for _, file in files])
    return [found[file][0] for _, file in files]


def _kept(files: Sequence[File], shards: Sequence[Shard]) -> _Found:
    """Return the files whose bytes are those of which the cache says what they hold."""
    known = {(part.file, hash): part for shard in shards for part, hash in _pairs(shard.packed)}
    known_files = {file for file, _ in known}
    found: _Found = {}
    for path, file in files:
        if file not in known_files:
            continue
        try:
            hash = hash_of(read_bytes(path, file))
        except Unreadable:
            continue
        if (file, hash) in known:
            found[file] = (known[file, hash], hash)
    return found


def _read(files: Sequence[File], sizes: Mapping[str, int], names: Names, reader: str) -> Packed:
    """Read files batch by batch: what no worker has read, this process reads."""
    batches = list(_batches(files, sizes))
    processes = jobs()
    found: list[Packed | None] = [None] * len(batches)
    if processes > 1 and reader and sum(sizes.get(file, 0) for _, file in files) >= WORTH_WORKERS:
        found = read_batches(batches, names, reader, processes)
    every = [packed for packed in found if packed is not None]
    known = {part.file: (part, hash) for packed in every for part, hash in _pairs(packed) if hash}
    for batch in batches:
        rest = [item for item in batch if item[1] not in known]
        if rest:  # a file that could not be read there either is told of here
            every.append(read_batch(rest, names))
            known |= {part.file: (part, hash) for part, hash in _pairs(every[-1])}
    return joined(every, list(known.values()))


def _pairs(packed: Packed) -> Iterator[tuple[Part, str]]:
    return zip(packed.parts, packed.hashes, strict=True)


def _batches(files: Sequence[File], sizes: Mapping[str, int]) -> list[list[File]]:
    found: list[list[File]] = []
    full = BATCH
    for item in files:
        if full >= BATCH:
            found.append([])
            full = 0
        found[-1].append(item)
        full += sizes.get(item[1], 0)
    return found
