"""Clashes: claims of one quantity that speak of the same time and have no value in common.

A component is one connected set of clashes, found over the whole table without looking at pairs.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from reconcile.models import Claims
from reconcile.models.ordering import distinct_places
from reconcile.solver.comparable import NUMERIC, Compared, Ints, nearly_equal, select
from reconcile.solver.ends import apart, exact_order, suspects
from reconcile.solver.sweep import Runs, connect, groups, label
from reconcile.solver.values.cells import falling_runs, meeting_runs

_FLOWS_AT_ONCE = 1 << 20


@dataclass(frozen=True)
class Components:
    """The components of clashes among some claims."""

    compared: Compared
    """The claims; `lo` and `hi` are exact ranks, or hulls of them."""
    members: tuple[Ints, ...]
    """Positions in `compared` of each component's claims, ascending; components by their first claim."""


def contradictions(claims: Claims) -> Components:
    """Return the clashes inside single documents."""
    return _components(*_ranked(claims, NUMERIC))


def conflicts(claims: Claims) -> Components:
    """Return the clashes between documents; one that contradicts itself enters by the hull of its clashing readings."""
    hulled = _hulls(*_ranked(claims, NUMERIC))
    return _components(hulled, label_meeting(hulled, hulled.quantity))


def meeting_clashes(claims: Claims, kinds: tuple[str, ...]) -> Components:
    """Return the clashes of events, category words or status words, within and between documents."""
    compared = select(claims, kinds)
    compared = compared.take(suspects(compared))
    return _components(compared, label_meeting(compared, compared.quantity))


def falls(claims: Claims) -> Components:
    """Return the falls of totals so far: a later one surely lower than an earlier one.

    Between documents, one that contradicts itself enters by its hull; inside a document each claim speaks for itself.
    """
    ranked, labels = _ranked(claims, NUMERIC)
    hulled = _hulls(ranked, labels)
    dated = hulled.total & ~hulled.undated
    own, hulled = ranked.take(dated), hulled.take(dated)
    if (labels[dated] >= 0).any():
        falling = label_falls(replace(own, quantity=_of_documents(own))) >= 0
        lo, hi = np.where(falling, own.lo, hulled.lo), np.where(falling, own.hi, hulled.hi)
        hulled = replace(hulled, lo=lo, hi=hi)
    return _components(hulled, label_falls(hulled))


def _ranked(claims: Claims, kinds: tuple[str, ...]) -> tuple[Compared, Ints]:
    """Return the claims of quantities that may clash, by exact ranks, and the components inside single documents."""
    kept = claims.memory.get(f"ranked {kinds}")
    if kept is None:
        lows, highs = claims.column("lo"), claims.column("hi")
        compared = select(claims, kinds, worth=lambda rows, quantity: apart(quantity, lows[rows], highs[rows]))
        lo, hi = exact_order(claims, compared)
        compared = replace(compared, lo=lo, hi=hi)
        kept = claims.memory[f"ranked {kinds}"] = compared, _own_clashes(compared)
    return kept


def _own_clashes(compared: Compared) -> Ints:
    if not len(compared):
        return np.zeros(0, dtype=np.int64)
    return label_meeting(compared, _of_documents(compared))


def _of_documents(compared: Compared) -> Ints:
    """Return a code for each quantity of each document."""
    c = compared
    if not len(c):
        return np.zeros(0, dtype=np.int64)
    return distinct_places(c.quantity * (int(c.document.max()) + 1) + c.document)[2]


def _hulls(compared: Compared, labels: Ints) -> Compared:
    """Give every claim in a contradiction of its document the hull of the readings that contradict each other."""
    lo, hi = compared.lo.copy(), compared.hi.copy()
    inside = labels >= 0
    if inside.any():
        low, high = np.full(labels.max() + 1, np.inf), np.full(labels.max() + 1, -np.inf)
        np.minimum.at(low, labels[inside], lo[inside])
        np.maximum.at(high, labels[inside], hi[inside])
        lo[inside], hi[inside] = low[labels[inside]], high[labels[inside]]
    return replace(compared, lo=lo, hi=hi)


def _components(compared: Compared, labels: Ints) -> Components:
    found = sorted(groups(labels), key=lambda members: int(members[0]))
    return Components(compared, tuple(found))


def label_meeting(compared: Compared, owner: Ints) -> Ints:
    """Return the component of each claim, -1 where it is in none; `owner` says which claims are one quantity."""
    labels = np.full(len(compared), -1, dtype=np.int64)
    for flowing in (False, True):
        chosen = np.flatnonzero(compared.flow == flowing)
        if len(chosen):
            find = label_flows if flowing else label_stretches
            found = find(compared.take(chosen), owner[chosen])
            labels[chosen] = np.where(found >= 0, found + labels.max() + 1, -1)
    return labels


