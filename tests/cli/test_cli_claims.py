"""`reconcile claims` and `reconcile schema`."""

import csv
import io
import json
from pathlib import Path

import pytest

VOCABULARY = """\
dimensions: {country: {World: {Europe: [France, Spain]}}}
measures:
  visitors: {label: visitors, unit: person, kind: stock}
  opened: {label: the bridge opened, kind: event, by: []}
"""
PAPER = """\
document: {id: paper, published: 2021-03}
claims:
  - {id: fr, measure: visitors, country: France, value: "1,700", time: 2020-12, at: {line: 4}}
  - {id: es, measure: visitors, country: Spain, value: more than 900}
  - {id: bridge, measure: opened, value: 9 December 2017}
  - {id: evil, measure: visitors, value: unknown, says: "=1+1 \\e[31m"}
"""


@pytest.fixture
def folder(project) -> Path:
    return project({"claims/vocabulary.yaml": VOCABULARY, "claims/paper.yaml": PAPER})


def rows(text: str) -> dict[str, dict[str, str]]:
    return {row["claim"]: row for row in csv.DictReader(io.StringIO(text))}


def test_csv_holds_value_reading_and_time(reconcile, folder) -> None:
    found = rows(reconcile("claims", str(folder), "--format", "csv").out)
    france, spain, bridge = found["paper#fr"], found["paper#es"], found["paper#bridge"]
    assert (france["stated"], france["reads"], france["low"], france["high_open"]) == (
        "1,700",
        "[1,650, 1,750)",
        "1650",
        "True",
    )
    assert (france["from"], france["to"], france["basis"]) == ("2020-12-01", "2020-12-31", "stated")
    assert (france["country"], france["unit"], france["text_place"]) == ("France", "person", "text line 4")
    assert (spain["high"], spain["basis"]) == ("", "published")
    assert (bridge["reads"], bridge["country"]) == ("9 Dec 2017", "")
    assert found["paper#evil"]["says"].startswith("'=1+1")


def test_json_holds_the_same(reconcile, folder) -> None:
    data = json.loads(reconcile("claims", str(folder), "--format", "json").out)
    assert [row["claim"] for row in data] == ["paper#bridge", "paper#es", "paper#evil", "paper#fr"]
    assert data[3]["low"] == 1650
    assert data[1]["high"] is None
    assert data[2]["says"] == "=1+1 \x1b[31m"


@pytest.mark.parametrize(
    ("where", "claims"),
    [
        ([], {"fr", "es", "bridge", "evil"}),
        (["measure=visitors"], {"fr", "es", "evil"}),
        (["country=France", "country=Spain"], {"fr", "es"}),
        (["country=France", "measure=opened"], set()),
        (["basis=stated", "measure=visitors"], {"fr"}),
        (["line=4"], {"es"}),
    ],
)
def test_where(reconcile, folder, where, claims) -> None:
    options = [part for pair in where for part in ("--where", pair)]
    found = rows(reconcile("claims", str(folder), "--format", "csv", *options).out)
    assert {claim.partition("#")[2] for claim in found} == claims


@pytest.mark.parametrize(
    ("where", "hint"),
    [("mesure=x", "did you mean 'measure'"), ("measure", "KEY=VALUE")],
)
def test_where_with_a_slip_is_a_usage_error(reconcile, folder, where, hint) -> None:
    done = reconcile("claims", str(folder), "--where", where)
    assert done.status == 2
    assert hint in done.err


@pytest.mark.parametrize("width", [40, 60, 100, 200])
def test_text_fits_and_ends_in_a_count(reconcile, folder, width) -> None:
    out = reconcile("claims", str(folder), "--width", str(width)).out
    assert max(map(len, out.splitlines())) <= width
    assert out.endswith("\n\n4 claims\n")
    assert "[1,650, 1,750)" in out
    assert "\x1b" not in out


@pytest.mark.parametrize("suffix", [".csv", ".json", ".parquet"])
def test_files(reconcile, folder, suffix) -> None:
    import pandas as pd

    file = folder / f"out{suffix}"
    done = reconcile("claims", str(folder), "-o", str(file))
    assert (done.status, done.out) == (0, "")
    assert "wrote 4 claims" in done.err
    read = {".csv": pd.read_csv, ".json": pd.read_json, ".parquet": pd.read_parquet}[suffix]
    frame = read(file)
    assert list(frame["claim"]) == ["paper#bridge", "paper#es", "paper#evil", "paper#fr"]
    first = file.read_bytes()
    reconcile("claims", str(folder), "-o", str(file))
    assert file.read_bytes() == first


def test_broken_claims_and_files_are_named(reconcile, project) -> None:
    paper = PAPER + "  - {id: x, mesure: y, value: 1}\n"
    folder = project(
        {
            "claims/vocabulary.yaml": VOCABULARY,
            "claims/paper.yaml": paper,
            "claims/broken.yaml": "claims: [",
        }
    )
    done = reconcile("claims", str(folder))
    assert done.status == 3
    assert "claims/broken.yaml" in done.err
    assert "claims/paper.yaml:7" in done.err


def test_no_claims_is_incomplete(reconcile, project) -> None:
    assert reconcile("claims", str(project({}))).status == 3


def test_schema_is_a_schema_that_fits_the_claim_files(reconcile, folder) -> None:
    import yaml
    from jsonschema import Draft7Validator

    schema = json.loads(reconcile("schema").out)
    Draft7Validator.check_schema(schema)
    paper = yaml.load(PAPER, Loader=yaml.BaseLoader)
    assert not list(Draft7Validator(schema).iter_errors(paper))
    assert list(Draft7Validator(schema).iter_errors({"claims": "x"}))
    own = json.loads(reconcile("schema", str(folder)).out)
    assert "visitors" in json.dumps(own)
    assert "visitors" not in json.dumps(schema)


def test_schema_into_a_file(reconcile, folder) -> None:
    done = reconcile("schema", "-o", str(folder / "schema.json"))
    assert (done.status, done.out) == (0, "")
    assert json.loads((folder / "schema.json").read_text())["title"]
