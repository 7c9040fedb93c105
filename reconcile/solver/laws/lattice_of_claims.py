"""From the claims table to the quantities that laws bind."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from reconcile.models import Claims, Dimension, Vocabulary
from reconcile.solver.comparable import NUMERIC, Ints
from reconcile.solver.laws.lattice import Axis, Lattice, Stratum

LARGEST = 2**62
"""Keys up to this are machine integers; beyond, they are Python's."""


def lattice_of(claims: Claims) -> Lattice | None:
    """Return the quantities that laws may bind; None where the project has no law at all."""
    lawful = _lawful(claims)
    if not lawful:
        return None
    table = claims.table
    mask = table["takes_part"].to_numpy(dtype=bool) & table["measure"].isin(sorted(lawful)).to_numpy(dtype=bool)
    mask &= (table["base"] != "unknown").to_numpy(dtype=bool)
    mask &= table["reading"].notna().to_numpy(dtype=bool)
    rows = np.flatnonzero(mask)
    return _build(claims, rows) if len(rows) else None


def _lawful(claims: Claims) -> set[str]:
    """Return the measures that a relation, a hierarchy or a share may bind."""
    measures = claims.vocabulary.measures
    divided = {name for name, dimension in claims.vocabulary.dimensions.items() if dimension.partitions}
    found = {name for relation in claims.relations for name in relation.coefficients}
    for name, measure in measures.items():
        if measure.kind == "share":
            found |= {name, measure.of, measure.part}
        elif divided & set(measure.by) and measure.additive:
            found.add(name)
    found |= {measures[name].fed_by for name in found if name in measures}
    return {name for name in found if name in measures and measures[name].kind in (*NUMERIC, "event")}


def _build(claims: Claims, rows: Ints) -> Lattice:
    part = claims.table[["quantity", "measure", "base", "lo", *claims.dimensions]].iloc[rows]
    bases = _usual_bases(claims.vocabulary, part)
    codes, firsts, inverse = _distinct(part["quantity"].to_numpy(dtype=np.int64), bases)
    one = part.iloc[firsts]
    pairs = list(zip(one["measure"], bases[firsts], strict=True))
    strata = _strata(claims.vocabulary, sorted({*pairs, *_unclaimed(claims)}), part)
    number = {(stratum.measure.name, stratum.base): i for i, stratum in enumerate(strata)}
    axes = _axes(claims.vocabulary)
    named = {axis.dimension.name for axis in axes}
    open_names = tuple(name for name in claims.dimensions if name not in named)
    rest_codes, rests = _rests(one, open_names)
    span = int(np.prod([axis.size for axis in axes], dtype=object)) if axes else 1
    kind: Any = np.int64 if (len(rests) + 2) * (len(claims.relations) + 1) * len(strata) * span < LARGEST else object
    keys = (rest_codes.astype(kind) * len(strata) + np.array([number[pair] for pair in pairs], dtype=kind)) * span
    for axis in axes:
        members = one[axis.dimension.name].map(axis.number).fillna(0).to_numpy(dtype=np.int64)
        keys = keys + members.astype(kind) * axis.stride
    order = np.argsort(keys, kind="stable")
    rank = np.empty(len(codes), dtype=np.int64)
    rank[order] = np.arange(len(codes))
    ranked = rank[inverse]
    counts = np.bincount(ranked, minlength=len(codes))
    return Lattice(
        axes,
        strata,
        open_names,
        rests,
        keys[order],
        rows[np.argsort(ranked, kind="stable")],
        np.concatenate([[0], np.cumsum(counts)]).astype(np.int64),
        claims.vocabulary,
    )


def _distinct(quantity: Ints, bases: np.ndarray[Any, Any]) -> tuple[Ints, Ints, Ints]:
    """Return the distinct pairs of quantity and base, the first place of each, and the pair at each place."""
    names, base = np.unique(bases.astype(str), return_inverse=True)
    found = np.unique(quantity * len(names) + base, return_index=True, return_inverse=True)
    return found[0], found[1], found[2]


