"""What every format must keep, JSON's keys, Markdown's and CSV's escaping."""

import csv
import io
import json
import re
from collections.abc import Callable
from dataclasses import replace

import pytest

from reconcile.errors import SettingsError
from reconcile.models import Evidence, Finding, Margin, Report
from reconcile.reporters import format_names, load_format, render

HOSTILE = (
    "\x1b[31mred\x1b[0m",
    "\x1b]0;title\x07",
    "\x9b31mC1",
    "bell\x07 back\x08\x7f",
    "nul\x00",
    "line\nbreak",
    "line\r\nbreak",
    "\u2028separator\u2029",
    "next\x85line",
    "tab\tcell",
    "\x0bvertical\x0cform",
    "\u202egnp.exe",
    "\u2066isolate\u2069",
    "\u200fmark\u061c",
    "zero\u200bwidth\ufeff",
    "tags\U000e0041\U000e0042",
    "::error file=x::owned",
    "\n::set-output name=x::y",
    "   ::warning::spaces",
    "x " * 60 + "::error::wrapped",
    "##[error]owned",
    "##vso[task.setvariable variable=x]y",
    "]]>",
    "a]]>b",
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "</td></table>",
    "<!-- hidden",
    "&lt;b&gt; &#60;",
    "[link](javascript:alert(1))",
    "![image](http://x.example/p.png)",
    "http://x.example",
    "www.example.org",
    "`code` ```fence",
    "a|b|c",
    "**bold** __x__ ~~y~~",
    "# heading",
    "- item",
    "+ item",
    "1. item",
    "1) item",
    "> quote",
    "---",
    "===",
    "@everyone",
    "see #12",
    "$x$ $$y$$",
    "\\",
    "a\\|b",
    "{{ template }}",
    "{% raw %}",
    "%s %d {0}",
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    " =1",
    '=HYPERLINK("http://x.example","y")',
    "|cmd' /C calc'!A0",
    "\uff1d1+1",
    "'quoted",
    '"quoted"',
    "a,b;c",
    "\ud800 lone",
    "é́́́́́",
    "𝔘𝔫𝔦",
    "戦記",
    "👩‍👩‍👧",
    " ",
    "",
    "\u00a0",
    "x" * 5000,
    "word " * 2000,
)
"""Texts that somebody could put into a claim file."""
UNSAFE = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060\u2066-\u2069\ufeff"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)


@pytest.fixture(params=format_names())
def name(request: pytest.FixtureRequest) -> str:
    """Every format, found by walking the package."""
    return str(request.param)


def test_formats_are_found_by_walking() -> None:
    assert {"text", "json", "markdown", "csv"} <= set(format_names())


def test_every_format_is_documented_and_has_an_ending(name: str) -> None:
    found = load_format(name)
    assert found.SUFFIX.startswith(".")
    assert found.__doc__
    assert "\n" not in found.__doc__.strip()


def test_an_unknown_format_is_answered_with_the_nearest() -> None:
    with pytest.raises(SettingsError, match="did you mean 'markdown'"):
        render(Report(), "markdwon")


def test_same_report_same_bytes_and_a_line_break_at_the_end(name: str, report: Report) -> None:
    assert render(report, name) == render(report, name)
    assert render(report, name).endswith("\n")


def test_empty_reports_render(name: str, empty: Report) -> None:
    assert render(empty, name).endswith("\n")
    assert render(Report(), name)


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_reaches_no_output(name: str, text: str, hostile: Callable[[str], Report]) -> None:
    for width in (40, 100):
        out = render(hostile(text), name, width=width)
        assert not UNSAFE.search(out)
        assert not any(line.lstrip().startswith("::") for line in out.splitlines())
        assert "##[" not in out
        assert "##vso[" not in out
        out.encode("utf-8")


def test_hostile_corpus_would_be_noticed() -> None:
    assert sum(bool(UNSAFE.search(text)) for text in HOSTILE) >= 15
    assert any(text.startswith("::") for text in HOSTILE)


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_json_loses_nothing(text: str, hostile: Callable[[str], Report]) -> None:
    data = json.loads(render(hostile(text), "json"))
    assert data["project"]["title"] == text
    assert data["findings"][0]["claims"][0]["stated"] == text
    assert data["findings"][0]["claims"][0]["at"]["quote"] == text


def test_json_has_the_keys_of_the_contract(report: Report) -> None:
    data = json.loads(render(report, "json"))
    assert data["schema"] == "reconcile-report/1"
    assert data["project"] == {"title": "Pilgrims in three papers"}
    assert data["as_of"] == "2024-05-31"
    assert {"documents", "claims", "quantities", "compared", "not_checked"} <= set(data["coverage"])
    left_out = data["coverage"]["not_checked"][1]
    assert left_out == {"rule": "share-conflict", "claims": 4, "why": "base unknown"}
    assert data["summary"]["error"] == 2
    assert data["summary"]["warning"] == 1
    assert data["summary"]["note"] == 2
    assert data["summary"]["by_rule"]["attribution-conflict"] == 2
    keys = (
        "id code rule severity grade quantity label message arithmetic gap holds_until claims relations causes status "
        "decision evidence"
    )
    assert set(data["findings"][0]) == set(keys.split())
    keys = "id document role camp stated low high low_open high_open time origin at file line"
    assert set(keys.split()) <= set(data["findings"][0]["claims"][0])
    assert data["problems"] == [
        {
            "file": "claims/broken.yaml",
            "line": 7,
            "kind": "unreadable",
            "message": "a ':' is missing; the file was left out",
        }
    ]


