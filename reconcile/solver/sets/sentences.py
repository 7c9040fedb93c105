"""A set of claims and laws in plain words: what follows from what, until two figures cannot both be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from reconcile.models import Claims
from reconcile.readings.printing import number_text
from reconcile.solver.laws.bounds import Speaker
from reconcile.solver.laws.figures import Figure
from reconcile.solver.laws.lattice import Lattice
from reconcile.solver.laws.law import Law
from reconcile.solver.laws.products import product_line
from reconcile.solver.laws.sums import when
from reconcile.solver.plain_words import joined
from reconcile.solver.sets.certificates import Contradiction
from reconcile.solver.sets.exact import Constraint
from reconcile.solver.sets.moments import changes, kind_of
from reconcile.solver.sets.source import Source
from reconcile.times import days_to_text

Known = dict[tuple[int, bool], tuple["Fraction", bool, "Speaker | None"]]
"""Of a quantity and whether the low end is meant: the end, whether it is left out, and the claim that says it."""


@dataclass(frozen=True)
class Step:
    """One law with the numbers put in."""

    constraint: Constraint
    """The law, and a share's claim where it is one."""
    unknown: int | None
    """The quantity it limits; None where it cannot hold."""
    ends: Known
    """What is known of its other quantities."""


def steps_of(found: Contradiction) -> list[Step] | None:
    """Return the laws in an order in which each limits one more quantity and the last cannot hold.

    None where the laws only work all at once.
    """
    known: Known = {}
    for constraint in found.constraints:
        if constraint.source.law is None:
            (factor, key), speaker = constraint.terms[0], constraint.source.speaker
            known[key, factor < 0] = (constraint.limit / factor, constraint.strict, speaker)
    waiting = [constraint for constraint in found.constraints if constraint.source.law is not None]
    steps: list[Step] = []
    while waiting:
        ready = [c for c in waiting if len(_unknown(c, known)) <= 1]
        ready = [c for c in ready if _unknown(c, known)] or (ready if len(waiting) == 1 else [])
        if not ready:
            return None
        # What is at least so much is told before what is at most so much.
        best = min(ready, key=lambda c: any(factor > 0 for factor, _ in _unknown(c, known)))
        waiting.remove(best)
        steps.append(_step(best, known))
    return steps if steps and steps[-1].unknown is None else None


def told_in(found: Contradiction, steps: Sequence[Step] | None) -> Contradiction:
    """Return the set in the numbers of its last law, so that its sum reads as that law does; of a total that is kept
    on, in that total's."""
    if found.kept:
        speaker = found.kept[0]
        return replace(
            found,
            unit=next(
                m
                for c, m in zip(found.constraints, found.multipliers, strict=True)
                if c.source.law is None and c.source.speaker == speaker
            ),
        )
    if not steps:
        return found
    last = steps[-1].constraint
    unit = next(m for c, m in zip(found.constraints, found.multipliers, strict=True) if c is last)
    return replace(found, unit=unit * (100 if _share_of(last) is not None else 1))


def _share_of(constraint: Constraint) -> Speaker | None:
    """Return the share that stands as a factor in a law."""
    source: Source = constraint.source
    return None if source.factor else source.speaker


def _unknown(constraint: Constraint, known: Known) -> list[tuple[Fraction, int]]:
    return [(factor, key) for factor, key in constraint.terms if (key, factor > 0) not in known]


def _step(constraint: Constraint, known: Known) -> Step:
    ends = {(key, factor > 0): known[key, factor > 0] for factor, key in constraint.terms if (key, factor > 0) in known}
    missing = _unknown(constraint, known)
    if not missing:
        return Step(constraint, None, ends)
    factor, key = missing[0]
    rest = sum((f * ends[k, f > 0][0] for f, k in constraint.terms if k != key), Fraction(0))
    strict = constraint.strict or any(end[1] for end in ends.values())
    known[key, factor < 0] = ((constraint.limit - rest) / factor, strict, None)
    return Step(constraint, key, {**ends, (key, factor < 0): known[key, factor < 0]})


