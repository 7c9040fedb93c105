"""What may not be looked into any more: a kept report does not hide it, and holds again once it is open."""

import ctypes
import os
import sys
from collections.abc import Iterator
from typing import Any

import pytest

HEAD, SIZE = (0x20080522, 0), 6
IGNORING_PERMISSIONS = 1 << 1 | 1 << 2
"""CAP_DAC_OVERRIDE and CAP_DAC_READ_SEARCH."""
CLOSED = {
    "claims": 0,
    "claims/deep": 0,
    "claims/courier.yaml": 0,
    "claims/vocabulary.yaml": 0,
    "rules": 0,
    "rules/inner": 0,
    "rules/relations.yaml": 0,
    "decisions": 0,
    "texts": 0,
    "texts/courier.txt": 0,
    # Names may be read, and what they are names of may not be seen.
    "claims/deep ": 0o444,
    "rules ": 0o444,
    "rules/inner ": 0o444,
    "decisions ": 0o444,
}


@pytest.fixture
def permissions_hold(kept_project: Any) -> Iterator[Any]:
    """The project, in a thread that permissions hold for, though it be root's."""
    (kept_project.root / "rules" / "inner").mkdir()
    if os.name != "posix" or (os.geteuid() == 0 and sys.platform != "linux"):
        pytest.skip("no permissions here")
    if os.geteuid() != 0:
        yield kept_project
        return
    libc = ctypes.CDLL(None, use_errno=True)
    head, data = (ctypes.c_uint32 * 2)(*HEAD), (ctypes.c_uint32 * SIZE)()
    assert libc.capget(head, data) == 0
    before = list(data)
    data[0] &= ~IGNORING_PERMISSIONS
    assert libc.capset(head, data) == 0
    yield kept_project
    libc.capset(head, (ctypes.c_uint32 * SIZE)(*before))


@pytest.mark.parametrize("name", CLOSED)
def test_what_is_closed_is_told_of(permissions_hold: Any, name: str) -> None:
    project, path = permissions_hold, permissions_hold.root / name.strip()
    project.check()
    assert project.is_kept()
    was = path.stat().st_mode
    path.chmod(CLOSED[name])
    try:
        report, kept = project.check()
        again, _ = project.check(cache=False)
    finally:
        path.chmod(was)
    assert not kept
    assert report.problems
    assert report == again
    assert project.is_kept()


def test_what_is_closed_and_not_looked_at_does_not_matter(permissions_hold: Any) -> None:
    project = permissions_hold
    project.write("logs/a.txt", "x")
    (project.root / "logs").chmod(0)
    try:
        project.check()
        assert project.is_kept()
    finally:
        (project.root / "logs").chmod(0o755)
