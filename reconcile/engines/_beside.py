"""Rules run by this process and a copy of it at once, so that two processors work on one table.

The copy (a fork, Linux only) shares the table's memory; what it finds comes back through memory that both can reach. A
copy of a process holds none of its other threads, so what such a thread locks would stay locked in it: commands fork
only while no thread of Python's own runs, and those of libraries are idle then. Should the copy not come into being,
hang, be killed or run out of memory all the same, its rules are run here: nothing hangs on it but time.
"""

from __future__ import annotations

import fcntl
import os
import pickle
import signal
import sys
import threading
import time
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from mmap import mmap
from pathlib import Path
from types import FrameType
from typing import Any

from reconcile.errors import Problem
from reconcile.models import Finding
from reconcile.processors import jobs

ROWS = 30_000
"""Rows from which on a copy pays: it costs a few hundredths of a second, and more for each finding."""
VERY_MANY = 4_000_000
"""Rows from which on free memory is given back before the copy is made: pages of gigabytes that are then used again
would be copied one by one. Of fewer rows, to have them anew takes longer than that."""
STALLED = 5.0
"""Seconds without any processor time used after which a copy counts as hanging."""
PATIENCE, TIMES = 60.0, 10.0
"""Seconds that a copy may take longer than this process, or as many times as long, whatever is more."""
LOOK = 0.02
"""Seconds between two looks at a copy that is still at work."""
PARENT_ENDS, KILL = 1, 9
"""PR_SET_PDEATHSIG of prctl(2), and the signal for it."""
LENGTH = 8
"""Bytes that say how long an outcome is."""
THREADS = ("MainThread", "progress")
"""Names of threads that may be there: the bar's own writes to the terminal and nothing else."""

Outcome = tuple[list[Finding], list[Problem], bool]
"""What one rule found, what it could not look at, and whether it crashed."""
RunOne = Callable[[int], Outcome]
"""Runs the rule at a place of the list."""


def worth_it(rows: int) -> bool:
    """Say whether a copy may be made and pays: Linux, two processors, many rows, and no other thread of Python's.

    Raises SettingsError where RECONCILE_JOBS is no number of processors.
    """
    return (
        rows >= ROWS
        and sys.platform == "linux"
        and hasattr(os, "memfd_create")
        and jobs() > 1
        and threading.current_thread() is threading.main_thread()
        and all(thread.name in THREADS for thread in threading.enumerate())
        and Path("/proc/self/stat").exists()
    )


def run_beside(here: Sequence[int], there: Sequence[int], run: RunOne, rows: int = 0) -> dict[int, Outcome]:
    """Return what the rules at all these places came to, for a table of so many rows.

    `here` are those that only this process runs, in order, and `there` those that the copy begins with; of these this
    process takes what is left when it is done, the last ones first. What crashes in the copy is run here once more.
    """
    found: dict[int, Outcome] = {}
    if rows >= VERY_MANY:
        _give_back()
    with suppress(OSError):  # no memory, no more processes or files allowed: this process does it alone
        memory = os.memfd_create("reconcile")
        try:
            taken = _Taken(max(there) + 1, memory)
            found |= _both(here, there, run, taken, memory)
        finally:
            os.close(memory)
    return found | {place: run(place) for place in (*here, *there) if place not in found}


def _both(here: Sequence[int], there: Sequence[int], run: RunOne, taken: _Taken, memory: int) -> dict[int, Outcome]:
    """Return what this process and its copy came to. OSError: no copy could be made."""
    parent, begin = os.getpid(), time.monotonic()
    with _SignalsPutOff() as signals:
        child = _fork()
        if child == 0:
            _work(parent, taken.left(there), memory, run)
        try:
            signals.let_through()
            found = {place: run(place) for place in here}
            found |= {place: run(place) for place in taken.left([*reversed(there)])}
            _await(child, max(PATIENCE, TIMES * (time.monotonic() - begin)))
        finally:  # also on Ctrl-C and whatever a rule may raise
            _end(child)
    return found | dict(_came_back(memory))


class _Taken:
    """Which rules one of two processes has taken: memory that both see, and a lock for each that ends with its holder.

    Nobody ever waits for a lock, so that a process that was stopped holds up none.
    """

    def __init__(self, size: int, file: int) -> None:
        self._marks, self._file = mmap(-1, size), file

    def left(self, places: Sequence[int]) -> Iterator[int]:
        """Yield those places, one after another, that nobody has taken when their turn comes, and take them."""
        for place in places:
            with suppress(OSError):  # the other has it
                fcntl.lockf(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, place)
                if not self._marks[place]:
                    self._marks[place] = 1
                    yield place


