"""Modules that may hold rules: loaded by path, and the rule classes in them."""

from __future__ import annotations

import re
import sys
import traceback
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

from reconcile.errors import Problem
from reconcile.reading.files import is_folder
from reconcile.rule import Rule

LARGEST = 10_000_000
"""Bytes of the largest module that is loaded."""
PREFIX = "_reconcile_project_"
"""How the private names of a project's rule modules begin."""
_FOREIGN = "_reconcile foreign code"
"""What stands in `sys.modules` once code that is not ours has run; no file can be imported under such a name."""


class BrokenModule(Exception):
    """A rule module that cannot be loaded; `problem` says where and why."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(str(problem))


def note_foreign_code() -> None:
    """Note, where Python itself notes what it has run, that this process now runs code of a project or a package.

    It may change anything in here, and for good: also the rules and the caches of later checks.
    """
    sys.modules.setdefault(_FOREIGN, ModuleType(_FOREIGN))


def foreign_code_ran() -> bool:
    """Say whether this process has ever run rules, modules or suites that are not ours, broken ones included."""
    return _FOREIGN in sys.modules


def is_readable(path: Path) -> bool:
    """Say whether a module is a regular file of moderate size: a pipe or a device may never end."""
    try:
        return path.is_file() and path.stat().st_size <= LARGEST
    except OSError:
        return False


def rule_files(folder: Path) -> list[Path]:
    """Return the rule modules in a project's rules folder, sorted; helpers (`_x.py`) and tests are none."""
    names = sorted(path for path in folder.glob("*.py") if not is_folder(path))
    return [path for path in names if not path.name.startswith(("_", "test_")) and path.name != "conftest.py"]


def load_module(path: Path, file: str, name: str = "") -> ModuleType:
    """Execute the module at `path` under a flat private name and return it.

    `file` is what problems call it. It is in `sys.modules` before it runs, since dataclasses with
    postponed annotations and pickling look it up there. No bytecode is written beside it. Raises
    BrokenModule.
    """
    if not is_readable(path):
        raise BrokenModule(
            Problem(file, 0, "rule", f"can't be loaded: it is no regular file of at most {LARGEST:,} bytes")
        )
    name = name or PREFIX + re.sub(r"\W", "_", path.stem)
    spec = spec_from_file_location(name, path)
    if spec is None:
        raise BrokenModule(Problem(file, 0, "rule", "is no Python module"))
    module = module_from_spec(spec)
    note_foreign_code()
    before = sys.modules.get(name)
    sys.modules[name] = module
    try:
        exec(compile(path.read_bytes(), str(path), "exec"), vars(module))
    except (Exception, SystemExit) as error:  # whatever it raises, the other rules go on
        sys.modules.pop(name) if before is None else sys.modules.update({name: before})
        raise BrokenModule(_problem(error, path, file)) from error
    return module


def rules_in(module: ModuleType) -> list[type[Rule]]:
    """Return the rule classes that `module` itself defines, by name; private ones are bases for others."""
    return [
        thing
        for name, thing in sorted(vars(module).items())
        if isinstance(thing, type)
        and issubclass(thing, Rule)
        and thing is not Rule
        and thing.__module__ == module.__name__
        and not name.startswith("_")
    ]


def holds_expectations(module: ModuleType) -> bool:
    """Say whether `module` itself defines expectations of Great Expectations, which suites beside it may name."""
    return any(
        isinstance(thing, type)
        and thing.__module__ == module.__name__
        and any(base.__module__ == "great_expectations.expectations.expectation" for base in thing.__mro__)
        for thing in vars(module).values()
    )


def _problem(error: BaseException, path: Path, file: str) -> Problem:
    """Return why a module could not be loaded, with the last line of its own that was reached."""
    if isinstance(error, SyntaxError) and error.filename == str(path):
        return Problem(file, error.lineno or 0, "rule", f"can't be loaded: {error.msg}")
    lines = [f.lineno for f in traceback.extract_tb(error.__traceback__) if f.filename == str(path)]
    text = str(error).replace(str(path.parent) + "/", "").partition("\n")[0]
    what = f"{type(error).__name__}: {text}" if text else type(error).__name__
    return Problem(file, (lines[-1] or 0) if lines else 0, "rule", f"can't be loaded: {what}")
