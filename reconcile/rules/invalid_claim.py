"""REC001: claims that break the schema."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from reconcile.models import Claims, Finding
from reconcile.rule import Example, Rule

VOCABULARY = "measures: {joined: {unit: person, kind: constant}}\n"


@dataclass(frozen=True)
class InvalidClaim(Rule):
    """A claim that cannot be used as it is written: a key is missing, doubled or holds what it may not hold.

    ## What it finds

    A claim without a value or a rank, a stance or a rank that does not exist, a time that is no date, a second claim
    with the same id, and every other break of the claim file's schema. The finding names the file, the line, the key
    and what was expected there.

    ## Why it matters

    The claim is left out of every comparison. Whoever reads "no conflict found" must know that this claim was not
    looked at. All other claims of the file are still checked.

    ## What to do

    Correct the line that the finding names. `reconcile schema` writes a JSON Schema with which most editors mark such
    slips while you type.
    """

    code = "REC001"
    name = "invalid-claim"
    severity = "error"
    scope = "claim"
    examples = (
        Example(
            "a claim that says nothing about its measure",
            {
                "claims/vocabulary.yaml": VOCABULARY,
                "claims/a.yaml": "document: {id: a}\nclaims: [{id: bare, measure: joined}]\n",
            },
            finds=[["a#bare"]],
        ),
        Example(
            "a claim with a value",
            {
                "claims/vocabulary.yaml": VOCABULARY,
                "claims/a.yaml": "document: {id: a}\nclaims: [{id: x, measure: joined, value: '1,700'}]\n",
            },
        ),
    )

    def check(self, claims: Claims) -> Iterator[Finding]:
        """Yield one finding for each claim that breaks the schema."""
        yield from self.findings_of_faults(claims)
