"""Documents that got another name between two checks, so that renaming a claim file makes no finding new."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping

from reconcile.models import Document, Evidence, Report


def renamed_documents(before: Report, now: Report) -> dict[str, str]:
    """Return the earlier name → the present name of documents that only one of the reports knows.

    Two are one where their headers are the same, or else where all that findings say of them is; and
    where no third one looks like that.
    """
    there, here = {d.id: d for d in before.documents}, {d.id: d for d in now.documents}
    gone = [there[name] for name in sorted(set(there) - set(here))]
    come = [here[name] for name in sorted(set(here) - set(there))]
    found: dict[str, str] = {}
    if gone and come:
        found = _matched({d.id: _header(d) for d in gone}, {d.id: _header(d) for d in come})
        left = _said(before, {d.id for d in gone} - set(found)), _said(now, {d.id for d in come} - set(found.values()))
        found |= _matched(*left)
    return found


def new_name(claim: str, renamed: Mapping[str, str]) -> str:
    """Return a claim's full id as it is called now."""
    document, mark, rest = claim.partition("#")
    return renamed.get(document, document) + mark + rest


def _header(document: Document) -> tuple[str, ...]:
    """Return what tells a document from others; empty where it has no title."""
    return (document.title, document.publisher, document.published, document.note) if document.title else ()


def _said(report: Report, documents: Iterable[str]) -> dict[str, Hashable]:
    """Return all that the findings of a report say of each of the documents."""
    wanted = set(documents)
    said: dict[str, set[Hashable]] = defaultdict(set)
    for claim in (claim for finding in report.found for claim in finding.claims if claim.document in wanted):
        said[claim.document].add(_statement(claim))
    return {name: frozenset(statements) for name, statements in said.items()}


def _statement(claim: Evidence) -> Hashable:
    return claim.id.partition("#")[2], claim.measure, claim.stated, claim.reads, claim.unit, claim.time, claim.says


def _matched(gone: Mapping[str, Hashable], come: Mapping[str, Hashable]) -> dict[str, str]:
    """Return which name became which: those with the same looks, where only one on each side has them."""
    often = Counter(gone.values()), Counter(come.values())
    names = {looks: name for name, looks in come.items()}
    return {
        name: names[looks]
        for name, looks in sorted(gone.items())
        if looks and looks in names and often[0][looks] == often[1][looks] == 1
    }
