"""Every broken law of a project, once: clusters of breaches, each shown by its largest gap, with its severity."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from reconcile.models import CHANGING_KINDS, ENDLESS_FUTURE, ENDLESS_PAST, SEVERITIES, Claims
from reconcile.solver.comparable import LEVELS
from reconcile.solver.laws.bounds import Bounds, Speaker
from reconcile.solver.laws.breaches import Breach, breaches_on, breaches_within
from reconcile.solver.laws.figures import Columns, Figure, Figures
from reconcile.solver.laws.instances import Ground, ground_of, within_law
from reconcile.solver.laws.lattice_of_claims import lattice_of
from reconcile.solver.laws.law import Law
from reconcile.solver.laws.suspects import suspects_of

Find = Callable[[Bounds, int, bool], Iterable[Breach]]
"""What finds the breaches of one law with given bounds, on one day, with or without an earlier total kept on."""


@dataclass(frozen=True)
class Conflict:
    """One finding of a law: the breach that is shown, and how sure it is."""

    code: str
    """The rule that reports it."""
    breach: Breach
    """The breach with the largest gap of its cluster."""
    severity: str
    """error, warning or note."""
    doubts: tuple[str, ...]
    """Why the shown breach may be none: `reports`, `loose`, `unequal`, `kept`."""
    since: int | None
    """The first day on which its claims bind together, None where they always do."""
    sets: tuple[frozenset[str], ...] = ()
    """Smallest sets of claims that break the law, of every breach of its cluster."""


@dataclass(frozen=True)
class Solver:
    """What all law rules share: where laws hold and what bounds their quantities."""

    ground: Ground
    every: Bounds
    """Bounds by every figure."""
    surer: tuple[Bounds, ...]
    """Bounds without what is only reported, and without what is loosely dated either."""


def solver_of(claims: Claims) -> Solver | None:
    """Return what laws stand on, worked out once for one claims table; None where there is no law."""
    if "solver" not in claims.memory:
        lattice = lattice_of(claims)
        if lattice is None:
            claims.memory["solver"] = None
            return None
        ground, columns = ground_of(claims, lattice), Columns(claims)
        every, asserted, firm = (
            Bounds(lattice, ground.universe, Figures(lattice, columns, reports, loose))
            for reports, loose in ((True, True), (False, True), (False, False))
        )
        claims.memory["solver"] = Solver(ground, every, (asserted, firm))
    found: Solver | None = claims.memory["solver"]
    return found


def conflicts_of(claims: Claims) -> tuple[Conflict, ...]:
    """Return every broken law of a project, worked out once for one claims table."""
    if "conflicts" not in claims.memory:
        solver = solver_of(claims)
        claims.memory["conflicts"] = _distinct(_all_conflicts(solver)) if solver else ()
    found: tuple[Conflict, ...] = claims.memory["conflicts"]
    return found


def _all_conflicts(solver: Solver) -> Iterator[Conflict]:
    suspects = suspects_of(solver.ground)
    for law in suspects.laws(solver.ground):

        def find(bounds: Bounds, day: int, keep: bool, law: Law = law) -> Iterable[Breach]:
            return breaches_on(law, bounds, day, keep)

        yield from _conflicts(solver, find, days_of(solver.every, law))
    for part in solver.ground.universe.keys[suspects.parts].tolist():

        def within(bounds: Bounds, day: int, keep: bool, part: int = part) -> Iterable[Breach]:
            return breaches_within(part, bounds, day, keep)

        figures = list(solver.every.figures.of(part))
        figures += [f for ring in solver.every.known_wholes(part) for key in ring for f in solver.every.figures.of(key)]
        for conflict in _conflicts(solver, within, _days(figures)):
            (_, inner), (_, outer) = conflict.breach.law.terms
            law = within_law(solver.ground, inner, outer)
            yield replace(conflict, breach=replace(conflict.breach, law=law))


def _figures_of(bounds: Bounds, law: Law) -> list[Figure]:
    """Return the figures that may speak in a law."""
    both_sides = law.op == "="
    keys = {} if law.share is None else {law.share: None}
    for factor, key in law.terms:
        own_only = law.kind in ("hierarchy", "shares")
        if factor > 0 or both_sides:
            keys.update(dict.fromkeys(bounds.sources(key, True)))
        if (factor < 0 or both_sides) and not own_only:
            keys.update(dict.fromkeys(bounds.sources(key, False)))
        keys[key] = None
    return [figure for key in keys for figure in bounds.figures.of(key)]


def days_of(bounds: Bounds, law: Law) -> list[int]:
    """Return the days on which a law is tested, 0 where its figures bind always."""
    return _days(_figures_of(bounds, law))


def _days(figures: Iterable[Figure]) -> list[int]:
    """Return the days at which something starts to bind, 0 where all bind always.

    Whatever binds together on some day does so on the first day of one of them: of a level the day its time
    starts, of a total so far the day its time ends.
    """
    dated = (figure for figure in figures if not figure.timeless)
    ends = {figure.first if figure.level else figure.last for figure in dated}
    return sorted(ends - {ENDLESS_PAST, ENDLESS_FUTURE}) or [0]


def _conflicts(solver: Solver, find: Find, days: Sequence[int]) -> Iterator[Conflict]:
    """Yield one conflict for each cluster of a law's breaches."""
    found = _on_days(find, solver.every, days)
    if not found:
        found = _on_days(find, solver.every, days, keep=True)
    for cluster in _clusters(found):
        shown = min(cluster, key=_most_gap)
        code = code_of(solver, shown)
        if code and not (code == "REC207" and len(shown.claims()) == 1):  # printed above 100: a finding of its own
            dated = any(not speaker.figure.timeless for speaker in shown.speakers())
            sure = not all(doubts_of(breach) for breach in cluster) or _surely(solver, find, days, cluster)
            severity = max(shown.law.severity, "error" if sure else "warning", key=SEVERITIES.index)
            sets = tuple(dict.fromkeys(claims for breach in cluster for claims in breach.needs()))
            yield Conflict(code, shown, severity, doubts_of(shown), shown.day if dated else None, sets)


