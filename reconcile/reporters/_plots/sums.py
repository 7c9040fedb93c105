"""A sum: its parts stacked, once by their low and once by their high ends, against the total."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from reconcile.models import Evidence, Finding
from reconcile.reporters._lines import shortened
from reconcile.reporters._plots.axis import Axis, axis_over, figure, with_room
from reconcile.reporters._plots.picture import LINE, Picture, bar, element, frame, label_lines, row, words
from reconcile.reporters._plots.rows import LONGEST_VALUE

MOST_PARTS = 12
"""Parts with a segment of their own; the rest is one segment."""
NARROW = 0.03
"""Share of the width below which a segment has no room for its number."""
WHOLE = 100.0
"""What shares of one whole make."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a sum."""

    name: str
    """What it is, what is claimed and by whom."""
    low: float
    """Its least amount."""
    high: float | None
    """Its greatest amount; None where endless."""


@dataclass(frozen=True, slots=True)
class Sum:
    """Parts against a total."""

    parts: tuple[Part, ...]
    """Two or more."""
    totals: tuple[Evidence, ...]
    """The claims of the total; empty where it is a hundred percent."""
    unit: str
    """The unit of all of them."""


def sum_of(finding: Finding) -> Sum | None:
    """Return the sum that a finding is about, or None where its claims do not stack: other units, negative parts."""
    claims = finding.claims
    if len({claim.unit for claim in claims}) != 1 or not all(claim.term for claim in claims):
        return None
    # The rules put the total first; shares of one whole have none.
    whole = claims[0].term if finding.code != "REC207" else None
    by_term: dict[str, list[Evidence]] = {}
    for claim in claims:
        by_term.setdefault(claim.term, []).append(claim)
    totals = tuple(by_term.pop(whole)) if whole else ()
    if len(by_term) < 2 or any((claim.low or 0.0) < 0 for claim in claims):
        return None
    return Sum(tuple(_part(term, group) for term, group in by_term.items()), totals, claims[0].unit)


def _part(term: str, claims: Sequence[Evidence]) -> Part:
    """Return one part: of several claims, the ends that hold for all."""
    stated = " and ".join(f"{shortened(claim.stated, LONGEST_VALUE)} · {claim.document}" for claim in claims)
    highs = [claim.high for claim in claims if claim.high is not None]
    return Part(f"{term}: {stated}", max(claim.low or 0.0 for claim in claims), min(highs) if highs else None)


def sum_picture(found: Sum) -> Picture:
    """Return the legend of the parts, the stacks of their low and of their high ends, and a row for each total."""
    parts = _folded(found.parts)
    least, most = sum(part.low for part in parts), _most(parts)
    ends = [end for claim in found.totals for end in (claim.low, claim.high) if end is not None]
    ends = ends if found.totals else [WHOLE]
    axis = axis_over([least, least if most is None else most, *ends], from_zero=True)
    axis = with_room(axis, below=False, above=most is None or any(claim.high is None for claim in found.totals))
    inside, top = _legend(parts)
    stacks = [(f"Parts at least: {_figure(least)}", [part.low for part in parts], False)] if least else []
    if most != least:
        highs = [part.low if part.high is None else part.high for part in parts]
        name = f"Parts at most: {'no upper end' if most is None else _figure(most)}"
        stacks.append((name, highs, most is None))
    for name, amounts, endless in stacks:
        drawn, height = row(name, _stack(axis, amounts, endless), top)
        inside, top = inside + drawn, top + height
    totals, top = _totals(found, axis, top)
    band = element("rect", class_="w", **_reach(found.totals, axis))
    above = "no upper end" if most is None else f"at most {_figure(most)}"
    said = f"The parts make at least {_figure(least)}, {above}; {_against(found)}."
    return Picture(frame("Parts against their total", said, band + inside + totals, axis, top), found.unit)


def _folded(parts: tuple[Part, ...]) -> tuple[Part, ...]:
    """Return the parts, those behind the first few as one."""
    if len(parts) <= MOST_PARTS:
        return parts
    rest = parts[MOST_PARTS - 1 :]
    low, high = sum(part.low for part in rest), _most(rest)
    return (*parts[: MOST_PARTS - 1], Part(f"{len(rest):,} more parts, see the table", low, high))


def _most(parts: Sequence[Part]) -> float | None:
    highs = [part.high for part in parts if part.high is not None]
    return sum(highs) if len(highs) == len(parts) else None


def _legend(parts: Sequence[Part]) -> tuple[str, int]:
    lines = [line for number, part in enumerate(parts, 1) for line in label_lines(f"{number} {part.name}")]
    return "".join(words(line, None, LINE * n - 3) for n, line in enumerate(lines, 1)), LINE * len(lines) + 4


def _stack(axis: Axis, amounts: Sequence[float], endless: bool) -> str:
    """Return segments end to end, each with its number where there is room, and an arrow where there is no end."""
    drawn, start = "", 0.0
    for number, amount in enumerate(amounts, 1):
        end = start + amount
        if amount:
            drawn += element("rect", class_=f"s{number % 2}", x=axis.at(start), width=axis.width(start, end))
        if axis.share(start, end) > NARROW:
            drawn += words(str(number), axis.at((start + end) / 2), 14)
        start = end
    arrow = element("svg", element("path", d="M2 -1l9 6-9 6z"), x=axis.at(start)) if endless else ""
    return element("g", drawn, class_="n") + arrow


def _totals(found: Sum, axis: Axis, top: int) -> tuple[str, int]:
    if not found.totals:
        drawn, height = row("The whole: 100", element("rect", x=axis.at(0), width=axis.width(0, WHOLE)), top, 1)
        return drawn, top + height
    inside = ""
    for claim in found.totals:
        text = f"Total: {shortened(claim.stated, LONGEST_VALUE)} · {claim.document}"
        drawn, height = row(text, bar(axis, claim, claim.low, claim.high), top, 1)
        inside, top = inside + drawn, top + height
    return inside, top


def _reach(totals: Sequence[Evidence], axis: Axis) -> dict[str, str]:
    """Return where the total can be, whichever of its claims holds, and how wide that is."""
    low = min((claim.low or 0.0 for claim in totals), default=WHOLE)
    highs = [claim.high for claim in totals if claim.high is not None]
    high = max(highs, default=WHOLE) if len(highs) == len(totals) else None
    return {"x": axis.at(low), "width": axis.width(low, high)}


def _against(found: Sum) -> str:
    if not found.totals:
        return "the whole is 100"
    return "the total is " + " or ".join(f"{claim.reads} ({claim.document})" for claim in found.totals)


def _figure(value: float) -> str:
    return figure(Decimal(f"{value:.12g}"), Decimal(0))
