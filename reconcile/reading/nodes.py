"""YAML as it stands: every scalar a text, every key with its line, duplicate keys and bombs refused."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple, TypeGuard

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from reconcile.errors import Problem

DEEPEST = 100
"""Levels that a file may nest."""
LARGEST = 20_000_000
"""Bytes of the largest YAML file that is read: some 100,000 claims, and about ten seconds."""
MOST_PIECES = 1_500_000
"""Line ends, commas and opening brackets of a YAML file together: each may make another object in memory."""
_PREFIX = "tag:yaml.org,2002:"
_TEXT = _PREFIX + "str"
_TAGS = frozenset(_PREFIX + name for name in ("str", "int", "float", "bool", "null", "map", "seq", "timestamp", "set"))
_HINTS = {
    "mapping values are not allowed": "; quote a value that holds ': '",
    "cannot start any token": "; quote a value that starts with @, `, % or a tab, and indent with spaces",
    "did not find expected ',' or '}'": "; quote a value that holds a bracket, a comma or ': '",
    "did not find expected ',' or ']'": "; quote a value that holds a bracket, a comma or ': '",
    "did not find expected key": "; is it indented as the lines around it?",
    "undefined alias": "; quote a value that starts with *",
}


_SMALLER = "split it, or write claims as CSV or Parquet"


class Unreadable(Exception):
    """A file that can't be read; carries the problem to report."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


class Entry(NamedTuple):
    """One key of a mapping with its value."""

    key: str
    """The key as written."""
    line: int
    """Its line in the file, from 1."""
    node: Node
    """Its value."""


def _plain_parser() -> Any:
    """Return the parser in C where there is one, without the rules that make numbers of texts: each takes its time."""
    if not yaml.__with_libyaml__:
        return yaml.BaseLoader
    from yaml._yaml import CParser

    class PlainParser(CParser):
        """Composes nodes; whatever has no tag of its own counts as text."""

        def resolve(self, _kind: object, _value: object, _implicit: object) -> str:
            return _TEXT

        def descend_resolver(self, _parent: object, _index: object) -> None:
            pass

        def ascend_resolver(self) -> None:
            pass

    return PlainParser


_PARSER = _plain_parser()


def compose(text: str, file: str, kind: str = "unreadable") -> Node | None:
    """Return the tree of a YAML text, None for an empty one. Unreadable: broken, or made to be too large."""
    pieces = sum(map(text.count, "\n,[{"))
    if len(text) > LARGEST or pieces > MOST_PIECES:
        much = f"{len(text):,} characters" if len(text) > LARGEST else f"{pieces:,} lines and items"
        raise Unreadable(Problem(file, 0, kind, f"has {much}, more than is read of one YAML file; {_SMALLER}"))
    try:
        _check_depth(text, file, kind)
        loader = _PARSER(text)
        try:
            root: Node | None = loader.get_single_node()
        finally:
            loader.dispose()
    except yaml.YAMLError as error:
        raise Unreadable(_syntax_problem(error, file, kind)) from None
    except RecursionError:
        raise Unreadable(Problem(file, 0, kind, f"is nested more than {DEEPEST} levels deep")) from None
    if root is not None:
        _check_tree(root, text, file, kind)
    return root


def _check_depth(text: str, file: str, kind: str) -> None:
    """Refuse what is nested so deep that composing it would overflow the stack.

    Only a text with very many brackets or very long indentation can be; the rest is not looked at twice.
    """
    from yaml.events import CollectionEndEvent, CollectionStartEvent

    indented = re.search(r"^[ \t?:-]{400}", text, re.MULTILINE)
    if text.count("[") + text.count("{") < 1000 and indented is None:
        return
    depth = 0
    for event in yaml.parse(text, Loader=_PARSER):
        depth += isinstance(event, CollectionStartEvent) - isinstance(event, CollectionEndEvent)
        if depth > DEEPEST:
            line = mark_line(event.start_mark)
            raise Unreadable(Problem(file, line, kind, f"is nested more than {DEEPEST} levels deep"))


