"""What the benchmarks share: timing a whole process, and writing a table into README.md."""

from __future__ import annotations

import math
import os
import re
import statistics
import subprocess
import tempfile
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
    """Peak memory of its largest process."""
    output: str
    """The first 20,000 characters that it printed: a whole report would weigh on what is started next."""


def run(command: Sequence[str], allowed: Sequence[int] = (0, 1)) -> Run:
    """Run a command, bytecode kept. Raises CalledProcessError where it ends with another status than `allowed`."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    with tempfile.TemporaryFile("w+") as printed:
        begin = time.perf_counter()
        process = subprocess.Popen(command, env=kept, stdout=printed, stderr=subprocess.DEVNULL)
        _, status, used = os.wait4(process.pid, 0)
        took = time.perf_counter() - begin
        process.returncode = os.waitstatus_to_exitcode(status)
        printed.seek(0)
        text = printed.read(20_000)
    if process.returncode not in allowed:
        raise subprocess.CalledProcessError(process.returncode, list(command), text)
    return Run(took, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, text)


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
