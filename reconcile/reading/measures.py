"""Measures of the vocabulary: each read alone first, then held against the others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from yaml.nodes import Node

from reconcile.errors import did_you_mean
from reconcile.models import KINDS, Dimension, Measure
from reconcile.reading.keys import listed
from reconcile.reading.nodes import (
    Entry,
    entries,
    is_empty,
    is_list,
    is_mapping,
    is_scalar,
    shape_of,
    text_of,
)
from reconcile.reading.trees import truth
from reconcile.times import TimeError, parse_duration
from reconcile.units import Units

KEYS: Mapping[str, str] = {
    "label": "label",
    "unit": "unit",
    "kind": "kind",
    "by": "by",
    "of": "of",
    "part": "part",
    "values": "values",
    "additive": "additive",
    "may-be-negative": "may_be_negative",
    "exact": "exact",
    "fed-by": "fed_by",
    "keeps": "keeps",
}
"""Keys of a measure and the fields they fill."""
_ONLY_OF = {"of": ("share",), "part": ("share",), "fed-by": ("stock",), "values": ("status",)}


class MeasureError(ValueError):
    """One key of a measure that can't be used."""


@dataclass(frozen=True)
class Draft:
    """A measure as read alone."""

    measure: Measure
    """The measure, `by` empty where the file gives none."""
    has_by: bool
    """Whether the file gives its dimensions."""
    lines: Mapping[str, int]
    """Line of each of its keys."""


@dataclass(frozen=True)
class Names:
    """What a measure may refer to."""

    dimensions: Mapping[str, Dimension]
    """The usable dimensions."""
    aliases: Mapping[str, str]
    """Other names."""


def read_measure(entry: Entry, names: Names, report: Callable[[int, str], None]) -> Draft | None:
    """Return one measure as read alone; None, with every reason reported, where a key of it can't be used."""
    if not is_empty(entry.node) and not is_mapping(entry.node):
        found = shape_of(entry.node)
        report(
            entry.line,
            f"measure '{entry.key}' is {found}; expected a mapping such as {{unit: person, kind: stock}}",
        )
        return None
    kept, again = ([], []) if is_empty(entry.node) else entries(entry.node)
    fields: dict[str, Any] = {}
    wrong = [(item.line, f"'{item.key}' stands there twice") for item in again]
    for item in kept:
        try:
            fields |= _field(item, names)
        except MeasureError as error:
            wrong.append((item.line, str(error)))
    lines = {item.key: item.line for item in kept}
    wrong += _misplaced(fields.get("kind", "stock"), lines, entry.line)
    for line, message in wrong:
        report(line, f"measure '{entry.key}': {message}")
    measure = None if wrong else Measure(name=entry.key, line=entry.line, **fields)
    return None if measure is None else Draft(measure, "by" in fields, lines)


def _misplaced(kind: str, lines: Mapping[str, int], line: int) -> list[tuple[int, str]]:
    wrong = [
        (lines[key], f"`{key}` belongs to the kind {kinds[0]}, this is a {kind}")
        for key, kinds in _ONLY_OF.items()
        if key in lines and kind not in kinds
    ]
    if kind == "share" and "of" not in lines:
        wrong.append((line, "a share needs `of`, the measure that it is a share of"))
    return wrong


def _field(item: Entry, names: Names) -> dict[str, Any]:
    key, node = item.key, item.node
    if key not in KEYS:
        raise MeasureError(f"unknown key '{key}'{did_you_mean(key, KEYS)}")
    name = KEYS[key]
    if key == "by":
        return {name: _by(node, names)}
    if key == "values":
        return {name: word_lists(node, "values")}
    if not is_scalar(node):
        raise MeasureError(f"{key} is {shape_of(node)}; expected one text")
    if is_empty(node):
        return {}
    if key in ("additive", "may-be-negative", "exact"):
        return {name: _truth(key, node)}
    if key == "keeps":
        return {name: _days(text_of(node))}
    if key == "kind" and text_of(node) not in KINDS:
        raise MeasureError(
            f"unknown kind '{text_of(node)}'; expected {listed(KINDS)}{did_you_mean(text_of(node), KINDS)}"
        )
    return {name: text_of(node)}


def _truth(key: str, node: Node) -> bool:
    word = truth(node)
    if word is None:
        raise MeasureError(f"{key} is {shape_of(node)}; expected true or false")
    return word


def _days(text: str) -> int:
    try:
        return parse_duration(text)
    except TimeError as error:
        raise MeasureError(f"keeps: {error}") from None


def _by(node: Node, names: Names) -> dict[str, str]:
    if is_empty(node):
        return {}
    if is_scalar(node):
        return {text_of(node): _root(text_of(node), names)}
    if is_list(node):
        if not all(is_scalar(item) for item in node.value):
            raise MeasureError("by is a list of more than names; expected dimensions, or a mapping {place: Syria}")
        listed_names = [text_of(item) for item in node.value]
        return {name: _root(name, names) for name in listed_names}
    kept, again = entries(node)
    if again:
        raise MeasureError(f"'{again[0].key}' stands twice in `by`")
    return {item.key: _member(item, names) for item in kept}


