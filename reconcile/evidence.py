"""A claim as findings and reports show it: one row of the claims table, in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reconcile.models import Claims, Evidence
from reconcile.times import days_to_text

SHOWN = (
    "claim",
    "document",
    "file",
    "line",
    "measure",
    "kind",
    "how",
    "stated",
    "reading",
    "low",
    "high",
    "low_open",
    "high_open",
    "stated_low",
    "stated_high",
    "word",
    "first",
    "last",
    "basis",
    "published_first",
    "published_last",
    "origin",
    "stance",
    "at",
    "says",
)
"""The columns of the claims table that a finding shows of a claim."""


def evidence_at(claims: Claims, row: int, camp: int = 0, term: str = "") -> Evidence:
    """Return the claim in `row` of the table as a finding shows it."""
    get = {name: claims.column(name)[row] for name in SHOWN}
    reading = get["reading"]
    dated, numeric = get["kind"] == "event", reading is not None
    ends = (float(get["low"]), float(get["high"])) if numeric else (float("-inf"), float("inf"))
    shown = days_to_text(*(int(e) if abs(e) != float("inf") else None for e in ends)) if dated and numeric else ""
    return Evidence(
        id=get["claim"],
        document=get["document"],
        term=term,
        camp=camp,
        stated=get["stated"],
        reads=shown or (reading.interval() if numeric else get["word"]),
        low=ends[0] if numeric and ends[0] != float("-inf") else None,
        high=ends[1] if numeric and ends[1] != float("inf") else None,
        low_open=bool(get["low_open"]),
        high_open=bool(get["high_open"]),
        unit=_unit_of(claims, get["measure"]),
        time=time_text(get),
        basis=get["basis"],
        origin=get["origin"],
        stance=get["stance"],
        at=get["at"],
        file=get["file"],
        line=int(get["line"]),
        says=get["says"],
        measure=get["measure"],
        published=_published(get),
        kind=get["kind"],
        best=_best(get),
    )


def time_text(row: Mapping[str, Any]) -> str:
    """Return the time of a claim in words, empty where unknown; `row` is a row of the table."""
    if row["basis"] == "none":
        return ""
    first, last = int(row["first"]), int(row["last"])
    return days_to_text(first if abs(first) < 2**40 else None, last if abs(last) < 2**40 else None)


def _published(row: Mapping[str, Any]) -> str:
    ends = (int(row["published_first"]), int(row["published_last"]))
    known = [end if abs(end) < 2**40 else None for end in ends]
    return days_to_text(*known) if any(known) else ""


def _best(row: Mapping[str, Any]) -> float | None:
    """Return the printed number where there is one alone; a range and a bound have none."""
    number = float(row["stated_low"])
    dated = row["kind"] == "event" or row["how"] in ("range", "bound")
    return number if number == float(row["stated_high"]) and not dated else None


def _unit_of(claims: Claims, measure: str) -> str:
    known = claims.vocabulary.measures.get(measure)
    return known.unit if known else ""
