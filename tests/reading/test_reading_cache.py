"""What was read is kept, and never wrong: damaged, foreign, stale or missing, a cache changes nothing but time."""

import errno
import os
import resource
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reconcile.reading import cache as caches
from reconcile.reading import readers

CLAIM = """document: {{id: paper-{n}, published: 2020-0{n}}}
defaults: {{place: Lyon}}
claims:
  - id: a
    measure: joined
    value: "1,{n}00"
    time: 2017
    at: {{line: 3}}
    of-which:
      - {{id: b, measure: back, value: {n}, at: {{line: 4, quote: "some {n}"}}}}
  - {{measure: joined, value: ⅓, ville: Saint-Étienne}}
"""
VOCABULARY = """dimensions: {place: {World: [Lyon, Paris]}}
measures: {joined: {by: [place]}, back: {by: [place]}}
"""


def files(count: int = 4) -> dict[str, str]:
    return {f"claims/p{n}.yaml": CLAIM.format(n=n) for n in range(1, count + 1)}


def test_the_second_time_nothing_is_parsed(many_files: Any) -> None:
    many_files.write(files())
    expected = many_files.raw(together=False)
    assert many_files.raw() == expected
    assert len(many_files.read) == 4
    assert many_files.raw() == expected
    assert many_files.read == []


def test_a_changed_file_is_read_again_and_no_other(many_files: Any) -> None:
    many_files.write(files())
    many_files.raw()
    many_files.write({"claims/p2.yaml": CLAIM.format(n=9)})
    expected = many_files.raw(together=False)
    assert many_files.raw() == expected
    assert many_files.read == ["claims/p2.yaml"]
    assert "1,900" in expected["rows"]["value"]
    assert many_files.raw() == expected
    assert many_files.read == []


def test_a_change_that_keeps_size_and_time_is_seen(many_files: Any) -> None:
    many_files.write(files())
    many_files.raw()
    path = many_files.root / "claims" / "p3.yaml"
    before = path.stat()
    path.write_text(CLAIM.format(n=3).replace("1,300", "1,800"), encoding="utf-8")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert path.stat().st_size == before.st_size
    assert "1,800" in many_files.raw()["rows"]["value"]


def test_files_added_moved_and_removed(many_files: Any) -> None:
    many_files.write(files())
    many_files.raw()
    (many_files.root / "claims" / "p1.yaml").rename(many_files.root / "claims" / "z1.yaml")
    (many_files.root / "claims" / "p4.yaml").unlink()
    many_files.write({"claims/p5.yaml": CLAIM.format(n=5)})
    expected = many_files.raw(together=False)
    assert many_files.raw() == expected
    assert many_files.read == ["claims/p5.yaml", "claims/z1.yaml"]


def test_two_files_of_the_same_bytes_stay_two(many_files: Any) -> None:
    many_files.write(
        {"claims/a.yaml": "claims: [{measure: m, value: 1}]", "claims/b.yaml": "claims: [{measure: m, value: 1}]"}
    )
    expected = many_files.raw(together=False)
    assert sorted(expected["rows"]["document"]) == ["a", "b"]
    assert many_files.raw() == expected
    assert many_files.raw() == expected


def test_new_dimensions_are_read_anew_and_new_labels_are_not(many_files: Any) -> None:
    many_files.write({**files(), "claims/vocabulary.yaml": VOCABULARY})
    many_files.raw()
    many_files.write({"claims/vocabulary.yaml": VOCABULARY.replace("{by: [place]}, back", "{by: []}, back")})
    expected = many_files.raw(together=False)
    assert many_files.raw() == expected
    assert len(many_files.read) == 4
    labelled = VOCABULARY.replace("{by: [place]}, back", "{by: [], label: recruits, kind: cumulative}, back")
    many_files.write({"claims/vocabulary.yaml": labelled})
    assert many_files.raw() == many_files.raw(together=False)
    many_files.raw()
    assert many_files.read == []


