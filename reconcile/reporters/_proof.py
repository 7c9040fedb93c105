"""What a finding says, as plain lines for formats of other programs: the sentence, then the proof."""

from __future__ import annotations

from reconcile.models import Finding, Report
from reconcile.reporters._blocks import LONGEST_LINE, LONGEST_VALUE, MOST_CLAIMS
from reconcile.reporters._decided import change_line
from reconcile.reporters._lines import shortened
from reconcile.reporters._settled import standing
from reconcile.reporters._words import count, credit, file_place, own_arithmetic, reads, text_place, tolerance, when


def claim_line(finding: Finding, number: int) -> str:
    """Return a claim of a finding in one line: `watch-2018: 1,700, reads [1,650, 1,750), …; claims/watch.yaml:44`."""
    claim = finding.claims[number]
    read = reads(claim)
    facts = [
        claim.term,
        shortened(claim.stated, LONGEST_VALUE),
        f"reads {read}" if read else "",
        when(claim),
        credit(claim),
    ]
    said = f"{claim.document}: {', '.join(fact for fact in facts if fact)}"
    text = text_place(claim.at)
    place = f"{file_place(claim)} ({text})" if text else file_place(claim)
    return shortened(f"{said}; {place}" if place else said, LONGEST_LINE)


def claim_lines(finding: Finding) -> list[str]:
    """Return a line for each claim, and how many more there are where there are many."""
    shown = [claim_line(finding, number) for number in range(min(MOST_CLAIMS, len(finding.claims)))]
    more = finding.size - len(shown)
    return [*shown, f"… and {count(more, 'more claim')}"] if more else shown


def reason_lines(finding: Finding, report: Report) -> list[str]:
    """Return what is new about it, the arithmetic, what would make it go away, what may explain it, what is decided."""
    change = change_line(finding, report)
    lines = [change[:1].upper() + change[1:], *own_arithmetic(finding), tolerance(finding), *finding.implied]
    lines += [cause if cause.startswith("Maybe") else f"Maybe: {cause}" for cause in finding.causes]
    lines += standing(finding)
    return [shortened(line, LONGEST_LINE) for line in lines if line]
