"""REC002: one document says the same thing twice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from reconcile.models import Claims, Finding
from reconcile.rule import Example, Rule
from reconcile.solver.comparable import holds, row_with, rows_where
from reconcile.solver.plain_words import cell, stated

VOCABULARY = "measures: {joined: {unit: person, kind: constant}}\n"
CLAIMS = """\
document: {id: a}
claims:
  - {id: text, measure: joined, value: '1,700'}
  - {id: box, measure: joined, value: '%s'}
"""


@dataclass(frozen=True)
class DuplicateClaim(Rule):
    """A document that says the same thing twice: same quantity, time, reading and origin.

    ## What it finds

    Two claims of one document that differ in nothing that counts, as when a pull quote repeats a sentence of the text.

    ## Why it matters

    A figure that is printed twice is not better supported for it. The second copy takes no part in any other rule, so
    that it neither weighs nor is listed twice.

    ## What to do

    Remove the copy from the claim file, or leave both: nothing else depends on it. If the two were meant to be about
    different times, places or groups, say so in the claims.
    """

    code = "REC002"
    name = "duplicate-claim"
    severity = "warning"
    scope = "document"
    examples = (
        Example(
            "a box that repeats the text",
            {"claims/vocabulary.yaml": VOCABULARY, "claims/a.yaml": CLAIMS % "1,700"},
            finds=[["a#text", "a#box"]],
        ),
        Example(
            "another figure is no copy",
            {"claims/vocabulary.yaml": VOCABULARY, "claims/a.yaml": CLAIMS % "about 1,700"},
        ),
    )

    def check(self, claims: Claims) -> Iterator[Finding]:
        """Yield one finding for each claim that has copies, with all of them."""
        copies: dict[str, list[int]] = {}
        for row in rows_where(claims, ~holds(claims, "duplicate_of", ("",))).tolist():
            copies.setdefault(str(cell(claims, "duplicate_of", row)), []).append(row)
        for first, rows in copies.items():
            original = row_with(claims, first)
            together = [*([] if original is None else [original]), *rows]
            document = cell(claims, "document", rows[0])
            times = "twice" if len(together) == 2 else f"{len(together)} times"
            message = f"{document} says {stated(claims, rows[0])} {times}; it counts once"
            yield self.finding(claims, together, message, primary=first, key=(first,))
