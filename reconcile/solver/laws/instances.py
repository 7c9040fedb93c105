"""Where a project's laws hold: every law at its members, as arrays first and as `Law` objects where asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np

from reconcile.models import Claims, Measure, Partition, Relation
from reconcile.solver.comparable import Flags, Floats, Ints
from reconcile.solver.laws.lattice import Lattice, Stratum
from reconcile.solver.laws.law import HUNDRED, Law
from reconcile.solver.laws.universe import Universe, close_upward, universe_of

ONE = Fraction(1)


@dataclass(frozen=True)
class Placed:
    """A relation and every combination of members it holds at."""

    relation: Relation
    measures: tuple[str, ...]
    """Its measures, sorted."""
    at: Ints
    """A key of each combination, its stratum 0 and only the shared dimensions filled."""
    terms: tuple[Ints, ...]
    """For each measure its key at each combination."""


@dataclass(frozen=True)
class Ground:
    """All that laws stand on: quantities, what bounds them, and where relations hold."""

    claims: Claims
    lattice: Lattice
    universe: Universe
    placed: tuple[Placed, ...]
    shares: tuple[Law, ...]
    """Each claimed share with the counts of its part and its base."""


def ground_of(claims: Claims, lattice: Lattice) -> Ground:
    """Return where the laws of a project hold."""
    placed = tuple(p for relation in claims.relations if (p := _place(lattice, relation)) is not None)
    shares = tuple(share_laws(lattice))
    named = [term for p in placed for term in p.terms]
    named.append(np.array([key for law in shares for _, key in law.terms], dtype=lattice.keys.dtype))
    return Ground(claims, lattice, universe_of(claims, lattice, np.concatenate(named)), placed, shares)


def _place(lattice: Lattice, relation: Relation) -> Placed | None:
    """Return where a relation holds; None where its measures are not all numbers or not all dates."""
    measures = tuple(sorted(relation.coefficients))
    known = [lattice.vocabulary.measures.get(name) for name in measures]
    found = [measure for measure in known if measure is not None and (measure.name, "") in lattice.stratum_of]
    if len(found) < len(measures) or len({measure.kind == "event" for measure in found}) > 1:
        return None
    shared = set.intersection(*(set(measure.by) for measure in found))
    at = np.unique(np.concatenate([_projected(lattice, measure, shared) for measure in found]))
    if any(lattice.strata[lattice.stratum_of[name, ""]].sums for name in measures):
        at = close_upward(lattice, at, [axis for axis in lattice.axes if axis.dimension.name in shared])
    at = at[_where(lattice, relation, at, shared)]
    return Placed(relation, measures, at, tuple(_term(lattice, measure, shared, at) for measure in found))


def _projected(lattice: Lattice, measure: Measure, shared: set[str]) -> Ints:
    """Return the shared members of a measure's claimed quantities that stand at or below its own other members."""
    number = lattice.stratum_of[measure.name, ""]
    keys = lattice.keys[lattice.stratum(lattice.keys) == number]
    at = keys - keys
    for axis in lattice.axes:
        name, member = axis.dimension.name, axis.at(keys).astype(np.int64)
        if name in shared:
            at = at + member.astype(keys.dtype) * axis.stride
        elif name in measure.by:
            inside = axis.below(measure.by[name])[member]
            keys, at = keys[inside], at[inside]
    rest = lattice.rest(keys)
    rests, place = np.unique(rest, return_inverse=True)
    codes = []
    for code in rests.tolist():
        named = dict(zip(lattice.open_names, lattice.rests[code], strict=True))
        own = all(named[n] == measure.by[n] for n in lattice.open_names if n in measure.by and n not in shared)
        kept = tuple(named[n] if n in shared else "" for n in lattice.open_names)
        codes.append(lattice.rest_code(kept) if own else -1)
    coded = np.array(codes, dtype=keys.dtype)[place] if len(rests) else rest
    fits = coded >= 0
    return np.asarray((at + coded * (len(lattice.strata) * lattice.span))[fits])


