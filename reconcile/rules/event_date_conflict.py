"""REC302: one event, dates with no day in common."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from reconcile.models import Claims, Finding
from reconcile.rule import Example, Rule
from reconcile.solver.values.clashes import meeting_clashes
from reconcile.solver.values.facts import FactsOf

VOCABULARY = "measures: {captured: {label: city captured, kind: event}}\n"
CLAIM = "document: {id: %s}\nclaims: [{id: x, measure: captured, value: %s}]\n"


@dataclass(frozen=True)
class EventDateConflict(Rule):
    """One event with dates that have no day in common.

    ## What it finds

    Claims that date the same event, whose dates exclude each other: one says 2014, another early 2015. A coarse date
    and a fine one agree where the fine one lies inside: October 2017 and 17 October 2017.

    It is a warning where every such clash needs a document that merely reports what another says.

    ## Why it matters

    An event happens once. A wrong date also puts everything that hangs on it (before, after, by then) in doubt.

    ## What to do

    Check whether both mean the same event: the start of a battle and its end, a declaration and its publication.
    Give them measures of their own if not. Otherwise find the date at the origin.
    """

    code = "REC302"
    name = "event-date-conflict"
    severity = "error"
    scope = "quantity"
    examples = (
        Example(
            "two years for one event",
            {
                "claims/vocabulary.yaml": VOCABULARY,
                "claims/a.yaml": CLAIM % ("a", "2014"),
                "claims/b.yaml": CLAIM % ("b", "early 2015"),
            },
            finds=[["a#x", "b#x"]],
        ),
        Example(
            "a month and a part of it",
            {
                "claims/vocabulary.yaml": VOCABULARY,
                "claims/a.yaml": CLAIM % ("a", "October 2017"),
                "claims/b.yaml": CLAIM % ("b", "mid-October 2017"),
            },
        ),
    )

    def check(self, claims: Claims) -> Iterator[Finding]:
        """Yield one finding for each event whose dates exclude each other."""
        every = FactsOf(claims, meeting_clashes(claims, ("event",)))
        for number in range(len(every)):
            facts = every.of(number)
            severity = "error" if facts.is_firm else "warning"
            yield self.finding(claims, facts.rows, facts.message, severity=severity, **facts.fields(claims))
