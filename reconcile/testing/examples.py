"""The examples and the documentation of a rule, as tests."""

from __future__ import annotations

import re
from collections.abc import Sequence
from inspect import cleandoc

from reconcile.registry import check_definition
from reconcile.rule import Example, Rule
from reconcile.testing.projects import check_files

SECTIONS = ("What it finds", "Why it matters", "What to do")
"""The headings that every rule's documentation has; `Source` may follow."""


def check_examples(rule: type[Rule]) -> None:
    """Run each example of a rule and assert that the rule finds exactly what the example declares.

    A rule has an example that finds something and one that finds nothing. Raises AssertionError with every
    example that fails, RuleDefinitionError where the class is no proper rule.
    """
    check_definition(rule)
    wrong = [line for example in rule.examples for line in _wrong(rule, example)]
    if not any(example.finds for example in rule.examples):
        wrong.append("no example finds anything")
    if not any(not example.finds for example in rule.examples):
        wrong.append("no example shows what it leaves alone (`finds` empty)")
    if wrong:
        raise AssertionError("\n".join([f"{rule.code} {rule.name}:", *(f"  {line}" for line in wrong)]))


def _wrong(rule: type[Rule], example: Example) -> list[str]:
    report = check_files(example.files, [rule], example.as_of)
    declared = sorted(sorted(claims) for claims in example.finds)
    found = sorted(sorted(finding.claim_ids()) for finding in report.found)
    lines = [f"can't be checked: {problem}" for problem in report.problems]
    lines += [f"not found: {_listed(claims)}" for claims in _without(declared, found)]
    for claims in _without(found, declared):
        said = next(one.message for one in report.found if sorted(one.claim_ids()) == claims)
        lines.append(f"found, though not declared: {_listed(claims)}: {said}")
    return [f"example “{example.title}”: {line}" for line in lines]


def _without(these: Sequence[Sequence[str]], those: Sequence[Sequence[str]]) -> list[list[str]]:
    left = [list(one) for one in those]
    kept = []
    for one in these:
        if list(one) in left:
            left.remove(list(one))
        else:
            kept.append(list(one))
    return kept


def _listed(claims: Sequence[str]) -> str:
    return " with ".join(claims) or "no claim"


def check_documentation(rule: type[Rule]) -> None:
    """Assert that a rule's docstring, examples and options say all that its page needs."""
    wrong = []
    text = cleandoc(rule.__doc__ or "")
    summary = rule.summary()
    if len(summary) > 110 or not summary.endswith("."):
        wrong.append(f"the first line is one sentence of at most 110 characters, with a full stop: {summary!r}")
    headings = re.findall(r"^## (.+)$", text, re.MULTILINE)
    allowed = [*SECTIONS, "Source"]
    if [one for one in headings if one != "Source"] != list(SECTIONS) or set(headings) - set(allowed):
        wrong.append(f"its headings are {headings}; expected {list(SECTIONS)}, and Source last where there is one")
    bodies = re.split(r"^## .+$", text, flags=re.MULTILINE)[1:]
    wrong += [f"nothing stands below “{h}”" for h, body in zip(headings, bodies, strict=True) if not body.strip()]
    wrong += [f"option {name} does not say what it does" for name, (_, doc) in rule.options().items() if not doc]
    titles = [example.title for example in rule.examples]
    if len(set(titles)) != len(titles) or not all(titles):
        wrong.append("every example has a title of its own")
    if wrong:
        raise AssertionError("\n".join([f"{rule.code} {rule.name}:", *(f"  {line}" for line in wrong)]))
