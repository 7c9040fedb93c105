"""The first large table of a project, read by another thread while this one reads the vocabulary.

Arrow and numpy, which read tables, let other threads work meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from reconcile.processors import jobs
from reconcile.reading.files import size_of

if TYPE_CHECKING:
    from reconcile.reading.tables import Table

LARGE = 5_000_000
"""Bytes from which on a thread gains more than it costs."""
ENDINGS = (".csv", ".parquet")
"""What is not read by Python itself."""

TableReader = Callable[[Path, str], "Table"]
"""Returns the cells of a table, given its path and its name in output."""


@contextmanager
def begun(files: Sequence[tuple[Path, str]], read: TableReader) -> Iterator[TableReader]:
    """Give what reads tables as `read` does, whatever it raises too; the first large one is begun at once.

    Raises SettingsError where RECONCILE_JOBS is no number of processors.
    """
    tables = (item for item in files if item[0].suffix.lower() in ENDINGS and size_of(item[0]) >= LARGE)
    first = next(tables, None)
    if first is None or jobs() < 2:
        yield read
        return
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(1) as pool:
        try:
            future = pool.submit(read, *first)
        except RuntimeError:  # no thread may be started
            yield read
            return
        yield lambda path, file: future.result() if path == first[0] else read(path, file)
