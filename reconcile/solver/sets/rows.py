"""Inequalities over numbered columns, stored row by row."""

from __future__ import annotations

from dataclasses import dataclass, replace

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

    def kept(self, chosen: Ints) -> Rows:
        """Return the chosen rows."""
        lengths = np.diff(self.starts)[chosen]
        starts = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
        entries = np.repeat(self.starts[chosen] - starts[:-1], lengths) + np.arange(starts[-1])
        return Rows(
            starts,
            self.columns[entries],
            self.factors[entries],
            self.limits[chosen],
            self.strict[chosen],
            self.law[chosen],
        )

    def taken(self, chosen: Ints) -> tuple[Rows, Ints]:
        """Return the chosen rows over the columns that they have, and these columns."""
        rows = self.kept(chosen)
        columns, place = np.unique(rows.columns, return_inverse=True)
        return replace(rows, columns=place), columns

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


def rows_of(lengths: Ints, columns: Ints, factors: Floats, limits: Floats, law: int) -> Rows:
    """Return rows that are no law's: numbered from `law`, below 0, downwards."""
    count = len(limits)
    starts = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
    numbers = law - np.arange(count)
    return Rows(starts, columns.astype(np.int64), factors, limits, np.zeros(count, dtype=bool), numbers)
