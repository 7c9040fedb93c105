"""Projects beside one good file, and the command line run under limits."""

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
GIGABYTE = 1 << 30
NEIGHBOUR = """\
document: {id: good, title: A good neighbour}
claims:
  - {id: one, measure: visitors, place: Lyon, value: "1,200"}
  - {id: two, measure: visitors, place: Lyon, value: "1,900"}
"""
"""A claim file with one self-contradiction: where it is found, the file beside it spoilt nothing."""


@dataclass(frozen=True)
class Ran:
    """How one run ended."""

    status: int
    out: str
    err: str
    seconds: float
    waited: float
    megabytes: float

    @property
    def said(self) -> str:
        """All that was printed."""
        return self.out + self.err


class Reconcile:
    """The command line, each run in a process of its own with limits."""

    def __init__(self) -> None:
        command = [sys.executable, str(HERE / "forker.py")]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def __call__(
        self,
        *arguments: object,
        memory: int = 3 * GIGABYTE,
        seconds: float = 60,
        limits: dict[str, int] | None = None,
        env: dict[str, str] | None = None,
        cwd: Path | None = None,
        stdout: str = "",
    ) -> Ran:
        asked: dict[str, Any] = {
            "arguments": [str(argument) for argument in arguments],
            "limits": {"RLIMIT_AS": memory, **(limits or {})},
            "seconds": seconds,
            "env": env,
            "cwd": str(cwd) if cwd else "",
            "stdout": stdout,
        }
        assert self.process.stdin is not None and self.process.stdout is not None
        self.process.stdin.write(json.dumps(asked) + "\n")
        self.process.stdin.flush()
        return Ran(**json.loads(self.process.stdout.readline()))

    def close(self) -> None:
        assert self.process.stdin is not None and self.process.stdout is not None
        self.process.stdin.close()
        self.process.wait(timeout=30)
        self.process.stdout.close()


@dataclass(frozen=True)
class Project:
    """A project that holds one good claim file, whose finding must never be lost."""

    root: Path
    run: Reconcile

    def put(self, name: str, content: str | bytes) -> Path:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def check(self, *options: object, seconds: float = 20, **limits: Any) -> Ran:
        """Check it; whatever is wrong, the neighbour's finding is told and nothing crashes or hangs."""
        ran = self.run("check", self.root, "--width", "200", *options, seconds=seconds, **limits)
        assert ran.status in (0, 1, 2, 3), f"exit status {ran.status}\n{ran.said[-3000:]}"
        assert "Traceback" not in ran.said, ran.said[-3000:]
        return ran

    def refused(self, *words: str, **limits: Any) -> Ran:
        """Check it; exit status 3, a problem with these words, and the neighbour's finding."""
        ran = self.check(**limits)
        assert ran.status == 3, ran.said[-3000:]
        assert_words(ran, words)
        assert_neighbour(ran)
        return ran


def assert_words(ran: Ran, words: Sequence[str]) -> None:
    for word in words:
        assert word in ran.said, f"{word!r} is not in:\n{ran.said[-3000:]}"


def assert_neighbour(ran: Ran) -> None:
    """Say that the good file beside a bad one was checked all the same."""
    assert "REC102" in ran.out and "1,900" in ran.out, ran.said[-3000:]


def make_project(folder: Path, reconcile: Reconcile) -> Project:
    """Return a project with a good claim file."""
    made = Project(folder / "project", reconcile)
    made.put("reconcile.toml", "")
    made.put("claims/good.yaml", NEIGHBOUR)
    return made