def _check_tree(root: Node, text: str, file: str, kind: str) -> None:
    """Refuse unknown tags, and aliases that multiply the file or hold themselves."""
    if "!" in text:
        for node in _distinct(root):
            if node.tag not in _TAGS:
                message = f"has a tag '{node.tag[:40]}', which is not read; quote a value that starts with '!'"
                raise Unreadable(Problem(file, line_of(node), kind, message))
    if "*" in text and "&" in text and _expanded(root) > 2 * len(text) + 1000:
        raise Unreadable(Problem(file, 0, kind, "has aliases (*name) that multiply it or hold themselves"))


def _distinct(root: Node) -> Iterator[Node]:
    """Each node once, however often aliases name it."""
    seen: set[int] = set()
    stack = [root]
    while stack:
        node = stack.pop()
        if id(node) not in seen:
            seen.add(id(node))
            yield node
            stack.extend(_children(node))


def _children(node: Node) -> list[Node]:
    if isinstance(node.value, str):
        return []
    return [child for item in node.value for child in (item if isinstance(item, tuple) else (item,))]


def _expanded(root: Node) -> float:
    """How many nodes the tree has once aliases are written out; infinite where one holds itself."""
    sizes: dict[int, float] = {}
    stack: list[tuple[Node, bool]] = [(root, False)]
    while stack:
        node, done = stack.pop()
        if done:
            sizes[id(node)] = 1 + sum(sizes[id(child)] for child in _children(node))
        elif id(node) not in sizes:
            sizes[id(node)] = float("inf")  # a node met again before it is done holds itself
            stack.append((node, True))
            stack.extend((child, False) for child in _children(node) if id(child) not in sizes)
    return sizes[id(root)]


def _syntax_problem(error: Exception, file: str, kind: str) -> Problem:
    mark = getattr(error, "problem_mark", None)
    line = mark_line(mark)
    what = str(getattr(error, "problem", None) or str(error).split("\n", 1)[0])
    if "another document" in what:
        return Problem(file, line, kind, "holds a second YAML document ('---'); write one document a file")
    if "control characters" in what or "special characters" in what:
        return Problem(file, line, kind, "holds control characters; remove them")
    hint = next((hint for part, hint in _HINTS.items() if part in what), "")
    return Problem(file, line, kind, f"no valid YAML: {what}{hint}")


def mark_line(mark: Any) -> int:
    """Return the line of a mark of the parser, from 1; 0 where there is none."""
    return 0 if mark is None else int(mark.line) + 1


def line_of(node: Node) -> int:
    """Return the line that a node starts on, from 1."""
    mark = node.start_mark
    return 0 if mark is None else int(mark.line) + 1


def is_scalar(node: Node) -> TypeGuard[ScalarNode]:
    """Say whether a node is one text."""
    return isinstance(node, ScalarNode)


def is_mapping(node: Node) -> TypeGuard[MappingNode]:
    """Say whether a node is a mapping."""
    return isinstance(node, MappingNode)


def is_list(node: Node) -> TypeGuard[SequenceNode]:
    """Say whether a node is a list."""
    return isinstance(node, SequenceNode)


def is_flow(node: Node) -> bool:
    """Say whether a mapping or list is written in brackets."""
    return bool(getattr(node, "flow_style", False))


def is_empty(node: Node) -> bool:
    """Say whether nothing stands there, or YAML's words for nothing, unquoted."""
    return is_scalar(node) and not node.style and node.value in ("", "~", "null")


def text_of(node: Node) -> str:
    """Return the text of a scalar as written; empty for nothing. Other nodes have none: empty too."""
    return "" if not is_scalar(node) or is_empty(node) else str(node.value)


def shape_of(node: Node) -> str:
    """Return what stands there, in words."""
    if is_empty(node):
        return "nothing"
    if is_scalar(node):
        return f"the text '{node.value[:40]}'"
    return "a list" if is_list(node) else "a mapping"


def entries(node: Node) -> tuple[list[Entry], list[Entry]]:
    """Return the entries of a mapping, and those left out because their key stands there already.

    A key that is no text (`? [a]`) has the name `[…]`, which nothing knows.
    """
    kept: dict[str, Entry] = {}
    again = []
    for key_node, value in node.value:
        key = key_node.value if isinstance(key_node, ScalarNode) else "[…]"
        entry = Entry(key, line_of(key_node), value)
        if key in kept:
            again.append(entry)
        else:
            kept[key] = entry
    return list(kept.values()), again
