"""Great Expectations stays apart: imported only when used, without network, without files, and not needed."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

SUITE = [
    {"type": "expect_column_values_to_not_be_null", "kwargs": {"column": "origin"}},
    {"type": "expect_values_to_agree_within_group", "kwargs": {"column": "stated", "group_columns": ["city"]}},
]
REFUSED = """\
import socket

def refuse(*arguments, **named):
    raise OSError("the network was asked for")

for name in ("connect", "connect_ex", "sendto"):
    setattr(socket.socket, name, refuse)
for name in ("getaddrinfo", "gethostbyname", "create_connection"):
    setattr(socket, name, refuse)
"""
NO_GX = """\
import sys
from importlib import util

class Missing:
    @staticmethod
    def find_spec(name, path=None, target=None):
        if name.split(".")[0] == "great_expectations":
            raise ModuleNotFoundError(name)

find = util.find_spec
util.find_spec = lambda name, *rest: None if name == "great_expectations" else find(name, *rest)
sys.meta_path.insert(0, Missing)
"""
MAIN = "import sys\nfrom reconcile.cli import main\nsys.argv[0] = 'reconcile'\nmain()\n"


def python(code: str, *arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", code, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, env={**os.environ, **environment}, check=False)


def test_nothing_imports_it_before_it_is_used(project) -> None:
    folder = project({})
    shutil.rmtree(folder / "rules", ignore_errors=True)
    code = f"""
import sys
import reconcile, reconcile.integrations
from reconcile.cli import run
assert run(["check", {str(folder)!r}]) == 0
assert run(["report", {str(folder)!r}]) == 0
assert run(["rules", {str(folder)!r}]) == 0
print("great_expectations" in sys.modules, file=sys.stderr)
"""
    assert python(code).stderr.splitlines()[-1] == "False"
    helped = python(
        "import sys\nfrom reconcile.cli import run\nrun(['--help'])\nprint('great_expectations' in sys.modules)"
    )
    assert helped.stdout.splitlines()[-1] == "False"


def test_a_suite_that_is_not_selected_or_only_listed_imports_nothing(project) -> None:
    folder = project({"desk.json": SUITE})
    code = f"""
import sys
from reconcile.cli import run
assert run(["check", {str(folder)!r}, "--ignore", "desk", "--exit-zero"]) == 0
assert run(["check", {str(folder)!r}, "--no-project-rules"]) == 0
assert run(["rules", {str(folder)!r}]) == 0
assert run(["explain", "desk", "--dir", {str(folder)!r}]) == 0
print("great_expectations" in sys.modules, file=sys.stderr)
"""
    assert python(code).stderr.splitlines()[-1] == "False"


def test_no_network_and_no_file_but_the_reports(project, tmp_path: Path) -> None:
    folder = project({"desk.json": SUITE})
    home, temporary = tmp_path / "home", tmp_path / "tmp"
    home.mkdir()
    temporary.mkdir()
    before = {path.relative_to(tmp_path) for path in tmp_path.rglob("*")}
    places = {"HOME": str(home), "TMPDIR": str(temporary), "XDG_CACHE_HOME": str(home / ".cache")}
    # Settings of a hosted account that lie about must not be obeyed.
    cloud = {"GX_CLOUD_BASE_URL": "https://127.0.0.1:1", "GX_CLOUD_ACCESS_TOKEN": "t", "GX_CLOUD_ORGANIZATION_ID": "o"}
    done = python(REFUSED + MAIN, "report", folder, "--data-docs", **places, **cloud)
    assert done.returncode == 0, done.stderr
    assert "the network was asked for" not in done.stderr
    made = {path.relative_to(tmp_path) for path in tmp_path.rglob("*")} - before
    assert {path.parts[0] for path in made} == {"reports"}
    assert any(path.name == "desk.html" for path in made)


@pytest.mark.skipif(shutil.which("unshare") is None, reason="unshare is not installed")
def test_it_works_where_there_is_no_network_at_all(project) -> None:
    folder = project({"desk.json": SUITE})
    alone = ["unshare", "--net", "--map-root-user"]
    if subprocess.run([*alone, "true"], capture_output=True, check=False).returncode:
        pytest.skip("no network namespace can be made here")
    command = [*alone, sys.executable, "-c", MAIN, "check", str(folder), "--exit-zero"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "origin is missing" in done.stdout


def test_without_the_package_a_suite_is_a_problem_and_data_docs_a_usage_error(project) -> None:
    folder = project({"desk.json": SUITE})
    done = python(NO_GX + MAIN, "check", folder)
    assert done.returncode == 3
    assert "desk needs Great Expectations" in " ".join(done.stdout.split())
    assert "pip install 'reconcile[gx]'" in " ".join(done.stdout.split())
    done = python(NO_GX + MAIN, "report", folder, "--data-docs")
    assert done.returncode == 2
    assert "--data-docs needs Great Expectations" in done.stderr
    assert "reconcile[gx]" in done.stderr
    assert not (folder / "reports").exists()
    done = python(NO_GX + "import reconcile.integrations.great_expectations")
    assert "needs Great Expectations; install it with: pip install 'reconcile[gx]'" in done.stderr


def test_rules_explain_select_and_ignore_know_a_suite(project, reconcile) -> None:
    suite = {"name": "Desk", "notes": "What we ask of every claim.", "expectations": SUITE}
    folder = project({"desk.json": suite})
    listed = reconcile("rules", folder, "--format", "json")
    assert '"name": "desk"' in listed.out and '"from": "project"' in listed.out
    shown = reconcile("explain", "desk", "--dir", folder).out
    assert "What we ask of every claim." in shown
    assert "expect_column_values_to_not_be_null(column=origin)" in shown
    assert reconcile("check", folder, "--select", "GX").out.count("origin is missing") == 2
    assert "origin is missing" not in reconcile("check", folder, "--ignore", "desk").out
    left_out = reconcile("check", folder, "--no-project-rules", "--ignore", "desk")
    assert (left_out.status, left_out.err) == (0, "")


def test_a_decision_holds_while_what_was_seen_does(project, reconcile) -> None:
    from reconcile import check

    suite = [{"type": "expect_column_values_to_be_in_set", "kwargs": {"column": "origin", "value_set": ["Reuters"]}}]
    many = [{"type": "expect_table_row_count_to_be_between", "kwargs": {"min_value": 10}}]
    folder = project({"desk.json": suite, "many.json": many})
    rows, table = sorted(check(folder).found, key=lambda finding: not finding.claims)
    for finding in (rows, table):
        said = ["--status", "dismissed", "--text", "known", "--by", "me", "--on", "2024-01-01"]
        done = reconcile("decide", finding.id, *said, "--dir", folder)
        assert done.status == 0, done.err
    assert {finding.status for finding in check(folder).found} == {"dismissed"}
    text = (folder / "claims" / "a.yaml").read_text(encoding="utf-8")
    (folder / "claims" / "a.yaml").write_text(text.replace("origin: AFP", "origin: DPA"), encoding="utf-8")
    changed = {finding.id: finding.status for finding in check(folder).found}
    assert changed == {rows.id: "reopened", table.id: "dismissed"}
    one_less = "\n".join(line for line in text.splitlines() if "paris" not in line)
    (folder / "claims" / "a.yaml").write_text(one_less, encoding="utf-8")
    changed = {finding.id: finding.status for finding in check(folder).found}
    assert changed == {rows.id: "dismissed", table.id: "reopened"}
