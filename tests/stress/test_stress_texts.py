"""Hostile texts in every place of a project, through every command that prints: none steers a terminal or a log."""

import csv
import io
import json
import os
import sys
from pathlib import Path

import pytest
from stress_runs import Project, Ran, Reconcile, make_project

sys.path.insert(0, str(Path(__file__).parent.parent / "reporters"))
from format_checks import FORMULA, check_any, check_no_command, check_output
from hostile_texts import HOSTILE

from reconcile.reporters import format_names

sys.path.pop(0)
FORMATS = [*format_names()] if "STRESS_LONG" in os.environ else ["text", "csv", "github"]
"""The reporters' own test runs the corpus through every one."""
TEXTS = [
    text for text in HOSTILE if len(text) < 400 and text.strip() and not any(0xD800 <= ord(c) < 0xE000 for c in text)
]
"""Those that a YAML file can hold, and that leave a page to be read."""


def claims(number: int, text: str) -> str:
    """A claim file that says a text wherever it can: one conflict, and faults of every kind."""
    said = json.dumps(text)
    shared = f"origin: {said}, says: {said}, note: {said}, at: {{quote: {said}, page: {said}}}, time: '2017'"
    return "\n".join(
        (
            f"document: {{id: h{number}, title: {said}, publisher: {said}, published: {said}, text: {said}}}",
            "claims:",
            f"  - {{measure: visitors, place: {said}, value: '1,200', {shared}}}",
            f"  - {{measure: visitors, place: {said}, value: '1,900', {shared}}}",
            f"  - {{measure: {said}, place: x, value: '5', {shared}}}",
            f"  - {{id: {said}, measure: visitors, place: y, value: '5'}}",
            f"  - {{measure: visitors, place: z, value: {said}}}",
            f"  - {{measure: visitors, place: z, value: '5', unit: {said}}}",
            f"  - {{measure: visitors, place: z, value: '5', time: {said}, stance: {said}}}",
            f"  - {{measure: visitors, place: z, value: '5', inferred: {said}, base: {said}}}",
            f"  - {{measure: visitors, value: '5', {said}: {said}}}",
            "",
        )
    )


@pytest.fixture(scope="module")
def hostile(tmp_path_factory, reconcile: Reconcile) -> Project:
    """A project that says the corpus everywhere."""
    project = make_project(tmp_path_factory.mktemp("texts"), reconcile)
    for number, text in enumerate(TEXTS):
        project.put(f"claims/h{number}.yaml", claims(number, text))
    said = json.dumps(TEXTS[0] + TEXTS[19])
    project.put("reconcile.toml", f"[project]\ntitle = {said}\n".replace("\\u001b", "\\u001B"))
    rows = "".join(f"{json.dumps(text)}: [{json.dumps(text)}]\n" for text in TEXTS)
    project.put("decisions/REC101-aaaaaaaaaa.yaml", f"finding: REC101-aaaaaaaaaa\n{rows}")
    project.put("rules/relations.yaml", "relations:\n" + "".join(f"  {row}\n" for row in rows.splitlines()))
    return project


def harmless(ran: Ran, statuses: tuple[int, ...] = (0, 1, 3)) -> None:
    assert ran.status in statuses, ran.said[-2000:]
    for text in (ran.out, ran.err):
        check_any(text)
        check_no_command(text)


@pytest.mark.parametrize("format", FORMATS)
def test_check_and_its_formats(hostile: Project, format: str) -> None:
    if format == "xlsx":
        pytest.skip("no text for a terminal")
    ran = hostile.run("check", hostile.root, "--format", format, "--width", "100")
    assert ran.status == 3
    check_any(ran.err)
    check_no_command(ran.err)
    check_output(format, ran.out)
    assert "REC102" in ran.out and len(ran.out) > 20_000


@pytest.mark.parametrize("asked", [("claims",), ("estimate",), ("report",)], ids=str)
def test_other_commands(hostile: Project, asked: tuple[str, ...]) -> None:
    harmless(hostile.run(*asked, hostile.root))


@pytest.mark.parametrize("asked", ["claims", "estimate"])
def test_tables_hold_no_formula(hostile: Project, asked: str) -> None:
    ran = hostile.run(asked, hostile.root, "--format", "csv")
    check_any(ran.err)
    rows = list(csv.reader(io.StringIO(ran.out)))
    number = FORMULA.match
    cells = [cell for row in rows for cell in row if number(cell) and not cell.lstrip("+-").replace(".", "").isdigit()]
    assert cells == [] and len(rows) > len(TEXTS)


def test_findings_and_rules_in_full(hostile: Project) -> None:
    ran = hostile.run("check", hostile.root, "--format", "json")
    ids = [found["id"] for found in json.loads(ran.out)["findings"]]
    for code in ("REC102", "REC001", "REC004"):
        harmless(hostile.run("explain", next(id for id in ids if id.startswith(code)), "--dir", hostile.root))
    harmless(hostile.run("rules", hostile.root))


@pytest.mark.parametrize("text", [text for text in TEXTS if "\0" not in text][::8])
def test_what_is_typed_comes_back_harmless(hostile: Project, text: str) -> None:
    harmless(hostile.run("explain", text, "--dir", hostile.root), (0, 2))
    harmless(hostile.run("check", hostile.root, "--select", text), (0, 1, 2, 3))
