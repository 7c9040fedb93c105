"""The vocabulary: measures, and dimensions whose members form a hierarchy."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

KINDS = ("stock", "cumulative", "flow", "constant", "share", "event", "category", "status")
"""The kinds of a measure, as section 2.3 of the design names them."""
CHANGING_KINDS = frozenset({"stock", "cumulative", "flow", "share", "status"})
"""Kinds whose value depends on the time it is about."""


@dataclass(frozen=True, slots=True)
class Partition:
    """One way to divide a member into members that are disjoint (unless `overlapping`)."""

    parent: str
    """The member that is divided."""
    children: tuple[str, ...]
    """Its parts, in the order of the vocabulary file."""
    complete: bool = False
    """Whether the parts make up the whole."""
    overlapping: bool = False
    """Whether the parts may share what they count."""
    name: str = ""
    """The partition's name, where a member has several."""


@dataclass(frozen=True)
class Dimension:
    """What a claim is about besides its measure: a tree of members (several partitions may meet in one)."""

    name: str
    """The dimension's name, also the claim key: `nationality`."""
    root: str
    """The member meant by a claim that names none."""
    partitions: tuple[Partition, ...] = ()
    """Every division of a member, parents before children."""
    open: bool = False
    """Whether any member is allowed (no vocabulary declares them)."""

    @cached_property
    def parent_of(self) -> Mapping[str, str]:
        """Each member but the root, and the member it stands directly below."""
        return {child: part.parent for part in self.partitions for child in part.children}

    @cached_property
    def members(self) -> frozenset[str]:
        """Every member, the root too."""
        return frozenset({self.root, *self.parent_of})

    @cached_property
    def partitions_of(self) -> Mapping[str, tuple[Partition, ...]]:
        """The divisions of each member that is divided."""
        found: dict[str, tuple[Partition, ...]] = {}
        for part in self.partitions:
            found[part.parent] = (*found.get(part.parent, ()), part)
        return found

    def ancestors(self, member: str) -> tuple[str, ...]:
        """Return the members above `member`, nearest first, the root last."""
        found: list[str] = []
        while member in self.parent_of:
            member = self.parent_of[member]
            found.append(member)
        return (*found, self.root) if self.open and not found and member != self.root else tuple(found)

    def is_below(self, member: str, above: str) -> bool:
        """Say whether `member` is `above` or stands anywhere below it."""
        return member == above or above in self.ancestors(member)

    def is_leaf(self, member: str) -> bool:
        """Say whether nothing stands below `member`."""
        return member not in self.partitions_of


@dataclass(frozen=True)
class Measure:
    """What is counted, weighed or dated."""

    name: str
    """The measure's name, also the value of the claim key `measure`."""
    kind: str = "stock"
    """One of KINDS."""
    label: str = ""
    """What a finding calls it; the name where empty."""
    unit: str = ""
    """The unit that values are compared in; empty where it has none."""
    by: Mapping[str, str] = field(default_factory=dict)
    """Its dimensions, each with the member meant by a claim that names none."""
    of: str = ""
    """Of a share: the measure of the base."""
    part: str = ""
    """Of a share: the measure of the part, where it is another than `of`."""
    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Of a status: the allowed words, each with its synonyms."""
    additive: bool = True
    """Whether members sum (densities and averages do not)."""
    may_be_negative: bool = False
    """Whether a value below 0 makes sense."""
    exact: bool = False
    """Whether values are never rounded."""
    fed_by: str = ""
    """Of a stock: the flow that fills it."""
    keeps: int = 0
    """Days by which two times may differ and still count as the same."""
    line: int = 0
    """Its line in the vocabulary file."""

    @property
    def title(self) -> str:
        """What a finding calls the measure."""
        return self.label or self.name


@dataclass(frozen=True)
class Vocabulary:
    """Every declared name. Without a file, `inferred` is set and names come from the claims."""

    dimensions: Mapping[str, Dimension] = field(default_factory=dict)
    """The dimensions by name."""
    measures: Mapping[str, Measure] = field(default_factory=dict)
    """The measures by name."""
    aliases: Mapping[str, str] = field(default_factory=dict)
    """Other names of members, category words and origins, and what they stand for."""
    units: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Counting units and their synonyms."""
    inferred: bool = False
    """Whether no vocabulary file was given."""
    file: str = ""
    """The vocabulary file, relative to the project."""
    unusable: frozenset[str] = frozenset()
    """Measures that the file declares with a mistake; they are not among `measures`."""

    def alias(self, word: str) -> str:
        """Return what `word` stands for."""
        return self.aliases.get(word, word)
