"""How many processors are used."""

import os
from pathlib import Path

import pytest

import reconcile
from reconcile.errors import SettingsError
from reconcile.processors import jobs


@pytest.mark.parametrize("stated", ["0", "-1", "two", "1.5", "²"])
def test_jobs_that_are_no_number(stated: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RECONCILE_JOBS", stated)
    with pytest.raises(SettingsError, match=f"RECONCILE_JOBS is '{stated}'; expected .* a whole number from 1"):
        jobs()


def test_jobs_are_the_processors_that_may_be_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("RECONCILE_JOBS", raising=False)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 3, 4}, raising=False)
    assert jobs() == 3
    monkeypatch.delattr(os, "sched_getaffinity")
    monkeypatch.setattr(os, "cpu_count", lambda: None)
    assert jobs() == 1
    for stated, count in (("999", 16), ("3" * 5000, 16), ("0" * 5000 + "3", 3), ("00017", 16), ("9", 9)):
        monkeypatch.setenv("RECONCILE_JOBS", stated)
        assert jobs() == count


def test_jobs_are_looked_at_first_whatever_the_size(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "reconcile.toml").write_text("")
    monkeypatch.setenv("RECONCILE_JOBS", "many")
    with pytest.raises(SettingsError, match="RECONCILE_JOBS is 'many'"):
        reconcile.check(tmp_path)
