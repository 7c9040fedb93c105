"""What the page's templates show, worked out from a sitting."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from reconcile.decisions.take import seen_in
from reconcile.models import SEVERITIES
from reconcile.models.decision import LONGEST_DEFERRAL, Seen
from reconcile.reporters._clean import clean, cleaned
from reconcile.reporters._html.classes import STATUSES
from reconcile.reporters._html.page import web_address
from reconcile.reporters._settled import standing
from reconcile.reporters._words import headline

if TYPE_CHECKING:
    from reconcile.models import Finding
    from reconcile.web.sitting import Sitting

USUAL_DEFERRAL = timedelta(days=30)
"""How long a deferral lasts where nobody says otherwise."""
MOST_SIBLINGS = 100
"""Findings of one claim that a page names."""


@dataclass(frozen=True, slots=True)
class Sieve:
    """Which findings are shown; an empty text lets all through."""

    status: str = ""
    severity: str = ""
    rule: str = ""

    @classmethod
    def of(cls, asked: Mapping[str, str]) -> Sieve:
        """Return what an address asks for; what cannot be asked for lets all through."""
        status, severity, rule = (asked.get(name, "") for name in ("status", "severity", "rule"))
        code = rule if rule.isascii() and rule.isalnum() and len(rule) <= 20 else ""
        return cls(status if status in STATUSES else "", severity if severity in SEVERITIES else "", code)

    def lets_through(self, finding: Finding) -> bool:
        """Say whether a finding is shown."""
        return (
            self.status in ("", finding.status)
            and self.severity in ("", finding.severity)
            and self.rule in ("", finding.code)
        )

    @property
    def query(self) -> str:
        """The same as the end of an address, with its question mark; empty where all are shown."""
        asked = {"status": self.status, "severity": self.severity, "rule": self.rule}
        chosen = {name: value for name, value in asked.items() if value}
        return f"?{urlencode(chosen)}" if chosen else ""


@dataclass(frozen=True, slots=True)
class Line:
    """One finding in the list."""

    id: str
    severity: str
    status: str
    rule: str
    """Code and name."""
    headline: str
    standing: str
    """What was decided, in a sentence."""
    decided: bool


@dataclass(frozen=True, slots=True)
class Change:
    """One claim then and now."""

    claim: str
    then: str
    now: str
    differs: bool


@dataclass(frozen=True, slots=True)
class Source:
    """A document of the findings on a page."""

    anchor: str
    name: str
    title: str
    published: str
    url: str
    """Its address, http or https; else empty."""
    text: str
    """Where its text is, where that is no address."""


def line(sitting: Sitting, id: str) -> Line:
    """Return a finding as the list shows it."""
    finding = sitting.desk.found[id]
    # Only what is shown is cleaned: cleaning whole findings takes most of the time of a long list.
    said = ". ".join(standing(finding))
    shown = (finding.severity, finding.status, f"{finding.code} {finding.rule}", headline(finding), said)
    severity, status, rule, head, decision = (clean(text) for text in shown)
    return Line(id, severity, status, rule, head, decision, sitting.is_decided(id))


def shown(sitting: Sitting, sieve: Sieve) -> list[str]:
    """Return the ids that a sieve lets through, in the sitting's order."""
    return [id for id in sitting.order if sieve.lets_through(sitting.desk.found[id])]


def choices(sitting: Sitting) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """Return name, legend and values with their labels of each question that findings are filtered by."""
    found = [sitting.desk.found[id] for id in sitting.order]
    statuses, severities = Counter(one.status for one in found), Counter(one.severity for one in found)
    rules = Counter((one.code, one.rule) for one in found)
    return [
        ("status", "Status", [(one, f"{one} ({statuses[one]:,})") for one in STATUSES if statuses[one]]),
        ("severity", "Severity", [(one, f"{one} ({severities[one]:,})") for one in SEVERITIES if severities[one]]),
        ("rule", "Rule", [(code, f"{code} {name} ({number:,})") for (code, name), number in sorted(rules.items())]),
    ]


def neighbours(sitting: Sitting, sieve: Sieve, id: str) -> tuple[str, str]:
    """Return the finding before and the one behind among those shown; empty where there is none."""
    order = list(sitting.order)
    place = order.index(id)
    through = [sieve.lets_through(sitting.desk.found[one]) for one in order]
    before = next((order[n] for n in range(place - 1, -1, -1) if through[n]), "")
    behind = next((order[n] for n in range(place + 1, len(order)) if through[n]), "")
    return before, behind


