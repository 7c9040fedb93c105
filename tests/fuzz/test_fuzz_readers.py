"""Every reader on inputs that nobody meant: no crash, no hang, nothing but the errors that it declares."""

import os

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from mutations import spoilt
from targets import TARGETS, bounded, seeds

EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "150"))
SAME_EACH_TIME = "FUZZ_EXAMPLES" not in os.environ
SLOW = {"xlsx": 5, "parquet": 3}
"""How many times fewer examples a slow reader gets."""


@pytest.mark.parametrize("name", TARGETS)
def test_no_input_breaks_a_reader(name: str) -> None:
    @settings(
        max_examples=max(1, EXAMPLES // SLOW.get(name, 1)),
        suppress_health_check=list(HealthCheck),
        deadline=None,
        derandomize=SAME_EACH_TIME,
    )
    @given(st.deferred(lambda: spoilt(seeds(name))))
    def holds(data: bytes) -> None:
        with bounded():
            TARGETS[name](data)

    for seed in seeds(name):
        with bounded():
            TARGETS[name](seed)
    holds()
