"""JSON Schemas of the vocabulary and of files of laws, for editors; that of claim files is in `schema`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reconcile.models import KINDS, SEVERITIES, Vocabulary

DRAFT = "http://json-schema.org/draft-07/schema#"
_TEXT = {"type": ["string", "number", "boolean", "null"]}
_FLAG: dict[str, Any] = {"enum": [True, False, "true", "false"]}
_NAMES = {"type": "array", "items": _TEXT}
MEASURE: Mapping[str, tuple[str, object, Mapping[str, Any]]] = {
    "label": ("What findings call it.", "recruits who had joined", _TEXT),
    "unit": ("The unit that its values are compared in.", "person", _TEXT),
    "kind": (
        "What kind of quantity it is; a stock where absent.",
        "cumulative",
        {"enum": [*KINDS]},
    ),
    "by": (
        "Its dimensions: a list, or with the member that a claim means which names none.",
        {"place": "World"},
        {"anyOf": [_NAMES, {"type": "object", "additionalProperties": _TEXT}]},
    ),
    "of": ("Of a share: the measure of the base.", "joined", _TEXT),
    "part": ("Of a share: the measure of the part, where it is another than `of`.", "killed", _TEXT),
    "values": (
        "Of a status: the allowed words, as a list or each with its synonyms.",
        {"over": ["ended", "won"]},
        {"anyOf": [_NAMES, {"type": "object", "additionalProperties": {"anyOf": [_NAMES, _TEXT]}}]},
    ),
    "additive": ("Whether members sum; false for densities, averages and rates.", False, _FLAG),
    "may-be-negative": ("Whether a value below 0 makes sense.", True, _FLAG),
    "exact": ("Whether values are never rounded.", True, _FLAG),
    "fed-by": ("Of a stock: the flow that fills it.", "arriving", _TEXT),
    "keeps": ("How far apart two times may be and still count as the same.", "3 months", _TEXT),
}
"""Keys of a measure: what each holds, an example, and its shape."""
RELATION: Mapping[str, tuple[str, object, Mapping[str, Any]]] = {
    "says": ("The law in words.", "Nobody is counted dead and back home at once.", _TEXT),
    "holds": (
        "A comparison of measures; spaces around a minus.",
        "killed + returned <= joined",
        {"type": "string"},
    ),
    "accounts": ("Whether the terms should account for the total; what is left over is reported.", True, _FLAG),
    "complete": ("Of an equation: whether the terms make up the whole.", True, _FLAG),
    "where": (
        "Only these members, by dimension.",
        {"place": ["Iraq and Syria"]},
        {"type": "object", "additionalProperties": {"anyOf": [_NAMES, _TEXT]}},
    ),
    "severity": ("How bad a breach is; an error where absent.", "warning", {"enum": [*SEVERITIES]}),
}
"""Keys of a relation, likewise."""


def vocabulary_schema(vocabulary: Vocabulary | None = None) -> dict[str, Any]:
    """Return the JSON Schema (draft-07) of a vocabulary file; its names are its own, so a vocabulary adds nothing."""
    del vocabulary
    names = {"type": ["object", "null"], "additionalProperties": {"anyOf": [_NAMES, _TEXT]}}
    properties: dict[str, Any] = {
        "dimensions": {
            "description": "What a claim is about besides the measure: each dimension with its tree of members.",
            "type": ["object", "null"],
            "additionalProperties": {"$ref": "#/definitions/below"},
            "examples": [{"place": {"World": ["Iraq", "Syria"]}}],
        },
        "aliases": {
            "description": "Other names of members, category words and origins, each with what it stands for.",
            "type": ["object", "null"],
            "additionalProperties": _TEXT,
            "examples": [{"UK": "United Kingdom"}],
        },
        "measures": {
            "description": "What is counted, weighed or dated.",
            "type": ["object", "null"],
            "additionalProperties": _mapping(MEASURE),
            "examples": [{"joined": {"unit": "person", "kind": "cumulative"}}],
        },
        "units": {
            "description": "Words that count the same thing, by the one that is used.",
            **names,
            "examples": [{"person": ["people", "recruits"]}],
        },
    }
    return {**_top("Vocabulary of reconcile", properties), "definitions": {"below": _below()}}


def relations_schema(vocabulary: Vocabulary | None = None) -> dict[str, Any]:
    """Return the JSON Schema (draft-07) of a file of laws; a vocabulary closes the dimensions of `where`."""
    relation = _mapping(RELATION)
    if vocabulary is not None and not vocabulary.inferred:
        relation["properties"]["where"]["propertyNames"] = {"enum": sorted(vocabulary.dimensions)}
    laws = {
        "description": "The laws, each by its name.",
        "type": ["object", "null"],
        "additionalProperties": relation,
        "examples": [{"fates": {"holds": "killed + returned <= joined"}}],
    }
    return _top("Laws of reconcile", {"relations": laws})


def _top(title: str, properties: Mapping[str, Any]) -> dict[str, Any]:
    shape = {"type": "object", "additionalProperties": False}
    return {"$schema": DRAFT, "title": title, **shape, "properties": dict(properties)}


def _mapping(keys: Mapping[str, tuple[str, object, Mapping[str, Any]]]) -> dict[str, Any]:
    told = {
        name: {"description": what, **shape, "examples": [example]} for name, (what, example, shape) in keys.items()
    }
    return {"type": ["object", "null"], "additionalProperties": False, "properties": told}


def _below() -> dict[str, Any]:
    """Return what may stand below a member: its parts as a list, a mapping of parts, or their options."""
    again = {"$ref": "#/definitions/below"}
    options = {
        "complete": {"description": "Whether the parts make up the whole.", **_FLAG, "examples": [True]},
        "overlapping": {"description": "Whether the parts may share what they count.", **_FLAG, "examples": [True]},
        "of": {"description": "The parts.", **again, "examples": [["Iraq", "Syria"]]},
        "partitions": {
            "description": "Several ways to divide the member, each by its name.",
            "type": "object",
            "additionalProperties": again,
            "examples": [{"states": {"complete": True, "of": ["Iraq", "Syria"]}}],
        },
    }
    part = {"anyOf": [_TEXT, {"type": "object", "additionalProperties": again}]}
    return {
        "anyOf": [
            _TEXT,
            {"type": "array", "items": part},
            {"type": "object", "properties": options, "additionalProperties": again},
        ]
    }
