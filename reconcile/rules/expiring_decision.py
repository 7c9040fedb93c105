"""REC902: deferrals that end soon."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from reconcile.models import Claims, Finding, Held
from reconcile.rule import Example, Rule, option

FILES = {
    "claims/vocabulary.yaml": "measures: {evacuated: {unit: person, kind: constant}}\n",
    "claims/courier.yaml": "document: {id: courier}\nclaims: [{id: e, measure: evacuated, value: '1,250'}]\n",
    "claims/post.yaml": "document: {id: post}\nclaims: [{id: e, measure: evacuated, value: '1,400'}]\n",
    "decisions/REC101-6dsbunh4nm.yaml": """
        finding: REC101-6dsbunh4nm
        status: deferred
        text: The Post has been asked.
        by: Ana
        on: 2024-05-02
        until: 2024-06-30
        evidence: 6t6gs4aveq
    """,
}


@dataclass(frozen=True)
class ExpiringDecision(Rule):
    """A finding that was deferred, and whose day is near.

    ## What it finds

    With `--as-of DATE`, a decision that defers its finding until a day within the next 30. Without `--as-of` there is
    no today, and it finds nothing. A decision that has run out already is no finding of this rule: its own finding is
    `expired`, and fails again.

    ## Why it matters

    A deferral is a promise to look again. On the day after it ends the check fails, and whoever meets that is rarely
    the one who promised.

    ## What to do

    Settle the finding: correct the claim, or decide it for good with `reconcile review` or `reconcile decide`. Where
    the answer is still out, defer it again; the decision keeps its history.
    """

    code = "REC902"
    name = "expiring-decision"
    severity = "note"
    scope = "project"
    examples = (
        Example(
            "a deferral that ends in twelve days",
            FILES,
            finds=[["courier#e", "post#e"]],
            as_of=date(2024, 6, 18),
        ),
        Example("the same deferral on the day that it was taken", FILES, as_of=date(2024, 5, 2)),
    )

    days: int = option(30, "how many days before its end a deferral is named")

    def check(self, claims: Claims) -> Iterator[Finding]:
        """Yield nothing: it takes decisions and a today to find one that ends soon."""
        yield from ()

    def check_decisions(self, claims: Claims, held: Sequence[Held], as_of: date | None) -> Iterator[Finding]:
        """Yield one finding for each deferral that holds and ends within `days` of the day that counts as today."""
        for one in held:
            finding, present = one.finding, one.decision.present
            if as_of is None or finding is None or finding.status != "deferred" or present.until is None:
                continue
            left = (present.until - as_of).days
            if left <= self.days:
                yield self._expiring(finding, f"deferred by {present.by} until {present.until}, {_in_days(left)}")

    def _expiring(self, finding: Finding, message: str) -> Finding:
        return Finding(
            self.code,
            self.name,
            self.severity,
            f"{message}: {finding.message}",
            tuple(replace(claim, role="related") for claim in finding.claims),
            finding.quantity,
            finding.label,
            key=(finding.id,),
        )


def _in_days(left: int) -> str:
    return "the last day" if left <= 0 else "in one day" if left == 1 else f"in {left} days"
