"""REC303: events in an order that cannot be."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from reconcile.models import Claims, Finding
from reconcile.rule import Example, Rule
from reconcile.solver.laws.single import broken_laws

VOCABULARY = """\
measures:
  city-taken: {label: city taken, kind: event}
  war-over: {label: war over, kind: event}
"""
RELATIONS = """\
relations:
  city-first: {says: The city fell before the war was over., holds: city-taken < war-over}
"""


@dataclass(frozen=True)
class EventOrder(Rule):
    """Events in an order that a relation forbids.

    ## What it finds

    Two events that a relation orders (`city-taken < war-over`), where the earliest possible day of the one
    is not before the latest possible day of the other. A month or a year stands for all its days, so only
    orders that no choice of days can save are found.

    ## Why it matters

    A wrong year, or a different event under the same name, turns causes into effects.

    ## What to do

    Check both dates, and that both documents mean the same event.
    """

    code: ClassVar[str] = "REC303"
    name: ClassVar[str] = "event-order"
    severity: ClassVar[str] = "error"
    scope: ClassVar[str] = "component"
    examples: ClassVar[tuple[Example, ...]] = (
        Example(
            "the city falls after the war",
            {
                "claims/vocabulary.yaml": VOCABULARY,
                "rules/relations.yaml": RELATIONS,
                "claims/a.yaml": """\
document: {id: a, published: 2020}
claims: [{id: city, measure: city-taken, value: October 2017}]
""",
                "claims/b.yaml": """\
document: {id: b, published: 2020}
claims: [{id: over, measure: war-over, value: March 2017}]
""",
            },
            finds=(("a#city", "b#over"),),
        ),
        Example(
            "dates that may be in order",
            {
                "claims/vocabulary.yaml": VOCABULARY,
                "rules/relations.yaml": RELATIONS,
                "claims/a.yaml": """\
document: {id: a, published: 2020}
claims: [{id: city, measure: city-taken, value: October 2017}]
""",
                "claims/b.yaml": """\
document: {id: b, published: 2020}
claims: [{id: over, measure: war-over, value: "2017"}]
""",
            },
        ),
    )

    def check(self, claims: Claims) -> Iterator[Finding]:
        """Yield one finding for each broken law at its members."""
        for broken in broken_laws(claims, self.code):
            yield self.finding(claims, broken.rows, broken.message, terms=broken.terms, **broken.fields)
