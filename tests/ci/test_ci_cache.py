"""The cache of many files on the command line and with revisions: it changes no output and lies outside the project."""

import os
from pathlib import Path

import pytest
from ci_repository import Repository

import reconcile
from reconcile.cli import run
from reconcile.reading import batches, project


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[str]:
    """Read every project as one of many files, and note the files that are parsed."""
    found: list[str] = []
    read = batches.read_claim_file

    def noted(text: str, file: str, *rest: object) -> object:
        found.append(file)
        return read(text, file, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(project, "MANY", 0)
    monkeypatch.setattr(batches, "read_claim_file", noted)
    monkeypatch.setenv("RECONCILE_CACHE_DIR", str(tmp_path / "cache"))
    return found


@pytest.mark.parametrize(
    "arguments", [["--format=json"], ["--against=main", "--format=json"], ["--against=main", "--policy-from=main"]]
)
def test_a_second_check_says_the_same_and_parses_nothing(
    branched: Repository, parsed: list[str], arguments: list[str]
) -> None:
    first = branched.check(*arguments)
    assert parsed != []
    parsed.clear()
    assert branched.check(*arguments) == first
    assert parsed == []
    assert branched.check(*arguments, "--no-cache") == first
    assert parsed != []


def test_revisions_share_one_cache(branched: Repository, parsed: list[str], tmp_path: Path) -> None:
    branched.check()
    parsed.clear()
    branched.check("--against=main")
    assert parsed == ["claims/post.yaml"]  # as it was on main: the other files are the same there
    owners = [path.read_bytes() for path in (tmp_path / "cache").glob("*/project")]
    assert owners == [os.fsencode(branched.top)]


def test_no_cache_keeps_nothing(branched: Repository, parsed: list[str], tmp_path: Path) -> None:
    for command in ("check", "report", "claims", "estimate"):
        run([command, "--no-cache", str(branched.top)])
    assert parsed != []
    assert not (tmp_path / "cache").exists()


def test_a_call_from_python_uses_it_too(branched: Repository, parsed: list[str], tmp_path: Path) -> None:
    reconcile.check(branched.top, cache=False)
    assert not (tmp_path / "cache").exists()
    first = reconcile.check(branched.top)
    parsed.clear()
    assert reconcile.check(branched.top) == first
    assert parsed == []


def test_a_cache_that_a_branch_brings_along_is_not_looked_at(
    branched: Repository, parsed: list[str], tmp_path: Path
) -> None:
    branched.check()
    shards = list((tmp_path / "cache").glob("*/*.parquet"))
    assert shards
    for name in (".reconcile-cache", ".cache/reconcile", "cache"):
        folder = branched.top / name
        folder.mkdir(parents=True)
        for shard in shards:
            (folder / shard.name).write_bytes(shard.read_bytes())
    for shard in shards:
        shard.unlink()
    parsed.clear()
    assert branched.check().status == 1
    assert parsed != []


def test_a_number_of_processes_that_is_none_is_a_usage_error(
    branched: Repository, parsed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RECONCILE_JOBS", "many")
    done = branched.check()
    assert done.status == 2
    assert done.err == "RECONCILE_JOBS is 'many'; expected how many processors to use, a whole number from 1\n"
