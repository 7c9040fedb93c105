"""REC207: shares of one whole that do not fit into it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from reconcile.models import Claims, Finding
from reconcile.rule import Example, Rule
from reconcile.solver.laws.single import broken_laws, shares_above_all

VOCABULARY = """\
dimensions: {home: {World: [East, West, South]}}
measures:
  guests: {unit: person, kind: stock}
  guest-share: {unit: percent, kind: share, of: guests}
"""


@dataclass(frozen=True)
class SharesDoNotSum(Rule):
    """Shares of one whole that make more than all of it, or complete ones that make less.

    ## What it finds

    Shares of one base for members that cannot overlap and together exceed 100 percent by more than their
    rounding; shares of a complete set of members that cannot make 100; and a single share printed above 100
    percent. Shares with a `part` of their own (killed of those who joined) are of different bases and are
    not added.

    ## Why it matters

    A pie that is larger than itself was baked from several tables, or its slices overlap.

    ## What to do

    Check that the shares are of one base and one time, and that the members are disjoint; if they may
    overlap, say so in the vocabulary.
    """

    code: ClassVar[str] = "REC207"
    name: ClassVar[str] = "shares-do-not-sum"
    severity: ClassVar[str] = "error"
    scope: ClassVar[str] = "component"
    examples: ClassVar[tuple[Example, ...]] = (
        Example(
            "107 percent of the guests",
            {
                "claims/vocabulary.yaml": VOCABULARY,
                "claims/a.yaml": """\
document: {id: a, published: 2022}
claims:
  - {id: e, measure: guest-share, home: East, value: 45%}
  - {id: w, measure: guest-share, home: West, value: 38%}
  - {id: s, measure: guest-share, home: South, value: 24%}
""",
            },
            finds=(("a#e", "a#s", "a#w"),),
        ),
        Example(
            "a hundred and one by rounding",
            {
                "claims/vocabulary.yaml": VOCABULARY,
                "claims/a.yaml": """\
document: {id: a, published: 2022}
claims:
  - {id: e, measure: guest-share, home: East, value: 45%}
  - {id: w, measure: guest-share, home: West, value: 32%}
  - {id: s, measure: guest-share, home: South, value: 24%}
""",
            },
        ),
    )

    def check(self, claims: Claims) -> Iterator[Finding]:
        """Yield one finding for each set of shares that does not fit into its whole."""
        for broken in (*broken_laws(claims, self.code), *shares_above_all(claims)):
            yield self.finding(claims, broken.rows, broken.message, terms=broken.terms, **broken.fields)
