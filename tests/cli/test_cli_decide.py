"""`reconcile decide` and `reconcile decisions`, and what reports say of what was decided."""

import json
import subprocess
from pathlib import Path

import pytest

EXPLAINED = ("--status", "explained", "--reason", "different-date", "--text", "The Post counted later.")
ANA = ("--by", "Ana", "--on", "2024-05-02")


@pytest.fixture
def flood(reconcile, tmp_path, monkeypatch) -> Path:
    """The project that `init` makes, as the current folder: one error and one note."""
    reconcile("init", str(tmp_path / "flood"))
    monkeypatch.chdir(tmp_path / "flood")
    return tmp_path / "flood"


@pytest.fixture
def conflict(reconcile, flood) -> str:
    """The id of the error."""
    return findings(reconcile)[0]["id"]


def findings(reconcile, *arguments: str) -> list[dict]:
    return json.loads(reconcile("check", "--format", "json", *arguments).out)["findings"]


def corrected(flood: Path, value: str) -> None:
    path = flood / "claims" / "evening-post.yaml"
    text = path.read_text(encoding="utf-8")
    assert "value: nearly 1,500" in text
    path.write_text(text.replace("value: nearly 1,500", f"value: {value}"), encoding="utf-8")


def test_a_decision_is_written_and_holds(reconcile, flood, conflict) -> None:
    assert reconcile("check").status == 1
    done = reconcile("decide", conflict, *EXPLAINED, *ANA)
    assert (done.status, done.err) == (0, "")
    said = "Explained by Ana on 2024-05-02: different-date — The Post counted later."
    assert done.out == f"decisions/{conflict}.yaml: {said}\n"
    assert f"\nfinding: {conflict}\n" in (flood / "decisions" / f"{conflict}.yaml").read_text(encoding="utf-8")
    assert reconcile("check").status == 0
    assert findings(reconcile)[0]["decision"]["by"] == "Ana"


def test_reports_fold_what_is_decided_and_hide_nothing(reconcile, flood, conflict) -> None:
    reconcile("decide", conflict, *EXPLAINED, *ANA)
    text = reconcile("check", "--width", "200").out
    said = "explained by Ana on 2024-05-02: different-date — The Post counted later."
    assert "\nDecided (1)\n  REC101 people taken to safety" in text
    assert f"    {said} ({conflict})\n" in text
    assert "reads [1,245, 1,255)" not in text
    assert text.splitlines()[-1].endswith("1 error, 0 warnings, 1 note, 1 of them decided")
    page = reconcile("check", "--format", "markdown").out
    assert "### Decided (1)\n\n- people taken to safety" in page
    assert "<details>\n<summary>1 decided finding in full</summary>\n\n" in page
    assert page.index("<details>") < page.index("### 1. error: REC101") < page.index("</details>")
    assert page.count("<details>") == page.count("</details>") == 1


def test_explain_shows_the_decision_and_its_history(reconcile, flood, conflict) -> None:
    reconcile("decide", conflict, "--status", "deferred", "--until", "30", *ANA)
    reconcile("decide", conflict, *EXPLAINED, "--by", "Ben", "--on", "2024-05-20")
    words = " ".join(reconcile("explain", conflict).out.split())
    assert "Explained by Ben on 2024-05-20: different-date — The Post counted later." in words
    assert "Before: deferred until 2024-06-01 by Ana on 2024-05-02" in words
    assert f"It stands in decisions/{conflict}.yaml" in words


def test_it_reopens_with_what_changed(reconcile, flood, conflict) -> None:
    reconcile("decide", conflict, *EXPLAINED, *ANA)
    corrected(flood, "nearly 1,600")
    done = reconcile("check", "--width", "200")
    assert done.status == 1
    assert "  Reopened: evening-post#evacuated: nearly 1,500 became nearly 1,600\n" in done.out
    assert "  It was explained by Ana on 2024-05-02: different-date" in done.out
    assert "Decided" not in done.out


