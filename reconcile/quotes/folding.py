"""Texts made comparable: what differs between two printings of the same words is taken out, places are kept.

Left are letters in small form, digits and punctuation. White space, line ends, hyphens, dashes, quotation marks and
signs of emphasis go, but for those that part or join digits: `1 700`, `400-450` and `-5` stay what they are. So a word
that is hyphenated at a line's end, spaces that a PDF lost and typographic quotes make no difference.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property

DASHES = "-‐‑‒–—―−﹘﹣-⁃"
QUOTES = "'\"`´‘’‚‛“”„‟′″«»‹›「」『』＂＇ʼ"
_GAP = re.compile(rf"[\s{re.escape(DASHES)}{re.escape(QUOTES)}*_\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]+")
_HAS_DASH = re.compile(f"[{re.escape(DASHES)}]")
_NOTES = re.compile(r"\[\d{1,3}\]|(?<=[\w.,;:!?)])[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3}")


@dataclass(frozen=True)
class Folded:
    """A text as it is compared, with the way back to the text as it stands."""

    original: str
    """The text as it stands."""
    text: str
    """The text as it is compared."""
    places: tuple[int, ...]
    """For each character of `text` the code point of `original` that it comes from."""

    @cached_property
    def line_starts(self) -> tuple[int, ...]:
        """The code points at which the lines of `original` start."""
        return (0, *(match.end() for match in re.finditer("\n", self.original)))

    def line_at(self, place: int) -> int:
        """Return the line of a code point of `original`, from 1."""
        return bisect_right(self.line_starts, place)


def fold(text: str) -> Folded:
    """Return a text as it is compared."""
    kept: list[str] = []
    places: list[int] = []
    start = 0
    for gap in _GAP.finditer(text):
        _add_word(text, start, gap.start(), kept, places)
        joint = _joint(text, gap, kept)
        if joint:
            kept.append(joint)
            places.append(gap.start())
        start = gap.end()
    _add_word(text, start, len(text), kept, places)
    return Folded(text, "".join(kept), tuple(places))


def without_notes(text: str) -> str:
    """Return a text of the same length with spaces for the numbers of footnotes: `[12]`, `men¹`."""
    return _NOTES.sub(lambda match: " " * len(match[0]), text)


def _add_word(text: str, start: int, end: int, kept: list[str], places: list[int]) -> None:
    word = text[start:end]
    if word.isascii():
        kept.append(word.lower())
        places.extend(range(start, end))
        return
    for place, char in enumerate(word, start):
        plain = str(unicodedata.decimal(char)) if char.isdecimal() else unicodedata.normalize("NFKD", char).casefold()
        kept.append(plain)
        places.extend([place] * len(plain))


def _joint(text: str, gap: re.Match[str], kept: list[str]) -> str:
    """Return what stays of white space, dashes and quotation marks between two words: something next to digits."""
    before = text[gap.start() - 1 : gap.start()].isdecimal() and bool(kept)
    behind = text[gap.end() : gap.end() + 1].isdecimal()
    if not (before or behind):
        return ""
    if _HAS_DASH.search(gap[0]):
        return "-"
    if not (before and behind):
        return ""
    return "'" if gap[0] in ("'", "’") else " "
