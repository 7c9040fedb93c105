"""What a check says: findings, what was looked at and what could not be looked at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from reconcile.errors import Problem
from reconcile.models.document import Document
from reconcile.models.finding import SEVERITIES, Finding
from reconcile.models.tie_out import TieOut

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class NotChecked:
    """Claims that a rule, or every rule, could not use, and why."""

    rule: str
    """The rule's name; empty for every rule."""
    claims: int
    """How many claims."""
    why: str
    """The reason, in a few words."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """What a check looked at."""

    documents: int = 0
    """Documents with at least one claim or a header."""
    claims: int = 0
    """Claims read, faulty ones too."""
    quantities: int = 0
    """Different quantities among them."""
    compared: int = 0
    """Quantities where two or more claims could be compared, or a law bound the claim to others."""
    single: int = 0
    """Quantities with one claim and no law that reaches them."""
    incomparable: Mapping[str, int] = field(default_factory=dict)
    """Quantities whose claims could not be compared, by reason (time, unit, unknown value)."""
    rules: int = 0
    """Rules run."""
    not_checked: tuple[NotChecked, ...] = ()
    """What was left out, by rule and reason."""
    ignored: Mapping[str, str] = field(default_factory=dict)
    """Rules left out by settings, with the reason given."""
    vocabulary_inferred: bool = False
    """Whether no vocabulary file was given."""
    ran: tuple[str, ...] = ()
    """Codes of the rules run, sorted."""


@dataclass(frozen=True)
class Report:
    """The outcome of a check: the same inputs give an equal report."""

    title: str = ""
    """The project's title."""
    found: tuple[Finding, ...] = ()
    """The findings, worst first; those that share their primary claim stand together."""
    coverage: Coverage = field(default_factory=Coverage)
    """What was looked at."""
    problems: tuple[Problem, ...] = ()
    """What could not be looked at; not empty means that the check is incomplete."""
    as_of: str = ""
    """The day that counts as today, as ISO date; empty where nobody said."""
    documents: tuple[Document, ...] = ()
    """The documents, by id."""
    tie_outs: tuple[TieOut, ...] = ()
    """Totals held against their parts, those that tie out too."""
    against: str = ""
    """The earlier state of the project that findings are compared with; empty where there is none."""
    fixed: tuple[Finding, ...] = ()
    """Findings of that earlier state that are gone."""
    unshown: Mapping[str, int] = field(default_factory=dict)
    """How many findings of each severity a page leaves out of `found`, and how many of them are `settled`."""
    remarks: tuple[str, ...] = ()
    """What else a reader must know of how this report was made, one sentence each."""

    def count(self, severity: str) -> int:
        """Return how many findings have that severity."""
        return sum(finding.severity == severity for finding in self.found) + self.unshown.get(severity, 0)

    def by_severity(self) -> dict[str, int]:
        """Return the number of findings of each severity, worst first, zeros too."""
        return {severity: self.count(severity) for severity in SEVERITIES}

    def by_rule(self) -> dict[str, int]:
        """Return the number of findings of each rule that has any, by name."""
        return dict(sorted(Counter(finding.rule for finding in self.found).items()))

    @property
    def findings(self) -> pd.DataFrame:
        """The findings as a table: one row each, `claims` as a sorted list of ids."""
        import pandas as pd

        columns = ("id", "code", "rule", "severity", "grade", "label", "message", "status")
        rows = [
            {**{name: getattr(found, name) for name in columns}, "claims": sorted(found.claim_ids())}
            for found in self.found
        ]
        return pd.DataFrame(rows, columns=[*columns, "claims"])
