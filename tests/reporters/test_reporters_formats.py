"""What every format must keep, JSON's keys, Markdown's escaping."""

import json
import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from format_checks import check_output
from hostile_texts import HOSTILE

from reconcile.errors import SettingsError
from reconcile.models import Evidence, Finding, Margin, Report
from reconcile.reporters import format_names, is_binary, load_format, render


@pytest.fixture(params=format_names())
def name(request: pytest.FixtureRequest) -> str:
    """Every format, found by walking the package."""
    return str(request.param)


def test_formats_are_found_by_walking() -> None:
    asked = "text json markdown html csv xlsx junit sarif github github-summary gitlab"
    assert set(asked.split()) <= set(format_names())


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
    out = render(report, name)
    assert isinstance(out, bytes) or out.endswith("\n")
    assert is_binary(name) == isinstance(out, bytes)


def test_empty_reports_render(name: str, empty: Report) -> None:
    for made in (empty, Report()):
        check_output(name, render(made, name))


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
    assert set(keys.split()) <= set(data["findings"][0])
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
