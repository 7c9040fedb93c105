"""The nearest known name for a slip, without comparing many slips with many names."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from reconcile.errors import did_you_mean

MOST_COMPARED = 200_000
"""Names that are compared with slips, all slips of one dimension together."""


def hints(slips: Iterable[str], known: Collection[str]) -> dict[str, str]:
    """Return `; did you mean 'x'?` or nothing for each slip; where there are too many, for the first by name alone."""
    every = sorted(set(slips))
    most = MOST_COMPARED // max(len(known), 1)
    return {slip: did_you_mean(slip, known) if place < most else "" for place, slip in enumerate(every)}
