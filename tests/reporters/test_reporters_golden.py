"""Golden outputs of one report that holds everything; the same bytes whatever the seed of Python's hashes."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest
from format_checks import check_output
from full_report import full

from reconcile import __version__
from reconcile.reporters import format_names, load_format, render

GOLDEN = Path(__file__).parent / "golden"
SHOWN = ("csv", "xlsx", "junit", "sarif", "github", "github-summary", "gitlab", "json")
DIGESTS = """
import json, sys
from hashlib import sha256
sys.path.insert(0, sys.argv[1])
from full_report import full
from reconcile.reporters import format_names, render
outputs = ((name, render(full(), name)) for name in format_names())
print(json.dumps({name: sha256(out if isinstance(out, bytes) else out.encode()).hexdigest() for name, out in outputs}))
"""


def golden_text(name: str) -> str:
    """Return an output as text: of a workbook its cells, one row a line."""
    out = render(full(), name)
    if isinstance(out, str):
        return out.replace(f'"semanticVersion": "{__version__}"', '"semanticVersion": "0.0.0"')
    book = openpyxl.load_workbook(io.BytesIO(out))
    lines = []
    for sheet in book:
        lines.append(f"== {sheet.title} {sheet.dimensions} frozen {sheet.freeze_panes} filter {sheet.auto_filter.ref}")
        rows = sheet.iter_rows(values_only=True)
        lines += [" | ".join("" if cell is None else str(cell) for cell in row) for row in rows]
    return "\n".join(line.rstrip() for line in lines) + "\n"


@pytest.mark.parametrize("name", SHOWN)
def test_golden_output(name: str) -> None:
    """RECONCILE_GOLDEN=1 writes the files anew, to be read in the diff."""
    text = golden_text(name)
    file = GOLDEN / f"full{load_format(name).SUFFIX}{'.txt' if name == 'xlsx' else ''}"
    if os.environ.get("RECONCILE_GOLDEN"):
        file.write_text(text, encoding="utf-8")
    assert text == file.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", format_names())
def test_the_full_report_passes_every_check(name: str) -> None:
    check_output(name, render(full(), name))


def test_same_bytes_whatever_the_seed_and_the_day() -> None:
    found = []
    for seed, zone in (("0", "UTC"), ("1", "Asia/Tokyo")):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone}
        command = [sys.executable, "-c", DIGESTS, str(Path(__file__).parent)]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
        found.append(json.loads(done.stdout))
    assert found[0] == found[1]
    assert set(found[0]) == set(format_names())
