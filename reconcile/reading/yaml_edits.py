"""Changes to a YAML text in place: a value, a key or a list item, and every other character stays.

Each function returns `(start, end, replacement)` of the text as it is; `applied` puts them in together. Whether the
file then says what was meant is for the caller to read back: nothing here is sure of odd YAML.
"""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Iterable, Mapping, Sequence

from yaml.nodes import MappingNode, Node, SequenceNode

from reconcile.reading.nodes import is_flow, is_mapping, is_scalar

Edit = tuple[int, int, str]
WIDTH = 118
"""Columns of a folded text."""
_INSIDE = r"[^\s:#,\[\]{}\"'&*!|>%@`\\]"
_PLAIN = re.compile(rf"(?:\w|[.(<~≥≤±$€£§=+]){_INSIDE}*(?: {_INSIDE}+)*")
_NOTHING = frozenset(("", "~", "null"))


class EditError(ValueError):
    """A place in a YAML text that can't be changed in place."""


def applied(text: str, edits: Iterable[Edit]) -> str:
    """Return the text with all edits put in. EditError: two of them meet."""
    before = len(text)
    for start, end, new in sorted(edits, key=lambda edit: (edit[0], edit[1]), reverse=True):
        if end > before:
            raise EditError("two changes meet in one place")
        text, before = text[:start] + new + text[end:], start
    return text


def scalar(value: str, quoted: bool = False) -> str:
    """Return a text as YAML reads it back: plain where that is safe, else in quotation marks."""
    if not quoted and value not in _NOTHING and _PLAIN.fullmatch(value) and value.isprintable():
        return value
    return "".join(
        char if char.isprintable() else f"\\u{ord(char):04x}" if ord(char) < 0x10000 else f"\\U{ord(char):08x}"
        for char in json.dumps(value, ensure_ascii=False)
    )


def flow(entries: Mapping[str, str]) -> str:
    """Return a mapping in braces."""
    return "{" + ", ".join(f"{scalar(key)}: {scalar(value)}" for key, value in entries.items()) + "}"


def end_of(text: str, node: Node) -> int:
    """Return where a node really ends: the parser counts blank lines and comments behind a block to it."""
    if is_scalar(node):
        return node.start_mark.index + len(text[node.start_mark.index : node.end_mark.index].rstrip())
    children = [child for item in node.value for child in (item if isinstance(item, tuple) else (item,))]
    if is_flow(node) or not children:
        return int(node.end_mark.index)
    return max(end_of(text, child) for child in children)


def replaced(text: str, key: Node, node: Node, new: str) -> Edit:
    """Return the change of a key's value. EditError: the value stands elsewhere (an alias)."""
    start = int(node.start_mark.index)
    if start < key.end_mark.index or text[start : start + 1] in ("&", "*"):
        raise EditError("the value is an alias (*name) or has an anchor (&name)")
    return start, end_of(text, node), new if text[start - 1 : start] != ":" else f" {new}"


def like(text: str, node: Node, value: str) -> str:
    """Return a new value in the style of the old one: quoted, folded over lines, or plain."""
    style, simple = getattr(node, "style", None), value == " ".join(value.split()) and value.isprintable()
    if style == ">" and simple and value:
        indent = len(_indent_behind(text, node)) or 2
        lines = textwrap.wrap(value, WIDTH - indent, break_long_words=False, break_on_hyphens=False)
        if len(lines) > 1:
            return newline(text).join([">-", *(" " * indent + line for line in lines)])
    return scalar(value, quoted=style in ("'", '"'))


def _indent_behind(text: str, node: Node) -> str:
    match = re.search(r"\n([ ]+)\S", text[node.start_mark.index : node.end_mark.index])
    return match[1] if match else ""


def added(text: str, mapping: MappingNode, order: Sequence[str], entries: Mapping[str, str]) -> list[Edit]:
    """Return the changes that put keys into a mapping, each behind the nearest key that `order` puts before it.

    The values of `entries` are YAML already.
    """
    places = {str(key.value): (key, value) for key, value in mapping.value if is_scalar(key)}
    found: dict[int, str] = {}
    for key in sorted(entries, key=lambda name: _rank(name, order)):
        before = [name for name in places if _rank(name, order) < _rank(key, order) and _is_flat(*places[name])]
        place, new = _added(text, mapping, places, before, f"{scalar(key)}: {entries[key]}")
        found[place] = found.get(place, "") + new
    return [(place, place, new) for place, new in found.items()]


