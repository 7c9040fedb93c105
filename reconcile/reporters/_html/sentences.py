"""Sentences that the cards alone need: the gap, the time meant and the time published."""

from __future__ import annotations

import re

from reconcile.models import Evidence, Finding
from reconcile.reporters._words import count, headline, plain_number


def gap_sentence(finding: Finding) -> str:
    """Return how far apart the stated figures are, unless the headline says it."""
    gap = finding.gap
    if gap is None or not gap.absolute:
        return f"As stated, {gap.relative * 100:.3g} % apart." if gap and gap.relative else ""
    number = plain_number(gap.absolute)
    shown = f"{number:,}" if isinstance(number, int) else f"{number:,.4g}"
    if re.search(rf"(?<![\d.,]){re.escape(shown)}(?![\d]|[.,]\d)", headline(finding)):
        return ""
    if all(claim.kind == "event" for claim in finding.claims):
        return f"{count(int(gap.absolute), 'day')} apart."
    points = " percentage points" if any(claim.unit == "percent" for claim in finding.claims) else ""
    relative = f" ({gap.relative * 100:.3g} %)" if gap.relative and not points else ""
    return f"As stated, {shown}{points} apart{relative}."


def meant(claim: Evidence) -> str:
    """Return the time that a claim is about; of a date, which is its own time, and of an unknown one nothing."""
    if claim.kind == "event" or not claim.time:
        return ""
    return {"published": "not stated", "inferred": f"{claim.time}, inferred"}.get(claim.basis, claim.time)


def published(claim: Evidence) -> str:
    """Return when the claim's document was published, and whether that stands in for the time it is about."""
    stands_in = claim.basis == "published" and claim.kind != "event" and bool(claim.time)
    day = claim.published or (claim.time if stands_in else "")
    return f"published {day}{', stands in' if stands_in else ''}" if day else ""
