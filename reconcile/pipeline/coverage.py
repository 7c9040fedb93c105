"""What a check looked at: quantities compared, alone or not comparable, and claims left out, with reasons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from reconcile.models import ENDLESS_FUTURE, ENDLESS_PAST, Claims, Coverage, Finding, NotChecked
from reconcile.models.coded import numbered
from reconcile.quotes.standing import not_at_hand
from reconcile.solver.comparable import Flags, Ints, holds, row_with
from reconcile.solver.laws.single import bound_quantities

ALWAYS = ("constant", "event", "category", "cumulative")
"""Kinds whose claims can be compared whatever their times."""
MEETING = ("REC101", "REC102", "REC103", "REC104", "REC301", "REC302")
"""Rules whose findings hold only claims of one quantity against each other that may be compared anyway."""
REASONS = {
    "REC001": "broken claim",
    "REC003": "unknown name",
    "REC004": "no sure reading",
    "REC401": "unit does not fit",
}
"""Why a faulty claim was left out."""


def coverage_of(claims: Claims, rules: int, ignored: Mapping[str, str], findings: Sequence[Finding] = ()) -> Coverage:
    """Return what a check of `claims` with that many rules looked at; what `findings` hold against each other was."""
    place, firsts = numbered(claims.column("quantity"))
    codes, counts = claims.column("quantity")[firsts], np.bincount(place, minlength=len(firsts))
    compared = _meeting(claims, place, len(codes))
    compared[np.searchsorted(codes, np.array(sorted(bound_quantities(claims)), dtype=codes.dtype))] = True
    compared[place[_found(claims, findings)]] = True
    incomparable = _reasons(claims, place, ~compared & (counts > 1))
    return Coverage(
        documents=len(claims.documents),
        claims=len(claims) + _dropped(claims),
        quantities=len(codes),
        compared=int(compared.sum()),
        single=int((~compared).sum()) - sum(incomparable.values()),
        incomparable=incomparable,
        rules=rules,
        not_checked=_not_checked(claims),
        ignored=dict(sorted(ignored.items())),
        vocabulary_inferred=claims.vocabulary.inferred,
    )


def _dropped(claims: Claims) -> int:
    """Return how many claims have faults and no row."""
    faulty = {fault.claim for fault in claims.faults}
    return len(faulty.difference(claims.column("claim").tolist())) if faulty else 0


def _meeting(claims: Claims, quantity: Ints, size: int) -> Flags:
    """Say of each quantity whether two of its claims have times that let them be compared."""
    rows = np.flatnonzero(claims.column("takes_part"))
    codes, names = claims.codes("measure")
    keeps = np.array(
        [claims.vocabulary.measures[name].keeps if name in claims.vocabulary.measures else 0 for name in names]
    )
    first, last = (claims.column(name)[rows] for name in ("first", "last"))
    last = last + (keeps[codes[rows]] if len(names) else 0)
    of, always = quantity[rows], holds(claims, "kind", ALWAYS)[rows]
    latest, earliest = np.full(size, ENDLESS_PAST), np.full(size, ENDLESS_FUTURE + 1)
    np.maximum.at(latest, of, first)
    np.minimum.at(earliest, of, last)
    several = np.bincount(of, minlength=size) > 1
    found = several & ((latest <= earliest) | (np.bincount(of, always, size) > 0))
    # Of the few whose times do not all meet: sorted by first days, those that do not meet their neighbour meet none.
    rest = np.flatnonzero((several & ~found)[of])
    order = rest[np.lexsort((first[rest], of[rest]))]
    one, other = order[:-1], order[1:]
    meets = (of[one] == of[other]) & (last[one] >= first[other])
    found[of[one[meets]]] = True
    return found


def _found(claims: Claims, findings: Sequence[Finding]) -> Ints:
    """Return the rows of claims that take part and that a finding holds against others."""
    ids = {
        claim
        for finding in findings
        if len(finding.claims) > 1 and (finding.code not in MEETING or finding.relations)
        for claim in finding.claim_ids()
    }
    rows = [row for claim in sorted(ids) if (row := row_with(claims, claim)) is not None]
    found = np.array(rows, dtype=np.int64)
    return np.asarray(found[claims.column("takes_part")[found]], dtype=np.int64)


def _reasons(claims: Claims, quantity: Ints, chosen: Flags) -> dict[str, int]:
    """Return how many of the chosen quantities, each with several claims, could not be compared for which reason."""
    rows = np.flatnonzero(chosen[quantity])
    of = quantity[rows]
    flags = {
        "unit": holds(claims, "fault", ("REC401",)),
        "unknown value": holds(claims, "how", ("unknown",)),
        "disputed or forecast": ~holds(claims, "stance", ("asserts", "reports")),
        "second copy": ~holds(claims, "duplicate_of", ("",)),
    }
    usable = np.bincount(of, claims.column("takes_part")[rows], len(chosen)) > 1
    reason = np.zeros(len(chosen), dtype=np.int64)
    for number, flag in reversed(list(enumerate(flags.values()))):
        reason[of[flag[rows]]] = number
    reason[usable] = len(flags)
    counts = np.bincount(reason[chosen], minlength=len(flags) + 1).tolist()
    return {name: count for name, count in sorted(zip((*flags, "time"), counts, strict=True)) if count}


def _not_checked(claims: Claims) -> tuple[NotChecked, ...]:
    why = {
        "value unknown": int(holds(claims, "how", ("unknown",)).sum()),
        "disputes another claim": int(holds(claims, "stance", ("disputes",)).sum()),
        "forecasts": int(holds(claims, "stance", ("forecasts",)).sum()),
        "second copy": int((~holds(claims, "duplicate_of", ("",))).sum()),
        "share of an unknown base": int(holds(claims, "base", ("unknown",)).sum()),
    }
    for code, reason in REASONS.items():
        why[reason] = len({fault.claim for fault in claims.faults if fault.code == code})
    unread = (NotChecked("quote-not-found", count, reason) for reason, count in not_at_hand(claims).items())
    return (*(NotChecked("", count, reason) for reason, count in why.items() if count), *unread)
