"""A declared end against later signs that it was none: an event against a status, so no linear relation."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from reconcile.models import ENDLESS_PAST, Claims, Finding
from reconcile.rule import Example, Rule
from reconcile.times import days_to_text

ENDINGS = (
    ("last-place-in-syria-taken", "hold", ("firm", "partial"), "Syria"),
    ("iraq-victory-declared", "war", ("ongoing",), "Iraq"),
    ("russia-victory-declared", "hold", ("firm", "partial"), "Syria"),
)
"""Each event that ends something, the status it ends, the words that say it goes on, and where."""

VOCABULARY = """\
dimensions: {place: {World: {Syria: [Idlib]}}}
measures:
  last-place-in-syria-taken: {label: last place in Syria taken, kind: event, by: []}
  hold: {kind: status, values: {firm: [], partial: [small territory], none: []}, by: [place]}
"""
TAKEN = """\
document: {id: a, published: 2017-12}
claims: [{id: x, measure: last-place-in-syria-taken, value: early November 2017}]
"""
HELD = """\
document: {id: b, published: 2018-02}
claims: [{id: y, measure: hold, place: Idlib, value: small territory, time: %s}]
"""


@dataclass(frozen=True)
class DeclaredOverYetHeld(Rule):
    """A declared end, and later signs that it was none.

    ## What it finds

    A document says that the last place that the group held in a country was taken, or that victory over
    it was declared, on some day; another says that the group held land, or that the war went on, there
    or at a place within, at a time that lies wholly after that day.

    ## Why it matters

    A declaration of victory is news; what goes on after it is often told by others, and both stay in the
    archive. A reader who meets one of them alone is misled.

    ## What to do

    Look at what was declared over: cities, land, open fighting or the group itself. Often both are right
    about different things: explain the finding then, with the reason different-definition.

    ## Source

    A law of this project: an end that has come admits no later time at which what ended goes on.
    """

    code = "FFD001"
    name = "declared-over-yet-held"
    severity = "warning"
    scope = "project"
    examples = (
        Example(
            "land held three months after the last place was taken",
            {"claims/vocabulary.yaml": VOCABULARY, "claims/a.yaml": TAKEN, "claims/b.yaml": HELD % "2018-02"},
            finds=[["a#x", "b#y"]],
        ),
        Example(
            "land held before the last place was taken",
            {"claims/vocabulary.yaml": VOCABULARY, "claims/a.yaml": TAKEN, "claims/b.yaml": HELD % "2017-10"},
        ),
    )

    def check(self, claims: Claims) -> Iterator[Finding]:
        """Yield one finding for each event that later signs speak against."""
        for event, status, words, place in ENDINGS:
            ends = self._rows(claims, event)
            signs = self._signs(claims, status, words, place)
            if not len(ends) or not len(signs):
                continue
            table = claims.table
            first_end = ends[np.argsort(table["last"].to_numpy()[ends], kind="stable")]
            sure = table["first"].to_numpy()[signs] > table["last"].to_numpy()[first_end[0]]
            against = signs[sure]
            latest = table["first"].to_numpy()[against].max(initial=ENDLESS_PAST)
            ends = first_end[table["last"].to_numpy()[first_end] < latest]
            if len(against) and len(set(table["document"].iloc[[*ends, *against]])) > 1:
                yield self._finding(claims, ends, against)

    def _rows(self, claims: Claims, measure: str) -> np.ndarray:
        table = claims.table
        found = (table["measure"] == measure) & table["takes_part"]
        return np.asarray(np.flatnonzero(found.to_numpy(dtype=bool)))

    def _signs(self, claims: Claims, measure: str, words: tuple[str, ...], place: str) -> np.ndarray:
        places = claims.vocabulary.dimensions.get("place")
        rows = self._rows(claims, measure)
        if places is None or not len(rows):
            return rows[:0]
        within = claims.table["place"].iloc[rows].map(lambda m: isinstance(m, str) and places.is_below(m, place))
        says = claims.table["word"].iloc[rows].isin(words)
        return np.asarray(rows[says.to_numpy(dtype=bool) & within.to_numpy(dtype=bool)])

    def _finding(self, claims: Claims, ends: np.ndarray, signs: np.ndarray) -> Finding:
        table = claims.table
        end, sign = table.iloc[int(ends[0])], table.iloc[int(signs[0])]
        when = days_to_text(int(sign["first"]), int(sign["last"]))
        quantity = claims.quantity_at(int(ends[0]))
        message = (
            f"{end['stated']} ({end['document']}), yet “{sign['stated']}” in {sign['place']}, {when} "
            f"({sign['document']})"
        )
        lines = [
            f"{row['document']}: “{row['stated']}” in {row['place']}, "
            f"{days_to_text(int(row['first']), int(row['last']))}"
            for _, row in table.iloc[signs.tolist()].iterrows()
        ]
        return self.finding(
            claims,
            [*ends.tolist(), *signs.tolist()],
            message,
            quantity=quantity,
            primary=end["claim"],
            arithmetic=(f"It was over by {days_to_text(None, int(end['last'])).removeprefix('until ')}.", *lines),
            key=(*quantity.values(), str(sign["measure"])),
        )
