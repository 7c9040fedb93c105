"""JSON with the line of every object, so that a message can name it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from json import decoder as json_decoder
from json import scanner as json_scanner
from typing import Any

_HIGH, _LOW = r"\\u[dD][89abAB][\da-fA-F]{2}", r"\\u[dD][c-fC-F]"
_HALF = re.compile(rf"(?<!\\)(?:{_HIGH}(?!{_LOW})|(?<!{_HIGH}){_LOW})")


class BadJson(ValueError):
    """Text that is no JSON, or holds one key of an object twice."""

    def __init__(self, message: str, line: int = 0) -> None:
        self.line = line
        super().__init__(message)


@dataclass
class LinedJson:
    """A JSON text that was read."""

    text: str
    """The text."""
    data: Any = None
    """What it says."""
    starts: dict[int, int] = field(default_factory=dict)
    """`id` of each object in `data` → where it starts in the text."""

    def line_of(self, thing: Mapping[str, Any], *keys: str) -> int:
        """Return the line of an object, or of the key that `keys` lead to below it; 0 for what is not from here."""
        at = self.starts.get(id(thing), -1)
        for key in keys:
            found = self.text.find(json.dumps(key, ensure_ascii=False), at + 1)
            at = found if at >= 0 and found >= 0 else at
        return self.text.count("\n", 0, at) + 1 if at >= 0 else 0


def read_json(text: str) -> LinedJson:
    """Return what a JSON text says. Raises BadJson, with the line, for other texts and for keys given twice."""
    lined = LinedJson(text)
    # Its parts in Python, which are there for whoever extends it, are missing in the stubs.
    decoder: Any = json.JSONDecoder(object_pairs_hook=_once)
    read_object: Any = vars(json_decoder)["JSONObject"]

    def parse_object(start: tuple[str, int], *rest: Any) -> tuple[Any, int]:
        try:
            found, end = read_object(start, *rest)
        except BadJson as error:
            raise error if error.line else BadJson(str(error), text.count("\n", 0, start[1]) + 1) from None
        lined.starts[id(found)] = start[1] - 1
        return found, end

    # The scanner in C asks nobody when an object begins; the one in Python calls this.
    decoder.parse_object = parse_object
    decoder.scan_once = vars(json_scanner)["py_make_scanner"](decoder)
    try:
        lined.data = decoder.decode(text)
        if "\\u" in text:
            json.dumps(lined.data, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        half = _HALF.search(text)
        line = text.count("\n", 0, half.start()) + 1 if half else 0
        raise BadJson("holds half of a character (\\ud800 to \\udfff)", line) from None
    except json.JSONDecodeError as error:
        raise BadJson(
            f"is no JSON: {error.msg[:1].lower()}{error.msg[1:]} at column {error.colno}", error.lineno
        ) from None
    except RecursionError:
        raise BadJson("is nested too deeply") from None
    except BadJson:
        raise
    except ValueError:  # of Python's limit, thousands of digits
        raise BadJson("has a number of too many digits") from None
    return lined


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return an object's keys and values; a key given twice would let the last one win without a word."""
    made = dict(pairs)
    if len(made) < len(pairs):
        keys = [key for key, _ in pairs]
        raise BadJson(f"has the key '{next(key for key in keys if keys.count(key) > 1)}' twice in one object")
    return made
