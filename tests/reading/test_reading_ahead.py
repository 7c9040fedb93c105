"""A large table is read by another thread, and says what it would say otherwise."""

import threading
from pathlib import Path

import pytest

from reconcile.reading import ahead, read_project
from reconcile.settings import load_settings

VOCABULARY = "measures:\n  joined: {unit: person, kind: constant}\n"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "claims").mkdir()
    (tmp_path / "reconcile.toml").write_text("")
    (tmp_path / "claims" / "vocabulary.yaml").write_text(VOCABULARY)
    for name in ("a", "b"):
        (tmp_path / "claims" / f"{name}.csv").write_text(f"document,id,measure,value\n{name},1,joined,1763\n")
    monkeypatch.setattr(ahead, "LARGE", 1)
    monkeypatch.setenv("RECONCILE_JOBS", "2")
    return tmp_path


def read_by(project: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, bool]:
    """Return for each table whether this thread read it."""
    from reconcile.reading import csv_files

    own, read, found = threading.current_thread(), csv_files.read_csv_file, {}

    def noted(data: bytes, file: str) -> object:
        found[file] = threading.current_thread() is own
        return read(data, file)

    monkeypatch.setattr(csv_files, "read_csv_file", noted)
    raw = read_project(load_settings(project))
    assert raw.rows["document"].tolist() == ["a", "b"]
    assert raw.problems == ()
    return found


def test_ahead_only_the_first_is_read_elsewhere(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert read_by(project, monkeypatch) == {"claims/a.csv": False, "claims/b.csv": True}


@pytest.mark.parametrize("why", ["small", "one processor", "no thread"])
def test_ahead_where_no_thread_is_wanted(why: str, project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if why == "small":
        monkeypatch.setattr(ahead, "LARGE", 1_000)
    if why == "one processor":
        monkeypatch.setenv("RECONCILE_JOBS", "1")
    if why == "no thread":

        def refused(thread: threading.Thread) -> None:
            raise RuntimeError("can't start new thread")

        monkeypatch.setattr(threading.Thread, "start", refused)
    assert read_by(project, monkeypatch) == {"claims/a.csv": True, "claims/b.csv": True}


def test_ahead_what_is_wrong_is_told_as_ever(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (project / "claims" / "a.csv").write_bytes(b"\xff\xfea\x00")
    threaded = read_project(load_settings(project)).problems
    monkeypatch.setenv("RECONCILE_JOBS", "1")
    assert threaded == read_project(load_settings(project)).problems
    assert [problem.file for problem in threaded] == ["claims/a.csv"]
