"""The language of `holds`: a linear comparison of measures.

    comparison = sum, relation, sum ;
    relation   = "<=" | "<" | ">=" | ">" | "=" | "≤" | "≥" ;
    sum        = [ "+" | "-" ], product, { ( "+" | "-" ), product } ;
    product    = factor, { "*", factor } ;
    factor     = number | measure | "(", sum, ")" ;
    number     = digits, { ",", three digits }, [ ".", digits ] ;
    measure    = letter, { letter | digit | "_" | "." | "-" }, or any text in quotation marks ;

At most one factor of a product holds a measure. A measure's name may hold hyphens but not end in one, so a
minus between two names needs spaces.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import NamedTuple

from reconcile.errors import did_you_mean

LONGEST = 5000
"""Characters that a comparison may have."""
DEEPEST = 40
"""Brackets that may stand inside each other."""
MOST_DIGITS = 36
"""Digits of a number, as of a stated value; also of what products come to, above and below."""
COMPARISONS = ("<=", "<", ">=", ">", "=")
_TOKEN = re.compile(
    r"""
    (?P<space>\s+)
  | (?P<number>(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?)
  | (?P<name>[^\W\d](?:[\w.-]*\w)?)
  | "(?P<double>[^"]+)" | '(?P<single>[^']+)'
  | (?P<mark><=|>=|==|!=|<>|=<|=>|[-+*/()<>=≤≥\u2212\u00d7\u00b7≠])
""",
    re.VERBOSE,
)
_MARKS = {"≤": "<=", "≥": ">=", "\u2212": "-", "\u00d7": "*", "\u00b7": "*"}
_REFUSED = {
    "==": "write = for equality",
    "!=": "two sides that differ are no law that can be checked",
    "<>": "two sides that differ are no law that can be checked",
    "≠": "two sides that differ are no law that can be checked",
    "=<": "write <=",
    "=>": "write >=",
    "/": "a division is written as a product, such as 0.5 * joined",
}


class LawError(ValueError):
    """A comparison that can't be read; the message says where and why."""


class Comparison(NamedTuple):
    """Σ coefficient·measure (op) constant."""

    coefficients: Mapping[str, Fraction]
    """Each measure and its factor, never 0, in the order of the text."""
    op: str
    """`<=`, `<` or `=`."""
    constant: Fraction
    """What stands alone on the right."""


class Token(NamedTuple):
    """One word of the text."""

    kind: str
    """number, name, mark or end"""
    text: str
    """The word; of quoted names without the marks."""
    at: int
    """Its first character, from 1."""


@dataclass(frozen=True)
class Linear:
    """A sum of measures with factors, and a number."""

    terms: Mapping[str, Fraction]
    """Each measure and its factor."""
    number: Fraction = Fraction(0)
    """The number added."""

    def plus(self, other: Linear, factor: Fraction) -> Linear:
        """Return this sum and `factor` times the other."""
        terms = dict(self.terms)
        for name, value in other.terms.items():
            terms[name] = terms.get(name, Fraction(0)) + factor * value
        return Linear(terms, self.number + factor * other.number)


def parse_comparison(text: str, measures: Collection[str]) -> Comparison:
    """Return a comparison with every term on its left side. LawError: no comparison, or an unknown measure.

    `>` and `>=` are turned round. Of an `=` with one term against several, the several get the plus.
    """
    if len(text) > LONGEST:
        raise LawError(f"has {len(text)} characters; at most {LONGEST} are read")
    parser = _Parser(_tokens(text), frozenset(measures))
    left = parser.sum(0)
    op = parser.comparison()
    right = parser.sum(0)
    parser.end()
    whole = left.plus(right, Fraction(-1))
    terms = {name: value for name, value in whole.terms.items() if value}
    if not terms:
        raise LawError("no measure is left once both sides are put together")
    if any(
        max(abs(value.numerator), value.denominator) >= 10**MOST_DIGITS for value in (*terms.values(), whole.number)
    ):
        raise LawError(f"comes to a number of more than {MOST_DIGITS} digits; at most as many are read")
    positive = sum(value > 0 for value in terms.values())
    turn = op in (">", ">=") or (op == "=" and positive == 1 and len(terms) > 2)
    sign = Fraction(-1 if turn else 1)
    coefficients = {name: sign * value for name, value in terms.items()}
    return Comparison(coefficients, op.replace(">", "<"), -sign * whole.number)


