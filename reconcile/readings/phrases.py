"""Tables of phrases, matched longest first over the words of a stated value."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Generic, TypeVar

Meaning = TypeVar("Meaning")


class Phrases(Generic[Meaning]):
    """Phrases of one to a few words, each with its meaning."""

    def __init__(self, meanings: Mapping[str, Meaning]) -> None:
        self._meanings = {tuple(phrase.split()): meaning for phrase, meaning in meanings.items()}
        # Lengths by first word: most words start no phrase, and then nothing is sliced.
        self._lengths: dict[str, list[int]] = {}
        for words in self._meanings:
            lengths = self._lengths.setdefault(words[0], [])
            if len(words) not in lengths:
                lengths.append(len(words))
                lengths.sort(reverse=True)
        self.first_words = frozenset(self._lengths)

    def match(self, words: Sequence[str], start: int) -> tuple[Meaning, int] | None:
        """Return the meaning of the longest phrase at `start` and the index behind it, or None."""
        if start >= len(words):
            return None
        for length in self._lengths.get(words[start], ()):
            found = tuple(words[start : start + length])
            if len(found) == length and found in self._meanings:
                return self._meanings[found], start + length
        return None

    def __iter__(self) -> Iterator[str]:
        """Iterate over the phrases as text."""
        return (" ".join(words) for words in self._meanings)

    def items(self) -> Iterator[tuple[str, Meaning]]:
        """Iterate over phrases as text with their meanings."""
        return ((" ".join(words), meaning) for words, meaning in self._meanings.items())


def listed(words: str) -> list[str]:
    """Return the words of a text: a long list is easier to read without quotation marks."""
    return words.split()


def by_meaning(table: Mapping[str, str]) -> Phrases[str]:
    """Return phrases from a table of meaning -> `phrase, phrase, …`."""
    return Phrases({phrase.strip(): meaning for meaning, listed in table.items() for phrase in listed.split(",")})
