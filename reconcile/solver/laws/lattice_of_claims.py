"""From the claims table to the quantities that laws bind."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from reconcile.models import Claims, Dimension, Vocabulary
from reconcile.models.ordering import distinct_places, order_of
from reconcile.solver.comparable import NUMERIC, Ints, coded, holds
from reconcile.solver.laws.lattice import Axis, Lattice, Stratum

LARGEST = 2**62
"""Keys up to this are machine integers; beyond, they are Python's."""


def lattice_of(claims: Claims) -> Lattice | None:
    """Return the quantities that laws may bind; None where the project has no law at all."""
    lawful = _lawful(claims)
    if not lawful:
        return None
    mask = claims.column("takes_part") & holds(claims, "measure", lawful) & ~holds(claims, "base", ("unknown",))
    rows = np.flatnonzero(mask & (claims.column("exact") >= 0))
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
    measure_of, names = coded(claims, "measure")
    base_of, bases = _usual_bases(claims, rows)
    codes, firsts, inverse = _distinct(claims.column("quantity")[rows], base_of, len(bases))
    one = rows[firsts]
    named = list(zip(measure_of[one].tolist(), base_of[firsts].tolist(), strict=True))
    pair_of = {pair: (names[pair[0]], bases[pair[1]]) for pair in set(named)}
    strata = _strata(claims, rows, sorted({*pair_of.values(), *_unclaimed(claims)}))
    number = {(stratum.measure.name, stratum.base): i for i, stratum in enumerate(strata)}
    stratum_of = {pair: number[both] for pair, both in pair_of.items()}
    axes = _axes(claims.vocabulary)
    closed = {axis.dimension.name for axis in axes}
    open_names = tuple(name for name in claims.dimensions if name not in closed)
    rest_codes, rests = _rests(claims, one, open_names)
    span = int(np.prod([axis.size for axis in axes], dtype=object)) if axes else 1
    kind: Any = np.int64 if (len(rests) + 2) * (len(claims.relations) + 1) * len(strata) * span < LARGEST else object
    keys = (rest_codes.astype(kind) * len(strata) + np.array([stratum_of[pair] for pair in named], dtype=kind)) * span
    for axis in axes:
        codes_of, texts = coded(claims, axis.dimension.name)
        members = np.array([*(axis.number.get(text, 0) for text in texts), 0], dtype=np.int64)[codes_of[one]]
        keys = keys + members.astype(kind) * axis.stride
    order = order_of(keys)
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
        rows[order_of(ranked)],
        np.concatenate([[0], np.cumsum(counts)]).astype(np.int64),
        claims.vocabulary,
    )


def _distinct(quantity: Ints, base: Ints, bases: int) -> tuple[Ints, Ints, Ints]:
    """Return the distinct pairs of quantity and base, the first place of each, and the pair at each place."""
    return distinct_places(quantity * max(bases, 1) + base)


def _usual_bases(claims: Claims, rows: Ints) -> tuple[Ints, list[str]]:
    """Return the base of each row as a code, without what the usual base says anyway, and the bases, sorted."""
    measure_of, names = coded(claims, "measure")
    base_of, texts = coded(claims, "base")
    together = measure_of[rows].astype(np.int64) * (len(texts) + 1) + base_of[rows]
    pairs, _, place = distinct_places(together)
    usual = [
        _usual(claims.vocabulary, names[pair // (len(texts) + 1)], texts[pair % (len(texts) + 1)])
        for pair in pairs.tolist()
    ]
    bases = sorted(set(usual))
    number = {base: code for code, base in enumerate(bases)}
    return np.array([number[base] for base in usual], dtype=np.int64)[place], bases


def _usual(vocabulary: Vocabulary, measure: str, stated: str) -> str:
    """Return a claimed base without what the usual base says anyway."""
    if not stated:
        return ""
    of = vocabulary.measures.get(vocabulary.measures[measure].of)
    pairs = (pair.partition("=") for pair in stated.split(";"))
    kept = [(name, member) for name, _, member in pairs if of is None or of.by.get(name) != member]
    return ";".join(f"{name}={member}" for name, member in sorted(kept))


def _unclaimed(claims: Claims) -> set[tuple[str, str]]:
    """Return the measures of relations and shares that may have no claim, as strata."""
    measures = claims.vocabulary.measures
    names = {name for relation in claims.relations for name in relation.coefficients}
    names |= {n for m in measures.values() if m.kind == "share" for n in (m.of, m.part)}
    return {(name, "") for name in names if name in measures and measures[name].kind in (*NUMERIC, "event")}


def _strata(claims: Claims, rows: Ints, pairs: Sequence[tuple[str, str]]) -> tuple[Stratum, ...]:
    low, (codes, names) = claims.column("lo")[rows], coded(claims, "measure")
    below_zero = {names[code] for code in np.unique(codes[rows][(low < 0) & (low > -np.inf)]).tolist()}
    found = []
    for name, base in pairs:
        measure = claims.vocabulary.measures[name]
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


def _rests(claims: Claims, rows: Ints, names: Sequence[str]) -> tuple[Ints, list[tuple[str, ...]]]:
    """Return a code for the members of each row in dimensions without a hierarchy, and the members of each code."""
    found: Ints = np.zeros(len(rows), dtype=np.int64)
    rests: list[tuple[str, ...]] = [()]
    for name in names:
        codes, texts = coded(claims, name)
        both = found * (len(texts) + 1) + codes[rows] + 1  # codes are in the order of the texts, none comes first
        pairs, _, found = distinct_places(both)
        members = ["", *texts]
        rests = [(*rests[pair // len(members)], members[pair % len(members)]) for pair in pairs.tolist()]
    return found, rests
