"""What people decided, in the reports: never hidden, and harmless whatever was typed."""

from dataclasses import replace

import pytest

from reconcile.decisions import Policy, Store, decide, decided
from reconcile.models import Coverage, Report
from reconcile.reporters import format_names, render

EVIL = "</details><script>alert(1)</script> ::error:: | [x](javascript:alert(1)) \u202e\x1b[31m ## =1+1"


@pytest.fixture
def report(tmp_path, a_finding, wanted) -> Report:
    """One finding of each status, and a decision text that means harm."""
    store, found = Store(tmp_path, "decisions"), [a_finding("open")]
    for status in ("confirmed", "explained", "dismissed", "deferred"):
        finding = a_finding(status)
        stored = decide(store, finding, wanted(status, text=f"{status} {EVIL}", by=f"<b>{status}"), None)
        found.append(decided(finding, stored.decision, Policy()))
    moved = a_finding("moved")
    stored = decide(store, moved, wanted(text=EVIL), None)
    found.append(decided(replace(moved, evidence="b" * 10), stored.decision, Policy()))
    return Report("t", tuple(found), Coverage(1, 2, 1, 1, rules=1, ran=("REC101",)))


def test_every_status_is_there(report) -> None:
    assert [finding.status for finding in report.found] == [
        "open",
        "confirmed",
        "explained",
        "dismissed",
        "deferred",
        "reopened",
    ]


@pytest.mark.parametrize("name", format_names())
def test_every_format_takes_decisions(report, name) -> None:
    shown = render(report, name)
    assert shown == render(report, name)
    if isinstance(shown, str):
        assert not {"\x1b", "\u202e"} & set(shown)
        assert not [line for line in shown.splitlines() if line.startswith("::error:: ")]


@pytest.mark.parametrize("width", [40, 100])
def test_text_shows_settled_ones_below_in_two_sentences(report, width) -> None:
    text = render(report, "text", width=width)
    above, below = text.split("\nDecided (3)\n")
    for name in ("explained", "dismissed", "deferred"):
        assert f"REC101 {name}" in below
        assert f"by <b>{name} on 2024-05-02" in " ".join(below.split())
        assert f"value-conflict   {name}" not in above
    assert "Reopened: its evidence is another" in " ".join(above.split())
    assert "Confirmed by <b>confirmed on 2024-05-02" in " ".join(above.split())
    assert max(map(len, text.splitlines())) <= width


def test_markdown_folds_them_and_nothing_breaks_out(report) -> None:
    page = render(report, "markdown")
    assert page.count("<details>") == page.count("</details>") == 1
    assert "<script" not in page.replace("\\<script", "")
    head, folded = page.split("<details>")
    assert "### Decided (3)" in head
    assert "different-date" in head
    assert folded.count("### ") == 3
