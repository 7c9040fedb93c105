"""Inequalities over numbered columns, stored row by row."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from reconcile.solver.comparable import Flags, Floats, Ints


@dataclass(frozen=True)
class Rows:
    """Inequalities over numbered columns, entries row by row."""

    starts: Ints
    """Where each row's entries begin, and the end."""
    columns: Ints
    """Column of each entry."""
    factors: Floats
    """Factor of each entry, never 0."""
    limits: Floats
    """What each row may be at most."""
    strict: Flags
    """Whether a row must stay below its limit."""
    law: Ints
    """Number of each row's law; both halves of an equation have the same."""

    def __len__(self) -> int:
        return len(self.limits)

    @property
    def entry_rows(self) -> Ints:
        """The row of each entry."""
        return np.repeat(np.arange(len(self)), np.diff(self.starts))

    def taken(self, chosen: Ints) -> tuple[Rows, Ints]:
        """Return the chosen rows over the columns that they have, and these columns."""
        lengths = np.diff(self.starts)[chosen]
        starts = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
        entries = np.repeat(self.starts[chosen] - starts[:-1], lengths) + np.arange(starts[-1])
        columns, place = np.unique(self.columns[entries], return_inverse=True)
        rows = Rows(starts, place, self.factors[entries], self.limits[chosen], self.strict[chosen], self.law[chosen])
        return rows, columns

    def part(self, first: int, last: int, column: int) -> Rows:
        """Return the rows from `first` up to `last` (left out), columns counted from `column`."""
        start, stop = int(self.starts[first]), int(self.starts[last])
        return Rows(
            self.starts[first : last + 1] - start,
            self.columns[start:stop] - column,
            self.factors[start:stop],
            self.limits[first:last],
            self.strict[first:last],
            self.law[first:last],
        )
