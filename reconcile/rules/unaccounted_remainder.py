"""REC203: a total of which much is unexplained."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

from reconcile.models import Claims, Finding
from reconcile.rule import Example, Rule, option
from reconcile.solver.laws.single import unaccounted

VOCABULARY = """\
measures:
  joined: {unit: person, kind: constant}
  returned: {unit: person, kind: constant}
  captured: {unit: person, kind: constant}
"""
RELATIONS = """\
relations:
  fates: {says: "Who joined is back, held or still there.", holds: returned + captured <= joined, accounts: true}
"""


@dataclass(frozen=True)
class UnaccountedRemainder(Rule):
    """A total whose known parts leave much of it unexplained.

    ## What it finds

    A relation whose terms should account for the total (`accounts: true`), with two or more known parts
    that are of one document or of the total's time. They fit, but at least a tenth of the total is left
    over. The remainder is given as printed and as read; where the totals fall into several camps, once for
    each. It is a note where terms of the relation have no claim, and names them.

    ## Why it matters

    Nothing contradicts, yet the story has a hole: people who are neither dead, back nor still there are
    somewhere.

    ## What to do

    Look for the missing part in the documents, and claim it. Where the parts were never meant to explain
    the total, take `accounts: true` off the relation.
    """

    code: ClassVar[str] = "REC203"
    name: ClassVar[str] = "unaccounted-remainder"
    severity: ClassVar[str] = "warning"
    scope: ClassVar[str] = "component"
    examples: ClassVar[tuple[Example, ...]] = (
        Example(
            "a third of those who joined is unexplained",
            {
                "claims/vocabulary.yaml": VOCABULARY,
                "rules/relations.yaml": RELATIONS,
                "claims/a.yaml": """\
document: {id: a, published: 2018-02}
claims:
  - {id: joined, measure: joined, value: "1,700"}
  - {id: back, measure: returned, value: "650"}
  - {id: held, measure: captured, value: about 500}
""",
            },
            finds=(("a#back", "a#held", "a#joined"),),
        ),
        Example(
            "little is left",
            {
                "claims/vocabulary.yaml": VOCABULARY,
                "rules/relations.yaml": RELATIONS,
                "claims/a.yaml": """\
document: {id: a, published: 2018-02}
claims:
  - {id: joined, measure: joined, value: "1,700"}
  - {id: back, measure: returned, value: "1,150"}
  - {id: held, measure: captured, value: about 500}
""",
            },
        ),
    )

    least: float = option(0.1, "the part of the total that must be left for a finding, 0 to 1")

    def check(self, claims: Claims) -> Iterator[Finding]:
        """Yield one finding for each total that its parts do not explain."""
        for left in unaccounted(claims, Fraction(str(self.least))):
            yield self.finding(claims, left.rows, left.message, terms=left.terms, **left.fields)
