"""Everything that is printed or written goes through here: whole files, closed pipes, harmless text."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import TextIO

from reconcile.errors import ReconcileError


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
            stream.buffer.write(data)
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

    A pipe or a device, such as /dev/stderr, is written to and not replaced.
    """
    data = content.encode("utf-8", "backslashreplace") if isinstance(content, str) else content
    part = ""
    try:
        if path.exists() and not path.is_file() and not path.is_dir():
            path.write_bytes(data)
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
            part = file.name
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(part).chmod(0o666 & ~_umask())
        Path(part).replace(path)
    except OSError as error:
        if part:
            Path(part).unlink(missing_ok=True)
        raise OutputError(f"{path} can't be written: {error.strerror}") from error


def _umask() -> int:
    """Return the mask of this process, which can only be read by setting it."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
