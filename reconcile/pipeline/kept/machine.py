"""What runs a check besides its files: this package's own source, Python, and every package that is installed."""

from __future__ import annotations

import hashlib
import os
import platform
import sys
from collections.abc import Iterator
from pathlib import Path

import reconcile

_ABOUT = (".dist-info", ".egg-info")
"""How the folders end that say which packages are installed."""
_SAYS = ("RECORD", "entry_points.txt", "top_level.txt")
"""The files in them that count: the hashes of all files of a package, and the rules that it may bring."""


def machine() -> str:
    """Return a hash of what runs; empty where it can't be told, or is no longer what this process has loaded.

    A process that lives long must not pass for a version that was installed after it began.
    """
    return _LOADED if _LOADED and _found() == _LOADED else ""


def _found() -> str:
    digest = hashlib.sha256()
    try:
        for piece in (*_python(), *_source(), *_installed()):
            data = piece if isinstance(piece, bytes) else os.fsencode(piece)
            digest.update(len(data).to_bytes(8, "big"))
            digest.update(data)
    except (OSError, TypeError, ValueError):  # also a place on the path that is no path
        return ""
    return digest.hexdigest()


def _python() -> Iterator[str]:
    """Yield what of Python itself may change what is found, or whether something is a problem."""
    yield from (reconcile.__version__, sys.version, str(sys.flags), str(sys.warnoptions), sys.getfilesystemencoding())
    yield from (platform.system(), platform.machine(), sys.byteorder)


def _source() -> Iterator[str | bytes]:
    """Yield every file of this package, whatever it is for."""
    home = Path(reconcile.__file__).parent
    for place, folders, files in os.walk(home, onerror=_raised):
        folders[:] = sorted(name for name in folders if name != "__pycache__")
        for path in (Path(place, name) for name in sorted(files)):
            yield path.relative_to(home).as_posix()
            yield path.read_bytes()


def _installed() -> Iterator[str | bytes]:
    """Yield the name and version of every package that can be imported, with the hashes of its files."""
    for place in dict.fromkeys(Path(place).absolute() for place in sys.path):
        if place.is_file():  # a package in an archive
            yield place.name
            yield place.read_bytes()
        for about in _abouts(place):
            yield about.name
            for path in (about / name for name in _SAYS):
                yield path.read_bytes() if path.is_file() else ""


def _abouts(place: Path) -> list[Path]:
    try:
        return sorted(path for path in place.iterdir() if path.name.endswith(_ABOUT))
    except (FileNotFoundError, NotADirectoryError):  # a place that Python passes over too
        return []


def _raised(error: OSError) -> None:
    raise error


_LOADED = _found()
"""What it was when this process loaded it."""
