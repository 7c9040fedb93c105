"""The JSON Schema and the docs say what the readers do: all come from one table of keys."""

from pathlib import Path

import jsonschema
import pytest
import yaml

from reconcile.models import KINDS
from reconcile.reading import claim_schema
from reconcile.reading.claim_files import read_claim_file
from reconcile.reading.keys import CLAIM, DOCUMENT, FILE, LOCATOR, TABLE_COLUMNS
from reconcile.reading.measures import KEYS as MEASURE_KEYS
from reconcile.reading.other_tables import read_json_lines
from reconcile.reading.relations import KEYS as RELATION_KEYS
from reconcile.reading.relations import read_relations
from reconcile.reading.tables import read_table
from reconcile.reading.vocabulary import read_vocabulary

PAGE = (Path(__file__).parents[2] / "docs" / "claim-files.md").read_text(encoding="utf-8")


def blocks(kind: str) -> list[str]:
    return [block.split("\n```", 1)[0] for block in PAGE.split(f"```{kind}\n")[1:]]


def example(page_kind: str, first: str) -> list[str]:
    return [block for block in blocks(page_kind) if block.startswith(first)]


@pytest.mark.parametrize("table", [CLAIM, DOCUMENT, FILE, LOCATOR, TABLE_COLUMNS, MEASURE_KEYS, RELATION_KEYS, KINDS])
def test_the_docs_name_every_key(table: dict[str, object]) -> None:
    assert [key for key in table if f"`{key}`" not in PAGE] == []


def test_the_docs_say_what_each_key_of_a_claim_holds() -> None:
    for keys in (CLAIM, DOCUMENT, LOCATOR):
        for name, key in keys.items():
            rows = [row for row in PAGE.splitlines() if row.startswith(f"| `{name}` |")]
            assert any(key.what in row for row in rows), name


def test_the_examples_of_the_docs_are_read() -> None:
    (vocabulary,) = example("yaml", "dimensions:")
    declared = read_vocabulary(vocabulary, "v.yaml")
    assert declared.problems == ()
    for text in example("yaml", "document:"):
        part = read_claim_file(text, "a.yaml", "a", declared.vocabulary)
        assert (part.problems, part.faults) == ((), ())
        assert part.records
    for text in example("yaml", "relations:"):
        relations, problems = read_relations(text, "r.yaml", declared.vocabulary)
        assert problems == ()
        assert relations


def test_the_schema_has_every_key_with_a_description_and_an_example() -> None:
    schema = claim_schema()
    claim = schema["definitions"]["claims"]["items"]["properties"]
    assert set(claim) == set(CLAIM)
    assert set(schema["properties"]) == set(FILE)
    assert set(schema["definitions"]["at"]["properties"]) == set(LOCATOR)
    assert set(schema["properties"]["document"]["properties"]) == set(DOCUMENT)
    for name, key in claim.items():
        assert "$ref" in key or (key["description"] and key["examples"]), name


def test_the_schema_offers_the_names_of_a_vocabulary() -> None:
    vocabulary = read_vocabulary(
        "dimensions: {place: {World: [Syria]}}\naliases: {SY: Syria}\nmeasures: {a: , b: }", "v.yaml"
    ).vocabulary
    claim = claim_schema(vocabulary)["definitions"]["claims"]["items"]
    assert claim["properties"]["measure"]["enum"] == ["a", "b"]
    assert claim["properties"]["place"]["enum"] == ["SY", "Syria", "World"]
    assert claim["additionalProperties"] is False


def test_the_examples_of_the_schema_are_read() -> None:
    examples = {name: key.example for name, key in CLAIM.items()}
    text = yaml.safe_dump({"document": {name: key.example for name, key in DOCUMENT.items()}, "claims": [examples]})
    part = read_claim_file(text, "a.yaml", "a", None)
    assert (part.problems, part.faults) == ((), ())
    assert [record["id"] for record in part.records] == ["fr-joined", "fr-back"]


def test_the_schema_takes_what_the_readers_take() -> None:
    schema = claim_schema()
    jsonschema.Draft7Validator.check_schema(schema)
    validator = jsonschema.Draft7Validator(schema)
    (text,) = example("yaml", "document:")
    assert list(validator.iter_errors(yaml.safe_load(text.replace("2018-02", '"2018-02"')))) == []
    assert list(validator.iter_errors({"claims": [{name: key.example for name, key in CLAIM.items()}]})) == []
    assert list(validator.iter_errors({"claims": [{"measure": "a", "value": 3, "city": "Lyon"}]})) == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"clams": []},
        {"claims": {"a": 1}},
        {"claims": [3]},
        {"claims": [{"measure": ["a"]}]},
        {"claims": [{"stance": "denies"}]},
        {"claims": [{"at": {"lien": 3}}]},
        {"claims": [], "document": {"titel": "x"}},
    ],
)
def test_the_schema_refuses_what_the_readers_refuse(wrong: dict[str, object]) -> None:
    assert list(jsonschema.Draft7Validator(claim_schema()).iter_errors(wrong))


def test_every_column_of_a_table_is_read() -> None:
    cells = {name: key.example for name, key in {**CLAIM, **LOCATOR}.items() if name in TABLE_COLUMNS}
    cells |= {"document": "d", "published": "2018", "base": "unknown"}
    assert set(cells) == set(TABLE_COLUMNS)
    row = "{" + ", ".join(f'"{name}": "{cell}"' for name, cell in cells.items()) + "}"
    part = read_table(
        read_json_lines(row.encode(), "t.jsonl"),
        "t.jsonl",
        "t",
        read_vocabulary("measures: {joined: }", "v").vocabulary,
    )
    assert (part.problems, part.faults) == ((), ())
    assert part.frame is not None
    assert part.frame["at"].iloc[0].keys() == LOCATOR.keys()
