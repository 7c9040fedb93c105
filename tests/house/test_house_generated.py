"""What is generated says what it was generated from."""

import importlib.util
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest
from house_files import ROOT

from reconcile.pipeline import check
from reconcile.registry import load_rules
from reconcile.reporters import load_format, render
from reconcile.rule import Rule
from reconcile.settings import Settings, load_settings


@pytest.fixture(scope="module")
def pages() -> ModuleType:
    """The tool that writes the pages."""
    spec = importlib.util.spec_from_file_location("rule_pages", ROOT / "tools" / "rule_pages.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def built_in() -> list[Rule]:
    return list(load_rules(Settings(root=ROOT), project_rules=False).rules)


def test_every_rule_has_its_page(pages: ModuleType) -> None:
    assert pages.out_of_date(ROOT / pages.FOLDER, pages.pages(built_in())) == []


def test_a_page_that_is_out_of_date_is_named(pages: ModuleType, tmp_path: Path) -> None:
    wanted = pages.pages(built_in())
    for name, text in wanted.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert pages.out_of_date(tmp_path, wanted) == []
    (tmp_path / "REC101-value-conflict.md").write_text("old", encoding="utf-8")
    (tmp_path / "REC999-gone.md").write_text("old", encoding="utf-8")
    (tmp_path / "index.md").unlink()
    assert pages.out_of_date(tmp_path, wanted) == [
        "index.md is missing",
        "REC999-gone.md belongs to no rule",
        "REC101-value-conflict.md is not what its rule says now",
    ]


def test_the_reports_are_what_the_claims_give_now() -> None:
    settings = load_settings(ROOT)
    report = check(settings)
    assert report.problems == ()
    for name in settings.formats:
        file = ROOT / settings.reports / f"report{load_format(name).SUFFIX}"
        assert file.read_bytes() == render(report, name).encode(), f"{file.name}: run `make run` and commit it"


def test_the_reports_do_not_hang_on_the_folder(tmp_path: Path) -> None:
    settings = load_settings(ROOT)
    for name in ("claims", "rules"):
        (tmp_path / name).symlink_to(ROOT / name)
    (tmp_path / "reconcile.toml").write_text(settings.text, encoding="utf-8")
    moved = check(load_settings(tmp_path))
    assert render(moved, "json") == render(check(replace(settings)), "json")
