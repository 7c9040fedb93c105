"""A law as one object: a linear constraint over quantities, whoever tests it, alone or together with others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property

HUNDRED = Fraction(100)


@dataclass(frozen=True)
class Law:
    """Σ coefficient · quantity (op) constant, at its members; or of a share: 100 · part = share · whole."""

    name: str
    """The relation's name, or what the hierarchy or share law is called."""
    kind: str
    """`relation`, `hierarchy` (parts and their whole), `within` (one part and a wider quantity), `share` (a share
    and its counts) or `shares` (shares of one base)."""
    terms: tuple[tuple[Fraction, int], ...]
    """Factor and key (see lattice.py) of each quantity; of a share: (100, part), (−1, whole)."""
    op: str
    """`<=`, `<` or `=`."""
    constant: Fraction = Fraction(0)
    """What stands alone on the right side."""
    members: tuple[tuple[str, str], ...] = ()
    """Where it holds: dimension and member, sorted."""
    says: str = ""
    """The law in words."""
    severity: str = "error"
    """The worst that a breach of it can be."""
    accounts: bool = False
    """Whether the terms should account for the total."""
    complete: bool = False
    """Whether the terms make up the whole."""
    share: int | None = None
    """Key of the share that stands before the last term."""
    labels: tuple[str, ...] = ()
    """What a finding calls each term: a measure or a member; the share's comes last."""
    file: str = ""
    """Where it is declared, relative to the project; empty where nothing declares it."""
    line: int = 0
    """Its line there."""

    @property
    def whole(self) -> int | None:
        """The place of the one term that the others are parts of, None where the law has another form."""
        wholes = [place for place, (factor, _) in enumerate(self.terms) if factor == -1]
        parts = sum(factor == 1 for factor, _ in self.terms)
        plain = len(wholes) == 1 and parts == len(self.terms) - 1 and self.constant == 0 and parts > 0
        return wholes[0] if plain else None

    @cached_property
    def label_of(self) -> Mapping[int, str]:
        """What a finding calls each quantity of the law, by key."""
        keys = [key for _, key in self.terms]
        return dict(zip(keys if self.share is None else [*keys, self.share], self.labels, strict=False))

    def turned(self) -> Law:
        """Return the other half of an equation: the same with every sign turned."""
        terms = tuple((-factor, key) for factor, key in self.terms)
        return replace(self, terms=terms, constant=-self.constant)
