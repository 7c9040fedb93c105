"""A broken law in one plain sentence: who says what, and why both cannot be."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from reconcile.models import Claims
from reconcile.readings.printing import number_text
from reconcile.solver.laws.bounds import Speaker
from reconcile.solver.laws.breaches import Breach, Entry
from reconcile.solver.laws.camps import alternatives
from reconcile.solver.laws.conflicts import Conflict, Solver
from reconcile.solver.laws.figures import Figure
from reconcile.solver.laws.law import Law
from reconcile.solver.laws.sums import from_below, printed_range, shown_gap, shown_growth, too_many, when
from reconcile.solver.laws.tolerance import printed, share_of_counts
from reconcile.solver.plain_words import number

SHOWN = 4
"""Figures named in the sentence; of more, the largest ones."""


def label_of(solver: Solver, law: Law, key: int) -> str:
    """Return what a finding calls a quantity in a law: its measure or member, its other members where they differ."""
    if key in law.label_of:
        return law.label_of[key]
    lattice, at = solver.ground.lattice, dict(law.members)
    differ = ", ".join(m for name, m in lattice.members(key).items() if name in at and at[name] != m)
    title: str = lattice.strata[lattice.stratum(key)].measure.title
    return differ if law.kind in ("hierarchy", "shares") and differ else ", ".join(filter(None, (title, differ)))


def message_of(claims: Claims, solver: Solver, conflict: Conflict) -> str:
    """Return one sentence that tells who says what and why both cannot be."""
    breach = conflict.breach
    parts, limits = listed(solver, breach.law, breach.parts), listed(solver, breach.law, breach.limits)
    if conflict.code == "REC206":
        sentence = _share(solver, breach)
    elif conflict.code == "REC207":
        verb, whole = ("make only", breach.limits) if breach.turned else ("make", breach.parts)
        sentence = f"{limits or parts} {verb} {_percent(printed(whole))} of one whole"
    elif conflict.code == "REC303":
        sentence = _order(breach, parts, limits)
    else:
        sentence = _sum(claims, conflict, parts, limits)
    return "; ".join([sentence, *_kept(solver, breach), *_camps(solver, breach)])


def _sum(claims: Claims, conflict: Conflict, parts: str, limits: str) -> str:
    """Return the sentence of a sum against a total."""
    breach = conflict.breach
    gap = shown_gap(breach)
    by = f": {too_many(breach, gap)}" if gap else ""
    if conflict.code == "REC202":
        small, large, total = (limits, parts, breach.limits)
        if breach.law.whole is not None:
            small, large, total = (parts, limits, breach.parts)
        made = printed_range(total)
        return f"{small} make {made}, not {large}" if made else f"{small} do not make {large}"
    if conflict.code == "REC201":
        return f"{parts} together are more than {limits}{by}"
    if conflict.code == "REC204":
        return f"{parts} is more than {limits}, which it is part of{by}"
    written = next((r.holds for r in claims.relations if r.name == breach.law.name), breach.law.name)
    first, second = (limits, parts) if from_below(breach) else (parts, limits)
    against = f"{first} against {second}" if first and second else first or second
    return f"{against} cannot be, since {written}{by}"


def _share(solver: Solver, breach: Breach) -> str:
    """Return the sentence of a share against its counts."""
    if breach.share is None:
        return ""
    counted, based = (breach.limits, breach.parts) if breach.turned else (breach.parts, breach.limits)
    part = " + ".join(_one(solver, breach.law, entry.speaker) for entry in counted) or "nothing"
    whole = " + ".join(_one(solver, breach.law, entry.speaker) for entry in based)
    made = share_of_counts(breach, breach.share)[1]
    if made is None:
        return f"{_one(solver, breach.law, breach.share)} is a share of {whole}: of nothing no share can be taken"
    return f"{_one(solver, breach.law, breach.share)} against {part} of {whole}, which make {_percent(made)}"


def _order(breach: Breach, parts: str, limits: str) -> str:
    """Return the sentence of events in a forbidden order."""
    if not (parts and limits):
        return f"{parts or limits} cannot be"
    if breach.law.op == "=":
        return f"{parts} is later than {limits}, though the two are one day"
    return f"{parts} is not before {limits}" if breach.law.op == "<" else f"{parts} is later than {limits}"


def _kept(solver: Solver, breach: Breach) -> list[str]:
    """Return the condition of a total that is kept on after its day."""
    kept = breach.kept
    if kept is None:
        return []
    gap = shown_growth(breach)
    grown = number(gap) if gap else "a little"
    return [f"unless {label_of(solver, breach.law, kept.key)} grew by {grown} after {when(kept.figure)}"]


def _camps(solver: Solver, breach: Breach) -> list[str]:
    """Return for each quantity on which claims clash with which figures the law would hold."""
    found = []
    for speaker, fits, breaks in alternatives(breach, solver.every):
        label = label_of(solver, breach.law, speaker.key)
        if fits:
            found.append(f"with {_either(fits)} for {label} it fits")
        elif breaks:
            found.append(f"with {_either(breaks)} for {label} it does not fit either")
    return found


def _either(figures: Sequence[Figure]) -> str:
    return " or ".join(f"{said(figure)} ({figure.document})" for figure in figures)


def listed(solver: Solver, law: Law, entries: Sequence[Entry]) -> str:
    """Return the figures of a sum, the largest of many: `returned 800 (survey) + held 250–300 (survey)`."""
    shown = list(entries)
    if len(shown) > SHOWN:
        largest = sorted(shown, key=lambda e: (-e.amount, e.speaker.figure.id))[: SHOWN - 1]
        shown = [entry for entry in shown if entry in largest]
    texts = [_times(entry) + _one(solver, law, entry.speaker) for entry in shown]
    if len(entries) > len(shown):
        texts.append(f"{len(entries) - len(shown)} more")
    return " + ".join(texts)


def _times(entry: Entry) -> str:
    return "" if entry.factor == 1 else f"{number_text(entry.factor)} × "


def _one(solver: Solver, law: Law, speaker: Speaker) -> str:
    return f"{label_of(solver, law, speaker.key)} {said(speaker.figure)} ({speaker.figure.document})"


def said(figure: Figure) -> str:
    """Return the value as printed, white space folded."""
    return " ".join(figure.stated.split())


def _percent(number: Fraction | None) -> str:
    shown = Fraction(0) if number is None else number
    return f"{number_text(round(shown, 1))} percent"


def doubt_lines(solver: Solver, conflict: Conflict) -> list[str]:
    """Return what keeps the shown breach from being sure, one sentence each."""
    breach, lines = conflict.breach, []
    speakers = breach.speakers()
    if "kept" in conflict.doubts and breach.kept:
        kept, gap = breach.kept, shown_growth(breach)
        label = label_of(solver, breach.law, kept.key)
        grown = f"by {number(gap)} " if gap else ""
        day = when(kept.figure)
        lines.append(f"The figure for {label} is of {day}: this holds unless {label} grew {grown}after it.")
    if "unequal" in conflict.doubts:
        times = dict.fromkeys(when(s.figure) for s in speakers if s.figure.level)
        lines.append(f"The times are not the same ({', '.join(times)}): the levels may have changed between them.")
    if "loose" in conflict.doubts:
        loose = dict.fromkeys(_loose(speaker.figure) for speaker in speakers if speaker.figure.loose)
        lines.append(f"It hangs on times that the texts do not state: {'; '.join(loose)}.")
    if "reports" in conflict.doubts:
        only = dict.fromkeys(f"{s.figure.document} only reports {said(s.figure)}" for s in speakers if s.figure.reports)
        lines.append(f"{'; '.join(only)}, as others' words.")
    return lines


def _loose(figure: Figure) -> str:
    how = {"published": "its publication stands in", "inferred": "inferred"}.get(figure.basis, "none is known")
    return f"of {said(figure)} ({figure.document}) {how}"
