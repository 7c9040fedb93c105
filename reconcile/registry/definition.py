"""What makes a class a rule; whatever is missing is said with its author's file and line."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator, Sequence
from dataclasses import MISSING, fields, is_dataclass
from fractions import Fraction

from reconcile.errors import RuleDefinitionError, did_you_mean
from reconcile.models import SEVERITIES
from reconcile.rule import SCOPES, Example, Rule

CODE = re.compile(r"[A-Z]{2,12}\d{3}")
NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
OPTION_TYPES = (bool, int, float, Fraction, str, tuple)
"""What the default of an option may be: the settings file must be able to say it."""
_CLASS_ATTRIBUTES = ("code", "name", "severity", "scope", "examples")


def faults_of(rule: type[Rule]) -> list[str]:
    """Return what is wrong with the definition of a rule, one sentence each."""
    return [*_identity(rule), *_documentation(rule), *_form(rule), *_check(rule), *_examples(rule)]


def check_definition(rule: type[Rule], file: str = "") -> None:
    """Raise RuleDefinitionError, with file and line, where `rule` breaks the interface of rules."""
    faults = faults_of(rule)
    if faults:
        place = f"{file or source_of(rule)}:{line_of(rule)}"
        raise RuleDefinitionError("\n".join(f"{place}: {rule.__name__}: {fault}" for fault in faults))


def source_of(rule: type[Rule]) -> str:
    """Return the file of a rule as a message names it, without any path of this machine."""
    return rule.__module__.replace(".", "/") + ".py"


def line_of(rule: type[Rule]) -> int:
    """Return the line where the class of a rule begins, 0 where its source is not at hand."""
    try:
        lines, first = inspect.getsourcelines(rule)
    except (OSError, TypeError, SyntaxError):
        return 0
    below = (n for n, line in enumerate(lines) if line.lstrip().startswith("class "))
    return first + next(below, 0)


def _identity(rule: type[Rule]) -> Iterator[str]:
    if not isinstance(rule.code, str) or not CODE.fullmatch(rule.code):
        yield f'code is {rule.code!r}; expected capital letters and three digits, such as "ACME001"'
    if not isinstance(rule.name, str) or not NAME.fullmatch(rule.name):
        yield f'name is {rule.name!r}; expected small letters, digits and hyphens, such as "value-conflict"'
    for attribute, allowed in (("severity", SEVERITIES), ("scope", SCOPES)):
        value = getattr(rule, attribute)
        if value not in allowed:
            yield f"{attribute} is {value!r}; expected {_listed(allowed)}{did_you_mean(str(value), allowed)}"


def _documentation(rule: type[Rule]) -> Iterator[str]:
    text = vars(rule).get("__doc__") or ""
    # A dataclass without a docstring gets its signature for one.
    if not text.strip() or text.startswith(f"{rule.__name__}("):
        yield 'has no docstring; its first line ends the sentence "this rule finds …"'


def _form(rule: type[Rule]) -> Iterator[str]:
    if "__dataclass_params__" not in vars(rule) or not is_dataclass(rule):
        yield "is no frozen dataclass; write @dataclass(frozen=True) above the class"
        return
    for item in fields(rule):
        if item.name in _CLASS_ATTRIBUTES:
            yield f"{item.name} has become an option; annotate it as a ClassVar, or not at all"
        elif item.default is MISSING:
            yield f'option {item.name} has no default; write {item.name}: … = option(default, "says")'
        elif not isinstance(item.default, OPTION_TYPES):
            kind = type(item.default).__name__
            yield f"option {item.name} is a {kind}; expected a truth value, number, text or tuple of these"


def _check(rule: type[Rule]) -> Iterator[str]:
    if rule.check is Rule.check:
        yield "has no check(self, claims)"
        return
    waits = inspect.iscoroutinefunction(rule.check) or inspect.isasyncgenfunction(rule.check)
    if waits or not inspect.isfunction(rule.check):
        yield "check is no plain method; expected check(self, claims)"
        return
    taken = list(inspect.signature(rule.check).parameters.values())
    plain = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
    if len(taken) != 2 or any(one.kind not in plain for one in taken):
        yield f"check takes ({', '.join(str(one) for one in taken)}); expected check(self, claims)"


def _examples(rule: type[Rule]) -> Iterator[str]:
    if not isinstance(rule.examples, Sequence) or not all(isinstance(one, Example) for one in rule.examples):
        yield "examples is no sequence of Example"


def _listed(words: Sequence[str]) -> str:
    return f"{', '.join(words[:-1])} or {words[-1]}"
