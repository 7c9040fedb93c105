"""An estimate for a terminal: one block a quantity, suspects at the end, and what was looked at."""

from __future__ import annotations

from collections.abc import Sequence
from math import prod

from reconcile.models.estimate import Estimate, EstimateAt, Estimates, EstimateSource, SuspectGroup
from reconcile.pipeline.estimates.words import left_words, range_text, sources_of
from reconcile.readings.printing import number_text
from reconcile.reporters._clean import clean, no_command
from reconcile.reporters._lines import GAP, Column, folded, shortened, table, wrapped
from reconcile.reporters._words import count, credit, file_place, reads, when
from reconcile.solver.plain_words import joined

MOST_CLAIMS = 60
"""Claims of one quantity at one time that are listed; how many more there are is said."""
MOST_CHOICES = 6
"""Tied choices of suspects that are written out."""
MOST_GROUPS = 40
"""Groups of conflicts whose suspects are written out."""
LONGEST_VALUE = 120
"""Characters of a stated value that are shown."""
SUSPECT = {"every": "suspect", "some": "suspect, or another", "": ""}


def as_text(found: Estimates, width: int) -> str:
    """Return an estimate as text, lines at most `width` columns where words allow it."""
    lines: list[str] = []
    for one in found.estimates:
        lines += [*_quantity(one, width), ""]
    lines += [*_suspects(found, width), ""] if found.groups else []
    lines += _foot(found, width)
    return "".join(f"{no_command(clean(line))}\n" for line in lines)


def _quantity(one: Estimate, width: int) -> list[str]:
    """Return the block of a quantity: its name, then each time with its claims."""
    single = len(one.times) == 1
    time = " ".join(part for part in (one.times[0].basis, one.times[0].time) if part) if single else ""
    about = ", ".join(part for part in (one.kind, one.unit, time) if part)
    lines = wrapped(f"{one.label}  ({about})", width, "", GAP)
    for at in one.times:
        if single:
            lines += _time(one, at, width)
        else:
            named = (at.time or "no time given") + (f" ({at.basis})" if at.basis else "")
            heading = f"by {named}" if one.kind == "cumulative" else named
            lines += [f"{GAP}{heading}", *(f"{GAP}{line}" for line in _time(one, at, width - len(GAP)))]
    return lines


def _time(one: Estimate, at: EstimateAt, width: int) -> list[str]:
    """Return the claims of one time, and what they come to."""
    lines = _claims(one, at, width)
    sentences = [*_together(one, at), *_implied(one, at)]
    return lines + [line for text in sentences for line in wrapped(text, width, GAP, GAP * 2)]


def _claims(one: Estimate, at: EstimateAt, width: int) -> list[str]:
    shown = at.sources[:MOST_CLAIMS]
    claims = [source.claim for source in shown]
    several = len(at.camps) > 1
    spans = {(claim.time, claim.basis) for claim in claims}
    columns = [
        Column(tuple(claim.document for claim in claims), wraps=True),
        Column(tuple(f"camp {claim.camp}" if several else "" for claim in claims)),
        Column(tuple(shortened(claim.stated, LONGEST_VALUE) for claim in claims), wraps=True),
        Column(tuple(f"reads {text}" if (text := reads(claim)) else "" for claim in claims)),
        Column(tuple(when(claim) if len(spans) > 1 and one.kind != "event" else "" for claim in claims), wraps=True),
        Column(tuple(credit(claim) for claim in claims), wraps=True),
        Column(tuple(_without(one, source) for source in shown), wraps=True),
        Column(tuple(SUSPECT[source.suspect] for source in shown), wraps=True),
    ]
    places = tuple(file_place(claim) for claim in claims)
    lines = (
        table([*columns, Column(places)], width)
        or table(columns, width, below=places)
        or folded([*zip(*(column.cells for column in columns), places, strict=True)], width)
    )
    more = len(at.sources) - len(shown)
    return [*lines, f"{GAP}… and {count(more, 'more claim')}"] if more else lines


def _without(one: Estimate, source: EstimateSource) -> str:
    """Return what is left without the document of a claim."""
    if source.without is None:
        return ""
    left = range_text(source.without, one.kind)
    return f"without it {left}" if source.without_agrees else f"without it no common value, {left}"


