"""The HTML report: its cards and what stands around them, what it escapes, how large it grows."""

import os
import re
from base64 import b64encode
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from itertools import pairwise
from pathlib import Path

import html_reports as made
import pytest
from html_pages import Node, read_page
from markupsafe import Markup

from reconcile.models import Coverage, Evidence, Report
from reconcile.reporters import render
from reconcile.reporters.html import render_card, stylesheet

GOLDEN = Path(__file__).parent / "golden" / "report.html"
MEGABYTE = 1_000_000


@pytest.fixture(scope="module")
def everything() -> Node:
    return read_page(render(made.everything(), "html"))


def by_id(page: Node, name: str) -> Node:
    return next(node for node in page.all() if node.attributes.get("id") == name)


def card(page: Node, name: str) -> Node:
    found = by_id(page, name)
    assert found.tag == "article"
    return found


def test_golden_html(report: Report) -> None:
    """A small report; RECONCILE_GOLDEN=1 writes the file anew, to be read in the diff."""
    out = render(report, "html")
    if os.environ.get("RECONCILE_GOLDEN"):
        GOLDEN.write_text(out, encoding="utf-8")
    assert out == GOLDEN.read_text(encoding="utf-8")


def pages(report: Report, empty: Report) -> list[Node]:
    return [read_page(render(one, "html")) for one in (report, empty, made.everything(), made.large(700), Report())]


def test_every_page_is_well_formed_and_its_ids_are_unique(report: Report, empty: Report) -> None:
    for page in pages(report, empty):
        ids = [node.attributes["id"] for node in page.all() if "id" in node.attributes]
        assert len(ids) == len(set(ids))
        assert page.all("html")[0].attributes["lang"] == "en"
        links = {str(a.attributes["href"])[1:] for a in page.all("a") if str(a.attributes["href"]).startswith("#")}
        assert links <= set(ids)
        named = {node.attributes["aria-labelledby"] for node in page.all() if "aria-labelledby" in node.attributes}
        assert named <= set(ids)


def test_headings_are_in_order_and_parts_of_the_page_are_landmarks(report: Report, empty: Report) -> None:
    for page in pages(report, empty):
        levels = [int(node.tag[1]) for node in page.all("h1", "h2", "h3", "h4", "h5", "h6")]
        assert levels[0] == 1
        assert levels.count(1) == 1
        assert all(after <= before + 1 for before, after in pairwise(levels))
        assert [len(page.all(tag)) for tag in ("main", "nav", "header")] == [1, 1, 1]
        body = page.all("body")[0]
        assert next(node for node in body.children if isinstance(node, Node)).attributes["class"] == "skip"


def test_every_picture_has_a_title_a_description_and_a_table_beside_it(everything: Node) -> None:
    pictures = [node for node in everything.all("svg") if not any(above.tag == "svg" for above in node.ancestors())]
    assert len(pictures) >= 8
    for picture in pictures:
        assert picture.attributes["role"] == "img"
        first, second = (node for node in picture.children[:2] if isinstance(node, Node))
        assert (first.tag, second.tag) == ("title", "desc")
        assert first.text()
        assert second.text()
        above = next(node for node in picture.ancestors() if node.tag == "article")
        assert above.all("table")
    assert not everything.all("img")


def test_the_page_loads_nothing_and_runs_nothing(report: Report, empty: Report) -> None:
    for page in pages(report, empty):
        assert not page.all("script", "link", "iframe", "object", "embed", "form", "base")
        for node in page.all():
            assert "style" not in node.attributes
            assert "src" not in node.attributes
            assert not any(name.startswith("on") or name == "xlink:href" for name in node.attributes)
        assert not re.search(r"url\(|@import|http", page.all("style")[0].text())


def test_the_style_is_allowed_by_its_hash_alone(everything: Node) -> None:
    policy = next(node for node in everything.all("meta") if node.attributes.get("http-equiv"))
    style = everything.all("style")[0].text()
    digest = b64encode(sha256(style.encode()).digest()).decode()
    expected = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    assert policy.attributes["content"] == expected


