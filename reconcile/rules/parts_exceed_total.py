"""REC201: parts that together are more than their total."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from reconcile.models import Claims, Finding
from reconcile.rule import Example, Rule
from reconcile.solver.laws.single import broken_laws

VOCABULARY = """\
measures:
  joined: {unit: person, kind: constant}
  returned: {unit: person, kind: constant}
  captured: {unit: person, kind: constant}
"""
RELATIONS = """\
relations:
  fates: {says: Nobody is back and in custody at once., holds: returned + captured <= joined}
"""


@dataclass(frozen=True)
class PartsExceedTotal(Rule):
    """Disjoint parts whose least sum is more than their total.

    ## What it finds

    Two or more parts that cannot overlap (members of a region, outcomes that a relation sums) and together
    are more than the total, even where every part is as small and the total as large as its wording allows.
    A member without a claim speaks by the members known below it. An unknown part is never taken for zero
    and never excuses the others.

    ## Why it matters

    One of the figures is wrong, or two of the parts count the same people, or a part and the total are not
    about the same thing. Whoever quotes them together quotes a contradiction.

    ## What to do

    Compare what each figure counts and when. Where the parts may overlap, say so in the vocabulary; where
    the total was counted earlier, give it its time. Otherwise look at the suspect that stands first.

    ## Source

    Interval arithmetic on a linear constraint; the same test as a summation check that knows how each
    figure was rounded (XBRL Calculations 1.1), with hedges and several documents.
    """

    code: ClassVar[str] = "REC201"
    name: ClassVar[str] = "parts-exceed-total"
    severity: ClassVar[str] = "error"
    scope: ClassVar[str] = "component"
    examples: ClassVar[tuple[Example, ...]] = (
        Example(
            "returned and captured above joined",
            {
                "claims/vocabulary.yaml": VOCABULARY,
                "rules/relations.yaml": RELATIONS,
                "claims/center.yaml": """\
document: {id: center, published: 2016-12}
claims: [{id: uk, measure: joined, value: "810"}]
""",
                "claims/survey.yaml": """\
document: {id: survey, published: 2020}
claims:
  - {id: back, measure: returned, value: "800"}
  - {id: held, measure: captured, value: 250–300}
""",
            },
            finds=(("center#uk", "survey#back", "survey#held"),),
        ),
        Example(
            "parts that fit by their rounding",
            {
                "claims/vocabulary.yaml": VOCABULARY,
                "rules/relations.yaml": RELATIONS,
                "claims/center.yaml": """\
document: {id: center, published: 2016-12}
claims: [{id: uk, measure: joined, value: "1,000"}]
""",
                "claims/survey.yaml": """\
document: {id: survey, published: 2020}
claims:
  - {id: back, measure: returned, value: about 800}
  - {id: held, measure: captured, value: 250–300}
""",
            },
        ),
    )

    def check(self, claims: Claims) -> Iterator[Finding]:
        """Yield one finding for each broken law at its members."""
        for broken in broken_laws(claims, self.code):
            yield self.finding(claims, broken.rows, broken.message, terms=broken.terms, **broken.fields)
