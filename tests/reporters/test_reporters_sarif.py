"""SARIF: the official schema, relative places, rules, fingerprints of our own, nothing that is decided."""

import json
from dataclasses import replace
from typing import Any

import pytest
from format_checks import check_sarif
from full_report import claim, full

from reconcile.models import Finding, Report
from reconcile.reporters import _clean, render, sarif


def run_of(report: Report) -> dict[str, Any]:
    out = str(render(report, "sarif"))
    check_sarif(out)
    (run,) = json.loads(out)["runs"]
    return run


def test_decided_findings_are_left_out_and_counted() -> None:
    run = run_of(full())
    ids = [result["partialFingerprints"]["reconcileFinding/v1"] for result in run["results"]]
    assert ids == [finding.id for finding in full().found if not finding.is_settled]
    assert run["properties"]["settled"] == 3
    assert not any("suppressions" in result for result in run["results"])
    assert {key for result in run["results"] for key in result["partialFingerprints"]} == {"reconcileFinding/v1"}


def test_a_result_stands_at_its_primary_claim_and_points_to_the_others() -> None:
    first = run_of(full())["results"][0]
    (place,) = first["locations"]
    assert place["physicalLocation"] == {
        "artifactLocation": {"uri": "claims/almanac-1901.yaml"},
        "region": {"startLine": 12},
    }
    arabic, gazette = first["relatedLocations"]
    assert arabic["physicalLocation"] == {"artifactLocation": {"uri": "claims/%D9%86%D8%B4%D8%B1%D8%A9-1904.yaml"}}
    assert gazette["message"]["text"].startswith("gazette-1905: 1,900, reads [1,850, 1,950)")
    assert first["baselineState"] == "updated" and first["level"] == "error"
    assert first["message"]["text"].startswith("guests, Old Inn: 1,700 (almanac-1901) against 1,900")
    assert "1,800 became 1,900" in first["message"]["text"]


def test_rules_carry_their_own_documentation() -> None:
    rules = {rule["id"]: rule for rule in run_of(full())["tool"]["driver"]["rules"]}
    assert list(rules) == sorted(rules) and len(rules) == 5
    assert rules["REC101"]["name"] == "ValueConflict"
    assert "## What it finds" in rules["REC101"]["help"]["markdown"]
    assert rules["OWN001"]["fullDescription"] == {"text": "no vacant beds"}
    assert rules["REC201"]["defaultConfiguration"] == {"level": "error"}
    for result in run_of(full())["results"]:
        assert list(rules)[result["ruleIndex"]] == result["ruleId"]


def test_problems_are_notifications_of_a_run_that_failed(empty: Report) -> None:
    (invocation,) = run_of(full())["invocations"]
    assert not invocation["executionSuccessful"]
    texts = [told["message"]["text"] for told in invocation["toolExecutionNotifications"]]
    assert texts[0] == "This check is incomplete: REC208 inconsistent-set crashed" and len(texts) == 2
    assert run_of(empty)["invocations"][0]["executionSuccessful"]
    assert run_of(empty)["properties"]["lookedAt"][0].startswith("2 documents · 1 claim")


def test_too_many_results_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sarif, "MOST_RESULTS", 2)
    run = run_of(replace(full(), problems=()))
    assert len(run["results"]) == 2
    told = run["invocations"][0]["toolExecutionNotifications"]
    assert told == [{"level": "warning", "message": {"text": "3 more findings are left out: too many results"}}]


def test_many_claims_are_pointed_to_up_to_a_number() -> None:
    claims = tuple(claim(f"a#{n}", str(n), 1.0, 2.0) for n in range(100))
    (result,) = run_of(Report(found=(Finding("REC101", "value-conflict", "error", "m", claims),)))["results"]
    assert [place["id"] for place in result["relatedLocations"]] == list(range(1, 31))
    assert "… and 70 more claims" in result["message"]["text"]


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        ("claims/a.yaml", "claims/a.yaml"),
        ("claims/a b#c?.yaml", "claims/a%20b%23c%3F.yaml"),
        ("claims\\a.yaml", "claims/a.yaml"),
        ("javascript:alert(1)", "javascript%3Aalert%281%29"),
        ("//host/x", "host/x"),
        ("../sources/é.yaml", "../sources/%C3%A9.yaml"),
    ],
)
def test_uris_are_relative(path: str, uri: str) -> None:
    assert _clean.for_uri(path) == uri
