"""What a person types: single keys at a terminal, lines where there is none."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

END = ""
"""Returned where there is nothing more to read: Ctrl-D, or the end of a file."""
ESCAPE = "\x1b"
ARROWS = {"[D": "b", "OD": "b", "[C": "s", "OC": "s"}
"""Arrow keys, as what they stand for: left goes back, right goes on."""


def at_a_terminal() -> bool:
    """Say whether keys can be read one by one, without waiting for the end of a line."""
    try:
        import termios
    except ImportError:  # Windows
        return False
    try:
        termios.tcgetattr(sys.stdin.fileno())
    except (termios.error, OSError, ValueError):
        return False
    return sys.stdout.isatty()


def read_key() -> str:
    """Return one key, or the first character of a line where there is no terminal; END where there is no more.

    An arrow key comes as the letter it stands for, any other special key as ESCAPE, Ctrl-D as END. Ctrl-C
    raises KeyboardInterrupt.
    """
    if not at_a_terminal():
        line = sys.stdin.readline()
        return (line.strip()[:1] or "\n") if line else END
    with _key_by_key(sys.stdin.fileno()) as place:
        data = _next(place)
        while data and not _is_whole(data):
            data += os.read(place, 1)
        rest = _pending(place) if data == b"\x1b" else b""
    if data in (b"", b"\x04"):
        return END
    key = data.decode("utf-8", "replace")
    return ARROWS.get(rest.decode("ascii", "replace"), ESCAPE) if rest else key.replace("\r", "\n")


def read_line(prompt: str) -> str | None:
    """Ask for a line and return it without space around it, None where there is none (Ctrl-D, the end of a file)."""
    from reconcile.cli._output import show
    from reconcile.reporters._clean import clean

    show(prompt)
    line = sys.stdin.readline()
    if not at_a_terminal():
        show(f"{clean(line)}\n")  # a terminal has shown what was typed already
    elif not line.endswith("\n"):
        show("\n")
    return line.strip() if line else None


@contextmanager
def _key_by_key(place: int) -> Iterator[int]:
    """Let keys through at once and unseen; the terminal is as it was afterwards, whatever happens."""
    import termios
    import tty

    before = termios.tcgetattr(place)
    try:
        # Nothing that was typed ahead is thrown away.
        tty.setcbreak(place, termios.TCSADRAIN)
        yield place
    finally:
        termios.tcsetattr(place, termios.TCSADRAIN, before)


def _next(place: int) -> bytes:
    try:
        return os.read(place, 1)
    except OSError:  # the terminal was closed
        return b""


def _pending(place: int) -> bytes:
    """Return what follows an ESC at once: the rest of a special key; nothing where Escape itself was pressed."""
    import select

    found = b""
    while len(found) < 16 and select.select([place], [], [], 0.05)[0]:
        one = os.read(place, 1)
        found += one
        if not one or (len(found) > 1 and one.isalpha()) or one == b"~":
            break
    return found


def _is_whole(data: bytes) -> bool:
    """Say whether bytes are a whole character."""
    needed = 1 if data[0] < 0xC0 else 2 if data[0] < 0xE0 else 3 if data[0] < 0xF0 else 4
    return len(data) >= needed
