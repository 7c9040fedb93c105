"""The settings file as TOML: its text, what it holds, the line of each key; nothing in it can hold up a command."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

from reconcile.errors import Problem, SettingsError

LARGEST = 100_000
"""Characters of a settings file; one has a few hundred."""
_LONGEST_PATH, _LONGEST_NAME = 1_000, 255
_PART = r"""(?:[\w-]{1,200}|"(?:[^"\\\n]|\\.){0,200}"|'[^'\n]{0,200}')"""
_LONG_KEY = re.compile(rf"(?<![\w-])(?:{_PART}[ \t]*\.[ \t]*){{100}}")
"""A key of a hundred parts: the time that the parser takes grows with the square of their number."""


def text_of(path: Path) -> str:
    """Return the text of a settings file. SettingsError: it can't be read, or is none."""
    try:
        if path.exists() and not path.is_file():
            raise SettingsError([Problem(path.name, 0, "settings", "can't be read: it is no regular file")])
        if path.stat().st_size <= 4 * LARGEST:
            return path.read_text(encoding="utf-8-sig")
        problem = f"has {path.stat().st_size:,} bytes; at most {LARGEST:,} are read of a settings file"
    except UnicodeDecodeError:
        problem = "is not UTF-8, as TOML must be; save it as UTF-8"
    except OSError as error:
        problem = f"can't be read: {error.strerror}"
    raise SettingsError([Problem(path.name, 0, "settings", problem)])


def parse_toml(text: str, file: str) -> dict[str, Any]:
    """Return what a settings file holds. SettingsError: no TOML, or made to be too large."""
    if len(text) > LARGEST:
        message = f"has {len(text):,} characters; at most {LARGEST:,} are read of a settings file"
        raise SettingsError([Problem(file, 0, "settings", message)])
    long = _LONG_KEY.search(text)
    if long:
        line = text.count("\n", 0, long.start()) + 1
        raise SettingsError(
            [Problem(file, line, "settings", "has a key of a hundred parts or more, which nothing knows")]
        )
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise SettingsError([Problem(file, 0, "settings", "is nested too deep")]) from None
    except ValueError as error:  # also of whole numbers of thousands of digits
        message = str(error) if isinstance(error, tomllib.TOMLDecodeError) else "a number has too many digits"
        raise SettingsError([_syntax_problem(message, file)]) from None


def why_no_path(place: str) -> str:
    """Return why a text can't name a file or a folder, empty where it can."""
    if any(ord(sign) < 32 or 0xD800 <= ord(sign) < 0xE000 for sign in place):
        return "names a place with a control character in it"
    if len(place) > _LONGEST_PATH or any(len(part.encode()) > _LONGEST_NAME for part in Path(place).parts):
        return f"names a place of {len(place):,} characters, which no system can open"
    return ""


def line_of(text: str, table: str, key: str = "") -> int:
    """Return the line of a key of a table in the settings file, else of the table itself, else 0."""
    found, inside = 0, not table
    for number, line in enumerate(text.splitlines(), 1):
        header = re.match(r"\s*\[\s*([^\[\]]+?)\s*\]", line)
        if header:
            inside = _plain(header[1]) == table
            found = number if inside and not found else found
        elif inside and key and _plain(line.partition("=")[0]).split(".")[0] == key:
            return number
    return found


def first_header(text: str, table: str) -> int:
    """Return the line of the first header of a table or of a table in it, 0 where there is none."""
    for number, line in enumerate(text.splitlines(), 1):
        header = re.match(r"\s*\[+\s*([^\[\]]+?)\s*\]", line)
        if header and _plain(header[1]).split(".")[0] == table:
            return number
    return 0


def _plain(name: str) -> str:
    return ".".join(part.strip().strip("\"'") for part in name.split("."))


def _syntax_problem(message: str, file: str) -> Problem:
    place = re.search(r" \(at line (\d+), column \d+\)", message)
    what = message.replace(place[0], "") if place else message
    return Problem(file, int(place[1]) if place else 0, "settings", f"no valid TOML: {what}")
