"""What a total leaves once its known parts are taken off, where the parts should account for all of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from reconcile.models import Claims, Margin
from reconcile.readings.printing import number_text
from reconcile.solver.laws.bounds import Speaker
from reconcile.solver.laws.conflicts import Solver, solver_of
from reconcile.solver.laws.figures import Figure
from reconcile.solver.laws.findings import Broken, day_key, law_key
from reconcile.solver.laws.instances import Placed, relation_law
from reconcile.solver.laws.law import Law
from reconcile.solver.laws.products import implied_counts, meet
from reconcile.solver.laws.sentences import said
from reconcile.solver.laws.sums import percent_text

LEAST = Fraction(1, 10)
"""The part of a total that must be left for a finding."""
Parts = dict[int, Figure]
"""One figure for each known part, by key."""


@dataclass(frozen=True)
class Remainder:
    """What one total leaves."""

    total: Figure
    """The total."""
    printed: tuple[Fraction, Fraction]
    """What is left of the printed numbers."""
    read: tuple[Fraction, Fraction | None]
    """What is left of the readings; endless where the total is."""


def unaccounted(claims: Claims, least: Fraction = LEAST) -> Iterator[Broken]:
    """Yield the totals of relations with `accounts` of which at least a part of `least` is unexplained."""
    solver = solver_of(claims)
    for placed in solver.ground.placed if solver else ():
        if solver and placed.relation.accounts:
            for place in _candidates(solver, placed):
                found = _of_law(solver, relation_law(solver.ground, placed, place), least)
                if found:
                    yield found


def _candidates(solver: Solver, placed: Placed) -> list[int]:
    """Return the places at which the total and two or more parts are claimed."""
    law = relation_law(solver.ground, placed, 0) if len(placed.at) else None
    if law is None or law.whole is None:
        return []
    implied = np.array(sorted(implied_counts(solver)), dtype=solver.ground.lattice.keys.dtype)
    claimed = np.array([solver.ground.lattice.find(keys) >= 0 for keys in placed.terms])
    known = claimed | np.array([np.isin(keys, implied) for keys in placed.terms])
    parts = known.sum(axis=0) - known[law.whole]
    return [int(place) for place in np.flatnonzero(claimed[law.whole] & (parts > 1))]


def _of_law(solver: Solver, law: Law, least: Fraction) -> Broken | None:
    figures, whole = solver.every.figures, law.whole or 0
    total_key = law.terms[whole][1]
    implied = implied_counts(solver)
    claimed = {
        key: figures.of(key) or implied.get(key, ()) for place, (_, key) in enumerate(law.terms) if place != whole
    }
    totals = figures.of(total_key)
    best: tuple[tuple[object, ...], Parts, list[Remainder]] | None = None
    for order, parts, total in _groups(claimed, totals):
        all_left = [_remainder(t, parts) for t in one_each(totals, total)]
        left = [r for r in all_left if r is not None and _is_much(r, least)]
        if len(parts) > 1 and left and (best is None or order < best[0]):
            best = order, parts, left
    return _broken(solver, law, best[1], best[2]) if best else None


def _groups(
    claimed: dict[int, tuple[Figure, ...]], totals: Sequence[Figure]
) -> Iterator[tuple[tuple[object, ...], Parts, Figure]]:
    """Yield parts that may be taken off a total: all of one document, or at the total's time; best order first."""
    for document in sorted({figure.document for known in claimed.values() for figure in known}):
        own = {key: [f for f in known if f.document == document] for key, known in claimed.items()}
        parts = {key: max(known, key=lambda f: (f.last, f.id)) for key, known in own.items() if known}
        total = min(totals, key=lambda t: (t.document != document, *_apart(t, parts), t.id))
        yield (-len(parts), total.document != document, document), parts, total
    for total in totals:
        near = {key: [f for f in known if meet(f, total)] for key, known in claimed.items()}
        parts = {
            key: min(known, key=lambda f: (f.document != total.document, f.loose, f.id))
            for key, known in near.items()
            if known
        }
        yield (-len(parts), 2, total.id), parts, total


def _apart(total: Figure, parts: Parts) -> tuple[int, int]:
    """Return how far a total's time is from its parts', later totals after earlier ones."""
    dated = [figure for figure in parts.values() if not figure.timeless]
    if total.timeless or not dated:
        return 0, 0
    last = max(figure.last for figure in dated)
    return (0, 0) if any(meet(total, f) for f in dated) else (abs(total.last - last), int(total.last > last))


def one_each(totals: Sequence[Figure], total: Figure) -> list[Figure]:
    """Return the total and one figure of each camp that clashes with it."""
    found = [total]
    for other in totals:
        if any(not _disjoint(other, seen) for seen in found) or not _clash(total, other):
            continue
        found.append(other)
    return found


