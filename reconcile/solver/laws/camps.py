"""Which of several clashing figures of one quantity would let a law hold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from reconcile.solver.laws.bounds import Bounds, Speaker
from reconcile.solver.laws.breaches import Breach, Entry
from reconcile.solver.laws.figures import Figure


def alternatives(breach: Breach, bounds: Bounds) -> Iterator[tuple[Speaker, tuple[Figure, ...], tuple[Figure, ...]]]:
    """Yield each figure of a breach whose quantity has clashing claims, with one figure of each other camp: those
    with which the law would hold, and those with which it would not."""
    for speaker in breach.speakers():
        camps = camps_of(bounds, speaker.key, breach.day)
        others = [camp for camp in camps if speaker.figure not in camp]
        if len(camps) > 1 and others:
            spoken = [(camp, _speaks(camp, speaker.is_low)) for camp in others]
            fits = tuple(figure for _, figure in spoken if figure is None or not _with(breach, speaker, figure).holds())
            named = tuple(f if f else camp[0] for camp, f in spoken for _ in (0,) if f is None or f in fits)
            yield speaker, named, tuple(f for _, f in spoken if f is not None and f not in fits)


def camps_of(bounds: Bounds, key: int, day: int) -> list[tuple[Figure, ...]]:
    """Return the figures of a quantity that bind on a day in groups that share a value; one where none clash."""
    low, high = bounds.figures.low(key, day), bounds.figures.high(key, day)
    binding = [f for f in bounds.figures.of(key) if any(a <= day <= b for a, b in (f.low_days(), f.high_days()))]
    if low is None or high is None or (low.low or _ZERO) <= (high.high or _ZERO):
        return [tuple(binding)]
    camps: list[list[Figure]] = []
    least = None
    for figure in sorted(binding, key=lambda f: (f.low is not None, f.low or _ZERO, f.id)):
        if not camps or (least is not None and figure.low is not None and figure.low > least):
            camps.append([])
            least = None
        camps[-1].append(figure)
        if figure.high is not None:
            least = figure.high if least is None else min(least, figure.high)
    return [tuple(camp) for camp in camps]


_ZERO = (Fraction(0), 0)


def _speaks(camp: Sequence[Figure], is_low: bool) -> Figure | None:
    """Return the figure of a camp that speaks with one of its ends, None where the camp has none there."""
    if is_low:
        return max((f for f in camp if f.low is not None), key=lambda f: f.low or _ZERO, default=None)
    return min((f for f in camp if f.high is not None), key=lambda f: f.high or _ZERO, default=None)


def _with(breach: Breach, speaker: Speaker, figure: Figure) -> Breach:
    """Return the breach with another figure in a speaker's place."""
    other = replace(speaker, figure=figure)

    def changed(entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
        return tuple(replace(e, speaker=other) if e.speaker is speaker else e for e in entries)

    if speaker is not breach.share:
        return replace(breach, parts=changed(breach.parts), limits=changed(breach.limits))
    based, factor = (breach.parts if breach.turned else breach.limits), other.end[0]
    scaled = tuple(replace(entry, factor=factor) for entry in based)
    if breach.turned:
        return replace(breach, share=other, parts=scaled)
    return replace(breach, share=other, limits=scaled)
