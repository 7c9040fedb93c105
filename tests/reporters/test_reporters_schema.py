"""The published schema of the JSON report: it holds for reports, and knows every key that there is."""

import json
from typing import Any

import pytest
from format_checks import REPORT_SCHEMA, schema_of
from full_report import full
from hostile_texts import HOSTILE, hostile_report
from jsonschema import Draft202012Validator

from reconcile.models import Report
from reconcile.pipeline import check
from reconcile.reporters import render
from reconcile.reporters.json import SCHEMA
from reconcile.settings import load_settings

DESIGN = {
    "": "schema project coverage summary findings problems",
    "coverage": "documents claims quantities compared not_checked",
    "finding": "id code rule severity grade quantity label message arithmetic gap holds_until claims relations causes "
    "status decision evidence",
    "claim": "id document role camp stated low high low_open high_open time origin at file line",
    "margin": "absolute relative",
}


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    """The schema as published."""
    return json.loads(REPORT_SCHEMA.read_text(encoding="utf-8"))


def data_of(report: Report) -> dict[str, Any]:
    return json.loads(str(render(report, "json")))


def faults(data: object) -> list[str]:
    return [error.message for error in schema_of(REPORT_SCHEMA).iter_errors(data)]


def test_it_is_a_schema_of_2020_12_for_this_version(schema: dict[str, Any]) -> None:
    Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["properties"]["schema"]["const"] == SCHEMA


@pytest.mark.parametrize("part", DESIGN)
def test_what_programs_may_rely_on_is_required(part: str, schema: dict[str, Any]) -> None:
    there = schema["$defs"][part] if part else schema
    assert set(DESIGN[part].split()) <= set(there["required"])
    assert set(there["required"]) <= set(there["properties"])


def test_reports_hold_to_it(empty: Report, report: Report) -> None:
    for made in (Report(), empty, report, full()):
        assert faults(data_of(made)) == []


@pytest.mark.parametrize("text", HOSTILE[::10], ids=range(len(HOSTILE[::10])))
def test_hostile_reports_hold_to_it(text: str) -> None:
    assert faults(data_of(hostile_report(text))) == []


def test_the_report_of_this_repository_holds_to_it(root: Any) -> None:
    assert faults(data_of(check(load_settings(root)))) == []


def test_every_key_is_described(schema: dict[str, Any]) -> None:
    """Keys are open, so that more may come; but what is there is in the schema, with a word on it."""
    missing: list[str] = []
    _keys(data_of(full()), schema, schema, "", missing)
    assert missing == []


def _keys(data: Any, part: dict[str, Any], schema: dict[str, Any], place: str, missing: list[str]) -> None:
    part = schema["$defs"][part["$ref"].rpartition("/")[2]] | part if "$ref" in part else part
    part = _keys_of_any(part, schema)
    if isinstance(data, list):
        for inner in data:
            _keys(inner, part.get("items", {}), schema, place, missing)
    elif isinstance(data, dict) and "properties" in part:
        for key, value in data.items():
            known = part["properties"].get(key)
            if known is None or "description" not in known:
                missing.append(f"{place}.{key}")
            else:
                _keys(value, known, schema, f"{place}.{key}", missing)


def _keys_of_any(part: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    named = [one["$ref"].rpartition("/")[2] for one in part.get("anyOf", ()) if "$ref" in one]
    return schema["$defs"][named[0]] if named else part


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"schema": "reconcile-report/2"}, "reconcile-report/1"),
        ({"problems": None}, "array"),
        ({"summary": {"error": -1, "warning": 0, "note": 0, "by_rule": {}}}, "minimum"),
        ({"findings": [{}]}, "'id' is a required property"),
    ],
)
def test_what_breaks_it_is_noticed(change: dict[str, Any], said: str) -> None:
    assert said in " ".join(faults({**data_of(full()), **change}))


def test_keys_may_be_added() -> None:
    assert faults({**data_of(full()), "another": 1}) == []
