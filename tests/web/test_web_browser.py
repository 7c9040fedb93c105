"""The review page in a real browser: keys, undo, tabs that collide, hostile texts, narrow and wide."""

import re
from contextlib import ExitStack

import pytest

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")


class Seat:
    """A person before the page: anything asked of the network, said in the console or in a dialog fails the test."""

    def __init__(self, browser: "playwright.Browser", reviewed, keys, **context: object) -> None:
        self.reviewed, self.keys, self.wrong = reviewed, keys, []
        self.context = browser.new_context(**context)
        self.page = self.tab()
        self.page.goto(keys.url)

    def tab(self) -> "playwright.Page":
        page = self.context.new_page()
        page.on("console", lambda said: self.wrong.append(said.text))
        page.on("pageerror", lambda error: self.wrong.append(str(error)))
        page.on("dialog", lambda dialog: (self.wrong.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        page.on("request", lambda asked: asked.url.startswith(self.keys.origin) or self.wrong.append(asked.url))
        return page

    def press(self, key: str, page: "playwright.Page | None" = None) -> None:
        """Press a key that leads to another page, and wait for it."""
        page = page or self.page
        with page.expect_navigation():
            page.keyboard.press(key)

    def progress(self) -> str:
        return self.page.locator(".how-far b").inner_text()

    def at(self) -> str:
        return self.page.url.rpartition("/")[2]


@pytest.fixture
def sit(browser, reviewed, served):
    with ExitStack() as stack:
        keys = stack.enter_context(served(reviewed.sitting, reviewed.errors))
        seats: list[Seat] = []

        def sit_down(**context: object) -> Seat:
            keys.token = keys.token or "again"
            seats.append(Seat(browser, reviewed, keys, **context))
            return seats[-1]

        yield sit_down
        for seat in seats:
            seat.context.close()
        assert [seat.wrong for seat in seats if seat.wrong] == []
        assert reviewed.errors == []


def test_ten_findings_by_keyboard_and_one_undone(sit, reviewed) -> None:
    seat = sit(locale="en-GB")
    page, keyboard, queue = seat.page, seat.page.keyboard, reviewed.sitting.queue
    assert page.url == f"{seat.keys.origin}/"
    seat.press("s")
    for n in range(4):
        assert seat.at() == queue[n]
        seat.press("c")
    for n in range(4, 6):
        assert seat.at() == queue[n]
        keyboard.press("e")
        keyboard.press("1" if n == 4 else "4")
        keyboard.press("Tab")
        keyboard.type("Counted c e d f u later.")
        seat.press("Enter")
    for _ in range(2):
        keyboard.press("d")
        keyboard.type("A slip.")
        seat.press("Enter")
    keyboard.press("f")
    seat.press("Enter")
    seat.press("C")
    assert seat.progress() == "10 of 12 decided"
    assert reviewed.decided() == ["confirmed"] * 5 + ["deferred"] + ["dismissed"] * 2 + ["explained"] * 2
    assert {one.decision["reason"] for one in reviewed.check().found if one.status == "explained"} == {
        "different-date",
        "rounding",
    }
    assert seat.at() == queue[10]
    seat.press("u")
    assert seat.at() == queue[9], "what was taken back is shown"
    assert seat.progress() == "9 of 12 decided"
    assert len(reviewed.decided()) == 9
    seat.press("j")
    assert seat.at() == queue[10]
    seat.press("k")
    assert seat.at() == queue[9]
    keyboard.press("?")
    assert page.get_by_text("leave a field; keys work again").is_visible()


def test_to_the_end_of_the_queue(sit, reviewed) -> None:
    seat = sit()
    seat.press("Enter")
    for _ in reviewed.sitting.queue:
        seat.press("c")
    assert seat.page.url == f"{seat.keys.origin}/"
    assert seat.page.get_by_text("All 12 are decided.").is_visible()
    assert reviewed.decided() == ["confirmed"] * 12


def test_keys_are_letters_while_something_is_typed(sit, reviewed) -> None:
    seat = sit()
    seat.press("s")
    keyboard, page = seat.page.keyboard, seat.page
    keyboard.press("d")
    keyboard.type("c e u s j k ?")
    field = page.locator("details[open] input[name=text]")
    assert field.input_value() == "c e u s j k ?"
    keyboard.press("Escape")
    assert page.locator(".ways details[open]").count() == 0
    keyboard.press("Control+c")
    keyboard.press("x")
    assert reviewed.files() == []
    seat.press("c")
    assert reviewed.decided() == ["confirmed"]


def test_two_tabs_that_collide(sit, reviewed) -> None:
    seat = sit()
    first = reviewed.first()
    other = seat.tab()
    for page in (seat.page, other):
        page.goto(f"{seat.keys.origin}/finding/{first}")
    seat.press("c")
    # A refused form is a page with status 409, of which the browser's console speaks.
    other.keyboard.press("d")
    other.keyboard.type("The other tab.")
    seat.press("Enter", other)
    assert other.get_by_role("heading", name="Changed meanwhile; nothing was saved").is_visible()
    assert "The other tab." in other.locator("main").inner_text()
    assert "confirmed by Ana" in other.locator("article").inner_text()
    assert reviewed.decided() == ["confirmed"]
    seat.press("Enter", other)
    other.keyboard.press("d")
    other.keyboard.type("Now with open eyes.")
    seat.press("Enter", other)
    assert reviewed.decided() == ["dismissed"]
    assert [text for text in seat.wrong if "409" not in text] == []
    seat.wrong.clear()


def test_hostile_claims_do_nothing(sit, reviewed) -> None:
    seat = sit()
    page = seat.page
    page.goto(f"{seat.keys.origin}/finding/{reviewed.first()}")
    assert "<script>alert('claim')</script><img src=x onerror=alert(1)> 0571" in page.locator("article").inner_text()
    assert page.locator("article script, article img").count() == 0
    addresses = page.evaluate("[...document.links].map(a => a.protocol)")
    assert set(addresses) == {"http:", "https:"}
    assert page.get_by_text("javascript:alert(document.domain)").is_visible()
    assert not re.search("[\u202a-\u202e\u2066-\u2069]", page.content())
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=\"window.ran = 1\">')")
    page.evaluate("document.body.append(Object.assign(document.createElement('script'), {text: 'window.ran = 1'}))")
    page.wait_for_timeout(200)
    assert page.evaluate("window.ran") is None, "even what got in could not run"
    assert seat.wrong, "the policy speaks of it"
    assert all("Content Security Policy" in text or "404" in text or "Content-Security" in text for text in seat.wrong)
    seat.wrong.clear()


def test_everything_works_without_a_script(sit, reviewed) -> None:
    seat = sit(java_script_enabled=False)
    page = seat.page
    page.locator(".lines a").first.click()
    page.locator("summary", has_text="Explain").click()
    page.locator("details[open] select").select_option("different-scope")
    page.locator("details[open] input[name=text]").fill("Two places.")
    page.get_by_role("button", name="Save as explained").click()
    assert seat.progress() == "1 of 12 decided"
    page.get_by_role("button", name="Confirm").click()
    assert seat.progress() == "2 of 12 decided"
    page.get_by_role("button", name="Undo").click()
    assert seat.progress() == "1 of 12 decided"
    assert reviewed.decided() == ["explained"]
    page.goto(f"{seat.keys.origin}/")
    page.get_by_label("Status").select_option("explained")
    with page.expect_navigation():
        page.get_by_role("button", name="Filter").click()
    assert page.locator(".lines li").count() == 1


def test_another_site_can_neither_read_nor_write(sit, reviewed) -> None:
    seat = sit()
    id = reviewed.first()
    sent = (
        f"fetch('{seat.keys.origin}/finding/{id}', {{method: 'POST', body: new URLSearchParams('status=confirmed')}})"
    )
    page = seat.context.new_page()
    page.goto("data:text/html,<p>elsewhere</p>")
    assert page.evaluate(f"{sent}.then(r => r.type, () => 'refused')") == "refused"
    assert page.evaluate(f"fetch('{seat.keys.origin}/').then(r => 'read', () => 'refused')") == "refused"
    framed = seat.context.new_page()
    framed.set_content(f"<iframe src='{seat.keys.origin}/'></iframe>")
    framed.wait_for_timeout(300)
    assert "decided" not in framed.frames[-1].content()
    assert reviewed.files() == []


@pytest.mark.parametrize("width", [400, 1400])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_runs_over_the_edge(sit, reviewed, width: int, scheme: str) -> None:
    seat = sit(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page = seat.page
    overflow = "document.documentElement.scrollWidth"
    assert page.evaluate(overflow) <= width
    seat.press("s")
    seat.press("c")
    for key in ("e", "d", "f", "?"):
        page.keyboard.press(key)
        assert page.evaluate(overflow) <= width
        page.keyboard.press("Escape")
    assert (
        page.evaluate("getComputedStyle(document.body).backgroundColor")
        == {
            "light": "rgb(246, 245, 241)",
            "dark": "rgb(20, 23, 27)",
        }[scheme]
    )
