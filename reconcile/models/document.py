"""A source text, as its claim file describes it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Document:
    """A source text: an article, a report, a table."""

    id: str
    """Its name in the project; the claim file's stem by default."""
    title: str = ""
    """Its title."""
    publisher: str = ""
    """Who published it."""
    published: str = ""
    """When, as an EDTF date; empty where unknown."""
    text: str = ""
    """Path of the text that locators point into, relative to its claim file."""
    sha256: str = ""
    """Hash of that text."""
    decimal: str = ""
    """The decimal mark of its numbers, `,` or `.`, where the claim file says so."""
    note: str = ""
    """A remark of the claim file's writer."""
    file: str = ""
    """The claim file, relative to the project."""
    line: int = 0
    """The line of its header there, from 1."""
