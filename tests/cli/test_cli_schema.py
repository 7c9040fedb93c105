"""`reconcile schema` and the first lines of new files: what an editor is told."""

import hashlib
import json
from pathlib import Path

import pytest
from jsonschema import Draft7Validator


@pytest.mark.parametrize("kind", ["claims", "vocabulary", "relations"])
def test_each_kind_is_printed(reconcile, kind: str) -> None:
    done = reconcile("schema", "--kind", kind)
    assert done.status == 0
    Draft7Validator.check_schema(json.loads(done.out))


def test_a_wrong_kind_is_a_usage_error(reconcile) -> None:
    done = reconcile("schema", "--kind", "vocabulry")
    assert done.status == 2 and "did you mean 'vocabulary'" in done.err


def test_a_projects_names_are_offered(reconcile, project) -> None:
    root = project({"claims/vocabulary.yaml": "dimensions: {city: {World: [Rome]}}\nmeasures: {riders: }\n"})
    claim = json.loads(reconcile("schema", str(root)).out)["definitions"]["claims"]["items"]
    assert claim["properties"]["measure"]["enum"] == ["riders"]
    assert claim["properties"]["city"]["enum"] == ["Rome", "World"]


def test_every_file_of_a_new_project_names_its_schema_and_fits_it(reconcile, tmp_path: Path) -> None:
    import yaml

    assert reconcile("init", str(tmp_path)).status == 0
    assert reconcile("new", "claims", "mine", "--dir", str(tmp_path)).status == 0
    files = [path for folder in ("claims", "rules") for path in sorted((tmp_path / folder).glob("*.yaml"))]
    assert len(files) == 5
    for path in files:
        text = path.read_text()
        mark, _, schema = text.split("\n", 1)[0].partition("$schema=")
        assert mark == "# yaml-language-server: "
        validator = Draft7Validator(json.loads((path.parent / schema).read_text()))
        assert [error.message for error in validator.iter_errors(yaml.load(text, yaml.BaseLoader))] == [], path.name
    assert reconcile("check", str(tmp_path)).status == 1


def test_a_new_claim_file_names_its_text_and_hash(reconcile, project) -> None:
    root = project({"texts/a b.txt": "Some twelve boats\n"})
    done = reconcile("new", "claims", "mine", "--text", str(root / "texts/a b.txt"), "--dir", str(root))
    assert done.status == 0
    written = (root / "claims/mine.yaml").read_text()
    assert "text: ../texts/a b.txt\n" in written
    assert f"sha256: {hashlib.sha256(b'Some twelve boats' + bytes([10])).hexdigest()}\n" in written
    claim = "claims:\n  - {id: x, measure: m, value: 13, at: {line: 1, quote: Some twelve boats}}\n"
    (root / "claims/mine.yaml").write_text(written.replace("claims: []\n", claim))
    findings = json.loads(reconcile("check", str(root), "--format", "json").out)["findings"]
    assert [one["code"] for one in findings] == ["REC502"]


def test_a_text_that_is_none_or_lies_outside(reconcile, project, tmp_path_factory) -> None:
    root = project({})
    assert reconcile("new", "claims", "a", "--text", str(root / "no.txt"), "--dir", str(root)).status == 2
    outside = tmp_path_factory.mktemp("elsewhere") / "t.txt"
    outside.write_text("words")
    done = reconcile("new", "claims", "a", "--text", str(outside), "--dir", str(root))
    assert done.status == 0 and "lies outside the project" in done.err
