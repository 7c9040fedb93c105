"""REC404: one figure for a part and for the whole of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reconcile.models import Claims, Finding
from reconcile.rule import Example, Rule
from reconcile.solver.plain_words import cell, joined, key_of, stated
from reconcile.solver.values.repeats import figures_of_two_scopes

VOCABULARY = """\
dimensions: {place: {World: {Iraq and Syria: [Iraq, Syria]}}}
measures: {held: {label: prisoners held, unit: person, kind: stock}}
"""
CLAIMS = """\
document: {id: a, published: 2019}
claims:
  - {id: wide, measure: held, place: Iraq and Syria, value: about 2000, time: 2019-06}
  - {id: narrow, measure: held, place: Syria, value: about %s, time: 2019-06}
"""


@dataclass(frozen=True)
class ScopeShift(Rule):
    """The same figure for a place or a group and for a wider one that holds it.

    ## What it finds

    One figure with the same hedge, for one measure, at times that meet, from the same credited origin or in the same
    document: once for a member (Syria), once for a member above it (Iraq and Syria).

    ## Why it matters

    Usually only one of the two was meant, and the scope slipped when the figure was passed on. If both were true,
    nothing would be left for all other parts of the whole.

    ## What to do

    Find the sentence at the origin and see what it is about. Correct the claim whose scope slipped; if the figure
    truly holds for both, explain the finding.
    """

    code = "REC404"
    name = "scope-shift"
    severity = "warning"
    scope = "component"
    examples = (
        Example(
            "one figure for Syria, and for Iraq and Syria",
            {"claims/vocabulary.yaml": VOCABULARY, "claims/a.yaml": CLAIMS % "2000"},
            finds=[["a#wide", "a#narrow"]],
        ),
        Example(
            "a smaller figure for Syria",
            {"claims/vocabulary.yaml": VOCABULARY, "claims/a.yaml": CLAIMS % "1500"},
        ),
    )

    def check(self, claims: Claims) -> Iterator[Finding]:
        """Yield one finding for each connected set of claims with one figure for narrower and wider members."""
        for found in figures_of_two_scopes(claims):
            yield self._finding(claims, found)

    def _finding(self, claims: Claims, rows: Sequence[int]) -> Finding:
        shared = set.intersection(*(set(claims.members_at(row).items()) for row in rows))
        said = [
            f"{', '.join(m for d, m in claims.members_at(row).items() if (d, m) not in shared)} "
            f"({_source(claims, row)})"
            for row in rows
        ]
        return self.finding(
            claims,
            rows,
            f"{stated(claims, rows[0])} is given for {joined(list(dict.fromkeys(said)), most=5)}",
            key=key_of(claims, rows[0]),
        )


def _source(claims: Claims, row: int) -> str:
    origin = str(cell(claims, "origin", row))
    return f"{cell(claims, 'document', row)}{f' crediting {origin}' if origin else ''}"