class _SignalsPutOff:
    """Ctrl-C and SIGTERM wait while the process is copied: what their handlers raise meanwhile would be lost."""

    def __init__(self) -> None:
        self._noted: list[int] = []
        self._before: dict[int, Any] = {}

    def __enter__(self) -> _SignalsPutOff:
        for number in (signal.SIGINT, signal.SIGTERM):
            if signal.getsignal(number) is not None:
                self._before[number] = signal.signal(number, self._note)
        return self

    def __exit__(self, *error: object) -> None:
        self.let_through()

    def let_through(self) -> None:
        """Give the handlers back what came meanwhile."""
        before, self._before = self._before, {}
        for number, handler in before.items():
            signal.signal(number, handler)
        noted, self._noted = self._noted, []
        for number in noted:
            signal.raise_signal(number)

    def _note(self, number: int, _frame: FrameType | None) -> None:
        self._noted.append(number)


def _fork() -> int:
    """Return the number of the copy, and 0 in the copy itself."""
    with warnings.catch_warnings():  # Python warns where any thread runs, those of libraries too: see above
        warnings.simplefilter("ignore", DeprecationWarning)
        return os.fork()


def _give_back() -> None:
    """Give free memory that the C library keeps back to the system, where it is glibc."""
    import ctypes

    with suppress(AttributeError, OSError):
        ctypes.CDLL(None).malloc_trim(0)


def _work(parent: int, places: Iterator[int], memory: int, run: RunOne) -> None:
    """Run rules in the copy until none is left, and end it: nothing that this process had open is touched."""
    try:
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_DFL)
        _end_with_parent(parent)
        for place in places:
            outcome = run(place)
            if not outcome[2]:
                data = pickle.dumps((place, outcome), protocol=5)
                _write(memory, len(data).to_bytes(LENGTH, "big") + data)
    finally:
        os._exit(0)  # whatever was raised: rules without an outcome are run by the other process


def _end_with_parent(parent: int) -> None:
    """Have the system end the copy when the process that made it ends, and first where memory runs out."""
    import ctypes

    with suppress(AttributeError, OSError):
        ctypes.CDLL(None).prctl(PARENT_ENDS, KILL)
    if os.getppid() != parent:
        os._exit(0)
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("1000", encoding="ascii")


def _write(memory: int, data: bytes) -> None:
    with open(memory, "ab", closefd=False) as file:
        file.write(data)


def _await(child: int, patience: float) -> None:
    """Wait until the copy has ended, or hangs."""
    used, since = -1, time.monotonic()
    until = since + patience
    while not _has_ended(child) and time.monotonic() < until:
        now = _processor_time(child)
        if now != used:
            used, since = now, time.monotonic()
        elif time.monotonic() - since > STALLED:
            return
        time.sleep(LOOK)


def _has_ended(child: int) -> bool:
    try:
        return os.waitid(os.P_PID, child, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None
    except ChildProcessError:  # whoever started this process has the system forget the children that end
        return True


def _processor_time(child: int) -> int:
    """Return how long a process has run, in the system's ticks."""
    try:
        fields = Path(f"/proc/{child}/stat").read_bytes().rpartition(b")")[2].split()
        return int(fields[11]) + int(fields[12])
    except (OSError, IndexError, ValueError):
        return 0


def _end(child: int) -> None:
    """End the copy, unless it has ended: then its number may be another process's."""
    with suppress(ProcessLookupError):
        if not _has_ended(child):
            os.kill(child, signal.SIGKILL)
    with suppress(ChildProcessError):
        os.waitpid(child, 0)


def _came_back(memory: int) -> Iterator[tuple[int, Outcome]]:
    """Yield the outcomes that were written whole; their bytes come from this process's own copy."""
    os.lseek(memory, 0, os.SEEK_SET)
    with open(memory, "rb", closefd=False) as file:
        while len(length := file.read(LENGTH)) == LENGTH:
            data = file.read(int.from_bytes(length, "big"))
            if len(data) < int.from_bytes(length, "big"):
                return
            place, outcome = pickle.loads(data)
            yield place, outcome
