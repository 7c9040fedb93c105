"""REC209: a member with far more, or far less, of a part than its share of the whole."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from reconcile.models import Claims, Finding, Margin
from reconcile.rule import Example, Rule, option
from reconcile.solver.laws.shares_of_terms import Quarter, Uneven, uneven_shares
from reconcile.solver.plain_words import joined, margin, number, percent, stated, when

VOCABULARY = """\
dimensions: {nationality: {World: {Western Europe: [France, United Kingdom]}}}
measures:
  joined: {label: recruits who had joined, unit: person, kind: constant}
  returned: {label: recruits back home, unit: person, kind: constant}
"""
RELATIONS = "relations: {back: {says: Who is back had joined., holds: returned <= joined}}\n"
CLAIMS = """\
document: {id: survey, published: 2020}
claims:
  - {id: uk-joined, measure: joined, nationality: United Kingdom, value: '%s'}
  - {id: all-joined, measure: joined, value: 'about 40,000'}
  - {id: uk-back, measure: returned, nationality: United Kingdom, value: 'about 800'}
  - {id: all-back, measure: returned, value: '5,600'}
"""


@dataclass(frozen=True)
class DisproportionateShare(Rule):
    """A member whose share of a part is at least five times, or at most a fifth of, its share of the whole.

    ## What it finds

    A relation puts a term below a total (`returned <= joined`), and a member has claims on both. Its share of the
    term and its share of the total are taken over the nearest wider member that has claims on both too. The finding
    stands only where the two shares differ that much whatever values the readings allow, and whichever of several
    claims is right; a bound that leaves a share open gives none. Counts below ten are left alone.

    Totals so far may be of different times, and the arithmetic says so; levels must be of one time.

    ## Why it matters

    One recruit in fifty, yet one returnee in seven: that may be so, but more often one of the four figures counts
    something else, or was taken over from another column.

    ## What to do

    Compare the four figures: their dates, what they count, whom they credit. If the country really stands out, explain
    the finding; it is a story. If one figure is misplaced, confirm it.
    """

    factor: float = option(5.0, "how many times one share the other must be")

    code = "REC209"
    name = "disproportionate-share"
    severity = "warning"
    scope = "component"
    examples = (
        Example(
            "one in fifty who joined, one in seven who came back",
            {
                "claims/vocabulary.yaml": VOCABULARY,
                "rules/relations.yaml": RELATIONS,
                "claims/survey.yaml": CLAIMS % "800",
            },
            finds=[["survey#uk-joined", "survey#all-joined", "survey#uk-back", "survey#all-back"]],
        ),
        Example(
            "one in twenty who joined, one in seven who came back",
            {
                "claims/vocabulary.yaml": VOCABULARY,
                "rules/relations.yaml": RELATIONS,
                "claims/survey.yaml": CLAIMS % "2,000",
            },
        ),
    )

    def check(self, claims: Claims) -> Iterator[Finding]:
        """Yield one finding for each member of each term."""
        for uneven in uneven_shares(claims, Fraction(str(self.factor))):
            yield self._finding(claims, uneven)

    def _finding(self, claims: Claims, uneven: Uneven) -> Finding:
        quarters, measures = uneven.quarters, claims.vocabulary.measures
        places = [_place(uneven, members) for members in (uneven.members, uneven.wider)]
        terms = [f"{measures[name].title}, {place}" for name in (uneven.term, uneven.total) for place in places]
        at = [f"{name}={member}" for name, member in sorted(uneven.members.items())]
        return self.finding(
            claims,
            [quarter.figure.row for quarter in quarters],
            _message(claims, uneven, places[1]),
            terms=terms,
            relations=uneven.relations,
            quantity=claims.quantity_at(quarters[0].figure.row),
            arithmetic=tuple(_arithmetic(claims, uneven)),
            key=(uneven.term, uneven.total, *at),
            holds_until=_tolerance(uneven, self.factor),
            primary=quarters[0].figure.id,
        )


def _place(uneven: Uneven, members: dict[str, str]) -> str:
    """Return the members in which the member and the wider one differ."""
    return ", ".join(members[n] for n in sorted(members) if uneven.members[n] != uneven.wider.get(n))


def _message(claims: Claims, uneven: Uneven, wider: str) -> str:
    (one, all_of_it, some, total), measures = uneven.quarters, claims.vocabulary.measures
    is_root = all(d.root == uneven.wider.get(name, d.root) for name, d in claims.vocabulary.dimensions.items())
    among = f" among {measures[uneven.total].title}"
    return (
        f"{_of(claims, one, all_of_it)}{'' if is_root else f' for {wider}'}, yet {_of(claims, some, total)}{among}: "
        f"a share at least {_down(uneven.ratio)} times {'as large' if uneven.more else 'smaller'}"
    )


def _of(claims: Claims, part: Quarter, whole: Quarter) -> str:
    """Return `800 (survey) of 40,000 (brief)`, a document that gives both named once."""
    one, other = part.figure.document, whole.figure.document
    said = stated(claims, part.figure.row) + (f" ({one})" if one != other else "")
    return f"{said} of {stated(claims, whole.figure.row)} ({other})"


def _arithmetic(claims: Claims, uneven: Uneven) -> Iterator[str]:
    one, all_of_it, some, total = (number(quarter.end) for quarter in uneven.quarters)
    least, most = ("at least", "at most") if uneven.more else ("at most", "at least")
    of_term, of_total = uneven.shares()
    yield (
        f"{least} {one} of {all_of_it} is {percent(of_term)}, against {most} {some} of {total}, "
        f"{percent(of_total)}: {_down(uneven.ratio)} times"
    )
    printed = _printed(uneven)
    if printed:
        of_term, of_total = printed
        times = max(of_term, of_total) / min(of_term, of_total)
        yield f"as printed {percent(of_term)} against {percent(of_total)}: {_down(times)} times"
    times_of = [when(claims, quarter.figure.row) for quarter in uneven.quarters if not quarter.figure.timeless]
    if len(set(times_of)) > 1:
        listed = joined(list(dict.fromkeys(times_of)), most=4)
        yield f"the figures are of different times, {listed}: this holds unless they grew unevenly in between"


def _down(ratio: Fraction) -> str:
    """Return a ratio cut to a tenth, to whole numbers from 100 on."""
    return number(Fraction(math.floor(10 * ratio), 10) if ratio < 100 else math.floor(ratio))


def _printed(uneven: Uneven) -> tuple[Fraction, Fraction] | None:
    """Return both shares as printed; None where one of them is nothing or of nothing."""
    return uneven.shares(printed=True) if all(quarter.stated > 0 for quarter in uneven.quarters) else None


def _tolerance(uneven: Uneven, factor: float) -> Margin:
    """Return how good each of the four figures would have to be: (1 − r)² / (1 + r)² brings the ratio to the factor."""
    printed = _printed(uneven)
    ratio = float(max(printed) / min(printed)) if printed else 0.0
    if ratio <= factor:
        return Margin(None, None)
    root = math.sqrt(factor / ratio)
    return margin(None, Fraction((1 - root) / (1 + root)))
