"""What a start costs, against `python -c "import pandas"` in the same run; writes the table into README.md.

    python benchmarks/startup.py [RUNS]

Seconds hang on the machine; the ratios are what to look at. Bytecode is written first and kept.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import measure

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
        times = {name: measure.middle(command, runs).seconds for name, command in commands.items()}
    base = next(iter(times.values()))
    rows = [f"| {name} | {took:.2f} | {took / base:.2f} |" for name, took in times.items()]
    head = f"Median of {runs} runs with {measure.machine()}, bytecode warm."
    return "\n".join([head, "", "| command | seconds | ratio |", "|---|---:|---:|", *rows])


def main(arguments: list[str]) -> None:
    """Measure and put the table into README.md."""
    runs = int(arguments[0]) if arguments else 7
    found = table(runs)
    measure.write("startup", found)
    print(found)


if __name__ == "__main__":
    main(sys.argv[1:])
