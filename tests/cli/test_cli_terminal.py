"""End to end, as a person has it: a new project, terminals of several widths, pipes, colours."""

import fcntl
import json
import os
import pty
import struct
import subprocess
import sys
import termios
from pathlib import Path

import pytest

DECIDING = ("COLUMNS", "NO_COLOR", "FORCE_COLOR")
COMMAND = [sys.executable, "-m", "reconcile"]


def on_a_terminal(columns: int, *arguments: str, **environment: str) -> tuple[int, str]:
    """Run the command line on a terminal of that width; return exit status and what was shown."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))
    kept = {name: value for name, value in os.environ.items() if name not in DECIDING}
    process = subprocess.Popen(
        [*COMMAND, *arguments],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env={**kept, "TERM": "xterm", **environment},
    )
    os.close(theirs)
    shown = b""
    while True:
        try:
            part = os.read(ours, 65536)
        except OSError:  # how Linux says that the other end is closed
            break
        if not part:
            break
        shown += part
    os.close(ours)
    return process.wait(), shown.decode("utf-8").replace("\r\n", "\n")


def piped(*arguments: str, cwd: str | Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run the command line without a terminal."""
    return subprocess.run([*COMMAND, *arguments], cwd=cwd, capture_output=True, text=True, check=False)


def plain(text: str) -> str:
    for code in ("\x1b[0m", "\x1b[1m", "\x1b[1;31m", "\x1b[1;33m", "\x1b[1;36m"):
        text = text.replace(code, "")
    return text


@pytest.fixture(scope="module")
def flood(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("flood") / "project"
    assert piped("init", str(folder)).returncode == 0
    return str(folder)


@pytest.mark.parametrize("columns", [60, 80, 200])
def test_the_terminals_width_is_kept(flood: str, columns: int) -> None:
    status, shown = on_a_terminal(columns, "check", flood)
    lines = plain(shown).splitlines()
    assert status == 1
    assert max(map(len, lines)) <= min(columns, 120)
    assert lines[0].startswith("error  REC101 value-conflict")
    assert "\x1b[1;31merror\x1b[0m" in shown
    assert lines[-1].split(" · ")[1].startswith("1 error, 0 warnings")


def test_no_color_on_a_terminal(flood: str) -> None:
    assert "\x1b" not in on_a_terminal(100, "check", flood, NO_COLOR="1")[1]
    assert "\x1b[1;31m" in on_a_terminal(100, "check", flood, "--color", "always", NO_COLOR="1")[1]


def test_the_first_line_alone_says_who_says_what(flood: str) -> None:
    done = piped("check", flood, "--width", "120")
    first = done.stdout.splitlines()[0]
    for word in ("1,250", "courier", "nearly 1,500", "evening-post", "people taken to safety"):
        assert word in first
    assert done.stderr == ""


def test_a_reader_that_leaves_early_changes_nothing(flood: str) -> None:
    shell = f"{' '.join(COMMAND)} check {flood} | head -n 1; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", shell], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stdout.count("\n") == 1
    assert done.stderr == ""


def test_the_same_bytes_each_time_and_from_any_folder(flood: str, tmp_path: Path) -> None:
    runs = [
        piped("check", where, "--format", "json", cwd=cwd)
        for cwd, where in ((tmp_path, flood), (Path(flood) / "claims", "."), (Path(flood), "rules"))
    ]
    assert len({run.stdout for run in runs}) == 1
    assert flood not in runs[0].stdout
    assert json.loads(runs[0].stdout)["project"]["title"] == "The Ashwick flood in two papers"


def test_what_is_selected_and_ignored(flood: str) -> None:
    def rules(*options: str) -> tuple[int, set[str]]:
        done = piped("check", flood, "--format", "json", *options)
        return done.returncode, set(json.loads(done.stdout)["summary"]["by_rule"])

    assert rules("--select", "REC3") == (0, set())
    assert rules("--select", "value-conflict") == (1, {"value-conflict"})
    assert rules("--ignore", "REC101,REC103")[0] == 0
    wrong = piped("check", flood, "--select", "valeu-conflict")
    assert (wrong.returncode, wrong.stdout) == (2, "")
    assert "did you mean 'value-conflict'" in wrong.stderr


def test_a_broken_file_makes_the_check_incomplete_and_is_named(flood: str, tmp_path: Path) -> None:
    piped("init", str(tmp_path / "p"))
    (tmp_path / "p" / "claims" / "broken.yaml").write_text("claims: [")
    done = piped("check", str(tmp_path / "p"))
    assert done.returncode == 3
    assert "Not checked (this check is incomplete)\n  claims/broken.yaml:" in done.stdout
    assert "REC101" in done.stdout
    assert "the check is incomplete: 1 problem" in done.stderr


def test_an_empty_folder_is_no_clean_project(tmp_path: Path) -> None:
    done = piped("check", str(tmp_path))
    assert done.returncode == 3
    assert done.stderr
