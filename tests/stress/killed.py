"""Kills a writer many times and looks at what it left, each time: run as a program of its own.

It imports the package once and forks for each writer, so that a kill costs milliseconds. `report` kills the command,
`write` the writing of one file again and again, `cache` the reading of files with a cache, one changed each time.
"""

import os
import random
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

from forker import load

WHOLE = "the end\n"


def write_for_ever(path: Path, start: int) -> None:
    """Write one file after the other: a number, many lines of it, and a last line."""
    from reconcile.cli._output import write_whole

    number = start
    while True:
        number += 1
        write_whole(path, f"{number}\n" * (1 + number % 30_000) + WHOLE)


def is_whole(path: Path) -> bool:
    """Say whether a file is as a writer meant it, all of it."""
    if not path.exists():
        return True
    *lines, last = path.read_text().splitlines(keepends=True)
    return last == WHOLE and len(set(lines)) == 1 and len(lines) == 1 + int(lines[0]) % 30_000


def report(folder: Path, number: int) -> None:
    """Write the reports of a project in which one figure has changed."""
    from reconcile.cli import run

    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    claims = folder / "claims" / "good.yaml"
    text = claims.read_text()
    claims.with_suffix(".part").write_text(text.replace("1,900", f"{1900 + number}"))
    claims.with_suffix(".part").replace(claims)
    run(["report", str(folder)])


def read_files(folder: Path, cached: bool) -> object:
    """Return the claims of a project's files as one table, with the cache or without."""
    from reconcile.reading.many import read_many
    from reconcile.reading.project import raw_rows
    from reconcile.settings import Settings

    files = [(path, path.name) for path in sorted((folder / "claims").glob("*.yaml"))]
    sizes = {name: path.stat().st_size for path, name in files}
    return raw_rows(read_many(files, sizes, None, Settings(folder, cache=cached)))


def read_for_ever(folder: Path, start: int) -> None:
    """Change a file and read all of them, again and again."""
    number = start
    while True:
        number += 1
        path = folder / "claims" / f"c{number % 7}.yaml"
        rows = "".join(f"  - {{measure: m{row}, value: '{number}'}}\n" for row in range(40))
        path.with_suffix(".new").write_text("claims:\n" + rows)
        path.with_suffix(".new").replace(path)
        read_files(folder, True)


def cache_is_right(folder: Path) -> bool:
    """Say whether the cache makes no difference to what is read."""
    from pandas.testing import assert_frame_equal

    assert_frame_equal(read_files(folder, True), read_files(folder, False))
    return True


def kill(work: Callable[[], None], seconds: float) -> bool:
    """Let `work` go on for a moment and kill it; False where it had ended by itself."""
    child = os.fork()
    if not child:
        try:
            work()
        finally:
            os._exit(0)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def reports_are_whole(folder: Path) -> list[str]:
    """Return what is broken among the reports of a project."""
    import json

    broken = []
    for path in sorted((folder / "reports").glob("report.*")):
        text = path.read_text()
        try:
            good = bool(json.loads(text)["findings"]) if path.suffix == ".json" else "REC102" in text
        except ValueError:
            good = False
        ended = path.suffix != ".html" or text.rstrip().endswith("</html>")
        if not (good and ended):
            broken.append(path.name)
    return broken


def main(what: str, folder: Path, times: int, longest: float) -> None:
    load()
    os.environ["RECONCILE_CACHE_DIR"] = str(folder / "cache")
    luck, killed, parts, path = random.Random(7), 0, 0, folder / "reports" / "out.txt"
    path.parent.mkdir(exist_ok=True)
    for number in range(times):
        seconds = luck.uniform(0.0, longest)
        if what == "write":
            killed += kill(lambda number=number: write_for_ever(path, number * 1000), seconds)
            assert is_whole(path), f"half a file after {number} kills"
        elif what == "cache":
            killed += kill(lambda number=number: read_for_ever(folder, number * 1000), seconds)
            parts += any(folder.glob("cache/*/.*.part"))
            assert cache_is_right(folder)
        else:
            killed += kill(lambda number=number: report(folder, number), seconds)
            assert not reports_are_whole(folder), f"{reports_are_whole(folder)} after {number} kills"
        left = len(list(folder.glob("reports/.*.part")))
        parts += left > 0  # a kill came in the middle of a write
        assert left <= 8, f"{left} parts of files are left"
    sys.stdout.write(f"{times} {killed} {parts}\n")


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]), float(sys.argv[4]))
