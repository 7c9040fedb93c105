"""REC004: stated values without a sure reading."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from reconcile.models import Claims, Finding
from reconcile.rule import Example, Rule

VOCABULARY = "measures: {visitors: {unit: person, kind: constant}}\n"
CLAIM = "document: {id: a%s}\nclaims: [{id: x, measure: visitors, value: '1.700'}]\n"


@dataclass(frozen=True)
class AmbiguousValue(Rule):
    """A stated value that can be read in more than one way, or in none.

    ## What it finds

    A number such as `1.700`, which is seventeen hundred in one country and less than two in another; a date without
    its year; a value that is no number, date or known phrase; a value that nothing can satisfy (`fewer than -8`
    people). The finding says what is in doubt and which readings there are.

    ## Why it matters

    A guess would either hide a conflict or invent one. The claim is left out until a person says what is meant.

    ## What to do

    Look at the document. If its decimal mark is a comma or a point throughout, say so once in its header
    (`decimal: ","`); otherwise correct the value, or give the claim a `low` and a `high` of its own.
    """

    code = "REC004"
    name = "ambiguous-value"
    severity = "error"
    scope = "claim"
    examples = (
        Example(
            "a point that may stand before decimals or between thousands",
            {"claims/vocabulary.yaml": VOCABULARY, "claims/a.yaml": CLAIM % ""},
            finds=[["a#x"]],
        ),
        Example(
            "the same number in a document that says what its points mean",
            {"claims/vocabulary.yaml": VOCABULARY, "claims/a.yaml": CLAIM % ", decimal: ','"},
        ),
    )

    def check(self, claims: Claims) -> Iterator[Finding]:
        """Yield one finding for each claim whose value has no sure reading."""
        yield from self.findings_of_faults(claims)
