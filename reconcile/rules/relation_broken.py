"""REC205: figures that break a declared relation."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from reconcile.models import Claims, Finding
from reconcile.rule import Example, Rule
from reconcile.solver.laws.single import broken_laws

VOCABULARY = """\
measures:
  seats: {unit: seat, kind: constant}
  rows: {unit: row, kind: constant}
"""
RELATIONS = """\
relations:
  hall: {says: Every row has twenty seats., holds: seats = 20 * rows}
"""


@dataclass(frozen=True)
class RelationBroken(Rule):
    """A declared relation that no values in the readings satisfy.

    ## What it finds

    Any relation of `rules/relations.yaml` that the figures cannot satisfy and that is not simply parts
    against a total: factors, differences, constants, equations that come out too small.

    ## Why it matters

    The relation says how the quantities hang together; figures that break it cannot all be true.

    ## What to do

    Check each figure, then the relation. Where the relation is an assumption, give it `severity: warning`.

    ## Source

    Interval arithmetic on a linear constraint; the same test as a summation check that knows how each
    figure was rounded (XBRL Calculations 1.1), with hedges and several documents.
    """

    code: ClassVar[str] = "REC205"
    name: ClassVar[str] = "relation-broken"
    severity: ClassVar[str] = "error"
    scope: ClassVar[str] = "component"
    examples: ClassVar[tuple[Example, ...]] = (
        Example(
            "too few rows for the seats",
            {
                "claims/vocabulary.yaml": VOCABULARY,
                "rules/relations.yaml": RELATIONS,
                "claims/a.yaml": """\
document: {id: a, published: 2021}
claims: [{id: seats, measure: seats, value: "412"}]
""",
                "claims/b.yaml": """\
document: {id: b, published: 2021}
claims: [{id: rows, measure: rows, value: "18"}]
""",
            },
            finds=(("a#seats", "b#rows"),),
        ),
        Example(
            "rows that fit rounded seats",
            {
                "claims/vocabulary.yaml": VOCABULARY,
                "rules/relations.yaml": RELATIONS,
                "claims/a.yaml": """\
document: {id: a, published: 2021}
claims: [{id: seats, measure: seats, value: about 400}]
""",
                "claims/b.yaml": """\
document: {id: b, published: 2021}
claims: [{id: rows, measure: rows, value: "21"}]
""",
            },
        ),
    )

    def check(self, claims: Claims) -> Iterator[Finding]:
        """Yield one finding for each broken law at its members."""
        for broken in broken_laws(claims, self.code):
            yield self.finding(claims, broken.rows, broken.message, terms=broken.terms, **broken.fields)
