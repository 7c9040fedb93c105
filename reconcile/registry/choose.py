"""Which rules to run: by code, by name, or by how either begins."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from reconcile.errors import Problem, SettingsError, did_you_mean
from reconcile.rule import Rule


def select_rules(
    rules: Iterable[Rule],
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    left_out: Iterable[str] = (),
) -> tuple[Rule, ...]:
    """Return the rules to run, in the order given: those selected (all, where none are) but not ignored.

    A word is the code or name of one rule, or what several begin with (`REC2`). `left_out` holds codes and
    names of rules that were not loaded, which may still be named. Raises SettingsError with every word that
    names no rule.
    """
    every = tuple(rules)
    problems = [
        _unknown(word, every)
        for word in dict.fromkeys((*select, *ignore))
        if not _meant(word, every) and not _begins(word, left_out)
    ]
    if problems:
        raise SettingsError(problems)
    chosen = {name for word in select for name in _meant(word, every)} if select else {r.name for r in every}
    ignored = {name for word in ignore for name in _meant(word, every)}
    return tuple(rule for rule in every if rule.name in chosen - ignored)


def _meant(word: str, rules: Sequence[Rule]) -> set[str]:
    """Return the names of the rules that `word` means, whatever its case; one named exactly stands alone."""
    folded = word.strip().casefold()
    exact = {rule.name for rule in rules if folded in (rule.code.casefold(), rule.name)}
    return exact or {
        rule.name
        for rule in rules
        if folded and (rule.code.casefold().startswith(folded) or rule.name.startswith(folded))
    }


def _begins(word: str, names: Iterable[str]) -> bool:
    folded = word.strip().casefold()
    return bool(folded) and any(name.casefold().startswith(folded) for name in names)


def _unknown(word: str, rules: Sequence[Rule]) -> Problem:
    names = [name for rule in rules for name in (rule.code, rule.name)]
    return Problem("", 0, "settings", f"there is no rule '{word}'{did_you_mean(word, names)}")