def test_json_numbers() -> None:
    claim = Evidence("a#x", "a", low=1650.0, high=None, high_open=True)
    finding = Finding(
        "REC101",
        "value-conflict",
        "error",
        "m",
        (claim,),
        gap=Margin(100.0, 1 / 18),
        holds_until=Margin(None, 0.5),
        decision={"when": "2024-05-01", "second": None},
    )
    data = json.loads(render(Report(found=(finding,)), "json"))["findings"][0]
    assert data["gap"] == {"absolute": 100, "relative": 0.055556}
    assert isinstance(data["gap"]["absolute"], int)
    assert data["holds_until"] == {"absolute": None, "relative": 0.5}
    assert data["claims"][0]["low"] == 1650
    assert data["claims"][0]["high"] is None
    assert data["claims"][0]["camp"] is None
    assert data["decision"] == {"second": None, "when": "2024-05-01"}
    without = Report(found=(replace(finding, gap=None),))
    assert json.loads(render(without, "json"))["findings"][0]["gap"] is None


@pytest.mark.parametrize("number", [float("inf"), float("-inf"), float("nan")])
def test_json_has_no_endless_numbers(number: float) -> None:
    finding = Finding("R1", "r", "error", "m", (Evidence("a#x", "a", low=number),), gap=Margin(number, None))
    data = json.loads(render(Report(found=(finding,)), "json"), parse_constant=pytest.fail)
    assert data["findings"][0]["claims"][0]["low"] is None


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_csv_cells_are_no_formulas(text: str, hostile: Callable[[str], Report]) -> None:
    rows = list(csv.reader(io.StringIO(render(hostile(text), "csv"))))
    assert len(rows) == 1 + 3 * 2 + 1
    assert {len(row) for row in rows} == {len(rows[0])}
    texts = [row[rows[0].index(column)] for row in rows[1:] for column in ("message", "stated", "says", "claim")]
    assert not any(cell.lstrip().startswith(("=", "+", "-", "@", "\uff1d")) for cell in texts)


def test_csv_numbers_stay_numbers(report: Report) -> None:
    finding = replace(report.found[0], gap=Margin(-5.0, 0.25))
    row = next(csv.DictReader(io.StringIO(render(Report(found=(finding,)), "csv"))))
    assert row["gap"] == "-5"
    assert row["low"] == "720"
    assert row["high_open"] == "no"


def test_csv_says_what_could_not_be_read(report: Report) -> None:
    rows = list(csv.DictReader(io.StringIO(render(report, "csv"))))
    assert len(rows) == sum(len(finding.claims) for finding in report.found) + 1
    assert rows[-1]["severity"] == "problem"
    assert rows[-1]["file"] == "claims/broken.yaml"


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_markdown_shows_text_as_it_stands(text: str, hostile: Callable[[str], Report]) -> None:
    from markdown_it import MarkdownIt

    out = render(hostile(text), "markdown")
    tokens = MarkdownIt("gfm-like", {"html": True, "linkify": False}).parse(out)
    html = [token.content for token in tokens if token.type == "html_block"]
    inline = [child for token in tokens for child in token.children or ()]
    html += [child.content for child in inline if child.type == "html_inline"]
    assert all(re.fullmatch(r'(<a id="rec101-(error|warning|note)">|</a>)+', part.strip()) for part in html)
    links = [str(child.attrGet("href")) for child in inline if child.type == "link_open"]
    assert all(re.fullmatch(r"#rec101-(error|warning|note)", link) for link in links)
    assert not any(child.type in ("image", "code_inline", "s_open", "em_open") for child in inline)
    assert sum(token.type == "table_open" for token in tokens) == (4 if text else 1)
    assert sum(token.type == "heading_open" for token in tokens) == 8
    assert not any(token.type in ("fence", "code_block", "blockquote_open", "hr") for token in tokens)
    assert sum(token.type == "ordered_list_open" for token in tokens) == 0


def test_markdown_tables_are_even(report: Report) -> None:
    out = render(report, "markdown")
    tables = re.findall(r"(?:^\|.*\n)+", out, re.MULTILINE)
    assert len(tables) == 6
    for table in tables:
        assert len({len(re.findall(r"(?<!\\)\|", row)) for row in table.splitlines()}) == 1


def test_markdown_links_lead_to_anchors(report: Report) -> None:
    out = render(report, "markdown")
    assert set(re.findall(r"\]\(#([^)]+)\)", out)) == set(re.findall(r'<a id="([^"]+)">', out))
    assert len(set(re.findall(r'<a id="([^"]+)">', out))) == 5
