"""REC301: totals so far that are lower later."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from reconcile.models import Claims, Finding
from reconcile.rule import Example, Rule
from reconcile.solver.values.clashes import falls
from reconcile.solver.values.facts import FactsOf

VOCABULARY = "measures: {joined: {label: recruits who had joined, unit: person, kind: cumulative}}\n"
CLAIM = "document: {id: %s}\nclaims: [{id: x, measure: joined, value: '%s', time: %s}]\n"


@dataclass(frozen=True)
class CumulativeFalls(Rule):
    """A total so far that is lower later than it was before.

    ## What it finds

    Claims about a measure that only grows (everybody who had joined by then, all who had been killed) where a later
    total is surely lower than an earlier one: its highest possible value is below the lowest possible earlier one.
    Two totals up to the same day are compared as equals instead (REC101, REC102).

    It is a warning where the two times overlap, where a time is inferred or missing, or where a document merely
    reports what another says. Where a document gives no time, the day of its publication is as good as a stated one.

    ## Why it matters

    People who had joined by 2016 have also joined by 2017. If the figure shrinks, one of the two is wrong, or one of
    them counts something else: those who are still there, or those from a smaller area.

    ## What to do

    Check whether the later document counts a level (a `stock`) rather than a total; then its claim belongs to another
    measure. Check the times. If both mean the same, confirm the finding.
    """

    code = "REC301"
    name = "cumulative-falls"
    severity = "error"
    scope = "quantity"
    examples = (
        Example(
            "fewer recruits in all, two years later",
            {
                "claims/vocabulary.yaml": VOCABULARY,
                "claims/a.yaml": CLAIM % ("a", "1,800", "2015-12"),
                "claims/b.yaml": CLAIM % ("b", "1,700", "2017-12"),
            },
            finds=[["a#x", "b#x"]],
        ),
        Example(
            "more recruits two years later",
            {
                "claims/vocabulary.yaml": VOCABULARY,
                "claims/a.yaml": CLAIM % ("a", "1,700", "2015-12"),
                "claims/b.yaml": CLAIM % ("b", "1,800", "2017-12"),
            },
        ),
    )

    def check(self, claims: Claims) -> Iterator[Finding]:
        """Yield one finding for each connected set of falls."""
        every = FactsOf(claims, falls(claims), falls=True)
        for number in range(len(every)):
            facts = every.of(number)
            severity = "error" if facts.is_firm else "warning"
            yield self.finding(claims, facts.rows, facts.message, severity=severity, **facts.fields(claims))
