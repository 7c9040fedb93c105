"""The text format: golden outputs, widths, colours, what always stands at the end."""

import os
from dataclasses import replace
from pathlib import Path

import pytest
from wcwidth import wcswidth

from reconcile.models import Coverage, Evidence, Finding, Margin, Report
from reconcile.reporters import render
from reconcile.reporters._lines import wrapped

GOLDEN = Path(__file__).parent / "golden"


@pytest.mark.parametrize("width", [60, 100, 160])
def test_golden_text(report: Report, width: int) -> None:
    """The whole report at three widths; RECONCILE_GOLDEN=1 writes the files anew, to be read in the diff."""
    text = render(report, "text", width=width)
    file = GOLDEN / f"text-{width}.txt"
    if os.environ.get("RECONCILE_GOLDEN"):
        file.write_text(text, encoding="utf-8")
    assert text == file.read_text(encoding="utf-8")


@pytest.mark.parametrize("width", [20, 37, 60, 80, 100, 120, 140, 200, 1000])
def test_no_line_is_wider_than_the_terminal_or_120(report: Report, width: int) -> None:
    lines = render(report, "text", width=width).splitlines()
    assert max(map(len, lines)) <= min(width, 120)


@pytest.mark.parametrize("width", [30, 60, 100])
def test_wide_characters_count_twice(width: int) -> None:
    stated = "約1,700人の兵士と市民"
    claim = Evidence("戦記#一", "戦記", stated=stated, reads="[1,530, 1,870]", file="claims/戦.yaml", line=3)
    other = replace(claim, id="b#x", document="b", stated="80")
    message = "約1,700人 (戦記) 対 80 (b)"
    finding = Finding("REC101", "value-conflict", "error", message, (claim, other), label="兵士")
    lines = render(Report(found=(finding,)), "text", width=width).splitlines()
    assert max(wcswidth(line) for line in lines) <= width
    rows = [line for line in lines if "reads [" in line]
    places = {wcswidth(row[: row.index("reads")]) for row in rows}
    assert len(rows) == 2
    assert len(places) == 1 or width < 100


def test_nothing_is_lost_when_columns_fold(report: Report) -> None:
    words = set(render(report, "text", width=200).split())
    folded = render(report, "text", width=60).split()
    # Times that only stand in for the claims' own may go where room is short.
    assert words - set(folded) <= {"published", "2020-05"}


def test_a_long_value_is_cut_with_a_sign() -> None:
    claim = Evidence("a#x", "a", stated="9" * 5000, file="claims/a.yaml", line=1)
    finding = Finding("REC004", "ambiguous-value", "error", "no sure reading", (claim,))
    text = render(Report(found=(finding,)), "text", width=80)
    assert "…" in text
    assert "5,000 characters" in "".join(line.strip() + " " for line in text.splitlines())
    assert len(text) < 1500


def test_many_claims_are_cut_with_a_sign() -> None:
    claims = tuple(Evidence(f"a#{n}", "a", stated=str(n), file="claims/a.yaml", line=n) for n in range(1, 201))
    finding = Finding("REC101", "value-conflict", "error", "many", claims)
    text = render(Report(found=(finding,)), "text", width=80)
    assert "… and 170 more claims" in text
    assert "claims/a.yaml:31" not in text


def test_last_two_lines_always_say_what_was_looked_at(empty: Report) -> None:
    assert render(empty, "text").splitlines() == [
        "2 documents · 1 claim · 1 quantity: 0 compared, 1 with one claim only",
        "1 rule run · 0 errors, 0 warnings, 0 notes",
    ]


def test_only_color_adds_escape_sequences(report: Report) -> None:
    plain, painted = render(report, "text", width=80), render(report, "text", width=80, color=True)
    assert "\x1b" not in plain
    assert (
        painted.replace("\x1b[0m", "")
        .replace("\x1b[1m", "")
        .replace("\x1b[1;31m", "")
        .replace("\x1b[1;33m", "")
        .replace("\x1b[1;36m", "")
        == plain
    )
    assert painted.startswith("\x1b[1;31merror\x1b[0m")


def test_readings_already_in_the_table_are_not_said_again(report: Report) -> None:
    text = render(report, "text", width=100)
    assert "1,800 reads as" not in text
    assert "reads [1,750, 1,850)" in text
    assert "100 fewer" in text