def _disjoint(one: Figure, other: Figure) -> bool:
    lower, higher = sorted((one, other), key=lambda f: (f.low is not None, f.low or (Fraction(0), 0), f.id))
    return lower.high is not None and higher.low is not None and lower.high < higher.low


def _clash(one: Figure, other: Figure) -> bool:
    """Say whether two totals exclude each other: at one time, or a total so far that falls."""
    if not _disjoint(one, other):
        return False
    if one.kind != "cumulative" or one.timeless or other.timeless or one.last == other.last:
        return meet(one, other)
    earlier, later = sorted((one, other), key=lambda f: f.last)
    return earlier.low is not None and later.high is not None and earlier.low > later.high


def _remainder(total: Figure, parts: Parts) -> Remainder | None:
    """Return what is left of a total, None where nothing is certain."""
    readings = [figure.reading for figure in parts.values()]
    whole = total.reading
    numbers = [n for r in (whole, *readings) for n in (r.stated_low, r.stated_high)]
    if None in numbers or whole.low is None or any(r.high is None for r in readings):
        return None
    printed = (
        Fraction(whole.stated_low - sum(r.stated_high for r in readings)),
        Fraction(whole.stated_high - sum(r.stated_low for r in readings)),
    )
    low = Fraction(whole.low - sum(r.high for r in readings))
    if whole.high is None:
        return Remainder(total, printed, (low, None))
    return Remainder(total, printed, (low, Fraction(whole.high - sum(max(r.low or 0, 0) for r in readings))))


def _is_much(remainder: Remainder, least: Fraction) -> bool:
    """Say whether enough is surely left: something as read, and at least the given part as printed."""
    return (
        remainder.read[0] > 0
        and remainder.printed[0] > 0
        and remainder.printed[0] >= least * remainder.total.reading.stated_high
    )


def _broken(solver: Solver, law: Law, parts: Parts, left: Sequence[Remainder]) -> Broken:
    total_key = law.terms[law.whole or 0][1]
    unknown = [law.label_of[key] for _, key in law.terms if key != total_key and key not in parts]
    first = left[0]
    gap, size = first.printed[0], first.total.reading.stated_low
    sizes = size + sum(f.reading.stated_high for f in parts.values())
    speakers = [Speaker(key, figure, True) for key, figure in parts.items()]
    speakers += [Speaker(total_key, remainder.total, False) for remainder in left]
    is_note = law.severity == "note" or bool(unknown)
    return Broken(
        tuple(speaker.figure.row for speaker in speakers),
        _message(law, parts, left, unknown),
        tuple(law.label_of[speaker.key] for speaker in speakers),
        {
            "severity": "note" if is_note else "warning",
            "arithmetic": (*(_line(r, len(left) > 1) for r in left), *_said(law)),
            "gap": Margin(float(gap), float(gap / size)),
            "holds_until": Margin(float(gap / (len(parts) + 1)), float(gap / sizes)),
            "relations": (law.name,),
            "primary": first.total.id,
            "quantity": solver.ground.lattice.quantity(total_key),
            "key": (*law_key(solver, law), day_key(None)),
            "core": frozenset(speaker.figure.id for speaker in speakers),
        },
    )


def _message(law: Law, parts: Parts, left: Sequence[Remainder], unknown: Sequence[str]) -> str:
    """Return the total less its parts, what each camp of totals leaves, and the parts that nobody claims."""
    total, label = left[0].total, law.label_of[law.terms[law.whole or 0][1]]
    taken = "".join(f" − {law.label_of[key]} {said(f)} ({f.document})" for key, f in parts.items())
    message = f"{label} {said(total)} ({total.document}){taken} leaves {_shown(left[0])} unexplained"
    message += "".join(f"; of {said(r.total)} ({r.total.document}) {_shown(r)}" for r in left[1:])
    return message + (f"; no claim on {', '.join(unknown)}" if unknown else "")


def _said(law: Law) -> list[str]:
    return [f"The law: {law.says}"] if law.says else []


def _range(low: Fraction, high: Fraction | None) -> str:
    if high is None:
        return f"at least {number_text(low)}"
    return number_text(low) if low == high else f"{number_text(low)} to {number_text(high)}"


def _shown(remainder: Remainder) -> str:
    return _range(*remainder.printed)


def _line(remainder: Remainder, named: bool) -> str:
    """Return `As printed 500 to 550 remain (29 to 32 %); as read 395 to 655.`"""
    whole, (low, high) = remainder.total.reading, remainder.printed
    shares = [percent_text(float(n / t)) for n, t in ((low, whole.stated_low), (high, whole.stated_high))]
    share = shares[0] if shares[0] == shares[1] else " to ".join(shares)
    of = f"Of {said(remainder.total)} ({remainder.total.document}): as" if named else "As"
    return f"{of} printed {_shown(remainder)} remain ({share} %); as read {_range(*remainder.read)}."
