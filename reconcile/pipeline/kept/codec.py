"""A report as JSON text and back: what is read is equal to what was written, type by type, or is not read at all.

Each dataclass is the list of its fields' values. How one is written and read follows from its type hints, worked out
once for each class.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from reconcile.models import Report
from reconcile.models.sweeps import no_sweeps

_Turn = Callable[[Any], Any]
_PLAIN = (str, int, float, bool, NoneType)
"""Types that JSON tells apart, so that a value of one comes back as what it was."""


class NotPlain(ValueError):
    """A value that would not come back as it was."""


def to_text(report: Report) -> str:
    """Return a report as text. NotPlain, or another ValueError: it holds something that would not come back."""
    with no_sweeps():
        return json.dumps(_written(Report)(report), separators=(",", ":"))


def from_text(text: str | bytes) -> Report:
    """Return the report that `to_text` made a text of. ValueError, TypeError: it made no such text."""
    with no_sweeps():
        found = _read(Report)
        report = (found or _as_it_is)(json.loads(text))
    if not isinstance(report, Report):
        raise NotPlain("no report")
    return report


@cache
def _written(hint: Any) -> _Turn:
    """Return what turns a value with that type hint into what JSON can hold."""
    origin, parts = get_origin(hint), get_args(hint)
    if is_dataclass(hint):
        return _row_of(hint)
    if origin in (Union, UnionType):
        return _optional(_written(_but_none(parts)), (NoneType,))
    if hint is object or origin is Mapping or origin is dict:
        return _tree
    if origin in (tuple, frozenset):
        return _items(origin, _written(_item(parts)))
    if hint in _PLAIN:
        return _leaf
    raise NotPlain(f"{hint} is no type of a report")


@cache
def _read(hint: Any) -> _Turn | None:
    """Return what turns it back; None where it is the same."""
    origin, parts = get_origin(hint), get_args(hint)
    if is_dataclass(hint):
        return _made(hint)
    if origin in (Union, UnionType):
        turn = _read(_but_none(parts))
        return None if turn is None else _optional(turn, (NoneType,))
    if origin not in (tuple, frozenset):
        return None
    turn = _read(_item(parts))
    return origin if turn is None else lambda values: origin(map(turn, values))


def _row_of(kind: Any) -> _Turn:
    hints = get_type_hints(kind)
    turns = [(one.name, _written(hints[one.name])) for one in fields(kind)]

    def row(value: Any) -> list[Any]:
        if type(value) is not kind:
            raise NotPlain(f"a {type(value).__name__} where a {kind.__name__} should be")
        return [turn(getattr(value, name)) for name, turn in turns]

    return row


def _made(kind: Any) -> _Turn:
    hints = get_type_hints(kind)
    turns = [(place, _read(hints[one.name])) for place, one in enumerate(fields(kind))]
    needed = [(place, turn) for place, turn in turns if turn is not None]
    size = len(turns)

    def made(row: list[Any]) -> Any:
        if type(row) is not list or len(row) != size:
            raise NotPlain(f"no {kind.__name__}")
        for place, turn in needed:
            row[place] = turn(row[place])
        return kind(*row)

    return made


def _items(kind: Any, turn: _Turn) -> _Turn:
    def items(value: Any) -> list[Any]:
        if type(value) is not kind:
            raise NotPlain(f"a {type(value).__name__} where a {kind.__name__} should be")
        found = [turn(item) for item in value]
        return sorted(found) if kind is frozenset else found

    return items


def _optional(turn: _Turn, empty: tuple[type, ...]) -> _Turn:
    return lambda value: None if isinstance(value, empty) else turn(value)


def _leaf(value: Any) -> Any:
    if type(value) not in _PLAIN:
        raise NotPlain(f"a {type(value).__name__}")
    return value


def _tree(value: Any) -> Any:
    """Return a value of whatever form: texts, numbers, lists and mappings of these alone."""
    kind = type(value)
    if kind is list:
        return [_tree(item) for item in value]
    if kind is not dict:
        return _leaf(value)
    if any(type(name) is not str for name in value):
        raise NotPlain("a mapping whose keys are no texts")
    return {name: _tree(item) for name, item in value.items()}


def _but_none(parts: tuple[Any, ...]) -> Any:
    """Return the one type that an optional value has."""
    rest = [part for part in parts if part is not NoneType]
    if len(rest) != 1:
        raise NotPlain(f"{parts} are several types")
    return rest[0]


def _item(parts: tuple[Any, ...]) -> Any:
    """Return the one type of all items."""
    kinds = {part for part in parts if part is not Ellipsis}
    if len(kinds) != 1:
        raise NotPlain(f"{parts} are several types")
    return kinds.pop()


def _as_it_is(value: Any) -> Any:
    return value
