"""A progress bar on standard error, for checks that take long while a person watches."""

from __future__ import annotations

import shutil
import sys
import threading
from types import TracebackType

PATIENCE = 2.0
"""Seconds before anything is shown."""
STEP = 0.2
"""Seconds between two drawings."""
BAR = 24
"""Columns of the bar."""


class Progress:
    """Shows how far a check is, from `PATIENCE` seconds on; the line is gone when it ends.

    Use it as a context and call it with what is being done, the steps done and how many there are.
    """

    def __init__(self, wanted: bool) -> None:
        self._state = ("reading", 0, 0)
        self._over = threading.Event()
        watched = wanted and sys.stderr.isatty()
        self._drawer = threading.Thread(target=self._draw, name="progress", daemon=True) if watched else None

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Take note of how far the check is."""
        self._state = (stage, done, total)

    def __enter__(self) -> Progress:
        if self._drawer:
            self._drawer.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._over.set()
        if self._drawer:
            self._drawer.join()

    def _draw(self) -> None:
        if self._over.wait(PATIENCE):
            return
        shown = ""
        while not self._over.wait(STEP):
            line = progress_line(*self._state, shutil.get_terminal_size().columns - 1)
            if line != shown:
                sys.stderr.write("\r" + line.ljust(len(shown)))
                sys.stderr.flush()
                shown = line
        sys.stderr.write("\r" + " " * len(shown) + "\r")
        sys.stderr.flush()


def progress_line(stage: str, done: int, total: int, width: int) -> str:
    """Return `[####    ] 4/32 value-conflict`, no wider than the terminal."""
    if not total:
        return stage[:width]
    full = min(BAR, BAR * done // total)
    return f"[{'#' * full}{' ' * (BAR - full)}] {done}/{total} {stage}"[:width]
