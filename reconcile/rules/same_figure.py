"""REC403: one figure for two different things."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reconcile.models import Claims, Finding
from reconcile.rule import Example, Rule, option
from reconcile.solver.plain_words import cell, joined, stated
from reconcile.solver.values.repeats import Tied, figures_of_two_measures

VOCABULARY = """\
measures:
  joined: {unit: person, kind: cumulative}
  relocated: {label: moved on to another country, unit: person, kind: cumulative}
  returned: {label: came home, unit: person, kind: cumulative}
"""
RELATIONS = "relations: {fates: {says: One fate each., holds: relocated + returned <= joined}}\n"
CLAIMS = """\
document: {id: a, published: 2020}
claims:
  - {id: moved, measure: relocated, value: 'at least 5,600', time: 2017}
  - {id: back, measure: returned, value: '%s', time: 2017}
"""


@dataclass(frozen=True)
class SameFigure(Rule):
    """One figure that is given for two different things: a likely mix-up.

    ## What it finds

    The same number, hedges aside, for two measures that one relation ties together, about the same members and at
    times that meet (or for two totals so far): 5,600 who moved on, 5,600 who came home. Numbers below ten are left
    alone. A figure with one significant digit, such as 800, is only noted: it can easily be the same by chance.

    ## Why it matters

    Two different things seldom have the same size to the last digit. More often a figure was carried from one
    sentence to another, and what it counts was lost on the way.

    ## What to do

    Follow the figure to its origin; all origins that are credited with it are named. If it belongs to one of the two
    things, correct the other claim. If both are right, explain the finding.
    """

    smallest: float = option(10.0, "figures below this are too small to be told apart by chance")

    code = "REC403"
    name = "same-figure"
    severity = "warning"
    scope = "component"
    examples = (
        Example(
            "one figure for two fates",
            {
                "claims/vocabulary.yaml": VOCABULARY,
                "rules/relations.yaml": RELATIONS,
                "claims/a.yaml": CLAIMS % "5,600",
            },
            finds=[["a#moved", "a#back"]],
        ),
        Example(
            "two figures for two fates",
            {
                "claims/vocabulary.yaml": VOCABULARY,
                "rules/relations.yaml": RELATIONS,
                "claims/a.yaml": CLAIMS % "5,400",
            },
        ),
    )

    def check(self, claims: Claims) -> Iterator[Finding]:
        """Yield one finding for each figure that two tied measures share."""
        for found in figures_of_two_measures(claims, self.smallest):
            yield self._finding(claims, found)

    def _finding(self, claims: Claims, found: Tied) -> Finding:
        rows = found.rows
        said = [_said(claims, [r for r in rows if cell(claims, "measure", r) == name]) for name in found.measures]
        return self.finding(
            claims,
            rows,
            f"one figure, {found.figure}, for two things: {' and '.join(said)}",
            severity="note" if found.digits == 1 else "warning",
            relations=found.relations,
            key=(*found.measures, *(f"{name}={member}" for name, member in found.members.items())),
            quantity={"measure": str(cell(claims, "measure", rows[0])), **found.members},
        )


def _said(claims: Claims, rows: Sequence[int]) -> str:
    """Return who gives the figure for one of the measures, and whom they credit."""
    measure = claims.vocabulary.measures[str(cell(claims, "measure", rows[0]))].title
    names = []
    for row in rows:
        origin = str(cell(claims, "origin", row))
        names.append(f"{cell(claims, 'document', row)}{f' crediting {origin}' if origin else ''}")
    texts = list(dict.fromkeys(stated(claims, row) for row in rows))
    return f"{measure} ({joined(texts)}: {joined(list(dict.fromkeys(names)), most=6)})"
