"""The quotes of a claims table, held against the texts of their documents: done once for all rules that ask."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np

from reconcile.models import Claims
from reconcile.models.source_text import UNNAMED
from reconcile.quotes.finding import Place, Source, find_quote, nearest_passage, source_of

LONGEST_SHOWN = 160
"""Characters of a quote that a message shows."""


@dataclass(frozen=True)
class Standing:
    """One quote of a document whose text is at hand."""

    document: str
    """Id of the document."""
    quote: str
    """The words, as the claim file has them."""
    rows: tuple[int, ...]
    """The rows of the claims that give them, in the order of the claim file."""
    places: tuple[Place, ...]
    """Where the text holds them, in order; empty where it does not."""
    source: Source
    """The text."""

    def nearest(self) -> tuple[str, Place] | None:
        """Return the passage that comes nearest, as it stands, with its place; None where none is near."""
        return nearest_passage(self.source, self.quote)


def standings(claims: Claims) -> tuple[Standing, ...]:
    """Return every quote whose document's text is at hand, by document and quote."""
    known: tuple[Standing, ...] | None = claims.memory.get("standings")
    if known is None:
        known = claims.memory["standings"] = tuple(_standings(claims))
    return known


def not_at_hand(claims: Claims) -> dict[str, int]:
    """Return how many claims quote a text that is not at hand, by the reason."""
    why = Counter(
        claims.texts[document].why_not if document in claims.texts else UNNAMED
        for (document, _), rows in _quotes(claims).items()
        for _ in rows
    )
    return {reason: count for reason, count in sorted(why.items()) if reason}


def shown(text: str) -> str:
    """Return a quote for a message: on one line, in quotation marks, cut where it is long."""
    line = " ".join(text.split())
    return f"“{line}”" if len(line) <= LONGEST_SHOWN else f"“{line[: LONGEST_SHOWN - 1].rstrip()}…”"


def _quotes(claims: Claims) -> dict[tuple[str, str], list[int]]:
    """Return the rows of each quote of each document."""
    found: dict[tuple[str, str], list[int]] | None = claims.memory.get("quotes")
    if found is None:
        found = claims.memory["quotes"] = {}
        documents = claims.column("document")
        located = [(row, at) for row, at in enumerate(claims.column("at").tolist()) if at]
        for row, at in located:
            if isinstance(at, dict) and at.get("quote"):
                found.setdefault((str(documents[row]), at["quote"]), []).append(row)
    return found


def _standings(claims: Claims) -> list[Standing]:
    lines: np.ndarray[tuple[int], np.dtype[np.int64]] = claims.column("line")
    ids, sources, found = claims.column("claim"), {}, []
    for (document, quote), rows in sorted(_quotes(claims).items()):
        text = claims.texts.get(document)
        if text is None or text.why_not:
            continue
        if document not in sources:
            sources[document] = source_of(text.text)
        source = sources[document]
        ordered = tuple(sorted(rows, key=lambda row: (int(lines[row]), str(ids[row]))))
        found.append(Standing(document, quote, ordered, tuple(find_quote(source, quote)), source))
    return found
