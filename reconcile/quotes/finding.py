"""Where a text holds a quote, and the passage that comes nearest where it does not."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from reconcile.quotes.folding import Folded, fold, without_notes

MOST_PLACES = 50
"""Places at which a quote is looked for its locator."""
LONGEST_OMISSION = 2_000
"""Characters, as compared, that `…` in a quote may leave out."""
NEAR_ENOUGH = 0.5
"""The part of a quote's words that the nearest passage must hold to be named."""
_OMISSION = re.compile(r"\s*(?:\[\s*(?:\.\s*){3,4}\]|\(\s*(?:\.\s*){3,4}\)|(?:\.\s*){3,4}|\[?\(?…\)?\]?)\s*")
_INSERTION = re.compile(r"\[[^\[\]]{0,80}\]")
_WORD = re.compile(r"[\w'’]+(?:-[ \t]*\n\s*[a-z]\w*|[.,]\d+)*")
_HYPHENATION = re.compile(r"-[ \t]*\n\s*")
_ENDS = ".,;:!?"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a quote stands in a text."""

    start: int
    """Its first code point, from 0."""
    end: int
    """The code point behind its last."""
    line: int
    """The line of the first, from 1."""
    last_line: int
    """The line of the last."""

    @property
    def lines(self) -> str:
        """The lines as a reader is told them: `line 34`, `lines 34-35`."""
        return f"line {self.line}" if self.line == self.last_line else f"lines {self.line}-{self.last_line}"

    def fits(self, at: Mapping[str, Any]) -> bool:
        """Say whether a locator points here; one that names no line and no character points anywhere."""
        fits = True
        if "line" in at:
            fits = self.line <= at["line"] <= self.last_line
        if "lines" in at:
            fits = fits and any(self.line <= last and first <= self.last_line for first, last in stretches(at["lines"]))
        if "start" in at or "end" in at:
            first = at.get("start", 0)
            fits = fits and self.end > first and self.start < max(at.get("end", self.start + 1), first + 1)
        return fits


def stretches(lines: str) -> list[tuple[int, int]]:
    """Return the first and last line of each stretch of a locator's `lines`: `12-13, 40`."""
    found = []
    for part in lines.split(","):
        numbers = [int(number) for number in re.findall(r"\d+", part)]
        if numbers:
            found.append((numbers[0], numbers[-1]))
    return found


@dataclass(frozen=True)
class Source:
    """A text that quotes are looked for in, made comparable once."""

    whole: Folded
    """The text."""
    noteless: Folded
    """The text without the numbers of its footnotes."""


def source_of(text: str) -> Source:
    """Return a text ready to be searched."""
    whole, plain = fold(text), without_notes(text)
    return Source(whole, whole if plain == text else fold(plain))


def find_quote(source: Source, quote: str) -> list[Place]:
    """Return the places at which a text holds a quote, in order; none where it does not.

    `…` in the quote may leave something out, `[…]` round a word may stand for others. A quote without a letter or
    digit is held by every text.
    """
    forms = list(_forms(quote))
    for folded in dict.fromkeys((source.whole.text, source.noteless.text)):
        text = source.whole if folded == source.whole.text else source.noteless
        for pieces in forms:
            places = list(_places(text, pieces))
            if places:
                return places
    return [] if forms else [Place(0, len(source.whole.original), 1, source.whole.line_at(len(source.whole.original)))]


def _forms(quote: str) -> Iterator[tuple[str, ...]]:
    """Yield the ways to look for a quote, as pieces that follow each other, the strictest first."""
    seen = set()
    plain = _INSERTION.sub(lambda match: match[0][1:-1], quote)
    for parts in ([quote], [plain], _OMISSION.split(quote), _OMISSION.split(_INSERTION.sub(" … ", quote))):
        pieces = tuple(piece for part in parts if (piece := fold(part).text.strip(_ENDS + " ")))
        if pieces and pieces not in seen and any(char.isalnum() for piece in pieces for char in piece):
            seen.add(pieces)
            yield pieces


def _places(text: Folded, pieces: tuple[str, ...]) -> Iterator[Place]:
    start = 0
    for _ in range(MOST_PLACES):
        first = _next(text, pieces[0], start, len(text.text))
        if first < 0:
            return
        end = first + len(pieces[0])
        for piece in pieces[1:]:
            found = _next(text, piece, end, end + LONGEST_OMISSION + len(piece))
            if found < 0:
                break
            end = found + len(piece)
        else:
            begin, stop = text.places[first], text.places[end - 1] + 1
            yield Place(begin, stop, text.line_at(begin), text.line_at(stop - 1))
        start = first + 1


def _next(text: Folded, piece: str, start: int, limit: int) -> int:
    """Return where the piece next stands as words of its own, -1 where nowhere before `limit`."""
    found = text.text.find(piece, start, limit)
    while found >= 0 and not _stands_alone(text, found, found + len(piece)):
        found = text.text.find(piece, found + 1, limit)
    return found


def _stands_alone(text: Folded, start: int, end: int) -> bool:
    """Say whether what was found starts and ends as a word or a number does: no `700` of `1,700`."""
    original, first, last = text.original, text.places[start], text.places[end - 1]
    return not (_joined(original, first - 1, first) or _joined(original, last, last + 1))


def _joined(original: str, left: int, right: int) -> bool:
    """Say whether the characters at two neighbouring places belong to one word or number."""
    if left < 0 or right >= len(original):
        return False
    before, behind = original[left], original[right]
    if before.isdecimal() and behind.isdecimal():
        return True
    if before.isalpha() and behind.isalpha():
        return ord(before) < 0x0E00 and ord(behind) < 0x0E00  # scripts further up write no spaces
    if before.isdecimal() and behind in ".,'’\u00a0\u2009\u202f":
        return original[right + 1 : right + 2].isdecimal()
    if behind.isdecimal() and before in ".,'’\u00a0\u2009\u202f":
        return original[max(left - 1, 0) : left].isdecimal()
    return False


def nearest_passage(source: Source, quote: str) -> tuple[str, Place] | None:
    """Return the passage that shares most words with a quote, as it stands, and its place; None where none is near.

    A window as long as the quote is moved over the text, so the time grows with the text alone.
    """
    wanted = [_word(match) for match in _WORD.finditer(quote)]
    original = source.whole.original
    words = list(_WORD.finditer(original))
    size = min(len(wanted), len(words))
    if size < 3:
        return None
    missing, shared = Counter(wanted), 0
    best, best_at = 0, 0
    for number, match in enumerate(words):
        word = _word(match)
        shared += missing[word] > 0
        missing[word] -= 1
        if number >= size:
            gone = _word(words[number - size])
            missing[gone] += 1
            shared -= missing[gone] > 0
        if shared > best:
            best, best_at = shared, max(number - size + 1, 0)
    if best < NEAR_ENOUGH * len(wanted):
        return None
    start, end = words[best_at].start(), words[best_at + size - 1].end()
    place = Place(start, end, source.whole.line_at(start), source.whole.line_at(end - 1))
    return " ".join(_HYPHENATION.sub("", original[start:end]).split()), place


def _word(match: re.Match[str]) -> str:
    return _HYPHENATION.sub("", match[0]).casefold()
