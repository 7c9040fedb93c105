"""What the benchmarks share: timing a whole process, and writing a table into README.md."""

from __future__ import annotations

import contextlib
import math
import os
import re
import statistics
import subprocess
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

README = Path(__file__).resolve().parent / "README.md"


@dataclass(frozen=True)
class Run:
    """What one command cost."""

    seconds: float
    """From its start to its exit."""
    cpu: float
    """User and system seconds, of the processes it waited for too."""
    megabytes: float
    """Peak memory of its largest process, or of all together, what they share counted once, if that is more."""
    output: str
    """The first 20,000 characters that it printed: a whole report would weigh on what is started next."""


def run(command: Sequence[str], allowed: Sequence[int] = (0, 1)) -> Run:
    """Run a command, bytecode kept. Raises CalledProcessError where it ends with another status than `allowed`."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    with tempfile.TemporaryFile("w+") as printed:
        begin = time.perf_counter()
        process = subprocess.Popen(command, env=kept, stdout=printed, stderr=subprocess.DEVNULL)
        with _Together(process.pid) as together:
            _, status, used = os.wait4(process.pid, 0)
            took = time.perf_counter() - begin
        process.returncode = os.waitstatus_to_exitcode(status)
        printed.seek(0)
        text = printed.read(20_000)
    if process.returncode not in allowed:
        raise subprocess.CalledProcessError(process.returncode, list(command), text)
    return Run(took, used.ru_utime + used.ru_stime, max(used.ru_maxrss / 1024, together.most), text)


class _Together:
    """Looks every second at the memory of a process that has others at work, and of these."""

    def __init__(self, process: int) -> None:
        self.most = 0.0
        """Megabytes that all of them had together at most, what they share counted once."""
        self._process, self._over = process, threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> _Together:
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._over.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._over.wait(1.0):
            with contextlib.suppress(OSError, ValueError):  # it has just ended, or the system does not tell
                others = Path(f"/proc/{self._process}/task/{self._process}/children").read_text().split()
                if others:
                    self.most = max(self.most, sum(_share(one) for one in [str(self._process), *others]))


def _share(process: str) -> float:
    """Return the megabytes of a process, what it shares with n others counted as an n-th."""
    text = Path(f"/proc/{process}/smaps_rollup").read_text()
    return int(re.search(r"^Pss: +(\d+) kB", text, re.MULTILINE)[1]) / 1024


def middle(command: Sequence[str], times: int) -> Run:
    """Return the run of middle length among `times`; one run before them warms caches and writes bytecode."""
    if times > 1:
        run(command)
    runs = sorted((run(command) for _ in range(times)), key=lambda one: one.seconds)
    return runs[(len(runs) - 1) // 2]


def machine() -> str:
    """Return the machine's cores and memory, as far as the system tells."""
    try:
        size = f"{round(os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30)} GB"
    except (ValueError, OSError, AttributeError):
        size = "memory unknown"
    return f"{os.cpu_count()} cores and {size}"


def exponent(sizes: Sequence[int], seconds: Sequence[float]) -> float:
    """Return the slope of log seconds over log sizes: 1 is linear."""
    return statistics.linear_regression([math.log(size) for size in sizes], [math.log(one) for one in seconds]).slope


def write(name: str, text: str) -> None:
    """Put `text` between the marks of that name in README.md."""
    start, end = f"<!-- {name} -->", f"<!-- /{name} -->"
    page = README.read_text(encoding="utf-8")
    if start not in page:
        raise ValueError(f"README.md has no mark {start}")
    pattern = re.compile(f"{re.escape(start)}.*?{re.escape(end)}", re.DOTALL)
    README.write_text(pattern.sub(lambda _: f"{start}\n{text}\n{end}", page), encoding="utf-8")


def table(head: Sequence[str], rows: Sequence[Sequence[str]], left: int = 1) -> str:
    """Return a Markdown table, the first `left` columns to the left, numbers to the right."""
    rule = ["---" if place < left else "---:" for place in range(len(head))]
    return "\n".join(f"| {' | '.join(row)} |" for row in [head, *rows]).replace("\n", f"\n|{'|'.join(rule)}|\n", 1)
