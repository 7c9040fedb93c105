"""Claim files read by several processes at once, in the order of the files.

Workers are plain child processes with pipes and no copies of this one: nothing is forked while threads run (pyarrow has
some), the caller's main module is not run again, and their input ends when this process does. A worker that dies, or
says nothing for too long (somebody has stopped it), leaves its batch unread; whoever asked reads it then itself.
"""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import suppress
from itertools import count
from time import monotonic

from reconcile.reading.batches import File
from reconcile.reading.files import size_of
from reconcile.reading.packed import Names, Packed, from_table
from reconcile.reading.worker import LENGTH

SILENCE, PER_MEGABYTE = 60.0, 10.0
"""Seconds that a worker may take for its start and a batch, and more for each megabyte: many times what it takes."""
_LOOK = 0.5
"""Seconds between two looks at workers that say nothing."""
_START = "import json, sys; sys.path[:] = json.loads(sys.argv[1]); from reconcile.reading.worker import main; main()"


def read_batches(batches: Sequence[Sequence[File]], names: Names, reader: str, processes: int) -> list[Packed | None]:
    """Return what each batch of files says, read by so many workers; None where no worker could read it."""
    found: list[Packed | None] = [None] * len(batches)
    if not sys.executable or getattr(sys, "frozen", False):  # a program of its own: it could not be started as Python
        return found
    workers: list[_Worker] = []
    numbers = _Numbers(len(batches))
    try:
        for _ in range(min(processes, len(batches))):
            workers.append(_Worker(batches, numbers, found, names, reader))
        _wait(workers)
    finally:  # also on Ctrl-C
        for worker in workers:
            worker.end()
    return found


def _wait(workers: Sequence[_Worker]) -> None:
    """Wait until all are done; those that say nothing for too long are ended, and their batches left to the others."""
    for worker in workers:
        while worker.thread.is_alive():
            worker.thread.join(_LOOK)
            for other in workers:
                other.end_if_silent()


class _Numbers:
    """The numbers of batches that nobody reads yet, for several threads."""

    def __init__(self, end: int) -> None:
        self._next, self._end, self._lock = count(), end, threading.Lock()

    def __iter__(self) -> Iterator[int]:
        while True:
            with self._lock:
                number = next(self._next)
            if number >= self._end:
                return
            yield number


class _Worker:
    """One process, and the thread that hands it batches and takes its answers."""

    def __init__(
        self,
        batches: Sequence[Sequence[File]],
        numbers: _Numbers,
        found: list[Packed | None],
        names: Names,
        reader: str,
    ) -> None:
        self._batches, self._numbers, self._found, self._reader = batches, numbers, found, reader
        self._first = [reader, names]
        self._patient_until = monotonic() + SILENCE
        self._process: subprocess.Popen[bytes] | None = None
        with suppress(OSError):  # no memory, no more processes allowed: others read
            path = json.dumps([place for place in sys.path if isinstance(place, str)])
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-c", _START, path],  # -P: no module of the current folder is run
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
        self.thread = threading.Thread(target=self._run, daemon=True)
        self.thread.start()

    def _run(self) -> None:
        # Whatever is wrong with a worker: what it has not read is read by this process, and there it comes to light.
        with suppress(Exception):
            self._ask(self._first)
            for number in self._numbers:
                megabytes = sum(size_of(path) for path, _ in self._batches[number]) / 1e6
                self._patient_until = monotonic() + SILENCE + PER_MEGABYTE * megabytes
                self._ask([(str(path), file) for path, file in self._batches[number]])
                self._found[number] = self._answer()

    def _ask(self, data: object) -> None:
        if self._process is None or self._process.stdin is None:
            raise ValueError("there is no worker")
        self._process.stdin.write(json.dumps(data).encode() + b"\n")
        self._process.stdin.flush()

    def _answer(self) -> Packed:
        import pyarrow as pa

        data = self._read(int.from_bytes(self._read(LENGTH), "big"))
        with pa.ipc.open_stream(pa.py_buffer(data)) as stream:
            return from_table(stream.read_all(), self._reader)

    def _read(self, size: int) -> bytes:
        assert self._process is not None and self._process.stdout is not None
        data = self._process.stdout.read(size)
        if len(data) < size:
            raise ValueError("the worker is gone")
        return data

    def end_if_silent(self) -> None:
        """End the process where it should have answered long ago: its thread then notices that it is gone."""
        if self._process is not None and self.thread.is_alive() and monotonic() > self._patient_until:
            self._process.kill()

    def end(self) -> None:
        """End the process, whatever it does, and its thread with it."""
        if self._process is not None:
            self._process.kill()
        self.thread.join()
        if self._process is not None:
            self._process.wait()
            for pipe in (self._process.stdin, self._process.stdout):
                with suppress(OSError):
                    if pipe is not None:
                        pipe.close()
