"""A broken law as a rule yields it: rows, terms and every field of a finding that the solver knows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from reconcile.models import Claims
from reconcile.solver.laws.bounds import Speaker
from reconcile.solver.laws.breaches import Breach
from reconcile.solver.laws.conflicts import Conflict, Solver, conflicts_of, solver_of
from reconcile.solver.laws.law import Law
from reconcile.solver.laws.products import product_line
from reconcile.solver.laws.sentences import doubt_lines, label_of, message_of
from reconcile.solver.laws.sums import date_line, sum_line, tolerance_line
from reconcile.solver.laws.tolerance import margins


@dataclass(frozen=True)
class Broken:
    """What `Rule.finding` needs to report a broken law."""

    rows: tuple[int, ...]
    """Rows of the claims it needs: parts first, then what limits them."""
    message: str
    """One sentence."""
    terms: tuple[str, ...]
    """What each row speaks for."""
    fields: dict[str, Any] = field(default_factory=dict)
    """Every other field of the finding."""


def broken_laws(claims: Claims, code: str) -> Iterator[Broken]:
    """Yield the broken laws that the rule with this code reports, in a fixed order."""
    solver = solver_of(claims)
    if solver is not None:
        for conflict in conflicts_of(claims):
            if conflict.code == code:
                yield _broken(claims, solver, conflict)


def _broken(claims: Claims, solver: Solver, conflict: Conflict) -> Broken:
    breach, law = conflict.breach, conflict.breach.law
    speakers = breach.speakers()
    dated = conflict.code == "REC303"
    gap, until = margins(breach, dated)
    lines = [date_line(breach) if dated else sum_line(breach)]
    lines += _product(breach)
    lines += [f"The law: {law.says}"] if law.says else []
    lines += doubt_lines(solver, conflict)
    lines += [tolerance_line(until.relative)] if until.relative is not None else []
    return Broken(
        tuple(speaker.figure.row for speaker in speakers),
        message_of(claims, solver, conflict),
        tuple(label_of(solver, law, speaker.key) for speaker in speakers),
        {
            "severity": conflict.severity,
            "arithmetic": tuple(lines),
            "gap": gap,
            "holds_until": until,
            "relations": (law.name,),
            "primary": primary_of(breach),
            "quantity": quantity_of(solver, breach),
            "key": (*law_key(solver, law), day_key(conflict.since)),
            "core": breach.claims(),
        },
    )


def _product(breach: Breach) -> list[str]:
    """Return what a share comes to of its base, as printed and as read."""
    if breach.share is None:
        return []
    based = breach.parts if breach.turned else breach.limits
    line = product_line(breach.share.figure, [entry.speaker.figure for entry in based])
    return [line] if line else []


def law_key(solver: Solver, law: Law) -> tuple[str, ...]:
    """Return what tells one law at its members from all others, whatever is claimed."""
    lattice = solver.ground.lattice
    measure = "" if law.kind == "relation" else lattice.strata[lattice.stratum(law.terms[0][1])].measure.name
    members = dict(law.members)
    base = "" if law.share is None else lattice.strata[lattice.stratum(law.share)].base
    return (law.name, measure, base, *(f"{name}={members[name]}" for name in sorted(members)))


def day_key(day: int | None) -> str:
    """Return a day as ISO 8601, empty where the law binds always."""
    return date.fromordinal(day).isoformat() if day else ""


def primary_of(breach: Breach) -> str:
    """Return the claim of the whole, where the law has one."""
    whole = _whole(breach)
    return whole.figure.id if whole else ""


def _whole(breach: Breach) -> Speaker | None:
    """Return the figure of the whole: what limits plain parts, or what complete parts do not fill."""
    law = breach.law
    if law.kind == "share":
        based = breach.parts if breach.turned else breach.limits
        return based[0].speaker if based else None
    if law.whole is not None and len(breach.limits) == 1:
        return breach.limits[0].speaker
    if law.turned().whole is not None and len(breach.parts) == 1:
        return breach.parts[0].speaker
    return None


def quantity_of(solver: Solver, breach: Breach) -> dict[str, str]:
    """Return the quantity a finding is about: the share, else the whole, else what the law is about first."""
    lattice, law = solver.ground.lattice, breach.law
    if breach.share is not None:
        return lattice.quantity(breach.share.key)
    if law.kind == "relation":
        place = law.whole if law.whole is not None else law.turned().whole
        return lattice.quantity(law.terms[place or 0][1])
    if law.kind == "within":
        return lattice.quantity(law.terms[0][1])
    return {"measure": lattice.strata[lattice.stratum(law.terms[0][1])].measure.name, **dict(law.members)}
