"""What is raised when a stated value has no sure reading."""

from __future__ import annotations

_SHOWN = 40


def quoted(text: str) -> str:
    """Return `text` in quotation marks for a message: short, and with nothing that a terminal acts on."""
    short = text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
    safe = "".join(char if char.isprintable() else f"<U+{ord(char):04X}>" for char in short)
    return f"'{safe}'"


class ReadingError(ValueError):
    """A stated value without a sure reading.

    All four arguments are kept in `args`, so the error survives pickling.
    """

    def __init__(self, text: str, reason: str, ambiguous: bool = False, candidates: tuple[str, ...] = ()) -> None:
        super().__init__(text, reason, ambiguous, candidates)
        self.text = text
        """The stated value as printed."""
        self.reason = reason
        """One sentence: what is wrong and what was expected."""
        self.ambiguous = ambiguous
        """True where the text has more than one good reading."""
        self.candidates = candidates
        """The readings to choose from, most likely first; empty where there are none."""

    def __str__(self) -> str:
        """Return the stated value and the reason."""
        return f"{quoted(self.text)}: {self.reason}"
