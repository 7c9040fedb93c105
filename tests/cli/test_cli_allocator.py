"""Memory that arrays gave back is kept for the next ones."""

import subprocess
import sys

import pytest

FAULTS = """
import resource, sys
import numpy as np
from reconcile.cli._allocator import keep_freed_memory

if sys.argv[1] == "kept" and not keep_freed_memory():
    sys.exit(77)
np.ones(4_000_000).sum()
before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
for _ in range(20):
    np.ones(4_000_000).sum()
print(resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before)
"""


def faults(how: str) -> int:
    """The pages that the system had to give for twenty large arrays, one after another."""
    done = subprocess.run([sys.executable, "-c", FAULTS, how], capture_output=True, text=True)
    if done.returncode == 77:
        pytest.skip("no glibc here")
    assert done.returncode == 0, done.stderr
    return int(done.stdout)


def test_large_arrays_get_the_pages_of_those_before() -> None:
    assert faults("kept") < faults("as ever") / 3