def label_stretches(compared: Compared, owner: Ints) -> Ints:
    """Return the component of each claim whose kind meets by stretches of days."""
    runs, count = meeting_runs(compared, owner)
    return label(compared.lo, compared.hi, runs, runs, count)


def label_falls(compared: Compared) -> Ints:
    """Return the component of each total so far that falls; every claim has a time."""
    if not len(compared):
        return np.zeros(0, dtype=np.int64)
    earlier, later, count = falling_runs(compared, compared.quantity)
    return label(compared.lo, compared.hi, earlier, later, count)


def label_flows(compared: Compared, owner: Ints) -> Ints:
    """Return the component of each flow: a cell is a pair of times that are nearly equal."""
    c = compared
    times = np.stack([owner, c.undated.astype(np.int64), c.first, c.last])
    distinct, lead, bucket = np.unique(times, axis=1, return_index=True, return_inverse=True)
    one, other = _near_pairs(c.take(lead), distinct[0])
    cells = np.arange(len(one))
    holds = np.concatenate([one, other[other != one]])
    held = np.concatenate([cells, cells[other != one]])
    claim, cell = _claims_in_cells(bucket.ravel(), holds, held)
    found = label(c.lo[claim], c.hi[claim], Runs(cell, cell), Runs(cell, cell), len(cells))
    return _one_label(claim, found, len(c), len(cells))


def _claims_in_cells(bucket: Ints, holds: Ints, held: Ints) -> tuple[Ints, Ints]:
    """Return each claim with each cell that its time stands in; `holds` are times, `held` their cells."""
    by_time = np.argsort(holds, kind="stable")
    count = np.bincount(holds, minlength=int(bucket.max()) + 1)
    start = np.cumsum(count) - count
    claim = np.repeat(np.arange(len(bucket)), count[bucket])
    offset = np.arange(len(claim)) - np.repeat(np.cumsum(count[bucket]) - count[bucket], count[bucket])
    return claim, held[by_time[start[bucket[claim]] + offset]]


def _one_label(claim: Ints, found: Ints, size: int, cells: int) -> Ints:
    """Join the components that one claim stands in."""
    inside = np.flatnonzero(found >= 0)
    again = inside[1:][claim[inside[1:]] == claim[inside[:-1]]]
    before = inside[:-1][claim[inside[1:]] == claim[inside[:-1]]]
    joined = connect(np.arange(cells), found[before], found[again])
    labels = np.full(size, -1, dtype=np.int64)
    labels[claim[inside]] = joined[found[inside]]
    return labels


def _near_pairs(times: Compared, owner: Ints) -> tuple[Ints, Ints]:
    """Return the pairs of distinct times, sorted by owner, that are nearly equal, each time with itself too."""
    order = np.lexsort((times.first, owner))
    reach = times.first[order] + (times.last - times.first)[order] // 8 + times.keeps[order] + 1
    undated = times.undated[order]
    last_of_owner = np.searchsorted(owner[order], owner[order], side="right")
    stop = _first_behind(owner[order], times.first[order], reach)
    # A claim without a time meets all of its quantity; both orders are needed, since it may sort anywhere.
    begin = np.where(undated, np.searchsorted(owner[order], owner[order], side="left"), np.arange(len(order)))
    stop = np.where(undated, last_of_owner, stop)
    found: list[tuple[Ints, Ints]] = []
    lengths = stop - begin
    portion = np.cumsum(lengths) // _FLOWS_AT_ONCE
    for part in np.split(np.arange(len(order)), np.flatnonzero(np.diff(portion)) + 1):
        one = np.repeat(part, lengths[part])
        other = np.arange(len(one)) - np.repeat(np.cumsum(lengths[part]) - lengths[part], lengths[part])
        other = other + begin[one]
        one, other = order[one], order[other]
        near = times.undated[one] | times.undated[other] | nearly_equal(times, one, other)
        found.append((one[near], other[near]))
    return np.concatenate([one for one, _ in found]), np.concatenate([other for _, other in found])


def _first_behind(owner: Ints, first: Ints, reach: Ints) -> Ints:
    """Return the position behind the last claim of the same owner that starts by `reach`."""
    size = len(owner)
    order = np.lexsort(
        (
            np.repeat([0, 1], size),
            np.concatenate([first, reach]),
            np.concatenate([owner, owner]),
        )
    )
    before = np.empty(2 * size, dtype=np.int64)
    before[order] = np.cumsum(order < size)
    return before[size:]
