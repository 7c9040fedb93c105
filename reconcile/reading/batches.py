"""A few claim files at a time, read to one table: by this process or by workers."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

from reconcile.models import Vocabulary
from reconcile.models.sweeps import no_sweeps
from reconcile.reading.claim_files import read_claim_file
from reconcile.reading.files import decode, read_bytes, stem_of
from reconcile.reading.limits import guarded
from reconcile.reading.nodes import Unreadable
from reconcile.reading.packed import Names, Packed, pack, vocabulary_of
from reconcile.reading.parts import Part, broken

File = tuple[Path, str]
"""Where a claim file is, and its name in output."""


def hash_of(data: bytes) -> str:
    """Return what a file's bytes are known by."""
    return hashlib.sha256(data).hexdigest()


def read_batch(files: Sequence[File], names: Names) -> Packed:
    """Return what YAML claim files say, with the hashes of the very bytes that were read."""
    vocabulary = vocabulary_of(names)
    with no_sweeps():
        found = [_read(path, file, vocabulary) for path, file in files]
        return pack([part for part, _ in found], [hash for _, hash in found])


def _read(path: Path, file: str, vocabulary: Vocabulary | None) -> tuple[Part, str]:
    data = guarded(file, lambda: read_bytes(path, file), broken)
    if isinstance(data, Part):
        return data, ""

    def read() -> tuple[Part, str]:
        return _parsed(data, file, vocabulary), hash_of(data)

    # What was no fault of the bytes, such as too little memory, has no hash: it may go well the next time.
    return guarded(file, read, lambda problem: (broken(problem), ""))


def _parsed(data: bytes, file: str, vocabulary: Vocabulary | None) -> Part:
    try:
        return read_claim_file(decode(data, file), file, stem_of(file), vocabulary)
    except Unreadable as error:
        return broken(error.problem)
