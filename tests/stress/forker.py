"""Runs the command line many times, each in a process of its own: a program that forks, so that none pays the imports.

It reads one request a line, a JSON object, and answers each with a line: exit status, seconds of processor, most
memory held, what was printed. A child may be given limits: of memory, of the size of files, of time.
"""

import json
import os
import resource
import signal
import sys
import time
import warnings
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

MEGABYTE = 1 << 20


def load() -> None:
    """Import what a check needs, once."""
    import openpyxl  # noqa: F401 - so that no child has to

    from reconcile.cli import run

    with TemporaryDirectory() as folder:
        Path(folder, "reconcile.toml").write_text("")
        Path(folder, "claims").mkdir()
        Path(folder, "claims", "a.yaml").write_text("claims:\n  - {measure: m, value: '5'}\n")
        for command in (["check", folder, "-q"], ["report", folder]):
            child = os.fork()
            if not child:
                _to(os.devnull)
                os._exit(run(command) & 127)
            os.waitpid(child, 0)
    import reconcile.pipeline  # noqa: F401 - forked children imported it for themselves alone
    from reconcile.registry import load_rules
    from reconcile.settings import Settings

    load_rules(Settings(Path()), project_rules=False)


def _to(out: str, err: str = "") -> None:
    for number, place in ((1, out), (2, err or out)):
        opened = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(opened, number)
        os.close(opened)


def _child(asked: dict[str, Any], folder: str) -> int:
    from reconcile.cli import run

    os.chdir(asked.get("cwd") or folder)
    os.environ.update(asked.get("env") or {})
    _to(asked.get("stdout") or f"{folder}/out", f"{folder}/err")
    for name, size in (asked.get("limits") or {}).items():
        resource.setrlimit(getattr(resource, name), (size, size))
    # A file that grows too large is an error to be told, as on a full disk, and no signal.
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    status = run(asked["arguments"])
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    return status


def _run(asked: dict[str, Any], folder: str) -> dict[str, Any]:
    started = time.monotonic()
    child = os.fork()
    if not child:
        status = 99
        try:
            status = _child(asked, folder)
        except BaseException:  # noqa: BLE001 - a traceback is what the test looks for
            import traceback

            traceback.print_exc()
        finally:
            os._exit(status)
    signal.signal(signal.SIGALRM, lambda *_: os.kill(child, signal.SIGKILL))
    signal.setitimer(signal.ITIMER_REAL, asked.get("seconds") or 60)
    _, status, used = os.wait4(child, 0)
    signal.setitimer(signal.ITIMER_REAL, 0)
    texts = {name: _read(f"{folder}/{name}") for name in ("out", "err")}
    return {
        "status": os.waitstatus_to_exitcode(status),
        "seconds": used.ru_utime + used.ru_stime,
        "waited": time.monotonic() - started,
        "megabytes": used.ru_maxrss / 1024,
        **texts,
    }


def _read(place: str) -> str:
    path = Path(place)
    text = path.read_bytes().decode("utf-8", "backslashreplace") if path.exists() else ""
    path.unlink(missing_ok=True)
    return text


def main() -> None:
    """Answer requests until there are no more."""
    warnings.simplefilter("ignore", DeprecationWarning)  # of forking while Arrow's threads sleep
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    load()
    with TemporaryDirectory() as folder:
        for line in sys.stdin:
            answers.write(json.dumps(_run(json.loads(line), folder)) + "\n")
            answers.flush()


if __name__ == "__main__":
    main()
