"""REC208: claims that break several laws together and none alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from reconcile.errors import Problem
from reconcile.models import Claims, Finding
from reconcile.rule import Example, Rule, option
from reconcile.solver.sets.search import inconsistent_sets

VOCABULARY = """\
measures:
  joined: {unit: person, kind: constant}
  killed: {unit: person, kind: constant}
  back: {unit: person, kind: constant}
  tried: {unit: person, kind: constant}
"""
RELATIONS = """\
relations:
  fates: {says: One fate each., holds: killed + back <= joined}
  trials: {says: Only people who came back are tried., holds: tried <= back}
"""
A = """\
document: {id: a, published: 2020}
claims:
  - {id: joined, measure: joined, value: "1,043"}
  - {id: killed, measure: killed, value: "611"}
"""


@dataclass(frozen=True)
class InconsistentSet(Rule):
    """Claims that break two or more laws together and none alone.

    ## What it finds

    A smallest set of claims, of one document or of many, that the laws together rule out although each law by
    itself can hold: people who were tried must have come back, those who came back and the dead are some of
    those who had joined, and the three figures leave no number for those who came back. Take any one claim away
    and the rest fit. Counts that nobody gives are bounded by what is known of their parts and wholes.

    Claims that a narrower rule reports already are put aside first: the fewest that hit every clash of values
    and every single broken law. Then sets are sought one after another, those of the fewest claims first, at most
    ten among claims that hang together.

    The laws are held against each day by itself, then against several days together: a total so far (`cumulative`)
    is at most what it is later, a `constant` is the same on all, and a level rises at most to three times what it
    was and what came in between (REC305; a warning, and never within one document). Where nothing breaks, the
    latest earlier total is kept on: a set that needs it is a warning that says by how much the total must have
    grown since.

    Laws that contradict each other whatever is claimed are a fault of the rules: a problem with the file and line,
    and no claim is blamed. What takes more than `budget` solver calls is reported as not checked.

    ## Why it matters

    Nobody who compares the documents figure by figure, or adds up one table, can see it.

    ## What to do

    Follow the steps in the message: each says what one law makes of the claims. Where a law does not hold there,
    narrow it with `where`, or make it a warning. Otherwise one of the claims is wrong or is about something
    else; which one, the arithmetic cannot say.

    ## Source

    Irreducible infeasible subsystems (Chinneck), found by linear programming (HiGHS) and proved again in exact
    fractions by Farkas' lemma (the general simplex of Dutertre and de Moura).
    """

    budget: int = option(2000, "solver calls for claims that hang together, after which they count as not checked")
    most: int = option(10, "sets reported among claims that hang together")

    code: ClassVar[str] = "REC208"
    name: ClassVar[str] = "inconsistent-set"
    severity: ClassVar[str] = "error"
    scope: ClassVar[str] = "component"
    examples: ClassVar[tuple[Example, ...]] = (
        Example(
            "more tried than can have come back",
            {
                "claims/vocabulary.yaml": VOCABULARY,
                "rules/relations.yaml": RELATIONS,
                "claims/a.yaml": A,
                "claims/b.yaml": """\
document: {id: b, published: 2020}
claims: [{id: tried, measure: tried, value: "512"}]
""",
            },
            finds=(("a#joined", "a#killed", "b#tried"),),
        ),
        Example(
            "fewer tried",
            {
                "claims/vocabulary.yaml": VOCABULARY,
                "rules/relations.yaml": RELATIONS,
                "claims/a.yaml": A,
                "claims/b.yaml": """\
document: {id: b, published: 2020}
claims: [{id: tried, measure: tried, value: more than 400}]
""",
            },
        ),
    )

    def check(self, claims: Claims) -> Iterator[Finding]:
        """Yield one finding for each smallest set."""
        for broken in inconsistent_sets(claims, self.budget, self.most).broken:
            yield self.finding(claims, broken.rows, broken.message, terms=broken.terms, **broken.fields)

    def problems(self, claims: Claims) -> Iterator[Problem]:
        """Yield laws that contradict each other, and claims that could not be checked together."""
        yield from inconsistent_sets(claims, self.budget, self.most).problems
