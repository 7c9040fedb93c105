"""REC206: a share that its counts contradict."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from reconcile.models import Claims, Finding
from reconcile.rule import Example, Rule
from reconcile.solver.laws.single import broken_laws

VOCABULARY = """\
dimensions: {region: {World: {Europe: [France]}}}
measures:
  joined: {unit: person, kind: constant}
  joined-share: {unit: percent, kind: share, of: joined}
"""


@dataclass(frozen=True)
class ShareConflict(Rule):
    """A share that contradicts the counts of its part and its base.

    ## What it finds

    A percentage that the counts cannot give: part divided by base lies wholly above or below the share,
    with every figure read as wide as its wording allows. The base is the wider quantity the share is of,
    unless the claim names another (`base: {region: Europe}`); `base: unknown` keeps a share out.

    ## Why it matters

    Percentages are often copied without the base they were of. Recomputed, they show that two figures are
    of different populations or that one is wrong.

    ## What to do

    Find out what the share is of. If it is another base than the count's, say so with `base`.

    ## Source

    Recomputing a reported result from the interval of its inputs, as statcheck and GRIM do for statistics.
    """

    code: ClassVar[str] = "REC206"
    name: ClassVar[str] = "share-conflict"
    severity: ClassVar[str] = "error"
    scope: ClassVar[str] = "component"
    examples: ClassVar[tuple[Example, ...]] = (
        Example(
            "over 20 percent, but 5,000 of 40,000",
            {
                "claims/vocabulary.yaml": VOCABULARY,
                "claims/a.yaml": """\
document: {id: a, published: 2017}
claims:
  - {id: all, measure: joined, value: "40,000"}
  - {id: share, measure: joined-share, region: Europe, value: over 20 percent}
""",
                "claims/b.yaml": """\
document: {id: b, published: 2017}
claims: [{id: eu, measure: joined, region: Europe, value: "5,000"}]
""",
            },
            finds=(("a#all", "a#share", "b#eu"),),
        ),
        Example(
            "an unknown base",
            {
                "claims/vocabulary.yaml": VOCABULARY,
                "claims/a.yaml": """\
document: {id: a, published: 2017}
claims:
  - {id: all, measure: joined, value: "40,000"}
  - {id: share, measure: joined-share, region: Europe, value: over 20 percent, base: unknown}
""",
                "claims/b.yaml": """\
document: {id: b, published: 2017}
claims: [{id: eu, measure: joined, region: Europe, value: "5,000"}]
""",
            },
        ),
    )

    def check(self, claims: Claims) -> Iterator[Finding]:
        """Yield one finding for each broken law at its members."""
        for broken in broken_laws(claims, self.code):
            yield self.finding(claims, broken.rows, broken.message, terms=broken.terms, **broken.fields)
