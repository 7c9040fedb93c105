"""The arithmetic of a broken law as a person would write it: sums, what is unsure, what would make it go away."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

from reconcile.models import ENDLESS_FUTURE, ENDLESS_PAST
from reconcile.readings.printing import number_text
from reconcile.solver.laws.bounds import Speaker
from reconcile.solver.laws.breaches import Breach, Entry
from reconcile.solver.laws.figures import Figure
from reconcile.solver.laws.tolerance import stated
from reconcile.times import days_to_text

Ends = Callable[[Speaker], Fraction]
"""Which end of a figure is shown."""
LONGEST = 12
"""Summands written out; longer sums show their total alone."""


def sum_line(breach: Breach) -> str:
    """Return `At least 720 + 250 = 970 against at most 805: 165 too many; as printed 1,050 to 1,100 against 800.`

    What is too little is told from its own side: `At most 31 against at least 50: 19 too few`. The ends are shown as
    read; where they just touch, as compared (open ends, whole numbers).
    """
    ends, least, most = _shown(breach)
    before, behind = _constants(breach)
    left = _addition(breach.parts, ends, breach, before)
    right = _addition(breach.limits, ends, breach, behind)
    touching = least <= most
    over = "more than" if touching and _open(breach.parts, breach.share, breach.turned) else "at least"
    under = "less than" if touching and _open(breach.limits, breach.share, not breach.turned) else "at most"
    gap = "they cannot be equal" if touching else too_many(breach, _per_cent(breach, least - most))
    sides = [f"{over} {left}", f"{under} {right}"]
    first, second = reversed(sides) if from_below(breach) else sides
    return f"{first[0].upper()}{first[1:]} against {second}: {gap}{_as_printed(breach)}."


def from_below(breach: Breach) -> bool:
    """Say whether a breach is told as too little: of a number that must be reached, of parts for their whole, or of
    the left side of an equation."""
    law = breach.law
    if breach.share is not None or not breach.parts:
        return breach.share is None
    if len(law.terms) == 2 or law.whole is not None:
        return breach.turned and len(law.terms) == 2
    return breach.turned or law.turned().whole is not None


def _constants(breach: Breach) -> tuple[Fraction, Fraction]:
    """Return what the law's constant adds to the least and to the most: it is never taken off."""
    return (-breach.constant, Fraction(0)) if breach.constant < 0 else (Fraction(0), breach.constant)


def shown_gap(breach: Breach) -> Fraction:
    """Return by how much the least exceeds the most, as the sum line says; 0 where they just touch."""
    _, least, most = _shown(breach)
    return _per_cent(breach, max(least - most, Fraction(0)))


def shown_ends(breach: Breach) -> tuple[Fraction, Fraction]:
    """Return the least and the most that the sum line shows."""
    _, least, most = _shown(breach)
    return _per_cent(breach, least), _per_cent(breach, most)


def shown_growth(breach: Breach) -> Fraction:
    """Return by how much the total that is kept on must have grown for the law to hold; 0 where they just touch."""
    _, least, most = _shown(breach)
    factor = next((entry.factor for entry in breach.limits if entry.speaker.kept), Fraction(1))
    return max(least - most, Fraction(0)) / factor


def _shown(breach: Breach) -> tuple[Ends, Fraction, Fraction]:
    """Return the ends to show, and the least and the most they make."""
    for ends in (read_end, compared_end):
        least, most = _total(breach.parts, ends), breach.constant + _total(breach.limits, ends)
        if least > most:
            break
    return ends, least, most


def _open(entries: Sequence[Entry], share: Speaker | None, with_share: bool) -> bool:
    return any(e.speaker.end[1] for e in entries) or bool(with_share and share and share.end[1])


def read_end(speaker: Speaker) -> Fraction:
    """Return the end that enters, as the value reads."""
    reading, end = speaker.figure.reading, speaker.end[0]
    own = reading.low if speaker.is_low else reading.high
    return end if own is None or (speaker.is_low and own < 0 <= end) else Fraction(own)


def compared_end(speaker: Speaker) -> Fraction:
    """Return the end that enters, as it is compared: of counts a whole number."""
    return speaker.end[0]


