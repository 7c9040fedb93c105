"""REC104: estimates that agree only because they are so wide."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from reconcile.models import Claims, Finding
from reconcile.rule import Example, Rule, option
from reconcile.solver.plain_words import differ_in_time, key_of, number, readings, speakers
from reconcile.solver.values.fits import wide_agreements

VOCABULARY = "measures: {left: {label: fighters left, unit: person, kind: constant}}\n"
CLAIM = "document: {id: %s}\nclaims: [{id: x, measure: left, value: '%s'}]\n"


@dataclass(frozen=True)
class WideEstimates(Rule):
    """Estimates of different documents that agree only because they are so wide.

    ## What it finds

    Claims about one quantity at the same time, each with a low and a high end, that overlap although the highest end
    is more than three times the lowest. Equal estimates are left out, and bounds (`at least 5,000`) too: they do not
    pretend to say how much it was.

    ## Why it matters

    "Between 10,000 and 30,000" and "12,000 to 36,000" contradict each other in nothing and confirm each other in
    nothing either. Who quotes the second as support for the first overstates what is known.

    ## What to do

    Quote the whole range, and name it as an estimate. If one of the documents has a narrower figure elsewhere, use
    that one.
    """

    factor: float = option(3.0, "how many times the lowest end the highest end must exceed")

    code = "REC104"
    name = "wide-estimates"
    severity = "warning"
    scope = "quantity"
    examples = (
        Example(
            "two ranges that overlap and say little",
            {
                "claims/vocabulary.yaml": VOCABULARY,
                "claims/a.yaml": CLAIM % ("a", "between 10,000 and 30,000"),
                "claims/b.yaml": CLAIM % ("b", "12,000 to 36,000"),
            },
            finds=[["a#x", "b#x"]],
        ),
        Example(
            "two ranges that overlap and say much",
            {
                "claims/vocabulary.yaml": VOCABULARY,
                "claims/a.yaml": CLAIM % ("a", "between 10,000 and 12,000"),
                "claims/b.yaml": CLAIM % ("b", "11,000 to 13,000"),
            },
        ),
    )

    def check(self, claims: Claims) -> Iterator[Finding]:
        """Yield one finding for each quantity and time whose estimates are that wide."""
        for found in wide_agreements(claims, self.factor):
            yield self._finding(claims, found.tolist())

    def _finding(self, claims: Claims, rows: Sequence[int]) -> Finding:
        ends = [claims.reading_at(row) for row in rows]
        low, high = min(end.low for end in ends), max(end.high for end in ends)
        times = f", {_times(high / low)} times as much" if low else ""
        said = speakers(claims, rows, timed=differ_in_time(claims, rows))
        return self.finding(
            claims,
            rows,
            f"{said} agree only because they are so wide: from {number(low)} to {number(high)}{times}",
            key=key_of(claims, rows[0]),
            arithmetic=tuple(readings(claims, rows)),
        )


def _times(ratio: Fraction) -> str:
    return f"{float(ratio):,.1f}".removesuffix(".0")
