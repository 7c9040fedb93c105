"""Plain words for findings about values: who says what, numbers, times and margins."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction
from math import floor, log10
from typing import Any

from reconcile.evidence import Shown, shown
from reconcile.models import CHANGING_KINDS, ENDLESS_FUTURE, Claims, Margin
from reconcile.readings.printing import number_text
from reconcile.times import days_to_text

MOST_NAMES = 3
"""Documents named for one statement, and statements for one camp, before `and 4 more`."""
MOST_LINES = 8
"""Readings shown as arithmetic."""
MOST_DECIMALS = 2
"""Decimals up to which a number is written out."""


def cell(claims: Claims, column: str, row: int) -> Any:
    """Return one cell of the claims table."""
    return shown(claims).column(column)[row]


def joined(parts: Sequence[str], most: int = MOST_NAMES, last: str = " and ") -> str:
    """Return `a, b and c`; beyond `most` parts `a, b, c and 4 more`."""
    shown = [*parts[:most], f"{len(parts) - most} more"] if len(parts) > most else list(parts)
    return last.join([", ".join(shown[:-1]), shown[-1]]) if len(shown) > 1 else "".join(shown)


def number(value: Fraction | int) -> str:
    """Return a number as people write it: `1,750`, `0.5`; `≈16,190` where exact decimals would tell nobody anything."""
    value = Fraction(value)
    text = number_text(value)
    if len(text.partition(".")[2]) <= MOST_DECIMALS:
        return text
    # Four significant digits, and never fewer than all before the decimal mark.
    places = max(0, 3 - floor(log10(abs(value))))
    return f"≈{number_text(round(value, places)).removeprefix('≈')}"


def days(count: Fraction | int) -> str:
    """Return `1 day`, `45 days`."""
    return f"{number(count)} {'day' if count == 1 else 'days'}"


def percent(part: Fraction) -> str:
    """Return a part of one as a percentage: `2.9 %`, `13.5 %`, `0.05 %`."""
    hundredths = 100 * part
    places = 1 if hundredths >= Fraction(1, 10) else 2 if hundredths >= Fraction(1, 100) else 4
    text = f"{float(hundredths):.{places}f}"
    return f"{text.rstrip('0').rstrip('.')} %"


def margin(absolute: Fraction | None, relative: Fraction | None) -> Margin:
    """Return a margin as floats: the absolute to 12 significant digits, the relative to 3."""
    return Margin(
        None if absolute is None else float(f"{float(absolute):.12g}"),
        None if relative is None else float(f"{float(relative):.3g}"),
    )


def stated(claims: Claims, row: int) -> str:
    """Return a claim's value as printed, with its unit where that is another than the measure's."""
    get = shown(claims)
    text, unit = get.stated[row], get.unit[row]
    if not text:
        text = get.interval(row) or f"rank {cell(claims, 'rank', row)}"
    return f"{text} {unit}" if unit and unit != get.unit_of(row) and unit not in text else str(text)


def unit_of(claims: Claims, row: int) -> str:
    """Return the unit in which the claim's measure is compared."""
    return shown(claims).unit_of(row)


def when(claims: Claims, row: int) -> str:
    """Return what a claim's value is about, in short words; empty where nobody says a time."""
    return shown(claims).time(row)


def until(claims: Claims, row: int) -> str:
    """Return the last stretch up to which a total so far counts: `by Dec 2016`; empty where unknown."""
    first, last = _day(cell(claims, "first", row)), _day(cell(claims, "last", row))
    if cell(claims, "basis", row) == "none" or last is None:
        return ""
    text = days_to_text(last if first is None else first, last)
    return f"by {text.rsplit(' to ', 1)[-1]}"


def _day(number: int) -> int | None:
    return int(number) if abs(number) < ENDLESS_FUTURE else None


def speakers(claims: Claims, rows: Iterable[int], *, timed: bool = False) -> str:
    """Return who says what among claims that fit each other: `57 (c) and at least 56 (d, e)`."""
    names: dict[tuple[float, str], dict[str, None]] = {}
    get = shown(claims)
    for row in rows:
        said = names.setdefault((_low(get, row), stated(claims, row)), {})
        time = get.time(row) if timed else ""
        said[f"{get.document[row]}, {time}" if time else get.document[row]] = None
    mark = "; " if timed else ", "
    return joined([f"{text} ({_listed(sorted(who), mark)})" for (_, text), who in sorted(names.items())])


def _listed(names: Sequence[str], mark: str) -> str:
    more = [f"{len(names) - MOST_NAMES} more"] if len(names) > MOST_NAMES else []
    return mark.join([*names[:MOST_NAMES], *more])


def _low(get: Shown, row: int) -> float:
    low = float(get.low[row])
    return float("-inf") if low != low else low


def by_camp(claims: Claims, rows: Sequence[int], camps: Sequence[int], *, timed: bool = False) -> list[str]:
    """Return who says what, one text per camp, the first camp first."""
    found: dict[int, list[int]] = {}
    for row, camp in zip(rows, camps, strict=True):
        found.setdefault(camp, []).append(row)
    return [speakers(claims, found[camp], timed=timed) for camp in sorted(found)]


def against(camps: Sequence[str]) -> str:
    """Return the camps as `a against b`; beyond four, how many more there are."""
    more = f" and {len(camps) - 4} more" if len(camps) > 4 else ""
    return " against ".join(camps[:4]) + more


def differ_in_time(claims: Claims, rows: Sequence[int]) -> bool:
    """Say whether claims of a kind that changes have different times, so that a message must name them."""
    get = shown(claims)
    first, last = get.first[rows[0]], get.last[rows[0]]
    differ = any(get.first[row] != first or get.last[row] != last for row in rows)
    return differ and get.kind[rows[0]] in CHANGING_KINDS


def readings(claims: Claims, rows: Sequence[int]) -> list[str]:
    """Return one line per distinct statement: `1,700 reads as [1,650, 1,750)`; none for a date that reads as itself."""
    get = shown(claims)
    different: dict[tuple[Any, ...], int] = {}
    for row in rows:
        key = get.stated[row], get.unit[row], float(get.low[row]), float(get.high[row]), get.measure[row]
        different.setdefault(key, row)
    lines = []
    for row in list(different.values())[:MOST_LINES]:
        unit, said = get.unit_of(row), stated(claims, row)
        reads = get.time(row) if get.kind[row] == "event" else get.interval(row)
        foreign = unit and get.unit[row] not in ("", unit)
        if reads != said or foreign:
            lines.append(f"{said} reads as {reads}{f' {unit}' if foreign else ''}")
    return [*lines, *([f"and {len(different) - MOST_LINES} more"] if len(different) > MOST_LINES else [])]


def key_of(claims: Claims, row: int, *more: str) -> tuple[str, ...]:
    """Return what a finding about the quantity of `row` is known by: measure, members, base, and `more`."""
    get = shown(claims)
    base = get.base[row]
    parts = [f"{name}={member}" for name, member in get.quantity(row)[0].items()]
    return (*parts, *([f"base={base}"] if base else []), *more)


def iso(day: int | None) -> str:
    """Return a day number as an ISO date, empty where there is none."""
    return date.fromordinal(day).isoformat() if day is not None and 1 <= day <= date.max.toordinal() else ""
