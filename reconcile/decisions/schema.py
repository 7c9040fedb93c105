"""The JSON Schema of decision files, for editors; what it can't say, `reconcile` says when it reads them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from reconcile.decisions.faults import NEEDS_REVIEW
from reconcile.decisions.reader import SEEN_KEYS
from reconcile.models.decision import DEFERRED, EXPLAINED, FINDING_ID, REASONS, STATUSES

NEEDED = ("status", "by", "on", "evidence")
"""The keys that every decision holds."""
_LINE = {"type": "string"}
_FILLED = {"type": "string", "pattern": r"\S"}
_DAY = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\d$", "examples": ["2024-05-31"]}


def _one_of(words: Iterable[tuple[str, str]]) -> dict[str, Any]:
    pairs = list(words)
    listed = "; ".join(f"{word}: {says}" for word, says in pairs)
    return {"enum": [word for word, _ in pairs], "description": f"{listed}.", "examples": [pairs[0][0]]}


STEP: dict[str, dict[str, Any]] = {
    "status": _one_of(STATUSES.items()),
    "reason": _one_of(REASONS.items()),
    "text": {**_LINE, "description": "Why, in the words of whoever decided.", "examples": ["Both were printed so."]},
    "by": {**_FILLED, "description": "Who decided.", "examples": ["Ada Lind"]},
    "on": {**_DAY, "description": "The day of the decision."},
    "until": {**_DAY, "description": "The last day that a deferral holds, at most 90 days after the decision."},
    "reviewed-by": {**_LINE, "description": "The second person, who agrees.", "examples": ["Ben Ode"]},
    "reviewed-on": {**_DAY, "description": "The day on which the second person agreed."},
    "evidence": {
        "type": "string",
        "pattern": "^[a-z0-9]{10}$",
        "description": "What the finding rested on when it was decided, as a hash. Not written by hand.",
        "examples": ["k3f9q2m7ta"],
    },
    "values": {
        "type": "object",
        "description": "The claims as they were when it was decided, by their ids.",
        "examples": [{"watch-2018#fr-joined": {"stated": "1,700", "reads": "[1,650, 1,750)"}}],
        "additionalProperties": {
            "type": "object",
            "additionalProperties": False,
            "properties": {
                key: {**_LINE, "description": f"What it {key}." if key == "reads" else f"Its {key}."}
                for key in SEEN_KEYS
            },
        },
    },
}
"""The keys of a decision, present or past, as a schema."""


def decision_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft-07) of a decision file."""
    step = {"type": "object", "additionalProperties": False, "required": list(NEEDED), "properties": STEP}
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "A decision of reconcile",
        "description": "One finding that a person decided, in the folder of decisions.",
        "type": "object",
        "additionalProperties": False,
        "required": ["finding", *NEEDED],
        "properties": {
            "finding": {
                "type": "string",
                "pattern": f"^{FINDING_ID.pattern}$",
                "description": "The id of the finding; the file is named after it.",
                "examples": ["REC101-k3f9q2m7ta"],
            },
            **STEP,
            "history": {
                "type": "array",
                "items": step,
                "description": "What was decided before, oldest first.",
                "examples": [[]],
            },
        },
        "allOf": [
            _needs(EXPLAINED, "reason"),
            _needs(DEFERRED, "until"),
            *(_needs(s, "text") for s in sorted(NEEDS_REVIEW)),
        ],
    }


def _needs(status: str, key: str) -> dict[str, Any]:
    return {
        "if": {"properties": {"status": {"const": status}}, "required": ["status"]},
        "then": {"required": [key]},
    }
