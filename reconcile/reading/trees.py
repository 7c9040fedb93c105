"""Dimension trees of the vocabulary, in each of the forms that design section 2.3 shows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from yaml.nodes import Node, ScalarNode

from reconcile.errors import did_you_mean
from reconcile.models import Dimension, Partition
from reconcile.reading.nodes import (
    DEEPEST,
    Entry,
    entries,
    is_empty,
    is_list,
    is_mapping,
    is_scalar,
    line_of,
    shape_of,
    text_of,
)

Report = Callable[[int, str], None]
"""Takes a line and what is wrong there."""
_FLAGS = ("complete", "overlapping")
_OPTIONS = (*_FLAGS, "of", "partitions")
_NOTHING = ScalarNode("tag:yaml.org,2002:str", "")


def read_dimension(entry: Entry, report: Report) -> Dimension | None:
    """Return one dimension; None, with the reason reported, where it has no single root."""
    node, name = entry.node, entry.key
    if is_scalar(node) and text_of(node):
        return Dimension(name, text_of(node))
    roots = entries(node)[0] if is_mapping(node) else []
    twice = entries(node)[1] if is_mapping(node) else []
    if len(roots) + len(twice) != 1:
        found = f"{len(roots) + len(twice)} roots" if roots else shape_of(node)
        example = "expected one root, the member that a claim means which names none, such as {World: [France]}"
        report(entry.line, f"dimension '{name}' has {found}; {example}")
        return None
    tree = _Tree(name, report)
    if not tree.add(roots[0].key, roots[0].line):
        return None
    tree.read(roots[0].key, roots[0].node, 1)
    return Dimension(name, roots[0].key, tuple(sorted(tree.partitions, key=tree.depth_of)))


@dataclass
class _Tree:
    """The members met so far, and the partitions between them."""

    dimension: str
    report: Report
    lines: dict[str, int] = field(default_factory=dict)
    depths: dict[str, int] = field(default_factory=dict)
    parents: dict[str, str] = field(default_factory=dict)
    partitions: list[Partition] = field(default_factory=list)

    def way_up(self, member: str) -> list[str]:
        """Return a member and those above it, up to the root."""
        found = []
        while member:
            found.append(member)
            member = self.parents[member]
        return found

    def depth_of(self, partition: Partition) -> int:
        return self.depths[partition.parent]

    def add(self, member: str, line: int, depth: int = 0, parent: str = "") -> bool:
        """Take a member in; report it where it is there already, below itself or elsewhere."""
        if not member:
            self.report(line, f"dimension '{self.dimension}' has a member without a name")
            return False
        if member in self.lines:
            first = self.lines[member]
            way = self.way_up(parent)
            if member in way:
                around = " in ".join([member, *way[: way.index(member) + 1]])
                why = f"member '{member}' would be part of itself in dimension '{self.dimension}': {around}"
            else:
                why = f"member '{member}' stands twice in dimension '{self.dimension}'"
            self.report(line, f"{why}, first in line {first}")
            return False
        self.lines[member], self.depths[member], self.parents[member] = line, depth, parent
        return True

    def read(self, parent: str, node: Node, depth: int) -> None:
        """Read what stands below a member."""
        if is_empty(node):
            return
        if depth > DEEPEST // 2:
            self.report(line_of(node), f"dimension '{self.dimension}' is nested too deep at '{parent}'")
            return
        options, again = entries(node) if is_mapping(node) else ([], [])
        named = {entry.key: entry for entry in options}
        if "of" in named or "partitions" in named:
            self.report_twice(again)
            self.partition(parent, named, "", depth)
        elif set(_FLAGS) & set(named):
            flag = next(name for name in _FLAGS if name in named)
            self.report(named[flag].line, f"'{flag}' of '{parent}' needs `of` with the members it speaks of")
        else:
            self.children(parent, node, False, False, "", depth)

    def partition(self, parent: str, options: dict[str, Entry], name: str, depth: int) -> None:
        """Read `{complete, overlapping, of, partitions}`."""
        for key, entry in options.items():
            if key not in _OPTIONS or (name and key == "partitions"):
                hint = did_you_mean(key, _OPTIONS)
                self.report(entry.line, f"'{parent}' has an unknown key '{key}'; members stand below `of`{hint}")
        flags = {flag: self.flag(options[flag]) if flag in options else False for flag in _FLAGS}
        if "of" in options:
            self.children(parent, options["of"].node, flags["complete"], flags["overlapping"], name, depth)
        if "partitions" in options:
            self.several(parent, options["partitions"], depth)

    def several(self, parent: str, entry: Entry, depth: int) -> None:
        """Read `partitions`: several ways to divide one member."""
        if not is_mapping(entry.node):
            found = shape_of(entry.node)
            self.report(entry.line, f"partitions of '{parent}' is {found}; expected a mapping such as {{states: […]}}")
            return
        kept, again = entries(entry.node)
        self.report_twice(again)
        for part in kept:
            options = {item.key: item for item in entries(part.node)[0]} if is_mapping(part.node) else {}
            if "of" in options:
                self.report_twice(entries(part.node)[1])
                self.partition(parent, options, part.key, depth)
            else:
                self.children(parent, part.node, False, False, part.key, depth)

    def children(self, parent: str, node: Node, complete: bool, overlapping: bool, name: str, depth: int) -> None:
        """Read the members directly below `parent`, then what stands below them."""
        below = self.members(parent, node)
        kept = [entry for entry in below if self.add(entry.key, entry.line, depth, parent)]
        if kept:
            members = tuple(entry.key for entry in kept)
            self.partitions.append(Partition(parent, members, complete, overlapping, name))
        for entry in kept:
            if entry.node is not _NOTHING:
                self.read(entry.key, entry.node, depth + 1)

    def members(self, parent: str, node: Node) -> list[Entry]:
        """Return the members that a list, a mapping or one text names, each with what stands below it."""
        if is_scalar(node):
            return [] if is_empty(node) else [Entry(text_of(node), line_of(node), _NOTHING)]
        if is_mapping(node):
            kept, again = entries(node)
            return [*kept, *again]
        found: list[Entry] = []
        for item in node.value:
            if is_scalar(item):
                if not is_empty(item):
                    found.append(Entry(str(item.value), line_of(item), _NOTHING))
            elif is_list(item):
                self.report(line_of(item), f"'{parent}' has a list inside a list; name the member that it is below")
            else:
                found += self.members(parent, item)
        return found

    def flag(self, entry: Entry) -> bool:
        word = truth(entry.node)
        if word is None:
            self.report(entry.line, f"{entry.key} is {shape_of(entry.node)}; expected true or false")
        return bool(word)

    def report_twice(self, again: list[Entry]) -> None:
        for entry in again:
            self.report(entry.line, f"'{entry.key}' stands there twice")


def truth(node: Node) -> bool | None:
    """Return what `true` or `false` (or yes, no) means, None for anything else."""
    word = text_of(node).casefold()
    return True if word in ("true", "yes") else False if word in ("false", "no") else None
