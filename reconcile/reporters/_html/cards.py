"""A finding as a card: what a person needs to decide it, in the order in which it is read."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from reconcile.models import Document, Evidence, Finding, Report
from reconcile.reporters._blocks import LONGEST_LINE, LONGEST_VALUE, MOST_CLAIMS
from reconcile.reporters._clean import cleaned
from reconcile.reporters._html.classes import Classes
from reconcile.reporters._html.decisions import Decided, decided
from reconcile.reporters._html.sentences import gap_sentence, meant, published
from reconcile.reporters._html.templates import filled
from reconcile.reporters._lines import shortened
from reconcile.reporters._plots import Picture, pictures
from reconcile.reporters._words import (
    behind,
    by_primary,
    count,
    file_place,
    headline,
    own_arithmetic,
    since,
    text_place,
    tolerance,
)

if TYPE_CHECKING:
    from markupsafe import Markup

ID = re.compile(r"[A-Z]+[0-9]+-[A-Za-z0-9-]+")
"""A finding's id, which is like no other anchor of the page."""
MOST_TITLED = 100
"""Findings up to which each card names the title and publisher of its documents, which it links to anyway."""
VANISHES = re.compile(r"\b(agree|fit) only if\b")
"""Marks the sentence of the arithmetic that says what it would take for a finding to vanish."""
MOST_ALSO = 20
"""Findings with the same primary claim that are named."""
ONLY_WORDS = "No rounding can settle this: it goes only when a claim, the vocabulary or a law changes."
"""Said of an error or a warning between claims without figures."""


@dataclass(frozen=True, slots=True)
class Row:
    """One claim beside the others."""

    claim: Evidence
    """The claim, cleaned."""
    anchor: str
    """Where its document is described on the page."""
    source: str
    """Title and publisher of its document; empty where many findings repeat them: `Cards.titled`."""
    camp: str
    """`camp 2` where claims stand in camps, else empty."""
    stated: str
    """The value as printed."""
    meant: str
    """The time it is about, and where that comes from."""
    published: str
    """When its document was published."""
    origin: str
    """Whom the document credits, and how it stands to the claim."""
    places: tuple[str, ...]
    """The claim file's line, the place in the text, the quote."""


@dataclass(frozen=True, slots=True)
class Card:
    """All that a card shows, cleaned and not yet escaped."""

    finding: Finding
    number: int
    anchor: str
    classes: str
    headline: str
    gap: str
    vanishes: str
    since: tuple[str, ...]
    pictures: tuple[Picture, ...]
    rows: tuple[Row, ...]
    more: str
    unit: str
    says: str
    arithmetic: tuple[str, ...]
    also: tuple[tuple[int, str], ...]
    decided: Decided | None


