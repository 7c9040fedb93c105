"""The documents' own texts: read where the project or its settings allow it, and held against their hashes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from reconcile.errors import Problem
from reconcile.models import Document, SourceText
from reconcile.reading.files import decode, read_bytes
from reconcile.reading.nodes import Unreadable
from reconcile.settings import Settings

if TYPE_CHECKING:
    import pandas as pd

LARGEST = 10_000_000
"""Bytes of the largest text that is read."""
MISSING = "the document's text is not there"
OUTSIDE = "the document's text lies outside the project, and [project] texts names no folder that holds it"
UNREADABLE = "the document's text can't be read"


def read_texts(
    documents: Iterable[Document], rows: pd.DataFrame, settings: Settings
) -> tuple[dict[str, SourceText], tuple[Problem, ...]]:
    """Return the texts by document id, and what is wrong with them; `rows` are the raw rows of the claims.

    A text is read only where a claim of its document quotes it, or where its hash is given. A text that lies
    outside the project is read only below a folder of `[project] texts`, wherever links and `..` lead. That a text is
    not there is no problem: few projects may ship the texts they are about.
    """
    named = [document for document in documents if document.text]
    if not named:
        return {}, ()
    pairs = zip(rows["document"].tolist(), rows["at"].tolist(), strict=True)
    quoted = {document for document, at in pairs if isinstance(at, dict) and "quote" in at}
    found: dict[str, SourceText] = {}
    problems: list[Problem] = []
    for document in named:
        if document.sha256 or document.id in quoted:
            found[document.id], wrong = read_text_of(document, settings)
            problems += wrong
    return found, tuple(problems)


def text_path(document: Document, settings: Settings) -> Path | None:
    """Return where a document's text is, links followed; None where it may not be read."""
    try:
        path = (settings.root / document.file).parent.joinpath(document.text).resolve()
        roots = [settings.root.resolve(), *((settings.root / folder).resolve() for folder in settings.texts)]
    except (OSError, ValueError, RuntimeError):  # links that lead in a circle, a NUL in a name
        return None
    return path if any(path.is_relative_to(root) for root in roots) else None


def hash_of(data: bytes) -> str:
    """Return the sha256 of a text's bytes, as claim files give it."""
    return hashlib.sha256(data).hexdigest()


def read_text_of(document: Document, settings: Settings) -> tuple[SourceText, list[Problem]]:
    """Return the text of a document that names one, or why it is not at hand, and what is wrong with it."""
    path = text_path(document, settings)
    if path is None:
        return SourceText(why_not=OUTSIDE), []
    try:
        if not is_there(path, document.text):
            return SourceText(why_not=MISSING), []
        data = bytes_of(path, document.text)
        text = decode(data, document.text)
    except Unreadable as error:
        message = f"the text {document.text} {error.problem.message}"
        return SourceText(why_not=UNREADABLE), [Problem(document.file, document.line, "unreadable", message)]
    changed = document.sha256 and _wanted(document.sha256) not in _hashes(data)
    return SourceText(text), [_changed(document, data)] if changed else []


def is_there(path: Path, file: str) -> bool:
    """Say whether there is a text at a path. Unreadable: nobody may know, or there can't be."""
    try:
        return path.exists()
    except OSError as error:  # in a closed folder, or the name is too long
        raise Unreadable(Problem(file, 0, "unreadable", f"can't be read: {error.strerror}")) from None


def bytes_of(path: Path, file: str) -> bytes:
    """Return the bytes of a text. Unreadable: they can't be read, or are too many."""
    if path.is_file() and path.stat().st_size > LARGEST:
        message = f"is larger than {LARGEST:,} bytes, the most that is read; name the part that the claims are from"
        raise Unreadable(Problem(file, 0, "unreadable", message))
    return read_bytes(path, file)


def _wanted(stated: str) -> str:
    return stated.strip().lower().removeprefix("sha256:").strip()


def _hashes(data: bytes) -> Sequence[str]:
    """The hashes that a text may go by: of its bytes, and with the line ends that another system gives it."""
    return hash_of(data), hash_of(data.replace(b"\r\n", b"\n"))


def _changed(document: Document, data: bytes) -> Problem:
    message = (
        f"the text {document.text} is not the one that the claims were taken from: its sha256 is {hash_of(data)}, not"
        f" {document.sha256}. Quotes are held against it as it is; look the claims up in it, then write the new hash"
    )
    return Problem(document.file, document.line, "not-checked", message)
