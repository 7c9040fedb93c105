"""Columns of large tables made by several threads: numpy and Arrow let other threads work while they gather rows."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from typing import Any

LARGE = 200_000
"""Rows from which on threads gain more than they cost."""
MOST = 4
"""Threads at the most: beyond, memory is what takes time."""

Column = Callable[[], Any]
"""Makes one column; it must change nothing that another one reads."""


def made(columns: Mapping[str, Column], rows: int) -> dict[str, Any]:
    """Return all columns by name, in their order; what one of them raises is raised here."""
    threads = min(_processors(), MOST) if rows >= LARGE else 1
    if threads < 2:
        return {name: make() for name, make in columns.items()}
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(threads) as pool:
        return dict(zip(columns, pool.map(lambda make: make(), columns.values()), strict=True))


def _processors() -> int:
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # macOS and Windows have none
        return os.cpu_count() or 1
