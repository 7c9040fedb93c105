"""REC504: one figure credited to different origins."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reconcile.models import Claims, Finding
from reconcile.rule import Example, Rule
from reconcile.solver.plain_words import cell, joined, key_of, stated
from reconcile.solver.values.fits import same_figures

VOCABULARY = "measures: {travellers: {label: travellers, unit: person, kind: constant}}\n"
CLAIM = "document: {id: %s}\nclaims: [{id: x, measure: travellers, value: '40,000', origin: %s}]\n"


@dataclass(frozen=True)
class AttributionConflict(Rule):
    """The same figure for one quantity, credited to different origins.

    ## What it finds

    Claims with the same printed figure for one quantity at the same time that name different origins. A document that
    credits nobody does not count as an origin here.

    ## Why it matters

    Either two origins found the same number, which would support it, or one of the documents names the wrong one. A
    round figure that wanders from text to text often changes its owner on the way.

    ## What to do

    Follow both credits. If one origin quotes the other, name the first one in both claims. If two names mean one
    origin, declare an alias.
    """

    code = "REC504"
    name = "attribution-conflict"
    severity = "note"
    scope = "quantity"
    examples = (
        Example(
            "one figure, two origins",
            {
                "claims/vocabulary.yaml": VOCABULARY,
                "claims/a.yaml": CLAIM % ("a", "US intelligence"),
                "claims/b.yaml": CLAIM % ("b", "UN"),
            },
            finds=[["a#x", "b#x"]],
        ),
        Example(
            "one figure, one origin",
            {
                "claims/vocabulary.yaml": VOCABULARY,
                "claims/a.yaml": CLAIM % ("a", "UN"),
                "claims/b.yaml": CLAIM % ("b", "UN"),
            },
        ),
    )

    def check(self, claims: Claims) -> Iterator[Finding]:
        """Yield one note for each figure that is credited to several origins."""
        for found in same_figures(claims, "origin", documents_differ=False):
            rows = found.tolist()
            message = f"{stated(claims, rows[0])} is credited {_credits(claims, rows)}"
            yield self.finding(claims, rows, message, key=key_of(claims, rows[0]))


def _credits(claims: Claims, rows: Sequence[int]) -> str:
    found: dict[str, list[str]] = {}
    for row in rows:
        said = found.setdefault(str(cell(claims, "origin", row)), [])
        if (document := str(cell(claims, "document", row))) not in said:
            said.append(document)
    return joined([f"to {origin} ({joined(sorted(said))})" for origin, said in sorted(found.items())])
