"""A project of many YAML files: the first check, the second, and one after a file has changed; writes into README.md.

    python benchmarks/files.py [--files 10000] [--claims 100]

Whole commands, the JSON report included, with a cache folder that is empty at first.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import measure

HERE = Path(__file__).resolve().parent


def table(files: int, claims: int) -> str:
    """Measure, and return the table; the ratio is that of seconds to the first check's."""
    with tempfile.TemporaryDirectory() as folder:
        project = Path(folder) / "project"
        os.environ["RECONCILE_CACHE_DIR"] = str(Path(folder) / "cache")
        generate = [sys.executable, str(HERE / "many_files.py"), str(files), str(claims), str(project)]
        subprocess.run(generate, check=True, stdout=subprocess.DEVNULL)
        check = [sys.executable, "-m", "reconcile", "check", str(project), "--format", "json"]
        runs = {"first": measure.run(check), "second": measure.run(check)}
        changed = sorted(project.rglob("*.yaml"))[files // 2]
        changed.write_text(changed.read_text(encoding="utf-8") + "# looked at again\n", encoding="utf-8")
        runs["one file changed"] = measure.run(check)
        runs["without the cache"] = measure.run([*check, "--no-cache"])
    base = runs["first"].seconds
    rows = [
        [name, f"{run.seconds:.1f} s", f"{run.cpu:.1f} s", f"{run.megabytes:,.0f} MB", f"{run.seconds / base:.2f}"]
        for name, run in runs.items()
    ]
    head = f"{files:,} files of {claims:,} claims, one run with {measure.machine()}."
    columns = ["check", "wall clock", "processor", "memory of the largest process", "ratio"]
    return f"{head}\n\n{measure.table(columns, rows)}"


def main() -> None:
    """Measure what the arguments say, and write it down."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=10_000)
    parser.add_argument("--claims", type=int, default=100)
    given = parser.parse_args()
    found = table(given.files, given.claims)
    measure.write("files", found)
    print(found)


if __name__ == "__main__":
    main()
