"""The same readers under a fuzzer that is guided by coverage, a moment each; `make fuzz` lets it run for long."""

import os
import subprocess
import sys
from importlib.util import find_spec

import pytest
from targets import TARGETS

SECONDS = os.environ.get("FUZZ_SECONDS", "1")
QUICK = ("value", "time", "unit", "yaml", "csv", "vocabulary", "law")
"""Those that get far in a moment; the others only where there is more time."""


@pytest.mark.skipif(find_spec("atheris") is None, reason="atheris is not installed; it is there for Linux alone")
@pytest.mark.parametrize("name", QUICK if "FUZZ_SECONDS" not in os.environ else TARGETS)
def test_coverage_leads_to_no_crash(name: str, root, tmp_path) -> None:
    command = [sys.executable, str(root / "tools" / "fuzz.py"), name, SECONDS]
    env = {**os.environ, "FUZZ_DIR": str(tmp_path)}
    ran = subprocess.run(command, capture_output=True, text=True, check=False, cwd=root, env=env, errors="replace")
    assert ran.returncode == 0, ran.stderr[-3000:]
    assert "stat::number_of_executed_units" in ran.stderr