def test_ids_may_be_shortened_and_slips_are_named(reconcile, flood, conflict) -> None:
    assert reconcile("decide", conflict[:9].lower(), "--status", "confirmed", *ANA).status == 0
    done = reconcile("decide", conflict[:-1] + "z", "--status", "confirmed", *ANA)
    assert done.status == 2
    assert f"did you mean '{conflict}'" in " ".join(done.err.split())
    for empty in ("", " "):  # a script's variable that was never set
        assert "the id of a finding is empty" in reconcile("decide", empty, "--status", "confirmed", *ANA).err
    assert "begins 2 ids" in reconcile("decide", "REC", "--status", "confirmed", *ANA).err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "say one of --status, --second and --undo"),
        (("--status", "confirmed", "--undo"), "say one of"),
        (("--status", "confirmed", "--all"), "name findings or say --all, not both"),
        (("--status", "explaind"), "did you mean 'explained'"),
        (("--status", "explained"), "explained needs a reason"),
        (("--status", "explained", "--reason", "diferent-date"), "did you mean 'different-date'"),
        (("--status", "explained", "--reason", "rounding"), "needs a text that says why"),
        (("--status", "dismissed"), "needs a text that says why"),
        (("--status", "deferred"), "deferred needs a date until which it holds"),
        (("--status", "deferred", "--until", "soon"), "neither a date such as 2024-05-31 nor a number of days"),
        (("--status", "deferred", "--until", "91"), "2024-07-31 at the latest"),
        (("--status", "deferred", "--until", "2024-05-01"), "before the day of the decision"),
        (("--status", "deferred", "--until", "9000", "--on", "9000-01-01"), "9000-04-01 at the latest"),
        (("--status", "deferred", "--until", "9999", "--on", "2024-05-02"), "2024-07-31 at the latest"),
        (("--status", "deferred", "--until", "9999", "--on", "9999-01-01"), "9999-04-01 at the latest"),
        (("--status", "confirmed", "--until", "2024-05-31"), "until goes with deferred"),
        (("--status", "confirmed", "--on", "today"), "'today' is no date"),
        (("--status", "confirmed", "--severity", "eror"), "did you mean 'error'"),
        (("--second",), "not decided yet, so there is nothing to agree with"),
        (("--undo",), "no decision on"),
    ],
)
def test_what_is_no_decision_is_refused(reconcile, flood, conflict, arguments, words) -> None:
    done = reconcile("decide", conflict, *ANA, *arguments)
    assert done.status == 2
    assert words in " ".join(done.err.split())
    assert [path.name for path in (flood / "decisions").iterdir()] == [".gitkeep"]


def test_everything_at_once_for_a_start(reconcile, flood, conflict) -> None:
    until = ("--all", "--status", "deferred", "--until", "2024-07-31", *ANA)
    assert "no rule 'REC9999'" in " ".join(reconcile("decide", *until, "--select", "REC9999").err.split())
    assert reconcile("decide", *until, "--severity", "error").out.count("Deferred until 2024-07-31 by Ana") == 1
    assert [one["status"] for one in findings(reconcile)] == ["deferred", "open"]
    assert reconcile("decide", *until, "--select", "REC103").out.count("Deferred") == 1
    assert reconcile("check", "--fail-on", "note").status == 0
    again = reconcile("decide", *until)
    assert (again.status, again.out, again.err) == (0, "", "nothing to decide: no such finding is open\n")
    later = findings(reconcile, "--as-of", "2024-08-01")
    assert [one["status"] for one in later] == ["expired", "expired"]
    assert reconcile("check", "--as-of", "2024-08-01").status == 1
    assert len([one for one in findings(reconcile, "--as-of", "2024-07-31") if one["code"] == "REC902"]) == 2


def test_undo_of_findings_that_are_gone_too(reconcile, flood, conflict) -> None:
    reconcile("decide", conflict, "--status", "confirmed", *ANA)
    reconcile("decide", conflict, *EXPLAINED, *ANA)
    corrected(flood, "1,250")
    done = reconcile("decide", "--undo", conflict)
    assert done.out == f"decisions/{conflict}.yaml: taken back; confirmed by Ana on 2024-05-02\n"
    assert reconcile("decide", "--undo", conflict[:10]).out.endswith("taken back; it is not decided any more\n")
    assert [path.name for path in (flood / "decisions").iterdir()] == [".gitkeep"]


