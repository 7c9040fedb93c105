"""`at`: where a text says what a claim says."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from reconcile.errors import did_you_mean
from reconcile.reading.keys import LOCATOR

_NUMBER = re.compile(r"[0-9]{1,12}")
_LINES = re.compile(r"([0-9]{1,12})(?:\s*[-–]\s*([0-9]{1,12}))?")


class KeyFault(ValueError):
    """A claim's key that is wrong, or holds what it can't; `key` says which."""

    def __init__(self, key: str, message: str) -> None:
        super().__init__(message)
        self.key = key


def read_locator(texts: Mapping[str, str]) -> dict[str, Any]:
    """Return a locator with its numbers as numbers; empty texts left out. KeyFault: a wrong key or value."""
    found: dict[str, Any] = {}
    for key, text in texts.items():
        if key not in LOCATOR:
            raise KeyFault(key, f"at has no key '{key}'; it has {', '.join(LOCATOR)}{did_you_mean(key, LOCATOR)}")
        if text.strip():
            found[key] = _value(key, text)
    if "start" in found and "end" in found and found["end"] < found["start"]:
        raise KeyFault("end", f"end is {found['end']}, before start, {found['start']}")
    return found


def _value(key: str, text: str) -> int | str:
    stated = text.strip()
    if key in ("line", "start", "end"):
        return _number(key, stated)
    if key == "lines":
        for part in stated.split(","):
            _check_lines(stated, part.strip())
        return stated
    if key == "page":
        return int(stated) if _NUMBER.fullmatch(stated) else stated
    return text


def _number(key: str, text: str) -> int:
    if _NUMBER.fullmatch(text) and (int(text) > 0 or key != "line"):
        return int(text)
    if key == "line" and _LINES.fullmatch(text) and text != "0":
        raise KeyFault(key, f"line is '{text}'; for several lines write `lines: {text}`")
    raise KeyFault(key, f"{key} is '{text[:40]}'; expected a whole number from {int(key == 'line')}")


def _check_lines(text: str, part: str) -> None:
    match = _LINES.fullmatch(part)
    if match is None or int(match[1]) < 1 or int(match[2] or match[1]) < int(match[1]):
        raise KeyFault("lines", f"lines is '{text[:40]}'; expected the first and the last line, such as 36-37")