def test_another_version_of_the_reader_reads_anew(many_files: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    many_files.write(files())
    many_files.raw()
    monkeypatch.setattr(readers, "FORMAT", readers.FORMAT + 1)
    many_files.raw()
    assert len(many_files.read) == 4


def test_the_source_of_the_reader_is_part_of_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = Path(readers.reconcile.__file__).parent
    for folder in ("reading", "models"):
        shutil.copytree(package / folder, tmp_path / folder)
    shutil.copy(package / "errors.py", tmp_path)
    name, source = readers.reader_of({}), readers._source()
    monkeypatch.setattr(readers.reconcile, "__file__", str(tmp_path / "__init__.py"))
    assert readers._source() == source
    with (tmp_path / "reading" / "locators.py").open("a", encoding="utf-8") as file:
        file.write("\n")
    assert readers._source() != source
    assert readers.reader_of({}) == name, "what runs is what was loaded, whatever stands on disk by now"
    (tmp_path / "errors.py").unlink()
    monkeypatch.setattr(readers, "_SOURCE", readers._source())
    assert readers.reader_of({}) == ""


def test_without_a_cache_nothing_is_kept_or_used(many_files: Any) -> None:
    many_files.write(files())
    many_files.raw(cache=False)
    assert not many_files.cache.exists()
    many_files.raw()
    many_files.raw(cache=False)
    assert len(many_files.read) == 4


def test_a_small_project_leaves_nothing_behind(many_files: Any) -> None:
    many_files.write(files())
    many_files.raw(together=False)
    assert not many_files.cache.exists()


def test_nothing_is_written_into_the_project(many_files: Any) -> None:
    many_files.write(files())
    before = sorted(many_files.root.rglob("*"))
    many_files.raw()
    assert sorted(many_files.root.rglob("*")) == before
    assert (many_files.cache / ".gitignore").read_text() == "*\n"
    assert (many_files.cache / "CACHEDIR.TAG").read_text().startswith("Signature: 8a477f597d28d172789f06886806bc55")


@pytest.mark.parametrize("place", range(40))
def test_one_wrong_byte_anywhere_is_noticed(many_files: Any, place: int) -> None:
    many_files.write(files())
    expected = many_files.raw()
    (shard,) = many_files.shards
    data = bytearray(shard.read_bytes())
    data[place * (len(data) - 1) // 39] ^= 1 << place % 8
    shard.write_bytes(data)
    assert many_files.raw() == expected
    assert len(many_files.read) == 4
    assert many_files.raw() == expected
    assert many_files.read == []


def test_a_torn_or_foreign_file_is_none(many_files: Any, spoil: Any) -> None:
    many_files.write(files())
    expected = many_files.raw()
    (shard,) = many_files.shards
    shard.write_bytes(spoil(shard.read_bytes()))
    assert many_files.raw() == expected
    assert len(many_files.read) == 4
    assert many_files.raw() == expected
    assert many_files.read == []
    assert len(many_files.shards) == 1


def test_a_parquet_file_with_the_right_name_and_the_wrong_content_is_none(many_files: Any) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    many_files.write(files())
    expected = many_files.raw()
    (shard,) = many_files.shards
    headers = [b"[]", b"{}", b"{", b'{"reader": "x", "files": []}', b"\xff", None]
    for header in headers:
        sink = pa.BufferOutputStream()
        metadata = None if header is None else {b"reconcile": header}
        pq.write_table(pa.table({"line": pa.array([1, 2])}).replace_schema_metadata(metadata), sink)
        data = sink.getvalue().to_pybytes()
        name = f"{shard.name.partition('-')[0]}-{caches.hash_of(data)}.parquet"
        (shard.parent / name).write_bytes(data)
    assert many_files.raw() == expected
    assert many_files.read == []


def test_the_cache_can_be_deleted_at_any_time(many_files: Any) -> None:
    many_files.write(files())
    expected = many_files.raw()
    shutil.rmtree(many_files.cache)
    assert many_files.raw() == expected
    assert many_files.raw() == expected
    assert many_files.read == []


def test_a_place_that_is_no_folder_is_no_error(many_files: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    many_files.write(files())
    expected = many_files.raw(together=False)
    many_files.cache.write_text("a file where the folder should be")
    assert many_files.raw() == expected
    monkeypatch.setenv("RECONCILE_CACHE_DIR", "/dev/null/cache")
    assert many_files.raw() == expected


def test_a_full_disk_is_no_error(many_files: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    many_files.write(files())
    expected = many_files.raw(together=False)

    def full(path: Path, data: Any) -> int:
        with path.open("wb") as file:
            file.write(memoryview(data)[:100])
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "write_bytes", full)
        assert many_files.raw() == expected
    assert many_files.shards == []
    assert list(many_files.cache.glob("*/.*")) == []
    assert many_files.raw() == expected
    assert many_files.raw() == expected
    assert many_files.read == []


@pytest.mark.parametrize(
    ("variables", "home"),
    [
        ({"RECONCILE_CACHE_DIR": "/c", "XDG_CACHE_HOME": "/x", "HOME": "/h"}, "/c"),
        ({"RECONCILE_CACHE_DIR": "here", "HOME": "/h"}, "/h/.cache/reconcile"),
        ({"XDG_CACHE_HOME": "/x", "HOME": "/h"}, "/x/reconcile"),
        ({"XDG_CACHE_HOME": "relative", "HOME": "/h"}, "/h/.cache/reconcile"),
        ({"HOME": "/h"}, "/h/.cache/reconcile"),
    ],
)
@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="the system has a place of its own")
def test_where_the_cache_is(variables: dict[str, str], home: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("RECONCILE_CACHE_DIR", "XDG_CACHE_HOME", "HOME"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert caches.cache_home() == Path(home)


SCRIPT = """
import hashlib, resource, sys
from pathlib import Path
from reconcile.reading import project, read_project
from reconcile.settings import load_settings
project.MANY = 0
if len(sys.argv) > 2:
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), int(sys.argv[2])))
raw = read_project(load_settings(Path(sys.argv[1])))
text = raw.rows.astype(str).to_csv(index=False) + repr((raw.documents, raw.faults, raw.problems))
print(hashlib.sha256(text.encode()).hexdigest())
"""


def started(*arguments: object) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", SCRIPT, *map(str, arguments)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


@pytest.mark.skipif(not hasattr(resource, "RLIMIT_FSIZE"), reason="the system has no limit for the size of files")
def test_a_limit_on_the_size_of_files_is_no_error(many_files: Any) -> None:
    many_files.write(files())
    limited, free = started(many_files.root, 2000), started(many_files.root)
    outcomes = [process.communicate() for process in (limited, free)]
    assert outcomes[0] == outcomes[1]
    assert outcomes[0][1] == ""


def test_runs_at_once_do_not_disturb_each_other(many_files: Any) -> None:
    many_files.write(files(9))
    alone = started(many_files.root).communicate()
    for turn in range(3):
        many_files.write({"claims/p1.yaml": CLAIM.format(n=turn + 1) + "# changed\n"})
        shutil.rmtree(many_files.cache)
        together = [started(many_files.root) for _ in range(4)]
        assert len({process.communicate() for process in together}) == 1
    many_files.write(files(9))
    assert started(many_files.root).communicate() == alone
    assert alone[1] == ""


def test_many_small_changes_do_not_pile_up(many_files: Any) -> None:
    many_files.write(files(9))
    for turn in range(3 * caches.MOST_SHARDS):
        many_files.write({"claims/p1.yaml": CLAIM.format(n=1) + f"# {turn}\n"})
        many_files.raw()
        assert many_files.read == ["claims/p1.yaml"] or turn == 0
        assert len(many_files.shards) <= caches.MOST_SHARDS
    assert many_files.raw() == many_files.raw(together=False)


def test_what_nobody_needs_any_more_goes(many_files: Any) -> None:
    many_files.write(files(9))
    many_files.raw()
    (before,) = many_files.shards
    size = before.stat().st_size
    for n in range(3, 10):
        (many_files.root / "claims" / f"p{n}.yaml").unlink()
    many_files.raw()
    (after,) = many_files.shards
    assert after.stat().st_size < size
    assert many_files.raw() == many_files.raw(together=False)


def test_what_killed_writers_and_earlier_readers_left_goes(many_files: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    many_files.write(files())
    for number in range(4):
        monkeypatch.setattr(readers, "FORMAT", 100 + number)
        many_files.raw()
    assert len(many_files.shards) == 2
    folder = many_files.shards[0].parent
    (folder / ".0123.part").write_bytes(b"half")
    many_files.write({"claims/p1.yaml": CLAIM.format(n=8)})
    many_files.raw()
    assert list(folder.glob("*.part")) + list(folder.glob(".*.part")) == []


def test_the_cache_of_a_project_that_is_gone_goes(many_files: Any) -> None:
    many_files.write(files())
    many_files.raw()
    many_files.root.rename(many_files.root.with_name("elsewhere"))
    many_files.root = many_files.root.with_name("elsewhere")
    expected = many_files.raw(together=False)
    assert many_files.raw() == expected
    assert len(list(many_files.cache.glob("*/project"))) == 1


PIECES = (
    "document: {id: same}\n",
    "document: {id: d, published: 2019-02, titel: x}\n",
    "defaults: {place: Lyon, time: 2017, colour: red}\n",
    "claims:\n",
    "  - {id: a, measure: joined, value: 5}\n",
    "  - {id: a, measure: back, value: \"1,700\", at: {line: 3, quote: 'ä \\u2028'}}\n",
    "  - id: n\n    measure: joined\n    value: about 3\n    of-which:\n      - {measure: back, value: 2}\n",
    "  - {measure: joined, value: over 2,000, inferred: time, base: {place: Paris}}\n",
    "  - {measure: joined, at: {line: x}, value: 1, value: 2}\n",
    "  - just a text\n",
    "claims: [\n",
    "extra: 1\n",
    "\t- tab\n",
    "  - &x {measure: joined, value: 8}\n  - *x\n",
    "  - !python/object:os.system {measure: joined}\n",
    "\0",
)
NAMES = ("a.yaml", "b.yml", "deep/c.yaml", "d.csv", "é.yaml", "empty.yaml", "latin.yaml")
TABLE = "document,id,measure,value\nsame,1,joined,5\nt,2,back,x\n"


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.dictionaries(st.sampled_from(NAMES), st.lists(st.sampled_from(PIECES), max_size=6).map("".join), max_size=5),
    st.dictionaries(st.sampled_from(NAMES), st.lists(st.sampled_from(PIECES), max_size=6).map("".join), max_size=2),
    st.booleans(),
)
def test_cached_is_fresh(many_files: Any, first: dict[str, str], changed: dict[str, str], declared: bool) -> None:
    shutil.rmtree(many_files.root, ignore_errors=True)
    shutil.rmtree(many_files.cache, ignore_errors=True)
    many_files.write({"claims/vocabulary.yaml": VOCABULARY} if declared else {"claims/z.txt": ""})
    for state in (first, changed, first):
        many_files.write({f"claims/{name}": content(name, text) for name, text in state.items()})
        expected = many_files.raw(together=False)
        assert many_files.raw(cache=False) == expected
        assert many_files.raw() == expected
        assert many_files.raw() == expected
        assert many_files.read == []


def content(name: str, text: str) -> bytes:
    if name.endswith(".csv"):
        return TABLE.encode()
    return text.encode("latin-1", "replace") if name.startswith("latin") else text.encode()
