"""The keys of one claim, or of `defaults`, as written: read from YAML, and taken over by claims below."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from yaml.nodes import Node, ScalarNode

from reconcile.errors import did_you_mean
from reconcile.reading.keys import CLAIM, DOCUMENT, LOCATOR, RESERVED, TEXT_KEYS
from reconcile.reading.limits import MOST_KEYS
from reconcile.reading.locators import KeyFault, read_locator
from reconcile.reading.nodes import (
    Entry,
    entries,
    is_empty,
    is_flow,
    is_list,
    is_mapping,
    is_scalar,
    line_of,
    shape_of,
    text_of,
)

_TEXTS = TEXT_KEYS - {"base", "inferred"}
"""Claim keys whose text is taken as it is."""


@dataclass(frozen=True, slots=True)
class Complaint:
    """What is wrong with one key."""

    line: int
    """Its line."""
    key: str
    """The key."""
    message: str
    """What is wrong and what was expected."""


@dataclass(frozen=True)
class Statement:
    """What one mapping says, before anything is taken over from above."""

    values: Mapping[str, str] = field(default_factory=dict)
    """Text of each key, claim keys and dimensions."""
    lines: Mapping[str, int] = field(default_factory=dict)
    """Line of each key."""
    at: Mapping[str, Any] = field(default_factory=dict)
    """The locator; empty where there is none."""
    inferred: tuple[str, ...] = ()
    """The keys that `inferred` names."""
    of_which: Node | None = None
    """The claims below it, unread."""

    def below(self, above: Statement, reaches: Callable[[str], bool]) -> Statement:
        """Return this statement with what it takes over from `above`: the keys that `reaches` lets through.

        A key that `above` has as inferred stays so, unless this statement has the key itself.
        """
        if not (above.values or above.at or above.inferred):
            return self
        taken = {key: text for key, text in above.values.items() if key not in self.values and reaches(key)}
        at = above.at if not self.at and reaches("at") else self.at
        inferred = [
            key
            for key in above.inferred
            if key in taken or (key not in above.values and reaches("inferred") and key not in self.inferred)
        ]
        lines = {key: above.lines[key] for key in taken if key in above.lines}
        return Statement(
            {**taken, **self.values}, {**lines, **self.lines}, at, (*self.inferred, *inferred), self.of_which
        )


def read_statement(node: Node, dimensions: Mapping[str, object] | None) -> tuple[Statement, list[Complaint]]:
    """Return what a mapping says and what is wrong with it; `dimensions` are those declared, None for any."""
    kept, again = entries(node)
    complaints = [
        Complaint(entry.line, entry.key, f"'{entry.key}' stands there twice; one of the two has to go")
        for entry in again
    ]
    values: dict[str, str] = {}
    more: dict[str, Any] = {}
    flow = is_flow(node)
    if len(kept) > MOST_KEYS:
        complaints.append(Complaint(line_of(node), "", f"it has {len(kept):,} keys; at most {MOST_KEYS:,} are read"))
        kept = []
    for entry in kept:
        if isinstance(entry.node, ScalarNode) and (entry.key in _TEXTS or (dimensions and entry.key in dimensions)):
            if not is_empty(entry.node):  # most keys of most claims
                values[entry.key] = entry.node.value
            continue
        try:
            _read_entry(entry, values, more, flow, dimensions)
        except KeyFault as error:
            complaints.append(Complaint(entry.line, error.key, str(error)))
    lines = {entry.key: entry.line for entry in kept}
    return Statement(values, lines, **more), complaints


def _read_entry(
    entry: Entry,
    values: dict[str, str],
    more: dict[str, Any],
    flow: bool,
    dimensions: Mapping[str, object] | None,
) -> None:
    key, node = entry.key, entry.node
    if key == "at":
        more["at"] = _locator(node)
    elif key == "of-which":
        more["of_which"] = None if is_empty(node) else node
    elif key == "inferred":
        more["inferred"] = _names(node, dimensions)
    elif key == "base":
        values[key] = _base(node)
    else:
        _check_name(key, node, flow, dimensions)
        if not is_scalar(node):
            raise KeyFault(key, f"{key} is {shape_of(node)}; expected one text")
        if not is_empty(node):
            values[key] = text_of(node)


def _check_name(key: str, node: Node, flow: bool, dimensions: Mapping[str, object] | None) -> None:
    """Refuse a key that can be neither a claim key nor a dimension. KeyFault: what to write instead."""
    if key in TEXT_KEYS or (dimensions is not None and key in dimensions):
        return
    if key[:1].isdigit():
        raise KeyFault(key, f"'{key}' is no key; quote the value: it holds a comma")
    if flow and is_empty(node):
        raise KeyFault(
            key,
            f"'{key}' is a key without a value; if it belongs to the text before it, quote that text: it holds a comma",
        )
    if key in LOCATOR:
        raise KeyFault(key, f"'{key}' says where the text is; write `at: {{{key}: …}}`")
    if key in DOCUMENT:
        raise KeyFault(key, f"'{key}' belongs to `document` at the top of the file")
    if key == "<<":
        raise KeyFault(key, "merge keys (<<) are not read; write what claims share under `defaults`")
    if key in RESERVED or not key.strip():
        raise KeyFault(key, f"'{key}' is no key of a claim and can't be a dimension{did_you_mean(key, CLAIM)}")


def _locator(node: Node) -> dict[str, Any]:
    if not is_mapping(node):
        if is_empty(node):
            return {}
        raise KeyFault("at", f"at is {shape_of(node)}; expected a mapping such as {{line: 34}}")
    kept, again = entries(node)
    if again:
        raise KeyFault(again[0].key, f"'{again[0].key}' stands twice in `at`")
    for entry in kept:
        if not is_scalar(entry.node):
            raise KeyFault(entry.key, f"{entry.key} is {shape_of(entry.node)}; expected one text")
    return read_locator({entry.key: text_of(entry.node) for entry in kept})


def _names(node: Node, dimensions: Mapping[str, object] | None) -> tuple[str, ...]:
    parts = node.value if is_list(node) else [node]
    if not all(is_scalar(part) for part in parts):
        raise KeyFault("inferred", f"inferred is {shape_of(node)}; expected a key or a list of keys")
    names = split_names(" ".join(text_of(part) for part in parts), dimensions)
    wrong = unknown_names(names, dimensions)
    if wrong:
        raise KeyFault("inferred", wrong)
    return names


def split_names(text: str, dimensions: Mapping[str, object] | None = None) -> tuple[str, ...]:
    """Return the keys that a text names, each once, parted by commas or spaces; or one dimension."""
    if dimensions is not None and text.strip() in dimensions:
        return (text.strip(),)
    return tuple(dict.fromkeys(name for name in re.split(r"[,;\s]+", text) if name))


def unknown_names(names: tuple[str, ...], dimensions: Mapping[str, object] | None) -> str:
    """Return what is wrong with keys that `inferred` names, or nothing."""
    for name in names:
        known = {*CLAIM, *(dimensions or ())}
        if dimensions is not None and name not in known:
            return f"inferred names '{name}', which is no key of a claim{did_you_mean(name, known)}"
    return ""


def _base(node: Node) -> str:
    if is_scalar(node):
        return text_of(node)
    if not is_mapping(node):
        raise KeyFault("base", f"base is {shape_of(node)}; expected `unknown` or a mapping such as {{place: Syria}}")
    kept, again = entries(node)
    if again or not all(is_scalar(entry.node) and text_of(entry.node) for entry in kept):
        line = line_of(node)
        raise KeyFault("base", f"base (line {line}) needs one member for each dimension it names")
    return ";".join(f"{entry.key}={text_of(entry.node)}" for entry in kept)
