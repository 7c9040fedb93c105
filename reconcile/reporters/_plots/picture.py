"""The pieces that pictures are made of: escaped elements, wrapped labels, bars with their ends."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from reconcile.models import Evidence
from reconcile.reporters._lines import wrapped
from reconcile.reporters._plots.axis import ARROW, Axis, ticks_of

LINE = 15
"""Height of a line of words, in pixels."""
BAR = 17
"""Height of a bar with the room below it."""
FOOT = 18
"""Height of the axis' words."""
WORDS_WIDE = 46
"""Columns of a line of words: what fits beside nothing on a screen of 400 pixels."""
MOST_LINES = 2
"""Lines of one label; the table has the whole."""
CAMPS = 4
"""Colours of camps; more camps start again from the first, and the word says which."""


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture, ready to be put into a page."""

    svg: str
    """The SVG element, everything in it escaped."""
    unit: str
    """The unit of its axis; empty for dates and where there is none. Not escaped."""
    caption: str = ""
    """What else a reader must know of it: a logarithmic scale, what was not drawn."""


def element(name: str, inside: str = "", **attributes: str | int | None) -> str:
    """Return an SVG element; `inside` is markup already, attribute values are escaped, `class_` is `class`."""
    given = "".join(
        f' {key.rstrip("_")}="{escape(str(value))}"' for key, value in attributes.items() if value is not None
    )
    return f"<{name}{given}>{inside}</{name}>" if inside else f"<{name}{given}/>"


def words(text: str, x: str | None = None, y: int | None = None) -> str:
    """Return one line of words."""
    return element("text", escape(text), x=x, y=y)


def label_lines(text: str) -> list[str]:
    """Return a label as lines that fit a narrow screen; the last one says where words are missing."""
    lines = wrapped(text, WORDS_WIDE)
    return lines if len(lines) <= MOST_LINES else [*lines[: MOST_LINES - 1], f"{lines[MOST_LINES - 1]} …"]


def row(text: str, inside: str, top: int, camp: int = 0) -> tuple[str, int]:
    """Return a label with its bar below it, `top` pixels down, and how high both are."""
    lines = label_lines(text)
    said = "".join(words(line, None, (n - len(lines) + 1) * LINE or None) for n, line in enumerate(lines))
    height = LINE * len(lines)
    tone = f"k{(camp - 1) % CAMPS + 1}" if camp else None
    return element("svg", said + inside, class_=tone, y=top + height - 3), height + BAR


def bar(axis: Axis, claim: Evidence, low: float | None, high: float | None) -> str:
    """Return the reading of a claim: a bar or a dot, hollow where an end is left out, arrows, the printed number."""
    if low is not None and low == high:
        return element("circle", cx=axis.at(low))
    left = f"{ARROW:g}%" if low is None else axis.at(low)
    drawn = element("rect", x=left, width=axis.width(low, high))
    ends = ((low, claim.low_open, "M0 -1l-9 6 9 6z", ARROW), (high, claim.high_open, "M0 -1l9 6-9 6z", 100 - ARROW))
    for end, is_open, arrow, edge in ends:
        if end is None:
            drawn += element("svg", element("path", d=arrow), x=f"{edge:g}%")
        elif is_open:
            drawn += element("circle", class_="o", cx=axis.at(end))
    if claim.best is not None and axis.holds(claim.best):
        drawn += element("rect", class_="b", x=axis.at(claim.best))
    return drawn


def frame(title: str, description: str, inside: str, axis: Axis, height: int) -> str:
    """Return the whole SVG element: what it shows in words, the axis with its lines, then `inside`."""
    marks = ticks_of(axis)
    lines = "".join(element("rect", x=axis.at(value)) for value, _ in marks)
    figures = "".join(words(text, axis.at(value)) for value, text in marks)
    scale = element("g", lines + figures, class_="t")
    said = element("title", escape(title)) + element("desc", escape(description))
    return element("svg", said + scale + inside, role="img", height=height + FOOT)
