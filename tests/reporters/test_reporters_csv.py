"""CSV: a row for each finding and problem, numbers as numbers, decisions and changes in their columns."""

import csv
import io
from dataclasses import replace

import pytest
from full_report import full

from reconcile.models import Evidence, Finding, Margin, Report
from reconcile.reporters import render
from reconcile.reporters._clean import for_cell


def rows(report: Report) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(str(render(report, "csv")))))


def test_one_row_for_each_finding_those_that_are_gone_and_each_problem() -> None:
    report = full()
    found = rows(report)
    assert [row["finding"] for row in found] == [*(f.id for f in (*report.found, *report.fixed)), "", ""]
    assert [row["change"] for row in found].count("fixed") == 1
    assert [row["severity"] for row in found[-2:]] == ["problem", "problem"]
    assert found[-1]["file"] == "claims/broken.yaml" and found[-1]["line"] == "7"


def test_a_row_says_what_was_decided_and_what_changed() -> None:
    by_id = {row["finding"]: row for row in rows(full())}
    reopened, explained = by_id["REC101-aaaaaaaaaa"], by_id["REC301-dddddddddd"]
    assert (reopened["status"], reopened["decided"], reopened["change"]) == ("reopened", "explained", "changed")
    assert "1,800 became 1,900" in reopened["changes"]
    assert explained["reason"] == "different-date" and explained["reviewer"] == "Ben Ode"
    assert by_id["REC403-eeeeeeeeee"]["until"] == "2024-05-15"
    assert reopened["implied"] and reopened["causes"] and reopened["evidence"] == "eeeeeeeeee"


def test_numbers_stay_numbers_and_claims_stand_in_order() -> None:
    row = rows(Report(found=(replace(full().found[0], gap=Margin(-5.0, 1 / 3)),)))[0]
    assert (row["gap"], row["gap_relative"], row["line"]) == ("-5", "0.333333", "12")
    assert row["claims"].split("; ") == ["almanac-1901#guests", "نشرة-1904#guests", "gazette-1905#guests"]
    assert row["stated"].startswith("almanac-1901: 1,700; ")


def test_many_claims_are_counted_and_a_cell_fits_a_spreadsheet() -> None:
    claims = tuple(Evidence(f"a#{n}", "a", stated="9" * 5000) for n in range(200))
    row = rows(Report(found=(Finding("REC101", "value-conflict", "error", "m", claims),)))[0]
    assert row["claims"].endswith("; … and 170 more")
    assert max(map(len, row.values())) < 32_767


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\tx", "' x"),
        ("\rx", "' x"),
        ("  =1", "'  =1"),
        ("\uff1d1", "'\uff1d1"),
        ("a;=1", "a;'=1"),
        ("a; -1", "a; '-1"),
        ("1 - 1 = 0", "1 - 1 = 0"),
        ("a;b", "a;b"),
        ("مقاتلون", "مقاتلون"),
    ],
)
def test_a_cell_is_a_text_and_no_formula(text: str, cell: str) -> None:
    assert for_cell(text) == cell