def _on_days(find: Find, bounds: Bounds, days: Sequence[int], keep: bool = False) -> list[Breach]:
    """Return each set of claims that breaks a law, on the first of the days on which it does."""
    found: dict[frozenset[str], Breach] = {}
    for day in days:
        for breach in find(bounds, day, keep):
            found.setdefault(breach.claims(), breach)
    return list(found.values())


def _surely(solver: Solver, find: Find, days: Sequence[int], cluster: Sequence[Breach]) -> bool:
    """Say whether a cluster holds a breach without any doubt once doubtful figures are left out."""
    claims = frozenset().union(*(breach.claims() for breach in cluster))
    fewer = (breach for bounds in solver.surer for breach in _on_days(find, bounds, days))
    return any(not doubts_of(breach) and breach.claims() & claims for breach in fewer)


def _most_gap(breach: Breach) -> tuple[object, ...]:
    value, side = breach.gap
    return -value, -side, breach.day, sorted(breach.claims())


def _clusters(found: Sequence[Breach]) -> list[list[Breach]]:
    """Return the breaches in groups that hang together by shared claims."""
    leader: dict[str, str] = {}

    def lead(claim: str) -> str:
        while leader.setdefault(claim, claim) != claim:
            leader[claim] = leader[leader[claim]]
            claim = leader[claim]
        return claim

    for breach in found:
        first, *others = sorted(breach.claims())
        for other in others:
            leader[lead(other)] = lead(first)
    groups: dict[str, list[Breach]] = {}
    for breach in found:
        groups.setdefault(lead(min(breach.claims())), []).append(breach)
    return list(groups.values())


def doubts_of(breach: Breach) -> tuple[str, ...]:
    """Return why a breach may be none after all: what it rests on that is not sure."""
    figures = [speaker.figure for speaker in breach.speakers()]
    found = ["reports"] if any(figure.reports for figure in figures) else []
    changing = [figure for figure in figures if figure.kind in CHANGING_KINDS]
    if len({figure.document for figure in changing}) > 1 and any(figure.loose for figure in changing):
        found.append("loose")
    if _unequal([f for f in figures if f.kind in LEVELS]) or _unequal([f for f in figures if f.kind == "flow"]):
        found.append("unequal")
    if breach.kept:
        found.append("kept")
    return tuple(found)


def _unequal(figures: Sequence[Figure]) -> bool:
    """Say whether times are not all the same: within what the measures keep, of flows within a tenth of the longest."""
    dated = [figure for figure in figures if figure.basis != "none"]
    if not dated:
        return False
    firsts, lasts = [figure.first for figure in dated], [figure.last for figure in dated]
    apart = max(max(firsts) - min(firsts), max(lasts) - min(lasts))
    length = max(figure.last - figure.first + 1 for figure in dated) if dated[0].kind == "flow" else 0
    return apart > max(figure.keeps for figure in dated) and 10 * apart > length


def code_of(solver: Solver, breach: Breach) -> str:
    """Return the rule that a breach belongs to; empty for one part above its whole, which is another law's."""
    law, lattice = breach.law, solver.ground.lattice
    fixed = {"share": "REC206", "shares": "REC207", "within": "REC204"}.get(law.kind)
    if fixed:
        return fixed
    if all(lattice.strata[lattice.stratum(key)].measure.kind == "event" for _, key in law.terms):
        return "REC303"
    if law.whole is not None and (law.kind == "hierarchy" or law.op != "=" or len(law.terms) > 2 or law.complete):
        return _too_much(solver, breach)
    whole_on_the_left = law.complete and law.op in ("=", "<=") and law.turned().whole is not None
    return "REC202" if whole_on_the_left else "REC205"


def _too_much(solver: Solver, breach: Breach) -> str:
    """Return the rule for parts above their whole: which depends on how many speak, and whether all have to."""
    law = breach.law
    if len(breach.parts) == 1 and not (law.complete and len(law.terms) == 2):
        return "" if law.kind == "hierarchy" else "REC204"
    spoken = {speaker.key for speaker in breach.speakers()}
    spoken.update(above for key in tuple(spoken) for ring in solver.every.wholes(key) for above in ring)
    needed = all(key in spoken for factor, key in law.terms if factor > 0)
    return "REC202" if law.complete and needed else "REC201"


def _distinct(found: Iterable[Conflict]) -> tuple[Conflict, ...]:
    """Return the conflicts sorted, each set of claims once for a rule: where most terms speak for themselves."""
    kept: dict[tuple[object, ...], Conflict] = {}
    for conflict in sorted(found, key=_place_order):
        same_law = conflict.breach.law.name if conflict.breach.law.kind == "relation" else ""
        kept.setdefault((conflict.code, same_law, conflict.breach.claims()), conflict)
    return tuple(kept.values())


def _place_order(conflict: Conflict) -> tuple[object, ...]:
    law = conflict.breach.law
    keys = {key for _, key in law.terms}
    elsewhere = sum(speaker.key not in keys for speaker in _without_share(conflict.breach))
    claims = sorted(conflict.breach.claims())
    return conflict.code, law.kind, elsewhere, law.name, law.members, conflict.since or 0, claims


def _without_share(breach: Breach) -> Iterator[Speaker]:
    return (entry.speaker for entry in (*breach.parts, *breach.limits))
