"""The HTML report in a real browser: narrow and wide, light and dark, filters without a script, print."""

from pathlib import Path

import html_reports as made
import pytest

from reconcile.reporters import render

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")


@pytest.fixture(scope="module")
def report_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("html") / "report.html"
    file.write_text(render(made.everything(), "html"), encoding="utf-8")
    return file


def opened(browser: "playwright.Browser", file: Path, width: int = 1400, scheme: str = "light") -> "playwright.Page":
    """Return the page without scripts; anything asked of the network, or said in the console, fails the test."""
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, java_script_enabled=False
    )
    page = context.new_page()
    page.on("console", lambda message: pytest.fail(message.text))
    page.on("request", lambda request: None if request.url.startswith("file:") else pytest.fail(request.url))
    page.goto(file.as_uri())
    return page


def ground(page: "playwright.Page") -> str:
    return str(page.evaluate("getComputedStyle(document.body).backgroundColor"))


@pytest.mark.parametrize("width", [400, 1400])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_runs_over_the_edge(browser: "playwright.Browser", report_file: Path, width: int, scheme: str) -> None:
    page = opened(browser, report_file, width, scheme)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    wider = "[...document.querySelectorAll('figure text, td, th, h3')].filter(e => e.checkVisibility() &&"
    wider += " e.getBoundingClientRect().right > document.documentElement.clientWidth && !e.closest('.wide'))"
    assert page.evaluate(f"{wider}.map(e => e.textContent)") == []
    assert ground(page) == {"light": "rgb(246, 245, 241)", "dark": "rgb(20, 23, 27)"}[scheme]


def test_pictures_are_drawn(browser: "playwright.Browser", report_file: Path) -> None:
    page = opened(browser, report_file)
    box = page.locator("#REC101-x000000001 svg .k2 rect").first.bounding_box()
    band = page.locator("#REC101-x000000001 rect.g").bounding_box()
    assert box is not None
    assert band is not None
    assert box["width"] > 100
    assert box["height"] < 20
    assert band["height"] > 50
    assert band["x"] + band["width"] == pytest.approx(box["x"], abs=3)


def test_filters_work_without_a_script(browser: "playwright.Browser", report_file: Path) -> None:
    page = opened(browser, report_file)
    cards = page.locator("#findings article:visible")
    assert cards.count() == 8
    page.get_by_label("warning (2)").check()
    assert cards.count() == 1
    assert page.locator("#decided details.fold:visible").count() == 1
    page.locator("input[name=f-s]").first.check()
    page.get_by_label("reopened (1)").check()
    assert cards.count() == 1
    assert page.locator("#decided details.fold:visible").count() == 0
    assert page.evaluate("getComputedStyle(document.querySelector('.tally'), '::before').content").startswith("counter")
    page.get_by_label("new (2)").check()
    assert cards.count() == 0


def test_the_first_stop_of_the_keyboard_leads_to_the_findings(browser: "playwright.Browser", report_file: Path) -> None:
    page = opened(browser, report_file)
    page.keyboard.press("Tab")
    link = page.locator("a.skip")
    assert link.evaluate("e => e === document.activeElement")
    assert link.evaluate("e => getComputedStyle(e).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    assert page.url.endswith("#findings")


def test_a_link_opens_the_fold_that_its_finding_is_in(browser: "playwright.Browser", tmp_path: Path) -> None:
    file = tmp_path / "large.html"
    file.write_text(render(made.large(620), "html"), encoding="utf-8")
    page = opened(browser, file)
    assert not page.locator("#f450").is_visible()
    page.locator("#quantities a[href='#f450']").click()
    page.locator("#f450").wait_for(state="visible")


def test_print_shows_what_is_folded_and_no_filters(browser: "playwright.Browser", report_file: Path) -> None:
    page = opened(browser, report_file)
    page.emulate_media(media="print")
    assert not page.locator(".filters").is_visible()
    folded = page.locator("#decided article").first.bounding_box()
    assert folded is not None
    assert folded["height"] > 100
    assert page.pdf()[:4] == b"%PDF"
