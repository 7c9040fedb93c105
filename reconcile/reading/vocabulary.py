"""vocabulary.yaml: dimensions, aliases, measures and units, with every mistake reported at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from reconcile.errors import Problem, did_you_mean
from reconcile.models import Dimension, Measure, Vocabulary
from reconcile.reading.keys import RESERVED, listed
from reconcile.reading.measures import Draft, MeasureError, Names, link, read_measure, word_lists
from reconcile.reading.nodes import (
    Entry,
    Unreadable,
    compose,
    entries,
    is_empty,
    is_mapping,
    is_scalar,
    shape_of,
    text_of,
)
from reconcile.reading.trees import read_dimension

KEYS = ("dimensions", "aliases", "measures", "units")
"""Keys of a vocabulary file."""


@dataclass(frozen=True)
class Declared:
    """A vocabulary as far as it can be used, and what is wrong with the rest."""

    vocabulary: Vocabulary
    """The usable names."""
    problems: tuple[Problem, ...] = ()
    """Everything that is wrong with the file."""


def read_vocabulary(text: str, file: str) -> Declared:
    """Return the vocabulary that a file declares; what is wrong with it comes back as problems."""
    reader = _Reader(file)
    try:
        root = compose(text, file, "vocabulary")
    except Unreadable as error:
        return Declared(Vocabulary(file=file), (error.problem,))
    if root is None or is_empty(root):
        return Declared(Vocabulary(file=file), (Problem(file, 0, "vocabulary", "is empty: it declares no measure"),))
    if not is_mapping(root):
        message = f"is {shape_of(root)}; expected a mapping with the keys {listed(KEYS)}"
        return Declared(Vocabulary(file=file), (Problem(file, 1, "vocabulary", message),))
    kept, again = entries(root)
    for entry in again:
        reader.report(entry.line, f"'{entry.key}' stands there twice")
    for entry in kept:
        if entry.key not in KEYS:
            reader.report(
                entry.line,
                f"unknown key '{entry.key}'; expected {listed(KEYS)}{did_you_mean(entry.key, KEYS)}",
            )
    return reader.read({entry.key: entry for entry in kept})


@dataclass(frozen=True)
class _Reader:
    """Reads one file and collects what is wrong with it."""

    file: str
    problems: list[Problem] = field(default_factory=list)

    def report(self, line: int, message: str) -> None:
        self.problems.append(Problem(self.file, line, "vocabulary", message))

    def read(self, top: Mapping[str, Entry]) -> Declared:
        dimensions = self.dimensions(top.get("dimensions"))
        names = Names(dimensions, self.aliases(top.get("aliases"), dimensions))
        units = self.units(top.get("units"))
        entries_of = self.section(top.get("measures"), "{joined: {unit: person}}")
        measures = self.measures(entries_of, names)
        if not entries_of and not self.problems:
            self.report(0, "declares no measure")
        unusable = frozenset(entry.key for entry in entries_of) - set(measures)
        vocabulary = Vocabulary(dimensions, measures, names.aliases, units, False, self.file, unusable)
        return Declared(vocabulary, tuple(sorted(self.problems)))

    def section(self, entry: Entry | None, example: str) -> list[Entry]:
        if entry is None or is_empty(entry.node):
            return []
        if not is_mapping(entry.node):
            found = shape_of(entry.node)
            self.report(entry.line, f"{entry.key} is {found}; expected a mapping such as {example}")
            return []
        kept, again = entries(entry.node)
        for item in again:
            self.report(item.line, f"'{item.key}' stands twice in {entry.key}")
        return kept

    def dimensions(self, entry: Entry | None) -> dict[str, Dimension]:
        found = {}
        for item in self.section(entry, "{place: {World: [Syria]}}"):
            if item.key in RESERVED or not item.key.strip():
                why = "that is the name of a claim key or a column of claim tables"
                self.report(item.line, f"a dimension can't be named '{item.key}': {why}")
                continue
            dimension = read_dimension(item, self.report)
            if dimension is not None:
                found[item.key] = dimension
        return found

    def aliases(self, entry: Entry | None, dimensions: Mapping[str, Dimension]) -> dict[str, str]:
        stated: dict[str, str] = {}
        lines = {}
        members = {member for dimension in dimensions.values() for member in dimension.members}
        for item in self.section(entry, "{UK: United Kingdom}"):
            if not is_scalar(item.node) or is_empty(item.node):
                self.report(item.line, f"alias '{item.key}' is {shape_of(item.node)}; expected the name it stands for")
            elif item.key in members:
                self.report(item.line, f"alias '{item.key}' is the name of a member itself")
            else:
                stated[item.key], lines[item.key] = text_of(item.node), item.line
        found = {}
        for name, target in _ends_of(stated).items():
            if target is None:
                self.report(lines[name], f"alias '{name}' stands for itself")
            else:
                found[name] = target
        return found

    def units(self, entry: Entry | None) -> dict[str, tuple[str, ...]]:
        if entry is None:
            return {}
        try:
            return word_lists(entry.node, "units")
        except MeasureError as error:
            self.report(entry.line, str(error))
            return {}

    def measures(self, found: list[Entry], names: Names) -> dict[str, Measure]:
        drafts: dict[str, Draft] = {}
        for entry in found:
            draft = read_measure(entry, names, self.report)
            if draft is not None:
                drafts[entry.key] = draft
        return link(drafts, names, [entry.key for entry in found], self.report)


def _ends_of(aliases: Mapping[str, str]) -> dict[str, str | None]:
    """Return what each alias stands for in the end, None where the chain comes back to itself; each is walked once."""
    ends: dict[str, str | None] = {}
    for name in aliases:
        chain: dict[str, None] = {}
        target = name
        while target in aliases and target not in ends and target not in chain:
            chain[target] = None
            target = aliases[target]
        end = ends.get(target, None if target in chain else target)
        ends.update(dict.fromkeys(chain, end))
    return ends
