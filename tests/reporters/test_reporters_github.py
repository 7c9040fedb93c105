"""GitHub: annotations worst first within its limits, and a summary that it does not drop."""

import re
from dataclasses import replace

import pytest
from full_report import claim, full

from reconcile.errors import Problem
from reconcile.models import Coverage, Finding, Report
from reconcile.reporters import github, github_summary, render
from reconcile.reporters._clean import for_workflow, for_workflow_property

COMMAND = re.compile(r"::(\w+) (.*?)::(.*)")


def lines(report: Report) -> list[str]:
    return str(render(report, "github")).splitlines()


def commands(report: Report) -> list[tuple[str, dict[str, str], str]]:
    """Return level, properties and message of each command, read as GitHub reads them."""
    found = []
    for line in lines(report):
        if line.startswith("::"):
            level, properties, message = COMMAND.fullmatch(line).groups()
            pairs = (pair.partition("=") for pair in properties.split(","))
            found.append((level, {name: unescaped(value) for name, _, value in pairs}, unescaped(message)))
    return found


def unescaped(text: str) -> str:
    for code, character in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
        text = text.replace(code, character)
    return text


def finding(number: int, severity: str = "error") -> Finding:
    claims = (claim(f"a#{number}", str(number), 1.0, 2.0, role="primary", line=number),)
    return Finding("REC101", "value-conflict", severity, f"message {number}", claims, label="", id=f"REC101-{number}")


def test_problems_come_first_then_what_can_fail_worst_first() -> None:
    found = commands(full())
    assert [(level, properties.get("file"), properties.get("line")) for level, properties, _ in found] == [
        ("error", None, None),
        ("error", "claims/broken.yaml", "7"),
        ("error", "claims/almanac-1901.yaml", "12"),
        ("error", "claims/almanac-1901.yaml", "12"),
        ("warning", None, None),
        ("notice", "claims/almanac-1901.yaml", "20"),
    ]
    assert found[0][1]["title"] == "This check is incomplete"
    assert found[2][1]["title"] == "REC101 value-conflict"
    first, *rest = found[2][2].split("\n")
    assert first.startswith("guests, Old Inn: 1,700 (almanac-1901) against 1,900 (gazette-1905)")
    assert "almanac-1901: 1,700, reads [1,650, 1,750), Jun 1904, origin the innkeeper" in rest[0]
    assert "11.6 %" in found[3][2]


def test_what_is_decided_or_old_is_counted_below() -> None:
    out = lines(full())
    assert "Not annotated: 3 decided, 1 unchanged since main" in out
    assert "Fixed since main: error REC302 opening: two days" in out
    assert out[-1].startswith("32 rules run · ")
    assert not any("REC301-dddddddddd" in line for line in out if line.startswith("::"))


def test_ten_of_a_level_the_last_one_says_how_many_more() -> None:
    report = Report(found=tuple(finding(n) for n in range(1, 26)), problems=(Problem("", 0, "rule", "crashed"),))
    found = commands(report)
    assert len(found) == 10
    assert found[0][2] == "crashed" and found[8][2].startswith("message 8")
    assert found[9][1]["title"] == "17 more errors" and "file" not in found[9][1]
    logged = [line for line in lines(report) if line.startswith("  error: ")]
    assert len(logged) == 17 and logged[-1] == "  error: claims/a.yaml:25: REC101 message 25"


def test_ten_are_all_shown() -> None:
    found = commands(Report(found=tuple(finding(n, "warning") for n in range(1, 11))))
    assert len(found) == 10 and found[9][2].startswith("message 10")


def test_long_messages_are_cut_and_say_so() -> None:
    long = replace(finding(1), message="x" * 50_000, arithmetic=("y" * 50_000,))
    ((_, _, message),) = commands(Report(found=(long,)))
    assert len(message) < github.LONGEST_MESSAGE + 40 and message.endswith(" characters)")


@pytest.mark.parametrize("text", ["50 %", "a%0Ab", "a\r\nb", "%25", "a:b,c::d", "%"])
def test_what_github_reads_is_what_was_written(text: str) -> None:
    assert unescaped(for_workflow(text)) == text
    assert not re.search(r"[\r\n]", for_workflow(text))
    one_line = re.sub(r"[\r\n]+", " ", text)
    assert unescaped(for_workflow_property(text)) == one_line
    assert not re.search(r"[:,\r\n]", for_workflow_property(text))


def test_the_summary_says_first_what_was_not_checked() -> None:
    out = str(render(full(), "github-summary"))
    assert out.index("**This check is incomplete.**") < out.index("## Summary")
    assert "Cut here" not in out
    whole = str(render(replace(full(), problems=()), "github-summary"))
    assert whole == str(render(replace(full(), problems=()), "markdown"))


def test_a_long_summary_stays_below_the_limit_and_says_so() -> None:
    many = tuple(replace(finding(n), message=f"message {n} " + "é" * 900) for n in range(3000))
    out = str(render(Report(found=many, coverage=Coverage(claims=9)), "github-summary"))
    assert len(out.encode()) <= github_summary.MOST_BYTES
    shown = out.count("\n### ")
    assert 0 < shown < 3000
    assert f"1 MiB. {shown:,} findings of 3,000 are above in full; " in out[-120:]
    assert re.search(r"\n\n… and [\d,]+ more findings\n\n## Findings", out)
    decided = tuple(replace(one, status="explained") for one in many)
    folded = str(render(Report(found=decided), "github-summary"))
    assert folded.count("<details>") == folded.count("</details>")
    assert len(folded.encode()) <= github_summary.MOST_BYTES
