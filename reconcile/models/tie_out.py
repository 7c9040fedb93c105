"""One total held against its parts, whether it ties out or not."""

from __future__ import annotations

from dataclasses import dataclass

from reconcile.models.finding import Evidence


@dataclass(frozen=True, slots=True)
class TieOut:
    """A total beside its parts on one day, with what they come to: a row of a tie-out table."""

    law: str
    """Name of the law, `fates`; of a hierarchy, what its parts are."""
    label: str
    """The total in words: `foreign recruits who had joined, France`."""
    day: str
    """The day on which they are held together, as ISO date; empty where any."""
    total: Evidence | None
    """The total's claim; None where nobody gives it."""
    parts: tuple[Evidence, ...]
    """The claims of its parts, the one that speaks for each; `term` says for what."""
    missing: tuple[str, ...] = ()
    """Parts without a claim, in words."""
    adds_to: str = ""
    """What the parts come to, as read: `[950, 1,050]`."""
    verdict: str = ""
    """`ties out`, `fits` (parts are missing or the sum is bounded on one side), or `breaks`."""
