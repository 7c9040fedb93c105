"""REC204: one part alone above its whole."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from reconcile.models import Claims, Finding
from reconcile.rule import Example, Rule
from reconcile.solver.laws.single import broken_laws

VOCABULARY = """\
dimensions: {nationality: {World: {Western Europe: [France, Belgium]}}}
measures:
  remaining: {unit: person, kind: stock}
  foreign-remaining: {unit: person, kind: stock}
"""
RELATIONS = """\
relations:
  foreigners: {says: Foreigners are some of all., holds: foreign-remaining <= remaining}
"""


@dataclass(frozen=True)
class PartExceedsWhole(Rule):
    """One part that alone is more than its whole.

    ## What it finds

    A figure for a member that exceeds the figure for the nearest wider member that has one (levels between
    may be unknown, and it may be wider in several dimensions), or a figure that exceeds the one which a
    relation puts above it. Both are taken as their wording allows: the part as small, the whole as large as
    possible.

    ## Why it matters

    There is no way to read the two as true of one thing at one time.

    ## What to do

    Check that both count the same thing at the same time. If the part is right, the whole is at least as
    large.

    ## Source

    Interval arithmetic on a linear constraint; the same test as a summation check that knows how each
    figure was rounded (XBRL Calculations 1.1), with hedges and several documents.
    """

    code: ClassVar[str] = "REC204"
    name: ClassVar[str] = "part-exceeds-whole"
    severity: ClassVar[str] = "error"
    scope: ClassVar[str] = "component"
    examples: ClassVar[tuple[Example, ...]] = (
        Example(
            "more foreigners than fighters",
            {
                "claims/vocabulary.yaml": VOCABULARY,
                "rules/relations.yaml": RELATIONS,
                "claims/a.yaml": """\
document: {id: a, published: 2019-08}
claims: [{id: x, measure: remaining, value: "2,000", time: 2019-06}]
""",
                "claims/b.yaml": """\
document: {id: b, published: 2019-08}
claims: [{id: x, measure: foreign-remaining, value: "3,000", time: 2019-06}]
""",
            },
            finds=(("a#x", "b#x"),),
        ),
        Example(
            "a country above the world, no claim between",
            {
                "claims/vocabulary.yaml": VOCABULARY,
                "rules/relations.yaml": RELATIONS,
                "claims/a.yaml": """\
document: {id: a, published: 2019-08}
claims:
  - {id: all, measure: remaining, value: "2,000", time: 2019-06}
  - {id: fr, measure: remaining, nationality: France, value: "2,310", time: 2019-06}
""",
            },
            finds=(("a#all", "a#fr"),),
        ),
        Example(
            "another time",
            {
                "claims/vocabulary.yaml": VOCABULARY,
                "rules/relations.yaml": RELATIONS,
                "claims/a.yaml": """\
document: {id: a, published: 2019-08}
claims:
  - {id: all, measure: remaining, value: "2,000", time: 2019-06}
  - {id: fr, measure: remaining, nationality: France, value: "2,310", time: 2018-06}
""",
            },
        ),
    )

    def check(self, claims: Claims) -> Iterator[Finding]:
        """Yield one finding for each broken law at its members."""
        for broken in broken_laws(claims, self.code):
            yield self.finding(claims, broken.rows, broken.message, terms=broken.terms, **broken.fields)
