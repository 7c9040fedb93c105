"""The name of what reads claim files: it changes with everything that could make the same bytes read differently."""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path

import yaml

import reconcile
from reconcile.reading.packed import Names

FORMAT = 1
"""Raised when the form of packed claims changes."""
_SOURCES = ("reading", "models")


def reader_of(names: Names) -> str:
    """Return the name of this reader with a vocabulary's names; empty where its own source can't be told.

    The source counts, not only the version: an installation from a working copy changes without another version.
    """
    home = Path(reconcile.__file__).parent
    files = [home / "errors.py", *(path for folder in _SOURCES for path in sorted((home / folder).glob("*.py")))]
    digest = hashlib.sha256()
    parsed = f"{yaml.__version__} {yaml.__with_libyaml__}"
    stated = (str(FORMAT), reconcile.__version__, sys.version, parsed, json.dumps(names, sort_keys=True))
    try:
        contents = [path.read_bytes() for path in files]
    except OSError:
        return ""
    for piece in (*(text.encode() for text in stated), *contents):
        digest.update(len(piece).to_bytes(8, "big"))
        digest.update(piece)
    return digest.hexdigest() if len(contents) > len(_SOURCES) else ""
