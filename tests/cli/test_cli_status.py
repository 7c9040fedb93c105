"""Exit statuses, what goes to which stream, and the options of `check`."""

import json
import os
from pathlib import Path

import pytest

from reconcile.errors import IncompleteError, ReconcileError


@pytest.mark.parametrize(
    ("severities", "options", "status"),
    [
        ([], "", 0),
        (["note"], "", 0),
        (["warning"], "", 0),
        (["error"], "", 1),
        (["error"], "--fail-on never", 0),
        (["warning"], "--fail-on warning", 1),
        (["note"], "--fail-on warning", 0),
        (["note"], "--fail-on note", 1),
        (["error", "note"], "--exit-zero", 0),
        (["error"], "--quiet", 1),
    ],
)
def test_exit_status_of_findings(reconcile, checked, a_report, severities, options, status) -> None:
    checked(a_report(*severities))
    assert reconcile("check", *options.split()).status == status


@pytest.mark.parametrize("command", ["check", "check --exit-zero", "check --fail-on never", "report"])
@pytest.mark.parametrize("more", [{"problems": 2}, {"claims": 0}])
def test_an_incomplete_check_is_3_whatever_is_asked(reconcile, checked, a_report, command, more) -> None:
    checked(a_report("error", **more))
    done = reconcile(*command.split())
    assert done.status == 3
    assert "incomplete: 2 problems" in done.err or "no claims found" in done.err


def test_report_shows_and_does_not_gate(reconcile, checked, a_report) -> None:
    checked(a_report("error"))
    assert reconcile("report").status == 0


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("open", 1),
        ("confirmed", 1),
        ("reopened", 1),
        ("expired", 1),
        ("explained", 0),
        ("dismissed", 0),
        ("deferred", 0),
    ],
)
def test_settled_findings_do_not_fail(reconcile, checked, a_report, status, expected) -> None:
    checked(a_report("error", status=status))
    assert reconcile("check").status == expected


def test_settings_say_what_fails_and_an_option_beats_them(reconcile, checked, a_report) -> None:
    checked(a_report("warning"), fail_on="warning")
    assert reconcile("check").status == 1
    assert reconcile("check", "--fail-on", "error").status == 0


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        ("chek", "Did you mean 'check'"),
        ("check --fromat json", "--format"),
        ("check --format jsn", "did you mean 'json'"),
        ("check --fail-on erorr", "did you mean 'error'"),
        ("check --color alwasy", "did you mean 'always'"),
        ("check --as-of yesterday", "2024-05-31"),
        ("check -o report.json", "FORMAT=FILE"),
        ("check -o jsn=report.json", "did you mean 'json'"),
        ("check --width 3", "20"),
        ("check one two", "unexpected extra argument"),
        ("check no-such-folder", "no folder no-such-folder"),
        ("report no-such-folder", "no folder no-such-folder"),
        ("claims no-such-folder", "no folder no-such-folder"),
        ("claims --format xlsx", "text, csv, json"),
        ("claims -o claims.txt", ".parquet"),
        ("new rul x", "Did you mean 'rule'"),
        ("new rule Bad_Name", "write 'bad-name'"),
        ("explain", "Missing argument"),
    ],
)
def test_usage_errors_are_2_with_the_nearest(reconcile, tmp_path, monkeypatch, arguments, hint) -> None:
    monkeypatch.chdir(tmp_path)
    done = reconcile(*arguments.split())
    assert done.status == 2
    assert done.out == ""
    assert hint in " ".join(done.err.split())


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (ReconcileError("plain words"), 2),
        (IncompleteError("plain words"), 3),
        (KeyError("plain words"), 70),
        (KeyboardInterrupt(), 130),
        (RecursionError("plain words"), 70),
    ],
)
def test_errors_end_in_one_line(reconcile, monkeypatch, error, status) -> None:
    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr("reconcile.cli.check.checked", fail)
    done = reconcile("check")
    assert done.status == status
    assert done.out == ""
    assert done.err.count("\n") == (0 if status == 130 else 1)
    assert status == 130 or "plain words" in done.err
    if status == 70:
        assert "--debug" in done.err
        assert "Traceback" in reconcile("check", "--debug").err


