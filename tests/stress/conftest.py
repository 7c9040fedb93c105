"""What the stress tests share: a project with a good claim file, and the command line under limits."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from stress_runs import Project, Reconcile, make_project


@pytest.fixture(scope="session")
def reconcile() -> Iterator[Reconcile]:
    """The command line under limits."""
    running = Reconcile()
    yield running
    running.close()


@pytest.fixture
def project(tmp_path: Path, reconcile: Reconcile) -> Project:
    """A project with a good claim file."""
    return make_project(tmp_path, reconcile)
