"""Columns of large tables made by several threads: numpy and Arrow let other threads work while they gather rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from reconcile.processors import jobs

LARGE = 200_000
"""Rows from which on threads gain more than they cost."""
MOST = 4
"""Threads at the most: beyond, memory is what takes time."""

Column = Callable[[], Any]
"""Makes one column; it must change nothing that another one reads."""


def made(columns: Mapping[str, Column], rows: int) -> dict[str, Any]:
    """Return all columns by name, in their order; what one of them raises is raised here.

    Raises SettingsError where RECONCILE_JOBS is no number of processors.
    """
    threads = min(jobs(), MOST) if rows >= LARGE else 1
    if threads > 1:
        from concurrent.futures import ThreadPoolExecutor

        with ThreadPoolExecutor(threads) as pool:
            try:
                futures = {name: pool.submit(make) for name, make in columns.items()}
            except RuntimeError:  # no thread may be started
                futures = {}
        if futures:
            return {name: future.result() for name, future in futures.items()}
    return {name: make() for name, make in columns.items()}