def next_undecided(sitting: Sitting, sieve: Sieve, id: str) -> str:
    """Return the next finding that is to be decided among those shown, from `id` on and then from the start."""
    order = list(sitting.order)
    place = order.index(id) + 1 if id else 0
    for one in (*order[place:], *order[:place]):
        if one != id and not sitting.is_decided(one) and sieve.lets_through(sitting.desk.found[one]):
            return one
    return ""


def differences(sitting: Sitting, id: str) -> list[Change]:
    """Return the claims of a reopened finding as they were decided on and as they are; else nothing."""
    stored, finding = sitting.desk.stored.get(id), sitting.desk.found[id]
    if stored is None or finding.status != "reopened":
        return []
    then = {one.claim: one for one in stored.decision.present.values}
    now = {one.claim: one for one in seen_in(finding)}
    return [
        Change(clean(claim), _seen(then.get(claim)), _seen(now.get(claim)), then.get(claim) != now.get(claim))
        for claim in sorted(then.keys() | now.keys())
    ]


def _seen(seen: Seen | None) -> str:
    if seen is None:
        return "not there"
    reads = " ".join(part for part in (seen.reads, seen.unit) if part)
    return clean(f"{seen.stated}, read as {reads}" if seen.stated and reads else seen.stated or reads or "no value")


def sources(sitting: Sitting, finding: Finding) -> list[Source]:
    """Return the documents of a finding, which its card links to."""
    cards = sitting.cards
    names = {claim.document for claim in cleaned(finding).claims}
    found = []
    for name in sorted(names & cards.document_anchors.keys()):
        document = cards.documents[name]
        title = ", ".join(part for part in (document.title, document.publisher) if part)
        url = web_address(document.text)
        text = "" if url else document.text
        found.append(Source(cards.document_anchors[name], name, title, document.published, url, text))
    return found


def siblings(sitting: Sitting, finding: Finding) -> list[tuple[int, str, str]]:
    """Return number, id (empty where it can't be opened here) and headline of findings of the same claim."""
    report = sitting.cards.report
    if not finding.primary:
        return []
    others = [one for one in report.found if one.primary == finding.primary and one.id != finding.id][:MOST_SIBLINGS]
    numbers = sitting.cards.numbers
    return [(numbers[one.id], one.id if one.id in sitting.order else "", headline(one)) for one in others]


@dataclass(frozen=True, slots=True)
class Fields:
    """What the fields of the forms hold at first."""

    reason: str
    text: Mapping[str, str]
    """For each status: what was typed just now, else what was written when that was decided before."""
    until: str
    first: str
    """The first day that a deferral may end."""
    last: str
    """The last one."""


def fields_of(sitting: Sitting, id: str, given: Mapping[str, str]) -> Fields:
    """Return what the forms of a finding hold: as `given` just now, else as it was decided before."""
    stored = sitting.desk.stored.get(id)
    before = {stored.decision.present.status: stored.decision.present.text} if stored else {}
    if given:
        before[given.get("status", "")] = given.get("text", "")
    day = sitting.day()
    return Fields(
        given.get("reason", stored.decision.present.reason if stored else ""),
        {status: clean(before.get(status, "")) for status in STATUSES},
        given.get("until", "") or (day + USUAL_DEFERRAL).isoformat(),
        day.isoformat(),
        (day + LONGEST_DEFERRAL).isoformat(),
    )


def last_done(sitting: Sitting) -> tuple[str, str, str] | None:
    """Return id, version and sentence of what this sitting did last; None where it did nothing."""
    if not sitting.done:
        return None
    last = sitting.done[-1]
    return last.id, last.version, line(sitting, last.id).standing


def progress(sitting: Sitting) -> tuple[int, int]:
    """Return how many of the queue are decided, and how many there are."""
    return sitting.decided(), len(sitting.queue)


def first_lines(sitting: Sitting, ids: Sequence[str]) -> tuple[list[Line], list[Line]]:
    """Return the lines of findings that are to be decided, and of the others."""
    lines = [line(sitting, id) for id in ids]
    return [one for one in lines if not one.decided], [one for one in lines if one.decided]
