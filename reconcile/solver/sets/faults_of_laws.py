"""Laws that contradict each other whatever is claimed: a fault of the rules, found before claims are blamed."""

from __future__ import annotations

import numpy as np

from reconcile.errors import Problem
from reconcile.solver.sets.certificates import Contradiction, proof_of
from reconcile.solver.sets.components import settled
from reconcile.solver.sets.feasible import Floating, Gave
from reconcile.solver.sets.system import System


def faults_of_laws(system: System, floating: Floating) -> tuple[list[Problem], frozenset[int]]:
    """Return one problem for each set of contradictory laws, and the components that hold one.

    Only components with a law that the value 0 everywhere breaks can; the others are never looked at.
    """
    rows = system.rows
    hard = np.unique(np.searchsorted(system.rows_at, np.flatnonzero((rows.limits < 0) | rows.strict), "right") - 1)
    doubtful = np.zeros(len(system), dtype=bool)
    doubtful[hard] = True
    ends = system.floors, np.full(len(system.floors), np.inf)
    doubtful &= ~settled(system, rows, ends, doubtful)[1]
    problems: list[Problem] = []
    faulty: list[int] = []
    for component in np.flatnonzero(doubtful).tolist():
        found = _contradiction(system, floating, component)
        if found is not None:
            faulty.append(component)
            problems.append(_problem(found))
    return sorted(set(problems)), frozenset(faulty)


def _contradiction(system: System, floating: Floating, component: int) -> Contradiction | None:
    first, last = (int(system.rows_at[component + i]) for i in (0, 1))
    begin, end = (int(system.columns_at[component + i]) for i in (0, 1))
    rows = system.rows.part(first, last, begin)
    try:
        support = floating.contradiction(rows, system.floors[begin:end], np.full(end - begin, np.inf))
    except Gave:
        return None
    if support is None:
        return None
    laws = {number: system.law(number) for number in np.unique(rows.law[support.rows]).tolist()}
    return proof_of((), laws, 0, system.ground.lattice)


def _problem(found: Contradiction) -> Problem:
    laws = [found.laws[number] for number in sorted(found.laws)]
    names = list(dict.fromkeys(law.name for law in laws))
    where = min(((law.file, law.line) for law in laws if law.file), default=("", 0))
    which = f"the law {names[0]} cannot" if len(names) == 1 else f"the laws {', '.join(names)} cannot together"
    return Problem(*where, "relations", f"{which} hold, whatever is claimed; no claim was held against them")
