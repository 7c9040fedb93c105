"""What lies where a decision should: links, pipes, broken files, and a disk that is full."""

import os
from pathlib import Path

import pytest

from reconcile.decisions import DecisionError, Store, decide
from reconcile.decisions import store as stores


@pytest.mark.parametrize(
    ("target", "words"),
    [
        ("outside.txt", "is a link, which is not followed"),
        ("nowhere", "is a link, which is not followed"),
        ("/dev/zero", "is a link, which is not followed"),
        ("", "can't be read: it is no regular file"),
    ],
)
def test_only_files_are_read_and_replaced(tmp_path, a_finding, wanted, target, words) -> None:
    (tmp_path / "outside.txt").write_text("secret: 1")
    store, finding = Store(tmp_path / "decisions", "decisions"), a_finding("one")
    store.folder.mkdir()
    path = store.folder / f"{finding.id}.yaml"
    path.symlink_to(tmp_path / target) if target else os.mkfifo(path)
    (problem,) = store.read().problems
    assert words in problem.message
    assert "secret" not in problem.message
    with pytest.raises(DecisionError, match=r"(link|regular file)[^$]*\nnothing was written: mend or remove that file"):
        decide(store, finding, wanted(), None)
    assert [path.name for path in store.folder.iterdir()] == [path.name]


def test_a_file_that_was_exchanged_for_a_link_is_not_written(tmp_path, a_finding, wanted) -> None:
    store, finding = Store(tmp_path / "decisions", "decisions"), a_finding("one")
    first = decide(store, finding, wanted(), None)
    path = store.folder / f"{finding.id}.yaml"
    path.rename(tmp_path / "moved.yaml")
    path.symlink_to(tmp_path / "moved.yaml")
    with pytest.raises(DecisionError, match="was changed meanwhile"):
        decide(store, finding, wanted("confirmed"), first)
    assert path.is_symlink()


def test_a_file_without_end_is_not_read(tmp_path, a_finding, monkeypatch) -> None:
    monkeypatch.setattr(stores, "LARGEST", 10)
    store = Store(tmp_path, "decisions")
    (tmp_path / f"{a_finding('one').id}.yaml").write_text("x" * 11)
    assert "is larger than 10 bytes" in store.read().problems[0].message


def test_a_broken_file_in_the_way_is_called_broken(tmp_path, a_finding, wanted) -> None:
    store, finding = Store(tmp_path, "decisions"), a_finding("one")
    (tmp_path / f"{finding.id}.yaml").write_text("status: [\n")
    with pytest.raises(DecisionError) as refused:
        decide(store, finding, wanted(), None)
    assert f"decisions/{finding.id}.yaml:2" in str(refused.value)
    assert "changed meanwhile" not in str(refused.value)


def test_a_full_disk_leaves_no_part(tmp_path, a_finding, wanted, monkeypatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(DecisionError, match="can't be written: No space left"):
        decide(Store(tmp_path, "decisions"), a_finding("one"), wanted(), None)
    assert list(Path(tmp_path).iterdir()) == []


def test_a_file_in_place_of_the_folder_is_a_problem(tmp_path) -> None:
    (tmp_path / "decisions").write_text("status: x")
    assert [str(one) for one in Store(tmp_path / "decisions", "decisions").read().problems] == [
        "decisions: is no folder; decisions are kept in one"
    ]
    assert Store(tmp_path / "none", "none").read().problems == ()
