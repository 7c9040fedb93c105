"""The JSON Schema of decision files: it takes what is written and refuses what the reader refuses."""

import json
from datetime import date

import yaml
from jsonschema import Draft7Validator

from reconcile.decisions.reader import KEYS, read_decision
from reconcile.decisions.schema import STEP, decision_schema
from reconcile.decisions.take import Wanted, decide
from reconcile.models.decision import REASONS, STATUSES

ON = date(2024, 3, 1)


def faults(text: str) -> list[str]:
    """Return what the schema says of a file whose scalars are texts, as an editor reads them."""
    return [error.message for error in Draft7Validator(decision_schema()).iter_errors(yaml.load(text, yaml.BaseLoader))]


def test_the_schema_has_the_keys_of_the_reader() -> None:
    Draft7Validator.check_schema(decision_schema())
    assert list(STEP) == list(KEYS)
    assert STEP["status"]["enum"] == list(STATUSES) and STEP["reason"]["enum"] == list(REASONS)
    assert all(inner["description"] and inner["examples"] for inner in STEP.values())


def test_files_that_are_written_fit_the_schema(project) -> None:
    store, finding, before = project.store(), project.conflict(), None
    for wanted in (
        Wanted("deferred", "Ada: the first", ON, text="Ask.\nThen wait.", until=date(2024, 4, 1)),
        Wanted("explained", "Ada", ON, reason="rounding", text="1: 'a' \"b\" # c"),
        Wanted("dismissed", "2024-01-01", ON, text="yes"),
        Wanted("confirmed", "no", ON),
    ):
        before = decide(store, finding, wanted, before)
        (file,) = (project.root / "decisions").glob("*.yaml")
        assert faults(file.read_text(encoding="utf-8")) == []
    assert len(yaml.safe_load(file.read_text(encoding="utf-8"))["history"]) == 3


def test_what_the_reader_refuses_the_schema_refuses(project) -> None:
    decide(project.store(), project.conflict(), Wanted("explained", "Ada", ON, reason="rounding", text="So."), None)
    (file,) = (project.root / "decisions").glob("*.yaml")
    good = file.read_text(encoding="utf-8")
    for old, new in (
        ("status: explained", "status: explaned"),
        ("reason: rounding\n", ""),
        ("reason: rounding", "reason: round"),
        ("by: Ada", "by: ''"),
        ("by: Ada", "bye: Ada"),
        ('text: "So."\n', ""),
        ("status: explained", "status: deferred"),
        ("finding: REC101-", "finding: rec101-"),
        ("evidence: ", "evidence: X"),
    ):
        bad = good.replace(old, new, 1)
        assert bad != good, (old, good)
        assert read_decision(bad.encode(), file.name)[1], new
        assert faults(bad), new


def test_the_command_prints_it(project) -> None:
    from reconcile.cli.schema import schema_text

    assert json.loads(schema_text(None, "decisions")) == decision_schema()
