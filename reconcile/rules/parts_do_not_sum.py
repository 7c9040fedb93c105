"""REC202: a complete set of parts that do not make their total."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from reconcile.models import Claims, Finding
from reconcile.rule import Example, Rule
from reconcile.solver.laws.single import broken_laws

VOCABULARY = """\
dimensions: {region: {Country: {complete: true, of: [North, Centre, South]}}}
measures: {votes: {unit: vote, kind: constant}}
"""


@dataclass(frozen=True)
class PartsDoNotSum(Rule):
    """A complete set of parts whose sum cannot be their total.

    ## What it finds

    Parts that are said to make up the whole, every one of them known and needed, whose sum and total have
    no value in common: too much or too little. Rounded figures are summed as the intervals they stand for,
    so a table whose rows are rounded does not fail for that.

    ## Why it matters

    A total that its own rows do not give means a typing slip, a missing row or a row of another table.

    ## What to do

    Add the rows again from the source. Where a row is missing from the vocabulary, add it or drop
    `complete: true`.

    ## Source

    Interval arithmetic on a linear constraint; the same test as a summation check that knows how each
    figure was rounded (XBRL Calculations 1.1), with hedges and several documents.
    """

    code: ClassVar[str] = "REC202"
    name: ClassVar[str] = "parts-do-not-sum"
    severity: ClassVar[str] = "error"
    scope: ClassVar[str] = "component"
    examples: ClassVar[tuple[Example, ...]] = (
        Example(
            "three regions make 28 votes too many",
            {
                "claims/vocabulary.yaml": VOCABULARY,
                "claims/a.yaml": """\
document: {id: a, published: 2022}
claims:
  - {id: all, measure: votes, value: "10,412"}
  - {id: n, measure: votes, region: North, value: "4,001"}
  - {id: c, measure: votes, region: Centre, value: "3,507"}
  - {id: s, measure: votes, region: South, value: "2,932"}
""",
            },
            finds=(("a#all", "a#c", "a#n", "a#s"),),
        ),
        Example(
            "a rounded total",
            {
                "claims/vocabulary.yaml": VOCABULARY,
                "claims/a.yaml": """\
document: {id: a, published: 2022}
claims:
  - {id: all, measure: votes, value: "10,400"}
  - {id: n, measure: votes, region: North, value: "4,001"}
  - {id: c, measure: votes, region: Centre, value: "3,507"}
  - {id: s, measure: votes, region: South, value: "2,932"}
""",
            },
        ),
    )

    def check(self, claims: Claims) -> Iterator[Finding]:
        """Yield one finding for each broken law at its members."""
        for broken in broken_laws(claims, self.code):
            yield self.finding(claims, broken.rows, broken.message, terms=broken.terms, **broken.fields)
