"""REC304: claims about a time after their document was published."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from reconcile.models import ENDLESS_FUTURE, Claims, Finding, Margin
from reconcile.rule import Example, Rule
from reconcile.solver.comparable import holds
from reconcile.solver.plain_words import cell, stated, when
from reconcile.times import days_to_text

VOCABULARY = "measures: {members: {unit: person, kind: stock}}\n"
CLAIM = "document: {id: a, published: 2017-03}\nclaims: [{id: x, measure: members, value: 300, time: 2019%s}]\n"


@dataclass(frozen=True)
class AfterPublication(Rule):
    """A claim about a time that its document could not know: it starts after the document was published.

    ## What it finds

    A value for a time, or the date of an event, that begins after the last day on which the document can have been
    published, and that is no forecast.

    ## Why it matters

    Nobody reports the future. Either the date of the claim is wrong, or that of the document, or the sentence is a
    forecast or a plan. A wrong year also makes the claim meet the wrong other claims.

    ## What to do

    Look at both dates. A document that was updated later needs the date of its update. A plan or an outlook gets
    `stance: forecasts`: it then takes part in no conflict. The claim stays in all other rules until then.
    """

    code = "REC304"
    name = "after-publication"
    severity = "error"
    scope = "claim"
    examples = (
        Example(
            "a count of 2019 in a text of March 2017",
            {"claims/vocabulary.yaml": VOCABULARY, "claims/a.yaml": CLAIM % ""},
            finds=[["a#x"]],
        ),
        Example(
            "the same as a forecast",
            {"claims/vocabulary.yaml": VOCABULARY, "claims/a.yaml": CLAIM % ", stance: forecasts"},
        ),
    )

    def check(self, claims: Claims) -> Iterator[Finding]:
        """Yield one finding for each claim about a time that had not begun when its document was published."""
        dated = holds(claims, "kind", ("event",)) & ~np.isnan(claims.column("low"))
        first = np.where(dated, claims.column("low"), claims.column("first").astype(np.float64))
        published = claims.column("published_last")
        late = (first > published) & (published < ENDLESS_FUTURE)
        late &= dated | holds(claims, "basis", ("stated", "inferred"))
        late &= ~holds(claims, "stance", ("forecasts",)) & holds(claims, "duplicate_of", ("",))
        for row in np.flatnonzero(late).tolist():
            yield self._finding(claims, row, int(first[row] - published[row]))

    def _finding(self, claims: Claims, row: int, days: int) -> Finding:
        document, first = cell(claims, "document", row), int(cell(claims, "published_first", row))
        last, is_event = int(cell(claims, "published_last", row)), cell(claims, "kind", row) == "event"
        published = days_to_text(first if abs(first) < ENDLESS_FUTURE else None, last)
        value = stated(claims, row)
        said = f"dates it {value}" if is_event else f"says {value} for {when(claims, row)}"
        late = f"{days:,} {'day' if days == 1 else 'days'}"
        return self.finding(
            claims,
            [row],
            f"{document} {said}, but was published in {published}",
            gap=Margin(float(days), None),
            key=(str(cell(claims, "claim", row)),),
            arithmetic=(f"its time begins {late} after the last day of {published}",),
        )
