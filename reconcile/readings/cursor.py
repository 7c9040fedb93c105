"""A place in the tokens of one stated value, and what the whole parser needs to know."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, NoReturn, TypeVar, cast, get_args

from reconcile.readings.errors import ReadingError
from reconcile.readings.phrases import Phrases
from reconcile.readings.tokens import Kind, Token, describe, tokenize, words_of
from reconcile.readings.widths import Widths

ValueKind = Literal["count", "physical", "share", "money", "plain"]
KINDS: tuple[ValueKind, ...] = get_args(ValueKind)

Meaning = TypeVar("Meaning")
_END = Token(Kind.SIGN, "", 0, 0, False)


@dataclass(frozen=True, slots=True)
class Context:
    """What is known about a value besides its text: see `read`."""

    kind: ValueKind = "count"
    decimal: str | None = None
    exact: bool = False
    may_be_negative: bool = False
    widths: Widths = field(default_factory=Widths)
    is_length: bool = False

    def __post_init__(self) -> None:
        """Refuse what no caller may ask for."""
        if self.kind not in KINDS:
            raise ValueError(f"kind: expected one of {', '.join(KINDS)}, got {cast(str, self.kind)!r}")
        if self.decimal not in (None, ".", ","):
            raise ValueError(f"decimal: expected '.', ',' or None, got {self.decimal!r}")


class Cursor:
    """Reads tokens from left to right; every method that takes something moves on."""

    def __init__(self, text: str, context: Context) -> None:
        self.text = text
        self.context = context
        self.tokens = tokenize(text)
        self.words = words_of(self.tokens)
        self.index = 0
        self.stop = len(self.tokens)
        self.and_joins = False
        """True behind `between`, where `and` stands between two numbers and not inside one."""

    @property
    def at_end(self) -> bool:
        """True where no token is left."""
        return self.index >= self.stop

    def token(self, ahead: int = 0) -> Token:
        """Return the token `ahead` of the cursor; an empty sign behind the end."""
        index = self.index + ahead
        return self.tokens[index] if index < self.stop else _END

    def key(self, ahead: int = 0) -> str:
        """Return the key of the token `ahead` of the cursor, '' behind the end."""
        index = self.index + ahead
        return self.words[index] if index < self.stop else ""

    def attached_dash(self, ahead: int = 0) -> bool:
        """Return whether a hyphen without spaces joins the token behind it to the one before it."""
        dash, behind = self.token(ahead), self.token(ahead + 1)
        return dash.key == "-" and dash.is_attached and behind.is_attached

    def take(self, *keys: str) -> bool:
        """Take the tokens if exactly these keys come next."""
        end = self.index + len(keys)
        if end > self.stop or self.words[self.index : end] != list(keys):
            return False
        self.index = end
        return True

    def phrase(self, phrases: Phrases[Meaning]) -> Meaning | None:
        """Take the longest phrase that comes next and return its meaning; None takes nothing."""
        if self.index >= self.stop or self.words[self.index] not in phrases.first_words:
            return None
        found = phrases.match(self.words, self.index)
        if found is None:
            return None
        self.index = found[1]
        return found[0]

    def narrow(self, first: int, stop: int) -> None:
        """Leave only the tokens from `first` to before `stop`."""
        self.tokens, self.words = self.tokens[first:stop], self.words[first:stop]
        self.index, self.stop = 0, len(self.tokens)

    def printed(self, first: int, stop: int) -> str:
        """Return the tokens from `first` to before `stop` as printed, white space folded."""
        if first >= stop:
            return ""
        return " ".join(self.text[self.tokens[first].start : self.tokens[stop - 1].end].split())

    def here(self) -> str:
        """Return what comes next in quotation marks, for a message."""
        return "the end" if self.at_end else describe(self.token(), self.text)

    def fail(self, reason: str, *, candidates: tuple[str, ...] = ()) -> NoReturn:
        """Raise ReadingError for this value."""
        raise ReadingError(self.text, reason, bool(candidates), candidates)
