"""`reconcile report --data-docs`: the folder of Data Docs, replaced as a whole and never anybody else's."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Mapping
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING

from reconcile.cli._output import OutputError

if TYPE_CHECKING:
    from reconcile.settings import Settings

FOLDER = "data-docs"
"""Where they stand in the reports folder."""
MARKER = ".written-by-reconcile"
"""Holds the names of the files that were written; a folder without it is somebody else's."""

_OLD = "-old"
_LEFT = re.compile(rf"\.{FOLDER}-[a-z0-9_]{{8}}({_OLD})?")
"""What the folder is called while it comes into being, and the earlier one before it is removed."""


def check_data_docs(settings: Settings) -> None:
    """Raise where Data Docs could not be written anyway: no Great Expectations, or a folder that is not ours."""
    from reconcile.integrations.gx_context import MISSING, NoGreatExpectations, is_installed

    if not is_installed():
        raise NoGreatExpectations(f"--data-docs {MISSING}")
    _check_ours(settings.root / settings.reports / FOLDER, f"{Path(settings.reports, FOLDER).as_posix()}")


def write_data_docs(settings: Settings, project_rules: bool = True) -> str:
    """Write the Data Docs of a project, and return the first page's path in it."""
    from reconcile.integrations.data_docs import data_docs
    from reconcile.integrations.suite_rule import SuiteRule
    from reconcile.pipeline import read_claims
    from reconcile.registry import load_rules
    from reconcile.reporters._clean import clean

    claims, _ = read_claims(settings)
    loaded = load_rules(settings, project_rules=project_rules)
    suites = [rule.suite for rule in loaded.rules if isinstance(rule, SuiteRule)]
    unread = [problem for problem in loaded.problems if problem.file.endswith(".json")]
    pages = data_docs(claims, suites, settings.title or "Claims", clean, unread)
    _replace(settings.root / settings.reports / FOLDER, pages)
    return Path(settings.reports, FOLDER, "index.html").as_posix()


def _check_ours(folder: Path, name: str) -> None:
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise OutputError(f"{name} can't be written: it is no folder")
    if not folder.is_dir() or not any(folder.iterdir()):
        return
    strangers = sorted({path.name for path in folder.iterdir()} - _written(folder))
    if strangers:
        raise OutputError(
            f"{name} can't be written: it holds '{strangers[0]}', which was not written here; move it elsewhere"
        )


def _written(folder: Path) -> set[str]:
    try:
        return {MARKER, *(folder / MARKER).read_text(encoding="utf-8").splitlines()}
    except (OSError, UnicodeDecodeError):
        return set()


def _replace(folder: Path, pages: Mapping[str, str]) -> None:
    """Put `pages` in the place of what was written there before: all of them, or the old ones stay."""
    from reconcile.decisions.atomic import locked

    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with locked(folder.parent) as alone:
            _recover(folder, alone)
            _check_ours(folder, folder.name)
            _put(folder, {**pages, MARKER: "".join(f"{page}\n" for page in sorted(pages))})
    except OSError as error:
        raise OutputError(f"{folder.name} can't be written: {error.strerror}") from error


def _recover(folder: Path, alone: bool) -> None:
    """Put back what a command had set aside that was killed; where nobody else writes, remove what such ones left."""
    left = sorted(path for path in folder.parent.glob(f".{FOLDER}-*") if _LEFT.fullmatch(path.name) and path.is_dir())
    aside = [path for path in left if path.name.endswith(_OLD) and _written(path)]
    if aside and not folder.exists():
        aside[0].rename(folder)
    for path in left if alone else ():
        shutil.rmtree(path, ignore_errors=True)


def _put(folder: Path, files: Mapping[str, str]) -> None:
    made = Path(mkdtemp(dir=folder.parent, prefix=f".{FOLDER}-"))
    old = Path(f"{made}{_OLD}")
    try:
        umask = os.umask(0)
        os.umask(umask)
        made.chmod(0o777 & ~umask)
        for name, text in files.items():
            (made / name).write_bytes(text.encode("utf-8", "backslashreplace"))
        if folder.exists():
            folder.rename(old)
        made.rename(folder)
    finally:  # also on Ctrl-C
        if old.exists() and not folder.exists():
            old.rename(folder)
        for path in (made, old):
            shutil.rmtree(path, ignore_errors=True)
