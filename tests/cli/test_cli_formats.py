"""Formats on the command line: bytes and terminals, files of their own, the settings, the report's schema."""

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

from reconcile.reporters import format_names, load_format

CLAIMS = """
document: {{id: {id}}}
claims: [{{id: x, measure: joined, time: "2017", value: "{value}"}}]
"""
COMMAND = [sys.executable, "-m", "reconcile"]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with one conflict, in which commands run."""
    (tmp_path / "claims").mkdir()
    for id, value in (("a", "1,700"), ("b", "1,900")):
        (tmp_path / "claims" / f"{id}.yaml").write_text(CLAIMS.format(id=id, value=value), encoding="utf-8")
    names = ", ".join(f'"{name}"' for name in format_names())
    (tmp_path / "reconcile.toml").write_text(f"[report]\nformats = [{names}]\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_report_writes_every_format_the_same_twice(project: Path, reconcile) -> None:
    written = []
    for _ in range(2):
        assert reconcile("report").status == 0
        written.append({file.name: file.read_bytes() for file in (project / "reports").iterdir()})
    assert written[0] == written[1]
    assert set(written[0]) == {f"report{load_format(name).SUFFIX}" for name in format_names()}
    assert all(written[0].values())


def test_files_of_two_formats_have_endings_of_their_own() -> None:
    endings = [load_format(name).SUFFIX for name in format_names()]
    assert len(set(endings)) == len(endings)


def test_two_formats_for_one_file_are_refused(project: Path, reconcile) -> None:
    for other in ("out", "./out", "claims/../out", str(project / "out")):
        done = reconcile("check", "-o", "json=out", "-o", f"csv={other}")
        assert done.status == 2 and "given twice" in done.err
        assert not (project / "out").exists()
    assert reconcile("check", "-q", "-o", "json=out", "-o", "csv=other").status == 1


@pytest.mark.skipif(not Path("/dev/null").exists(), reason="needs /dev/null")
def test_a_device_may_be_given_twice_and_stays_one(project: Path, reconcile) -> None:
    assert reconcile("check", "-q", "-o", "json=/dev/null", "-o", "csv=/dev/null").status == 1
    assert Path("/dev/null").is_char_device()


def test_a_pipe_is_written_to_and_not_replaced(project: Path) -> None:
    os.mkfifo(project / "pipe")
    with subprocess.Popen(["cat", "pipe"], cwd=project, stdout=subprocess.PIPE) as reader:
        try:
            done = subprocess.run([*COMMAND, "check", "-q", "-o", "json=pipe"], cwd=project, timeout=120)
            text, _ = reader.communicate(timeout=30)
        finally:
            reader.kill()
    assert done.returncode == 1
    assert json.loads(text)["schema"] == "reconcile-report/1"
    assert (project / "pipe").is_fifo()


def test_claims_are_written_to_one_file(project: Path, reconcile) -> None:
    done = reconcile("claims", "-o", "a.csv", "-o", "b.csv")
    assert done.status == 2 and "a.csv, b.csv" in done.err
    assert not list(project.glob("*.csv"))
    assert reconcile("claims", "-o", "a.csv").status == 0


def test_a_workbook_is_no_text_for_a_terminal(project: Path) -> None:
    own, terminal = pty.openpty()
    done = subprocess.run([*COMMAND, "check", "-f", "xlsx"], cwd=project, stdout=terminal, stderr=subprocess.PIPE)
    os.close(terminal)
    os.close(own)
    assert done.returncode == 2
    assert b"-o xlsx=report.xlsx" in done.stderr


def test_a_workbook_may_be_redirected(project: Path) -> None:
    with (project / "out.xlsx").open("wb") as out:
        done = subprocess.run([*COMMAND, "check", "-f", "xlsx"], cwd=project, stdout=out, stderr=subprocess.PIPE)
    assert (done.returncode, done.stderr) == (1, b"")
    assert openpyxl.load_workbook(project / "out.xlsx").sheetnames == ["findings", "claims", "coverage"]


def test_the_schema_of_the_report_is_printed(reconcile, root: Path) -> None:
    done = reconcile("schema", "--kind", "report")
    assert done.out == (root / "reconcile" / "schemas" / "reconcile-report-1.schema.json").read_text(encoding="utf-8")
