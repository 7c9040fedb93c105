"""How much is read of one file, so that none can hold up a check or fill the memory; docs/reliability.md tells why."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from reconcile.errors import Problem
from reconcile.reading.nodes import Unreadable

MOST_KEYS = 1_000
"""Different keys of the claims of one file, and columns of a table."""
LONGEST_ROW = 1_000_000
"""Bytes of one row of a CSV or JSON Lines file; beyond, a quotation mark is missing or it is no claim."""
MOST_ROWS = 50_000_000
"""Rows of one Parquet file: a few kilobytes can declare billions."""

_Found = TypeVar("_Found")
_Broken = TypeVar("_Broken")


def guarded(
    file: str, read: Callable[[], _Found], broken: Callable[[Problem], _Broken], kind: str = "unreadable"
) -> _Found | _Broken:
    """Return what `read` finds; whatever it raises becomes the problem of this one file, and the others are read.

    Unreadable is what readers raise on purpose. Anything else is a fault of theirs or too little memory: the file
    counts as unreadable, the check as incomplete.
    """
    try:
        return read()
    except Unreadable as error:
        return broken(error.problem)
    except MemoryError:
        return broken(Problem(file, 0, kind, "can't be read: it needs more memory than there is"))
    except RecursionError:
        return broken(Problem(file, 0, kind, "can't be read: it is nested too deep"))
    except OSError as error:
        return broken(Problem(file, 0, kind, f"can't be read: {error.strerror or type(error).__name__}"))
    except Exception as error:  # noqa: BLE001 - whatever it is, it must not take the other files with it
        what = f"{type(error).__name__}: {error}".split("\n", 1)[0][:200]
        return broken(Problem(file, 0, kind, f"can't be read, by a defect of reconcile ({what}); please report it"))


def check_columns(count: int, file: str, line: int = 0) -> None:
    """Unreadable: a table with more columns than are read."""
    if count > MOST_KEYS:
        message = f"has {count:,} columns; at most {MOST_KEYS:,} are read"
        raise Unreadable(Problem(file, line, "unreadable", message))


def too_long(size: int) -> str:
    """Say that a row is longer than the longest that is read."""
    return f"the row has {size:,} bytes; at most {LONGEST_ROW:,} are read: is a quotation mark or a line end missing?"