def _usual_bases(vocabulary: Vocabulary, part: Any) -> np.ndarray[Any, Any]:
    """Return each row's base, without what the usual base says anyway."""
    stated = part["base"].to_numpy(dtype=object)
    found: np.ndarray[Any, Any] = stated.copy()
    for place in np.flatnonzero(stated != "").tolist():
        of = vocabulary.measures.get(vocabulary.measures[part["measure"].iat[place]].of)
        pairs = (pair.partition("=") for pair in str(stated[place]).split(";"))
        kept = [(name, member) for name, _, member in pairs if of is None or of.by.get(name) != member]
        found[place] = ";".join(f"{name}={member}" for name, member in sorted(kept))
    return found


def _unclaimed(claims: Claims) -> set[tuple[str, str]]:
    """Return the measures of relations and shares that may have no claim, as strata."""
    measures = claims.vocabulary.measures
    names = {name for relation in claims.relations for name in relation.coefficients}
    names |= {n for m in measures.values() if m.kind == "share" for n in (m.of, m.part)}
    return {(name, "") for name in names if name in measures and measures[name].kind in (*NUMERIC, "event")}


def _strata(vocabulary: Vocabulary, pairs: Sequence[tuple[str, str]], part: Any) -> tuple[Stratum, ...]:
    below_zero = set(part.loc[(part["lo"] < 0) & (part["lo"] > -np.inf), "measure"])
    found = []
    for name, base in pairs:
        measure = vocabulary.measures[name]
        floored = measure.kind != "event" and not measure.may_be_negative and name not in below_zero
        is_ratio = measure.kind == "share" and bool(measure.part)
        found.append(Stratum(measure, base, floored, floored and measure.additive and not is_ratio))
    return tuple(found)


def _axes(vocabulary: Vocabulary) -> tuple[Axis, ...]:
    """Return the dimensions with a hierarchy, the last one with the smallest step."""
    stride, found = 1, []
    for name in sorted(vocabulary.dimensions, reverse=True):
        dimension = vocabulary.dimensions[name]
        if dimension.partitions:
            found.append(_axis(dimension, stride))
            stride *= found[-1].size
    return tuple(reversed(found))


def _axis(dimension: Dimension, stride: int) -> Axis:
    members = ("", *sorted(dimension.members))
    number = {member: i for i, member in enumerate(members) if member}
    parent = np.array([number.get(dimension.parent_of.get(m, ""), 0) for m in members], dtype=np.int64)
    depth, above = np.zeros(len(members), dtype=np.int64), parent
    while above.any():
        depth, above = depth + (above > 0), parent[above]
    inside: list[list[int]] = [[] for _ in members]
    divisions: dict[int, tuple[int, ...]] = {}
    for i, partition in enumerate(dimension.partitions):
        divisions[number[partition.parent]] = (*divisions.get(number[partition.parent], ()), i)
        for child in partition.children:
            inside[number[child]].append(i)
    width = max((len(places) for places in inside), default=0)
    slots = tuple(
        np.array([places[s] if s < len(places) else -1 for places in inside], dtype=np.int64) for s in range(width)
    )
    children = tuple(tuple(number[child] for child in p.children) for p in dimension.partitions)
    return Axis(dimension, members, number, parent, depth, slots, dimension.partitions, children, divisions, stride)


def _rests(one: Any, names: Sequence[str]) -> tuple[Ints, list[tuple[str, ...]]]:
    """Return a code for the members of each row in dimensions without a hierarchy, and the members of each code."""
    if not names:
        return np.zeros(len(one), dtype=np.int64), [()]
    filled = one[list(names)].fillna("")
    codes = filled.groupby(list(names), sort=True).ngroup().to_numpy(dtype=np.int64)
    firsts = np.unique(codes, return_index=True)[1]
    return codes, [tuple(map(str, row)) for row in filled.iloc[firsts].itertuples(index=False)]
