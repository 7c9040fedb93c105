"""The name of what reads claim files: it changes with everything that could make the same bytes read differently."""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterable
from pathlib import Path

import yaml

import reconcile
from reconcile.reading.packed import Names

FORMAT = 1
"""Raised when the form of packed claims changes."""
_READERS = ("reading", "models")


def reader_of(names: Names) -> str:
    """Return the name of this reader with a vocabulary's names; empty where its own source can't be told.

    The source counts, not only the version: an installation from a working copy changes without another version.
    """
    parsed = f"{yaml.__version__} {yaml.__with_libyaml__}"
    stated = (str(FORMAT), reconcile.__version__, sys.version, parsed, json.dumps(names, sort_keys=True), _SOURCE)
    return _digest(text.encode() for text in stated) if _SOURCE else ""


def _digest(pieces: Iterable[bytes]) -> str:
    digest = hashlib.sha256()
    for piece in pieces:
        digest.update(len(piece).to_bytes(8, "big"))
        digest.update(piece)
    return digest.hexdigest()


def _source() -> str:
    home = Path(reconcile.__file__).parent
    files = [home / "errors.py", *(path for folder in _READERS for path in sorted((home / folder).glob("*.py")))]
    try:
        contents = [path.read_bytes() for path in files]
    except OSError:
        return ""
    return _digest(contents) if len(contents) > len(_READERS) else ""


_SOURCE = _source()
"""What the source was when this process loaded it: a long-lived one must not pass for a version that came later."""
