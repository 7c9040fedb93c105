"""Puts on a finding what all other claims and the laws leave for its quantities, where that tells its claims apart."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce

from reconcile.models import ENDLESS_FUTURE, ENDLESS_PAST, Claims, Finding
from reconcile.models.estimate import Implied, Range
from reconcile.pipeline.estimates.conflicts import CODES, conflicts_in
from reconcile.pipeline.estimates.one_quantity import in_whole_numbers, tightened
from reconcile.pipeline.estimates.words import left_words, sources_of
from reconcile.solver.comparable import TIMELESS, row_with, rows_of_quantity
from reconcile.solver.laws.single import solver_of
from reconcile.solver.plain_words import cell, joined
from reconcile.solver.sets.implied import Ranges

MOST_FINDINGS = 200
"""Findings that are looked at, worst first."""
MOST_CLAIMS = 12
"""Claims of a finding up to which it is looked at."""
MOST_NAMED = 4
"""Claims that a sentence names."""


def attach_implied(claims: Claims, findings: Sequence[Finding], budget: int) -> tuple[Finding, ...]:
    """Return the findings, errors and warnings about values and laws with what the others leave.

    All claims of a finding are put aside, and all on their quantities: so no sentence repeats its arithmetic, and what
    is left judges them from outside. `budget` is how many solver calls claims that hang together may take.
    """
    chosen = [f for f in findings if f.code in CODES and f.severity != "note" and f.size <= MOST_CLAIMS]
    if not chosen or solver_of(claims) is None:
        return tuple(findings)
    ranges = Ranges(claims, budget, conflicts_in(claims, findings).claims())
    said = {finding.id: _sentences(claims, ranges, finding) for finding in chosen[:MOST_FINDINGS]}
    return tuple(f.changed(implied=said[f.id]) if said.get(f.id) else f for f in findings)


def _sentences(claims: Claims, ranges: Ranges, finding: Finding) -> tuple[str, ...]:
    """Return one sentence for each range that tells the claims of a finding apart."""
    rows = sorted(row for claim in finding.claims if (row := row_with(claims, claim.id)) is not None)
    quantities = claims.column("quantity")
    wanted = {int(quantities[row]) for row in rows}
    aside = ranges.all_about(_rows_of(claims, wanted) if _is_share(claims, rows) else rows)
    hulls = {q: reduce(Range.joined, (_read(claims, r) for r in rows if quantities[r] == q)) for q in wanted}
    groups: dict[tuple[int, Range], tuple[Implied, list[int]]] = {}
    for row in rows:
        left = ranges.left_for(row, aside, _stretch(claims, row), hulls[int(quantities[row])])
        implied = in_whole_numbers(claims, row, left)
        if (implied.has_low or implied.has_high) and not implied.contradiction:
            groups.setdefault((int(quantities[row]), implied.range), (implied, []))[1].append(row)
    return tuple(text for implied, inside in groups.values() if (text := _sentence(claims, implied, inside)))


def _is_share(claims: Claims, rows: Sequence[int]) -> bool:
    """Say whether claims with other bases may stand under one quantity."""
    return any(cell(claims, "kind", row) == "share" for row in rows)


def _rows_of(claims: Claims, quantities: set[int]) -> list[int]:
    """Return the rows of some quantities."""
    return [row for quantity in sorted(quantities) for row in rows_of_quantity(claims, quantity).tolist()]


def _stretch(claims: Claims, row: int) -> tuple[int, int] | None:
    """Return the days that a claim is about, None where it binds always."""
    kind, basis = (str(claims.column(name)[row]) for name in ("kind", "basis"))
    if kind in TIMELESS or basis == "none":
        return None
    first, last = (int(claims.column(name)[row]) for name in ("first", "last"))
    if kind == "cumulative":
        first = last
    return None if first <= ENDLESS_PAST or last >= ENDLESS_FUTURE else (first, last)


def _sentence(claims: Claims, implied: Implied, rows: Sequence[int]) -> str:
    """Return what is left and which claims fit it; empty where it tells nothing."""
    fits = [row for row in rows if _fits(claims, row, implied.range)]
    misfits = [row for row in rows if row not in fits]
    bounded = implied.has_low and implied.has_high
    if not misfits and not (bounded and not any(implied.range.holds(_read(claims, row)) for row in rows)):
        return ""
    kind = str(claims.column("kind")[rows[0]])
    label = claims.label_of(claims.quantity_at(rows[0]))
    left = f"The other claims leave {left_words(implied, kind)} for {label} ({sources_of(implied)})"
    verdicts = [f"{_named(claims, misfits)} {'does' if len(misfits) == 1 else 'do'} not fit"] if misfits else []
    verdicts += [f"{_named(claims, fits)} {'fits' if len(fits) == 1 else 'fit'}"] if fits else []
    return f"{left}: {', '.join(verdicts)}."


def _named(claims: Claims, rows: Sequence[int]) -> str:
    columns = claims.column("stated"), claims.column("document")
    return joined([f"{' '.join(str(columns[0][row]).split())} ({columns[1][row]})" for row in rows], MOST_NAMED)


def _read(claims: Claims, row: int) -> Range:
    return tightened(claims.reading_at(row), bool(claims.column("whole")[row]))


def _fits(claims: Claims, row: int, left: Range) -> bool:
    return not _read(claims, row).cut(left).is_empty
