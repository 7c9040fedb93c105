"""The page on Great Expectations is right: its suite is run, its text is printed, its program works."""

import re
from pathlib import Path

import pytest


@pytest.fixture(scope="module")
def page(root: Path) -> str:
    return (root / "docs" / "great-expectations.md").read_text(encoding="utf-8")


def block(page: str, language: str) -> str:
    found = re.search(rf"```{language}\n(.*?)```", page, re.DOTALL)
    assert found
    return found[1]


def test_the_suite_of_the_page_finds_what_the_page_says(page, project, reconcile) -> None:
    done = reconcile("check", project({"desk.json": block(page, "json")}), "--width", "100", "--exit-zero")
    assert (done.status, done.err) == (0, "")
    told = [line for line in done.out.splitlines() if not line.startswith("  Finding")]
    wanted = block(page, "text").rstrip().splitlines()
    assert " ".join(" ".join(wanted).split()) in " ".join(" ".join(told).split())


def test_the_program_of_the_page_runs(page) -> None:
    exec(compile(block(page, "python"), "docs/great-expectations.md", "exec"), {})


def test_the_page_names_every_argument(page, gx) -> None:
    from reconcile.integrations.great_expectations import ExpectPartsToMatchTotal, ExpectValuesToAgreeWithinGroup

    for kind in (ExpectPartsToMatchTotal, ExpectValuesToAgreeWithinGroup):
        assert f"`{kind.__name__}`" in page
        for name in kind.success_keys:
            assert f"`{name}`" in page, name


def test_the_page_says_how_many_rows_are_shown(page) -> None:
    from reconcile.integrations.data_docs import SHOWN
    from reconcile.integrations.suite_rule import SuiteRule

    assert f"Of each expectation {SHOWN} failing rows" in page
    assert f"Of one expectation {SuiteRule().shown} rows" in page
