"""What findings are filtered by, without a script: classes on the cards, radio buttons, and a style rule for each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from reconcile.models import SEVERITIES, Finding, Report

STATUSES = ("open", "confirmed", "reopened", "expired", "explained", "dismissed", "deferred")
"""The effective statuses, in the order in which they are offered."""
CHANGES = ("new", "changed", "unchanged")
"""How a finding stands to an earlier state of the project."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One value that findings can be filtered by."""

    name: str
    """Id of its radio button and class of the cards that have the value."""
    label: str
    """The value in words."""
    count: int
    """How many findings have it."""


@dataclass(frozen=True, slots=True)
class Filter:
    """One question that findings are filtered by."""

    name: str
    """Name of its radio buttons."""
    legend: str
    """What is asked."""
    choices: tuple[Choice, ...]
    """Two or more values."""


@dataclass(frozen=True, slots=True)
class Classes:
    """The values that the findings of a report have, for each question."""

    values: tuple[tuple[str, str, tuple[tuple[str, int], ...]], ...]
    """Letter, legend and the values with their counts."""

    @classmethod
    def of(cls, report: Report) -> Classes:
        """Return the values of a report's findings."""
        found = report.found
        return cls(
            (
                ("s", "Severity", _counted([finding.severity for finding in found], SEVERITIES)),
                ("t", "Status", _counted([finding.status for finding in found], STATUSES)),
                ("v", f"Against {report.against}", _counted([finding.change for finding in found], CHANGES)),
                ("r", "Rule", _counted([f"{finding.code} {finding.rule}" for finding in found], ())),
            )
        )

    def of_finding(self, finding: Finding) -> str:
        """Return the classes of a finding's card; values that the report lacks have none."""
        of = (finding.severity, finding.status, finding.change, f"{finding.code} {finding.rule}")
        known = [_place(letter, choices, value) for (letter, _, choices), value in zip(self.values, of, strict=True)]
        tone = finding.severity if finding.severity in SEVERITIES else ""
        return " ".join(part for part in ("c", tone, *known) if part)

    def filters(self) -> tuple[Filter, ...]:
        """Return the questions that tell findings apart."""
        return tuple(
            Filter(letter, legend, tuple(Choice(f"{letter}{n}", label, of) for n, (label, of) in enumerate(choices, 1)))
            for letter, legend, choices in self.values
            if len(choices) > 1
        )

    def style(self) -> str:
        """Return the style rules that hide what a chosen radio button leaves out, and folds that are then empty."""
        return "\n".join(
            f"body:has(#f-{choice.name}:checked) :is(.c:not(.{choice.name}),.fold:not(:has(.{choice.name})))"
            "{display:none}"
            for question in self.filters()
            for choice in question.choices
        )


def _counted(values: Sequence[str], order: Sequence[str]) -> tuple[tuple[str, int], ...]:
    """Return the values but empty ones with their counts, in the given order, others behind it by name."""
    places = {value: place for place, value in enumerate(order)}
    counts = Counter(value for value in values if value)
    return tuple(sorted(counts.items(), key=lambda item: (places.get(item[0], len(places)), item[0])))


def _place(letter: str, choices: Sequence[tuple[str, int]], value: str) -> str:
    return next((f"{letter}{n}" for n, (label, _) in enumerate(choices, 1) if label == value), "")