def test_a_card_is_read_in_the_order_in_which_it_is_decided(everything: Node) -> None:
    text = re.sub(r"\s+", " ", card(everything, "REC101-x000000005").text())
    order = (
        "error boats in the harbour, Port 5: 105 (almanac-1901) against about 165 (gazette-1905)",
        "Contradiction. They agree only if both figures are good to no better than ±15 (14.1 %)",
        "No value is in all of them: one ends at 105, another begins at 148.5.",
        "All of them: Boats in the harbour.",
        "Read as (boat)",
        "almanac-1901The almanac of the island, Island Press",
        "[148.5, 181.5]1900published 1905a pilotclaims/gazette-1905.yaml:12page 3, line 4",
        "Likely cause",
        "with one digit changed is 105",
        "reopened explained (different-date) by Ada on 2024-03-01, until 2024-05-01, reviewed by Ben: One counts",
        "Since then: gazette-1905#boats: 120 became 140",
        "Before that: 1deferred by Ben on 2024-01-05: Ask the archive.",
        "Kept in decisions/REC101-cccccccccc.yaml",
        "REC101 value-conflict · reopened · changed · REC101-x000000005",
    )
    places = [text.find(part) for part in order]
    assert -1 not in places, order[places.index(-1)]
    assert places == sorted(places)
    assert text.count("They agree only if") == 1


def test_the_gap_is_said_where_the_sentence_lacks_it(everything: Node) -> None:
    assert "As stated, 30 apart (15 %)." in card(everything, "REC201-x000000001").all("h3")[0].text()
    assert "39 days apart." in card(everything, "REC302-x000000001").all("h3")[0].text()
    assert "As stated" not in card(everything, "REC101-x000000001").all("h3")[0].text()


def test_what_only_words_divide_says_that_no_rounding_settles_it(everything: Node) -> None:
    assert "No rounding can settle this" in card(everything, "REC106-x000000001").text()
    assert not card(everything, "REC106-x000000001").all("svg")


def test_time_meant_stands_against_time_published() -> None:
    claims = tuple(
        made.number(f"almanac-1901#{basis}", "5", 5, 5, basis=basis, time="1900")
        for basis in ("stated", "inferred", "published")
    )
    finding = replace(made.conflict(1), claims=claims)
    text = read_page(str(render_card(finding, Report(found=(finding,))))).text()
    assert "1900published 1901" in text
    assert "1900, inferredpublished 1901" in text
    assert "not statedpublished 1901, stands in" in text


def test_an_incomplete_check_is_said_first_and_loud(everything: Node, empty: Report) -> None:
    first = everything.all("header")[0].all("p")[0]
    assert first.text().startswith("This check is incomplete: 1 problem kept part")
    assert "loud" in str(first.attributes["class"])
    assert "claims/torn.yaml:7: a ':' is missing" in by_id(everything, "problems").text()
    assert "incomplete" not in render(empty, "html")


def test_counts_and_coverage_always_stand(everything: Node, empty: Report) -> None:
    top = everything.all("header")[0].text()
    assert "3 documents · 1,200 claims · 400 quantities: 100 compared" in top
    assert "32 rules run · 7 errors, 2 warnings, 1 note" in top
    bottom = by_id(everything, "coverage").text()
    for part in (
        "quantities not comparable: time",
        "3 claims left out",
        "REC103: press",
        "As of 2024-05-31",
        "No vocab",
    ):
        assert part in bottom
    nothing = read_page(render(empty, "html"))
    assert "1 rule run · 0 errors, 0 warnings, 0 notes" in nothing.all("header")[0].text()
    assert "No findings." in by_id(nothing, "findings").text()


def test_no_findings_of_an_incomplete_check_are_no_clean_result(report: Report) -> None:
    page = read_page(render(replace(report, found=()), "html"))
    assert "No findings in what could be looked at." in by_id(page, "findings").text()


def test_decided_findings_are_folded_and_there(everything: Node) -> None:
    folds = [node for node in by_id(everything, "decided").children if isinstance(node, Node) and node.tag == "details"]
    assert [re.sub(r"\s+", " ", fold.all("summary")[0].text()) for fold in folds] == [
        "explained REC101 value-conflict: boats in the harbour, Port 3",
        "dismissed REC106 category-conflict: state of Port 2",
    ]
    assert all(fold.all("article") for fold in folds)
    assert "Of the findings, 2 decided and set aside" in everything.all("header")[0].text()
    shown = by_id(everything, "findings").all("article")
    assert len(shown) == 8
    everything_decided = replace(made.everything(), found=made.everything().found[7:9])
    assert "Every finding was decided" in by_id(read_page(render(everything_decided, "html")), "findings").text()


def test_an_earlier_state_is_compared(everything: Node) -> None:
    section = by_id(everything, "against")
    assert re.sub(r"\s+", " ", section.all("dl")[0].text()).strip() == "new2: 1 2 changed1: 3 unchanged7 fixed2"
    assert "REC302 storm 9" in section.all("details")[0].text()
    assert "Changed: 120 became 140" in render(
        replace(made.everything(), found=(replace(made.conflict(1), changes=("120 became 140",)),)), "html"
    )


