"""What an expectation expects, in words: its author's, or those that Data Docs show, as plain text."""

from __future__ import annotations

import re
from string import Template
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from great_expectations.expectations.expectation import Expectation

LONGEST = 160
"""The most characters of a value or a list of values."""


def says(expectation: Expectation) -> str:
    """Return what an expectation expects, without the full stop; its bare name where it has no words for that."""
    try:
        expectation.render()
        rendered: Any = (expectation.rendered_content or [])[0].value
        template, params = rendered.template or "", rendered.params or {}
    except Exception:  # noqa: BLE001 - a custom expectation's own words may break; it still has a name
        template, params = "", {}
    if not template or "Rendering failed" in template:
        return expectation.expectation_type.replace("_", " ")
    # Items of a list stand side by side there.
    listed = re.sub(r"(\$\w+_\d+) (?=\$\w+_\d+)", r"\1, ", template)
    words = Template(listed).safe_substitute({name: _plain(param) for name, param in params.items()})
    plain = re.sub(r"\bnull\b", "missing", words).replace("T00:00:00", "").strip().rstrip(".")
    return plain[:1].lower() + plain[1:] if plain[1:2].islower() else plain


def _plain(param: Any) -> str:
    return shown(param.get("value") if isinstance(param, dict) else param)


def shown(value: Any) -> str:
    """Return a value of a suite or of the claims table as a reader writes it; '' where it is missing."""
    if value is None or value != value:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float | int):
        return f"{value:,.10g}"
    if isinstance(value, list | tuple):
        return cut(", ".join(shown(item) for item in value))
    if hasattr(value, "isoformat"):
        return str(value.isoformat()).removesuffix("T00:00:00")
    return cut(str(value))


def cut(text: str) -> str:
    """Return a text on one line, and its beginning where it is long."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST else line[: LONGEST - 1] + "…"
