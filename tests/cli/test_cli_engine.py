"""`--engine` and `--scheduler`: what they take, and a check by worker processes from the command line."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from reconcile.engines import dask, engine_names, load_engine, local, runner
from reconcile.errors import SettingsError

CLAIMS = {
    "claims/vocabulary.yaml": "measures: {joined: {unit: person, kind: constant}}\n",
    "claims/a.yaml": 'document: {id: a, published: 2020}\nclaims: [{id: x, measure: joined, value: "1,043"}]\n',
    "claims/b.yaml": 'document: {id: b, published: 2020}\nclaims: [{id: x, measure: joined, value: "1,950"}]\n',
}
SCHEME = "tcp://"
SLEEPS = """\
import time
from collections.abc import Iterator
from dataclasses import dataclass

from reconcile import Claims, Finding, Rule


@dataclass(frozen=True)
class Sleeps(Rule):
    \"\"\"nothing, slowly.\"\"\"

    code = "OWN001"
    name = "sleeps"
    scope = "quantity"

    def check(self, claims: Claims) -> Iterator[Finding]:
        open("started", "w").close()
        time.sleep(60)
        yield from ()
"""


def test_engines_are_the_modules_of_their_folder() -> None:
    assert engine_names() == ("dask", "local")
    for name in engine_names():
        engine = load_engine(name)
        assert engine.__doc__ and "\n" not in engine.__doc__.strip()
    assert runner() is local.run
    assert runner("dask", "tcp://far.example:8786").keywords == {"scheduler": "tcp://far.example:8786"}


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        (SCHEME + "user:hush@host:1", "tcp://…@host:1"),
        ("user:hush@host:1", "…@host:1"),
        (SCHEME + "me:hu@sh/hush#hush?@host:99", "tcp://…@host:99"),
        ("tcp://host:1/?password=hush", "tcp://host:1/?…"),
        ("tcp://host", "tcp://host"),
    ],
)
def test_a_password_in_an_address_is_not_repeated(address: str, shown: str) -> None:
    with pytest.raises(SettingsError) as caught:
        runner("dask", address)
    assert str(caught.value).startswith(f"'{shown}' is no address of a scheduler")
    assert "hush" not in str(caught.value)


def test_an_unknown_engine_is_named_with_the_nearest(reconcile, checked, a_report) -> None:
    checked(a_report())
    done = reconcile("check", "--engine", "dusk")
    assert (done.status, done.out) == (2, "")
    assert "Invalid value for --engine: 'dusk' is none of dask, local; did you mean 'dask'?" in done.err
    with pytest.raises(SettingsError, match="no engine 'dusk'; did you mean 'dask'"):
        runner("dusk")


@pytest.mark.parametrize("command", ["check", "report"])
def test_a_scheduler_goes_with_an_engine_that_takes_one(reconcile, checked, a_report, command) -> None:
    checked(a_report())
    done = reconcile(command, "--scheduler", "tcp://127.0.0.1:8786")
    assert (done.status, done.out) == (2, "")
    assert "Invalid value for --scheduler: 'local' takes no scheduler; it goes with --engine dask" in done.err
    with pytest.raises(SettingsError, match="the engine 'local' takes no scheduler; those that do: dask"):
        runner("local", "tcp://127.0.0.1:8786")


@pytest.mark.parametrize("address", ["somewhere", "tcp://host", "http://host:80", "tcp://ho st:8786", "host:port"])
def test_an_address_that_is_none_is_refused_at_once(reconcile, checked, a_report, address) -> None:
    calls = checked(a_report())
    done = reconcile("check", "--engine", "dask", "--scheduler", address)
    assert (done.status, calls) == (2, [])
    assert done.err == f"'{address}' is no address of a scheduler; expected one such as tcp://127.0.0.1:8786\n"


def test_without_dask_the_message_names_the_extra(reconcile, checked, a_report, monkeypatch) -> None:
    calls = checked(a_report())
    monkeypatch.setattr(dask, "find_spec", lambda name: None if name in ("dask", "distributed") else object())
    done = reconcile("check", "--engine", "dask")
    assert (done.status, calls) == (2, [])
    assert done.err == "the engine 'dask' needs dask and distributed: pip install 'reconcile[dask]'\n"


@pytest.mark.parametrize("command", ["check", "report"])
def test_the_engine_reaches_the_check(reconcile, checked, a_report, command) -> None:
    calls = checked(a_report())
    reconcile(command)
    reconcile(command, "--engine", "dask", "--scheduler", "tls://[::1]:8786")
    assert calls[0]["engine"] is local.run
    assert calls[1]["engine"].keywords == {"scheduler": "tls://[::1]:8786"}


def started(folder: Path, temporary: Path, *arguments: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-m", "reconcile", "check", *arguments],
        cwd=folder,
        env={**os.environ, "TMPDIR": str(temporary), "PYTHONPATH": str(Path(__file__).parents[2])},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def nobody_left(group: int) -> bool:
    """Say whether every process of a group has ended, within a while; dead ones that nobody waited for are none."""
    for _ in range(50):
        shown = subprocess.run(["ps", "-eo", "pgid=,stat="], capture_output=True, text=True, check=True).stdout
        if not any(line.split()[0] == str(group) and "Z" not in line for line in shown.splitlines()):
            return True
        time.sleep(0.1)
    return False


def test_worker_processes_of_its_own_find_the_same_and_leave_nothing(project, reconcile, tmp_path_factory) -> None:
    folder, temporary = project(CLAIMS), tmp_path_factory.mktemp("temporary")
    files = sorted(folder.rglob("*"))
    done = started(folder, temporary, "--engine", "dask", "--format", "json")
    out, err = done.communicate(timeout=120)
    whole = reconcile("check", str(folder), "--format", "json")
    assert (done.returncode, out, err) == (whole.status, whole.out, "")
    assert sorted(folder.rglob("*")) == files
    assert list(temporary.iterdir()) == []
    assert nobody_left(done.pid)


def test_ctrl_c_ends_all_processes_and_says_nothing(project, tmp_path_factory) -> None:
    folder, temporary = project({**CLAIMS, "rules/sleeps.py": SLEEPS}), tmp_path_factory.mktemp("temporary")
    done = started(folder, temporary, "--engine", "dask")
    for _ in range(600):
        if (folder / "started").exists():
            break
        time.sleep(0.1)
    os.killpg(done.pid, signal.SIGINT)  # as a terminal does
    out, err = done.communicate(timeout=60)
    assert (done.returncode, out, err) == (130, "", "")
    assert list(temporary.iterdir()) == []
    assert nobody_left(done.pid)
