"""Entries that are damaged, torn, of somebody else or can't be written: nothing but time is lost."""

import errno
import json
import os
import shutil
import signal
import subprocess
import sys
import time
import zlib
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from reconcile.pipeline.kept import store
from reconcile.pipeline.kept.store import MOST_REPORTS


def checked_again(project: Any) -> None:
    """The check is done in full, its report is kept anew, and the next one uses it."""
    assert not project.is_kept()
    assert project.is_kept()
    assert len(project.entries) == 1


@pytest.mark.parametrize("place", range(20))
def test_one_wrong_byte_anywhere_is_noticed(kept_project: Any, place: int) -> None:
    kept_project.check()
    (entry,) = kept_project.entries
    data = bytearray(entry.read_bytes())
    data[place * (len(data) - 1) // 19] ^= 1 << place % 8
    entry.write_bytes(data)
    assert not kept_project.check()[1]
    assert kept_project.check()[1]
    assert len(kept_project.entries) == 1


def test_a_torn_or_foreign_file_is_none(kept_project: Any, spoil: Any) -> None:
    kept_project.check()
    (entry,) = kept_project.entries
    entry.write_bytes(spoil(entry.read_bytes()))
    checked_again(kept_project)


def under_its_hash(entry: Path, data: bytes) -> Path:
    entry.unlink()
    path = entry.with_name(f"{entry.name.partition('-')[0]}-{sha256(data).hexdigest()}.report")
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\n",
        b"[]",
        b"[]\n",
        b"[]\n[]",
        b"[]\nnull",
        b"[]\n{}",
        b"[]\n[1,2]",
        b'[]\n["",[],[],[],"",[],[],"",[],{},[]]',
        b"[]\n" + b"[" * 100_000,
        b"{}\n[]",
        b"[1]\n[]",
        b'[["a"]]\n[]',
        b"\xff\n[]",
    ],
)
def test_the_right_name_and_another_content_is_none(kept_project: Any, content: bytes) -> None:
    kept_project.check()
    (entry,) = kept_project.entries
    under_its_hash(entry, zlib.compress(content))
    assert not kept_project.is_kept()
    assert kept_project.is_kept()


