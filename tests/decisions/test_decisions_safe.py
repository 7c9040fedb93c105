"""Decisions under fire: writers that are killed, that meet, and branches that are merged."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from reconcile.decisions import DecisionError, Store, decide
from reconcile.decisions.atomic import ChangedMeanwhile, remove_file, write_file

HERE = Path(__file__).parent
COUNT = """
import sys
from datetime import date
from pathlib import Path
from reconcile.decisions import DecisionError, Store, Wanted, decide
from reconcile.models import Finding
store, done = Store(Path(sys.argv[1]), "decisions"), 0
finding = Finding("REC101", "value-conflict", "error", "m", id="REC101-aaaaaaaaaa", evidence="a" * 10)
while done < 25:
    before = store.read_one(finding.id)
    number = int(before.decision.present.text) + 1 if before else 1
    try:
        decide(store, finding, Wanted("dismissed", "Ana", date(2024, 5, 2), text=str(number)), before)
        done += 1
    except DecisionError as error:
        assert "was changed meanwhile" in str(error), error
"""


def test_a_killed_writer_loses_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "decisions"
    done = subprocess.run(
        [sys.executable, str(HERE / "killed_writer.py"), str(folder), "200", "7"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    times, written, parts = map(int, done.stdout.split())
    assert times == 200
    assert written > 20, "hardly anything was written, so hardly anything was shown"
    assert parts > 0, "no kill came in the middle of a write"


def test_what_a_killed_writer_left_is_not_read_and_is_swept(tmp_path, a_finding, wanted) -> None:
    store, finding = Store(tmp_path, "decisions"), a_finding("one")
    left = tmp_path / f".{finding.id}.yaml.0a1b2c3d.part"
    left.write_text("half a deci")
    assert store.read().problems == ()
    decide(store, finding, wanted(), None)
    assert [path.name for path in tmp_path.iterdir()] == [f"{finding.id}.yaml"]


def test_writers_at_once_lose_nothing(tmp_path: Path) -> None:
    writers = [subprocess.Popen([sys.executable, "-c", COUNT, str(tmp_path)], stderr=subprocess.PIPE) for _ in range(3)]
    ends = [writer.communicate(timeout=120)[1] for writer in writers]
    assert [writer.returncode for writer in writers] == [0, 0, 0], ends
    stored = Store(tmp_path, "decisions").read_one("REC101-aaaaaaaaaa")
    assert stored.decision.present.text == "75"
    assert [step.text for step in stored.decision.history] == [str(number) for number in range(1, 75)]


def test_what_changed_meanwhile_is_not_overwritten(tmp_path, a_finding, wanted) -> None:
    store, finding = Store(tmp_path, "decisions"), a_finding("one")
    first = decide(store, finding, wanted(), None)
    with pytest.raises(DecisionError, match=r"REC101-\w+\.yaml was changed meanwhile; nothing was written"):
        decide(store, finding, wanted("confirmed"), None)
    second = decide(store, finding, wanted("confirmed"), first)
    for act in (lambda: decide(store, finding, wanted("dismissed"), first), lambda: store.remove(first)):
        with pytest.raises(DecisionError, match="was changed meanwhile"):
            act()
    assert store.read_one(finding.id) == second
    store.remove(second)
    with pytest.raises(DecisionError, match="was changed meanwhile"):
        decide(store, finding, wanted("dismissed"), second)


def test_a_folder_that_can_not_be_written(tmp_path, a_finding, wanted) -> None:
    (tmp_path / "decisions").write_text("a file")
    with pytest.raises(DecisionError, match="can't be written"):
        decide(Store(tmp_path / "decisions", "decisions"), a_finding("one"), wanted(), None)


def test_without_links_and_locks_files_are_whole_all_the_same(tmp_path, monkeypatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError("not on this file system")

    monkeypatch.setattr("os.link", refuse)
    monkeypatch.setattr("fcntl.flock", refuse)
    path, other = tmp_path / "a.yaml", tmp_path / ".b.yaml.1.part"
    other.write_text("another writer may be at this now")
    write_file(path, b"one", None)
    write_file(path, b"two", b"one")
    with pytest.raises(ChangedMeanwhile):
        write_file(path, b"three", b"one")
    assert path.read_bytes() == b"two"
    assert sorted(tmp_path.iterdir()) == [other, path]
    remove_file(path, b"two")
    with pytest.raises(ChangedMeanwhile):
        remove_file(tmp_path / "gone" / "a.yaml", b"two")


@pytest.fixture
def git(tmp_path: Path):
    """Run git in a repository of its own; returns the exit status and what it says."""

    def run(*arguments: str) -> tuple[int, str]:
        who = ["-c", "user.name=Ana", "-c", "user.email=ana@example.org", "-c", "commit.gpgsign=false"]
        asked = ["git", *who, *arguments]
        done = subprocess.run(asked, cwd=tmp_path, capture_output=True, text=True, check=False)
        return done.returncode, done.stdout + done.stderr

    assert run("init", "-q", "-b", "main")[0] == 0
    return run


def _commit(git) -> None:
    assert git("add", "-A")[0] == 0
    status, said = git("commit", "-q", "-m", "decided")
    assert status == 0, said


def test_different_findings_merge_without_conflict(project, wanted, git) -> None:
    _commit(git)
    for branch, measure in (("one", "saved"), ("two", "lost")):
        git("checkout", "-q", "-b", branch, "main")
        project.desk().decide(project.conflict(measure).id, wanted("dismissed", by=branch))
        _commit(git)
    status, said = git("merge", "-q", "--no-edit", "one")
    assert status == 0, said
    assert {project.conflict(measure).status for measure in ("saved", "lost")} == {"dismissed"}
    assert project.check().problems == ()


@pytest.mark.parametrize("decided_before", [False, True])
def test_one_finding_decided_differently_conflicts(project, wanted, git, decided_before) -> None:
    id = project.conflict().id
    if decided_before:
        project.desk().decide(id, wanted("confirmed"))
    _commit(git)
    for branch, status in (("one", "explained"), ("two", "dismissed")):
        git("checkout", "-q", "-b", branch, "main")
        project.desk().decide(id, wanted(status))
        _commit(git)
    assert git("merge", "-q", "--no-edit", "one")[0] != 0
    report = project.check()
    (problem,) = report.problems
    assert problem.file == f"decisions/{id}.yaml"
    assert "a merge that nobody finished" in problem.message
    assert project.conflict().status == "open"


def test_the_same_decided_alike_on_two_branches_merges(project, wanted, git) -> None:
    id = project.conflict().id
    _commit(git)
    for branch in ("one", "two"):
        git("checkout", "-q", "-b", branch, "main")
        project.desk().decide(id, wanted())
        _commit(git)
    assert git("merge", "-q", "--no-edit", "one")[0] == 0
    assert project.conflict().status == "explained"


def test_bytes_do_not_hang_on_the_order_of_claims(tmp_path, a_finding, wanted) -> None:
    finding = a_finding("one", "12", "13")
    turned = replace(finding, claims=finding.claims[::-1])
    texts = [decide(Store(tmp_path / str(n), "d"), one, wanted(), None).data for n, one in enumerate((finding, turned))]
    assert texts[0] == texts[1]
