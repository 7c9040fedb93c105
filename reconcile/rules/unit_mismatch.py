"""REC401: units of another physical dimension than the measure's."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from reconcile.evidence import evidence_at, shown
from reconcile.models import Claims, Finding
from reconcile.rule import Example, Rule
from reconcile.solver.comparable import row_with
from reconcile.solver.plain_words import cell, stated

VOCABULARY = "measures: {territory: {label: territory held, unit: km^2, kind: stock}}\n"
CLAIM = "document: {id: a, published: 2017}\nclaims: [{id: x, measure: territory, value: '41,000', unit: %s}]\n"


@dataclass(frozen=True)
class UnitMismatch(Rule):
    """A unit that cannot measure the thing: kilometres for an area, dollars for people.

    ## What it finds

    A claim whose unit is of another kind than the unit of its measure, so that no factor turns one into the other.
    Square miles for square kilometres are no fault: they are converted.

    ## Why it matters

    "100,000 kilometres of territory" is a slip in the document or in the claim file, and nobody can say which figure
    was meant. The claim is left out of every comparison.

    ## What to do

    Look the sentence up. If the document itself has the wrong unit, keep the claim as it is: the finding is about the
    document. If the claim file has it wrong, correct the unit. If the measure is the wrong one, name the right one.
    """

    code = "REC401"
    name = "unit-mismatch"
    severity = "error"
    scope = "claim"
    examples = (
        Example(
            "kilometres for an area",
            {"claims/vocabulary.yaml": VOCABULARY, "claims/a.yaml": CLAIM % "km"},
            finds=[["a#x"]],
        ),
        Example(
            "square miles for square kilometres",
            {"claims/vocabulary.yaml": VOCABULARY, "claims/a.yaml": CLAIM % "mile^2"},
        ),
    )

    def check(self, claims: Claims) -> Iterator[Finding]:
        """Yield one finding for each claim whose unit does not fit its measure."""
        for found in self.findings_of_faults(claims):
            row = row_with(claims, found.primary)
            if row is None:
                yield found
                continue
            quantity, label = shown(claims).quantity(row)
            evidence = replace(evidence_at(claims, row), unit=str(cell(claims, "unit", row)))
            message = f"{evidence.document} says {stated(claims, row)}: {found.message}"
            yield found.changed(
                claims=(evidence,),
                quantity=quantity,
                label=label,
                message=message,
            )
