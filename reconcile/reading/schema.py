"""JSON Schema of YAML claim files, for editors: made from the table of keys that the readers use."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reconcile.models import Vocabulary
from reconcile.reading.keys import CLAIM, DOCUMENT, FILE, LOCATOR, Key

_SCALAR = ["string", "number", "boolean", "null"]
"""Types of a scalar: an editor types `1700` as a number, `reconcile` reads it as a text."""


def claim_schema(vocabulary: Vocabulary | None = None) -> dict[str, Any]:
    """Return the JSON Schema (draft-07) of claim files; a vocabulary adds its measures and members to it."""
    claim = {name: _property(key) for name, key in CLAIM.items() if name not in ("at", "of-which")}
    claim["at"] = {"$ref": "#/definitions/at"}
    claim["of-which"] = {"$ref": "#/definitions/claims", "description": _sentence(CLAIM["of-which"])}
    further: Any = {"type": _SCALAR, "description": "The member of a dimension."}
    if vocabulary is not None and not vocabulary.inferred:
        claim["measure"] |= {"enum": sorted(vocabulary.measures)}
        claim |= {name: _members(vocabulary, name) for name in sorted(vocabulary.dimensions)}
        further = False
    defaults = {name: schema for name, schema in claim.items() if name not in ("id", "of-which")}
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "Claim file of reconcile",
        "type": "object",
        "required": ["claims"],
        "additionalProperties": False,
        "properties": {
            "document": {"description": _sentence(FILE["document"]), **_object(DOCUMENT)},
            "defaults": {
                "description": _sentence(FILE["defaults"]),
                "type": ["object", "null"],
                "properties": defaults,
                "additionalProperties": further,
                "examples": [FILE["defaults"].example],
            },
            "claims": {"$ref": "#/definitions/claims", "description": _sentence(FILE["claims"])},
        },
        "definitions": {
            "at": {"description": _sentence(CLAIM["at"]), **_object(LOCATOR)},
            "claims": {
                "type": ["array", "null"],
                "items": {"type": "object", "properties": claim, "additionalProperties": further},
                "examples": [FILE["claims"].example],
            },
        },
    }


def _object(keys: Mapping[str, Key]) -> dict[str, Any]:
    properties = {name: _property(key) for name, key in keys.items()}
    return {"type": ["object", "null"], "additionalProperties": False, "properties": properties}


def _property(key: Key) -> dict[str, Any]:
    about = {"description": _sentence(key), "examples": [key.example]}
    if key.choices:
        choices: list[Any] = [*key.choices]
        if key.choices == ("true", "false"):
            choices += [True, False]
        return {"enum": choices, **about}
    if key.shape == "mapping":
        return {
            "anyOf": [{"type": _SCALAR}, {"type": "object", "additionalProperties": {"type": _SCALAR}}],
            **about,
        }
    if key.shape == "names":
        return {"anyOf": [{"type": _SCALAR}, {"type": "array", "items": {"type": "string"}}], **about}
    return {"type": _SCALAR, **about}


def _members(vocabulary: Vocabulary, name: str) -> dict[str, Any]:
    dimension = vocabulary.dimensions[name]
    aliases = {alias for alias, target in vocabulary.aliases.items() if target in dimension.members}
    return {
        "description": f"Member of {name}; {dimension.root} where absent.",
        "enum": sorted(dimension.members | aliases),
    }


def _sentence(key: Key) -> str:
    return key.what[0].upper() + key.what[1:] + "."
