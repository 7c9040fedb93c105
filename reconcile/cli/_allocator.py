"""Has the C library keep memory that large arrays gave back, since the next one of that size needs it at once.

A check of millions of claims makes and drops thousands of arrays of many megabytes. glibc asks the system anew for
each, and the system clears every page of it again: a seventh of the time of ten million claims. Only commands do this;
a program that calls the library decides for itself.
"""

from __future__ import annotations

import os

M_TRIM_THRESHOLD, M_MMAP_MAX = -1, -4
"""Parameters of glibc's mallopt(3)."""


def keep_freed_memory() -> bool:
    """Ask glibc to keep what is freed until the process ends, and say whether it does; elsewhere nothing changes."""
    if "CS_GNU_LIBC_VERSION" not in getattr(os, "confstr_names", {}):
        return False
    import ctypes

    try:
        mallopt = ctypes.CDLL(None).mallopt
    except (AttributeError, OSError):
        return False
    return bool(mallopt(M_MMAP_MAX, 0)) and bool(mallopt(M_TRIM_THRESHOLD, 2**31 - 1))
