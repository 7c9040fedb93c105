"""REC503: documents that agree because they have the figure from one origin."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from reconcile.models import Claims, Finding
from reconcile.rule import Example, Rule
from reconcile.solver.plain_words import cell, key_of, speakers
from reconcile.solver.values.fits import same_figures

VOCABULARY = "measures: {visitors: {label: visitors, unit: person, kind: constant}}\n"
CLAIM = "document: {id: %s}\nclaims: [{id: x, measure: visitors, value: '39,812', origin: %s}]\n"


@dataclass(frozen=True)
class CircularCorroboration(Rule):
    """Documents that print the same figure and have it from the same origin: together they are one source.

    ## What it finds

    Claims of two or more documents with the same figure for one quantity at the same time, all of which credit the
    same origin, or one of which is the origin of the others.

    ## Why it matters

    Three newspapers that quote one agency are one source, not three. The figure counts once.

    ## What to do

    Nothing needs to be corrected. Do not present the documents as confirming each other; look for an independent
    source if the figure matters.
    """

    code = "REC503"
    name = "circular-corroboration"
    severity = "note"
    scope = "quantity"
    examples = (
        Example(
            "two papers that quote one agency",
            {
                "claims/vocabulary.yaml": VOCABULARY,
                "claims/a.yaml": CLAIM % ("a", "AFP"),
                "claims/b.yaml": CLAIM % ("b", "AFP"),
            },
            finds=[["a#x", "b#x"]],
        ),
        Example(
            "two papers with origins of their own",
            {
                "claims/vocabulary.yaml": VOCABULARY,
                "claims/a.yaml": CLAIM % ("a", "AFP"),
                "claims/b.yaml": CLAIM % ("b", "city council"),
            },
        ),
    )

    def check(self, claims: Claims) -> Iterator[Finding]:
        """Yield one note for each figure that documents have from one origin."""
        for found in same_figures(claims, "source", documents_differ=True):
            rows = found.tolist()
            source = str(cell(claims, "source", rows[0]))
            message = f"{speakers(claims, rows)}: all of it comes from {source}, so it counts once"
            yield self.finding(claims, rows, message, key=key_of(claims, rows[0], source))