def test_totals_stand_beside_their_parts_worst_first(everything: Node) -> None:
    section = by_id(everything, "totals")
    assert [heading.text() for heading in section.all("h3")] == ["rigs", "ports"]
    rows = [" ".join(row.text().split()) for table in section.all("table") for row in table.all("tr")]
    assert rows[1].startswith("boats, Port 11900-06-01200 [195, 205) (gazette-1905)sailing boats 150 [145, 155)")
    assert rows[1].endswith("[225, ∞)breaks")
    assert "steam boats: no claim" in rows[2]
    assert "any" in rows[4]
    assert "nobody gives it" in rows[4]
    many = replace(made.everything(), tie_outs=made.tie_outs() * 100)
    assert "… and 100 more totals, which the JSON report holds." in render(many, "html")


def test_findings_are_listed_by_document_and_by_quantity(everything: Node) -> None:
    rows = by_id(everything, "documents").all("tr")
    links = [a.attributes["href"] for a in rows[3].all("a")]
    assert links == ["#f2", "#f7", "#f9"]
    assert "boats in the harbour, Port 2: 4" in by_id(everything, "quantities").text()


def test_only_web_addresses_are_links(everything: Node) -> None:
    away = [str(a.attributes["href"]) for a in everything.all("a") if not str(a.attributes["href"]).startswith("#")]
    assert away == ["https://gazette.example/1905"]
    for text in (
        "javascript:alert(1)",
        " javascript:x",
        "data:text/html,x",
        "//x.example",
        "http:/x",
        "../a.txt",
        "http://[",
    ):
        documents = (replace(made.DOCUMENTS[0], text=text),)
        page = read_page(render(replace(made.everything(), documents=documents), "html"))
        assert all(str(a.attributes["href"]).startswith("#") for a in page.all("a"))


def test_filters_offer_what_there_is_and_hide_by_style_alone(everything: Node) -> None:
    boxes = by_id(everything, "findings").all("fieldset")
    assert [box.all("legend")[0].text() for box in boxes] == ["Severity", "Status", "Against main", "Rule"]
    assert "reopened (1)" in boxes[1].text()
    style = everything.all("style")[0].text()
    chosen = {str(radio.attributes["id"]) for box in boxes for radio in box.all("input")}
    named = set(re.findall(r"#(f-\w+):checked", style))
    assert named == {name for name in chosen if name[-1].isdigit()}
    assert "s1" in str(card(everything, "REC101-x000000001").attributes["class"]).split()
    single = read_page(render(Report(found=(made.conflict(1),)), "html"))
    assert not single.all("fieldset")


@pytest.mark.parametrize("size", [500, 2000])
def test_size_stays_within_a_megabyte_for_500_findings_and_grows_with_them(size: int) -> None:
    out = render(made.large(size), "html")
    assert len(out.encode()) <= MEGABYTE * size / 500
    page = read_page(out)
    assert len(page.all("article")) == size
    folds = [node for node in page.all("details") if "page" in str(node.attributes.get("class")).split()]
    assert len(folds) == (0 if size == 500 else 20)
    assert all(len(fold.all("article")) == 100 for fold in folds)
    assert [fold for fold in folds if "open" in fold.attributes] == folds[:1]


def test_findings_too_heavy_for_a_megabyte_are_folded_in_groups_that_are_each_within_it() -> None:
    out = render(made.crowded(500), "html")
    page = read_page(out)
    folds = [node for node in page.all("details") if "page" in str(node.attributes.get("class")).split()]
    assert [len(fold.all("article")) for fold in folds] == [100] * 5
    assert len(out.encode()) <= 1.2 * MEGABYTE
    lighter = render(made.crowded(400), "html")
    assert len(lighter.encode()) <= MEGABYTE
    assert len(read_page(lighter).all("article")) == 400
    assert "fold page" not in lighter.rpartition("</style>")[2]


def test_a_decision_that_waits_for_a_second_reviewer_says_so() -> None:
    waits = "waits for a second reviewer"
    decision = {**made.DECISION, "changes": [], "reviewer": "", "waits": waits}
    finding = replace(made.conflict(1), status="open", decision=decision)
    text = re.sub(r"\s+", " ", read_page(render(Report(found=(finding,)), "html")).all("article")[0].text())
    assert f"open explained (different-date) by Ada on 2024-03-01, until 2024-05-01, {waits}: One counts" in text
    finding = replace(finding, status="explained", decision={**decision, "reviewer": "Ben", "waits": ""})
    text = read_page(render(Report(found=(finding,)), "html")).all("article")[0].text()
    assert waits not in text and "reviewed by Ben" in text