def _root(dimension: str, names: Names) -> str:
    if dimension not in names.dimensions:
        raise MeasureError(f"unknown dimension '{dimension}' in `by`{did_you_mean(dimension, names.dimensions)}")
    return names.dimensions[dimension].root


def _member(item: Entry, names: Names) -> str:
    root = _root(item.key, names)
    if is_empty(item.node):
        return root
    if not is_scalar(item.node):
        raise MeasureError(f"by: {item.key} is {shape_of(item.node)}; expected the member that is meant")
    member = text_of(item.node)
    members = names.dimensions[item.key].members
    meant = member if member in members else names.aliases.get(member, member)
    if meant not in members:
        raise MeasureError(f"unknown {item.key} '{member}' in `by`{did_you_mean(member, [*members, *names.aliases])}")
    return meant


def word_lists(node: Node, what: str) -> dict[str, tuple[str, ...]]:
    """Return words with their synonyms, from a list or a mapping. MeasureError: a word stands there twice."""
    if is_empty(node):
        return {}
    if is_mapping(node):
        kept, again = entries(node)
        pairs = [(item.key, item.node) for item in (*kept, *again)]
        found = [(word, _words(below, what)) for word, below in pairs]
    else:
        found = [(word, ()) for word in _words(node, what)]
    met = Counter(word for key, synonyms in found for word in dict.fromkeys((key, *synonyms)))
    twice = sorted(word for word, times in met.items() if times > 1)
    if twice:
        raise MeasureError(f"{what}: '{twice[0]}' stands there twice")
    return dict(found)


def _words(node: Node, what: str) -> tuple[str, ...]:
    items = node.value if is_list(node) else [node]
    if is_mapping(node) or not all(is_scalar(item) for item in items):
        raise MeasureError(f"{what}: expected a word or a list of words")
    return tuple(text_of(item) for item in items if text_of(item))


def link(
    drafts: Mapping[str, Draft], names: Names, declared: Iterable[str], report: Callable[[int, str], None]
) -> dict[str, Measure]:
    """Return the measures with their dimensions, without those that refer to a measure that can't be used.

    `declared` are all names in the file, the unusable ones too.
    """
    left, known = dict(drafts), set(declared)
    while True:
        wrong = {name: found for name, draft in left.items() if (found := _broken_link(draft, left, known))}
        if not wrong:
            break
        for name, (line, message) in wrong.items():
            report(line, f"measure '{name}': {message}")
            del left[name]
    every = {name: dimension.root for name, dimension in names.dimensions.items()}
    return {name: replace(draft.measure, by=_dimensions_of(name, left, every)) for name, draft in left.items()}


def _broken_link(draft: Draft, left: Mapping[str, Draft], known: set[str]) -> tuple[int, str] | None:
    measure = draft.measure
    for key, other in (("of", measure.of), ("part", measure.part), ("fed-by", measure.fed_by)):
        if not other:
            continue
        line = draft.lines[key]
        if other == measure.name:
            return line, f"{key} names '{other}', a share itself: no measure can be a share of itself"
        if other not in known:
            return line, f"{key} names an unknown measure '{other}'{did_you_mean(other, known)}"
        if other not in left:
            return line, f"{key} names '{other}', which can't be used itself"
        kind = left[other].measure.kind
        if key == "fed-by" and kind != "flow":
            return line, f"fed-by names '{other}', a {kind}; expected a flow"
        if key == "part" and other == measure.of:
            return line, f"part and of are both '{other}': a share of itself is always 100 percent; leave `part` out"
        if key != "fed-by" and (kind in ("share", "event", "category", "status")):
            return (
                line,
                f"{key} names '{other}', a {kind}; expected a measure of something counted or weighed",
            )
    return _other_size(draft, left)


def _other_size(draft: Draft, left: Mapping[str, Draft]) -> tuple[int, str] | None:
    """Say that part and base of a share are in two sizes of one unit: a share takes the bare numbers."""
    if not (draft.measure.part and draft.measure.of):
        return None
    part, whole = left[draft.measure.part].measure, left[draft.measure.of].measure
    factor = Units().convert(part.unit, whole.unit) if part.unit and whole.unit != part.unit else Fraction(1)
    if not isinstance(factor, Fraction) or factor == 1:
        return None
    return draft.lines["part"], f"part is in {part.unit} and of in {whole.unit}; give both one unit"


def _dimensions_of(name: str, drafts: Mapping[str, Draft], every: Mapping[str, str]) -> dict[str, str]:
    draft = drafts[name]
    if draft.has_by:
        return dict(draft.measure.by)
    return _dimensions_of(draft.measure.of, drafts, every) if draft.measure.of else dict(every)
