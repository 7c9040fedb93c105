"""REC103: different figures that fit only by rounding or a hedge."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from reconcile.models import Claims, Finding
from reconcile.rule import Example, Rule, option
from reconcile.solver.laws.single import unlikely_laws
from reconcile.solver.plain_words import differ_in_time, key_of, readings, speakers
from reconcile.solver.values.fits import rounded_apart

VOCABULARY = "measures: {visitors: {label: visitors, unit: person, kind: constant}}\n"
CLAIM = "document: {id: %s}\nclaims: [{id: x, measure: visitors, value: '%s'}]\n"
SHARES = """\
dimensions: {home: {World: {complete: true, of: [Austria, Belgium, Chile, Denmark, Egypt, Fiji, Ghana, Haiti]}}}
measures:
  guests: {unit: person, kind: constant}
  guest-share: {label: share of the guests, unit: percent, kind: share, of: guests}
"""
EIGHT = """\
document: {id: a}
claims:
  - {id: at, measure: guest-share, home: Austria, value: 31%%}
  - {id: be, measure: guest-share, home: Belgium, value: 22%%}
  - {id: cl, measure: guest-share, home: Chile, value: 14%%}
  - {id: dk, measure: guest-share, home: Denmark, value: 11%%}
  - {id: eg, measure: guest-share, home: Egypt, value: 9%%}
  - {id: fj, measure: guest-share, home: Fiji, value: 8%%}
  - {id: gh, measure: guest-share, home: Ghana, value: 6%%}
  - {id: ht, measure: guest-share, home: Haiti, value: %s}
"""


@dataclass(frozen=True)
class RoundingDifference(Rule):
    """Different figures of different documents that fit only because one of them is rounded or hedged.

    ## What it finds

    Claims about one quantity at the same time that print different numbers, while their readings still have a value
    in common: 40,000 and 39,812. A bound that holds as printed is no difference: 39,812 is more than 35 thousand.

    Also sums of four or more rounded figures (parts and their total, shares that must come to 100) that fit, but only
    if nearly all of them were rounded the same way. Eight shares to the percent may come to 96 or 104; where roundings
    know nothing of each other, 103 hardly ever happens. Beside the hard bound, with every figure at its end, stands
    the band of three standard deviations. A range counts with its end, not with its middle; a sum with a bound
    ("more than") or with claims of different times is left out.

    ## Why it matters

    Such figures agree. The note says why, so that a reader who sees two numbers knows that both can be right. A sum
    that needs the luck of one roulette colour many times in a row is worth a second look: a part may be missing, from
    another table, or cut rather than rounded.

    ## What to do

    Nothing, as a rule. Where the documents claim to be exact, mark the claim or the measure `exact: true`; the
    difference is then a conflict. Of a sum, look for the part that does not belong there. Of
    a thousand sums that are right, about three stand out by chance: where there are many, raise `deviations`.

    ## Source

    JCGM 100:2008 (GUM): a rounding error is uniform over its half-width a and has the standard deviation a/√3
    (4.3.7); independent errors combine by the root of the sum of their squares (5.1.2). Uniform errors are strictly
    sub-Gaussian, so a sum exceeds k standard deviations on one side with a probability of at most exp(−k²/2), 1.1
    percent for k = 3, however few they are.
    """

    deviations: float = option(3.0, "standard deviations that independent rounding errors may add up to in a sum")
    figures: int = option(4, "rounded figures that a sum must have to be looked at")

    code = "REC103"
    name = "rounding-difference"
    severity = "note"
    scope = "component"
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
        Example(
            "eight shares that come to 103",
            {"claims/vocabulary.yaml": SHARES, "claims/a.yaml": EIGHT % "2%"},
            finds=[["a#at", "a#be", "a#cl", "a#dk", "a#eg", "a#fj", "a#gh", "a#ht"]],
        ),
        Example(
            "eight shares that come to 102",
            {"claims/vocabulary.yaml": SHARES, "claims/a.yaml": EIGHT % "1%"},
        ),
    )

    def check(self, claims: Claims) -> Iterator[Finding]:
        """Yield one note for each quantity and time at which figures differ and still fit, and for each such sum."""
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
        for unlikely in unlikely_laws(claims, Fraction(str(self.deviations)), self.figures):
            yield self.finding(claims, unlikely.rows, unlikely.message, terms=unlikely.terms, **unlikely.fields)
