"""Where rules run, one module each: this process, or the workers of a cluster.

An engine is a module in this folder whose name starts with no underscore. Its docstring has one line that says where
it runs rules, `REMOTE` says whether it takes a scheduler's address, `ready(scheduler)` raises SettingsError where what
it needs is not installed, and `run(rules, claims, progress)` returns findings and problems, the same ones everywhere.
A new engine is a new file: nothing lists them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Protocol, cast

from reconcile.engines.local import Progress, run, run_on_decisions, run_shared
from reconcile.errors import Problem, SettingsError
from reconcile.models import Claims, Finding
from reconcile.named_modules import load_named, module_names
from reconcile.rule import Rule

__all__ = [
    "LOCAL",
    "Engine",
    "Progress",
    "Run",
    "engine_names",
    "is_local",
    "load_engine",
    "run",
    "run_on_decisions",
    "run_shared",
    "runner",
]

LOCAL = "local"
"""The engine that is used where none is named."""
Run = Callable[[Sequence[Rule], Claims, Progress | None], tuple[list[Finding], list[Problem]]]
"""Runs rules over claims, telling how far it is, and returns what they find and what could not be looked at."""


class Engine(Protocol):
    """What an engine's module offers."""

    REMOTE: bool
    """Whether `run` takes the address of a scheduler as `scheduler`."""
    __doc__: str | None
    """One line that says where it runs rules."""

    def ready(self, scheduler: str = "") -> None:
        """Raise SettingsError where what it needs is not installed, or no scheduler can have that address."""

    def run(
        self, rules: Sequence[Rule], claims: Claims, progress: Progress | None = None
    ) -> tuple[list[Finding], list[Problem]]:
        """Return the findings of every rule, and one problem for each that crashed."""


def engine_names() -> tuple[str, ...]:
    """Return the names of all engines, sorted, without importing them."""
    return module_names(__path__)


def load_engine(name: str) -> Engine:
    """Return the engine with that name; SettingsError with the nearest name where there is none."""
    return cast(Engine, load_named(__name__, engine_names(), name, "engine"))


def is_local(engine: Run) -> bool:
    """Say whether an engine runs rules on this machine alone."""
    return engine in (run, run_shared)


def runner(name: str = LOCAL, scheduler: str = "") -> Run:
    """Return what runs rules on the named engine, `scheduler` being the address of a cluster that is there already.

    Raises SettingsError where there is no such engine, where it is not installed, or takes no scheduler.
    """
    engine = load_engine(name)
    if scheduler and not engine.REMOTE:
        remote = ", ".join(other for other in engine_names() if load_engine(other).REMOTE)
        raise SettingsError(
            [Problem("", 0, "settings", f"the engine '{name}' takes no scheduler; those that do: {remote}")]
        )
    engine.ready(scheduler)
    return partial(cast(Any, engine).run, scheduler=scheduler) if scheduler else engine.run
