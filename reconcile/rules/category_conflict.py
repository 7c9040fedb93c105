"""REC106: different words for one category, or for one status at one time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from reconcile.models import Claims, Finding
from reconcile.rule import Example, Rule
from reconcile.solver.comparable import Compared, Ints, select
from reconcile.solver.ends import suspects
from reconcile.solver.plain_words import against, by_camp, cell, differ_in_time, iso, joined, key_of, when
from reconcile.solver.sweep import groups
from reconcile.solver.values.camps import camps
from reconcile.solver.values.clashes import meeting_clashes
from reconcile.solver.values.pairs import clashing_pairs

VOCABULARY = """\
measures:
  who-took-it: {label: who took the city, kind: category}
  war: {label: state of the war, kind: status, values: {over: [ended, won], ongoing: [not over]}}
"""
CLAIM = "document: {id: %s}\nclaims: [{id: x, measure: %s, value: %s, time: %s}]\n"


@dataclass(frozen=True)
class CategoryConflict(Rule):
    """Different words for one thing: who did it, or what state it was in at one time.

    ## What it finds

    Claims with different words for a category, which never changes, or for a status at times that meet. Words that
    the vocabulary declares as synonyms are equal. A status that is another one later is only noted, as a change.

    ## Why it matters

    "The war is over" and "the war is not over" cannot both hold on one day. Words often hide a difference of
    definition that figures would have shown.

    ## What to do

    If the words mean the same, declare them as synonyms or aliases. If the texts mean different things (the fighting
    and the state of war), give them measures of their own. Otherwise find out which one holds.
    """

    code = "REC106"
    name = "category-conflict"
    severity = "warning"
    scope = "quantity"
    examples = (
        Example(
            "over and not over in one year",
            {
                "claims/vocabulary.yaml": VOCABULARY,
                "claims/a.yaml": CLAIM % ("a", "war", "ended", "2017"),
                "claims/b.yaml": CLAIM % ("b", "war", "not over", "2017"),
            },
            finds=[["a#x", "b#x"]],
        ),
        Example(
            "two words for the same state",
            {
                "claims/vocabulary.yaml": VOCABULARY,
                "claims/a.yaml": CLAIM % ("a", "war", "ended", "2017"),
                "claims/b.yaml": CLAIM % ("b", "war", "won", "2017"),
            },
        ),
    )

    def check(self, claims: Claims) -> Iterator[Finding]:
        """Yield one finding for each connected set of words that exclude each other, one note for each change."""
        found = meeting_clashes(claims, ("category", "status"))
        for members in found.members:
            yield self._conflict(claims, found.compared, members)
        yield from self._changes(claims)

    def _conflict(self, claims: Claims, compared: Compared, members: Ints) -> Finding:
        c = compared.take(members)
        pairs = clashing_pairs(claims, compared, members)
        rows = c.rows.tolist()
        number_of = camps(c.lo, c.hi).tolist()
        timed = differ_in_time(claims, rows)
        ids = claims.column("claim")
        return self.finding(
            claims,
            rows,
            against(by_camp(claims, rows, number_of, timed=timed)),
            camps=number_of,
            arithmetic=_meanings(claims, rows),
            key=key_of(claims, rows[0], iso(pairs.day)),
            clashes=tuple(sorted((str(ids[i]), str(ids[j])) for i, j in _some(pairs.lower, pairs.higher))),
        )

    def _changes(self, claims: Claims) -> Iterator[Finding]:
        compared = select(claims, ("status",))
        compared = compared.take(suspects(compared) & ~compared.undated)
        for members in groups(compared.quantity):
            changed = _changed(compared.take(members))
            if len(changed):
                yield self._change(claims, changed.tolist())

    def _change(self, claims: Claims, rows: list[int]) -> Finding:
        words: list[str] = []
        for row in rows:
            said = f"{cell(claims, 'stated', row)} ({cell(claims, 'document', row)}, {when(claims, row)})"
            words.append(said)
        return self.finding(
            claims,
            rows,
            f"changed from {joined(words, most=4, last=' to ')}",
            severity="note",
            arithmetic=_meanings(claims, rows),
            key=key_of(claims, rows[0], "change"),
        )


def _some(lower: Ints, higher: Ints) -> list[tuple[int, int]]:
    return list(zip(lower[:50].tolist(), higher[:50].tolist(), strict=True))


def _changed(compared: Compared) -> Ints:
    """Return rows of one status, in order of time, where it wholly later has another word than just before."""
    order = np.lexsort((compared.last, compared.first))
    c = compared.take(order)
    shown: list[int] = []
    for at in range(1, len(c)):
        before = at - 1
        if c.lo[before] != c.lo[at] and c.last[before] + c.keeps[at] < c.first[at]:
            shown.extend(i for i in (before, at) if i not in shown[-2:])
    return c.rows[shown]


def _meanings(claims: Claims, rows: list[int]) -> tuple[str, ...]:
    """Return what each stated word counts as, where that is another word."""
    lines = {
        f"{cell(claims, 'stated', row)} counts as {cell(claims, 'word', row)}": None
        for row in rows
        if cell(claims, "stated", row) != cell(claims, "word", row)
    }
    return tuple(lines)
