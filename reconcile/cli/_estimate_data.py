"""An estimate for other programs: JSON, and CSV with one row for each claim."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from fractions import Fraction
from io import StringIO
from typing import Any

from reconcile.models.estimate import Estimate, EstimateAt, Estimates, EstimateSource, Implied, Range, SuspectGroup
from reconcile.pipeline.estimates.words import left_words
from reconcile.reporters._clean import for_cell, for_json
from reconcile.reporters._words import plain_number

SCHEMA = "reconcile-estimate/1"
"""Name and version of the format; the number rises when a key changes its meaning or goes."""


def as_json(found: Estimates) -> str:
    """Return an estimate as one JSON object."""
    return for_json(json.dumps(as_data(found), ensure_ascii=False, indent=2, allow_nan=False)) + "\n"


def as_data(found: Estimates) -> dict[str, Any]:
    """Return an estimate as dicts, lists, texts and numbers."""
    return {
        "schema": SCHEMA,
        "project": {"title": found.title},
        "quantities": found.quantities,
        "estimates": [_estimate(one) for one in found.estimates],
        "suspects": [_group(group, found) for group in found.groups],
        "not_worked_out": dict(found.not_worked_out),
        "problems": [
            {"file": problem.file, "line": problem.line, "kind": problem.kind, "message": problem.message}
            for problem in sorted(found.problems)
        ],
    }


def _estimate(one: Estimate) -> dict[str, Any]:
    return {
        "quantity": dict(one.quantity),
        "label": one.label,
        "kind": one.kind,
        "unit": one.unit,
        "times": [_time(at, one.kind) for at in one.times],
    }


def _time(at: EstimateAt, kind: str) -> dict[str, Any]:
    return {
        "time": at.time or None,
        "basis": at.basis or None,
        "documents": at.documents,
        "origins": at.origins,
        "common": range_data(at.common),
        "hull": range_data(at.hull),
        "camps": [
            {
                "camp": camp.number,
                "range": None if camp.word else range_data(camp.range),
                "word": camp.word or None,
                "documents": list(camp.documents),
            }
            for camp in at.camps
        ],
        "implied": {**_implied(at.implied, kind), "adds": at.adds},
        "claims": [_source(source) for source in at.sources],
    }


def _implied(implied: Implied, kind: str) -> dict[str, Any]:
    return {
        **(range_data(implied.range) or {}),
        "words": left_words(implied, kind),
        "low_laws": list(implied.low_laws),
        "high_laws": list(implied.high_laws),
        "low_claims": list(implied.low_claims),
        "high_claims": list(implied.high_claims),
        "contradiction": list(implied.contradiction),
        "finding": implied.finding or None,
        "not_worked_out": implied.left_out or None,
    }


def _source(source: EstimateSource) -> dict[str, Any]:
    claim = source.claim
    return {
        "id": claim.id,
        "document": claim.document,
        "camp": claim.camp or None,
        "stated": claim.stated,
        "reads": claim.reads,
        **(range_data(source.range) or {}),
        "time": claim.time,
        "basis": claim.basis,
        "origin": claim.origin,
        "stance": claim.stance,
        "without": range_data(source.without),
        "without_agrees": source.without_agrees if source.without is not None else None,
        "suspect": source.suspect or None,
        "file": claim.file,
        "line": claim.line,
    }


def _group(group: SuspectGroup, found: Estimates) -> dict[str, Any]:
    return {
        "findings": list(group.findings),
        "conflicts": [list(conflict) for conflict in group.conflicts],
        "choices": [[{"claim": claim, "stated": found.said.get(claim, "")} for claim in one] for one in group.choices],
        "weight": plain_number(float(group.weight)),
        "complete": group.complete,
        "hidden_findings": list(group.hidden),
    }


def range_data(one: Range | None) -> dict[str, Any] | None:
    """Return a range as numbers, None for endless ends; of an event these are day numbers."""
    if one is None:
        return None
    return {"low": _end(one.low), "high": _end(one.high), "low_open": one.low_open, "high_open": one.high_open}


def _end(end: Fraction | None) -> int | float | None:
    return plain_number(None if end is None else float(end))


def as_csv(found: Estimates) -> str:
    """Return one row for each claim at each time, texts such that no spreadsheet takes them for formulas."""
    rows = [row for one in found.estimates for at in one.times for row in _rows(one, at)]
    names = list(rows[0]) if rows else ["label"]
    text = StringIO()
    writer = csv.DictWriter(text, names, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def _rows(one: Estimate, at: EstimateAt) -> Iterator[dict[str, Any]]:
    for source in at.sources:
        claim = source.claim
        texts = {
            "label": one.label,
            "quantity": "; ".join(f"{name}: {member}" for name, member in one.quantity.items()),
            "kind": one.kind,
            "unit": one.unit,
            "time": at.time,
            "claim": claim.id,
            "document": claim.document,
            "stated": claim.stated,
            "reads": claim.reads,
            "origin": claim.origin,
        }
        yield {
            **{name: for_cell(text) for name, text in texts.items()},
            **_ends("", source.range),
            "camp": claim.camp or "",
            "suspect": source.suspect,
            **_ends("without_", source.without),
            "documents": at.documents,
            "origins": at.origins,
            **_ends("common_", at.common),
            **_ends("hull_", at.hull),
            **_ends("implied_", at.implied.range),
            "implied_laws": for_cell("; ".join(at.implied.laws)),
            "implied_contradiction": for_cell(" ".join(at.implied.contradiction)),
            "implied_left_out": for_cell(at.implied.left_out),
        }


def _ends(prefix: str, one: Range | None) -> dict[str, Any]:
    data = range_data(one) or dict.fromkeys(("low", "high", "low_open", "high_open"), "")
    return {f"{prefix}{name}": "" if value is None else value for name, value in data.items()}
