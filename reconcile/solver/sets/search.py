"""Sets of claims that break several laws together: what a rule yields, and what could not be looked at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from reconcile.errors import Problem
from reconcile.models import SEVERITIES, Claims
from reconcile.readings.printing import number_text
from reconcile.solver.hitting import fewest
from reconcile.solver.laws.breaches import Breach, Entry
from reconcile.solver.laws.conflicts import Conflict, Solver, doubts_of, solver_of
from reconcile.solver.laws.findings import Broken, law_key
from reconcile.solver.laws.sentences import doubt_lines
from reconcile.solver.laws.sums import date_line, shown_gap, sum_line, tolerance_line, too_many
from reconcile.solver.sets.certificates import ONE, Contradiction
from reconcile.solver.sets.components import suspects_of
from reconcile.solver.sets.faults_of_laws import faults_of_laws
from reconcile.solver.sets.feasible import Floating
from reconcile.solver.sets.infeasible import Budget, Exhausted, Means, Search, Unproved
from reconcile.solver.sets.narrower import narrower_conflicts
from reconcile.solver.sets.sentences import Words, message_of_set, steps_of, told_in
from reconcile.solver.sets.system import system_of
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
        solver = solver_of(claims)
        claims.memory[name] = _search(claims, solver, budget, most) if solver else Sets()
    found: Sets = claims.memory[name]
    return found


def _search(claims: Claims, solver: Solver, budget: int, most: int) -> Sets:
    system = system_of(solver.ground)
    if len(system.laws) < 2:
        return Sets()
    windows = windows_of(claims, solver.ground.lattice)
    suspects = suspects_of(system, windows)
    floating = Floating()
    problems, faulty = faults_of_laws(system, floating)
    components = [c for c in sorted({*suspects.empty.tolist(), *suspects.open.tolist()}) if c not in faulty]
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
            broken += _of_component(claims, solver, search)
        except Exhausted:
            problems.append(_not_checked(claims, search, f"it takes more than {budget:,} solver calls"))
        except Unproved:
            problems.append(_not_checked(claims, search, "a contradiction seen in floats could not be proved exactly"))
    return Sets(tuple(sorted(broken, key=lambda b: b.fields["key"])), tuple(sorted(set(problems))))


def _of_component(claims: Claims, solver: Solver, search: Search) -> Iterator[Broken]:
    """Yield what a component holds; of its last set, that there may be more where the search stopped."""
    last: Broken | None = None
    for found in search.contradictions():
        if last:
            yield last
        last = _broken(claims, solver, search, found)
    if last and search.capped:
        more = f"The search stopped after {search.most} such sets that hang together; there may be more."
        last = replace(last, fields={**last.fields, "arithmetic": (*last.fields["arithmetic"], more)})
    if last:
        yield last


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
    lines = [*told, date_line(breach) if dated else sum_line(breach), *doubt_lines(solver, conflict)]
    lines += [tolerance_line(until.relative)] if until.relative is not None else []
    severity = max(found.severity, "warning" if conflict.doubts else "error", key=SEVERITIES.index)
    laws = [search.means.system.law(number) for number in sorted(found.laws)]
    primary = search.primary(found)
    keys = {figure.id: key for key, figure in found.claims}
    message = message_of_set(words, found, steps, _excess(breach, dated, steps is None))
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
    return Conflict("REC208", every, found.severity, doubts_of(every), None)


def _excess(breach: Breach, dated: bool, both: bool) -> str:
    """Return what the laws make of the claims in the end: `: at least 1,123 against 1,043, 80 too many`."""
    if dated:
        days = int(breach.gap[0])
        return f": {days:,} {'day' if days == 1 else 'days'} too late" if days else ": the same day at best"
    gap = shown_gap(breach)
    least, most = number_text(round(breach.least, 2)), number_text(round(breach.most, 2))
    against = f" against at most {most}" if both and breach.limits else ""
    return f": at least {least}{against}, {too_many(breach, gap) if gap else 'which is just too many'}"


def _not_checked(claims: Claims, search: Search, why: str) -> Problem:
    means = search.means
    first = means.suspects.claims[means.suspects.claims_at[search.component]]
    row = int(means.windows.rows[first])
    label = claims.label_of(claims.quantity_at(row))
    return Problem(
        "",
        0,
        "not-checked",
        f"REC208 inconsistent-set: the laws around {label} were not all checked together, since {why}",
    )
