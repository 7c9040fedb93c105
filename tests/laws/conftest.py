"""Small projects for the tests of laws: claims as `document#id measure value key=value …`, one a line."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest
import yaml

from reconcile.models import Claims, Finding
from reconcile.registry import rules_in
from reconcile.rule import Rule
from reconcile.rules import (
    event_order,
    part_exceeds_whole,
    parts_do_not_sum,
    parts_exceed_total,
    relation_broken,
    share_conflict,
    shares_do_not_sum,
    unaccounted_remainder,
)
from reconcile.testing import claims_of

MODULES = (
    parts_exceed_total,
    parts_do_not_sum,
    unaccounted_remainder,
    part_exceeds_whole,
    relation_broken,
    share_conflict,
    shares_do_not_sum,
    event_order,
)
RULES: tuple[type[Rule], ...] = tuple(rule for module in MODULES for rule in rules_in(module))


def build(vocabulary: str, lines: str, relations: Mapping[str, Any] | None = None) -> Claims:
    documents: dict[str, dict[str, Any]] = {}
    for line in filter(None, map(str.strip, lines.splitlines())):
        name, measure, *rest = (part.strip() for part in line.split("|"))
        document, claim = name.split("#")
        keys = dict(part.split("=", 1) for part in rest[1:])
        published = keys.pop("published", "")
        top = documents.setdefault(document, {"document": {"id": document}, "claims": []})
        if published:
            top["document"]["published"] = published
        top["claims"].append({"id": claim, "measure": measure, "value": rest[0], **keys})
    files = {f"claims/{name}.yaml": yaml.safe_dump(text, allow_unicode=True) for name, text in documents.items()}
    if relations:
        files["rules/relations.yaml"] = yaml.safe_dump({"relations": relations})
    return claims_of({"claims/vocabulary.yaml": vocabulary, **files})


def findings_of(claims: Claims) -> list[Finding]:
    return [finding for rule in RULES for finding in rule().check(claims)]


def brief(claims: Claims) -> list[tuple[str, str, tuple[str, ...]]]:
    return sorted((f.code, f.severity, tuple(sorted(f.claim_ids()))) for f in findings_of(claims))


@pytest.fixture
def project() -> Callable[..., Claims]:
    return build


@pytest.fixture
def found() -> Callable[[Claims], list[Finding]]:
    return findings_of


@pytest.fixture
def short() -> Callable[[Claims], list[tuple[str, str, tuple[str, ...]]]]:
    return brief
