"""Formats of a report, one module each: pure functions from a report to text or bytes.

A format is a module in this folder whose name starts with no underscore. Its docstring has one line
that says what the format is for, `SUFFIX` is the ending of its files, and
`render(report, *, width, color)` returns the text, or bytes where the module says `BINARY = True`.
A format is named as its module, with `-` for `_`. A new format is a new file: nothing lists them.
"""

from __future__ import annotations

from typing import Protocol, cast

from reconcile.models import Report
from reconcile.named_modules import load_named, module_names

DEFAULT_WIDTH = 100
"""Columns of a text report that no terminal asked for."""


class Format(Protocol):
    """What a format's module offers."""

    SUFFIX: str
    """The ending of its files, `.md`."""
    __doc__: str | None
    """One line that says what the format is for."""

    def render(self, report: Report, *, width: int, color: bool) -> str | bytes:
        """Return the report as text that ends in a line break, or as bytes; same report, same bytes."""


def format_names() -> tuple[str, ...]:
    """Return the names of all formats, sorted, without importing them."""
    return module_names(__path__)


def load_format(name: str) -> Format:
    """Return the format with that name; SettingsError with the nearest name where there is none."""
    return cast(Format, load_named(__name__, format_names(), name, "format"))


def is_binary(name: str) -> bool:
    """Say whether a format is bytes that no terminal can show."""
    return bool(getattr(load_format(name), "BINARY", False))


def render(report: Report, name: str, *, width: int = DEFAULT_WIDTH, color: bool = False) -> str | bytes:
    """Return the report in the named format, as bytes where `is_binary` says so.

    `width` and `color` matter to the text format alone.
    """
    return load_format(name).render(report, width=width, color=color)
