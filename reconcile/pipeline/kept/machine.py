"""What runs a check besides its files: this package's own source, Python, and the packages that it uses.

Nothing of it is imported here, and none of it is asked for before a project is large enough.
"""

from __future__ import annotations

import hashlib
import os
import platform
import re
import sys
import time
from collections.abc import Iterator
from importlib.metadata import entry_points
from importlib.util import find_spec
from pathlib import Path

import reconcile
from reconcile.pipeline.kept.inputs import NotKept
from reconcile.registry.load import GROUP

NEEDED = {
    "edtf": "edtf",
    "highspy": "highspy",
    "jinja2": "jinja2",
    "numpy": "numpy",
    "openpyxl": "openpyxl",
    "pandas": "pandas",
    "pandera": "pandera",
    "pint": "pint",
    "pyarrow": "pyarrow",
    "tabulate": "tabulate",
    "typer": "typer",
    "yaml": "pyyaml",
}
"""The modules that this package imports, each with the name of the package that brings it."""
_ABOUT = (".dist-info", ".egg-info")
"""How the folders end that say which packages are installed."""
_SAYS = ("RECORD", "entry_points.txt", "top_level.txt")
"""The files in them that count: the hashes of all files of a package, and the rules that it may bring."""
_SLACK = 100_000_000
"""Nanoseconds by which the time of a file may lag behind the clock."""


def machine() -> str:
    """Return a hash of what runs; empty where it can't be told, or may not be what this process has loaded.

    A process that lives long must not pass for a version that was installed after it began: where any of the files is
    newer than the process, it can't be told which of the two was loaded.
    """
    digest = hashlib.sha256()
    try:
        if entry_points(group=GROUP):
            return ""
        for piece in (*_python(), *_source(), *_installed(), *_needed()):
            data = piece if isinstance(piece, bytes) else os.fsencode(piece)
            digest.update(len(data).to_bytes(8, "big"))
            digest.update(data)
    except Exception:  # noqa: BLE001 - a place on the path may be no path, and finders of other packages raise anything
        return ""
    return digest.hexdigest()


def began() -> int:
    """Return when this process began, in nanoseconds of the system's clock; at the latest when it loaded this package.

    Linux tells it of every process (proc_pid_stat(5), starttime): other packages may have been loaded before this one.
    """
    try:
        fields = Path("/proc/self/stat").read_bytes().rpartition(b")")[2].split()
        ticks, a_second = int(fields[19]), os.sysconf("SC_CLK_TCK")
        age = time.clock_gettime_ns(time.CLOCK_BOOTTIME) - ticks * 10**9 // a_second
        return min(reconcile.LOADED_AT, time.time_ns() - age)
    except (OSError, ValueError, LookupError, AttributeError):
        return reconcile.LOADED_AT


def _python() -> Iterator[str]:
    """Yield what of Python itself may change what is found, or whether something is a problem."""
    yield from (reconcile.__version__, sys.version, str(sys.flags), str(sys.warnoptions), sys.getfilesystemencoding())
    yield from (platform.system(), platform.machine(), sys.byteorder)


def _source() -> Iterator[str | bytes]:
    """Yield every file of this package, whatever it is for. NotKept: a module that was loaded has no file any more."""
    home, start = Path(reconcile.__file__).parent, began()
    for place, folders, files in os.walk(home, onerror=_raised):
        folders[:] = sorted(name for name in folders if name != "__pycache__")
        for path in (Path(place, name) for name in sorted(files)):
            yield path.relative_to(home).as_posix()
            yield _bytes_of(path, start)
    for name, module in list(sys.modules.items()):
        file = getattr(module, "__file__", None) if name.startswith("reconcile.") else None
        if file is not None and not Path(file).is_file():
            raise NotKept


def _installed() -> Iterator[str | bytes]:
    """Yield the name and version of every package that can be imported, with the hashes of its files."""
    start = began()
    for place in dict.fromkeys(Path(place).absolute() for place in sys.path):
        if place.is_file():  # a package in an archive
            yield place.name
            yield _bytes_of(place, start)
        for about in _abouts(place):
            yield about.name
            for path in (about / name for name in _SAYS):
                yield _bytes_of(path, start) if path.is_file() else ""


def _needed() -> Iterator[str | bytes]:
    """Yield where each package that this one uses is found, and the file that it begins with.

    NotKept: it is not where it was installed, so that its files may change and nothing says so.
    """
    start = began()
    for module, package in NEEDED.items():
        spec = find_spec(module)
        if spec is None or spec.origin is None:
            raise NotKept
        origin = Path(spec.origin)
        place = origin.parent.parent if origin.stem == "__init__" else origin.parent
        if not any(_package_of(about) == package for about in _abouts(place)):
            raise NotKept
        yield module
        yield str(origin)
        yield _bytes_of(origin, start)


def _bytes_of(path: Path, start: int) -> bytes:
    """Return the bytes of a file that is older than the process. NotKept: it isn't."""
    found = path.stat()
    if max(found.st_mtime_ns, found.st_ctime_ns) + _SLACK >= start:
        raise NotKept
    return path.read_bytes()


def _abouts(place: Path) -> list[Path]:
    try:
        return sorted(path for path in place.iterdir() if path.name.endswith(_ABOUT))
    except (FileNotFoundError, NotADirectoryError):  # a place that Python passes over too
        return []


def _package_of(about: Path) -> str:
    """Return the name of the package that a folder says something about."""
    return re.sub(r"[-_.]+", "-", about.stem.partition("-")[0]).lower()


def _raised(error: OSError) -> None:
    raise error
