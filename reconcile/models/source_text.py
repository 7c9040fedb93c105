"""The text of a document, as it was read, or why it is not at hand."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SourceText:
    """The text that the locators of a document's claims point into."""

    text: str = ""
    """The text, every line end a newline; empty where it is not at hand."""
    why_not: str = ""
    """Why it is not at hand, in a few words; empty where it is."""


UNNAMED = "the document names no text"
"""Why a text is not at hand where its claim file names none."""
