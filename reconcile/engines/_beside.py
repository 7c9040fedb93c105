"""Rules run by this process and a copy of it at once, so that two processors work on one table.

The copy (a fork, Linux only) shares the table's memory and takes rules off the same list as this process does, one
after another; what it finds comes back through memory that both can reach. A copy of a process holds none of its other
threads, so what such a thread locks would stay locked in it: commands fork only while no thread of Python's own runs
and those of libraries are idle. Should the copy hang, be killed or run out of memory all the same, its rules are run
here: nothing hangs on it but time.
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

from reconcile.errors import Problem
from reconcile.models import Finding
from reconcile.reading.workers import jobs

ROWS = 100_000
"""Rows from which on a copy pays: it costs some hundredths of a second, and more for each finding."""
STALLED = 5.0
"""Seconds without any processor time used after which a copy counts as hanging."""
LOOK = 0.02
"""Seconds between two looks at a copy that is still at work."""
LENGTH = 8
"""Bytes that say how long an outcome is."""
PARENT_ENDS, KILL = 1, 9
"""PR_SET_PDEATHSIG of prctl(2), and the signal for it."""

THREADS = ("MainThread", "progress")
"""Names of threads that may be there: the bar's own writes to the terminal and nothing else."""

Outcome = tuple[list[Finding], list[Problem]]
"""What one rule found, and what it could not look at."""
RunOne = Callable[[int], Outcome]
"""Runs the rule at a place of the list."""


def worth_it(rows: int) -> bool:
    """Say whether a copy may be made and pays: Linux, two processors, many rows, and no other thread of Python's.

    Raises SettingsError where RECONCILE_JOBS is no number of processes.
    """
    return (
        rows >= ROWS
        and sys.platform == "linux"
        and hasattr(os, "memfd_create")
        and jobs() > 1
        and all(thread.name in THREADS for thread in threading.enumerate())
    )


def run_beside(here: Sequence[int], there: Sequence[int], run: RunOne) -> dict[int, Outcome]:
    """Return what the rules at all these places came to.

    `here` are those that this process starts with, in order, and `there` those that the copy starts with; who is done
    takes of the other's what is left, the last ones first.
    """
    memory = os.memfd_create("reconcile")
    try:
        taken = _Taken(max((*here, *there)) + 1, memory)
        child = _fork()
        if child == 0:
            _work(taken.left([*there, *reversed(here)]), memory, run)
        try:
            found = {place: run(place) for place in taken.left([*here, *reversed(there)])}
            _await(child)
        finally:  # also on Ctrl-C and whatever a rule may raise
            _end(child)
        found |= dict(_came_back(memory))
    finally:
        os.close(memory)
    return found | {place: run(place) for place in (*here, *there) if place not in found}


class _Taken:
    """Which rules one of two processes has taken: memory that both see, and a lock that ends with its process."""

    def __init__(self, size: int, lock: int) -> None:
        self._marks, self._lock = mmap(-1, max(size, 1)), lock

    def left(self, places: Sequence[int]) -> Iterator[int]:
        """Yield those places, one after another, that nobody has taken when their turn comes, and take them."""
        for place in places:
            fcntl.lockf(self._lock, fcntl.LOCK_EX)
            try:
                is_free = not self._marks[place]
                self._marks[place] = 1
            finally:
                fcntl.lockf(self._lock, fcntl.LOCK_UN)
            if is_free:
                yield place


def _fork() -> int:
    """Return the number of the copy, and 0 in the copy itself."""
    _give_back()  # what is free and kept would be copied page by page when it is used again
    with warnings.catch_warnings():  # Python warns where any thread runs, those of libraries too: see above
        warnings.simplefilter("ignore", DeprecationWarning)
        return os.fork()


def _give_back() -> None:
    """Give free memory that the C library keeps back to the system, where it is glibc."""
    import ctypes

    with suppress(AttributeError, OSError):
        ctypes.CDLL(None).malloc_trim(0)


def _work(places: Iterator[int], memory: int, run: RunOne) -> None:
    """Run rules in the copy until none is left, and end it: nothing that this process had open is touched."""
    try:
        _end_with_parent()
        for place in places:
            data = pickle.dumps((place, run(place)), protocol=5)
            _write(memory, len(data).to_bytes(LENGTH, "big") + data)
    finally:
        os._exit(0)  # whatever was raised: rules without an outcome are run by the other process


def _write(memory: int, data: bytes) -> None:
    with open(memory, "ab", closefd=False) as file:
        file.write(data)


def _end_with_parent() -> None:
    """Have the system end the copy when the process that made it ends."""
    import ctypes

    with suppress(AttributeError, OSError):
        ctypes.CDLL(None).prctl(PARENT_ENDS, KILL)


def _await(child: int) -> None:
    """Wait until the copy has ended, or hangs."""
    used, since = -1, time.monotonic()
    while not _has_ended(child):
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
    with suppress(ProcessLookupError):
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
