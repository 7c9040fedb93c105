"""Rules shared with a copy of this process: the same findings, whatever becomes of the copy."""

import fcntl
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import reconcile
from reconcile.engines import _beside, run, run_shared
from reconcile.engines._beside import Outcome, run_beside, worth_it
from reconcile.errors import Problem
from reconcile.models import Claims, Finding, Report

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux can copy a process that has threads")
VOCABULARY = """\
measures:
  joined: {unit: person, kind: constant}
  killed: {unit: person, kind: constant}
units:
  person: [people]
"""
RELATIONS = "relations:\n  fates: {says: The dead are some of those who joined., holds: killed <= joined}\n"
CLAIMS = """\
document: {{id: {name}, published: 2020}}
claims:
  - {{id: joined, measure: joined, value: "{joined}"}}
  - {{id: killed, measure: killed, value: "{killed}"}}
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with findings of rules about laws and of others."""
    (tmp_path / "claims").mkdir()
    (tmp_path / "rules").mkdir()
    (tmp_path / "reconcile.toml").write_text("")
    (tmp_path / "claims" / "vocabulary.yaml").write_text(VOCABULARY)
    (tmp_path / "rules" / "relations.yaml").write_text(RELATIONS)
    for name, joined, killed in (("one", "1,763", "2,100"), ("two", "1,812", "2,100"), ("three", "about 1,800", "12")):
        text = CLAIMS.format(name=name, joined=joined, killed=killed)
        (tmp_path / "claims" / f"{name}.yaml").write_text(text)
    return tmp_path


