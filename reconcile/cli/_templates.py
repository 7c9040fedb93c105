"""Files that `init` and `new` write: templates inside the package, put into a folder without overwriting."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from string import Template

from reconcile.cli._options import usage_error
from reconcile.cli._output import tell, write_whole

SCHEMA_FILE = ".reconcile/claims.schema.json"
"""Where editors find the schema of claim files, relative to the project."""
FURTHER_SCHEMAS = {kind: f".reconcile/{kind}.schema.json" for kind in ("vocabulary", "relations")}
"""Where they find those of other files."""


def template(file: str, /, **values: str) -> str:
    """Return a template with its `$names` filled in."""
    return Template(_home().joinpath(file).read_text(encoding="utf-8")).substitute(values)


def project_files() -> dict[str, str]:
    """Return the files of a new project: path and text."""
    return dict(_walk(_home().joinpath("project"), ""))


def _home() -> Traversable:
    return files("reconcile.cli").joinpath("templates")


def _walk(folder: Traversable, prefix: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        path = f"{prefix}{entry.name}"
        found += _walk(entry, f"{path}/") if entry.is_dir() else [(path, entry.read_text(encoding="utf-8"))]
    return found


def write_new(root: Path, texts: Mapping[str, str]) -> None:
    """Write the files below `root` and say so; a usage error, and none written, where one is there."""
    taken = [path for path in texts if (root / path).exists()]
    if taken:
        raise usage_error(f"there already: {', '.join(taken)}; nothing was written")
    for path, text in texts.items():
        write_whole(root / path, text)
        tell(f"wrote {path}")
