"""What can't be looked at is told, never passed over."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from reconcile.reading.files import find_claim_files

PAPER = "claims:\n  - {id: a, measure: visitors, value: '5', time: 2020}\n"


def test_a_folder_that_may_not_be_looked_into(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "claims" / "locked").mkdir(parents=True)
    (tmp_path / "claims" / "a.yaml").write_text("claims: []\n")
    looked = os.walk

    def walk(top: Path, onerror: Callable[[OSError], None] | None = None) -> Iterator[Any]:
        yield from looked(top)
        if onerror is not None:
            onerror(PermissionError(13, "Permission denied", str(tmp_path / "claims" / "locked")))

    monkeypatch.setattr(os, "walk", walk)
    files, problems = find_claim_files(tmp_path, ["claims"], tmp_path / "claims" / "vocabulary.yaml")
    assert [file.name for file in files] == ["a.yaml"]
    assert [(one.file, one.message) for one in problems] == [
        ("claims/locked", "can't be looked into: Permission denied")
    ]


@pytest.mark.skipif(os.name != "posix", reason="names are bytes on POSIX alone")
def test_two_names_that_look_the_same(tmp_path: Path) -> None:
    (tmp_path / "claims").mkdir()
    for name in (rb"a\xff.yaml", b"a\xff.yaml"):
        try:
            (tmp_path / "claims" / os.fsdecode(name)).write_text("claims: []\n")
        except OSError:
            pytest.skip("this file system takes no such name")
    files, problems = find_claim_files(tmp_path, ["claims"], tmp_path / "vocabulary.yaml")
    assert len(files) == 1
    assert [one.file for one in problems] == [r"claims/a\xff.yaml"]
    assert "two files have this name" in problems[0].message


def test_what_is_somebody_elses_stays(many_files: Any) -> None:
    others = many_files.cache / "thesis"
    others.mkdir(parents=True)
    (others / "project").write_text("/nowhere at all")
    (many_files.cache / ".gitignore").write_text("mine\n")
    many_files.write({f"claims/paper-{n}.yaml": PAPER for n in range(4)})
    many_files.raw()
    assert (others / "project").exists()
    assert (many_files.cache / ".gitignore").read_text() == "mine\n"
    assert list(many_files.cache.rglob("*.parquet"))
