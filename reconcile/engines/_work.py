"""What a worker does: the rules over one part of the claims, exactly as this process would."""

from __future__ import annotations

import hashlib
import pickle
import sys
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from types import ModuleType
from typing import Any

from reconcile import __version__
from reconcile.engines._table import Packed, pack, unpack
from reconcile.engines.local import run_one
from reconcile.errors import IncompleteError, Problem
from reconcile.models import Claims, Finding
from reconcile.registry.modules import PREFIX
from reconcile.rule import Rule

SAME = ("numpy", "pandas", "highspy")
"""Packages whose versions are equal wherever rules run, so that a finding hangs on no machine."""


@dataclass(frozen=True, slots=True)
class ByReference:
    """A rule of an installed package."""

    pickled: bytes


@dataclass(frozen=True, slots=True)
class BySource:
    """A rule of a project, whose module no worker has."""

    module: str
    """The private name of the module."""
    file: str
    """Where it was read."""
    source: bytes
    """All of its text."""
    name: str
    """The rule's class."""
    options: dict[str, Any]
    """Its options, by field."""


@dataclass(frozen=True)
class Shared:
    """What all parts have in common, as a worker has it."""

    claims: Claims
    """The claims without a row: vocabulary, relations, documents and texts."""
    rules: tuple[Rule | None, ...]
    """The rules; None where one cannot be had on this worker."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one rule came to on one part."""

    rule: int
    """Its place among the shared rules."""
    findings: list[Finding]
    problems: list[Problem]
    failed: bool
    """Whether it crashed or could not be had here."""


@dataclass(frozen=True, slots=True)
class Job:
    """Some rules over one part."""

    number: int
    """Its place among all jobs."""
    rules: tuple[int, ...]
    """Places among the shared rules."""
    part: Packed
    """The rows."""
    faults: bytes
    """The faults that go with them, pickled."""


def job_of(number: int, rules: Sequence[int], claims: Claims) -> Job:
    """Return a job with a part of the claims."""
    return Job(number, tuple(rules), pack(claims.table), pickle.dumps(claims.faults, protocol=5))


def pack_shared(claims: Claims, rules: Sequence[Rule]) -> bytes:
    """Return what all parts have in common as bytes."""
    bare = replace(claims, table=unpack(pack(claims.table.iloc[:0])), faults=())
    return pickle.dumps((versions(), bare, [_sent(rule) for rule in rules]), protocol=5)


@lru_cache(maxsize=2)
def unpack_shared(packed: bytes) -> Shared:
    """Return what all parts have in common. IncompleteError: this worker has other versions."""
    theirs, claims, sent = pickle.loads(packed)
    other = [f"{ours} where {its} is needed" for ours, its in zip(versions(), theirs, strict=True) if ours != its]
    if other:
        raise IncompleteError(f"one has {', '.join(other)}")
    return Shared(claims, tuple(_received(one) for one in sent))


def run_part(packed: bytes, job: Job) -> list[Outcome]:
    """Return what each rule of a job comes to; `packed` is what all parts have in common.

    It is unpacked here and not by whatever makes it: what one worker hands to another has to be plain bytes, since a
    worker that can't read it would wait for ever. IncompleteError: this worker has other versions.
    """
    shared = unpack_shared(packed)
    claims = replace(shared.claims, table=unpack(job.part), faults=pickle.loads(job.faults))
    outcomes = []
    for place in job.rules:
        rule = shared.rules[place]
        found = ([], [], True) if rule is None else run_one(rule, claims)
        outcomes.append(Outcome(place, *found))
    return outcomes


def versions() -> tuple[str, ...]:
    """Return the versions of what findings hang on, as `package version`."""
    python = ".".join(map(str, sys.version_info[:2]))
    return (f"reconcile {__version__}", f"python {python}", *(f"{name} {_version(name)}" for name in SAME))


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "none"


def _sent(rule: Rule) -> ByReference | BySource | None:
    """Return a rule as it is sent; None where it can't be."""
    module = sys.modules.get(type(rule).__module__)
    file = getattr(module, "__file__", None)
    try:
        if type(rule).__module__.startswith(PREFIX) and file:
            options = {field.name: getattr(rule, field.name) for field in fields(rule)}
            return BySource(type(rule).__module__, file, Path(file).read_bytes(), type(rule).__qualname__, options)
        return ByReference(pickle.dumps(rule, protocol=5))
    except Exception:  # noqa: BLE001 - whatever keeps a rule from being sent, it is run where it is
        return None


def _received(sent: ByReference | BySource | None) -> Rule | None:
    """Return a rule that was sent; None where it can't be had here."""
    try:
        if isinstance(sent, BySource):
            found = getattr(_module(sent), sent.name)(**sent.options)
        else:
            found = pickle.loads(sent.pickled) if sent else None
    except (Exception, SystemExit):  # noqa: BLE001 - whatever a module raises, the other rules go on
        return None
    return found if isinstance(found, Rule) else None


def _module(sent: BySource) -> ModuleType:
    """Return a project's module, run once for each of its texts on this worker."""
    name = f"{sent.module}_{hashlib.sha256(sent.source).hexdigest()[:16]}"
    if name not in sys.modules:
        module = ModuleType(name)
        module.__file__ = sent.file
        sys.modules[name] = module
        try:
            exec(compile(sent.source, sent.file, "exec"), vars(module))
        except BaseException:
            del sys.modules[name]
            raise
    return sys.modules[name]
