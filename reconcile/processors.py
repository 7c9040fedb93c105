"""How many processors may be used, for reading, columns and rules."""

from __future__ import annotations

import os

from reconcile.errors import Problem, SettingsError

JOBS = "RECONCILE_JOBS"
"""The environment variable that says how many; all that may be used otherwise."""
MOST = 16
"""Processors at the most: beyond, the one process that puts everything together is what takes time."""


def jobs() -> int:
    """Return how many processors may be used. SettingsError: RECONCILE_JOBS is no number of them."""
    stated = os.environ.get(JOBS, "").strip()
    if stated:
        if not stated.isascii() or not stated.isdigit() or not stated.strip("0"):
            message = f"{JOBS} is '{stated[:40]}'; expected how many processors to use, a whole number from 1"
            raise SettingsError([Problem("", 0, "settings", message)])
        return min(int(stated.lstrip("0")[:4]), MOST)  # of thousands of digits Python makes no number
    try:
        usable = len(os.sched_getaffinity(0))
    except AttributeError:  # macOS and Windows have none
        usable = os.cpu_count() or 1
    return min(usable, MOST)
