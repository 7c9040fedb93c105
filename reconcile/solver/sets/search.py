"""Sets of claims that break several laws together: what a rule yields, and what could not be looked at."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np

from reconcile.errors import Problem
from reconcile.models import SEVERITIES, Claims
from reconcile.readings.printing import number_text
from reconcile.solver.hitting import fewest
from reconcile.solver.laws.bounds import Speaker
from reconcile.solver.laws.breaches import Breach, Entry
from reconcile.solver.laws.conflicts import Conflict, Solver, doubts_of, solver_of
from reconcile.solver.laws.findings import Broken, law_key
from reconcile.solver.laws.sentences import doubt_lines
from reconcile.solver.laws.sums import date_line, shown_ends, shown_gap, sum_line, tolerance_line, too_many, when
from reconcile.solver.sets.certificates import ONE, Contradiction
from reconcile.solver.sets.component import Means
from reconcile.solver.sets.components import suspects_of, without_those_that_fit
from reconcile.solver.sets.faults_of_laws import faults_of_laws, faults_without_claims
from reconcile.solver.sets.feasible import LARGE, Floating
from reconcile.solver.sets.infeasible import Budget, Exhausted, Search, Unproved
from reconcile.solver.sets.instants import TooMany
from reconcile.solver.sets.lean import lean
from reconcile.solver.sets.narrower import narrower_conflicts
from reconcile.solver.sets.sentences import Words, message_of_set, steps_of, told_in
from reconcile.solver.sets.system import system_in
from reconcile.solver.sets.tolerance import margins_of_set
from reconcile.solver.sets.windows import windows_of


@dataclass(frozen=True)
class Sets:
    """What a search through all components came to."""

    broken: tuple[Broken, ...] = ()
    """One for each smallest set."""
    problems: tuple[Problem, ...] = ()
    """Laws at fault, components not looked at, proofs that failed."""


def inconsistent_sets(claims: Claims, budget: int, most: int) -> Sets:
    """Return the smallest sets of claims that break two or more laws together, worked out once for one table.

    `budget` is how many solver calls a component may take, `most` after how many sets of it the search stops.
    """
    name = f"sets {budget} {most}"
    if name not in claims.memory:
        solver, floating = solver_of(claims), Floating()
        faults = faults_without_claims(claims, floating)
        found = _search(claims, solver, floating, (budget, most)) if solver else Sets()
        claims.memory[name] = Sets(found.broken, tuple(sorted({*found.problems, *faults})))
    kept: Sets = claims.memory[name]
    return kept


def _search(claims: Claims, solver: Solver, floating: Floating, limits: tuple[int, int]) -> Sets:
    budget, most = limits
    system = system_in(claims, solver.ground)
    if len(system.laws) < 2:
        return Sets()
    windows = windows_of(claims, solver.ground.lattice)
    suspects = suspects_of(system, windows)
    problems, faulty = faults_of_laws(system, floating)
    components = [c for c in without_those_that_fit(system, suspects, floating) if c not in faulty]
    if not components:
        return Sets((), tuple(sorted(set(problems))))
    needed = lean(system, suspects, components)
    components = [c for c in components if needed[0].columns_at[c] < needed[0].columns_at[c + 1]]
    if max(len(system.rows), len(system.places), len(suspects.claims)) >= LARGE:  # below it all laws may be looked at
        system, suspects = needed
    means = Means(system, windows, suspects, solver.every.figures, floating)
    inside = np.zeros(len(claims), dtype=bool)
    for component in components:
        at = slice(suspects.claims_at[component], suspects.claims_at[component + 1])
        inside[windows.rows[suspects.claims[at]]] = True
    narrower = list(narrower_conflicts(claims, inside))
    gaps: dict[str, float] = {}
    for conflict, gap in narrower:
        gaps.update({claim: max(gap, gaps.get(claim, 0.0)) for claim in conflict})
    aside = fewest((conflict for conflict, _ in narrower), gaps)
    counts = Counter(claim for conflict in {c for c, _ in narrower} for claim in conflict)
    broken: list[Broken] = []
    for component in components:
        search = Search(means, component, Budget(budget), most, set(aside), counts)
        try:
            _add_sets(claims, solver, search, broken)
        except Exhausted:
            problems.append(_not_checked(claims, search, f"it takes more than {budget:,} solver calls"))
        except TooMany as many:
            problems.append(_not_checked(claims, search, str(many)))
        except Unproved:
            problems.append(_not_checked(claims, search, "a contradiction seen in floats could not be proved exactly"))
    ordered = sorted(broken, key=lambda b: (len(b.rows), b.fields["key"]))
    return Sets(tuple(ordered), tuple(sorted(set(problems))))


def _add_sets(claims: Claims, solver: Solver, search: Search, broken: list[Broken]) -> None:
    """Add what a component holds as it is found; to its last set, that there may be more where the search stopped."""
    for found in search.contradictions():
        broken.append(_broken(claims, solver, search, found))
    if search.capped:
        last = broken.pop()
        more = f"The search stopped after {search.most} such sets that hang together; there may be more."
        broken.append(replace(last, fields={**last.fields, "arithmetic": (*last.fields["arithmetic"], more)}))


def _broken(claims: Claims, solver: Solver, search: Search, found: Contradiction) -> Broken:
    lattice, steps = solver.ground.lattice, steps_of(found)
    found = told_in(found, steps)
    words, breach = Words(claims, lattice, found), found.breach()
    dated = all(figure.kind == "event" for _, figure in found.claims)
    gap, until = margins_of_set(found, lattice)
    conflict = _as_conflict(found)
    told = (
        [words.step(step) for step in steps[:-1]] + [words.last(steps[-1])]
        if steps
        else [words.law(law) for _, law in sorted(found.laws.items())]
    )
    lines = [*told, date_line(breach) if dated else sum_line(breach), *words.products(), *doubt_lines(solver, conflict)]
    grown = words.grown(found, shown_gap(breach)) if found.kept else ""
    lines += [f"The figure is of {when(found.kept[0].figure)}: this holds {grown}."] if grown else []
    lines += [tolerance_line(until.relative)] if until.relative is not None else []
    doubtful = conflict.doubts or found.kept
    severity = max(found.severity, "warning" if doubtful else "error", key=SEVERITIES.index)
    laws = [law for _, law in sorted(found.laws.items())]
    primary = search.primary(found)
    keys = {figure.id: key for key, figure in found.claims}
    message = message_of_set(words, found, steps, _excess(breach, dated, steps is None))
    message = f"{message}; {grown}" if grown else message
    return Broken(
        tuple(figure.row for _, figure in found.claims),
        message,
        tuple(words.label(key) for key, _ in found.claims),
        {
            "severity": severity,
            "arithmetic": tuple(lines),
            "gap": gap,
            "holds_until": until,
            "relations": tuple(sorted({law.name for law in laws})),
            "primary": primary,
            "quantity": lattice.quantity(keys[primary]),
            "core": frozenset(keys),
            "key": (*sorted("|".join(law_key(solver, law)) for law in laws), *sorted(keys)),
        },
    )


def _as_conflict(found: Contradiction) -> Conflict:
    """Return the set as one broken law, shares among its figures, for what makes it unsure."""
    breach = found.breach()
    shares = tuple(Entry(ONE, speaker) for speaker in found.shares())
    every = replace(breach, parts=(*breach.parts, *shares))
    doubts = [doubt for doubt in doubts_of(every) if doubt not in ("unequal", "kept")]
    return Conflict(
        "REC208", every, found.severity, (*doubts, *(["unequal"] if _is_unequal(every, found) else [])), None
    )


def _is_unequal(every: Breach, found: Contradiction) -> bool:
    """Say whether levels that are held to be of one time, or of different ones, may not be."""
    spoken: dict[int, dict[str, Speaker]] = {}
    for source in (constraint.source for constraint in found.constraints):
        if source.speaker is not None and not source.factor:
            spoken.setdefault(source.place, {})[source.speaker.figure.id] = source.speaker
    for speakers in spoken.values():
        at_once = replace(every, parts=tuple(Entry(ONE, s) for s in speakers.values()), limits=())
        if "unequal" in doubts_of(at_once):
            return True
    levels = [[s.figure for s in speakers.values() if s.figure.level] for speakers in spoken.values()]
    return any(
        one is not other and one.first <= other.last and other.first <= one.last
        for number, group in enumerate(levels)
        for one in group
        for others in levels[number + 1 :]
        for other in others
    )


def _excess(breach: Breach, dated: bool, both: bool) -> str:
    """Return what the laws make of the claims in the end: `: at least 1,123 against 1,043, 80 too many`."""
    if dated:
        days = int(breach.gap[0])
        return f": {days:,} {'day' if days == 1 else 'days'} too late" if days else ": the same day at best"
    gap = shown_gap(breach)
    if not breach.parts:
        # Upper ends alone miss a number that the laws ask for: there is no sum that is too much.
        asked = max(-breach.constant, Fraction(0))
        reached = breach.most + asked
        short = too_many(breach, gap) if gap else "which is just too few"
        return f": at most {number_text(round(reached, 2))} against at least {number_text(round(asked, 2))}, {short}"
    least, most = (number_text(end) for end in shown_ends(breach))
    against = f" against at most {most}" if both and breach.limits else ""
    return f": at least {least}{against}, {too_many(breach, gap) if gap else 'which is just too many'}"


def _not_checked(claims: Claims, search: Search, why: str) -> Problem:
    means = search.means
    first = means.suspects.claims[means.suspects.claims_at[search.number]]
    row = int(means.windows.rows[first])
    label = claims.label_of(claims.quantity_at(row))
    return Problem(
        "",
        0,
        "not-checked",
        f"REC208 inconsistent-set: the laws around {label} were not all checked together, since {why}",
    )
