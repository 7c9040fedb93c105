"""Everything that is printed or written goes through here: whole files, closed pipes, harmless text."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import TextIO

from reconcile.errors import ReconcileError

PART = ".part"
"""How the hidden names of files end that are not finished yet."""

_TRIES = 5


class OutputError(ReconcileError):
    """What was asked for could not be written."""


def show(text: str | bytes, *, utf8: bool = False) -> None:
    """Print `text` on standard output; as UTF-8 whatever the terminal says where other programs read it.

    A reader that has closed the pipe (`| head -1`) has seen enough: that is no error.
    """
    stream = sys.stdout
    encoding = "utf-8" if utf8 else stream.encoding or "utf-8"
    data = text if isinstance(text, bytes) else text.encode(encoding, "backslashreplace")
    try:
        stream.flush()
        if hasattr(stream, "buffer"):
            rest = memoryview(data)
            while rest:  # without a buffer (PYTHONUNBUFFERED) a full disk takes a part and says nothing
                rest = rest[stream.buffer.write(rest) or 0 :]
            stream.buffer.flush()
        else:
            stream.write(text if isinstance(text, str) else text.decode(encoding))
            stream.flush()
    except BrokenPipeError:
        _let_go(stream)
    except OSError as error:
        _let_go(stream)
        raise OutputError(f"standard output can't be written: {error.strerror}") from error


def tell(message: str) -> None:
    """Print a message for the person at the terminal on standard error, line by line."""
    # Importing the formats' package would load more than a message needs.
    from reconcile.reporters._clean import clean, no_command

    text = "".join(no_command(clean(line)) + "\n" for line in message.split("\n"))
    stream = sys.stderr  # which writes what its encoding lacks as \\u…
    try:
        stream.write(text)
        stream.flush()
    except OSError:
        _let_go(stream)


def _let_go(stream: TextIO) -> None:
    """Send what is still to come nowhere, so that closing the stream at the end raises nothing."""
    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)
    except (OSError, ValueError):
        pass


def write_whole(path: Path, content: str | bytes) -> None:
    """Write a file so that it is either all there or unchanged. OutputError where that can't be done.

    A pipe or a device, such as /dev/stderr, is written to and not replaced. What is new comes into being beside the
    file under a hidden name; what writers left there that were killed is removed.
    """
    data = content.encode("utf-8", "backslashreplace") if isinstance(content, str) else content
    try:
        if path.exists() and not path.is_file() and not path.is_dir():
            path.write_bytes(data)
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        _sweep(path)
        _write_anew(path, data)
    except OSError as error:
        raise OutputError(f"{path} can't be written: {error.strerror}") from error


def _write_anew(path: Path, data: bytes) -> None:
    """Write a file; once more where another command took the part that was not locked yet for one left behind."""
    for left in reversed(range(_TRIES)):
        try:
            return _write_beside(path, data)
        except FileNotFoundError:
            if not left:
                raise


def _write_beside(path: Path, data: bytes) -> None:
    """Write a hidden file and give it the name of `path` once it is wholly on the disk. It is locked until then."""
    with NamedTemporaryFile(dir=path.parent, prefix=f".{path.name[:200]}.", suffix=PART, delete=False) as file:
        part = Path(file.name)
        try:
            _lock(file.fileno())
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
            part.chmod(0o666 & ~_umask())
            part.replace(path)
        except BaseException:  # a full disk, Ctrl-C
            part.unlink(missing_ok=True)
            raise


def _sweep(path: Path) -> None:
    """Remove what killed writers of a file left: the system let go of their locks when they ended."""
    start = f".{path.name[:200]}."
    for other in path.parent.iterdir():
        if not (other.name.startswith(start) and other.name.endswith(PART)):
            continue
        with suppress(OSError), other.open("rb") as file:
            if _lock(file.fileno()):
                other.unlink()


def _lock(number: int) -> bool:
    """Lock an open file for this process alone; False where another one holds it, or where there are no locks."""
    try:
        import fcntl

        fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (ImportError, OSError):
        return False
    return True


def _umask() -> int:
    """Return the mask of this process, which can only be read by setting it."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
