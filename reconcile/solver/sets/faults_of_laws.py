"""Laws that contradict each other whatever is claimed: a fault of the rules, found before claims are blamed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import islice, product

import numpy as np
import pandas as pd

from reconcile.errors import Problem
from reconcile.models import ENDLESS_FUTURE, ENDLESS_PAST, Claims, Relation
from reconcile.solver.laws.instances import ground_of
from reconcile.solver.laws.lattice_of_claims import lattice_of
from reconcile.solver.plain_words import joined
from reconcile.solver.sets.certificates import Contradiction, proof_of
from reconcile.solver.sets.components import settled
from reconcile.solver.sets.feasible import Floating, Gave
from reconcile.solver.sets.system import System, system_of

MOST_PLACES = 2000
"""Combinations of the members in a relation's `where` at which it is held against the others."""
FIXED = {"base": "", "lo": -np.inf, "hi": np.inf, "first": ENDLESS_PAST, "last": ENDLESS_FUTURE, "basis": "none"}
"""What an imagined claim says: nothing, at any time."""


def faults_of_laws(system: System, floating: Floating) -> tuple[list[Problem], frozenset[int]]:
    """Return one problem for each set of contradictory laws, and the components that hold one.

    Only components with a law that the value 0 everywhere breaks can; the others are never looked at.
    """
    rows = system.rows
    hard = np.unique(np.searchsorted(system.rows_at, np.flatnonzero((rows.limits < 0) | rows.strict), "right") - 1)
    if not len(hard):
        return [], frozenset()
    doubtful = np.zeros(len(system), dtype=bool)
    doubtful[hard] = True
    ends = system.floors, np.full(len(system.floors), np.inf)
    empty, clear = settled(system, rows, ends, doubtful)
    doubtful &= empty | ~clear
    problems: list[Problem] = []
    faulty: list[int] = []
    for component in np.flatnonzero(doubtful).tolist():
        found = _contradiction(system, floating, component)
        if found is not None:
            faulty.append(component)
            problems.append(_problem(system.ground.claims, found))
    return sorted(set(problems)), frozenset(faulty)


def faults_without_claims(claims: Claims, floating: Floating) -> list[Problem]:
    """Return the contradictions among relations on whose quantities nothing need be claimed.

    They are held against each other where each stands by itself: at the members that its `where` names, else at its
    measures' own, with everything that hierarchies say of these.
    """
    if not any(relation.op != "<=" or relation.constant < 0 for relation in claims.relations):
        return []  # 0 everywhere satisfies them all
    imagined = _imagined(claims)
    lattice = lattice_of(imagined) if len(imagined) else None
    return [] if lattice is None else faults_of_laws(system_of(ground_of(imagined, lattice)), floating)[0]


def _imagined(claims: Claims) -> Claims:
    """Return claims that say nothing, one on each quantity that a relation names by itself."""
    named = {tuple(sorted(quantity.items())) for r in claims.relations for quantity in _named_by(claims, r)}
    quantities = [dict(pairs) for pairs in sorted(named)]
    dimensions = sorted({*claims.dimensions, *claims.vocabulary.dimensions})
    table = pd.DataFrame(
        {
            "quantity": np.arange(len(quantities)),
            "measure": [quantity["measure"] for quantity in quantities],
            "kind": [claims.vocabulary.measures[quantity["measure"]].kind for quantity in quantities],
            **{name: [value] * len(quantities) for name, value in FIXED.items()},
            "takes_part": [True] * len(quantities),
            "exact": [0] * len(quantities),
            **{name: [quantity.get(name) for quantity in quantities] for name in dimensions},
        }
    )
    imagined = replace(claims, table=table)
    imagined.memory["fed"] = {}  # no inflow is claimed
    return imagined


def _named_by(claims: Claims, relation: Relation) -> Iterator[Mapping[str, str]]:
    measures = [m for name in relation.coefficients if (m := claims.vocabulary.measures.get(name)) is not None]
    where = sorted(relation.where)
    for members in islice(product(*(relation.where[name] for name in where)), MOST_PLACES):
        at = dict(zip(where, members, strict=True))
        for measure in measures:
            yield {"measure": measure.name, **measure.by, **{n: m for n, m in at.items() if n in measure.by}}


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


def _problem(claims: Claims, found: Contradiction) -> Problem:
    laws = sorted(found.laws.values(), key=lambda law: (law.file, law.line, law.name))
    named = dict.fromkeys((law.name, law.file, law.line) for law in laws)
    where = min(((file, line) for _, file, line in named if file), default=("", 0))
    texts = [_told(claims, name, file, line, where) for name, file, line in named]
    which = f"the law {texts[0]} cannot" if len(texts) == 1 else f"the laws {joined(texts, len(texts))} cannot all"
    return Problem(*where, "relations", f"{which} hold, whatever is claimed; no claim was held against them")


def _told(claims: Claims, name: str, file: str, line: int, where: tuple[str, int]) -> str:
    """Return `trials (line 7: tried <= back)`; of a hierarchy its name alone."""
    holds = next((relation.holds for relation in claims.relations if relation.name == name and file), "")
    if not holds:
        return name
    place = f"line {line}" if file == where[0] else f"{file}:{line}"
    return f"{name} ({place}: {holds})"
