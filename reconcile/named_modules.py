"""Choices that are files: each module of a folder whose name starts with no underscore is one, nothing lists them."""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType

from reconcile.errors import Problem, SettingsError, did_you_mean


def module_names(folder: Iterable[str]) -> tuple[str, ...]:
    """Return the names of all choices in a package's `__path__`, sorted, without importing them."""
    names = (module.name for module in iter_modules(folder) if not module.name.startswith("_"))
    return tuple(sorted(name.replace("_", "-") for name in names))


def load_named(package: str, names: tuple[str, ...], name: str, what: str) -> ModuleType:
    """Return the module with that name; SettingsError with the nearest of `names` where there is no such `what`."""
    if name not in names:
        hint = did_you_mean(name, names) or f"; there are {', '.join(names)}"
        raise SettingsError([Problem("", 0, "settings", f"no {what} '{name}'{hint}")])
    return import_module(f"{package}.{name.replace('-', '_')}")
