"""The worked cases beside the repository, through the installed command."""

import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest
from jsonschema import Draft202012Validator
from ruamel.yaml import YAML

COMMAND = [str(Path(sys.executable).with_name("reconcile"))]
FOLDER = Path(__file__).resolve().parents[3] / "shared" / "cases"


def cases() -> list:
    found = []
    for file in sorted(FOLDER.glob("*.yaml")) if FOLDER.is_dir() else []:
        for case in YAML(typ="safe").load(file.read_text(encoding="utf-8")):
            found.append(pytest.param(case, id=f"{file.stem}: {case['case']}"))
    return found


@pytest.fixture(scope="module")
def runner(shared: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("cases_run", shared / "cases" / "run.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.skipif(not FOLDER.is_dir(), reason="the folder `shared` is not beside this repository")
@pytest.mark.parametrize("case", cases())
def test_case(
    case: dict, runner: ModuleType, monkeypatch: pytest.MonkeyPatch, report_schema: Draft202012Validator
) -> None:
    def loads(text: str) -> object:
        data = json.loads(text)
        report_schema.validate(data)
        return data

    monkeypatch.setattr(runner, "json", SimpleNamespace(loads=loads, JSONDecodeError=json.JSONDecodeError))
    assert runner.run_case(case, COMMAND) == []