def _added(
    text: str, mapping: MappingNode, places: Mapping[str, tuple[Node, Node]], before: list[str], new: str
) -> tuple[int, str]:
    last = max(before, key=lambda name: places[name][0].start_mark.index, default="")
    if is_flow(mapping):
        ends = [end_of(text, value) for _, value in mapping.value]
        return (end_of(text, places[last][1]) if last else max(ends)), f", {new}"
    first = mapping.value[0][0]
    indent = newline(text) + " " * first.start_mark.column
    if last:
        return line_end(text, end_of(text, places[last][1])), indent + new
    return int(first.start_mark.index), new + indent


def _rank(key: str, order: Sequence[str]) -> int:
    return order.index(key) if key in order else order.index("")


def _is_flat(key: Node, value: Node) -> bool:
    """Say whether a key's value ends on a line of its own text: no list or mapping below it, no block of text."""
    return (is_scalar(value) and value.style not in (">", "|")) or is_flow(value)


def removed(text: str, mapping: MappingNode, key: str) -> Edit:
    """Return the change that takes a key out of a mapping. EditError: it is the only one."""
    names = [str(name.value) for name, _ in mapping.value]
    place = names.index(key)
    name, value = mapping.value[place]
    if len(names) == 1:
        raise EditError(f"'{key}' is the only key")
    if place == 0:
        return int(name.start_mark.index), int(mapping.value[1][0].start_mark.index), ""
    if is_flow(mapping):
        return end_of(text, mapping.value[place - 1][1]), end_of(text, value), ""
    return _whole_lines(text, int(name.start_mark.index), end_of(text, value))


def item_removed(text: str, items: SequenceNode, place: int) -> Edit:
    """Return the change that takes an item out of a list."""
    item = items.value[place]
    start, end = int(item.start_mark.index), end_of(text, item)
    if not is_flow(items):
        return _whole_lines(text, text.rfind("-", 0, start), end)
    if place:
        return end_of(text, items.value[place - 1]), end, ""
    return start, (int(items.value[1].start_mark.index) if len(items.value) > 1 else end), ""


def _whole_lines(text: str, start: int, end: int) -> Edit:
    """Return the change that takes out what stands from `start` to `end` with the rest of its last line."""
    first, last = text.rfind("\n", 0, start) + 1, line_end(text, end)
    if text[first:start].strip():
        raise EditError("it shares its line with something else")
    return first, last + (text[last : last + 2] == "\r\n") + (text[last : last + 1] != ""), ""


def items_added(text: str, key: Node, items: Node, new: Sequence[Sequence[str]]) -> Edit:
    """Return the change that puts items, each a list of `key: value` lines, at the end of a list."""
    line = newline(text)
    if isinstance(items, SequenceNode) and items.value and is_flow(items):
        end = end_of(text, items.value[-1])
        return end, end, "".join(f", {{{', '.join(lines)}}}" for lines in new)
    if isinstance(items, SequenceNode) and items.value:
        dash, place = items.start_mark.column, line_end(text, end_of(text, items.value[-1]))
        start, end = place, place
    else:
        dash, start, end = key.start_mark.column + 2, int(key.end_mark.index) + 1, max(end_of(text, items), 0)
        end = max(end, start)
    texts = (line + " " * dash + "- " + (line + " " * (dash + 2)).join(lines) for lines in new)
    return start, end, "".join(texts)


def line_end(text: str, place: int) -> int:
    """Return where the line of a place ends, its line end not counted."""
    end = text.find("\n", place)
    end = len(text) if end < 0 else end
    return end - 1 if end > place and text[end - 1] == "\r" else end


def newline(text: str) -> str:
    """Return the line end that a text uses."""
    return "\r\n" if "\r\n" in text else "\n"


def entry_of(mapping: Node, key: str) -> tuple[Node, Node] | None:
    """Return a key and its value in a mapping; None where it has none."""
    if not is_mapping(mapping):
        return None
    return next(((name, value) for name, value in mapping.value if is_scalar(name) and name.value == key), None)
