"""The templates and the style sheet, which are files of this package."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jinja2 import Environment

FOLDER = "templates"
INDENTED = re.compile(r"\n\s+")
"""A line break of a template with what stands before its next line: text of claims has no line breaks."""


@cache
def environment() -> Environment:
    """Return the templates: everything that is put into them is escaped, and a name that is not there is an error."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    return Environment(
        loader=PackageLoader(__package__, FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )


def filled(name: str, **values: object) -> str:
    """Return a template with its values put in, without the template's indentation."""
    return squeezed(environment().get_template(name).render(**values))


def squeezed(text: str) -> str:
    """Return a text without indentation and empty lines."""
    return INDENTED.sub("\n", text).strip("\n")


@cache
def stylesheet() -> str:
    """Return the style sheet of report and cards as text: light, dark, print, narrow and wide."""
    return files(__package__).joinpath(FOLDER, "style.css").read_text(encoding="utf-8")
