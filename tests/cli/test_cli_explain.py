"""`reconcile explain` and `reconcile rules`."""

import json

import pytest


@pytest.fixture
def flood(reconcile, tmp_path) -> str:
    reconcile("init", str(tmp_path / "flood"))
    return str(tmp_path / "flood")


@pytest.mark.parametrize("subject", ["REC101", "rec101", "value-conflict"])
def test_a_rule_by_code_or_name(reconcile, flood, subject) -> None:
    done = reconcile("explain", subject, "--dir", flood, "--width", "80")
    assert done.status == 0
    assert done.out.startswith("REC101 value-conflict: error, built in")
    assert "\nWhat it finds\n" in done.out
    assert "Example: " in done.out
    assert "  claims/" in done.out


def test_the_files_of_an_example_can_be_copied(reconcile, flood) -> None:
    import yaml

    page = reconcile("explain", "REC101", "--dir", flood, "--width", "100").out
    example = page.split("\nExample: ")[1]
    name, *lines = [line for line in example.splitlines()[1:] if line.startswith("  ")]
    body = [line[4:] for line in lines[: next(n for n, line in enumerate([*lines, "  x"]) if line[2] != " ")]]
    assert name.endswith((".yaml", ".toml", ".csv"))
    assert not name.endswith(".yaml") or isinstance(yaml.safe_load("\n".join(body)), dict)


def test_every_rule_can_be_explained(reconcile, flood) -> None:
    rules = json.loads(reconcile("rules", flood, "--format", "json").out)
    assert len(rules) > 15
    for rule in rules:
        done = reconcile("explain", rule["code"], "--dir", flood)
        assert rule["name"] in done.out
        for option in rule["options"]:
            assert option in done.out


@pytest.mark.parametrize(
    ("subject", "hint"),
    [
        ("valeu-conflict", "did you mean 'value-conflict'"),
        ("REC1O1", "did you mean 'REC101'"),
        ("zzz", "no rule 'zzz'"),
        ("REC101-zzzz", "no finding 'REC101-zzzz'"),
    ],
)
def test_an_unknown_subject_is_a_usage_error(reconcile, flood, subject, hint) -> None:
    done = reconcile("explain", subject, "--dir", flood)
    assert (done.status, done.out) == (2, "")
    assert hint in " ".join(done.err.split())


def test_a_finding_by_its_id_or_how_it_begins(reconcile, flood) -> None:
    finding = json.loads(reconcile("check", flood, "--format", "json").out)["findings"][0]
    full = reconcile("explain", finding["id"], "--dir", flood, "--width", "80")
    assert full.status == 0
    assert max(map(len, full.out.splitlines())) <= 80
    for claim in finding["claims"]:
        assert claim["id"] in full.out
        assert f"{claim['file']}:{claim['line']}" in full.out
        assert claim["stated"] in full.out
    words = " ".join(full.out.split())
    assert all(line in words for line in finding["arithmetic"])
    assert finding["evidence"] in full.out
    assert reconcile("explain", finding["id"][:10].upper(), "--dir", flood, "--width", "80").out == full.out


def test_a_beginning_that_several_findings_share(reconcile, checked, a_report, flood) -> None:
    checked(a_report("error", "error"))
    done = reconcile("explain", "REC101-", "--dir", flood)
    assert done.status == 2
    assert "begins 2 findings: REC101-0aaa, REC101-1aaa" in done.err


def test_rules_as_text(reconcile, flood) -> None:
    for width in (60, 100, 160):
        out = reconcile("rules", flood, "--width", str(width)).out
        assert max(map(len, out.splitlines())) <= width
        assert "REC101" in out
        assert "value-conflict" in out
        assert "built in" in out


def test_rules_of_the_project_can_be_left_out(reconcile, flood) -> None:
    reconcile("new", "rule", "loud-claims", "--dir", flood)
    assert "loud-claims" in reconcile("rules", flood).out
    assert "loud-claims" not in reconcile("rules", flood, "--no-project-rules").out


def test_a_broken_rule_module_is_named(reconcile, flood, tmp_path) -> None:
    (tmp_path / "flood" / "rules" / "broken.py").write_text("1/0\n")
    done = reconcile("rules", flood)
    assert done.status == 3
    assert "rules/broken.py:1" in done.err
    assert "REC101" in done.out
    assert reconcile("check", flood).status == 3
    assert reconcile("check", flood, "--no-project-rules").status == 1
