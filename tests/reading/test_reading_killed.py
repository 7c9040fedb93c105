"""Writers of the cache that fail, or are killed in the middle: what is left is never taken for something else."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

TIMES = 200
SCRIPT = """
import json, os, random, signal, sys, time
from pathlib import Path
from reconcile.reading import batches, cache, packed
import pyarrow.parquet

root, times = Path(sys.argv[1]), int(sys.argv[2])
files = [(path, path.name) for path in sorted((root / "claims").glob("*.yaml"))]
whole = batches.read_batch(files, {})
pieces = [batches.read_batch(files[start::3], {}) for start in range(3)]
wanted = {part.file: packed.as_table(batches.read_batch([item], {}), "r") for item, part in zip(files, whole.parts)}
kept = cache.Cache.of(root, "r" * 64)
kept._write(whole)
delays, killed, intact, halves = random.Random(7), 0, 0, 0

def slowly(path, data):  # every other writer leaves a file half written for a while
    with path.open("wb") as file:
        file.write(data[: len(data) // 2])
        file.flush()
        time.sleep(0.003)
        file.write(data[len(data) // 2 :])

def write():
    while True:  # all that a check does to a cache: add, put together, sweep
        for piece in pieces:
            shards = kept.load()
            live = list(zip(piece.parts, piece.hashes))
            kept.save(shards, piece, live)
            kept.save(kept.load()[:1], None, live[:1])

for number in range(times):
    process = os.fork()
    if process == 0:
        if number % 2:
            Path.write_bytes = slowly
        write()
    time.sleep(delays.random() * 0.03)
    os.kill(process, signal.SIGKILL)
    killed += os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]) == -signal.SIGKILL
    halves += len(list(kept.folder.glob(".*.part")))
    for shard in kept.load():
        for part, hash in zip(shard.packed.parts, shard.packed.hashes):
            rows = packed.table_of([part.rows])
            expected = wanted[part.file].replace_schema_metadata(None)
            assert packed._with_columns(rows, expected.column_names).equals(expected), part.file
            intact += 1
kept.save(kept.load(), pieces[0], list(zip(pieces[0].parts, pieces[0].hashes)))
left = [path.name for path in kept.folder.iterdir() if path.suffix == ".part"]
print(json.dumps({"killed": killed, "intact": intact, "halves": halves, "left": left}))
"""
CLAIMS = "".join(f"  - {{id: c{n}, measure: m{n % 3}, value: '{n},000', at: {{line: {n}}}}}\n" for n in range(200))


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_killed_writers_leave_nothing_wrong_behind(many_files: Any) -> None:
    many_files.write({f"claims/f{n}.yaml": f"document: {{note: n{n}}}\nclaims:\n{CLAIMS}" for n in range(6)})
    run = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(many_files.root), str(TIMES)], capture_output=True, text=True, timeout=300
    )
    assert run.returncode == 0, run.stderr
    found = json.loads(run.stdout)
    assert found["killed"] == TIMES
    assert found["intact"] > TIMES
    assert found["halves"] > 0
    assert found["left"] == []
    assert not list(Path(many_files.cache).glob("*/.*.part"))


@pytest.mark.parametrize("error", [pa.ArrowInvalid("no such codec"), MemoryError(), pa.ArrowMemoryError("malloc")])
def test_a_cache_that_can_not_be_written_breaks_no_check(
    many_files: Any, error: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    many_files.write({"claims/a.yaml": f"claims:\n{CLAIMS}"})
    expected = many_files.raw(together=False)

    def failing(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(pq, "write_table", failing)
    assert many_files.raw() == expected
    assert many_files.shards == []
