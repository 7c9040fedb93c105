"""REC305: a stock that rises too much from one document to another."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from reconcile.models import Claims, Finding, Margin
from reconcile.rule import Example, Rule, option
from reconcile.solver.plain_words import cell, key_of, margin, number, readings, stated, when
from reconcile.solver.values.stocks import Jump, jumps

VOCABULARY = """\
measures:
  remaining: {label: fighters still there, unit: person, kind: stock, fed-by: arriving}
  arriving: {label: newcomers, unit: person/month, kind: flow}
"""
EARLIER = """\
document: {id: brief, published: 2018-01}
claims:
  - {id: left, measure: remaining, value: 'fewer than 1,000', time: late December 2017}
"""
FLOW = """\
document: {id: watch, published: 2018-02}
claims: [{id: new, measure: arriving, value: '%s', time: 2017}]
"""
LATER = """\
document: {id: survey, published: 2020}
claims: [{id: there, measure: remaining, value: '14,000 to 18,000', time: mid-2019}]
"""


@dataclass(frozen=True)
class StockJump(Rule):
    """A level that is several times as high in a later document, and no claimed inflow accounts for it.

    ## What it finds

    Two documents that give a level (a `stock`) at two times, where the least that the later one allows, less the most
    that may have come in between, is at least three times the most that the earlier one allows. What may have come is
    the highest flow (`fed-by`) of the quantity or of a wider one that is claimed for days between the two, times the
    longest time that may lie between them; where no flow is claimed for those days, the highest known one is taken,
    and the finding says so. The later claim may be about a part: the whole is at least as much. Counts below ten are
    left alone.

    Where no inflow is claimed, the finding is only a note. A rise that one document tells itself, with its own earlier
    and its own later level, is a story and no contradiction; it is never reported.

    ## Why it matters

    A group of fewer than a thousand does not have fourteen thousand members a year and a half later. Nearly always
    one of the two figures counts something else: another area, or supporters beside fighters.

    ## What to do

    Compare what the two figures count and where. If the rise is real, claim the flow that explains it and name it in
    the vocabulary as `fed-by`. Else tell the two quantities apart, or confirm the finding.
    """

    factor: float = option(3.0, "how many times the earlier level the later one must be, the inflow taken off")
    smallest: float = option(10.0, "counts that may have risen to less than this are left alone")

    code = "REC305"
    name = "stock-jump"
    severity = "warning"
    scope = "component"
    examples = (
        Example(
            "far more than can have come",
            {
                "claims/vocabulary.yaml": VOCABULARY,
                "claims/brief.yaml": EARLIER,
                "claims/survey.yaml": LATER,
                "claims/watch.yaml": FLOW % "less than 200",
            },
            finds=[["brief#left", "survey#there", "watch#new"]],
        ),
        Example(
            "no claim about who came",
            {"claims/vocabulary.yaml": VOCABULARY, "claims/brief.yaml": EARLIER, "claims/survey.yaml": LATER},
            finds=[["brief#left", "survey#there"]],
        ),
        Example(
            "as many as may have come",
            {
                "claims/vocabulary.yaml": VOCABULARY,
                "claims/brief.yaml": EARLIER,
                "claims/survey.yaml": LATER,
                "claims/watch.yaml": FLOW % "roughly 1,500",
            },
        ),
    )

    def check(self, claims: Claims) -> Iterator[Finding]:
        """Yield one finding for each quantity that jumps."""
        for jump in jumps(claims, Fraction(str(self.factor)), Fraction(str(self.smallest))):
            yield self._finding(claims, jump)

    def _finding(self, claims: Claims, jump: Jump) -> Finding:
        inflow = jump.inflow
        rows = [jump.earlier, jump.later, *([inflow.row] if inflow else [])]
        said = f"{_said(claims, jump.earlier)}, then {_said(claims, jump.later, _part(claims, jump))}"
        gap, until = _margins(claims, jump)
        return self.finding(
            claims,
            rows,
            f"{said}: {_why(claims, jump)}",
            severity="warning" if inflow else "note",
            key=key_of(claims, jump.earlier),
            arithmetic=tuple([*readings(claims, rows), *_sums(claims, jump)]),
            gap=gap,
            holds_until=until,
            primary=str(cell(claims, "claim", jump.later)),
        )


def _said(claims: Claims, row: int, part: str = "") -> str:
    """Return `fewer than 1,000 in late Dec 2017 (brief)`."""
    time = when(claims, row)
    word = "from" if " to " in time else "on" if cell(claims, "first", row) == cell(claims, "last", row) else "in"
    return f"{stated(claims, row)}{part} {word} {time} ({cell(claims, 'document', row)})"


def _part(claims: Claims, jump: Jump) -> str:
    """Return ` in Syria alone` where the later claim is about a part."""
    whole, part = claims.members_at(jump.earlier), claims.members_at(jump.later)
    narrower = [part[name] for name in part if part[name] != whole.get(name)]
    return f" in {', '.join(narrower)} alone" if narrower else ""


def _why(claims: Claims, jump: Jump) -> str:
    if jump.inflow is None:
        return f"{_times(jump)}, and no claim accounts for the rise"
    most, period = number(jump.inflow.most or 0), jump.inflow.period
    limit = jump.before + jump.came
    limit = Fraction(math.ceil(limit)) if cell(claims, "whole", jump.earlier) else limit
    length = f"{number(jump.periods)} {period}{'' if jump.periods == 1 else 's'}"
    return f"even with {most} a {period} for {length} at most {number(limit)}"


def _times(jump: Jump) -> str:
    """Return `at least 3.4 times as many`, `at least 14 times as many`."""
    if not jump.before:
        return "from nothing"
    ratio = jump.after / jump.before
    least = Fraction(math.floor(10 * ratio), 10) if ratio < 10 else math.floor(ratio)
    return f"at least {number(least)} times as many"


def _sums(claims: Claims, jump: Jump) -> Iterator[str]:
    """Yield what may have been there at most, against what is claimed at least."""
    before, after = number(jump.before), number(jump.after)
    if jump.inflow is None:
        yield f"at most {before} at first, at least {after} later: {number(jump.excess)} more"
    else:
        rate = f"{number(jump.inflow.most or 0)} × {number(jump.periods)}"
        most = jump.before + jump.came
        yield f"at most {before} + {rate} = {number(most)}, at least {after} are claimed: {number(jump.excess)} more"
        document = cell(claims, "document", jump.inflow.row)
        span = "over the longest time there may be"
        if jump.in_between:
            yield f"the inflow is the highest that any document claims for that time ({document}), {span}"
        else:
            time = when(claims, jump.inflow.row)
            yield f"nobody claims an inflow for that time: the highest known is taken ({document}, {time}), {span}"
    loose = [row for row in (jump.earlier, jump.later) if cell(claims, "basis", row) != "stated"]
    for row in loose:
        basis = "is inferred" if cell(claims, "basis", row) == "inferred" else "is that of its publication"
        yield f"the time of “{stated(claims, row)}” ({cell(claims, 'document', row)}) {basis}"


def _margins(claims: Claims, jump: Jump) -> tuple[Margin | None, Margin | None]:
    """Return how far the printed figures are apart, and how good they would have to be; None without an inflow."""
    if jump.inflow is None:
        return None, None
    after = _printed(claims.reading_at(jump.later).stated_low, jump.after)
    before = _printed(claims.reading_at(jump.earlier).stated_high, jump.before)
    came = jump.came
    gap, factors, sizes = max(after - before - came, Fraction(0)), 2 + jump.periods, after + before + came
    return margin(gap, gap / after if after else None), margin(gap / factors, gap / sizes if sizes else None)


def _printed(stated: Fraction | None, end: Fraction) -> Fraction:
    return end if stated is None else Fraction(stated)