def test_many_documents_without_findings_are_counted() -> None:
    documents = tuple(replace(made.DOCUMENTS[0], id=f"paper-{n}") for n in range(300))
    page = read_page(render(Report(found=(made.conflict(1),), documents=documents), "html"))
    assert len(by_id(page, "documents").all("tr")) == 3
    assert "300 more documents without a finding" in by_id(page, "documents").text()


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "</style>", "{{ 7*7 }}"]
)
def test_hostile_text_is_shown_as_it_stands(text: str, hostile: Callable[[str], Report]) -> None:
    page = read_page(render(hostile(text), "html"))
    assert not page.all("script", "img")
    assert text in page.all("title")[0].text()
    assert text in page.all("article")[0].all("h3")[0].text()
    assert text in page.all("article")[0].all("table")[0].text()


def test_hostile_text_in_decisions_totals_and_documents_is_escaped() -> None:
    bad = "<b onclick=x>\u202eevil"
    claim = Evidence(bad, bad, term=bad, stated=bad, reads=bad, low=1.0, high=2.0, unit=bad)
    decision = {"status": bad, "text": bad, "by": bad, "changes": [bad], "history": [{"text": bad}, {"text": bad}]}
    finding = replace(
        made.conflict(1), claims=(claim, claim), decision=decision, implied=(bad,), change=bad, status=bad
    )
    row = replace(made.tie_outs()[0], law=bad, label=bad, total=claim, parts=(claim,), missing=(bad,), verdict=bad)
    report = Report(
        found=(finding,), tie_outs=(row,), against=bad, fixed=(finding,), coverage=Coverage(ignored={bad: bad})
    )
    out = render(report, "html")
    assert "\u202e" not in out
    page = read_page(out)
    assert not any(name.startswith("on") for node in page.all() for name in node.attributes)


def test_a_card_has_a_place_for_buttons() -> None:
    report = made.everything()
    finding = report.found[0]
    button = Markup('<button name="status" value="confirmed">Confirm</button>')
    found = read_page(str(render_card(finding, report, actions=button)))
    assert found.children[0].tag == "article"  # type: ignore[union-attr]
    place = found.all("div")[-1]
    assert place.attributes["class"] == "actions"
    assert place.all("button")
    assert not read_page(str(render_card(finding, report, actions="<button>"))).all("button")
    assert not read_page(str(render_card(finding, report))).all("div")
    assert str(render_card(finding, report)) != str(render_card(report.found[1], report))


def test_a_finding_that_the_report_lacks_has_a_card_too() -> None:
    found = read_page(str(render_card(made.conflict(77), made.everything())))
    assert "Port 77" in found.all("h3")[0].text()


COLOUR = re.compile(r"--([\w-]+): #([0-9a-f]{6})")


def schemes() -> dict[str, dict[str, str]]:
    light, dark = stylesheet().split("@media (prefers-color-scheme: dark)")
    return {"light": dict(COLOUR.findall(light)), "dark": dict(COLOUR.findall(dark.partition("* {")[0]))}


def luminance(colour: str) -> float:
    """Return the relative luminance of WCAG 2.2."""
    parts = [int(colour[n : n + 2], 16) / 255 for n in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_contrast_is_computed_as_the_standard_says() -> None:
    assert contrast("000000", "ffffff") == pytest.approx(21)
    assert contrast("777777", "ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_and_bars_stand_out_in_light_and_dark(scheme: str) -> None:
    colours = schemes()[scheme]
    assert colours.keys() == schemes()["light"].keys()
    for word in ("ink", "soft", "link", "error", "warning", "note", "good"):
        for ground in ("paper", "card"):
            assert contrast(colours[word], colours[ground]) >= 4.5, (word, ground)
    assert contrast(colours["ink"], colours["band"]) >= 4.5
    assert contrast(colours["ink"], colours["segment"]) >= 4.5
    for shape in ("k1", "k2", "k3", "k4", "bar"):
        assert contrast(colours[shape], colours["card"]) >= 3, shape
        assert contrast(colours[shape], colours["band"]) >= 3, shape


def test_state_is_a_shape_too() -> None:
    style = stylesheet()
    for state in (
        ".error h3 b",
        ".warning h3 b",
        ".note h3 b",
        "i.open",
        "i.reopened",
        ".verdict.breaks",
        ".verdict.fits",
    ):
        assert re.search(rf"{re.escape(state)}::before {{ content: \"\\[0-9A-F]+", style), state
