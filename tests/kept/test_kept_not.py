"""When a report is not kept, and a kept one not used: whatever can't be relied on is looked at by the check itself."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

import reconcile
from reconcile import engines, pipeline
from reconcile.models import Claims
from reconcile.pipeline import kept
from reconcile.pipeline.kept import inputs
from reconcile.settings import load_settings

RULE = '''"""A rule of the project."""

from collections.abc import Iterator
from dataclasses import dataclass

from reconcile import Claims, Finding, Rule


@dataclass(frozen=True)
class Nothing(Rule):
    """Nothing."""

    code = "OWN001"
    name = "nothing"

    def check(self, claims: Claims) -> Iterator[Finding]:
        yield from ()
'''


def test_a_project_with_a_rule_of_its_own_is_checked_anew(kept_project: Any) -> None:
    kept_project.write("rules/nothing.py", RULE)
    report, _ = kept_project.check()
    assert (report.problems, "OWN001" in report.coverage.ran) == ((), True)
    assert not kept_project.is_kept()
    assert kept_project.entries == []


def test_without_the_rules_of_its_own_it_is_kept(kept_project: Any) -> None:
    kept_project.write("rules/nothing.py", RULE)
    kept_project.check(project_rules=False)
    assert kept_project.is_kept(project_rules=False), "then none of its code runs"


def test_what_could_not_be_looked_at_is_looked_at_again(kept_project: Any) -> None:
    kept_project.change("texts/courier.txt", "On", "\0On")
    report, _ = kept_project.check()
    assert report.problems
    assert kept_project.entries == []
    assert not kept_project.is_kept()


def test_without_a_cache_nothing_is_kept_or_used(kept_project: Any) -> None:
    for asked in ({"cache": False}, {"settings": {"cache": False}}):
        kept_project.check(**asked)
        assert kept_project.entries == []
    kept_project.check()
    assert not kept_project.check(cache=False)[1]
    assert not kept_project.check(settings={"cache": False})[1]


def test_a_small_project_leaves_nothing_behind(kept_project: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    size = sum(path.stat().st_size for path in kept_project.root.glob("claims/**/*") if path.is_file())
    vocabulary = (kept_project.root / "claims/vocabulary.yaml").stat().st_size
    monkeypatch.setattr(inputs, "WORTH", size - vocabulary + 1)
    kept_project.check()
    assert not kept_project.cache.exists()
    monkeypatch.setattr(inputs, "WORTH", size - vocabulary)
    kept_project.check()
    assert kept_project.is_kept()


def test_a_copy_made_of_an_earlier_state_is_not_kept(kept_project: Any) -> None:
    kept_project.check(settings={"mirror_of": kept_project.root})
    assert kept_project.entries == []


def test_a_cluster_is_asked_each_time(kept_project: Any) -> None:
    asked = []

    def cluster(*given: Any) -> Any:
        asked.append(given)
        return engines.run(*given)

    kept_project.check(engine=cluster)
    assert kept_project.entries == []
    kept_project.check()
    assert kept_project.is_kept()
    kept_project.check(engine=cluster)
    assert len(asked) == 2


def test_a_table_is_checked_as_ever(kept_project: Any) -> None:
    frame = pd.DataFrame({"document": ["a", "b"], "measure": ["m", "m"], "value": ["1", "2"]})
    kept_project.full.clear()
    first, second = reconcile.check(frame), reconcile.check(frame)
    assert first == second
    assert len(kept_project.full) == 2
    assert kept_project.entries == []


def there_and_back(project: Any) -> None:
    path = project.root / "claims/courier.yaml"
    text = path.read_bytes()

    def back() -> None:
        path.write_bytes(text)

    project.first = lambda: path.write_bytes(text.replace(b"1,250", b"1,850"))
    project.last = back


def for_a_moment(project: Any) -> None:
    path = project.root / "claims/deep/more.yaml"
    project.first = lambda: path.write_text("claims: [{measure: saved, value: 7, place: Lyon}]\n")
    project.last = path.unlink


def text_changed(project: Any) -> None:
    project.last = lambda: project.change("texts/courier.txt", "1,250", "1,350")


MEANWHILE: dict[str, Callable[[Any], object]] = {
    "a claim before it is read": lambda p: setattr(p, "first", lambda: p.change("claims/list.csv", "5,Lyon", "6,Lyon")),
    "a claim after it was read": lambda p: setattr(p, "last", lambda: p.change("claims/list.csv", "5,Lyon", "6,Lyon")),
    "a claim, and taken back": there_and_back,
    "a file that came and went": for_a_moment,
    "a text": text_changed,
    "a law": lambda p: setattr(p, "last", lambda: p.write("rules/relations.yaml", "relations: {}\n")),
    "a decision": lambda p: setattr(p, "last", lambda: p.write("decisions/REC101-a.yaml", "")),
    "a rule module": lambda p: setattr(p, "last", lambda: p.write("rules/own.py", RULE)),
    "the project goes": lambda p: setattr(p, "last", lambda: shutil.rmtree(p.root)),
}


@pytest.mark.parametrize("what", MEANWHILE)
def test_what_changes_while_a_check_runs_is_noticed(kept_project: Any, what: str) -> None:
    MEANWHILE[what](kept_project)
    kept_project.check()
    assert kept_project.entries == []


def test_a_text_that_changed_and_changed_back_is_noticed(kept_project: Any) -> None:
    kept_project.first = lambda: kept_project.change("texts/courier.txt", "1,250", "1,350")
    kept_project.last = lambda: kept_project.change("texts/courier.txt", "1,350", "1,250")
    kept_project.check()
    assert kept_project.entries == []


@pytest.mark.parametrize("name", ["to_text", "from_text", "states", "hold"])
@pytest.mark.parametrize("error", [MemoryError, RecursionError, OSError, KeyError])
def test_what_goes_wrong_with_keeping_stops_no_check(
    kept_project: Any, name: str, error: type[Exception], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise error

    expected, _ = kept_project.check()
    monkeypatch.setattr(kept, name, fails)
    kept_project.check(settings={"title": "another"})
    assert kept_project.check()[0] == expected


def test_settings_that_hold_more_than_they_show_are_not_kept(kept_project: Any) -> None:
    table = pd.DataFrame({"x": range(1000)})
    settings = replace(load_settings(kept_project.root), estimate={"weights": {}, "x": table})
    assert kept.Keeper.of(settings, kept.Asked()) is None


def test_the_claims_are_not_needed_for_a_report_that_was_kept(
    kept_project: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept_project.check()

    def never(*_: object, **__: object) -> Claims:
        raise AssertionError("it was read")

    for name in ("read_project", "normalise", "load_rules"):
        monkeypatch.setattr(pipeline, name, never)
    assert kept_project.check()[1]
