"""What `[project] rules` names but nothing reads: places that are closed or not there, files under a wrong name.

Laws, rule modules and suites are each looked for under their own names. What none of them takes would be passed over,
and a check without its laws is green.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from reconcile.errors import Problem
from reconcile.reading.files import YAML_ENDINGS, barred, closed, is_folder, shown
from reconcile.settings import Settings

RELATIONS = ("relations.yaml", "relations.yml")
"""The names of a file of laws in a rules folder."""
_CODE = (".py", ".json")
_NAMES_OF_LAWS = ("relations", "relation", "laws", "law")
_LAWS = re.compile(rb"^(?:\xef\xbb\xbf)?[\"']?relations[\"']?[ \t]*:", re.MULTILINE)
_LOOKED_AT = 100_000
"""Bytes of a YAML file in which its first keys are sought."""
_FORMS = "expected a folder, a file of laws (.yaml, .yml), a rule module (.py) or a suite (.json)"


def passed_over(settings: Settings) -> list[Problem]:
    """Return a problem for each place of `[project] rules`, and each file in one, that is passed over by mistake."""
    root = settings.root
    named = [root / place for place in settings.rules]
    searched = [_plain(root / place) for place in settings.claims]
    found: list[Problem] = []
    for path in named:
        error = barred(path)
        if error is not None:
            found.append(closed(error, path, root, "rule"))
        elif is_folder(path):
            others = {_plain(other) for other in named}
            is_claims = any(_plain(path).is_relative_to(place) for place in searched)
            found += [
                problem for problem in _inside(path, root, is_claims) if _plain(root / problem.file) not in others
            ]
        elif not os.path.lexists(path):
            if settings.rules != Settings(root).rules:
                message = "there is no such file or folder; [project] rules names it"
                found.append(Problem(shown(path, root), 0, "rule", message))
        elif path.suffix not in (*YAML_ENDINGS, *_CODE):
            message = f"is left out, its form is not read here; {_FORMS}{_right_ending(path)}"
            found.append(Problem(shown(path, root), 0, "rule", message))
    return sorted(set(found))


def _inside(folder: Path, root: Path, is_claims: bool) -> Iterator[Problem]:
    """Yield what is passed over in a rules folder; where it `is_claims` too, other YAML files are claims."""
    try:
        paths = sorted(folder.iterdir())
    except OSError as error:  # it has changed since it was looked at
        yield closed(error, folder, root, "rule")
        return
    for path in paths:
        if path.name.startswith((".", "_")):
            continue
        if is_folder(path):
            unseen = barred(path)
            if unseen is not None:
                yield closed(unseen, path, root, "rule")
            elif not is_claims:
                yield from _further_in(path, folder, root)
        elif path.suffix.lower() in _CODE and path.suffix not in _CODE:
            yield Problem(shown(path, root), 0, "rule", f"is not read under this name{_right_ending(path)}")
        elif path.name not in RELATIONS and not is_claims and _holds_laws(path):
            message = f"is not read: laws stand in {RELATIONS[0]}; rename it, or name it in [project] rules"
            yield Problem(shown(path, root), 0, "rule", message)


def _further_in(inner: Path, folder: Path, root: Path) -> Iterator[Problem]:
    for path in (inner / name for name in RELATIONS):
        if os.path.lexists(path):
            message = f"is not read: put it into {shown(folder, root)} itself, or name it in [project] rules"
            yield Problem(shown(path, root), 0, "rule", message)


def _holds_laws(path: Path) -> bool:
    """Say whether a file is called as one of laws might be, or has the key of laws."""
    stem, ending = path.stem.casefold(), path.suffix.lower()
    if ending not in YAML_ENDINGS:
        return ending == ".txt" and stem.removesuffix(".yaml").removesuffix(".yml") == "relations"
    if stem in _NAMES_OF_LAWS or not path.is_file():
        return stem in _NAMES_OF_LAWS
    try:
        with path.open("rb") as file:
            return _LAWS.search(file.read(_LOOKED_AT)) is not None
    except OSError:
        return True


def _right_ending(path: Path) -> str:
    right = path.with_suffix(path.suffix.lower())
    return f"; name it {right.name}" if right != path and right.suffix in (*YAML_ENDINGS, *_CODE) else ""


def _plain(path: Path) -> Path:
    return Path(os.path.normpath(path))