@pytest.fixture
def always(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Have every table shared; return the process that each copy was made by."""
    made: list[int] = []
    fork = _beside._fork

    def noted() -> int:
        made.append(os.getpid())
        return fork()

    monkeypatch.setattr(_beside, "_fork", noted)
    monkeypatch.setattr(_beside, "worth_it", lambda rows: rows > 0)
    return made


def test_beside_the_same_report(project: Path, always: list[int]) -> None:
    shared: Report = reconcile.check(project, engine=run_shared)
    assert always == [os.getpid()]
    assert shared == reconcile.check(project, engine=run)
    assert {"REC101", "REC103", "REC204"} <= {finding.code for finding in shared.found}


def test_beside_problems_come_back(project: Path, always: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    from reconcile.rules.value_conflict import ValueConflict

    def broken(self: object, claims: object) -> None:
        raise SystemExit(f"not here: {os.getpid() == here}")

    here = os.getpid()
    monkeypatch.setattr(ValueConflict, "check", broken)
    report = reconcile.check(project, engine=run_shared)
    assert [problem.message for problem in report.problems if "value-conflict crashed" in problem.message]
    assert len(always) == 1


def test_beside_own_rules_stay_here(project: Path, always: list[int], rule: Callable[..., str]) -> None:
    body = f"""
        import time
        time.sleep(0.2)
        assert os.getpid() == {os.getpid()}
        yield from ()
    """
    for number, scope in enumerate(("quantity", "component", "project", "claim"), start=1):
        (project / "rules" / f"own_{number}.py").write_text(rule(body, number=number, scope=scope))
    report = reconcile.check(project, engine=run_shared)
    assert not report.problems
    assert len(always) == 1


def test_beside_a_crash_in_the_copy_alone(project: Path, always: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    from reconcile.rules.value_conflict import ValueConflict

    here, check = os.getpid(), ValueConflict.check

    def broken(self: ValueConflict, claims: Claims) -> Iterator[Finding]:
        yield from check(self, claims)
        if os.getpid() != here:
            raise MemoryError

    expected = reconcile.check(project, engine=run)
    monkeypatch.setattr(ValueConflict, "check", broken)
    assert reconcile.check(project, engine=run_shared) == expected
    assert len(always) == 1


HERE, THERE = [0, 1, 2], [3, 4, 5]


def outcome(place: int) -> Outcome:
    return [], [Problem("", 0, "rule", f"rule {place}")], False


EXPECTED = {place: outcome(place) for place in (*HERE, *THERE)}


def test_beside_both_take_from_one_list(tmp_path: Path) -> None:
    def run_one(place: int) -> Outcome:
        with (tmp_path / f"{place}").open("a") as file:
            file.write(f"{os.getpid()}\n")
        time.sleep(1.0 if place == 0 else 0.05)  # so that the copy gets its turn
        return outcome(place)

    assert run_beside(HERE, THERE, run_one) == EXPECTED
    ran = [(tmp_path / f"{place}").read_text().split() for place in (*HERE, *THERE)]
    assert [len(processes) for processes in ran] == [1] * 6
    assert ran[:3] == [[str(os.getpid())]] * 3
    assert ran[3] != ran[0]


@pytest.mark.parametrize("how", ["killed", "stopped", "sleeps", "spins", "leaves", "raises", "no pickle", "half"])
def test_beside_whatever_becomes_of_the_copy(how: str, monkeypatch: pytest.MonkeyPatch) -> None:
    here = os.getpid()
    monkeypatch.setattr(_beside, "STALLED", 0.3)
    monkeypatch.setattr(_beside, "PATIENCE", 1.0)
    monkeypatch.setattr(_beside, "TIMES", 1.0)

    def run_one(place: int) -> Outcome:
        if os.getpid() == here or place == 3:
            time.sleep(0.1)  # so that the copy gets its turn
            return outcome(place)
        if how in ("killed", "stopped"):
            os.kill(os.getpid(), signal.SIGKILL if how == "killed" else signal.SIGSTOP)
        if how == "sleeps":
            threading.Event().wait()
        if how == "leaves":
            os._exit(3)
        if how == "raises":
            raise KeyboardInterrupt
        if how == "half":
            monkeypatch.setattr(_beside, "_write", lambda memory, data: os._exit(os.write(memory, data[:-1])))
        while how == "spins":
            pass
        return ([lambda: None], [], False) if how == "no pickle" else outcome(place)  # type: ignore[list-item]

    assert run_beside(HERE, THERE, run_one) == EXPECTED
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


@pytest.mark.parametrize("what", ["memfd_create", "fork", "lockf"])
def test_beside_where_the_system_has_no_more_to_give(what: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object, **__: object) -> None:
        raise BlockingIOError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(fcntl if what == "lockf" else os, what, refused)
    assert run_beside(HERE, THERE, outcome) == EXPECTED


def test_beside_a_copy_stopped_while_it_takes_a_rule(monkeypatch: pytest.MonkeyPatch) -> None:
    here, lockf = os.getpid(), fcntl.lockf
    monkeypatch.setattr(_beside, "STALLED", 0.3)

    def locked(*arguments: Any) -> None:
        lockf(*arguments)
        if os.getpid() != here:
            os.kill(os.getpid(), signal.SIGSTOP)

    monkeypatch.setattr(fcntl, "lockf", locked)
    assert run_beside(HERE, THERE, outcome) == EXPECTED


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_beside_a_signal_while_the_process_is_copied(number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[int] = []
    fork, before = os.fork, signal.getsignal(number)

    class Stopped(BaseException):
        pass

    def raising(*_: object) -> None:
        raise Stopped

    def interrupted() -> int:
        os.kill(os.getpid(), number)
        made.append(fork())
        return made[-1]

    monkeypatch.setattr(os, "fork", interrupted)
    signal.signal(number, raising)
    try:
        with pytest.raises(Stopped):
            run_beside(HERE, THERE, outcome)
        assert signal.getsignal(number) is raising
    finally:
        signal.signal(number, before)
    with pytest.raises(ProcessLookupError):
        os.kill(made[0], 0)


def test_beside_the_copy_ends_where_this_process_is_stopped() -> None:
    here, seen = os.getpid(), []
    fork = _beside._fork

    def run_one(place: int) -> Outcome:
        if os.getpid() != here:
            threading.Event().wait()
        raise KeyboardInterrupt

    def noted() -> int:
        seen.append(fork())
        return seen[-1]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_beside, "_fork", noted)
        with pytest.raises(KeyboardInterrupt):
            run_beside(HERE, THERE, run_one)
    with pytest.raises(ProcessLookupError):
        os.kill(seen[0], 0)


def test_beside_where_children_are_forgotten() -> None:
    before = signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    try:
        assert run_beside(HERE, THERE, outcome) == EXPECTED
    finally:
        signal.signal(signal.SIGCHLD, before)


def test_beside_only_where_it_pays_and_nothing_else_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("RECONCILE_JOBS", raising=False)
    monkeypatch.setattr(os, "sched_getaffinity", lambda process: {0, 1})
    assert worth_it(_beside.ROWS)
    assert not worth_it(_beside.ROWS - 1)
    over = threading.Event()
    thread = threading.Thread(target=over.wait, daemon=True)
    thread.start()
    try:
        assert not worth_it(_beside.ROWS)
    finally:
        over.set()
        thread.join()
    monkeypatch.setenv("RECONCILE_JOBS", "1")
    assert not worth_it(_beside.ROWS)
    monkeypatch.delenv("RECONCILE_JOBS")
    monkeypatch.setattr(os, "sched_getaffinity", lambda process: {0})
    assert not worth_it(_beside.ROWS)
