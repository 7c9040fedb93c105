"""REC003: names that nothing declares."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from reconcile.models import Claims, Finding
from reconcile.rule import Example, Rule

VOCABULARY = """\
dimensions: {nationality: {World: [France, Germany]}}
measures: {joined: {unit: person, kind: constant}}
"""
CLAIM = "document: {id: a}\nclaims: [{id: x, measure: joined, nationality: %s, value: '1,700'}]\n"


@dataclass(frozen=True)
class UnknownName(Rule):
    """A name that the vocabulary does not declare: a measure, a dimension, a member or a key.

    ## What it finds

    A claim about a measure, a place, a nationality or any other member that `vocabulary.yaml` lacks, a dimension that
    the claim's measure does not have, and a key that no claim has. The finding offers the nearest declared name.

    ## Why it matters

    Two claims are compared only if they name the same thing. A slip of the pen (`Frnace`) would make a quantity of its
    own that conflicts with nothing, and the check would stay green for the wrong reason. So the claim is left out, and
    said to be.

    ## What to do

    Correct the slip; or add the name to the vocabulary; or, where a document uses another word for the same thing
    (`UK` for `United Kingdom`), declare it under `aliases`.
    """

    code = "REC003"
    name = "unknown-name"
    severity = "error"
    scope = "claim"
    examples = (
        Example(
            "a country with a slip of the pen",
            {"claims/vocabulary.yaml": VOCABULARY, "claims/a.yaml": CLAIM % "Frnace"},
            finds=[["a#x"]],
        ),
        Example(
            "a country that is declared",
            {"claims/vocabulary.yaml": VOCABULARY, "claims/a.yaml": CLAIM % "France"},
        ),
    )

    def check(self, claims: Claims) -> Iterator[Finding]:
        """Yield one finding for each claim with an unknown name."""
        yield from self.findings_of_faults(claims)
