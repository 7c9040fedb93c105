"""`reconcile review`: through pipes, and through a terminal with real keys."""

import io
import json
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from fcntl import ioctl
from pathlib import Path

import pytest

from reconcile.decisions import DecisionError

ANA = ("--by", "Ana", "--on", "2024-05-02")


@pytest.fixture
def flood(reconcile, tmp_path, monkeypatch) -> Path:
    """The project that `init` makes, as the current folder: one error and one note."""
    reconcile("init", str(tmp_path / "flood"))
    monkeypatch.chdir(tmp_path / "flood")
    return tmp_path / "flood"


@pytest.fixture
def typed(reconcile, monkeypatch) -> Callable:
    """Run a review with lines as input that is no terminal."""

    def run(*lines: str, asked: tuple[str, ...] = ANA):
        monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))
        return reconcile("review", *asked)

    return run


def statuses(reconcile) -> list[str]:
    return [one["status"] for one in json.loads(reconcile("check", "--format", "json").out)["findings"]]


def test_lines_stand_for_keys(typed, reconcile, flood) -> None:
    done = typed("e", "1", "The Post counted later.", "c", "q")
    assert done.status == 0
    assert "── 1 of 2 · open ─" in done.out
    assert "── 2 of 2 · open · 1 decided ─" in done.out
    assert "Saved: Explained by Ana on 2024-05-02: different-date — The Post counted later." in done.out
    assert done.err == "2 decided, 0 left; every decision is saved\n"
    assert statuses(reconcile) == ["explained", "confirmed"]


def test_every_key(typed, reconcile, flood) -> None:
    done = typed("?", "x", "s", "b", "d", "", "d", "A slip.", "f", "91", "soon", "", "u", "f", "2024-05-09", "b", "q")
    assert "u  undo the last decision of this sitting" in done.out
    assert "'x' does nothing here; ? lists the keys" in done.out
    assert "Nothing was decided." in done.out, "a dismissal without a text"
    assert "'91' is no date such as 2024-05-31 and no number of days up to 90." in done.out
    assert "Saved: Deferred until 2024-06-01 by Ana on 2024-05-02" in done.out
    assert "Taken back; it is open again." in done.out
    assert "That was the last one: 2 decided, 0 left." in done.out
    assert statuses(reconcile) == ["dismissed", "deferred"]


def test_what_could_not_be_saved_is_said_at_the_end(typed, reconcile, flood, monkeypatch) -> None:
    def full(*_: object) -> None:
        raise DecisionError("decisions can't be written: No space left on device")

    first = json.loads(reconcile("check", "--format", "json").out)["findings"][0]["id"]
    with monkeypatch.context() as patched:
        patched.setattr("reconcile.decisions.store.Store.write", full)
        done = typed("c", "q")
    assert done.status == 2
    assert "No space left on device" in done.out
    assert done.err == f"0 decided, 2 left; not saved, for the reasons given above: {first}\n"
    assert statuses(reconcile) == ["open", "open"]


def test_the_end_of_input_leaves_what_was_decided(typed, reconcile, flood) -> None:
    assert typed("c").err == "1 decided, 1 left; every decision is saved\n"
    assert statuses(reconcile) == ["confirmed", "open"]
    assert typed("e", "1").status == 0
    assert typed("e").status == 0
    assert statuses(reconcile) == ["confirmed", "open"]


def test_the_last_days_of_the_calendar_are_days_too(typed, reconcile, flood) -> None:
    done = typed("f", "30", "It waits.", "q", asked=("--by", "Ana", "--on", "9999-12-20"))
    assert done.status == 0
    assert "deferred until 9999-12-31" in " ".join(done.out.lower().split())


def test_undo_takes_back_only_what_this_sitting_did(typed, reconcile, flood) -> None:
    typed("c", "c")
    done = typed("u", "c", "u", "q", asked=(*ANA, "--status", "confirmed"))
    assert "Nothing was decided in this sitting" in done.out
    assert "It is decided so already" in done.out
    assert statuses(reconcile) == ["confirmed", "confirmed"]


def test_reopened_ones_come_first_with_what_changed(typed, reconcile, flood) -> None:
    finding = json.loads(reconcile("check", "-f", "json").out)["findings"][1]["id"]
    reconcile("decide", finding, "--status", "dismissed", "--text", "They fit.", *ANA)
    path = flood / "claims" / "evening-post.yaml"
    text = path.read_text()
    assert "value: around 80" in text
    path.write_text(text.replace("value: around 80", "value: about 75"))
    done = typed("d", "", "q")
    first = done.out.split("── 2 of 2")[0]
    assert "1 of 2 · reopened" in first
    assert "Reopened: evening-post#docks: around 80 became about 75" in first
    assert "Before: They fit." in first
    assert "Saved: Dismissed by Ana on 2024-05-02: They fit." in first


def test_filters_choose_what_is_shown(typed, flood) -> None:
    assert "1 of 1" in typed("q", asked=(*ANA, "--severity", "note")).out
    assert "REC103" in typed("q", asked=(*ANA, "--select", "rounding-difference")).out
    assert typed(asked=(*ANA, "--status", "expired")).err == "nothing to review: of 2 findings none is expired\n"
    assert "did you mean 'open'" in typed(asked=("--status", "opne")).err


def test_the_second_person_agrees_and_the_first_is_not_asked(typed, reconcile, flood) -> None:
    settings = flood / "reconcile.toml"
    settings.write_text(settings.read_text() + "\n[decisions]\nsecond-reviewer = true\n")
    typed("d", "A slip.", "q", asked=(*ANA, "--severity", "error"))
    assert "1 of" not in typed("q", asked=(*ANA, "--severity", "error")).out
    done = typed("a", "q", asked=("--by", "Ben", "--on", "2024-05-03", "--severity", "error"))
    assert "waits for a second reviewer" in done.out
    assert "a agree · c confirm" in done.out
    assert statuses(reconcile)[0] == "dismissed"


