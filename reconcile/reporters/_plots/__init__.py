"""Pictures of a finding as SVG text, made here and the same bytes each time: pure functions.

Across, everything stands at percentages, so a picture fills any width and its words keep their size; colours are the
style sheet's. What a picture shows stands in the table of claims beside it too.
"""

from __future__ import annotations

from collections.abc import Sequence

from reconcile.models import Evidence, Finding
from reconcile.reporters._plots.picture import Picture
from reconcile.reporters._plots.rows import is_dated, rows_picture
from reconcile.reporters._plots.sums import sum_of, sum_picture

__all__ = ["Picture", "pictures"]

SUMS = frozenset({"REC201", "REC202", "REC203", "REC207"})
"""Rules whose claims are parts that add up, and a total; other laws subtract or multiply."""
MOST_ROWS = 24
"""Claims that are drawn; how many more there are is said."""


def pictures(finding: Finding) -> tuple[Picture, ...]:
    """Return the pictures of a cleaned finding: one for each unit, dates apart; none where nothing can be drawn."""
    if finding.code in SUMS:
        parts = sum_of(finding)
        if parts is not None:
            return (sum_picture(parts),)
    return tuple(rows_picture(claims[:MOST_ROWS], len(claims)) for claims in _by_axis(finding.claims))


def _by_axis(claims: Sequence[Evidence]) -> list[list[Evidence]]:
    """Return the claims that have an end, those that can share an axis together; one alone is no picture."""
    axes: dict[tuple[bool, str], list[Evidence]] = {}
    for claim in claims:
        if claim.low is not None or claim.high is not None:
            axes.setdefault((is_dated(claim), claim.unit), []).append(claim)
    return [group for group in axes.values() if len(group) > 1]
