"""Markdown for the summary page of a GitHub workflow, never longer than GitHub takes."""

from __future__ import annotations

from collections.abc import Iterable

from reconcile.models import Report
from reconcile.reporters._words import count
from reconcile.reporters.markdown import parts

SUFFIX = ".github.md"
MOST_BYTES = 1_000_000
"""GitHub takes 1 MiB from all commands of a step together and drops the whole summary where it is longer."""
ROOM = 400
"""Bytes kept for the sentence that says what is left out."""


def render(report: Report, *, width: int, color: bool) -> str:
    """Return the Markdown report, why it is incomplete first of all; `width` and `color` change nothing.

    What is too much is left out block by block, and the end says so.
    """
    head, summary, findings, coverage = parts(report)
    found = [*_rows(summary), *findings]
    blocks = [block for block in (*head, *([*coverage, *found] if report.problems else [*found, *coverage])) if block]
    text, left = _within(blocks, MOST_BYTES - ROOM)
    if left:
        shown = sum(line.startswith("### ") for line in text.split("\n"))
        text += "\n\n</details>" * (text.count("\n<details>") - text.count("\n</details>"))
        text += (
            f"\n\n**Cut here:** GitHub takes 1 MiB. {count(shown, 'finding')} of {len(report.found):,} "
            "are above in full; the Markdown, JSON and HTML formats have all."
        )
    return text + "\n"


def _rows(blocks: Iterable[str]) -> list[str]:
    """Return the blocks, a long table cut to the rows that leave room for findings."""
    found = []
    for block in blocks:
        text, left = _within(block.split("\n"), MOST_BYTES // 4, "\n")
        found.append(f"{text}\n\n… and {count(left, 'more finding')}" if left else text)
    return found


def _within(blocks: Iterable[str], most: int, between: str = "\n\n") -> tuple[str, int]:
    """Return the first blocks that are at most so many bytes together, and how many are left out."""
    kept: list[str] = []
    taken = left = 0
    for block in blocks:
        taken += len(block.encode("utf-8")) + len(between)
        if taken <= most:
            kept.append(block)
        else:
            left += 1
    return between.join(kept), left
