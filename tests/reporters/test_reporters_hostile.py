"""One corpus of hostile texts through every format there is: a new format is in it by itself."""

import re

import pytest
from format_checks import CHECKS, UNSAFE, Page, check_any, check_output
from hostile_texts import HOSTILE, SURVIVE, hostile_report

from reconcile.models import Report
from reconcile.reporters import format_names, load_format, render

BINARY = {"xlsx"}
BENIGN = "plain words"


@pytest.fixture(params=format_names())
def name(request: pytest.FixtureRequest) -> str:
    """Every format, found by walking the package."""
    return str(request.param)


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_stays_text(name: str, text: str) -> None:
    for width in (40, 100) if name == "text" else (100,):
        check_output(name, render(hostile_report(text), name, width=width))


@pytest.mark.parametrize("text", SURVIVE)
def test_ordinary_words_of_any_writing_are_shown(name: str, text: str) -> None:
    out = render(hostile_report(text), name)
    shown = out.decode("utf-8", "replace") if isinstance(out, bytes) else out
    shown = re.sub(r"\\(.)", r"\1", shown) if ".md" in load_format(name).SUFFIX else shown
    assert text in shown.replace("%25", "%")


@pytest.mark.skipif("html" not in format_names(), reason="there is no format `html`")
@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_adds_no_element_and_no_style(text: str) -> None:
    page, plain = Page(str(render(hostile_report(text), "html"))), Page(str(render(hostile_report(BENIGN), "html")))
    web = {("a", "href"), ("a", "rel")}  # an address of the web may be a link; where it leads is checked above
    longer = {("text", "y"), ("details", "open")}  # labels of two lines; groups where a text makes cards heavy
    assert page.elements <= plain.elements | web | longer
    assert page.scripts == plain.scripts


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_adds_no_node_to_junit(text: str) -> None:
    from xml.etree import ElementTree

    def tags(text: str) -> list[str]:
        return [node.tag for node in ElementTree.fromstring(str(render(hostile_report(text), "junit"))).iter()]

    assert tags(text) == tags(BENIGN)


def test_every_text_of_the_report_is_hostile() -> None:
    """The report is made from the nouns' own fields: a field that is added there is hostile here by itself."""
    text = "\x1b[31mX"
    empty: list[str] = []
    _walk(hostile_report(text), text, "report", empty)
    assert empty == []


def _walk(value: object, text: str, place: str, empty: list[str]) -> None:
    ours = re.compile(r"severity|status|change|grade|code|rule|id|role|kind|verdict|ran\[0\]")
    if isinstance(value, str) and value != text and not ours.fullmatch(place.rpartition(".")[2]):
        empty.append(f"{place}: {value}")
    elif isinstance(value, tuple):
        for number, inner in enumerate(value):
            _walk(inner, text, f"{place}[{number}]", empty)
    elif isinstance(value, dict):
        for key, inner in value.items():
            _walk(inner, text, f"{place}.{key}" if key in ("status", "extra") else place, empty)
    elif hasattr(value, "__dataclass_fields__"):
        for field in value.__dataclass_fields__:
            _walk(getattr(value, field), text, f"{place}.{field}", empty)


@pytest.mark.parametrize(
    ("name", "out"),
    [
        ("text", "\x1b[31mred\n"),
        ("text", "a\n  ::error::x\n"),
        ("github", "::error title=x::a\n::add-mask::b\n"),
        ("github", "::error title=x:y::a\n"),
        ("github", "::error file=a,line=1,title=x::50 % of\n"),
        ("csv", "a,b\n=1,2\n"),
        ("csv", "a,b\nx;=1,2\n"),
        ("csv", "a,b\n1,2,3\n"),
        ("junit", '<?xml version="1.0"?><a><!-- x --></a>'),
        ("junit", "<a><b></a>"),
        ("markdown", "[a](http://x.example)\n"),
        ("markdown", "<b>x</b>\n"),
        ("markdown", "`x`\n"),
        ("html", "<p><script>x</script>"),
        ("html", '<a href="javascript:x">'),
        ("html", "<p onclick=x>"),
        ("json", '{"schema": "reconcile-report/1"}'),
        ("sarif", '{"version": "2.1.0"}'),
        ("gitlab", '[{"description": "x"}]'),
    ],
)
def test_the_checks_would_notice(name: str, out: str) -> None:
    with pytest.raises((AssertionError, SyntaxError)):
        check_output(name, out)


def test_the_corpus_would_be_noticed() -> None:
    assert sum(bool(UNSAFE.search(text)) for text in HOSTILE) >= 20
    assert not any(UNSAFE.search(text) for text in SURVIVE)
    assert any(text.startswith("::") for text in HOSTILE)
    for text in HOSTILE:
        if UNSAFE.search(text):
            with pytest.raises(AssertionError):
                check_any(text)


def test_formats_that_need_a_check_of_their_own_are_there() -> None:
    assert set(CHECKS) <= set(format_names())
    assert {name for name in format_names() if isinstance(render(Report(), name), bytes)} == BINARY