def test_what_is_no_compressed_text_is_none(kept_project: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    kept_project.check()
    (entry,) = kept_project.entries
    whole = entry.read_bytes()
    for data in (b"no such form", whole[:-9]):
        under_its_hash(entry, data)
        assert not kept_project.is_kept()
        (entry,) = [path for path in kept_project.entries if path.read_bytes() == whole]
        for path in set(kept_project.entries) - {entry}:
            path.unlink()
    monkeypatch.setattr(store, "LARGEST", 100)
    assert not kept_project.is_kept(), "a text that never ends is not unpacked"


def test_a_kept_report_lacks_nothing(kept_project: Any) -> None:
    kept_project.check()
    (entry,) = kept_project.entries
    texts, _, body = zlib.decompress(entry.read_bytes()).decode().partition("\n")
    rows = json.loads(body)
    assert len(json.loads(texts)) == 3
    for place in range(len(rows)):
        short = f"{texts}\n{json.dumps([*rows[:place], *rows[place + 1 :]])}"
        under_its_hash(kept_project.entries[0], zlib.compress(short.encode()))
        assert len(kept_project.entries) == 1
        assert next(store.Store.of(kept_project.root).texts(entry.name.partition("-")[0])) == short
        assert not kept_project.check()[1]
        for path in kept_project.entries:
            path.unlink()
        kept_project.check()


def test_another_entry_under_the_same_key_does_not_matter(kept_project: Any) -> None:
    kept_project.check()
    (entry,) = kept_project.entries
    key = entry.name.partition("-")[0]
    data = zlib.compress(b"[]\n[]")
    entry.with_name(f"{key}-{sha256(data).hexdigest()}.report").write_bytes(data)
    assert kept_project.is_kept()


def test_texts_decide_between_entries(kept_project: Any) -> None:
    kept_project.check()
    kept_project.change("texts/courier.txt", "1,250", "1,350")
    assert not kept_project.is_kept()
    assert len({path.name.partition("-")[0] for path in kept_project.entries}) == 1
    assert kept_project.is_kept()
    kept_project.change("texts/courier.txt", "1,350", "1,250")
    assert kept_project.is_kept()


def test_only_the_last_are_kept(kept_project: Any) -> None:
    for number in range(3 * MOST_REPORTS):
        kept_project.check(settings={"title": str(number)})
        os.utime(kept_project.entries[0])
        assert kept_project.is_kept(settings={"title": str(number)})
    assert len(kept_project.entries) == MOST_REPORTS


def test_what_killed_writers_left_goes_and_projects_that_are_gone(kept_project: Any, tmp_path: Path) -> None:
    kept_project.check()
    folder = kept_project.entries[0].parent
    (folder / ".0123.part").write_bytes(b"half")
    shutil.copytree(kept_project.root, tmp_path / "other")
    shutil.rmtree(kept_project.root)
    kept_project.root = tmp_path / "other"
    kept_project.check()
    assert not folder.exists()
    assert kept_project.is_kept()


def test_a_place_that_is_no_folder_is_no_error(kept_project: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    kept_project.cache.write_text("a file where the folder should be")
    assert not kept_project.is_kept()
    monkeypatch.setenv("RECONCILE_CACHE_DIR", "/dev/null/cache")
    assert not kept_project.is_kept()


def test_a_cache_that_can_only_be_read_is_used(kept_project: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    kept_project.check()

    def refused(path: Path, *_: Any) -> int:
        raise PermissionError(errno.EACCES, "Permission denied")

    for name in ("write_bytes", "write_text", "mkdir", "unlink"):
        monkeypatch.setattr(Path, name, refused)
    assert kept_project.is_kept()
    assert not kept_project.is_kept(settings={"title": "another"})


def test_a_full_disk_is_no_error(kept_project: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(path: Path, data: Any) -> int:
        with path.open("wb") as file:
            file.write(memoryview(data)[:100])
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "write_bytes", full)
        assert not kept_project.is_kept()
    assert kept_project.entries == []
    assert list(kept_project.cache.glob("*/.*")) == []
    checked_again(kept_project)


SCRIPT = """
import hashlib, sys
from pathlib import Path
from reconcile.pipeline import check
from reconcile.pipeline.kept import inputs, machine
from reconcile.reporters import render
inputs.WORTH = 0
machine._source = lambda: ["source"]  # somebody may work on it
machine.began = lambda: 2**63
if len(sys.argv) > 2:
    import resource
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), int(sys.argv[2])))
for _ in range(2):
    print(hashlib.sha256(render(check(Path(sys.argv[1])), "json").encode()).hexdigest())
"""


def started(*arguments: object) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", SCRIPT, *map(str, arguments)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


@pytest.mark.skipif(sys.platform == "win32", reason="the system has no limit for the size of files")
def test_a_limit_on_the_size_of_files_is_no_error(kept_project: Any) -> None:
    limited = started(kept_project.root, 2000).communicate()
    assert kept_project.entries == []
    assert limited == started(kept_project.root).communicate()
    assert limited[1] == ""
    assert len(set(limited[0].split())) == 1
    assert len(kept_project.entries) == 1


def test_checks_at_once_do_not_disturb_each_other(kept_project: Any) -> None:
    alone = started(kept_project.root).communicate()
    for _ in range(2):
        shutil.rmtree(kept_project.cache)
        together = [started(kept_project.root) for _ in range(3)]
        assert {process.communicate() for process in together} == {alone}
    assert alone[1] == ""
    assert len(kept_project.entries) == 1


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_killed_writers_leave_nothing_wrong_behind(kept_project: Any) -> None:
    kept_project.check()
    (entry,) = kept_project.entries
    text, key = zlib.decompress(entry.read_bytes()).decode(), entry.name.partition("-")[0]
    place = store.Store.of(kept_project.root)
    assert place is not None
    for number in range(40):
        child = os.fork()
        if child == 0:
            while True:
                place.write(key, text)
                place.write(key, text + " ")
        time.sleep(0.0007 * number)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        assert {found.strip() for found in place.texts(key)} <= {text}
    assert kept_project.is_kept()
    place.write(key, text)
    assert not list(kept_project.cache.glob("*/.*.part"))