class Words:
    """Names of quantities and laws in one set: members that all its quantities share are left out."""

    def __init__(self, claims: Claims, lattice: Lattice, found: Contradiction) -> None:
        """Take the set that is told."""
        self._claims, self._lattice, self._found, self._at = claims, lattice, found, found.moment
        keys = {found.moment.key(unknown) for constraint in found.constraints for _, unknown in constraint.terms}
        keys |= {key for key, _ in found.claims}
        members = [set(lattice.members(key).items()) for key in sorted(keys)]
        self.shared = dict(sorted(set.intersection(*members))) if members else {}

    def label(self, key: int) -> str:
        """Return what the set calls a quantity."""
        quantity = self._lattice.quantity(key)
        own = {name: member for name, member in quantity.items() if self.shared.get(name) != member}
        return self._claims.label_of(own)

    def unknown(self, unknown: int) -> str:
        """Return what the set calls a quantity, with its day where several days are held together."""
        key = self._at.key(unknown)
        if len(self._at.days) == 1 or not changes(self._lattice, key):
            return self.label(key)
        day = days_to_text(self._at.day(unknown), self._at.day(unknown))
        return f"{self.label(key)} {'by' if kind_of(self._lattice, key) == 'cumulative' else 'on'} {day}"

    def claim(self, key: int, figure: Figure) -> str:
        """Return `killed 611 (a)`, with its time where several days are held together."""
        time = f" of {when(figure)}" if len(self._at.days) > 1 and not figure.timeless else ""
        return f"{self.label(key)} {' '.join(figure.stated.split())}{time} ({figure.document})"

    def law(self, law: Law) -> str:
        """Return a law in words: as declared, or who is part of whom."""
        if law.kind == "relation":
            holds = next((r.holds for r in self._claims.relations if r.name == law.name), law.name)
            return holds.replace("<=", "≤").replace(">=", "≥")
        if law.share is not None:
            (_, part), (_, whole) = law.terms
            return f"{self.label(law.share)} = {self.label(part)} ÷ {self.label(whole)}"
        return law.says.rstrip(".")

    def grown(self, found: Contradiction, gap: Fraction) -> str:
        """Return `unless joined grew by 20 after Dec 2016`, of the total that is kept on."""
        kept = found.kept[0]
        return (
            f"unless {self.label(kept.key)} grew by {number_text(gap) if gap else 'a little'} after {when(kept.figure)}"
        )

    def products(self) -> list[str]:
        """Return what each share comes to of a claimed base, as printed and as read."""
        found = []
        for constraint in self._found.constraints:
            share, law = _share_of(constraint), constraint.source.law
            if law is not None and share is not None:
                whole, place = law.terms[1][1], constraint.source.place
                bases = [
                    c.source.speaker.figure
                    for c in self._found.constraints
                    if c.source.law is None and c.source.speaker and c.source.place in (place, 0)
                    if c.source.speaker.key == whole
                ]
                line = product_line(share.figure, bases[:1])
                found += [line] if line else []
        return list(dict.fromkeys(found))

    def number(self, unknown: int, value: Fraction) -> str:
        """Return a number, or a day where the quantity is an event."""
        if kind_of(self._lattice, self._at.key(unknown)) == "event":
            day = int(value // 1)
            return days_to_text(day, day)
        return number_text(value if abs(value) < 10 else round(value, 2))

    def step(self, step: Step) -> str:
        """Return `back ≥ 512 (tried 512 (b); tried ≤ back)`."""
        law: Law = step.constraint.source.law
        given = [self._term(key, end[2]) for (key, _), end in step.ends.items() if key != step.unknown]
        share = step.constraint.source.speaker
        if share is not None:
            given.append(self.claim(share.key, share.figure))
        reason = "; ".join([" and ".join(given), self.law(law)] if given else [self.law(law)])
        if step.unknown is None:
            return reason
        is_low = (step.unknown, True) in step.ends
        value, strict, _ = step.ends[step.unknown, is_low]
        sign = (">" if strict else "≥") if is_low else ("<" if strict else "≤")
        return f"{self.unknown(step.unknown)} {sign} {self.number(step.unknown, value)} ({reason})"

    def _term(self, unknown: int, speaker: Speaker | None) -> str:
        return self.unknown(unknown) if speaker is None else self.claim(speaker.key, speaker.figure)

    def last(self, step: Step) -> str:
        """Return `killed 611 (a) + back cannot stand against joined 1,043 (a), since killed + back ≤ joined`."""
        sides: dict[bool, list[str]] = {True: [], False: []}
        for factor, key in step.constraint.terms:
            speaker = step.ends[key, factor > 0][2]
            is_zero = speaker is None and step.ends[key, factor > 0][0] == 0
            if not is_zero:
                share = _share_of(step.constraint) is not None
                times = "" if share or abs(factor) == 1 else f"{number_text(abs(factor))} × "
                sides[factor > 0].append(times + self._term(key, speaker))
        return self._against(step, sides)

    def _against(self, step: Step, sides: dict[bool, list[str]]) -> str:
        law: Law = step.constraint.source.law
        share: Speaker | None = step.constraint.source.speaker
        parts, limits = " + ".join(sides[True]), " + ".join(sides[False])
        both = f"{parts} against {limits}" if parts and limits else parts or limits
        named = f"{self.claim(share.key, share.figure)}: " if share else ""
        return f"{named}{both} ({self.law(law)})"


def message_of_set(words: Words, found: Contradiction, steps: Sequence[Step] | None, gap: str) -> str:
    """Return one sentence: what the laws make of the claims, step by step, and what that stands against."""
    if steps is None:
        said = [words.claim(key, figure) for key, figure in found.claims]
        laws = dict.fromkeys(words.law(law) for _, law in sorted(found.laws.items()))
        cannot = "cannot all be" if len(said) > 1 else "cannot be"
        return f"{joined(said, len(said))} {cannot}, since {joined(list(laws), len(laws))}{gap}"
    told = [words.step(step) for step in steps[:-1]]
    alone = [words.claim(key, figure) for key, figure in found.claims]
    text = "; ".join([*told, words.last(steps[-1])])
    missing = [claim for claim in alone if claim not in text]
    return f"{text}{''.join(f'; {claim}' for claim in missing)}{gap}"