def test_a_second_person_agrees(reconcile, flood, conflict) -> None:
    settings = flood / "reconcile.toml"
    settings.write_text(settings.read_text() + "\n[decisions]\nsecond-reviewer = true\n")
    done = reconcile("decide", conflict, *EXPLAINED, *ANA)
    assert done.out.endswith("; waits for a second reviewer\n")
    assert reconcile("check").status == 1
    assert "; waits for a second reviewer" in " ".join(reconcile("check", "--width", "200").out.split())
    assert "another person" in reconcile("decide", conflict, "--second", "--by", "ana").err
    assert "(agreed: Ben)" in reconcile("decide", "--all", "--second", "--by", "Ben", "--on", "2024-05-03").out
    assert reconcile("check").status == 0


def test_who_decides_is_said(reconcile, flood, conflict, monkeypatch) -> None:
    subprocess.run(["git", "init", "-q"], cwd=flood, check=True)
    subprocess.run(["git", "config", "user.name", "Cleo Git"], cwd=flood, check=True)
    assert "deciding as Cleo Git (git's user.name" in reconcile("decide", conflict, "--status", "confirmed").err
    monkeypatch.setenv("PATH", "")
    monkeypatch.setenv("LOGNAME", "dora")
    assert "deciding as dora (the login name" in reconcile("decide", conflict, "--status", "confirmed").err


def test_the_list_says_what_still_holds(reconcile, flood, conflict) -> None:
    assert reconcile("decisions", "list").out == "0 decisions\n"
    reconcile("decide", "--all", "--status", "deferred", "--until", "30", *ANA)
    rows = json.loads(reconcile("decisions", "list", "--format", "json", "--as-of", "2024-06-02").out)
    assert [(row["now"], row["status"], row["until"]) for row in rows] == [("expired", "deferred", "2024-06-01")] * 2
    corrected(flood, "1,250")
    text = reconcile("decisions", "list", "--width", "200").out
    assert f"{conflict}  unused\n  decided as deferred until 2024-06-01 by Ana on 2024-05-02\n" in text
    assert text.endswith("2 decisions\n")


def test_prune_removes_what_nobody_needs(reconcile, flood, conflict, monkeypatch) -> None:
    import io

    reconcile("decide", "--all", "--status", "deferred", "--until", "30", *ANA)
    assert reconcile("decisions", "prune", "--yes").err == "nothing to remove: every decision has its finding\n"
    corrected(flood, "1,250")
    settings = flood / "reconcile.toml"
    settings.write_text(settings.read_text().replace("[check]", '[check]\nselect = ["REC101"]'))
    for answer in ("", "n\n", "what\n"):
        monkeypatch.setattr("sys.stdin", io.StringIO(answer))
        done = reconcile("decisions", "prune")
        assert done.out.startswith(f"decisions/{conflict}.yaml: deferred until")
        assert done.err == "nothing was removed\n"
    monkeypatch.setattr("sys.stdin", io.StringIO("y\n"))
    assert reconcile("decisions", "prune").err == f"removed decisions/{conflict}.yaml\n"
    left = [path.name for path in (flood / "decisions").iterdir() if path.suffix == ".yaml"]
    assert len(left) == 1
    assert left[0].startswith("REC103"), "its rule is left out by the settings, but the finding is there"


def test_prune_removes_nothing_from_an_incomplete_check(reconcile, flood, conflict) -> None:
    reconcile("decide", conflict, *EXPLAINED, *ANA)
    (flood / "claims" / "evening-post.yaml").write_text("claims: [")
    done = reconcile("decisions", "prune", "--yes")
    assert done.status == 3
    assert "claims/evening-post.yaml" in done.err
    assert "nothing was removed" in done.err
    assert (flood / "decisions" / f"{conflict}.yaml").exists()


def test_a_broken_decision_makes_the_check_incomplete(reconcile, flood, conflict) -> None:
    (flood / "decisions" / f"{conflict}.yaml").write_text(f"finding: {conflict}\nstatus: explaned\n")
    done = reconcile("check", "--width", "200")
    assert done.status == 3
    words = " ".join(done.out.split())
    assert f"decisions/{conflict}.yaml:1: by is missing" in words
    assert f"decisions/{conflict}.yaml:2: status is 'explaned'" in words
    assert "did you mean 'explained'" in words
    assert reconcile("decide", conflict, *EXPLAINED, *ANA).status == 2, "it is not written over what cannot be read"
