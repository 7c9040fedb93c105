"""The schemas for editors: draft-07, every key described, and what the readers take they take too."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from reconcile.reading import claim_schema, read_project
from reconcile.reading.measures import KEYS as MEASURE_KEYS
from reconcile.reading.nodes import compose, is_list, is_mapping, is_scalar, text_of
from reconcile.reading.relations import KEYS as RELATION_KEYS
from reconcile.reading.schemas import MEASURE, RELATION, relations_schema, vocabulary_schema
from reconcile.reading.vocabulary import KEYS as VOCABULARY_KEYS
from reconcile.settings import load_settings

MADE = {"claims": claim_schema, "vocabulary": vocabulary_schema, "relations": relations_schema}


def as_an_editor(text: str) -> Any:
    """Return a YAML text with every scalar a text, as `reconcile` reads it."""

    def plain(node: Any) -> Any:
        if is_mapping(node):
            return {str(key.value): plain(value) for key, value in node.value}
        if is_list(node):
            return [plain(item) for item in node.value]
        return text_of(node) or None if is_scalar(node) else None

    return plain(compose(text, "a.yaml"))


def described(schema: Any) -> Iterator[tuple[str, Any]]:
    """Yield every property of a schema, at any depth."""
    if isinstance(schema, dict):
        for name, inner in schema.get("properties", {}).items():
            yield name, inner
        for inner in schema.values():
            yield from described(inner)
    elif isinstance(schema, list):
        for inner in schema:
            yield from described(inner)


@pytest.mark.parametrize("kind", MADE)
def test_every_schema_is_draft_07_and_tells_what_each_key_is(kind: str) -> None:
    schema = MADE[kind]()
    assert schema["$schema"] == "http://json-schema.org/draft-07/schema#"
    jsonschema.Draft7Validator.check_schema(schema)
    for name, inner in described(schema):
        assert inner.get("description") or "$ref" in inner, name
        assert inner.get("examples") or "$ref" in inner or "properties" in inner, name


def test_the_keys_are_those_of_the_readers() -> None:
    assert set(MEASURE) == set(MEASURE_KEYS)
    assert set(RELATION) == set(RELATION_KEYS)
    assert set(vocabulary_schema()["properties"]) == set(VOCABULARY_KEYS)


@pytest.mark.parametrize("kind", MADE)
def test_this_projects_files_fit(kind: str, root: Path) -> None:
    vocabulary = read_project(load_settings(root)).vocabulary
    validator = jsonschema.Draft7Validator(MADE[kind](vocabulary))
    files = {"vocabulary": ["claims/vocabulary.yaml"], "relations": ["rules/relations.yaml"]}.get(kind)
    paths = [root / file for file in files] if files else sorted((root / "claims").glob("*-*.yaml"))
    for path in paths:
        text = path.read_text(encoding="utf-8")
        for data in (as_an_editor(text), json.loads(json.dumps(yaml.safe_load(text), default=str))):
            assert [error.message for error in validator.iter_errors(data)] == [], path.name


@pytest.mark.parametrize(
    ("kind", "wrong"),
    [
        ("vocabulary", {"measurs": {}}),
        ("vocabulary", {"measures": {"a": {"kind": "stok"}}}),
        ("vocabulary", {"measures": {"a": {"lable": "x"}}}),
        ("vocabulary", {"measures": ["a"]}),
        ("relations", {"relations": {"a": {"hold": "x <= y"}}}),
        ("relations", {"relations": {"a": {"severity": "bad"}}}),
        ("claims", {"claims": [{"stance": "denies"}]}),
    ],
)
def test_slips_are_marked(kind: str, wrong: object) -> None:
    assert list(jsonschema.Draft7Validator(MADE[kind]()).iter_errors(wrong))


def test_the_examples_fit_their_own_schema() -> None:
    for make in MADE.values():
        schema = make()
        for name, inner in described(schema):
            alone = {**inner, "definitions": schema.get("definitions", {})}
            for example in inner.get("examples", []):
                assert list(jsonschema.Draft7Validator(alone).iter_errors(example)) == [], name
