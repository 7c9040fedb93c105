"""Output: closed pipes, full disks, odd encodings, whole files, the progress bar."""

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest

from reconcile.cli import _output
from reconcile.cli._output import OutputError, show, tell, write_whole
from reconcile.cli._progress import Progress, progress_line


def python(code: str, **more: object) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([sys.executable, "-c", code], check=False, **more)  # type: ignore[call-overload]


SHOW = "from reconcile.cli._output import show, tell\n"


def test_a_closed_pipe_is_no_error() -> None:
    reader, writer = os.pipe()
    os.close(reader)
    code = SHOW + "show('x' * 1000000)\nshow('more')\ntell('still here')\nraise SystemExit(1)"
    done = python(code, stdout=writer, stderr=subprocess.PIPE)
    os.close(writer)
    assert done.returncode == 1
    assert done.stderr == b"still here\n"


def test_help_into_a_closed_pipe_does_not_look_like_findings() -> None:
    reader, writer = os.pipe()
    os.close(reader)
    code = "import sys\nfrom reconcile.cli import main\nsys.argv = ['reconcile', 'check', '--help']\nmain()"
    done = python(code, stdout=writer, stderr=subprocess.PIPE)
    os.close(writer)
    assert (done.returncode, done.stderr) == (0, b"")


def test_a_closed_standard_error_is_no_error() -> None:
    reader, writer = os.pipe()
    os.close(reader)
    done = python(SHOW + "tell('x')\ntell('y')\nshow('z')", stdout=subprocess.PIPE, stderr=writer)
    os.close(writer)
    assert (done.returncode, done.stdout) == (0, b"z")


@pytest.mark.skipif(sys.platform == "win32", reason="needs a shell that closes streams")
def test_streams_that_were_never_open_are_no_error() -> None:
    code = "import sys; from reconcile.cli import main; sys.argv = ['reconcile', *sys.argv[1:]]; main()"
    for arguments in (["rules"], ["check", "nowhere"], ["--version"]):
        command = ["sh", "-c", 'exec "$0" "$@" >&-', sys.executable, "-c", code, *arguments]
        without_output = subprocess.run(command, capture_output=True, check=False)
        assert b"a defect of reconcile" not in without_output.stderr
        assert without_output.returncode == (2 if "check" in arguments else 0)
        command[2] = 'exec "$0" "$@" 2>&-'
        assert subprocess.run(command, capture_output=True, check=False).returncode == without_output.returncode


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_is_an_error() -> None:
    code = SHOW + (
        "import sys\nfrom reconcile.errors import ReconcileError\n"
        "try:\n    show('x' * 100)\nexcept ReconcileError as error:\n    tell(str(error))\n"
        "    sys.exit(error.exit_status)"
    )
    with Path("/dev/full").open("wb") as full:
        done = python(code, stdout=full, stderr=subprocess.PIPE)
    assert done.returncode == 2
    assert b"standard output can't be written" in done.stderr


def test_a_terminal_without_the_characters_gets_escapes_and_programs_get_utf8() -> None:
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
    text = python(SHOW + "show('5 \\u00b7 \\u2013')", capture_output=True, env=environment)
    assert text.stdout == b"5 \\xb7 \\u2013"
    data = python(SHOW + "show('5 \\u00b7 \\u2013', utf8=True)", capture_output=True, env=environment)
    assert data.stdout.decode("utf-8") == "5 · –"
    assert python(SHOW + "tell('\\u2013')", capture_output=True, env=environment).stderr == b"\\u2013\n"


def test_show_works_where_standard_output_has_no_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.StringIO()
    monkeypatch.setattr(sys, "stdout", stream)
    show("text")
    assert stream.getvalue() == "text"


def test_messages_are_harmless(capsys: pytest.CaptureFixture[str]) -> None:
    tell("a\x1b[31mb\n::error::c")
    assert capsys.readouterr().err == "a[31mb\n: :error::c\n"


def test_a_file_is_replaced_as_a_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "deep" / "file.txt"
    write_whole(file, "one")
    assert file.read_text() == "one"

    def fail(self: Path, target: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(OutputError, match="No space left"):
        write_whole(file, "two")
    assert file.read_text() == "one"
    assert [path.name for path in file.parent.iterdir()] == ["file.txt"]


def test_another_command_that_takes_the_part_for_one_left_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It sweeps between the making of the part and its locking."""
    file, lock, swept = tmp_path / "file.txt", _output._lock, []

    def late(number: int) -> bool:
        if not swept:
            swept.append(number)
            _output._sweep(file)
        return lock(number)

    monkeypatch.setattr(_output, "_lock", late)
    write_whole(file, "one")
    assert swept and file.read_text() == "one"
    assert [path.name for path in tmp_path.iterdir()] == ["file.txt"]


def test_bytes_are_written_as_they_are(tmp_path: Path) -> None:
    write_whole(tmp_path / "x", b"\x00\xff")
    assert (tmp_path / "x").read_bytes() == b"\x00\xff"


class Terminal(io.StringIO):
    """Standard error with a person in front of it."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("patience", "shown"), [(0.0, True), (60.0, False)])
def test_progress_is_shown_after_a_while_and_then_gone(
    monkeypatch: pytest.MonkeyPatch,
    patience: float,
    shown: bool,
) -> None:
    stream = Terminal()
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setattr("reconcile.cli._progress.PATIENCE", patience)
    monkeypatch.setattr("reconcile.cli._progress.STEP", 0.001)
    with Progress(wanted=True) as progress:
        progress("value-conflict", 4, 32)
        for _ in range(2000):
            if not shown or "4/32" in stream.getvalue():
                break
            progress._over.wait(0.001)
    text = stream.getvalue()
    assert ("4/32 value-conflict" in text) is shown
    if shown:
        assert text.endswith("\r")
        assert text.rstrip("\r").rpartition("\r")[2].strip() == ""


@pytest.mark.parametrize("stream", [io.StringIO(), Terminal()])
def test_nobody_watching_sees_no_progress(monkeypatch: pytest.MonkeyPatch, stream: io.StringIO) -> None:
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setattr("reconcile.cli._progress.PATIENCE", 0.0)
    with Progress(wanted=not stream.isatty()) as progress:
        progress("x", 1, 2)
        progress._over.wait(0.01)
    assert stream.getvalue() == ""


def test_progress_line_fits() -> None:
    assert progress_line("value-conflict", 16, 32, 200) == f"[{'#' * 12}{' ' * 12}] 16/32 value-conflict"
    assert progress_line("reading", 0, 0, 200) == "reading"
    assert len(progress_line("value-conflict", 16, 32, 30)) == 30
    assert progress_line("x", 40, 32, 200).startswith(f"[{'#' * 24}]")
