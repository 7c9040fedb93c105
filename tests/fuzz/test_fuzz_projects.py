"""Whole projects of spoilt files through the command line: the exit status, and that no good file is lost."""

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from mutations import spoilt
from targets import VOCABULARY, seeds

EXAMPLES = max(1, int(os.environ.get("FUZZ_EXAMPLES", "800")) // 100)
STRESS = Path(__file__).parent.parent / "stress"
FILES = ("yaml", "csv", "jsonl", "parquet", "xlsx", "yaml", "csv", "jsonl")


@pytest.fixture(scope="module")
def reconcile() -> Iterator:
    """The command line under limits, as the stress tests have it."""
    sys.path.insert(0, str(STRESS))
    try:
        from stress_runs import Reconcile
    finally:
        sys.path.remove(str(STRESS))
    running = Reconcile()
    yield running
    running.close()


def projects(names: tuple[str, ...]) -> st.SearchStrategy[tuple[bytes, ...]]:
    return st.tuples(*(spoilt(seeds(name)) for name in names))


def check(reconcile, files: dict[str, bytes], statuses: tuple[int, ...]) -> None:
    from stress_runs import make_project

    with TemporaryDirectory() as folder:
        project = make_project(Path(folder), reconcile)
        for name, data in files.items():
            project.put(name, data)
        ran = project.check("--format", "json", seconds=60)
        assert ran.status in statuses, ran.said[-2000:]
        assert "crashed" not in ran.said and "by a defect" not in ran.said, ran.said[-3000:]
        report = json.loads(ran.out)
        assert any(claim["document"] == "good" for found in report["findings"] for claim in found["claims"])
        assert ran.seconds < 20


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), derandomize=EXAMPLES == 8)
@given(data=st.data())
def test_spoilt_claim_files_take_no_good_one_with_them(reconcile, data) -> None:
    drawn = data.draw(projects(FILES))
    check(reconcile, {f"claims/f{n}.{name}": drawn[n] for n, name in enumerate(FILES)}, (1, 3))


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), derandomize=EXAMPLES == 8)
@given(data=st.data())
def test_spoilt_laws_take_no_good_file_with_them(reconcile, data) -> None:
    drawn = data.draw(projects(("relations", "suite", "decision")))
    places = ("rules/relations.yaml", "rules/suite.json", "decisions/REC101-abcdefghij.yaml")
    check(reconcile, dict(zip(places, drawn, strict=True)), (1, 3))


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), derandomize=EXAMPLES == 8)
@given(
    values=st.lists(spoilt(seeds("value")), min_size=30, max_size=30),
    times=st.lists(spoilt(seeds("time")), min_size=30, max_size=30),
)
def test_spoilt_values_and_times_reach_every_rule(reconcile, values, times) -> None:
    def quoted(data: bytes) -> str:
        text = "".join(sign for sign in data.decode("utf-8", "replace")[:80] if sign.isprintable())
        return json.dumps(text, ensure_ascii=True).replace("\\/", "/")

    measures = ("joined", "killed", "share", "area", "fell", "end")
    names = VOCABULARY.replace("measures:", "measures:\n  visitors: {unit: person}").replace("[Syria,", "[Syria, Lyon,")
    stated = enumerate(zip(map(quoted, values), map(quoted, times), strict=True))
    rows = [
        f"  - {{measure: {measures[n % 6]}, place: {'Syria' if n % 4 else 'Iraq'}, value: {value}, time: {time}}}\n"
        for n, (value, time) in stated
    ]
    text = "document: {id: other}\nclaims:\n" + "".join(rows)
    check(reconcile, {"claims/vocabulary.yaml": names.encode(), "claims/other.yaml": text.encode()}, (1, 3))
