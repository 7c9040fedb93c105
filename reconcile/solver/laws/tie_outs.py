"""Totals held against their parts, whether they tie out or not: the table that a reader of accounts looks at first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

import numpy as np

from reconcile.evidence import evidence_at
from reconcile.models import Claims, Evidence, TieOut
from reconcile.readings import Reading
from reconcile.readings.printing import interval_text
from reconcile.solver.ends import End
from reconcile.solver.laws.conflicts import Solver, conflicts_of, solver_of
from reconcile.solver.laws.figures import Figure
from reconcile.solver.laws.findings import law_key
from reconcile.solver.laws.instances import division_law, relation_law
from reconcile.solver.laws.law import Law
from reconcile.solver.laws.products import implied_counts, meet, summed
from reconcile.solver.laws.remainders import one_each
from reconcile.solver.laws.suspects import is_sum, share_strata
from reconcile.solver.plain_words import number

MOST = 200
"""Totals that are held against their parts; those of broken laws come first."""
LISTED = 40
"""Parts of one total that are listed, the largest ones; how many more there are is said."""
NAMED = 12
"""Parts without a claim that are named; of more, how many there are."""
Parts = Mapping[int, Figure]
"""The figure of each known part, by key, in the order of the law."""


@dataclass(frozen=True)
class _Total:
    """A law at its members, told as one total and its parts."""

    law: Law
    key: int
    """The total."""
    parts: tuple[int, ...]
    """The keys of its parts."""


def tie_outs(claims: Claims, most: int = MOST) -> tuple[TieOut, ...]:
    """Return each total with a claim, or a share times its base, beside two or more known parts, by law and label.

    The parts are the children of a member, or the terms of a relation that is complete or accounts for its total. A
    total of several claims is shown by the one that most parts go with, those of its own document first.
    """
    solver = solver_of(claims)
    if solver is None:
        return ()
    implied = implied_counts(solver)
    found = [row for total in totals_of(claims)[:most] for row in _tie_outs(claims, solver, implied, total)]
    return tuple(sorted(found, key=_place))


def _place(row: TieOut) -> tuple[str, ...]:
    return row.law, row.label, row.day, row.total.id if row.total else "", row.adds_to


def beyond(claims: Claims, most: int = MOST) -> tuple[str, ...]:
    """Return one sentence on the totals that `tie_outs` left out because they are too many; none where all are in."""
    more = len(totals_of(claims)) - most
    return (f"{more:,} more totals stand in no table of totals and parts: it holds {most:,}.",) if more > 0 else ()


def totals_of(claims: Claims) -> list[_Total]:
    """Return every total that may be told beside its parts, those of broken laws first, then in the order of laws."""
    if "totals" not in claims.memory:
        solver = solver_of(claims)
        found = list(_totals(solver)) if solver else []
        if solver and found:
            broken = {law_key(solver, conflict.breach.law) for conflict in conflicts_of(claims)}
            found.sort(key=lambda total: law_key(solver, total.law) not in broken)
        claims.memory["totals"] = found
    totals: list[_Total] = claims.memory["totals"]
    return totals


def _totals(solver: Solver) -> Iterator[_Total]:
    ground, divisions = solver.ground, solver.ground.universe.divisions
    known = {key for law in ground.shares for key in (law.terms[0][1],)} | set(ground.lattice.position)
    if len(divisions.parent):
        share = share_strata(ground)[ground.lattice.stratum(ground.universe.keys[divisions.parent]).astype(np.int64)]
        # A part or a total may be known by a share alone, so only the hopeless are left out here.
        some = divisions.claimed + len(ground.shares) > 1
        for place in np.flatnonzero(some & ~share).tolist():
            parent = int(ground.universe.keys[divisions.parent[place]])
            axis = ground.lattice.axes[int(divisions.axis[place])]
            overlapping = axis.partitions[int(divisions.partition[place])].overlapping
            if parent in known and not overlapping and is_sum(ground, place):
                yield from _told(division_law(ground, place), known)
    for placed in ground.placed:
        if placed.relation.accounts or placed.relation.complete:
            for place in range(len(placed.at)):
                yield from _told(relation_law(ground, placed, place), known)


def _told(law: Law, known: set[int]) -> Iterator[_Total]:
    """Yield a law as a total and its parts, where it has that form and enough of it is known."""
    whole = law.whole if law.whole is not None else law.turned().whole if law.op == "=" else None
    if whole is not None:
        key = law.terms[whole][1]
        parts = tuple(other for place, (_, other) in enumerate(law.terms) if place != whole)
        if key in known and sum(part in known for part in parts) > 1:
            yield _Total(law, key, parts)


def _tie_outs(
    claims: Claims, solver: Solver, implied: Mapping[int, tuple[Figure, ...]], told: _Total
) -> Iterator[TieOut]:
    """Yield a total beside its parts, and once more for each camp of claims that clashes with it."""
    figures = {key: solver.every.figures.of(key) or implied.get(key, ()) for key in (told.key, *told.parts)}
    totals, known = figures[told.key], {key: figures[key] for key in told.parts}
    best = _choose(totals, known)
    for total in one_each(totals, best[0]) if best else ():
        chosen = _choose([total], known)
        if chosen:
            yield _row(claims, solver, told, *chosen)


def _row(claims: Claims, solver: Solver, told: _Total, total: Figure, parts: Parts) -> TieOut:
    missing = [told.law.label_of[key] for key in told.parts if key not in parts]
    more = len(missing) - NAMED
    adds = summed([figure.reading for figure in parts.values()])
    return TieOut(
        told.law.name,
        claims.label_of(solver.ground.lattice.quantity(told.key)),
        _day([total, *parts.values()]),
        _shown(claims, solver, told.key, total, told.law.label_of[told.key]),
        tuple(_shown(claims, solver, key, parts[key], told.law.label_of[key]) for key in _largest(parts)),
        (*missing[:NAMED], *([f"{more} more"] if more > 0 else [])),
        interval_text(adds.span),
        _verdict(told.law, total, list(parts.values()), bool(missing)),
        _printed(adds),
        _left(total, adds),
        max(len(parts) - LISTED, 0),
    )


def _largest(parts: Parts) -> list[int]:
    """Return the keys of the parts that are listed, in the order of the law."""
    if len(parts) <= LISTED:
        return list(parts)
    order = sorted(parts, key=lambda key: (-(parts[key].reading.low or 0), parts[key].id))
    kept = set(order[:LISTED])
    return [key for key in parts if key in kept]


def _choose(totals: Sequence[Figure], known: Mapping[int, Sequence[Figure]]) -> tuple[Figure, Parts] | None:
    """Return the total that most parts go with, and one figure for each of them; None for fewer than two."""
    best: tuple[tuple[object, ...], Figure, Parts] | None = None
    for total in totals:
        near = {
            key: [f for f in figures if _goes_with(f, total) and f.reading.low is not None]
            for key, figures in known.items()
        }
        parts = {key: min(figures, key=lambda f: _order(f, total)) for key, figures in near.items() if figures}
        same = sum(figure.document == total.document for figure in parts.values())
        order = (-len(parts), -same, total.loose, -total.last, total.id)
        if len(parts) > 1 and total.reading.low is not None and (best is None or order < best[0]):
            best = order, total, parts
    return best[1:] if best else None


def _goes_with(part: Figure, total: Figure) -> bool:
    """Say whether a part may be held against a total: at times that meet; before the end of a total so far, if it is
    one too or if one document says both."""
    if meet(part, total):
        return True
    ended = total.kind == "cumulative" and (part.first if part.level else part.last) <= total.last
    return ended and (part.kind == "cumulative" or part.document == total.document)


def _order(part: Figure, total: Figure) -> tuple[object, ...]:
    return part.document != total.document, not meet(part, total), part.loose, -part.last, part.id


def _verdict(law: Law, total: Figure, parts: Sequence[Figure], missing: bool) -> str:
    """Return `breaks` where no values can be right, `ties out` where the parts may come to the total, else `fits`."""
    low, high = _added([figure.low for figure in parts]), _added([figure.high for figure in parts])
    together = _together(parts, total)
    if together and low and total.high and low > total.high:
        return "breaks"
    if high and total.low and high < total.low:
        fills = law.complete and not missing and together and all(meet(figure, total) for figure in parts)
        return "breaks" if fills else "fits"
    return "ties out" if together and not missing and all(f.reading.two_sided for f in (total, *parts)) else "fits"


def _added(ends: Sequence[End | None]) -> End | None:
    """Return the sum of ends, left out where one of them is; None where one is endless."""
    known = [end for end in ends if end is not None]
    side = next((end[1] for end in known if end[1]), 0)
    return (sum((end[0] for end in known), Fraction(0)), side) if len(known) == len(ends) else None


def _together(parts: Sequence[Figure], total: Figure) -> bool:
    """Say whether all parts hold on one day, none of them only after a total so far has ended."""
    level = [f for f in parts if f.level and not f.timeless]
    meets = all(meet(one, other) for one in level for other in level)
    return meets and not any(
        f.kind == total.kind == "cumulative" and not f.timeless and f.last > total.last + total.keeps for f in parts
    )


def _day(figures: Sequence[Figure]) -> str:
    """Return the last first day of what is dated, the last day of a total so far; empty where nothing is dated."""
    days = [f.first if f.level else f.last for f in figures if not f.timeless]
    day = max(days, default=0)
    return date.fromordinal(day).isoformat() if 0 < day <= date.max.toordinal() else ""


def _shown(claims: Claims, solver: Solver, key: int, figure: Figure, term: str) -> Evidence:
    """Return a figure as a report shows it; of a share times its base, as the product."""
    evidence = evidence_at(claims, figure.row, term=term)
    measure = solver.ground.lattice.strata[solver.ground.lattice.stratum(key)].measure
    if evidence.measure == measure.name:
        return evidence
    reading = figure.reading
    low, high = (None if end is None else float(end) for end in (reading.low, reading.high))
    return replace(
        evidence,
        stated=figure.stated,
        reads=reading.interval(),
        low=low,
        high=high,
        low_open=reading.low_open,
        high_open=reading.high_open,
        unit=measure.unit,
    )


def _printed(adds: Reading) -> str:
    if adds.stated_low is None or adds.stated_high is None:
        return ""
    low, high = number(adds.stated_low), number(adds.stated_high)
    return low if low == high else f"{low} to {high}"


def _left(total: Figure, adds: Reading) -> str:
    """Return what the printed parts leave of the printed total, `500 to 550`; empty where they leave nothing sure."""
    whole = total.reading
    ends = (whole.stated_low, whole.stated_high, adds.stated_low, adds.stated_high)
    if None in ends:
        return ""
    low, high = whole.stated_low - adds.stated_high, whole.stated_high - adds.stated_low
    if low <= 0:
        return ""
    more = whole.how == "bound" and (whole.high is None or whole.high > whole.stated_high)
    words = "more than " if more and whole.low_open else "at least " if more else ""
    return f"{words}{number(low)}" if low == high or more else f"{number(low)} to {number(high)}"
