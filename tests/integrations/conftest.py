"""Projects with suites, and Great Expectations imported once: it warns of its own old ways when it is."""

import json
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

VOCABULARY = """\
dimensions: {city: {Everywhere: [Lyon, Paris, Nice]}}
measures: {visitors: {unit: person, kind: constant}}
"""
CLAIMS = """\
document: {id: a, published: 2016}
claims:
  - {id: lyon, measure: visitors, city: Lyon, value: "1,700", origin: AFP, time: 2016}
  - {id: nice, measure: visitors, city: Nice, value: over 400}
  - {id: paris, measure: visitors, city: Paris, value: about 90, time: 2015-03}
"""


@pytest.fixture(scope="session", autouse=True)
def gx() -> Any:
    """Great Expectations."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        module = pytest.importorskip("great_expectations", reason="great-expectations is not installed")
        import reconcile.integrations.great_expectations  # noqa: F401
    return module


@pytest.fixture
def project(tmp_path: Path) -> Callable[..., Path]:
    """Write a project of three claims with the files of its rules folder; a suite may be given as its expectations."""

    def write(rules: dict[str, Any] | None = None, claims: str = CLAIMS, toml: str = "") -> Path:
        files = {"reconcile.toml": toml, "claims/vocabulary.yaml": VOCABULARY, "claims/a.yaml": claims}
        for name, content in (rules or {}).items():
            suite = {"name": Path(name).stem, "expectations": content} if isinstance(content, list) else content
            files[f"rules/{name}"] = suite if isinstance(suite, str) else json.dumps(suite, indent=1)
        for name, text in files.items():
            path = tmp_path / name
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return tmp_path

    return write


def expect(kind: str, severity: str = "critical", **kwargs: Any) -> dict[str, Any]:
    """Return an expectation as a suite has it."""
    return {"type": f"expect_{kind}", "kwargs": kwargs, "severity": severity}


@pytest.fixture(name="expect")
def expect_fixture() -> Callable[..., dict[str, Any]]:
    """What makes one expectation of a suite."""
    return expect
