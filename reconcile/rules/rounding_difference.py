"""REC103: different figures that fit only by rounding or a hedge."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from reconcile.models import Claims, Finding
from reconcile.rule import Example, Rule
from reconcile.solver.plain_words import differ_in_time, key_of, readings, speakers
from reconcile.solver.values.fits import rounded_apart

VOCABULARY = "measures: {visitors: {label: visitors, unit: person, kind: constant}}\n"
CLAIM = "document: {id: %s}\nclaims: [{id: x, measure: visitors, value: '%s'}]\n"


@dataclass(frozen=True)
class RoundingDifference(Rule):
    """Different figures of different documents that fit only because one of them is rounded or hedged.

    ## What it finds

    Claims about one quantity at the same time that print different numbers, while their readings still have a value
    in common: 40,000 and 39,812. A bound that holds as printed is no difference: 39,812 is more than 35 thousand.

    ## Why it matters

    Such figures agree. The note says why, so that a reader who sees two numbers knows that both can be right.

    ## What to do

    Nothing, as a rule. Where the documents claim to be exact, mark the claim or the measure `exact: true`; the
    difference is then a conflict.
    """

    code = "REC103"
    name = "rounding-difference"
    severity = "note"
    scope = "quantity"
    examples = (
        Example(
            "a rounded figure and the exact one",
            {
                "claims/vocabulary.yaml": VOCABULARY,
                "claims/a.yaml": CLAIM % ("a", "40,000"),
                "claims/b.yaml": CLAIM % ("b", "39,812"),
            },
            finds=[["a#x", "b#x"]],
        ),
        Example(
            "a bound that holds as printed",
            {
                "claims/vocabulary.yaml": VOCABULARY,
                "claims/a.yaml": CLAIM % ("a", "more than 35 thousand"),
                "claims/b.yaml": CLAIM % ("b", "39,812"),
            },
        ),
    )

    def check(self, claims: Claims) -> Iterator[Finding]:
        """Yield one note for each quantity and time at which figures differ and still fit."""
        for found in rounded_apart(claims):
            rows = found.tolist()
            said = speakers(claims, rows, timed=differ_in_time(claims, rows))
            yield self.finding(
                claims,
                rows,
                f"{said} fit, but only as rounded or hedged",
                key=key_of(claims, rows[0]),
                arithmetic=tuple(readings(claims, rows)),
            )
