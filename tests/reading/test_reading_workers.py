"""Files read by several processes: the same as by one, whatever happens to them."""

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from reconcile.reading import workers

CLAIMS = "claims:\n" + "".join(f"  - {{id: c{n}, measure: m{n % 3}, value: '{n},000'}}\n" for n in range(30))
BROKEN = {"claims/f03.yaml": "claims: [", "claims/f05.yaml": b"\xff", "claims/f06.yaml": "", "claims/f07.yaml": "[]"}
LINUX = pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="needs /proc to find child processes")


def files(count: int = 12) -> dict[str, str | bytes]:
    return {f"claims/f{n:02}.yaml": CLAIMS.replace("30", str(n)) for n in range(count)} | BROKEN


@pytest.fixture
def two(many_files: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setenv("RECONCILE_JOBS", "2")
    many_files.write(files())
    (many_files.root / "claims" / "gone.yaml").symlink_to("nowhere")
    (many_files.root / "claims" / "loop.yaml").symlink_to("loop.yaml")
    return many_files


def test_two_processes_read_as_one(two: Any) -> None:
    expected = two.raw(together=False)
    assert two.raw(cache=False) == expected
    assert two.read == []
    assert two.raw() == expected
    assert two.raw() == expected
    assert {problem.file for problem in expected["problems"]} == {*BROKEN, "claims/gone.yaml", "claims/loop.yaml"}


DEATHS = {
    "never starts": "import os; os._exit(9)",
    "is killed at once": "import os, signal; os.kill(os.getpid(), signal.SIGKILL)",
    "talks nonsense": "print('x' * 100_000)",
    "announces more than it sends": "import os; os.write(1, bytes([0, 0, 0, 0, 0, 0, 9, 9]) + b'half')",
    "answers nothing": "import os; os.write(1, bytes(8) * 1000)",
    "has no such module": "import no_such_module_at_all",
}
KILLED_LATER = """
import json, os, signal, sys
sys.path[:] = json.loads(sys.argv[1])
from reconcile.reading import batches, worker
read, turns = batches.read_batch, []
def counted(files, names):
    turns.append(files)
    if len(turns) == {turn}:
        os.kill(os.getpid(), signal.{sent})
    return read(files, names)
batches.read_batch = counted
worker.main()
"""


@pytest.mark.parametrize("death", DEATHS)
def test_a_worker_that_dies_costs_time_and_nothing_else(two: Any, death: str, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = two.raw(together=False)
    monkeypatch.setattr(workers, "_START", DEATHS[death])
    assert two.raw(cache=False) == expected
    assert len(two.read) > 8


@pytest.mark.parametrize("turn", [1, 2, 3])
def test_a_worker_killed_in_the_middle(two: Any, turn: int, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = two.raw(together=False)
    monkeypatch.setattr(workers, "_START", KILLED_LATER.format(turn=turn, sent="SIGKILL"))
    assert two.raw(cache=False) == expected
    assert two.read != []


@pytest.mark.skipif(not hasattr(signal, "SIGSTOP"), reason="processes can't be stopped here")
@pytest.mark.parametrize("turn", [1, 3])
def test_a_worker_that_is_stopped_does_not_hold_up_the_check(
    two: Any, turn: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = two.raw(together=False)
    started: list[subprocess.Popen[bytes]] = []
    start = subprocess.Popen

    def noted(*arguments: Any, **options: Any) -> Any:
        started.append(start(*arguments, **options))
        return started[-1]

    monkeypatch.setattr(subprocess, "Popen", noted)
    monkeypatch.setattr(workers, "_START", KILLED_LATER.format(turn=turn, sent="SIGSTOP"))
    monkeypatch.setattr(workers, "SILENCE", 4.0, raising=False)
    found: list[Any] = []
    check = threading.Thread(target=lambda: found.append(two.raw(cache=False)), daemon=True)
    check.start()
    check.join(60)
    still = [process for process in started if process.poll() is None]
    for process in still:
        process.kill()
    assert still == []
    assert found == [expected]
    assert two.read != []


def test_no_process_can_be_started(two: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = two.raw(together=False)

    def refused(*_: object, **__: object) -> None:
        raise BlockingIOError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(subprocess, "Popen", refused)
    assert two.raw(cache=False) == expected


@pytest.mark.parametrize("executable", ["", None, "/no/such/python"])
def test_python_can_not_be_found(two: Any, executable: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = two.raw(together=False)
    monkeypatch.setattr(sys, "executable", executable)
    assert two.raw(cache=False) == expected


def test_no_module_of_the_current_folder_is_run(two: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("json", "yaml", "pyarrow", "sitecustomize"):
        (two.root / f"{name}.py").write_text("from pathlib import Path; Path('ran').touch()", encoding="utf-8")
    monkeypatch.chdir(two.root)
    expected = two.raw(together=False)
    assert two.raw(cache=False) == expected
    assert two.read == []
    assert not (two.root / "ran").exists()


SLOW = """
import sys
from pathlib import Path
from reconcile.reading import many, project, read_project, workers
from reconcile.settings import load_settings
project.MANY = many.WORTH_WORKERS = 0
many.BATCH = 100
workers._START = (
    "import json, sys, time; sys.path[:] = json.loads(sys.argv[1]); from reconcile.reading import batches, worker;"
    "read = batches.read_batch; batches.read_batch = lambda *files: time.sleep(3) or read(*files); worker.main()"
)
read_project(load_settings(Path(sys.argv[1])))
"""


def children(process: int) -> list[int]:
    found = Path(f"/proc/{process}/task").glob("*/children")
    return [int(child) for path in found for child in path.read_text().split()]


def alive(process: int) -> bool:
    try:
        return " Z " not in Path(f"/proc/{process}/stat").read_text()
    except OSError:
        return False


def wait_until(happened: Any) -> None:
    for _ in range(1500):
        if happened():
            return
        time.sleep(0.02)
    raise AssertionError("it did not happen within half a minute")


@LINUX
@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGKILL, signal.SIGTERM])
def test_no_worker_outlives_an_interrupted_check(two: Any, sent: signal.Signals) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", SLOW, str(two.root)], start_new_session=True, stderr=subprocess.DEVNULL
    )
    wait_until(lambda: len(children(process.pid)) == 2 or process.poll() is not None)
    found = children(process.pid)
    assert len(found) == 2
    time.sleep(0.5)
    if sent == signal.SIGINT:
        os.killpg(process.pid, sent)  # as a terminal does on Ctrl-C
    else:
        process.send_signal(sent)
    assert process.wait(timeout=30) in (-sent, 1, 130)
    wait_until(lambda: not any(alive(child) for child in found))
