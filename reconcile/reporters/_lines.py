"""Lines and tables for a terminal: wrapped by what characters take up there, never cut without a sign."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

GAP = "  "
"""What stands before every line of a block and between its columns."""
CAPS = (40, 28, 20)
"""Widths that long cells are wrapped to, one after another, until a table fits."""


@dataclass(frozen=True)
class Column:
    """One column of a table."""

    cells: tuple[str, ...]
    """Its cells, one a row, without line breaks."""
    wraps: bool = False
    """Whether its cells may be wrapped."""
    optional: bool = False
    """Whether it may be left out where room is short."""


def width_of(text: str) -> int:
    """Return how many columns of a terminal `text` takes."""
    if text.isascii():
        return len(text)
    from wcwidth import wcswidth

    width = wcswidth(text)
    return width if width >= 0 else len(text)


def shortened(text: str, most: int) -> str:
    """Return `text`, or its beginning and how long it is."""
    return text if len(text) <= most else f"{text[:most].rstrip()}… ({len(text):,} characters)"


def wrapped(text: str, width: int, first: str = "", rest: str = "") -> list[str]:
    """Return `text` as lines of at most `width` columns, the first behind `first`, the others behind `rest`.

    A word that is longer than a line is broken.
    """
    lines, line, empty = [], first, True
    for word in text.split(" "):
        if not empty and width_of(line) + 1 + width_of(word) > width:
            lines.append(line)
            line, empty = rest, True
        line += word if empty else f" {word}"
        empty = empty and not word
        while width_of(line) > max(width, width_of(rest) + 2):
            cut = _fitting(line, max(width, width_of(rest) + 2))
            lines.append(line[:cut])
            line = rest + line[cut:]
    return [*lines, line]


def _fitting(line: str, width: int) -> int:
    """Return how many characters of a long line fit into `width` columns."""
    taken = 0
    for place, character in enumerate(line):
        taken += width_of(character)
        if taken > width:
            return max(place, 1)
    return len(line)


def table(
    columns: Sequence[Column],
    width: int,
    below: Sequence[str] = (),
    caps: Sequence[int] = CAPS,
) -> list[str] | None:
    """Return the columns side by side, or None where they don't fit; `below` stands under each row.

    Long cells are wrapped to the first of `caps` that makes them fit.
    """
    kept = [column for column in columns if any(column.cells)]
    for chosen in (kept, [column for column in kept if not column.optional]):
        for cap in caps:
            capped = [_capped(column, cap) for column in chosen]
            if sum(len(GAP) + _widest(column) for column in capped) <= width:
                rows = list(zip(*(column.cells for column in capped), strict=True))
                return _with_below(_tabulated(rows), rows, below, width)
    return None


def _capped(column: Column, cap: int) -> Column:
    if not column.wraps:
        return column
    return replace(column, cells=tuple("\n".join(wrapped(cell, cap)) for cell in column.cells))


def _widest(column: Column) -> int:
    return max(width_of(line) for cell in column.cells for line in cell.split("\n"))


def _tabulated(rows: Sequence[Sequence[str]]) -> list[str]:
    from tabulate import tabulate

    # Numbers stay as printed: tabulate would turn "1,700" into 1700.
    text = tabulate(rows, tablefmt="plain", disable_numparse=True)
    return [f"{GAP}{line}".rstrip() for line in text.split("\n")]


def _with_below(
    lines: Sequence[str],
    rows: Sequence[Sequence[str]],
    below: Sequence[str],
    width: int,
) -> list[str]:
    if not below:
        return list(lines)
    found: list[str] = []
    start = 0
    for row, under in zip(rows, below, strict=True):
        height = max(cell.count("\n") for cell in row) + 1
        found += lines[start : start + height]
        found += wrapped(under, width, GAP * 2, GAP * 2) if under else []
        start += height
    return found


def folded(rows: Sequence[Sequence[str]], width: int) -> list[str]:
    """Return each row's cells behind each other on as many lines as they need, where a table is too wide.

    The last cell of a row has a line of its own.
    """
    lines: list[str] = []
    for row in rows:
        cells = [cell for cell in row if cell]
        line = ""
        for place, cell in enumerate(cells):
            longer = f"{line}{GAP}{cell}"
            if line and (width_of(longer) > width or place == len(cells) - 1):
                lines += wrapped(line.lstrip(), width, line[: len(line) - len(line.lstrip())], GAP * 3)
                longer = GAP * 2 + cell
            line = longer
        lines += wrapped(line.lstrip(), width, line[: len(line) - len(line.lstrip())], GAP * 3)
    return lines
