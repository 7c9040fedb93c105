"""What a report hangs on, in one word: two checks with the same word look at the same things in the same way.

Only the documents' own texts are missing in it: which of them are read is known once the claims are.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date, time
from hashlib import sha256
from pathlib import Path
from typing import Any

from reconcile.pipeline.kept.inputs import Inputs, NotKept
from reconcile.pipeline.kept.machine import machine
from reconcile.registry.modules import foreign_code_ran
from reconcile.settings import Settings


@dataclass(frozen=True)
class Asked:
    """What a check is asked to do with a project, beyond its settings."""

    select: Sequence[str] = ()
    """Rule codes, names or prefixes to run."""
    ignore: Sequence[str] = ()
    """Those to leave out."""
    as_of: date | None = None
    """The day that counts as today."""
    project_rules: bool = True
    """Whether the project's rule modules run."""


@dataclass(frozen=True)
class Fingerprint:
    """All that a report hangs on at one moment."""

    key: str
    """The hash of it."""
    seen: Sequence[tuple[int, ...]] = field(default=(), repr=False)
    """Identity, size and times of the files: they tell whether anything changed while a check ran."""


def fingerprint(settings: Settings, asked: Asked) -> Fingerprint | None:
    """Return what the report of a check hangs on; None where that can't be told, or is too little to be kept."""
    if foreign_code_ran():  # it may have changed the rules themselves
        return None
    try:
        inputs = Inputs.of(settings, asked.project_rules)
        runs = machine()
        if not runs:
            return None
        said = [_plain(getattr(settings, one.name)) for one in fields(settings)]
        stated = [runs, said, [_plain(getattr(asked, one.name)) for one in fields(asked)], inputs.hashed()]
        text = json.dumps(stated)
    except (NotKept, OSError, ValueError, RecursionError, MemoryError):
        return None
    return Fingerprint(sha256(text.encode()).hexdigest(), tuple(inputs.seen))


def _plain(value: object) -> Any:
    """Return a value of the settings as JSON that no other value has. NotKept: it may hold more than it shows."""
    kind = type(value).__name__
    if value is None or isinstance(value, bool | int | float | str | date | time | Path):
        return [kind, str(value)]
    if isinstance(value, Mapping):
        return [kind, [[_plain(name), _plain(item)] for name, item in value.items()]]
    if isinstance(value, list | tuple):
        return [kind, [_plain(item) for item in value]]
    raise NotKept
