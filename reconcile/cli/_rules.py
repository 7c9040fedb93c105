"""Rules as the command line shows them."""

from __future__ import annotations

from collections.abc import Sequence
from inspect import cleandoc
from textwrap import dedent
from typing import TYPE_CHECKING, Any

from reconcile.reporters._clean import clean, no_command
from reconcile.reporters._lines import GAP, wrapped

if TYPE_CHECKING:
    from reconcile.rule import Rule


def rule_data(rule: Rule, origin: str) -> dict[str, Any]:
    """Return a rule as other programs read it; `origin` is where it comes from."""
    return {
        "code": rule.code,
        "name": rule.name,
        "severity": rule.severity,
        "scope": rule.scope,
        "summary": rule.summary(),
        "from": origin,
        "options": {name: {"default": default, "says": says} for name, (default, says) in rule.options().items()},
    }


def find_rule(rules: Sequence[Rule], wanted: str) -> Rule | None:
    """Return the rule with that code or name, whatever its case."""
    folded = wanted.casefold()
    return next((rule for rule in rules if folded in (rule.code.casefold(), rule.name.casefold())), None)


def rule_page(rule: Rule, origin: str, width: int) -> str:
    """Return what a rule means, where it comes from, its options and its examples, wrapped to `width`."""
    head = f"{rule.code} {rule.name}: {rule.severity}, {origin}, looks at one {rule.scope} at a time"
    text = cleandoc(rule.__doc__ or "").partition("\n")[2]
    lines = [*wrapped(head, width), "", *wrapped(f"Finds: {rule.summary()}", width), *_document(text, width)]
    options = rule.options()
    if options:
        lines += ["", f"Options, under [rules.{rule.name}] in reconcile.toml:"]
    for name, (default, says) in options.items():
        lines += wrapped(f"{name} = {default!r}: {says}", width, GAP, GAP * 2)
    for example in rule.examples:
        lines += ["", *wrapped(f"Example: {example.title}", width)]
        for path, text in example.files.items():
            lines += [f"{GAP}{path}", *(f"{GAP * 2}{line}" for line in _file_lines(text))]
        found = [" with ".join(claims) for claims in example.finds]
        lines += wrapped(f"finds {'; '.join(found)}" if found else "finds nothing", width, GAP, GAP * 2)
    return "".join(no_command(clean(line)).rstrip() + "\n" for line in lines)


def _file_lines(text: str) -> list[str]:
    """Return the lines of an example's file without the indentation that they share."""
    return dedent(text.lstrip("\n")).rstrip().split("\n")


def _document(text: str, width: int) -> list[str]:
    """Return a docstring with its paragraphs wrapped, code and lists left as they are, headings bare."""
    lines: list[str] = []
    for paragraph in text.strip().split("\n\n"):
        rows = paragraph.strip("\n").split("\n")
        if rows[0].startswith("#"):
            lines += ["", rows.pop(0).lstrip("# ")]
        elif lines:
            lines.append("")
        as_it_is = any(row.startswith(("-", "*", "|", "    ", "```")) for row in rows)
        lines += rows if as_it_is or not rows else wrapped(" ".join(row.strip() for row in rows), width)
    return lines
