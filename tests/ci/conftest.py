"""Repositories that the tests of checks in CI share."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from ci_repository import MAIN, Repository, claims

DAY = "2024-05-31T12:00:00Z"


@pytest.fixture
def own_git(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let git know nothing of this machine, and no clock."""
    for name in ("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM"):
        monkeypatch.setenv(name, "/dev/null")
    for name in ("GIT_AUTHOR_DATE", "GIT_COMMITTER_DATE"):
        monkeypatch.setenv(name, DAY)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.delenv("GIT_DIR", raising=False)


@pytest.fixture
def make(own_git: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., Repository]:
    """Make a repository with the given files on `main`, and go on with a branch."""

    def build(files: Mapping[str, str | bytes], name: str = "repository") -> Repository:
        top = tmp_path / name
        top.mkdir()
        made = Repository(top, capsys)
        made.git("init", "--quiet", "--initial-branch=main")
        made.git("config", "user.name", "Someone")
        made.git("config", "user.email", "someone@example.org")
        made.git("config", "protocol.file.allow", "always")
        made.write(files)
        made.commit("start")
        made.git("switch", "--quiet", "--create", "branch")
        return made

    return build


@pytest.fixture
def repository(make: Callable[..., Repository]) -> Repository:
    """A repository whose main has conflicts on Bern, Oslo and Rome, and a branch that is the same."""
    return make(MAIN)


@pytest.fixture
def branched(repository: Repository) -> Repository:
    """The same, its branch with a new conflict on Lyon, other evidence on Rome and none on Oslo."""
    repository.write({"claims/post.yaml": claims("Post", Lyon="1,900", Bern="310", Oslo="50", Rome="540")})
    return repository
