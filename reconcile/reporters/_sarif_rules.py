"""What SARIF says of the rules: from their own documentation, for those that found something."""

from __future__ import annotations

from collections.abc import Sequence
from inspect import cleandoc
from pathlib import Path
from typing import Any

from reconcile.models import SEVERITIES, Finding
from reconcile.reporters._clean import clean, for_sarif


def rule_data(found: Sequence[Finding]) -> list[dict[str, Any]]:
    """Return a `reportingDescriptor` for each rule of the findings, by code.

    A project's own rule is known by its findings alone: a report holds no code.
    """
    named: dict[str, Finding] = {}
    for finding in found:
        known = named.setdefault(finding.code, finding)
        if SEVERITIES.index(finding.severity) < SEVERITIES.index(known.severity):
            named[finding.code] = finding
    texts = _documented() if named else {}
    return [_rule(named[code], texts.get((code, named[code].rule))) for code in sorted(named)]


def _documented() -> dict[tuple[str, str], tuple[str, str, str]]:
    """Return severity, first line and documentation of every installed rule, by code and name."""
    from reconcile.registry import load_rules
    from reconcile.settings import Settings

    rules = load_rules(Settings(root=Path(), rules=()), project_rules=False).rules
    return {(rule.code, rule.name): (rule.severity, rule.summary(), cleandoc(rule.__doc__ or "")) for rule in rules}


def _rule(finding: Finding, texts: tuple[str, str, str] | None) -> dict[str, Any]:
    severity, summary, page = texts or (finding.severity, finding.rule.replace("-", " "), "")
    name = "".join(word.capitalize() for word in clean(finding.rule).split("-"))
    help_text = f"{page}\n\nMore: reconcile explain {finding.code}" if page else for_sarif(summary)
    return {
        "id": clean(finding.code),
        "name": name,
        "shortDescription": {"text": for_sarif(finding.rule)},
        "fullDescription": {"text": for_sarif(summary)},
        "help": {"text": help_text, "markdown": help_text},
        "defaultConfiguration": {"level": severity},
        "properties": {"tags": ["facts"]},
    }