def test_sentences_begin_with_a_capital_but_names_stay(report: Report) -> None:
    lines = ("at least 970", "back + held", "survey-2020 says so", "fates: a law", "250 to 300")
    text = render(Report(found=(replace(report.found[0], arithmetic=lines),)), "text", width=100)
    assert "\n  At least 970\n  back + held\n  survey-2020 says so\n  fates: a law\n  250 to 300\n" in text


def test_tolerance_is_said_once(report: Report) -> None:
    parts, _, falls, *_ = report.found
    assert "no better than ±13.5 %." in render(Report(found=(parts,)), "text")
    assert "no better than ±50 (2.86 %)." in render(Report(found=(falls,)), "text")
    said = replace(falls, arithmetic=("They agree only if both figures are good to no better than ±50.",))
    assert render(Report(found=(said,)), "text").count("no better than") == 1


def test_tolerance_of_dates_and_shares_names_its_unit() -> None:
    day = 736619.0
    early = Evidence("a#x", "a", stated="2017-10-17", reads="2017-10-17", low=day, high=day, kind="event")
    late = replace(early, id="b#x", document="b", stated="2017-10-20", reads="2017-10-20")
    margin = Margin(2.0, None)
    dates = Finding("REC302", "event-date-conflict", "error", "dates", (early, late), holds_until=margin)
    assert "every date may be off by 2 days." in render(Report(found=(dates,)), "text")
    shares = replace(dates, claims=(replace(early, unit="percent", reads="[19.5, 20.5)"),), label="s")
    assert "no better than ±2 points." in render(Report(found=(shares,)), "text")


def test_related_findings_are_named_below_the_first(report: Report) -> None:
    text = render(report, "text", width=120)
    assert text.count("The same claim again below:") == 1
    assert "The same claim again below: REC403 same-figure" in text


def test_exact_values_have_no_reading_beside_them() -> None:
    claim = Evidence("a#x", "a", stated="41", reads="41")
    bracketed = replace(claim, id="b#x", document="b", reads="[41, 41]")
    finding = Finding("REC101", "value-conflict", "error", "m", (claim, bracketed))
    assert "reads" not in render(Report(found=(finding,)), "text")


def test_incomplete_and_ignored_are_said_before_the_end(report: Report) -> None:
    lines = render(report, "text", width=120).splitlines()
    start = lines.index("Not checked (this check is incomplete)")
    assert lines[start + 1] == "  claims/broken.yaml:7: a ':' is missing; the file was left out"
    assert any(line.startswith("Ignored by settings: REC103 (rounding") for line in lines[start:])
    assert any(line.startswith("No vocabulary file") for line in lines[start:])
    assert "As of 2024-05-31" in lines[start:]


def test_left_out_claims_alone_do_not_make_a_check_incomplete(report: Report) -> None:
    lines = render(replace(report, problems=()), "text", width=120).splitlines()
    assert "Not checked" in lines
    assert "incomplete" not in "".join(lines)


def test_wrapped_breaks_words_that_are_longer_than_a_line() -> None:
    lines = wrapped("a " + "x" * 50 + " b", 20, "- ", "  ")
    assert max(map(len, lines)) <= 20
    assert "".join("".join(line.split()) for line in lines).lstrip("-") == "a" + "x" * 50 + "b"


def test_zero_quantities_read_well() -> None:
    text = render(Report(coverage=Coverage()), "text")
    assert text.startswith("0 documents · 0 claims · 0 quantities: 0 compared, 0 with one claim only\n")


def test_exact_numbers_without_unit_are_no_days() -> None:
    claims = tuple(
        Evidence(f"{name}#x", name, stated=n, reads=n, low=float(n), high=float(n), kind="stock")
        for name, n in (("a", "4"), ("b", "5"))
    )
    finding = Finding("REC101", "value-conflict", "error", "4 against 5", claims, holds_until=Margin(0.5, None))
    text = render(Report(found=(finding,)), "text")
    assert "no better than ±0.5." in text and "day" not in text
    dates = replace(finding, claims=tuple(replace(claim, kind="event") for claim in claims))
    assert "every date may be off by 0.5 days." in render(Report(found=(dates,)), "text")


def test_a_decision_that_waits_for_a_second_reviewer_is_open_and_says_why() -> None:
    decision = {"status": "explained", "by": "Ada", "on": "2024-03-01", "waits": "waits for a second reviewer"}
    finding = Finding("REC101", "value-conflict", "error", "4 against 5", status="open", decision=decision)
    for name in ("text", "markdown", "github"):
        text = render(Report(found=(finding,)), name)
        assert "Explained by Ada on 2024-03-01; waits for a second reviewer" in text
        assert "was explained" not in text