def _where(lattice: Lattice, relation: Relation, at: Ints, shared: set[str]) -> Flags:
    """Say at which combinations a relation holds by its `where`."""
    fits = np.ones(len(at), dtype=bool)
    for name, members in relation.where.items():
        axis = next((a for a in lattice.axes if a.dimension.name == name), None)
        if axis is not None and name in shared:
            fits &= np.isin(axis.at(at).astype(np.int64), [axis.number[m] for m in members if m in axis.number])
        elif name in shared:
            place = lattice.open_names.index(name)
            fits &= np.array([lattice.rests[code][place] in members for code in lattice.rest(at).tolist()], dtype=bool)
    return fits


def _term(lattice: Lattice, measure: Measure, shared: set[str], at: Ints) -> Ints:
    """Return the key of a measure at each combination of shared members, its other members its own."""
    block = len(lattice.strata) * lattice.span
    inner = at % block + lattice.stratum_of[measure.name, ""] * lattice.span
    for axis in lattice.axes:
        name = axis.dimension.name
        if name in measure.by and name not in shared:
            inner = inner + axis.number[measure.by[name]] * axis.stride
    rests, place = np.unique(lattice.rest(at), return_inverse=True)
    codes = [
        lattice.rest_code(
            tuple(
                member if name in shared else measure.by.get(name, "")
                for name, member in zip(lattice.open_names, lattice.rests[code], strict=True)
            )
        )
        for code in rests.tolist()
    ]
    return inner + np.array(codes, dtype=at.dtype)[place] * block if len(codes) else inner


def share_laws(lattice: Lattice) -> Iterator[Law]:
    """Yield each claimed share as a law over its part and its base, where they differ."""
    measures = lattice.vocabulary.measures
    is_share = np.array([stratum.measure.kind == "share" for stratum in lattice.strata], dtype=bool)
    for key in lattice.keys[is_share[lattice.stratum(lattice.keys).astype(np.int64)]].tolist():
        stratum = lattice.strata[lattice.stratum(key)]
        measure = stratum.measure
        if measure.of in measures:
            members = lattice.members(key)
            base = base_members(lattice, stratum, members)
            part = lattice.key_of(measure.part or measure.of, members)
            whole = lattice.key_of(measure.of, base)
            if part is not None and whole is not None and part != whole:
                yield Law(
                    measure.name,
                    "share",
                    ((HUNDRED, part), (-ONE, whole)),
                    "=",
                    members=tuple(members.items()),
                    says="A share is its part divided by its base.",
                    share=key,
                    labels=(_named(lattice, part), _named(lattice, whole), measure.title),
                )


def _named(lattice: Lattice, key: int) -> str:
    """Return a measure's title with the members that it does not mean anyway."""
    measure: Measure = lattice.strata[lattice.stratum(key)].measure
    members = lattice.members(key)
    return ", ".join([measure.title, *(m for name, m in members.items() if measure.by.get(name) != m)])


def base_members(lattice: Lattice, share: Stratum, members: Mapping[str, str]) -> dict[str, str]:
    """Return where the base of a share stands, by dimension: at the own member of `of` wherever the share stands
    below that, or at the share's members where it has a `part`; what a claim names as base goes before."""
    found = dict(members)
    if not share.measure.part:
        own = lattice.vocabulary.measures[share.measure.of].by
        for name, member in members.items():
            if name in own and lattice.vocabulary.dimensions[name].is_below(member, own[name]):
                found[name] = own[name]
    named = (pair.partition("=") for pair in share.base.split(";") if share.base)
    return {**found, **{name: member for name, _, member in named}}


