"""REC402: what one slip in one figure would explain."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from reconcile.models import Claims, Finding
from reconcile.rule import Example, Rule
from reconcile.solver.values.causes import Conflict, Search
from reconcile.solver.values.clashes import conflicts, contradictions, falls
from reconcile.solver.values.facts import FactsOf

VOCABULARY = "measures: {population: {label: inhabitants, unit: person, kind: constant}}\n"
CLAIM = "document: {id: %s}\nclaims: [{id: x, measure: population, value: '%s'}]\n"


@dataclass(frozen=True)
class ScaleSuspect(Rule):
    """A conflict that one slip in one figure would explain: a lost zero, two digits swapped, a figure cut.

    ## What it finds

    Conflicts about the value of one quantity (REC101, REC102, REC301) in which a repair of one printed number would
    let its claim join the largest camp; of two claims, the other one. Repairs that are tried: times or divided by a
    power of ten (a lost zero, thousands for ones, a part of one for percent, a decimal mark), two neighbouring digits
    swapped, one digit changed, lost or added, the sign, a figure cut instead of rounded, what the same document says
    for another time, and two rows of a document swapped.

    It is no finding of its own: the sentence stands below the conflict that it explains. Alone it is shown only where
    that conflict is not reported, because its rule was not run.

    A digit is called wrong only in numbers of four digits or more that are meant and not rounded away, and never the
    last one: such figures are merely close. No repair is named where the other side is so vague that anything fits.

    ## Why it matters

    Most wrong figures were right once, and were mistyped, misread or carried over by one row. Who knows the likely
    slip knows where to look.

    ## What to do

    Look the figure up at its source. The repair is a guess: where several fit, none is preferred, and no value is
    ever replaced.
    """

    code = "REC402"
    name = "scale-suspect"
    severity = "note"
    scope = "component"
    examples = (
        Example(
            "two digits swapped",
            {
                "claims/vocabulary.yaml": VOCABULARY,
                "claims/a.yaml": CLAIM % ("a", "482,517"),
                "claims/b.yaml": CLAIM % ("b", "428,517"),
            },
            finds=[["a#x", "b#x"]],
        ),
        Example(
            "a conflict that no single slip explains",
            {
                "claims/vocabulary.yaml": VOCABULARY,
                "claims/a.yaml": CLAIM % ("a", "482,517"),
                "claims/b.yaml": CLAIM % ("b", "391,028"),
            },
        ),
    )

    def check(self, claims: Claims) -> Iterator[Finding]:
        """Yield one finding for each conflict that a repair would settle, its claims and key those of the conflict."""
        found = list(_value_conflicts(claims))
        search = Search(claims, [Conflict(*every.conflict(number)) for _, every, number in found]) if found else None
        for place, (code, every, number) in enumerate(found):
            causes = search.causes(place) if search else ()
            if causes:
                facts = every.of(number)
                yield self.finding(
                    claims,
                    facts.rows,
                    "; ".join(causes),
                    causes=causes,
                    camps=facts.camps,
                    clashes=facts.clashes,
                    core=frozenset(claims.column("claim")[list(facts.rows)]),
                    key=(code, *facts.key),
                )


def _value_conflicts(claims: Claims) -> Iterator[tuple[str, FactsOf, int]]:
    """Yield every value conflict by its number, with the code of the rule that reports it."""
    for code, components in (("REC102", contradictions), ("REC101", conflicts), ("REC301", falls)):
        every = FactsOf(claims, components(claims), falls=code == "REC301", own=code == "REC102")
        yield from ((code, every, number) for number in range(len(every)))
