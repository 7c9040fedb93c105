"""The tokenizer: text -> numerals, fraction signs, words and other signs, in one pass from left to right."""

from __future__ import annotations

import unicodedata
from enum import Enum
from typing import NamedTuple

from reconcile.readings.errors import ReadingError, quoted

LONGEST_TEXT = 500
"""Characters of the longest text that is looked at."""

FRACTIONS = {sign: unicodedata.normalize("NFKC", sign) for sign in "¼½¾⅐⅑⅒⅓⅔⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞"}
"""One-character fractions as `1⁄2`, with a fraction slash."""

_SAME_SIGN = (
    dict.fromkeys("-‐‑‒–—―−﹣-", "-")
    | dict.fromkeys("'’‘ʼ′`", "'")
    | dict.fromkeys('"“”„«»‟', '"')
    | dict.fromkeys("~∼≈～≃", "~")
    | dict.fromkeys("/⁄∕", "/")
    | {"⩾": "≥", "⩽": "≤", "＞": ">", "＜": "<", "％": "%", "＄": "$", "…": ".."}
)
_LONG_SIGNS = {"+/-": "±", "+/−": "±", "+/–": "±", "+-": "±", ">=": "≥", "=>": "≥", "<=": "≤", "=<": "≤"}
_LONG_SIGNS |= {"...": "..", "..": ".."}
_SUPERSCRIPTS = frozenset("⁰¹²³⁴⁵⁶⁷⁸⁹⁻")
_APOSTROPHES = frozenset("'’ʼ")
_DIGITS = frozenset("0123456789")


class Kind(Enum):
    """What a token is."""

    NUMBER = "number"
    FRACTION = "fraction"
    WORD = "word"
    SIGN = "sign"


class Token(NamedTuple):
    """One token of a stated value."""

    kind: Kind
    key: str
    """What the grammar compares: a numeral with plain marks, a word in small letters, a plain sign."""
    start: int
    """Code point in the text at which the token starts."""
    end: int
    """Code point behind it."""
    is_attached: bool
    """True where no space stands before it."""


def tokenize(text: str) -> list[Token]:
    """Return the tokens of `text`; white space separates and is dropped, as is a full stop behind a word.

    Raises ReadingError for a text that is too long or holds characters that nobody can see.
    """
    if len(text) > LONGEST_TEXT:
        raise ReadingError(text, f"a stated value has at most {LONGEST_TEXT} characters; this has {len(text)}.")
    hidden = next((char for char in text if not (char.isprintable() or char.isspace())), None)
    if hidden is not None:
        name = f"U+{ord(hidden):04X}"
        raise ReadingError(text, f"the text holds a character that cannot be seen ({name}); take it out.")
    plain = text if text.isascii() else _with_plain_digits(text)
    tokens: list[Token] = []
    position, is_attached = 0, False
    while position < len(plain):
        if plain[position].isspace():
            position, is_attached = position + 1, False
            continue
        token = _token_at(plain, position, is_attached)
        position, is_attached = token.end, True
        if not (token.key == "." and tokens and tokens[-1].kind is Kind.WORD and token.is_attached):
            tokens.append(token)
    return tokens


def _with_plain_digits(text: str) -> str:
    return "".join(str(unicodedata.decimal(char)) if char.isdecimal() else char for char in text)


def _token_at(text: str, start: int, is_attached: bool) -> Token:
    char = text[start]
    if char in _DIGITS or (char == "." and text[start + 1 : start + 2] in _DIGITS and start + 1 < len(text)):
        key, end = _numeral(text, start)
        return Token(Kind.NUMBER, key, start, end, is_attached)
    if char in FRACTIONS:
        return Token(Kind.FRACTION, FRACTIONS[char], start, start + 1, is_attached)
    if _starts_word(char):
        end = _word_end(text, start)
        return Token(Kind.WORD, text[start:end].lower(), start, end, is_attached)
    for length in (3, 2):
        if (sign := _LONG_SIGNS.get(text[start : start + length])) is not None:
            return Token(Kind.SIGN, sign, start, start + length, is_attached)
    return Token(Kind.SIGN, _SAME_SIGN.get(char, char), start, start + 1, is_attached)


def _numeral(text: str, start: int) -> tuple[str, int]:
    """Return the numeral at `start` with its marks made plain (`'` and one space for groups), and its end."""
    parts: list[str] = []
    position = _digits_end(text, start)
    parts.append(text[start:position])
    has_decimals = text[start] == "."
    if has_decimals:
        position = _digits_end(text, start + 1)
        parts = ["0", text[start:position]]
    while position + 1 < len(text) and not (has_decimals and text[position].isspace()):
        mark = _mark_at(text, position, position - start)
        if mark is None:
            break
        end = _digits_end(text, position + 1)
        parts += [mark, text[position + 1 : end]]
        has_decimals = has_decimals or mark in ".,"
        position = end
    exponent_end = _exponent_end(text, position)
    if exponent_end > position:
        parts.append(text[position:exponent_end].lower().replace("−", "-"))
    return "".join(parts), exponent_end


def _mark_at(text: str, position: int, length_so_far: int) -> str | None:
    """Return the plain form of a mark inside a numeral at `position`, or None where the numeral ends."""
    char = text[position]
    if text[position + 1] not in _DIGITS:
        return None
    if char in ".,":
        return char
    if char in _APOSTROPHES:
        return "'"
    # A space joins only groups of three to what can be a first group: `1 234`, not `12 34` or `2017 500`.
    group = text[position + 1 : position + 5]
    is_group = len(group) >= 3 and all(c in _DIGITS for c in group[:3]) and group[3:4] not in _DIGITS | {"/", "⁄"}
    if char.isspace() and char not in "\n\r\t" and is_group:
        return " " if length_so_far <= 3 or text[position - 4 : position - 3].isspace() else None
    return None


def _digits_end(text: str, start: int) -> int:
    end = start
    while end < len(text) and text[end] in _DIGITS:
        end += 1
    return end


def _exponent_end(text: str, start: int) -> int:
    """Return the end of `e5`, `E+05` at `start`; `start` itself where there is none."""
    if text[start : start + 1] not in ("e", "E"):
        return start
    digits = start + 1 + (text[start + 1 : start + 2] in ("+", "-", "−"))
    end = _digits_end(text, digits)
    if end == digits or (end < len(text) and text[end].isalpha()):
        return start
    return end


def _starts_word(char: str) -> bool:
    return char.isalpha() or char in "°µ"


def _word_end(text: str, start: int) -> int:
    """Return the end of a word: letters, digits, powers (`km²`, `CO2`, `m^-2`), joined by `/`; or `US$`."""
    end = start + 1
    while end < len(text):
        char, following = text[end], text[end + 1 : end + 2]
        if char == "$" and end - start <= 2:
            return end + 1
        if (
            (char.isalnum() and char not in FRACTIONS)
            or char in _SUPERSCRIPTS
            or char in "°µ"
            or (char in "/'’" and following.isalpha())
        ):
            end += 1
        elif char == "^" and (following in _DIGITS or following == "-") and following:
            end += 2
        else:
            break
    return end


def words_of(tokens: list[Token]) -> list[str]:
    """Return the keys of the tokens, for matching phrases."""
    return [token.key for token in tokens]


def describe(token: Token, text: str) -> str:
    """Return a token as it was printed, in quotation marks."""
    return quoted(text[token.start : token.end])
