"""The quantities that laws bind, as whole numbers: one digit for each dimension, so that parents are arithmetic.

A *stratum* is a measure, of a share together with its base: members of one stratum may be summed. A *key* is
`(rest * strata + stratum) * span + members`, where `rest` stands for the dimensions without a hierarchy.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from reconcile.models import Dimension, Measure, Partition, Vocabulary
from reconcile.solver.comparable import Flags, Ints


@dataclass(frozen=True)
class Axis:
    """A dimension with a hierarchy, its members as numbers; 0 stands for a measure without the dimension."""

    dimension: Dimension
    members: tuple[str, ...]
    """The member of each number; the first is empty."""
    number: Mapping[str, int]
    """The number of each member."""
    parent: Ints
    """The number of each member's parent, 0 where it has none."""
    depth: Ints
    """How many members stand above each."""
    slots: tuple[Ints, ...]
    """The partitions that each member is a child in, first ones first; -1 where there is none."""
    partitions: tuple[Partition, ...]
    """The divisions, by number."""
    children: tuple[tuple[int, ...], ...]
    """The children of each division."""
    divisions: Mapping[int, tuple[int, ...]]
    """The divisions of each member that has any."""
    stride: int
    """What one step of the member's number adds to a key."""

    @property
    def size(self) -> int:
        """How many numbers there are."""
        return len(self.members)

    def at(self, key: Any) -> Any:
        """Return the number of the member in a key, or in an array of keys."""
        return key // self.stride % self.size

    def below(self, member: str) -> Flags:
        """Say of each number whether its member is `member` or stands below it."""
        return np.array([bool(m) and self.dimension.is_below(m, member) for m in self.members], dtype=bool)


@dataclass(frozen=True, slots=True)
class Stratum:
    """A measure, of a share with its base."""

    measure: Measure
    base: str = ""
    """Of a share: the base as its claims name it, where it is not the usual one."""
    floored: bool = False
    """Whether an unknown value is at least 0."""
    sums: bool = False
    """Whether disjoint members sum, so that a part bounds its whole and a whole its parts."""


@dataclass(frozen=True)
class Lattice:
    """Every quantity that a law may bind, and where its claims stand."""

    axes: tuple[Axis, ...]
    strata: tuple[Stratum, ...]
    open_names: tuple[str, ...]
    """The dimensions without a hierarchy."""
    rests: list[tuple[str, ...]]
    """Members in those, by code; grows where a law needs others."""
    keys: Ints
    """Keys of the claimed quantities, sorted."""
    rows: Ints
    """Rows of the claims table, those of one key together, in the order of `keys`."""
    starts: Ints
    """Where each key's rows begin in `rows`, and the end."""
    vocabulary: Vocabulary = field(repr=False)

    @cached_property
    def span(self) -> int:
        """How many combinations of members there are."""
        return int(np.prod([axis.size for axis in self.axes], dtype=object)) if self.axes else 1

    @cached_property
    def position(self) -> Mapping[int, int]:
        """The place of each claimed key in `keys`."""
        return {key: place for place, key in enumerate(self.keys.tolist())}

    @cached_property
    def stratum_of(self) -> Mapping[tuple[str, str], int]:
        """The number of each stratum by measure and base."""
        return {(stratum.measure.name, stratum.base): number for number, stratum in enumerate(self.strata)}

    def stratum(self, key: Any) -> Any:
        """Return the number of a key's stratum, or of each key's."""
        return key // self.span % len(self.strata)

    def rest(self, key: Any) -> Any:
        """Return the code of a key's members in dimensions without a hierarchy."""
        return key // (self.span * len(self.strata))

    def rest_code(self, members: tuple[str, ...]) -> int:
        """Return the code of members in dimensions without a hierarchy."""
        if members not in self._rest_codes:
            self._rest_codes[members] = len(self.rests)
            self.rests.append(members)
        return self._rest_codes[members]

    @cached_property
    def _rest_codes(self) -> dict[tuple[str, ...], int]:
        return {members: code for code, members in enumerate(self.rests)}

    def find(self, keys: Ints) -> Ints:
        """Return the place of each key among the claimed ones, -1 where it is none."""
        return places(self.keys, keys)

    def moved(self, key: int, axis: Axis, member: int) -> int:
        """Return the key with another member in one dimension."""
        return key + (member - int(axis.at(key))) * axis.stride

    def up(self, keys: Ints, axis: Axis) -> tuple[Ints, Flags]:
        """Return each key with its member's parent in one dimension, and whether it has one."""
        member = axis.at(keys).astype(np.int64)
        parent = axis.parent[member]
        return keys + (parent - member).astype(keys.dtype) * axis.stride, parent > 0

    def parents(self, key: int) -> list[int]:
        """Return the keys one step wider in one dimension."""
        found = []
        for axis in self.axes:
            parent = int(axis.parent[axis.at(key)])
            if parent:
                found.append(self.moved(key, axis, parent))
        return found

    def level(self, keys: Ints) -> Ints:
        """Return how many steps each key stands below the roots."""
        total = np.zeros(len(keys), dtype=np.int64)
        for axis in self.axes:
            total += axis.depth[axis.at(keys).astype(np.int64)]
        return total

    def members(self, key: int) -> dict[str, str]:
        """Return the members of a quantity by dimension, in the order of the dimensions' names."""
        found = {axis.dimension.name: axis.members[axis.at(key)] for axis in self.axes}
        found.update(zip(self.open_names, self.rests[self.rest(key)], strict=True))
        return {name: found[name] for name in sorted(found) if found[name]}

    def quantity(self, key: int) -> dict[str, str]:
        """Return the quantity of a key as a finding names it."""
        return {"measure": self.strata[self.stratum(key)].measure.name, **self.members(key)}

    def key_of(self, measure: str, members: Mapping[str, str], base: str = "") -> int | None:
        """Return the key of a quantity, None where no law could bind it; members it lacks are ignored."""
        number = self.stratum_of.get((measure, base))
        if number is None:
            return None
        has = self.strata[number].measure.by
        rest = self.rest_code(tuple(members.get(n, has.get(n, "")) if n in has else "" for n in self.open_names))
        key: int = (rest * len(self.strata) + number) * self.span
        for axis in self.axes:
            name = axis.dimension.name
            if name in has:
                key += axis.number[members.get(name, has[name])] * axis.stride
        return key


def places(sorted_keys: Ints, keys: Ints) -> Ints:
    """Return the place of each key in sorted keys, -1 where it is not among them."""
    if not len(sorted_keys):
        return np.full(len(keys), -1, dtype=np.int64)
    spot = np.minimum(np.searchsorted(sorted_keys, keys), len(sorted_keys) - 1)
    return np.where(sorted_keys[spot] == keys, spot, -1).astype(np.int64)