def test_a_message_of_a_hostile_error_is_harmless(reconcile, monkeypatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ReconcileError("\x1b[31mred\n::error::owned")

    monkeypatch.setattr("reconcile.cli.check.checked", fail)
    done = reconcile("check")
    assert "\x1b" not in done.err
    assert not any(line.startswith("::") for line in done.err.splitlines())


def test_findings_go_to_stdout_alone(reconcile, checked, a_report) -> None:
    checked(a_report("error"))
    done = reconcile("check")
    assert done.err == ""
    assert done.out.startswith("error  REC101 value-conflict")
    assert reconcile("check", "--quiet").out == ""


def test_options_reach_the_check(reconcile, checked, a_report) -> None:
    calls = checked(a_report())
    reconcile(
        "check",
        "some/folder",
        "--select",
        "REC1,shares",
        "--select",
        "REC301",
        "--ignore",
        "REC103, REC104",
        "--as-of",
        "2024-05-31",
        "--no-project-rules",
    )
    asked = calls[0]
    assert asked["folder"] == Path("some/folder")
    assert asked["select"] == ("REC1", "shares", "REC301")
    assert asked["ignore"] == ("REC103", "REC104")
    assert str(asked["as_of"]) == "2024-05-31"
    assert asked["project_rules"] is False


def test_files_are_written_beside_standard_output(
    reconcile,
    checked,
    a_report,
    tmp_path,
    monkeypatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    checked(a_report("error"))
    done = reconcile("check", "--format", "markdown", "-o", "json=out/report.json", "-o", "csv=report.csv")
    assert done.out.startswith("# title")
    assert json.loads(Path("out/report.json").read_text())["schema"] == "reconcile-report/1"
    assert Path("report.csv").read_text().startswith("finding,code")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out", "report.csv"]


def test_a_file_that_cannot_be_written_is_said_and_nothing_is_left(
    reconcile,
    checked,
    a_report,
    tmp_path,
    monkeypatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("taken").write_text("a file")
    checked(a_report())
    done = reconcile("check", "-o", "json=taken/report.json")
    assert done.status == 2
    assert "taken/report.json can't be written" in done.err
    Path("folder").mkdir()
    assert reconcile("check", "-o", "json=folder").status == 2
    assert sorted(path.name for path in tmp_path.iterdir()) == ["folder", "taken"]


def test_files_keep_the_rights_that_the_mask_gives(
    reconcile,
    checked,
    a_report,
    tmp_path,
    monkeypatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    checked(a_report())
    old = os.umask(0o027)
    try:
        reconcile("check", "-o", "json=report.json")
    finally:
        os.umask(old)
    assert Path("report.json").stat().st_mode & 0o777 == 0o640


def test_report_writes_the_same_bytes_each_time(reconcile, checked, a_report, tmp_path) -> None:
    checked(a_report("error"), reports="out")
    done = reconcile("report", str(tmp_path))
    assert done.out == ""
    assert "wrote out/report.txt\nwrote out/report.json\nwrote out/report.md\nwrote out/report.html\n" in done.err
    first = {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()}
    assert sorted(first) == ["report.html", "report.json", "report.md", "report.txt"]
    reconcile("report", str(tmp_path))
    assert first == {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()}


def test_report_refuses_an_unknown_format_before_it_checks(reconcile, project) -> None:
    folder = project({"reconcile.toml": '[report]\nformats = ["markdwon"]\n'})
    done = reconcile("report", str(folder))
    assert done.status == 2
    assert "did you mean 'markdown'" in done.err
    assert not (folder / "reports").exists()


@pytest.mark.parametrize(
    ("option", "environment", "painted"),
    [
        ("always", {"NO_COLOR": "1"}, True),
        ("never", {"FORCE_COLOR": "1"}, False),
        ("auto", {"FORCE_COLOR": "1"}, True),
        ("auto", {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
        ("auto", {"NO_COLOR": ""}, False),
        ("auto", {}, False),
    ],
)
def test_color(reconcile, checked, a_report, monkeypatch, option, environment, painted) -> None:
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    checked(a_report("error"))
    assert ("\x1b[" in reconcile("check", "--color", option).out) is painted
    assert "\x1b[" not in reconcile("check", "--color", option, "--format", "json").out


def test_width_is_asked_for_or_the_terminals(reconcile, checked, a_report, monkeypatch) -> None:
    checked(a_report("error"))
    monkeypatch.setenv("COLUMNS", "40")
    narrow = reconcile("check").out
    assert max(map(len, narrow.splitlines())) <= 40
    assert reconcile("check", "--width", "100").out != narrow
