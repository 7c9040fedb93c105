"""Options of rules: what `[rules.<name>]` in the settings says, put into the rules."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from fractions import Fraction

from reconcile.errors import Problem, did_you_mean
from reconcile.rule import Rule
from reconcile.settings import Settings, check_table, line_of


def with_options(
    classes: Sequence[type[Rule]], settings: Settings, left_out: Iterable[str] = ()
) -> tuple[list[Rule], list[Problem]]:
    """Return each class with its options applied, and every mistake in the options.

    `left_out` holds names of rules that were not loaded: their options are left alone.
    """
    known = {rule.name: rule for rule in classes}
    rules: list[Rule] = []
    problems = [
        _unknown_rule(name, known, settings)
        for name in settings.rule_options
        if name not in known and name not in left_out
    ]
    for rule in classes:
        made, wrong = configured(rule, settings)
        rules += [made] if made is not None else []
        problems += wrong
    return rules, problems


def configured(rule: type[Rule], settings: Settings) -> tuple[Rule | None, list[Problem]]:
    """Return the rule with the options that the settings give it, or None and what is wrong with them."""
    table, given = f"rules.{rule.name}", settings.rule_options.get(rule.name, {})
    defaults = {name: default for name, (default, _) in rule.options().items()}
    problems = check_table(table, given, defaults, settings.file, settings.text)
    problems += _wrong_items(rule, given, settings) if not problems else []
    if problems:
        return None, problems
    values = {
        field.name: _converted(given[name], defaults[name])
        for field in fields(rule)
        if (name := field.name.replace("_", "-")) in given
    }
    try:
        return rule(**values), []
    except ValueError as error:  # a rule's own __post_init__ may refuse what it cannot work with
        line = line_of(settings.text, table)
        return None, [Problem(settings.file, line, "settings", f"[{table}] {error}")]


def _unknown_rule(name: str, known: Mapping[str, type[Rule]], settings: Settings) -> Problem:
    by_code = {rule.code: rule.name for rule in known.values()}
    hint = f"; did you mean '{by_code[name]}'?" if name in by_code else did_you_mean(name, known)
    line = line_of(settings.text, f"rules.{name}") or line_of(settings.text, "rules", name)
    return Problem(settings.file, line, "settings", f"[rules.{name}] there is no rule '{name}'{hint}")


def _wrong_items(rule: type[Rule], given: Mapping[str, object], settings: Settings) -> list[Problem]:
    """Return what is wrong inside lists: their items are of the type of the default's."""
    problems = []
    for name, (default, _) in rule.options().items():
        value = given.get(name)
        if isinstance(value, list) and default and not all(isinstance(item, type(default[0])) for item in value):
            table, example = f"rules.{rule.name}", list(default)
            line = line_of(settings.text, table, name)
            problems.append(
                Problem(
                    settings.file,
                    line,
                    "settings",
                    f"[{table}] {name} holds items of another type; expected a list such as {example}",
                )
            )
    return problems


def _converted(value: object, default: object) -> object:
    if isinstance(default, tuple) and isinstance(value, list):
        return tuple(value)
    if isinstance(default, Fraction):
        return Fraction(str(value))
    return float(value) if isinstance(default, float) and isinstance(value, int) else value