@dataclass(frozen=True)
class Cards:
    """The cards of one report: each finding's number, anchor and neighbours, worked out once."""

    report: Report
    """The report, cleaned."""
    numbers: Mapping[str, int]
    """Number of each finding in the report, from 1, by id."""
    anchors: tuple[str, ...]
    """Anchor of each finding, in the order of the report."""
    documents: Mapping[str, Document]
    """Documents by id, those without a header too."""
    document_anchors: Mapping[str, str]
    """Anchor of each document."""
    groups: Mapping[str, Sequence[Finding]]
    """Findings by primary claim."""
    classes: Classes
    """Classes by which cards are filtered."""

    @property
    def titled(self) -> bool:
        """Say whether cards name title and publisher; of many findings, the list of documents alone does."""
        return len(self.report.found) <= MOST_TITLED

    @classmethod
    def of(cls, report: Report) -> Cards:
        """Return the cards of a report."""
        safe = cleaned(report)
        documents = _documents(safe)
        return cls(
            safe,
            {finding.id: number for number, finding in reversed(list(enumerate(safe.found, 1)))},
            _anchors(safe.found),
            documents,
            {name: f"d{number}" for number, name in enumerate(documents, 1)},
            by_primary(safe.found),
            Classes.of(safe),
        )

    def render(self, finding: Finding, *, actions: str | Markup = "") -> Markup:
        """Return the card of a finding of this report; `actions` stands at its end, escaped unless it is Markup."""
        return self._rendered(cleaned(finding), self.numbers.get(finding.id, 0), actions)

    def all(self, *, settled: bool) -> list[tuple[Finding, str, Markup]]:
        """Return findings with their anchors and cards, in the report's order: the settled ones or the others."""
        return [
            (finding, anchor, self._rendered(finding, number))
            for number, (finding, anchor) in enumerate(zip(self.report.found, self.anchors, strict=True), 1)
            if finding.is_settled is settled
        ]

    def anchor_of(self, number: int) -> str:
        """Return the anchor of the finding with that number."""
        return self.anchors[number - 1] if number else "finding"

    def _rendered(self, finding: Finding, number: int, actions: str | Markup = "") -> Markup:
        from markupsafe import Markup

        return Markup(filled("card.html", card=self._card(finding, number), actions=actions))

    def _card(self, finding: Finding, number: int) -> Card:
        arithmetic = own_arithmetic(finding)
        vanishes = [line for line in arithmetic if VANISHES.search(line)]
        worded = finding.severity != "note" and not any(claim.low is not None for claim in finding.claims)
        shown = finding.claims[:MOST_CLAIMS]
        more = finding.size - len(shown)
        units = {claim.unit for claim in finding.claims if claim.reads}
        return Card(
            finding,
            number,
            self.anchor_of(number),
            self.classes.of_finding(finding),
            shortened(headline(finding), LONGEST_LINE),
            gap_sentence(finding),
            " ".join(vanishes) or tolerance(finding) or (ONLY_WORDS if worded else ""),
            tuple(since(finding)),
            _with_units(pictures(finding)),
            self._rows(shown),
            f"… and {count(more, 'more claim')}" if more else "",
            units.pop() if len(units) == 1 else "",
            _said_by_all(shown),
            tuple(shortened(line, LONGEST_LINE) for line in arithmetic if line not in vanishes),
            self._also(finding, number),
            decided(finding),
        )

    def _also(self, finding: Finding, number: int) -> tuple[tuple[int, str], ...]:
        """Return number and name of the findings behind this one that share its primary claim."""
        first = self.report.found[number - 1] if number else finding
        others = behind(first, self.groups) if first.primary in self.groups else ()
        return tuple((self.numbers[other.id], f"{other.code} {other.rule}") for other in others[:MOST_ALSO])

    def _rows(self, claims: Sequence[Evidence]) -> tuple[Row, ...]:
        camps = {claim.camp for claim in claims if claim.camp}
        grouped = 1 < len(camps) < len(claims)
        first = {claim.document: number for number, claim in reversed(list(enumerate(claims)))}
        return tuple(
            self._row(claim, f"camp {claim.camp}" if grouped and claim.camp else "", first[claim.document] == number)
            for number, claim in enumerate(claims)
        )

    def _row(self, claim: Evidence, camp: str, is_first: bool) -> Row:
        """Return a claim as a row; title and publisher stand with the first claim of a document."""
        document = self.documents.get(claim.document, Document(claim.document))
        quote = shortened(str(claim.at.get("quote") or ""), LONGEST_VALUE)
        stance = "" if claim.stance in ("asserts", "") else claim.stance
        return Row(
            claim,
            self.document_anchors.get(claim.document, ""),
            ", ".join(part for part in (document.title, document.publisher) if part and is_first and self.titled),
            camp,
            shortened(claim.stated, LONGEST_VALUE),
            meant(claim),
            published(claim),
            ", ".join(part for part in (claim.origin, stance) if part),
            tuple(part for part in (file_place(claim), text_place(claim.at), quote and f"“{quote}”") if part),
        )


def _said_by_all(claims: Sequence[Evidence]) -> str:
    """Return what all of several claims say, which then stands above them once; empty where they differ."""
    said = {claim.says for claim in claims}
    return said.pop() if len(claims) > 1 and len(said) == 1 else ""


def _with_units(shown: tuple[Picture, ...]) -> tuple[Picture, ...]:
    """Return the pictures; one alone leaves its unit to the head of the table below it."""
    return tuple(replace(one, unit="") for one in shown) if len(shown) == 1 else shown


def _documents(report: Report) -> dict[str, Document]:
    """Return the documents by id, sorted; those that only claims name have nothing but their id."""
    known = {document.id: document for document in report.documents}
    named = {claim.document for finding in report.found for claim in finding.claims}
    return {name: known.get(name, Document(name)) for name in sorted(known.keys() | named)}


def _anchors(found: Sequence[Finding]) -> tuple[str, ...]:
    """Return an anchor for each finding: its id, or its number where it has none or shares it."""
    anchors: list[str] = []
    taken: set[str] = set()
    for number, finding in enumerate(found, 1):
        anchor = finding.id if ID.fullmatch(finding.id) and finding.id not in taken else f"finding-{number}"
        taken.add(anchor)
        anchors.append(anchor)
    return tuple(anchors)
