"""REC105: a claimed rank that other values contradict."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from reconcile.models import Claims, Finding
from reconcile.rule import Example, Rule
from reconcile.solver.plain_words import cell, joined, key_of, readings, speakers
from reconcile.solver.values.ranks import Beaten, beaten_ranks, ranked_dimension, rival_ranks

VOCABULARY = """\
dimensions: {nationality: {World: [Tunisia, Russia, Morocco]}}
measures: {joined: {label: recruits, unit: person, kind: constant}}
"""
RANKED = """\
document: {id: a}
claims: [{id: x, measure: joined, nationality: Tunisia, value: '3,000', rank: 1, among: World}]
"""
OTHER = "document: {id: b}\nclaims: [{id: x, measure: joined, nationality: Russia, value: '%s'}]\n"


@dataclass(frozen=True)
class RankConflict(Rule):
    """A claimed rank that the values of others contradict: the highest that is not.

    ## What it finds

    A claim that something is the n-th highest among the members below another one, while n or more other members
    there are surely higher at the same time: their lowest possible value is above its highest. Also two claims that
    give one rank to two different members. Members without a claim count neither way.

    ## Why it matters

    Superlatives travel well and are seldom checked. "The highest number of recruits" is a claim about all others too.

    ## What to do

    See what the rank was said of: recruits in all or per head, a region or the world, an earlier year. Correct
    `among` or `time` if the claim file has them wrong. If the rank is outdated, explain the finding so.
    """

    code = "REC105"
    name = "rank-conflict"
    severity = "warning"
    scope = "component"
    examples = (
        Example(
            "a highest that another one exceeds",
            {
                "claims/vocabulary.yaml": VOCABULARY,
                "claims/a.yaml": RANKED,
                "claims/b.yaml": OTHER % "4,000–5,000",
            },
            finds=[["a#x", "b#x"]],
        ),
        Example(
            "a highest that another one may or may not exceed",
            {
                "claims/vocabulary.yaml": VOCABULARY,
                "claims/a.yaml": RANKED,
                "claims/b.yaml": OTHER % "2,500–5,000",
            },
        ),
    )

    def check(self, claims: Claims) -> Iterator[Finding]:
        """Yield one finding for each rank that others exceed, and for each rank given twice."""
        told: list[set[int]] = []
        for found in beaten_ranks(claims):
            higher = [row for above in found.above.values() for row in above]
            rows = [found.rank, *(row for row in found.values if row != found.rank), *higher]
            told.append(set(rows))
            yield self._beaten(claims, found, rows)
        for rivals in rival_ranks(claims):
            if not any(set(rivals) <= rows for rows in told):
                yield self._rivals(claims, rivals)

    def _beaten(self, claims: Claims, found: Beaten, rows: list[int]) -> Finding:
        place, among = ordinal(int(cell(claims, "rank", found.rank))), cell(claims, "among", found.rank)
        higher = [f"{leaf} has {speakers(claims, above)}" for leaf, above in found.above.items()]
        message = (
            f"{found.member} is said to be the {place} in {among} ({cell(claims, 'document', found.rank)}), with "
            f"{speakers(claims, found.values)}, but {joined(higher)}"
        )
        return self.finding(
            claims,
            rows,
            message,
            primary=str(cell(claims, "claim", found.rank)),
            key=key_of(claims, found.rank, f"rank={cell(claims, 'rank', found.rank)}", f"among={among}"),
            arithmetic=tuple(readings(claims, [row for row in rows if cell(claims, "exact", row) >= 0])),
        )

    def _rivals(self, claims: Claims, rows: tuple[int, ...]) -> Finding:
        dimension = ranked_dimension(claims, rows[0])
        said = dict.fromkeys(f"{cell(claims, dimension, row)} ({cell(claims, 'document', row)})" for row in rows)
        place, among = ordinal(int(cell(claims, "rank", rows[0]))), cell(claims, "among", rows[0])
        return self.finding(
            claims,
            rows,
            f"the {place} in {among} is said to be {joined(list(said), last=' and also ')}",
            key=key_of(claims, rows[0], f"rank={cell(claims, 'rank', rows[0])}", f"among={among}", "rivals"),
        )


def ordinal(rank: int) -> str:
    """Return `highest`, `2nd highest`, `11th highest`."""
    if rank == 1:
        return "highest"
    ending = "th" if 10 <= rank % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(rank % 10, "th")
    return f"{rank}{ending} highest"
