"""JSON over several lines, as `json.dumps(…, indent=2)` writes it, many times as fast: whole objects at once."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from functools import cache
from json.encoder import encode_basestring
from typing import Any

from reconcile.reporters._clean import for_json

STEP = "  "
NESTED = (dict, list)


def pretty(value: Any, line: str = "\n") -> str:
    """Return JSON of dicts with texts as keys, lists, texts and numbers; what steers or hides is written as `\\u…`.

    `line` is a line end and the indentation at which the value stands. Raises ValueError for numbers that JSON lacks,
    TypeError for what is no JSON.
    """
    return _text(value, line)


def _text(value: Any, line: str) -> str:
    """Return a value whose closing bracket stands behind `line`: a line end and its indentation."""
    kind = type(value)
    if value is None:
        return "null"
    if not value or (kind is not dict and kind is not list):
        return "[]" if kind is list else _safe(_encoder(", ")(value))
    inner = line + STEP
    if kind is dict:
        if _is_flat(value.values()):
            return _flat(value, inner, line)
        parts = []
        for key, one in value.items():  # most are texts, and there may be millions
            text = _quoted(one) if one.__class__ is str else _text(one, inner)
            parts.append(f"{_quoted(key)}: {text}")
        return f"{{{inner}{f',{inner}'.join(parts)}{line}}}"
    if _is_flat(value):
        return _flat(value, inner, line)
    if all(type(one) is dict and one and _is_flat(one.values()) for one in value):
        return _objects(value, inner, line)
    return f"[{inner}{f',{inner}'.join([_text(one, inner) for one in value])}{line}]"


def _is_flat(values: Iterable[Any]) -> bool:
    """Say whether nothing that has to be spread over lines stands among values."""
    return not any(one.__class__ in NESTED and one for one in values)


def _flat(value: Any, inner: str, line: str) -> str:
    """Return a flat object or list: the encoder, which knows no lines, writes them as its separator."""
    text = _safe(_encoder(f",{inner}")(value))
    return f"{text[0]}{inner}{text[1:-1]}{line}{text[-1]}"


def _objects(value: list[Any], inner: str, line: str) -> str:
    """Return a list of flat objects: a line end stands between keys and objects alone, for texts hold none."""
    deeper = inner + STEP
    text = _safe(_encoder(f",{deeper}")(value))
    text = text[2:-2].replace(f"}},{deeper}{{", f"{inner}}},{inner}{{{deeper}")
    return f"[{inner}{{{deeper}{text}{inner}}}{line}]"


@cache
def _encoder(separator: str) -> Callable[[Any], str]:
    """Return what encodes in C: with an indentation of its own, `json` encodes in Python."""
    return json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(separator, ": ")).encode


def _quoted(text: str) -> str:
    return _safe(encode_basestring(text))


def _safe(text: str) -> str:
    return text if text.isascii() and "##" not in text and "\x7f" not in text else for_json(text)