def test_what_somebody_else_decided_meanwhile_is_shown(typed, reconcile, flood, monkeypatch) -> None:
    from reconcile.cli import _review

    found = json.loads(reconcile("check", "-f", "json").out)["findings"][0]["id"]

    def asked_late(prompt: str) -> str:
        if not (flood / "decisions" / f"{found}.yaml").exists():
            assert reconcile("decide", found, "--status", "confirmed", "--by", "Ben", "--on", "2024-05-01").status == 0
        return "A slip."

    monkeypatch.setattr(_review, "read_line", asked_late)
    done = typed("d", "u", "d", "q")
    assert done.status == 0, done.err
    assert "Confirmed by Ben on 2024-05-01" in done.out, "it is shown again with what Ben decided"
    path = next((flood / "decisions").glob("*.yaml"))
    text = path.read_text()
    assert "by: Ben" in text.split("history:")[1], "what Ben decided stands in the history"
    assert "status: dismissed" in text.split("history:")[0]


def _at_a_terminal() -> None:
    """Give the process its terminal, and Ctrl-C its meaning, which a job in the background has lost."""
    ioctl(0, termios.TIOCSCTTY, 0)
    signal.signal(signal.SIGINT, signal.default_int_handler)


@contextmanager
def terminal(flood: Path, *arguments: str, columns: int = 90) -> Iterator["Terminal"]:
    """Run a review on a terminal of its own."""
    master, slave = pty.openpty()
    ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
    env = {key: value for key, value in os.environ.items() if key not in ("NO_COLOR", "FORCE_COLOR", "COLUMNS")}
    command = [sys.executable, "-m", "reconcile", "review", *ANA, *arguments]
    process = subprocess.Popen(
        command,
        cwd=flood,
        stdin=slave,
        stdout=slave,
        stderr=slave,
        env={**env, "TERM": "xterm"},
        start_new_session=True,
        preexec_fn=_at_a_terminal,
    )
    before = termios.tcgetattr(slave)
    try:
        yield Terminal(master, process)
        assert process.wait(20) is not None
        assert termios.tcgetattr(slave) == before, "the terminal is as it was"
    finally:
        process.kill()
        process.wait()
        os.close(master)
        os.close(slave)


class Terminal:
    """What a person sees and types."""

    def __init__(self, master: int, process: subprocess.Popen) -> None:
        self.master, self.process, self.seen, self.read = master, process, "", 0

    def wait(self, words: str, seconds: float = 30.0) -> str:
        """Wait until something is shown, and return what was shown up to it since the last wait."""
        end = time.monotonic() + seconds
        while words not in self.seen[self.read :]:
            assert time.monotonic() < end, f"{words!r} was not shown: {self.seen[self.read :]!r}"
            if select.select([self.master], [], [], 0.1)[0]:
                self.seen += os.read(self.master, 65536).decode("utf-8", "replace")
        start = self.read
        self.read = self.seen.index(words, start) + len(words)
        return self.seen[start : self.read]

    def press(self, keys: str | bytes) -> None:
        os.write(self.master, keys.encode() if isinstance(keys, str) else keys)


def test_single_keys_at_a_terminal(reconcile, flood) -> None:
    with terminal(flood) as screen:
        first = screen.wait("\r\n> ")
        assert "\x1b[1;31merror" in first, "colour at a terminal"
        screen.press("e")
        screen.wait("to leave it: ")
        screen.press("1")
        screen.wait("why: ")
        screen.press("Wí später gezählt\n")
        screen.wait("2 of 2")
        screen.wait("\r\n> ")
        screen.press("u")
        screen.wait("Taken back")
        screen.wait("\r\n> ")
        screen.press(b"\x1b[C")  # the right arrow
        screen.wait("2 of 2")
        screen.wait("\r\n> ")
        screen.press("\x1b")
        screen.wait("\r\n> ")
        screen.press("é")
        screen.wait("'é' does nothing here")
        screen.wait("\r\n> ")
        screen.press("ccq")  # typed ahead: confirm, nothing at the end of the list, quit
        screen.wait("1 decided, 1 left; every decision is saved")
    assert screen.process.returncode == 0
    assert statuses(reconcile) == ["open", "confirmed"]


def test_no_color_and_a_resize(flood, monkeypatch) -> None:
    with terminal(flood, "--color", "never", columns=60) as screen:
        assert "\x1b" not in screen.wait("\r\n> ")
        ioctl(screen.master, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 110, 0, 0))
        screen.press("s")
        wide = screen.wait("\r\n> ")
        assert max(map(len, wide.split("\r\n"))) > 100
        screen.press("q")
        screen.wait("saved")


@pytest.mark.parametrize(("key", "status"), [("\x03", 130), ("\x04", 0)], ids=["Ctrl-C", "Ctrl-D"])
@pytest.mark.parametrize("where", ["at a key", "in a text"])
def test_whoever_stops_keeps_what_was_decided(reconcile, flood, key, status, where) -> None:
    with terminal(flood) as screen:
        screen.wait("\r\n> ")
        screen.press("c")
        screen.wait("2 of 2")
        screen.wait("\r\n> ")
        if where == "in a text":
            screen.press("d")
            screen.wait("why: ")
        screen.press(key)
        if where == "in a text" and key == "\x04":
            screen.wait("Nothing was decided.")
            screen.press("q")
        screen.wait("1 decided, 1 left; every decision is saved")
    assert screen.process.returncode == status
    assert statuses(reconcile) == ["confirmed", "open"]
