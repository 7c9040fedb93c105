"""Digits with marks -> an exact number and its rounding step; doubt about a mark is an error."""

from __future__ import annotations

from fractions import Fraction

from reconcile.readings.errors import ReadingError, quoted
from reconcile.readings.nodes import Number

MOST_DIGITS = 36
"""Digits of the longest numeral that is read."""
LARGEST_EXPONENT = 18
"""Of `1.5e6`, and of all scale words of a number together."""

_GROUP_MARKS = " ',."


def read_numeral(text: str, literal: str, *, decimal: str | None, dot_is_doubtful: bool) -> Number:
    """Return the number that `literal` writes.

    `text` is the whole stated value, for messages. `decimal` is the document's decimal mark, if it says one:
    then the other mark can only stand between groups. `dot_is_doubtful` refuses `1.700`, which may be 1,700
    (a count). Raises ReadingError.
    """
    body, _, exponent_text = literal.partition("e")
    if sum(char.isdigit() for char in body) > MOST_DIGITS:
        raise ReadingError(text, f"a number of more than {MOST_DIGITS} digits is not read.")
    mark = _decimal_mark(text, body, decimal, dot_is_doubtful)
    whole_part, _, decimals = body.rpartition(mark) if mark else (body, "", "")
    if decimals and not decimals.isdigit():
        raise ReadingError(text, f"{quoted(body)} has another mark behind its decimal mark '{mark}'.")
    digits = _ungrouped(text, whole_part, decimal)
    value = Fraction(int(digits + decimals), 10 ** len(decimals))
    step = Fraction(1, 10 ** len(decimals)) if decimals else None
    if not exponent_text:
        return Number(value, step)
    return _with_exponent(text, value, step, exponent_text)


def _with_exponent(text: str, value: Fraction, step: Fraction | None, exponent_text: str) -> Number:
    if len(exponent_text) > 4 or abs(int(exponent_text)) > LARGEST_EXPONENT:
        raise ReadingError(text, f"an exponent is at most {LARGEST_EXPONENT}; {quoted(exponent_text)} is beyond it.")
    exponent = int(exponent_text)
    power = Fraction(10) ** exponent
    if step is None and exponent < 0:
        step = Fraction(1)
    number = Number(value * power, None if step is None else step * power)
    return number


def _decimal_mark(text: str, body: str, decimal: str | None, dot_is_doubtful: bool) -> str:
    """Return the mark before the decimals of `body`, or '' where there are none."""
    dots, commas = body.count("."), body.count(",")
    if decimal is not None:
        if body.count(decimal) > 1:
            raise ReadingError(text, f"{quoted(body)} has more than one '{decimal}', its document's decimal mark.")
        return decimal if decimal in body else ""
    if dots and commas:
        later = max(".,", key=body.rindex)
        if body.count(later) > 1:
            raise ReadingError(text, f"{quoted(body)} mixes '.' and ',' in a way that no number is written.")
        return later
    if dots == 1:
        if dot_is_doubtful and _could_be_group(body, "."):
            raise _doubt(text, body, ".")
        return "."
    if commas == 1 and not _could_be_group(body, ","):
        if _first_mark(body) == ",":
            raise _doubt(text, body, ",")
        return ","
    return ""


def _could_be_group(body: str, mark: str) -> bool:
    """Return whether the only mark of `body` has what a thousands mark has around it."""
    before, _, behind = body.partition(mark)
    return before.isdigit() and len(before) <= 3 and before[0] != "0" and len(behind) == 3 and behind.isdigit()


def _first_mark(body: str) -> str:
    return next((char for char in body if char in _GROUP_MARKS), "")


def _doubt(text: str, body: str, mark: str) -> ReadingError:
    before, _, behind = body.partition(mark)
    as_decimal = f"{before}.{behind.rstrip('0') or '0'}"
    if mark == "." or (len(behind) == 3 and len(before) <= 3 and before[0] != "0"):
        candidates: tuple[str, ...] = (f"{before},{behind}", as_decimal)
        advice = f'{candidates[0]} or {as_decimal}: say decimal: "," or ".".'
    else:
        candidates = (as_decimal,)
        advice = f'this comma stands before no thousands; if it means {as_decimal}, say decimal: ",".'
    return ReadingError(text, advice, True, candidates)


def _ungrouped(text: str, whole_part: str, decimal: str | None) -> str:
    """Return the digits of the part before the decimals, after a check of its groups."""
    if whole_part.isdigit():
        if len(whole_part) > 1 and whole_part[0] == "0":
            raise ReadingError(text, f"{quoted(whole_part)} starts with a zero, as codes do and numbers do not.")
        return whole_part
    mark = _first_mark(whole_part)
    groups = whole_part.split(mark) if mark else [whole_part]
    if mark == decimal or not all(group.isdigit() for group in groups) or not _are_groups(groups, mark):
        expected = "groups of three digits, as in 1,234,567"
        raise ReadingError(text, f"{quoted(whole_part)} is no number as numbers are written: expected {expected}.")
    return "".join(groups)


def _are_groups(groups: list[str], mark: str) -> bool:
    first, middle, last = groups[0], groups[1:-1], groups[-1]
    if first[0] == "0" or len(last) != 3:
        return False
    is_thousands = len(first) <= 3 and all(len(group) == 3 for group in middle)
    is_indian = mark == "," and len(first) <= 2 and bool(middle) and all(len(group) == 2 for group in middle)
    return is_thousands or is_indian