def _total(entries: Sequence[Entry], ends: Ends) -> Fraction:
    return sum((entry.factor * ends(entry.speaker) for entry in entries), Fraction(0))


def _per_cent(breach: Breach, number: Fraction) -> Fraction:
    """Return a number of a share law, which is kept a hundred times too large, as it is."""
    return number / 100 if breach.share else number


def _addition(entries: Sequence[Entry], ends: Ends, breach: Breach, constant: Fraction) -> str:
    """Return `720 + 250 = 970`, or the bare number where nothing is added."""
    total = number_text(_per_cent(breach, _total(entries, ends) + constant))
    texts = [_summand(entry, ends(entry.speaker), breach) for entry in entries]
    if constant:
        texts.append(number_text(constant))
    if len(texts) > LONGEST:
        return f"{total} (a sum of {len(texts)} figures)"
    return total if texts in ([], [total]) else f"{' + '.join(texts)} = {total}".replace("+ −", "− ")


def _summand(entry: Entry, end: Fraction, breach: Breach) -> str:
    if breach.share and entry.factor != 100:
        return f"{number_text(entry.factor)} % of {number_text(end)}"
    plain = breach.share is not None or entry.factor == 1
    return number_text(end) if plain else f"{number_text(entry.factor)} × {number_text(end)}"


def _as_printed(breach: Breach) -> str:
    """Return what the printed numbers make on both sides, where every one is a number."""
    if breach.share:
        return ""
    before, behind = _constants(breach)
    sides = [printed_range(breach.parts, before), printed_range(breach.limits, behind)]
    left, right = reversed(sides) if from_below(breach) else sides
    return f"; as printed {left} against {right}" if left and right else ""


def printed_range(entries: Sequence[Entry], constant: Fraction = Fraction(0)) -> str:
    """Return the sum of the printed numbers, `1,050 to 1,100`; empty where one of them has none."""
    low, high = constant, constant
    for entry in entries:
        reading = entry.speaker.figure.reading
        if reading.stated_low is None or reading.stated_high is None:
            return ""
        one_sided = reading.how == "bound"
        low += entry.factor * (stated(entry.speaker) if one_sided else reading.stated_low)
        high += entry.factor * (stated(entry.speaker) if one_sided else reading.stated_high)
    return number_text(low) if low == high else f"{number_text(low)} to {number_text(high)}"


def too_many(breach: Breach, gap: Fraction) -> str:
    """Return how much too much: `165 too many`, or too few where a whole or a number is not reached."""
    counts = all(float(read_end(entry.speaker)).is_integer() for entry in (*breach.parts, *breach.limits))
    words = ("few", "little") if from_below(breach) else ("many", "much")
    return f"{number_text(gap)} too {words[0] if counts and breach.law.kind != 'shares' else words[1]}"


def date_line(breach: Breach) -> str:
    """Return the comparison of dates: the earliest that one side can be against the latest of the other."""
    earliest = " and ".join(_day(entry.speaker.end[0]) for entry in breach.parts)
    latest = " and ".join(_day(entry.speaker.end[0]) for entry in breach.limits)
    days = int(breach.gap[0])
    apart = f"{days:,} {'day' if days == 1 else 'days'} too late" if days else "the same day at best"
    return f"At the earliest {earliest} against {latest} at the latest: {apart}."


def _day(number: Fraction) -> str:
    return days_to_text(int(number), int(number))


def when(figure: Figure) -> str:
    """Return the time of a figure in words."""
    if figure.basis == "none":
        return "no time given"
    first = figure.first if figure.first > ENDLESS_PAST else None
    return days_to_text(first, figure.last if figure.last < ENDLESS_FUTURE else None)


def tolerance_line(relative: float) -> str:
    """Return the breaking tolerance as a sentence."""
    if relative == 0:
        return "The printed numbers just fit; what they can mean does not."
    return f"They fit only if every figure is good to no better than ±{percent_text(relative)} %."


def percent_text(ratio: float) -> str:
    """Return a ratio in percent with two or three digits: 0.0286 is `2.9`, 0.135 is `13.5`."""
    percent = Fraction(ratio) * 100
    digits = 0 if percent >= 100 else 1 if percent >= 1 else 2
    text = f"{float(percent):,.{digits}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
