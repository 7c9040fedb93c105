"""REC102: one document that clashes with itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from reconcile.models import Claims, Finding
from reconcile.rule import Example, Rule
from reconcile.solver.values.clashes import contradictions
from reconcile.solver.values.facts import FactsOf

VOCABULARY = "measures: {members: {label: members of the group, unit: person, kind: constant}}\n"
CLAIMS = """\
document: {id: a}
claims:
  - {id: early, measure: members, value: four}
  - {id: late, measure: members, value: at least %s}
"""


@dataclass(frozen=True)
class SelfContradiction(Rule):
    """A document that gives two values for one quantity which cannot both be true.

    ## What it finds

    Claims of one document about the same quantity at the same time whose readings have no value in common. It is
    always an error: within one text there is no other source to blame.

    ## Why it matters

    One of the two sentences is wrong, or they mean different things and the text does not say so. Against other
    documents this one then counts with everything that lies between its own figures.

    ## What to do

    Read both places. Often a box or a caption was not updated with the text, or one figure is of another date or
    group: then say so in the claim. Otherwise the editor of the document is the person to ask.
    """

    code = "REC102"
    name = "self-contradiction"
    severity = "error"
    scope = "quantity"
    examples = (
        Example(
            "a group of four with at least 27 members",
            {"claims/vocabulary.yaml": VOCABULARY, "claims/a.yaml": CLAIMS % "27"},
            finds=[["a#early", "a#late"]],
        ),
        Example(
            "a bound that the figure keeps",
            {"claims/vocabulary.yaml": VOCABULARY, "claims/a.yaml": CLAIMS % "three"},
        ),
    )

    def check(self, claims: Claims) -> Iterator[Finding]:
        """Yield one finding for each connected set of clashes inside one document."""
        every = FactsOf(claims, contradictions(claims), own=True)
        for number in range(len(every)):
            facts = every.of(number)
            yield self.finding(claims, facts.rows, facts.message, **facts.fields(claims))
