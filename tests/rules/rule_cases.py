"""Rules on small projects given as mappings: who says what, and what one rule finds in it."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from reconcile.models import Finding
from reconcile.rule import Rule
from reconcile.testing import check_files

Said = Sequence[Mapping[str, Any]]


def findings(
    rule: type[Rule],
    vocabulary: Mapping[str, Any],
    documents: Mapping[str, Said],
    published: Mapping[str, str] | None = None,
    relations: Mapping[str, Any] | None = None,
    settings: str = "",
) -> list[Finding]:
    """Return what `rule` finds where each document says what `documents` list; JSON is YAML."""
    files = {"reconcile.toml": settings, "claims/vocabulary.yaml": json.dumps(vocabulary)}
    if relations:
        files["rules/relations.yaml"] = json.dumps({"relations": relations})
    for name, said in documents.items():
        header = {"id": name, "published": (published or {}).get(name, "2020")}
        claims = [{"id": f"c{i}", **claim} for i, claim in enumerate(said)]
        files[f"claims/{name}.yaml"] = json.dumps({"document": header, "claims": claims})
    report = check_files(files, [rule])
    assert report.problems == ()
    return list(report.found)


def claim(measure: str, value: str, time: str = "", **more: Any) -> dict[str, Any]:
    """Return a claim; keys without a value are left out."""
    return {k: v for k, v in {"measure": measure, "value": value, "time": time, **more}.items() if v != ""}


def told(found: Sequence[Finding]) -> list[tuple[str, list[str]]]:
    """Return severity and claims of each finding, sorted."""
    return sorted((one.severity, sorted(one.claim_ids())) for one in found)
