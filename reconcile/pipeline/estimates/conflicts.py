"""The conflicts behind findings about values and laws, and the fewest claims whose withdrawal settles all of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from reconcile.models import Claims, Finding
from reconcile.models.estimate import SuspectGroup
from reconcile.pipeline.settle import LAW_CODES, VALUE_CODES
from reconcile.solver.hitting import suspects
from reconcile.solver.laws.single import conflicts_of

CODES = (*VALUE_CODES, *LAW_CODES)
"""The rules about values and laws."""


@dataclass(frozen=True)
class Conflicts:
    """Sets of claims that cannot all be true, and the findings that say so."""

    sets: tuple[frozenset[str], ...]
    """The sets, sorted."""
    finding_of: Mapping[frozenset[str], str]
    """Id of the finding that each set belongs to."""

    def claims(self) -> frozenset[str]:
        """Return every claim of a conflict."""
        return frozenset().union(*self.sets)

    def with_more(self, finding_of: Mapping[frozenset[str], str]) -> Conflicts:
        """Return these conflicts and others."""
        every = {**finding_of, **self.finding_of}
        return Conflicts(tuple(sorted(every, key=sorted)), every)

    def finding_with(self, claims: frozenset[str]) -> str:
        """Return the id of the finding whose conflict lies among some claims; empty where there is none."""
        found = [conflict for conflict in self.sets if conflict <= claims]
        return self.finding_of[min(found, key=lambda c: (len(c), sorted(c)))] if found else ""


def conflicts_in(claims: Claims, findings: Sequence[Finding]) -> Conflicts:
    """Return the conflicts of errors and warnings about values and laws that nobody has settled by a decision."""
    sets_of: dict[tuple[str, frozenset[str]], tuple[frozenset[str], ...]] = {}
    if any(finding.code in LAW_CODES for finding in findings):
        sets_of = {(c.code, c.breach.claims()): c.sets for c in conflicts_of(claims)}
    finding_of: dict[frozenset[str], str] = {}
    for finding in findings:
        if finding.code not in CODES or finding.severity == "note" or finding.is_settled:
            continue
        for conflict in _sets(finding, sets_of):
            finding_of.setdefault(conflict, finding.id)
    return Conflicts(tuple(sorted(finding_of, key=sorted)), finding_of)


def _sets(
    finding: Finding, sets_of: Mapping[tuple[str, frozenset[str]], tuple[frozenset[str], ...]]
) -> list[frozenset[str]]:
    if finding.code in VALUE_CODES:
        return [frozenset(pair) for pair in finding.clashes]
    core = finding.core or finding.claim_ids()
    return [core, *sets_of.get((finding.code, core), ())]


def suspect_groups(
    conflicts: Conflicts, weights: Mapping[str, Fraction], order: Sequence[str], hidden: Sequence[str] = ()
) -> tuple[SuspectGroup, ...]:
    """Return the lightest choices of claims that settle all conflicts, by groups that hang together.

    `order` holds the ids of findings as the report has them, `hidden` those that show only after a withdrawal.
    """
    place = {finding: number for number, finding in enumerate(order)}
    found = []
    for group in suspects(conflicts.sets, weights):
        every = frozenset().union(*group.conflicts)
        findings = {f for conflict, f in conflicts.finding_of.items() if conflict & every}
        found.append(
            SuspectGroup(
                tuple(sorted((f for f in findings if f in place), key=lambda f: place[f])),
                tuple(tuple(sorted(conflict)) for conflict in group.conflicts),
                group.choices,
                group.weight,
                group.complete,
                tuple(sorted(f for f in findings if f not in place and f in hidden)),
            )
        )
    return tuple(found)


def suspected(groups: Sequence[SuspectGroup]) -> dict[str, str]:
    """Return the claims of lightest choices by id: `every` where all tied choices hold it, else `some`."""
    found: dict[str, str] = {}
    for group in groups:
        counts = Counter(claim for choice in group.choices for claim in choice)
        sure = len(group.choices) if group.complete else -1
        found |= {claim: "every" if number == sure else "some" for claim, number in counts.items()}
    return found
