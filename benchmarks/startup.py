"""What a start costs, against `python -c "import pandas"` in the same run; writes the table into README.md.

    python benchmarks/startup.py [RUNS]

Seconds hang on the machine; the ratios are what to look at. Bytecode is written first and kept.
"""

from __future__ import annotations

import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

README = Path(__file__).resolve().parent / "README.md"
START, END = "<!-- startup -->", "<!-- /startup -->"
CLAIM = '  - {{id: c{n}, measure: visitors, place: Town {town}, value: "{value:,}", time: 2021-06}}\n'


def project(folder: Path) -> None:
    """Write a project of 50 claims in five documents, some of which clash."""
    claims = folder / "claims"
    claims.mkdir()
    (folder / "reconcile.toml").write_text("", encoding="utf-8")
    for document in range(5):
        rows = "".join(CLAIM.format(n=n, town=n, value=1700 + 50 * n + 100 * (document % 2)) for n in range(10))
        text = f"document: {{published: 2021-07-0{document + 1}}}\nclaims:\n{rows}"
        (claims / f"paper-{document}.yaml").write_text(text, encoding="utf-8")


def seconds(command: list[str], runs: int) -> float:
    """Return the median time of a command; one run before it writes the bytecode."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    taken = []
    for _ in range(runs + 1):
        begin = time.perf_counter()
        subprocess.run(command, env=kept, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
        taken.append(time.perf_counter() - begin)
    return statistics.median(taken[1:])


def memory() -> str:
    """Return the memory of the machine in whole GB, where the system tells it."""
    try:
        return f"{round(os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30)} GB"
    except (ValueError, OSError, AttributeError):
        return "memory unknown"


def table(runs: int) -> str:
    """Measure, and return the table."""
    run = [sys.executable, "-m", "reconcile"]
    with tempfile.TemporaryDirectory() as folder:
        project(Path(folder))
        commands = {
            '`python -c "import pandas"`': [sys.executable, "-c", "import pandas"],
            "`reconcile --help`": [*run, "--help"],
            "`reconcile check`, 50 claims": [*run, "check", folder, "--exit-zero"],
        }
        times = {name: seconds(command, runs) for name, command in commands.items()}
    base = next(iter(times.values()))
    rows = [f"| {name} | {took:.2f} | {took / base:.2f} |" for name, took in times.items()]
    head = f"Median of {runs} runs with {os.cpu_count()} cores and {memory()}, bytecode warm."
    return "\n".join([head, "", "| command | seconds | ratio |", "|---|---:|---:|", *rows])


def main(arguments: list[str]) -> None:
    """Measure and put the table into README.md."""
    runs = int(arguments[0]) if arguments else 7
    text = README.read_text(encoding="utf-8")
    found = table(runs)
    pattern = re.compile(f"{re.escape(START)}.*?{re.escape(END)}", re.DOTALL)
    README.write_text(pattern.sub(lambda _: f"{START}\n{found}\n{END}", text), encoding="utf-8")
    print(found)


if __name__ == "__main__":
    main(sys.argv[1:])
