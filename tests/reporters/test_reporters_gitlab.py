"""GitLab code quality: severities in its words, lines from 1, a fingerprint for each that stays."""

import json
from dataclasses import replace
from typing import Any

from format_checks import check_gitlab
from full_report import full

from reconcile.errors import Problem
from reconcile.models import Report
from reconcile.reporters import render


def entries(report: Report) -> list[dict[str, Any]]:
    out = str(render(report, "gitlab"))
    check_gitlab(out)
    return json.loads(out)


def test_decided_findings_are_left_out_and_problems_block() -> None:
    found = entries(full())
    assert [(entry["check_name"], entry["severity"]) for entry in found] == [
        ("incomplete rule", "blocker"),
        ("incomplete unreadable", "blocker"),
        ("REC101 value-conflict", "major"),
        ("REC201 parts-exceed-total", "major"),
        ("REC102 self-contradiction", "major"),
        ("OWN001 no-vacant-beds", "minor"),
        ("REC504 attribution-conflict", "info"),
    ]
    assert found[1]["location"] == {"path": "claims/broken.yaml", "lines": {"begin": 7}}
    assert found[2]["location"] == {"path": "claims/almanac-1901.yaml", "lines": {"begin": 12}}


def test_what_has_no_place_stands_at_the_settings() -> None:
    found = entries(full())
    assert found[0]["location"] == found[5]["location"] == {"path": "reconcile.toml", "lines": {"begin": 1}}


def test_fingerprints_hang_on_the_finding_and_not_on_lines_or_values() -> None:
    first, *_ = full().found
    moved = replace(first, message="other", evidence="other", claims=(replace(first.claims[0], line=99),))
    one, other = (entries(Report(found=(finding,)))[0]["fingerprint"] for finding in (first, moved))
    assert one == other
    assert entries(Report(found=(replace(first, id="REC101-x"),)))[0]["fingerprint"] != one


def test_equal_entries_have_fingerprints_of_their_own() -> None:
    first, *_ = full().found
    problem = Problem("a", 0, "rule", "crashed")
    found = entries(Report(found=(first, first), problems=(problem, problem)))
    assert len({entry["fingerprint"] for entry in found}) == 4
    assert all(entry["location"]["lines"]["begin"] >= 1 for entry in found)


def test_nothing_is_an_empty_list() -> None:
    assert str(render(Report(), "gitlab")) == "[]\n"
