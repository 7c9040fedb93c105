"""How good printed figures would have to be for a law to hold: measured on the numbers as printed."""

from __future__ import annotations

from fractions import Fraction
from math import sqrt

from reconcile.models import Margin
from reconcile.solver.laws.bounds import Speaker
from reconcile.solver.laws.breaches import Breach, Entry


def stated(speaker: Speaker) -> Fraction:
    """Return the printed number that enters: of a range or a bound its stated end."""
    reading = speaker.figure.reading
    number = reading.stated_low if speaker.is_low else reading.stated_high
    end = speaker.end[0]
    own = reading.low if speaker.is_low else reading.high
    if number is None or (reading.how == "bound" and own != number):
        return end
    return Fraction(number)


def printed(entries: tuple[Entry, ...]) -> Fraction:
    """Return the sum of the printed numbers that enter."""
    return sum((entry.factor * stated(entry.speaker) for entry in entries), Fraction(0))


def margins(breach: Breach, dated: bool = False) -> tuple[Margin, Margin]:
    """Return the gap between the printed numbers, and the tolerance at which they would agree.

    For Σ aᵢxᵢ the tolerance is gap/Σ|aᵢ| and gap/Σ|aᵢ·vᵢ|. Of dates (`dated`) only the absolute ones mean something.
    """
    if breach.share:
        return _share_margins(breach, breach.share)
    least, most = printed(breach.parts), breach.constant + printed(breach.limits)
    gap = max(Fraction(0), least - most)
    entries = (*breach.parts, *breach.limits)
    factors = sum((entry.factor for entry in entries), Fraction(0))
    sizes = sum((entry.factor * abs(stated(entry.speaker)) for entry in entries), Fraction(0))
    larger = max(abs(least), abs(most))
    relative = None if dated else _ratio(gap, larger)
    until = None if dated else _ratio(gap, sizes)
    return Margin(float(gap), relative), Margin(_ratio(gap, factors), until)


def share_of_counts(breach: Breach, share: Speaker) -> tuple[Fraction, Fraction | None]:
    """Return the printed share, and the one that the printed counts make; None where the base is 0."""
    counted, based = (breach.limits, breach.parts) if breach.turned else (breach.parts, breach.limits)
    part = sum((stated(entry.speaker) for entry in counted), Fraction(0))
    whole = sum((stated(entry.speaker) for entry in based), Fraction(0))
    return stated(share), 100 * part / whole if whole else None


def _share_margins(breach: Breach, share: Speaker) -> tuple[Margin, Margin]:
    """Return the gap in percentage points, and the common relative tolerance of share, part and base."""
    said, made = share_of_counts(breach, share)
    if made is None:
        return Margin(None, None), Margin(None, None)
    gap = max(Fraction(0), said - made if breach.turned else made - said)
    until = _common(float(made), float(said), breach.turned)
    return Margin(float(gap), _ratio(gap, max(said, made))), Margin(None, until)


def _common(made: float, said: float, said_too_high: bool) -> float:
    """Return the r at which part·(1 ± r) = share·(1 ∓ r) · whole·(1 ∓ r), given the two shares."""
    high, low = (said, made) if said_too_high else (made, said)
    if high <= low or high == 0:
        return 0.0
    k = low / high
    if said_too_high:  # k(1 + r) = (1 − r)²
        return ((2 + k) - sqrt((2 + k) ** 2 - 4 * (1 - k))) / 2
    # 1 − r = k(1 + r)²
    return 1.0 if k == 0 else (-(2 * k + 1) + sqrt((2 * k + 1) ** 2 + 4 * k * (1 - k))) / (2 * k)


def _ratio(part: Fraction, whole: Fraction) -> float | None:
    return float(part / whole) if whole else None
