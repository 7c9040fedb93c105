"""The documents' own texts that a check looked at: what each was, for the next check to see whether it still is."""

from __future__ import annotations

from reconcile.models import Claims, Document
from reconcile.pipeline.kept.inputs import NotKept
from reconcile.reading.nodes import Unreadable
from reconcile.reading.texts import MISSING, OUTSIDE, bytes_of, hash_of, is_there, read_text_of, text_path
from reconcile.settings import Settings


def states(claims: Claims, settings: Settings) -> list[list[str]]:
    """Return claim file, text and state of each text that was looked at. NotKept: one is no longer what was read."""
    found = []
    for name, text in sorted(claims.texts.items()):
        document = claims.documents[name]
        state = _state(document, settings)
        if read_text_of(document, settings) != (text, []):
            raise NotKept
        found.append([document.file, document.text, state])
    return found


def hold(kept: list[list[str]], settings: Settings) -> bool:
    """Say whether each text is what it was."""
    return all(_state(Document("", text=text, file=file), settings) == state for file, text, state in kept)


def _state(document: Document, settings: Settings) -> str:
    """Return the hash of a text, or why it is not at hand. NotKept: it is there and can't be read."""
    path = text_path(document, settings)
    if path is None:
        return OUTSIDE
    try:
        return hash_of(bytes_of(path, document.text)) if is_there(path, document.text) else MISSING
    except Unreadable:
        raise NotKept from None
