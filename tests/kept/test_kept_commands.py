"""Commands on a kept report: the same bytes, files and exit status as those of a check that looks at everything."""

import subprocess
from collections.abc import Callable
from typing import Any

import pytest

from reconcile.cli import run
from reconcile.reporters import format_names, is_binary, load_format

COMMANDS = (
    ("check",),
    ("check", "--fail-on", "never"),
    ("check", "--exit-zero", "-q"),
    ("check", "--width", "60", "--color", "always"),
    ("check", "--select", "REC1", "--as-of", "2024-06-01"),
    ("check", "--no-project-rules"),
    *(("check", "-f", name) for name in format_names() if not is_binary(name)),
)  # fmt: skip


@pytest.fixture
def told(kept_project: Any, capfdbinary: Any) -> Callable[..., tuple[int, bytes, bytes, bool]]:
    """Run a command on the project; return its status, its output and whether it used a kept report."""

    def call(*arguments: str) -> tuple[int, bytes, bytes, bool]:
        kept_project.full.clear()
        capfdbinary.readouterr()
        status = run(arguments)
        said = capfdbinary.readouterr()
        return status, said.out, said.err, not kept_project.full

    return call


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_check_says_the_same(kept_project: Any, told: Any, command: tuple[str, ...]) -> None:
    words = (*command, str(kept_project.root))
    *anew, kept = told(*words, "--no-cache")
    assert not kept
    assert told(*words) == (*anew, False)
    assert told(*words) == (*anew, True)


def test_files_are_the_same(kept_project: Any, told: Any) -> None:
    def written(*more: str) -> dict[str, bytes]:
        status, *_ = told("report", str(kept_project.root), *more)
        assert status == 0
        for name in format_names():
            place = kept_project.root / "reports" / f"{name}{load_format(name).SUFFIX}"
            assert told("check", str(kept_project.root), *more, "-q", "-o", f"{name}={place}")[0] == 1
        return {path.name: path.read_bytes() for path in (kept_project.root / "reports").iterdir()}

    anew = written("--no-cache")
    assert len(anew) > len(format_names())
    assert written() == anew
    assert kept_project.full == []
    assert written() == anew


def test_a_finding_is_explained_the_same(kept_project: Any, told: Any) -> None:
    finding = kept_project.check(cache=False)[0].found[0].id
    words = ("explain", finding, "--dir", str(kept_project.root))
    status, out, err, kept = told(*words)
    assert (status, kept) == (0, False)
    assert b"back" in out
    assert told(*words) == (status, out, err, True)


def test_an_estimate_reads_the_claims_itself(kept_project: Any, told: Any) -> None:
    words = ("estimate", "--dir", str(kept_project.root))
    anew = told(*words)
    kept_project.check()
    assert told(*words)[:3] == anew[:3]


def test_wrong_words_are_told_of_each_time(kept_project: Any, told: Any) -> None:
    kept_project.check()
    for wrong in (("--select", "REC999"), ("--ignore", "x"), ("--as-of", "soon"), ("-f", "pdf")):
        for _ in range(2):
            status, out, err, _ = told("check", str(kept_project.root), *wrong)
            assert (status, out) == (2, b"")
            assert err


def test_a_decision_is_seen_at_once(kept_project: Any, told: Any) -> None:
    finding = next(one for one in kept_project.check()[0].found if one.code == "REC204")
    place = ("--dir", str(kept_project.root))
    why = ("--status", "dismissed", "--text", "A slip of the claim file.", "--by", "Ana", "--on", "2024-05-02")
    assert told("decide", finding.id, *why, *place)[0] == 0
    report, kept = kept_project.check()
    assert not kept
    assert {one.status for one in report.found if one.id == finding.id} == {"dismissed"}


def test_a_comparison_is_the_same(kept_project: Any, told: Any) -> None:
    def git(*words: str) -> None:
        who = ("-c", "user.name=a", "-c", "user.email=a@example.org")
        subprocess.run(["git", *who, *words], cwd=kept_project.root, check=True, capture_output=True)

    git("init", "-q")
    git("add", ".")
    git("commit", "-q", "-m", "x")
    kept_project.change("claims/courier.yaml", "1,250", "1,350")
    for option in ("--against", "--policy-from"):
        words = ("check", str(kept_project.root), option, "HEAD", "-f", "json")
        anew = told(*words, "--no-cache")
        for _ in range(2):
            assert told(*words) == anew
