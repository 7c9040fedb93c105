"""What stands around the cards: counts, problems, coverage, the ways to find a finding, totals, what was decided."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from reconcile.models import Finding, Report, TieOut
from reconcile.reporters._html.cards import Cards
from reconcile.reporters._html.templates import filled, squeezed, stylesheet
from reconcile.reporters._words import count, coverage_line, headline, left_out, remarks, summary_line

if TYPE_CHECKING:
    from markupsafe import Markup

TITLE = "What these documents cannot all be right about"
"""The title of a report whose project has none."""
ONE_PAGE = 500
"""Findings that are shown in one list."""
MOST_BYTES = 900_000
"""Bytes of the cards in one list: with what stands around them they make a megabyte."""
PAGE = 100
"""Findings of a group where there are more, or heavier ones: a fold that opens when a link leads into it."""
MOST_TIE_OUTS = 200
"""Totals that are shown; how many more there are is said."""
MOST_DOCUMENTS = 100
"""Documents that are listed although they have no finding; of more, only those with findings are."""
OPTIONAL = re.compile(r"</(?:td|th|tr|li|p|caption|dt|dd)>")
"""End tags that HTML implies; text cannot hold one, since it is escaped."""
QUOTED = re.compile(r'="([\w#%.-]+)"(/?)')
"""An attribute whose value needs no quotes; text cannot hold one, since its quotes are escaped."""
VERDICTS = ("breaks", "fits", "ties out")
"""The verdicts of totals, worst first."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A document or a quantity with the findings that it has a part in."""

    anchor: str
    """Its own anchor; empty for quantities."""
    name: str
    """Id of the document, label of the quantity."""
    url: str
    """Where the document's text is on the web, http or https; else empty."""
    about: tuple[str, ...]
    """Title and publisher, date of publication, claim file."""
    links: tuple[int, ...]
    """Numbers of its findings."""


@dataclass(frozen=True, slots=True)
class Part:
    """Some of the cards, as many as stand on one page."""

    name: str
    """`Findings 101 to 200`; empty where all are on one page."""
    cards: tuple[Markup, ...]


def page_of(report: Report) -> str:
    """Return the whole page of a report."""
    cards = Cards.of(report)
    safe = cards.report
    shown, settled = cards.all(settled=False), cards.all(settled=True)
    style = squeezed(f"{stylesheet()}\n{cards.classes.style()}")
    documents = _documents(cards)
    page = filled(
        "page.html",
        title=safe.title or TITLE,
        report=safe,
        style=style,
        style_hash=b64encode(sha256(f"\n{style}\n".encode()).digest()).decode("ascii"),
        lines=(coverage_line(safe.coverage), summary_line(safe)),
        problems=[str(problem) for problem in safe.problems],
        filters=cards.classes.filters(),
        parts=_parts([card for _, _, card in shown]),
        shown=len(shown),
        settled=[(finding, label_of(finding), card) for finding, _, card in settled],
        compared=_compared(safe),
        fixed=[f"{finding.code} {headline(finding)}" for finding in safe.fixed],
        laws=_laws(safe.tie_outs),
        more_totals=count(max(len(safe.tie_outs) - MOST_TIE_OUTS, 0), "more total"),
        documents=documents,
        without=_without(cards, documents),
        quantities=_quantities(cards),
        incomparable=sorted(safe.coverage.incomparable.items(), key=lambda item: (-item[1], item[0])),
        left_out=left_out(safe.coverage),
        ignored=sorted(safe.coverage.ignored.items()),
        remarks=[line for line in remarks(safe) if not line.startswith("Ignored")],
    )
    return _lean(page)


def _lean(page: str) -> str:
    """Return a page without what HTML lets go: end tags that are implied and quotes of plain attribute values."""
    head, end, body = page.rpartition("</style>")
    return head + end + QUOTED.sub(lambda found: f"={found[1]}{' /' if found[2] else ''}", OPTIONAL.sub("", body))


def label_of(finding: Finding) -> str:
    """Return what a finding is about, in a few words."""
    return finding.label or finding.quantity.get("measure", "") or finding.rule


def _parts(cards: Sequence[Markup]) -> list[Part]:
    """Return all cards as one list, or in folded groups where they are many or heavy."""
    if len(cards) <= ONE_PAGE and sum(len(_lean(str(card)).encode()) for card in cards) <= MOST_BYTES:
        return [Part("", tuple(cards))] if cards else []
    return [
        Part(f"Findings {start + 1:,} to {min(start + PAGE, len(cards)):,}", tuple(cards[start : start + PAGE]))
        for start in range(0, len(cards), PAGE)
    ]


def _compared(report: Report) -> list[tuple[str, list[int]]]:
    """Return how many findings are new, changed and unchanged, with their numbers."""
    if not report.against:
        return []
    links: dict[str, list[int]] = {"new": [], "changed": [], "unchanged": []}
    for number, finding in enumerate(report.found, 1):
        links.setdefault(finding.change, []).append(number)
    return [(name, links[name]) for name in ("new", "changed", "unchanged")]


def _laws(tie_outs: Sequence[TieOut]) -> list[tuple[str, list[TieOut]]]:
    """Return the totals that are shown by their law, those that break first."""
    worst = sorted(tie_outs, key=lambda row: VERDICTS.index(row.verdict) if row.verdict in VERDICTS else len(VERDICTS))
    laws: dict[str, list[TieOut]] = {}
    for row in worst[:MOST_TIE_OUTS]:
        laws.setdefault(row.law, []).append(row)
    return list(laws.items())


def _documents(cards: Cards) -> list[Entry]:
    links: dict[str, list[int]] = {}
    for number, finding in enumerate(cards.report.found, 1):
        for name in sorted({claim.document for claim in finding.claims}):
            links.setdefault(name, []).append(number)
    return [
        Entry(
            cards.document_anchors[name],
            name,
            web_address(document.text),
            _known(
                ", ".join(_known((document.title, document.publisher))),
                document.published and f"published {document.published}",
                document.file,
            ),
            tuple(links.get(name, ())),
        )
        for name, document in cards.documents.items()
        if name in links or len(cards.documents) <= MOST_DOCUMENTS
    ]


def _without(cards: Cards, shown: Sequence[Entry]) -> str:
    left = len(cards.documents) - len(shown)
    return count(left, "more document") if left else ""


def _quantities(cards: Cards) -> list[Entry]:
    links: dict[str, list[int]] = {}
    for number, finding in enumerate(cards.report.found, 1):
        links.setdefault(label_of(finding), []).append(number)
    return [Entry("", name, "", (), tuple(found)) for name, found in sorted(links.items())]


def _known(*parts: str | Iterable[str]) -> tuple[str, ...]:
    flat = [part for given in parts for part in ([given] if isinstance(given, str) else given)]
    return tuple(part for part in flat if part)


def web_address(text: str) -> str:
    """Return `text` where it is an address of the web that a link may lead to, else nothing."""
    try:
        parts = urlsplit(text)
    except ValueError:
        return ""
    return text if parts.scheme in ("http", "https") and parts.netloc else ""
