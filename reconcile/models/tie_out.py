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
    """The total's claim; of a share times its base the share's claim, with the product as stated; None where nobody
    gives it."""
    parts: tuple[Evidence, ...]
    """The claims of its parts, the one that speaks for each, of many the largest; `term` says for what."""
    missing: tuple[str, ...] = ()
    """Parts without a claim, in words."""
    adds_to: str = ""
    """What the parts come to, as read: `[950, 1,050]`."""
    verdict: str = ""
    """`ties out`, `fits` (parts are missing or the sum is bounded on one side), or `breaks`."""
    printed: str = ""
    """What the parts come to as printed: `950 to 1,050`; empty where one of them has no number."""
    leaves: str = ""
    """What the parts leave of the total, as printed: `500 to 550`; empty where they may fill it."""
    more_parts: int = 0
    """How many known parts are summed and not listed."""
