"""The one place where text from claim files is made harmless before it is shown."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar
from urllib.parse import quote

Value = TypeVar("Value")

BREAKS = re.compile("[\t\n\v\f\r\x1c-\x1f\x85\u2028\u2029]+")
"""What would start a new line or cell; shown as one space."""
UNSEEN = re.compile(
    "[\x00-\x1f\x7f-\x9f"  # C0 with ESC, DEL, C1
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # marks and overrides of the writing direction
    "\u00ad\u180e\u200b\u2060-\u2064\u206a-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff"  # others that nobody sees
    "\U000e0000-\U000e007f]"
)
"""What steers a terminal or can't be seen; left out."""
LONE = re.compile("[\ud800-\udfff]")
"""Halves of a character, which no encoding can write."""
STEERING = re.compile(f"[\x85\u2028\u2029\ud800-\udfff]|(?!\n){UNSEEN.pattern}")
"""The same within JSON, which has escaped its line breaks, tabs and other C0 characters already."""
COMMAND = re.compile(r"##(?=\w*\[)")
"""The start of a command that a build log obeys anywhere in a line."""
FORMULA = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""First characters that make a spreadsheet take a text for a formula, full-width forms too."""
FORMULA_BEHIND = re.compile(f"(;\\s*)(?=[{''.join(map(re.escape, FORMULA))}])")
"""The same behind a semicolon, which many spreadsheets take for the end of a cell."""
MARKDOWN = re.compile(r"([\\`*_\[\]<>|~$]|(?<=[Ww])\.|:(?=//)|&(?=[#\w]+;))")
MENTION = re.compile(r"([@#])(?=\w)")
OPENING = re.compile(r"^(\s*)([-+#=>]|\d+(?=[.)]))")


def clean(text: str) -> str:
    """Return `text` on one line, without characters that steer a terminal or that nobody sees."""
    text = LONE.sub("\ufffd", UNSEEN.sub("", BREAKS.sub(" ", text)))
    return COMMAND.sub("## ", text)


def cleaned(value: Value) -> Value:
    """Return a report, a finding or any other value with every text in it cleaned."""
    return _cleaned(value)  # type: ignore[no-any-return]


def _cleaned(value: Any) -> Any:
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, Mapping):
        return {_cleaned(key): _cleaned(inner) for key, inner in value.items()}
    if isinstance(value, tuple | list | frozenset):
        return type(value)(_cleaned(inner) for inner in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{f.name: _cleaned(getattr(value, f.name)) for f in fields(value)})
    return value


def no_command(line: str) -> str:
    """Return a line that no build log takes for a command, which may start with `::` after spaces."""
    text = line.lstrip()
    return f"{line[: len(line) - len(text)]}: :{text[2:]}" if text.startswith("::") else line


def for_markdown(text: str) -> str:
    """Return cleaned `text` so that Markdown shows it as it stands: no link, tag, table or mention."""
    escaped = MARKDOWN.sub(r"\\\1", clean(text))
    escaped = MENTION.sub(r"\1&#8203;", escaped)
    escaped = OPENING.sub(_opening, escaped)
    return no_command(escaped.strip())


def _opening(found: re.Match[str]) -> str:
    space, start = found.groups()
    return f"{space}{start}\\" if start[0].isdigit() else f"{space}\\{start}"


def for_cell(text: str) -> str:
    """Return cleaned `text` so that a spreadsheet takes it for text and no formula."""
    shown = FORMULA_BEHIND.sub(r"\1'", clean(text))
    return f"'{shown}" if shown.lstrip().startswith(FORMULA) or text.startswith(("\t", "\r")) else shown


def for_workflow(text: str) -> str:
    """Return `text`, lines of which are cleaned already, as the message of a GitHub workflow command."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def for_workflow_property(text: str) -> str:
    """Return `text` as a property of a GitHub workflow command, such as its title or its file."""
    return for_workflow(clean(text)).replace(":", "%3A").replace(",", "%2C")


def for_uri(path: str) -> str:
    """Return a relative path as a relative URI: whatever could be a scheme, a host or a query is escaped."""
    return quote(clean(path.replace("\\", "/")).lstrip("/"), safe="/")


def for_sarif(text: str) -> str:
    """Return cleaned `text` without what SARIF viewers take for a link: `[words](target)`."""
    return clean(text).replace("](", "] (")


def for_json(text: str) -> str:
    """Return JSON `text` with what steers or hides written as `\\u…`: nothing is lost."""
    text = STEERING.sub(lambda found: _as_escape(found.group()), text)
    return COMMAND.sub("\\\\u0023#", text)


def _as_escape(character: str) -> str:
    units = character.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[i]:02x}{units[i + 1]:02x}" for i in range(0, len(units), 2))
