"""REC501: quotes that the text of their document does not hold."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from reconcile.models import Claims, Finding
from reconcile.quotes.standing import Standing, shown, standings
from reconcile.rule import Example, Rule
from reconcile.solver.plain_words import cell

TEXT = "The town counted its cyclists. Some 1,700 riders crossed the old bridge\non a Tuesday in May.\n"
CLAIM = """
document: {id: count, text: ../texts/count.txt}
claims:
  - {id: riders, measure: riders, value: "1,700", at: {line: 1, quote: "%s"}}
"""


@dataclass(frozen=True)
class QuoteNotFound(Rule):
    """A quote that its document's text does not hold.

    ## What it finds

    A claim whose `at` has a `quote` that cannot be found in the text that `document.text` names. Line ends, white
    space, hyphens at a line's end, kinds of dashes and quotation marks, capitals and the numbers of footnotes make no
    difference; `…` or `[…]` in the quote may leave something out, and words in square brackets may stand for others.
    Every word and every figure has to be there. The passage that comes nearest is shown.

    A quote that stands elsewhere in the text than `at` says is found all the same; REC505 names its place. Where the
    text is not at hand, its quotes are counted as not checked.

    ## Why it matters

    A quote is the shortest way back to the source. One that the source does not hold is a slip of the pen, a quote of
    another edition, or a sentence that nobody wrote.

    ## What to do

    Look at the nearest passage. Correct the quote in the claim file, and the value with it if the figure differs. If
    the text was revised, say in `published` and `sha256` which edition the claims are from.
    """

    code = "REC501"
    name = "quote-not-found"
    severity = "error"
    scope = "document"
    examples = (
        Example(
            "a figure that the text does not have",
            {"texts/count.txt": TEXT, "claims/count.yaml": CLAIM % "Some 1,800 riders crossed the old bridge"},
            finds=[["count#riders"]],
        ),
        Example(
            "the same words over a line's end",
            {"texts/count.txt": TEXT, "claims/count.yaml": CLAIM % "1,700 riders crossed the old bridge on a Tuesday"},
        ),
        Example(
            "a text that is not at hand",
            {"claims/count.yaml": CLAIM % "Some 1,800 riders"},
        ),
    )

    def check(self, claims: Claims) -> Iterator[Finding]:
        """Yield one finding for each quote that the text does not hold; claims that share it stand in it together."""
        for standing in standings(claims):
            if not standing.places:
                yield self._finding(claims, standing)

    def _finding(self, claims: Claims, standing: Standing) -> Finding:
        first = str(cell(claims, "claim", standing.rows[0]))
        message = f"{standing.document} is quoted with {shown(standing.quote)}, which its text does not hold"
        near, arithmetic = standing.nearest(), [f"quoted: {shown(standing.quote)}"]
        if near is not None:
            passage, place = near
            message += f"; nearest is, in {place.lines}, {shown(passage)}"
            arithmetic.append(f"{place.lines} of the text: {shown(passage)}")
        return self.finding(claims, standing.rows, message, key=(first,), primary=first, arithmetic=tuple(arithmetic))
