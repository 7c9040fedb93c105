"""REC502: quotes that do not hold the value that is taken from them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from reconcile.models import Claims, Finding
from reconcile.quotes.holding import UNSURE, Verdict, date_in_quote, number_in_quote, word_in_quote
from reconcile.quotes.standing import shown
from reconcile.rule import Example, Rule
from reconcile.solver.comparable import holds
from reconcile.solver.plain_words import cell, stated

CLAIM = 'claims: [{id: riders, measure: riders, value: "1,700", at: {quote: "%s"}}]\n'


@dataclass(frozen=True)
class ValueNotInQuote(Rule):
    """A quote that does not hold the stated value.

    ## What it finds

    A claim whose own `quote` holds another number than the `value`, or none at all. Digits and words are the same:
    `1,700`, `1 700`, `seventeen hundred` and `1.7 thousand`; so are a part and its percentage (`a third` and 33
    percent). Of a range both ends have to be there. A hedge that was added or left out is no finding here.

    For an event, another date in the quote is a finding, and a quote without anything that tells a time is a note. For
    a status with a closed list of words, another word of the list is a finding. Whatever is not sure is none: a quote
    that says "the day after", a number word of another language, a category.

    Left out are values that `inferred` names, and claims of `of-which` that take over the quote of the claim above.

    ## Why it matters

    The value was typed by a person, and the quote beside it is the proof. Where the two differ, one of them is wrong,
    and every finding that this claim takes part in hangs on which.

    ## What to do

    Look the sentence up. Correct the value, or quote the sentence that holds it. If the text does not say the value and
    you worked it out, write `inferred: value`.
    """

    code = "REC502"
    name = "value-not-in-quote"
    severity = "error"
    scope = "claim"
    examples = (
        Example(
            "a digit that was mistyped",
            {"claims/count.yaml": CLAIM % "Some 1,800 riders crossed the bridge"},
            finds=[["count#riders"]],
        ),
        Example("the number in words", {"claims/count.yaml": CLAIM % "about seventeen hundred riders crossed it"}),
        Example(
            "a sentence beside the one that was meant",
            {"claims/count.yaml": CLAIM % "The bridge was counted on a Tuesday"},
            finds=[["count#riders"]],
        ),
    )

    def check(self, claims: Claims) -> Iterator[Finding]:
        """Yield one finding for each claim whose quote surely does not hold its value."""
        asked = ~holds(claims, "quote", ("",)) & ~holds(claims, "stated", ("",)) & ~holds(claims, "how", ("unknown",))
        for row in np.flatnonzero(asked).tolist():
            if "value" in str(cell(claims, "inferred", row)).split():
                continue
            verdict = self._verdict(claims, row)
            if verdict.holds is False:
                yield self._finding(claims, row, verdict)

    def _verdict(self, claims: Claims, row: int) -> Verdict:
        kind, value, quote = (str(cell(claims, name, row)) for name in ("kind", "stated", "quote"))
        if kind == "event":
            return date_in_quote(value, quote)
        if kind in ("category", "status"):
            return self._word(claims, row, value, quote)
        document = claims.documents.get(str(cell(claims, "document", row)))
        return number_in_quote(value, quote, document.decimal if document else "")

    def _word(self, claims: Claims, row: int, value: str, quote: str) -> Verdict:
        """Hold a word against a quote, with all its names; only a closed list tells what else it might say."""
        measure = claims.vocabulary.measures.get(str(cell(claims, "measure", row)))
        if measure is None or not measure.values:
            return UNSURE
        names = {word: {word, *others} for word, others in measure.values.items()}
        for alias, target in claims.vocabulary.aliases.items():
            for known in names.values():
                if target in known:
                    known.add(alias)
        own = {value, *names.pop(str(cell(claims, "word", row)), ())}
        return word_in_quote(own, {word for known in names.values() for word in known}, quote)

    def _finding(self, claims: Claims, row: int, verdict: Verdict) -> Finding:
        document, quote = cell(claims, "document", row), shown(str(cell(claims, "quote", row)))
        is_date, is_word = cell(claims, "kind", row) == "event", cell(claims, "kind", row) in ("category", "status")
        thing = "date" if is_date else "word" if is_word else "number"
        told = f"says {verdict.says}" if verdict.says else f"holds no such {thing}"
        return self.finding(
            claims,
            [row],
            f"stated as {stated(claims, row)} for {document}, but the quote beside it {told}: {quote}",
            key=(str(cell(claims, "claim", row)),),
            severity="note" if is_date and not verdict.says else self.severity,
            arithmetic=(f"stated: {stated(claims, row)}", f"quoted: {quote}"),
        )
