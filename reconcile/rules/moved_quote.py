"""REC505: quotes that stand elsewhere in their text than `at` says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby

from reconcile.models import Claims, Finding
from reconcile.quotes.finding import Place
from reconcile.quotes.standing import Standing, shown, standings
from reconcile.rule import Example, Rule
from reconcile.solver.plain_words import cell, joined

TEXT = "A note by the editor was added here.\n\nSome 1,700 riders crossed the old bridge.\n"
CLAIM = """
document: {id: count, text: ../texts/count.txt}
claims:
  - {id: riders, measure: riders, value: "1,700", at: {line: %s, quote: "Some 1,700 riders"}}
"""


@dataclass(frozen=True)
class MovedQuote(Rule):
    """A quote that stands elsewhere in its text than the claim says.

    ## What it finds

    A quote that the document's text holds, but not in the `line`, the `lines`, or between the `start` and `end` that
    `at` gives. All such quotes of one document make one finding, with the place of each. `page` is not compared.

    ## Why it matters

    The words are right, so nothing is wrong with the claim. But who follows the locator finds other words there: the
    text was edited, or another edition of it is at hand than the one the claims were taken from.

    ## What to do

    Write the new places into the claim file. Where many have moved, look whether the text is still the edition that
    `published` dates.
    """

    code = "REC505"
    name = "moved-quote"
    severity = "note"
    scope = "document"
    examples = (
        Example(
            "a line that was added above",
            {"texts/count.txt": TEXT, "claims/count.yaml": CLAIM % 1},
            finds=[["count#riders"]],
        ),
        Example("the line where it stands", {"texts/count.txt": TEXT, "claims/count.yaml": CLAIM % 3}),
    )

    def check(self, claims: Claims) -> Iterator[Finding]:
        """Yield one finding for each document with quotes that have moved."""
        for document, group in groupby(standings(claims), key=lambda standing: standing.document):
            moved = sorted(row for standing in group for row in self._moved(claims, standing))
            if moved:
                yield self._finding(claims, document, moved)

    def _moved(self, claims: Claims, standing: Standing) -> Iterator[tuple[int, int, Place]]:
        """Yield line in the claim file, row and place of each claim whose locator points elsewhere."""
        for row in standing.rows:
            at = cell(claims, "at", row)
            if standing.places and not any(place.fits(at) for place in standing.places):
                nearest = min(
                    standing.places, key=lambda place: (abs(place.line - int(at.get("line", 0))), place.start)
                )
                yield int(cell(claims, "line", row)), row, nearest

    def _finding(self, claims: Claims, document: str, moved: list[tuple[int, int, Place]]) -> Finding:
        told = [f"{cell(claims, 'claim', row).partition('#')[2]} in {place.lines}" for _, row, place in moved]
        are = "a quote stands" if len(moved) == 1 else f"{len(moved):,} quotes stand"
        places = tuple(
            f"{cell(claims, 'claim', row)}: {shown(cell(claims, 'at', row)['quote'])} stands in {place.lines},"
            f" code points {place.start}-{place.end}"
            for _, row, place in moved
        )
        found = self.finding(
            claims,
            [row for _, row, _ in moved],
            f"{are} elsewhere in the text of {document} than the claim file says: {joined(told)}",
            key=(document,),
            primary=str(cell(claims, "claim", moved[0][1])),
            arithmetic=places,
            label=f"quotes of {document}",
        )
        return replace(found, quantity={})
