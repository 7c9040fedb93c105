"""Small files written whole or not at all, by one writer at a time, and never over what somebody else wrote.

While a file is written its folder is locked, and what is new comes into being under another name first. So a writer
that is killed leaves each file as it was or as it was to be, and at most a part with a hidden name, which the next
writer removes. Whoever writes says what the file held when it was read: where it holds something else by then,
nothing is written.
"""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from secrets import token_hex

PART = ".part"
"""How the hidden names of files end that are not finished yet."""


class ChangedMeanwhile(Exception):
    """The file is not what it was when it was read."""


def write_file(path: Path, data: bytes, before: bytes | None) -> None:
    """Write `data` to a file that held `before`, None where there was none.

    ChangedMeanwhile: it holds something else by now. OSError: it can't be written. Either way it is unchanged.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with locked(path.parent) as alone:
        if alone:
            sweep(path.parent)
        _check(path, before)
        part = _write_part(path, data)
        try:
            if before is None:
                _create(part, path)
            else:
                part.replace(path)
        finally:
            part.unlink(missing_ok=True)
        _sync_folder(path.parent)


def remove_file(path: Path, before: bytes) -> None:
    """Remove a file that held `before`. ChangedMeanwhile: it holds something else by now."""
    if not path.parent.is_dir():
        raise ChangedMeanwhile(path.name)
    with locked(path.parent):
        _check(path, before)
        path.unlink()
        _sync_folder(path.parent)


def sweep(folder: Path) -> None:
    """Remove what killed writers left; only for whoever holds the folder's lock."""
    for path in sorted(folder.glob(f".*{PART}")):
        path.unlink(missing_ok=True)


def _check(path: Path, before: bytes | None) -> None:
    try:
        # What is no file of its own is none that was read: a link may lead anywhere, a pipe may never end.
        now = path.read_bytes() if stat.S_ISREG(path.lstat().st_mode) else b""
    except FileNotFoundError:
        now = None
    if now != before:
        raise ChangedMeanwhile(path.name)


def _write_part(path: Path, data: bytes) -> Path:
    """Write a file with a hidden name beside `path`, wholly on the disk."""
    part = path.with_name(f".{path.name}.{token_hex(4)}{PART}")
    try:
        with part.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:  # a full disk, Ctrl-C
        part.unlink(missing_ok=True)
        raise
    return part


def _create(part: Path, path: Path) -> None:
    """Give a finished part its name; of two that do so at once, one fails."""
    try:
        os.link(part, path)
    except FileExistsError:
        raise ChangedMeanwhile(path.name) from None
    except OSError:  # a file system without links
        part.replace(path)


def _sync_folder(folder: Path) -> None:
    """Make a new name last through a power cut, where the system can."""
    with suppress(OSError):
        place = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(place)
        finally:
            os.close(place)


@contextmanager
def locked(folder: Path) -> Iterator[bool]:
    """Hold the lock of a folder and say whether it could be had.

    The system takes it back when the process ends, however it ends. Where there are no locks (some network file
    systems, Windows) the check of what the file held stands alone: two writers at the very same instant may then
    both pass it, and the later one wins.
    """
    if sys.platform == "win32":
        yield False
        return
    import fcntl

    place = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(place, fcntl.LOCK_EX)
            held = True
        except OSError:
            held = False
        yield held
    finally:
        os.close(place)