def relation_law(ground: Ground, placed: Placed, place: int) -> Law:
    """Return a relation at one combination of members."""
    relation, lattice = placed.relation, ground.lattice
    terms = tuple(
        (relation.coefficients[name], int(keys[place]))
        for name, keys in zip(placed.measures, placed.terms, strict=True)
    )
    labels = tuple(lattice.vocabulary.measures[name].title for name in placed.measures)
    return Law(
        relation.name,
        "relation",
        terms,
        relation.op,
        relation.constant,
        tuple(lattice.members(int(placed.at[place])).items()),
        relation.says or f"{relation.name}: {relation.holds}",
        relation.severity,
        relation.accounts,
        relation.complete,
        None,
        labels,
        relation.file,
        relation.line,
    )


def division_law(ground: Ground, place: int) -> Law:
    """Return one division of a quantity as a law: its parts and the quantity, or 100 percent for shares."""
    lattice, divisions = ground.lattice, ground.universe.divisions
    parent = int(ground.universe.keys[divisions.parent[place]])
    axis = lattice.axes[int(divisions.axis[place])]
    number = int(divisions.partition[place])
    partition = axis.partitions[number]
    parts = tuple((ONE, lattice.moved(parent, axis, child)) for child in axis.children[number])
    law = Law(
        f"{axis.dimension.name}: {partition.parent}" + (f" ({partition.name})" if partition.name else ""),
        "hierarchy",
        (*parts, (-ONE, parent)),
        "=" if partition.complete else "<=",
        members=tuple(lattice.members(parent).items()),
        says=_division_says(partition),
        complete=partition.complete,
        labels=(*partition.children, partition.parent),
    )
    if lattice.strata[lattice.stratum(parent)].measure.kind == "share":
        complete = partition.complete and not partition.overlapping and base_of(lattice, parent) == parent
        return replace(
            law,
            kind="shares",
            terms=parts,
            op="=" if complete else "<=",
            constant=HUNDRED,
            complete=complete,
            labels=partition.children,
            name=f"{law.name}, shares",
        )
    return replace(law.turned(), op="<=") if partition.overlapping else law


def base_of(lattice: Lattice, share: int) -> int | None:
    """Return the key that a share without `part` would have at its own base."""
    stratum = lattice.strata[lattice.stratum(share)]
    if stratum.measure.part or stratum.measure.of not in lattice.vocabulary.measures:
        return None
    members = base_members(lattice, stratum, lattice.members(share))
    return lattice.key_of(stratum.measure.name, members, stratum.base)


def within_law(ground: Ground, part: int, whole: int) -> Law:
    """Return the law that a quantity is at most a wider one."""
    lattice = ground.lattice
    inner, outer = lattice.members(part), lattice.members(whole)
    differ = [name for name in inner if inner[name] != outer.get(name)]
    labels = (", ".join(inner[n] for n in differ), ", ".join(outer.get(n, "") for n in differ))
    return Law(
        f"{', '.join(differ)}: {labels[0]} in {labels[1]}",
        "within",
        ((ONE, part), (-ONE, whole)),
        "<=",
        members=tuple(inner.items()),
        says=f"{labels[0]} is part of {labels[1]}.",
        labels=labels,
    )


def _division_says(partition: Partition) -> str:
    names = partition.children
    some = ", ".join(names[:4]) + (f" and {len(names) - 4} more" if len(names) > 4 else "")
    verb = "make up" if partition.complete else "is part of" if len(names) == 1 else "are parts of"
    return f"{some} {verb} {partition.parent}{' and may overlap' if partition.overlapping else ''}."


def term_ends(ground: Ground, placed: Placed) -> tuple[list[Floats], list[Floats], list[Flags]]:
    """Return for each term of a relation its least, its greatest value, and whether floats are exact there."""
    universe, lattice = ground.universe, ground.lattice
    lows, highs, exact = [], [], []
    for keys in placed.terms:
        place = universe.find(keys)
        lows.append(universe.low[place])
        highs.append(universe.high[place])
        exact.append(universe.whole[lattice.stratum(keys).astype(np.int64)])
    return lows, highs, exact