def _tokens(text: str) -> list[Token]:
    found, place = [], 0
    while place < len(text):
        match = _TOKEN.match(text, place)
        if match is None:
            raise LawError(f"'{text[place]}' at character {place + 1} can't be read; expected measures, numbers, + - *")
        kind = str(match.lastgroup)
        word = match[kind]
        if kind != "space":
            kind = "name" if kind in ("double", "single") else kind
            found.append(Token(kind, _MARKS.get(word, word) if kind == "mark" else word, place + 1))
        place = match.end()
    return [*found, Token("end", "", len(text) + 1)]


@dataclass
class _Parser:
    """Reads tokens by recursive descent, one method a line of the grammar."""

    tokens: list[Token]
    measures: frozenset[str]
    place: int = field(default=0)

    @property
    def next(self) -> Token:
        return self.tokens[self.place]

    def take(self) -> Token:
        token = self.next
        self.place += token.kind != "end"
        return token

    def sum(self, depth: int) -> Linear:
        sign = self.take().text if self.next.text in ("+", "-") and self.next.kind == "mark" else "+"
        total = Linear({}).plus(self.product(depth), Fraction(-1 if sign == "-" else 1))
        while self.next.kind == "mark" and self.next.text in ("+", "-"):
            factor = Fraction(-1 if self.take().text == "-" else 1)
            total = total.plus(self.product(depth), factor)
        return total

    def product(self, depth: int) -> Linear:
        result = self.factor(depth)
        while self.next.kind == "mark" and self.next.text == "*":
            at = self.take().at
            other = self.factor(depth)
            if result.terms and other.terms:
                raise LawError(
                    f"multiplies two measures at character {at}; a law multiplies a measure by a number only"
                )
            measures, number = (result, other.number) if result.terms else (other, result.number)
            if measures.terms and not number:
                names = ", ".join(f"'{name}'" for name in measures.terms)
                raise LawError(f"multiplies {names} by 0 at character {at}, which says nothing of it")
            result = Linear({}).plus(measures, number)
        if self.next.text == "/" and self.next.kind == "mark" and _is_zero(self.tokens[self.place + 1]):
            raise LawError(f"divides by 0 at character {self.next.at}; nothing can be divided by 0")
        return result

    def factor(self, depth: int) -> Linear:
        token = self.take()
        if token.kind == "number":
            if len(token.text) > MOST_DIGITS:
                message = f"has a number of {len(token.text)} digits at character {token.at}; at most {MOST_DIGITS}"
                raise LawError(f"{message} are read")
            return Linear({}, Fraction(token.text.replace(",", "")))
        if token.kind == "name":
            return Linear({self.measure(token): Fraction(1)})
        if token.kind == "mark" and token.text == "(":
            if depth >= DEEPEST:
                raise LawError(f"has more than {DEEPEST} brackets inside each other")
            inner = self.sum(depth + 1)
            closing = self.take()
            if closing.text != ")" or closing.kind != "mark":
                raise LawError(f"has a bracket at character {token.at} that nothing closes")
            return inner
        raise LawError(_unexpected(token, "a measure, a number or a bracket"))

    def measure(self, token: Token) -> str:
        if token.text in self.measures:
            return token.text
        for cut in (match.start() for match in re.finditer("-", token.text)):
            first, second = token.text[:cut], token.text[cut + 1 :]
            if first in self.measures and second in self.measures:
                raise LawError(f"unknown measure '{token.text}'; for a minus write '{first} - {second}' with spaces")
        raise LawError(f"unknown measure '{token.text}'{did_you_mean(token.text, self.measures)}")

    def comparison(self) -> str:
        token = self.take()
        if token.kind == "mark" and token.text in COMPARISONS:
            return token.text
        raise LawError(_unexpected(token, "a comparison: <=, <, >=, > or ="))

    def end(self) -> None:
        token = self.take()
        if token.kind == "mark" and token.text in COMPARISONS:
            raise LawError(f"has a second comparison ('{token.text}' at character {token.at}); write one law for each")
        if token.kind != "end":
            raise LawError(_unexpected(token, "+, - or the end"))


def _is_zero(token: Token) -> bool:
    return token.kind == "number" and not set(token.text) & set("123456789")


def _unexpected(token: Token, expected: str) -> str:
    if token.kind == "mark" and token.text in _REFUSED:
        return f"'{token.text}' at character {token.at}: {_REFUSED[token.text]}"
    if token.kind == "end":
        return f"ends where it needs {expected}"
    return f"has '{token.text[:40]}' at character {token.at}; expected {expected}"
