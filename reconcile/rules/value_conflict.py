"""REC101: documents that clash on one quantity."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from reconcile.models import Claims, Finding
from reconcile.rule import Example, Rule, option
from reconcile.solver.values.clashes import conflicts
from reconcile.solver.values.facts import Facts, FactsOf

VOCABULARY = "measures: {joined: {label: recruits who had joined, unit: person, kind: constant}}\n"
CLAIM = "document: {id: %s}\nclaims: [{id: x, measure: joined, value: '%s'}]\n"


@dataclass(frozen=True)
class ValueConflict(Rule):
    """Documents that give values for one quantity which cannot both be true, however they were rounded.

    ## What it finds

    Claims of different documents about the same quantity at the same time whose readings have no value in common:
    1,700 is anything from 1,650 up to 1,750, 1,800 anything from 1,750 up to 1,850, and the two only touch. All
    claims that stand against each other make one finding, sorted into as few camps as possible: the claims of a camp
    have a value in common, the camp with most claims is the first, of equal ones that with the lower values. A claim
    that fits all others stays out. A document that contradicts itself enters with everything between its own
    figures, so that only what lies outside is held against it.

    The finding is a warning, not an error, where only softer clashes are left: the times are not the same and may or
    may not coincide, a time is inferred or missing, or a document merely reports what another says. It is a warning
    too where every figure has five digits or more and they agree to within half a percent.

    ## Why it matters

    One of the figures is wrong, or they are about different things and the texts do not say so. Either way a reader
    who meets only one of them is misled.

    ## What to do

    Compare date, place, definition and origin of the figures. If both are right about different things, say in the
    claim files what sets them apart, or explain the finding with its reason. If one is wrong, confirm the finding.
    The checker picks no winner.

    ## Source

    Interval consistency, as in the check of rounded totals in financial reports (XBRL Calculations 1.1), with open
    ends kept open. In one dimension, readings that all overlap in pairs have a common value.
    """

    close_relative: float = option(
        0.005, "figures that agree when widened by less than this part of themselves are close"
    )
    close_digits: int = option(
        5, "close figures make a warning if all have at least so many digits before the decimal mark"
    )

    code = "REC101"
    name = "value-conflict"
    severity = "error"
    scope = "quantity"
    examples = (
        Example(
            "two rounded counts that only touch",
            {
                "claims/vocabulary.yaml": VOCABULARY,
                "claims/a.yaml": CLAIM % ("a", "1,700"),
                "claims/b.yaml": CLAIM % ("b", "1,800"),
            },
            finds=[["a#x", "b#x"]],
        ),
        Example(
            "a rounded count and an exact one inside it",
            {
                "claims/vocabulary.yaml": VOCABULARY,
                "claims/a.yaml": CLAIM % ("a", "1,700"),
                "claims/b.yaml": CLAIM % ("b", "1,736"),
            },
        ),
    )

    def check(self, claims: Claims) -> Iterator[Finding]:
        """Yield one finding for each connected set of clashes between documents."""
        every, close = FactsOf(claims, conflicts(claims)), Fraction(str(self.close_relative))
        for number in range(len(every)):
            facts = every.of(number)
            fields, is_close = facts.fields(claims), facts.is_firm and self._is_close(claims, facts, close)
            if is_close:
                fields["arithmetic"] = (*facts.arithmetic, "a warning only: such large figures are this close")
            severity = "error" if facts.is_firm and not is_close else "warning"
            yield self.finding(claims, facts.rows, facts.message, severity=severity, **fields)

    def _is_close(self, claims: Claims, facts: Facts, close: Fraction) -> bool:
        measure = claims.vocabulary.measures.get(str(claims.column("measure")[facts.rows[0]]))
        if facts.tolerance is None or facts.tolerance >= close:
            return False
        rows = list(facts.rows)
        printed = np.concatenate([claims.column(name)[rows] for name in ("stated_low", "stated_high")])
        printed = printed[np.isfinite(printed)]
        is_exact = measure is not None and measure.exact
        return bool(len(printed) and (np.abs(printed) >= 10 ** (self.close_digits - 1)).all() and not is_exact)
