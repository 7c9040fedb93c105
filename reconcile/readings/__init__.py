"""Exact reading of stated values: `about 1,700` -> the interval [1530, 1870]. Standard library only.

    read("1,700")                      a count, rounded: [1,650, 1,750)
    read("over 20 percent", "share")   a bound, cut to what a share can be: (20, 100]
    str(read("1,700"))                 '[1650, 1750)', which reads back

docs/stated-values.md lists every form of a stated value; grammar.py holds the grammar.
"""

from __future__ import annotations

from reconcile.readings.cursor import KINDS, Context, ValueKind
from reconcile.readings.errors import ReadingError
from reconcile.readings.grammar import parse
from reconcile.readings.meaning import reading_of
from reconcile.readings.overrides import override
from reconcile.readings.reading import Reading, to_text
from reconcile.readings.widths import Widths

_DEFAULT_WIDTHS = Widths()


def read(
    text: str,
    kind: ValueKind = "count",
    *,
    decimal: str | None = None,
    exact: bool = False,
    may_be_negative: bool = False,
    widths: Widths = _DEFAULT_WIDTHS,
    is_length: bool = False,
) -> Reading:
    """Return the reading of a stated value, in the unit that the text names (shares in percent points).

    `kind` says what is measured: count (things), physical (has a physical unit), share (in percent), money,
    or plain (nothing known). `decimal` is the document's decimal mark where it says one, `exact` takes every
    number as that value alone, `may_be_negative` lifts the lower bound 0 of counts and shares, and
    `is_length` makes `m` a metre.

    Raises ReadingError for every text without a sure reading, and ValueError for a kind or a decimal mark
    that does not exist.
    """
    context = Context(kind, decimal, exact, may_be_negative, widths, is_length)
    return reading_of(text, parse(text, context), context)


__all__ = ["KINDS", "Reading", "ReadingError", "ValueKind", "Widths", "override", "read", "to_text"]
