"""One row a claim on one axis: the reading as a bar, the printed number, open ends, camps; dates on a timeline."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from reconcile.models import Evidence
from reconcile.reporters._lines import shortened
from reconcile.reporters._plots.axis import LAST_DAY, Axis, axis_over, figure, with_room
from reconcile.reporters._plots.picture import Picture, bar, element, frame, row
from reconcile.reporters._words import count

LONGEST_VALUE = 40
"""Characters of a stated value in a label."""
LOGARITHMIC = "logarithmic axis: each step is ten times the one before"
"""Said wherever an axis is not a plain one."""


def is_dated(claim: Evidence) -> bool:
    """Return whether the ends of a claim's reading are day numbers that a calendar has."""
    ends = [end for end in (claim.low, claim.high) if end is not None]
    return claim.kind == "event" and all(1 <= end < LAST_DAY for end in ends)


def rows_picture(claims: Sequence[Evidence], of: int) -> Picture:
    """Return a row for each of the claims, which have an end each and share an axis; `of` says how many there are."""
    dated = is_dated(claims[0])
    axis = axis_over([value for claim in claims for value in _values(claim, dated)], dated=dated)
    axis = with_room(axis, below=any(c.low is None for c in claims), above=any(c.high is None for c in claims))
    camps = {claim.camp for claim in claims if claim.camp}
    inside, top = "", 0
    for claim in claims:
        # A day is as long as a day: its bar ends where the next one begins.
        high = claim.high + 1 if dated and claim.high is not None else claim.high
        drawn = bar(axis, claim, claim.low, high)
        part, height = row(_label(claim, with_camp=1 < len(camps) < len(claims)), drawn, top, claim.camp)
        inside, top = inside + part, top + height
    gap = _gap(claims)
    band = element("rect", class_="g", x=axis.at(gap[0]), width=axis.width(*gap)) if gap and _free(gap, claims) else ""
    title = f"{len(claims)} {'dates on a timeline' if dated else 'readings on one axis'}"
    return Picture(
        frame(title, _said(gap, dated), band + inside, axis, top), claims[0].unit, _caption(claims, axis, of)
    )


def _values(claim: Evidence, dated: bool) -> list[float]:
    """Return what an axis must show of a claim."""
    ends = [claim.low, claim.high + 1 if dated and claim.high is not None else claim.high, claim.best]
    return [float(end) for end in ends if end is not None]


def _label(claim: Evidence, *, with_camp: bool) -> str:
    term = f"{claim.term}: " if claim.term else ""
    camp = f" (camp {claim.camp})" if with_camp and claim.camp else ""
    return f"{term}{shortened(claim.stated, LONGEST_VALUE)} · {claim.document}{camp}"


def _gap(claims: Sequence[Evidence]) -> tuple[float, float] | None:
    """Return the first end and the last beginning of the readings where no value is in all; equal where they touch."""
    lows = [(claim.low, claim.low_open) for claim in claims if claim.low is not None]
    highs = [(claim.high, not claim.high_open) for claim in claims if claim.high is not None]
    if not lows or not highs:
        return None
    (low, low_open), (high, closed) = max(lows), min(highs)
    return (high, low) if low > high or (low == high and (low_open or not closed)) else None


def _free(gap: tuple[float, float], claims: Sequence[Evidence]) -> bool:
    """Return whether no reading reaches into a gap that is more than a point."""
    return gap[0] < gap[1] and not any(
        (claim.low is None or claim.low < gap[1]) and (claim.high is None or claim.high > gap[0]) for claim in claims
    )


def _said(gap: tuple[float, float] | None, dated: bool) -> str:
    if gap is None:
        return "Some values are in all of them."
    if dated:
        return f"No day is in all of them: one ends {count(int(gap[1] - gap[0]), 'day')} before another begins."
    low, high = (figure(Decimal(f"{end:.12g}"), Decimal(0)) for end in gap)
    if low == high:
        return f"No value is in all of them: they touch at {low}, which one leaves out."
    return f"No value is in all of them: one ends at {low}, another begins at {high}."


def _caption(claims: Sequence[Evidence], axis: Axis, of: int) -> str:
    parts = [LOGARITHMIC] if axis.kind == "log" else []
    parts += [f"the first {len(claims)} of {of:,} claims"] if of > len(claims) else []
    return "; ".join(parts)