def _together(one: Estimate, at: EstimateAt) -> list[str]:
    """Return how many sources there are, what they have in common, and how far they reach."""
    if len(at.sources) < 2:
        return []
    origins = count(at.origins, "independent origin")
    lines = [f"{count(len(at.sources), 'claim')} of {count(at.documents, 'document')}, {origins}"]
    if at.common is not None:
        shared = range_text(at.common, one.kind)
        hull = range_text(at.hull, one.kind)
        ends = "from first to last" if one.kind == "event" else "from lowest to highest"
        return [*lines, f"In common: {shared}" + (f"; {ends}: {hull}" if hull != shared else "")]
    if any(camp.word for camp in at.camps):
        if len(at.camps) == 1:
            return [*lines, f"In common: {at.camps[0].word}"]
        words = [f"{camp.word} ({joined(camp.documents)})" for camp in at.camps]
        return [*lines, f"Nothing in common: {joined(words, MOST_CHOICES)}"]
    camps = [f"{range_text(camp.range, one.kind)} ({joined(camp.documents)})" for camp in at.camps]
    lines.append(f"Nothing in common; {count(len(camps), 'camp')}: {joined(camps, MOST_CHOICES)}")
    ends = "From first to last" if one.kind == "event" else "From lowest to highest"
    return [*lines, f"{ends}: {range_text(at.hull, one.kind)}"]


def _implied(one: Estimate, at: EstimateAt) -> list[str]:
    """Return what all other claims and the laws leave."""
    implied = at.implied
    if implied.left_out:
        return [f"What the others leave was not worked out: {implied.left_out}"]
    left = left_words(implied, one.kind)
    named = f" ({sources_of(implied)})"
    if not implied.contradiction:
        return [f"The others leave {left}{named}"] if left else []
    claims = joined(implied.contradiction, MOST_CHOICES)
    where = f"{implied.finding}: {claims}" if implied.finding else claims
    rest = f"; without whatever stands in a conflict, they leave {left}{named}" if left else ""
    return [f"The others contradict each other here ({where}){rest}"]


def _suspects(found: Estimates, width: int) -> list[str]:
    """Return the suspects of all conflicts, group by group."""
    claims = sum(len(group.choices[0]) for group in found.groups)
    conflicts = len({finding for group in found.groups for finding in group.findings})
    choices = prod(len(group.choices) for group in found.groups)
    others = choices - 1
    these = "this claim" if claims == 1 else f"these {claims:,} claims"
    every = "the one conflict" if conflicts == 1 else f"all {conflicts:,} conflicts"
    more = "" if all(group.complete for group in found.groups) else " at least"
    tied = f";{more} {others:,} other {'choice' if others == 1 else 'choices'} would too" if others else ""
    head = f"Suspects, never verdicts: withdrawing {these} would settle {every}{tied}"
    lines = wrapped(head, width, "", GAP)
    for group in found.groups[:MOST_GROUPS]:
        lines += wrapped(_group(found, group), width, GAP, GAP * 2)
    rest = len(found.groups) - MOST_GROUPS
    return [*lines, f"{GAP}… and {count(rest, 'more group')} of conflicts"] if rest > 0 else lines


def _group(found: Estimates, group: SuspectGroup) -> str:
    """Return the findings of a group and the choices that settle them."""
    choices = [_choice(found, choice) for choice in group.choices]
    weight = f", weight {number_text(group.weight)}" if group.weight != len(group.choices[0]) else ""
    unsure = "" if group.complete else " (there may be other or lighter choices: the search was cut short)"
    findings = joined(group.findings, MOST_CHOICES)
    if group.hidden:
        findings += f" (and behind it {joined(group.hidden, MOST_CHOICES)})"
    return f"{findings}: {joined(choices, MOST_CHOICES, ' or ')}{weight}{unsure}"


def _choice(found: Estimates, choice: Sequence[str]) -> str:
    named = [f"{claim} ({shortened(found.said.get(claim, ''), LONGEST_VALUE)})" for claim in choice]
    return joined(named, MOST_CHOICES)


def _foot(found: Estimates, width: int) -> list[str]:
    """Return what was looked at."""
    hidden = found.quantities - len(found.estimates)
    left = f", {hidden:,} with one claim to which no law adds anything (--all shows them)" if hidden else ""
    lines = [f"{count(found.quantities, 'quantity', 'quantities')}: {len(found.estimates):,} shown{left}"]
    lines += [
        f"Bounds of {count(number, 'quantity', 'quantities')} were not worked out: {why}"
        for why, number in found.not_worked_out.items()
    ]
    return [line for text in lines for line in wrapped(text, width, "", GAP)]
