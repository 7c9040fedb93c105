"""The full check against what a user would pick instead, from 10^4 to 10^7 claims; writes tables into README.md.

    python benchmarks/scale.py [--sizes 10000,100000,1000000,10000000] [--cases-size 200000] [--population FILE]

Whole commands are timed, start-up and reading included, each in a process of its own and in turn. Our figure is that
of `reconcile check --format json` with every rule. Seconds hang on the machine; look at the ratios.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import measure
from cases import CASES

HERE = Path(__file__).resolve().parent
RIVALS = {
    "groupby_apply": "pandas groupby.apply",
    "great_expectations_suite": "GX, 15 expectations",
    "pandera_schema": "pandera alone",
    "duckdb_query": "DuckDB, bare query",
}
OURS = "reconcile, all rules"
POPULATION = HERE.parent.parent / "shared" / "data" / "population" / "population-new.txt"


def project(size: int, folder: Path, form: str = "parquet", case: str = "plain") -> Path:
    """Write a project in a process of its own, since memory of this one would count for all that it starts."""
    command = [sys.executable, str(HERE / "synthetic.py"), str(size), str(folder), "--form", form, "--case", case]
    return Path(subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip())


def check(project: Path) -> list[str]:
    """Return the command that checks a project and prints the JSON report."""
    return [sys.executable, "-m", "reconcile", "check", str(project), "--format", "json", "--no-cache"]


def compare(project: Path, file: Path, times: int) -> dict[str, measure.Run]:
    """Time us and the rivals on one file of claims."""
    found = {OURS: measure.middle(check(project), times)}
    for script, name in RIVALS.items():
        found[name] = measure.middle([sys.executable, str(HERE / "rivals" / f"{script}.py"), str(file)], times)
    return found


def row(label: Sequence[str], found: dict[str, measure.Run]) -> list[str]:
    """Return one row: seconds and memory of each, ours over theirs in brackets."""
    ours = found[OURS]
    cells = [f"{ours.seconds:.2f} s, {ours.megabytes:,.0f} MB"]
    for name in RIVALS.values():
        run = found[name]
        cells.append(f"{run.seconds:.2f} s, {run.megabytes:,.0f} MB ({ours.seconds / run.seconds:.1f})")
    return [*label, *cells]


def sizes_table(sizes: Sequence[int], forms: Sequence[str]) -> str:
    """Time every size in every form; CSV up to a million claims."""
    rows, fits = [], []
    for form in forms:
        seconds = []
        for size in (size for size in sizes if form == "parquet" or size <= 1_000_000):
            with tempfile.TemporaryDirectory() as folder:
                file = project(size, Path(folder), form)
                found = compare(Path(folder), file, 3 if size <= 100_000 else 1)
            seconds.append((size, found[OURS].seconds))
            rows.append(row([f"{size:,}", form, f"{_findings(found):,}"], found))
            print(rows[-1], flush=True)
        from_5 = [(size, took) for size, took in seconds if size >= 100_000]
        if len(from_5) > 1:
            fits.append(f"{form}: time grows as claims^{measure.exponent(*zip(*from_5, strict=True)):.2f} from 10^5 on")
    head = ["claims", "form", "findings", OURS, *RIVALS.values()]
    return "\n".join([measure.table(head, rows, left=2), "", "; ".join(fits) + "."])


def cases_table(size: int) -> str:
    """Time the cases that hurt, one size, Parquet."""
    rows = []
    for case, what in CASES.items():
        with tempfile.TemporaryDirectory() as folder:
            file = project(size, Path(folder), case=case)
            found = compare(Path(folder), file, 1)
            rows.append(row([what, f"{_findings(found):,}"], found))
            print(rows[-1], flush=True)
    return measure.table([f"case, {size:,} claims", "findings", OURS, *RIVALS.values()], rows)


def population_table(source: Path) -> str:
    """Time the population claims of Wikipedia editors, a real table."""
    with tempfile.TemporaryDirectory() as folder:
        claims = Path(folder) / "claims"
        claims.mkdir()
        (Path(folder) / "reconcile.toml").write_text("", encoding="utf-8")
        file = claims / "population.csv"
        subprocess.run([sys.executable, str(HERE / "population.py"), str(source), str(file)], check=True)
        found = compare(Path(folder), file, 3)
        size = _part(found, "coverage")["claims"]
        rows = [row([f"{size:,}", "csv", f"{_findings(found):,}"], found)]
    return measure.table(["claims", "form", "findings", OURS, *RIVALS.values()], rows, left=2)


def _findings(found: dict[str, measure.Run]) -> int:
    summary = _part(found, "summary")
    return sum(summary[severity] for severity in ("error", "warning", "note"))


def _part(found: dict[str, measure.Run], key: str) -> dict[str, Any]:
    """Return one of the first parts of our JSON report."""
    text, mark = found[OURS].output, f'"{key}": '
    part, _ = json.JSONDecoder().raw_decode(text, text.index(mark) + len(mark))
    return part


def main() -> None:
    """Measure what the arguments say, and write it down."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default="10000,100000,1000000,10000000")
    parser.add_argument("--cases-size", type=int, default=200_000)
    parser.add_argument("--population", type=Path, default=POPULATION)
    given = parser.parse_args()
    head = f"One run with {measure.machine()}; in brackets our time over theirs."
    sizes = [int(size) for size in given.sizes.split(",")]
    measure.write("scale", f"{head}\n\n{sizes_table(sizes, ('parquet', 'csv'))}")
    measure.write("hurting", f"{head}\n\n{cases_table(given.cases_size)}")
    if given.population.exists():
        measure.write("population", f"{head}\n\n{population_table(given.population)}")


if __name__ == "__main__":
    main()
