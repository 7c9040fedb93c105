"""`check --against REV`: what is new, changed, unchanged and fixed since a revision."""

import json
import zipfile
from pathlib import Path

import pytest
from ci_repository import MAIN, Repository, claims

from reconcile.reporters import format_names


def changes(repository: Repository, *arguments: str) -> dict[str, str]:
    """Return what became of each place: new, changed, unchanged or fixed."""
    report = json.loads(repository.check("--against=main", "--format=json", *arguments).out)
    found = {finding["quantity"]["place"]: finding["change"] for finding in report["findings"]}
    return found | {finding["quantity"]["place"]: "fixed" for finding in report["fixed"]}


def said(file: Path) -> str:
    """Return the text of a report file, a workbook's too."""
    if not zipfile.is_zipfile(file):
        return file.read_text(encoding="utf-8")
    archive = zipfile.ZipFile(file)
    return "".join(archive.read(name).decode("utf-8") for name in archive.namelist())


def test_only_new_and_changed_findings_fail(branched: Repository) -> None:
    assert changes(branched) == {"Lyon": "new", "Rome": "changed", "Bern": "unchanged", "Oslo": "fixed"}
    assert branched.check("--against=main").status == 1
    branched.commit()
    assert branched.check("--against", "HEAD").status == 0
    assert branched.check("--against", "main").status == 1
    assert branched.check().status == 1


@pytest.mark.parametrize("format", format_names())
def test_every_format_says_what_is_new_and_changed(branched: Repository, format: str, tmp_path: Path) -> None:
    file = tmp_path / "report"
    done = branched.check("--against=main", "--quiet", "-o", f"{format}={file}")
    assert done.status == 1, done.err
    text = said(file)
    assert "1,900" in text and "540" in text


def test_text_has_a_section_for_each_fate(branched: Repository) -> None:
    out = branched.check("--against=main").out
    titles = [line for line in out.splitlines() if line.startswith("==")]
    assert titles == [
        "== New since main (1)",
        "== Changed since main (1)",
        "== Unchanged since main (1)",
        "== Fixed since main (1)",
    ]
    new, changed, unchanged, fixed = (part.strip() for part in out.split("== ")[1:])
    assert "1,700 (courier) against 1,900 (post)" in new and "reads [1,850, 1,950)" in new
    assert "Changed: post#Rome: 520 became 540" in changed
    assert unchanged.splitlines()[1].startswith("  error REC101 visitors, Bern: 200 (courier)")
    assert len(unchanged.splitlines()) == 2
    assert "Oslo: 50 (courier) against 70 (post)" in fixed
    assert "Compared with main, commit " in out and "1 new, 1 changed, 1 unchanged, 1 fixed" in out


def test_markdown_shows_what_is_old_in_one_line_each(branched: Repository) -> None:
    out = branched.check("--against=main", "--format=markdown").out
    headings = [line for line in out.splitlines() if line.startswith("## ")]
    assert headings[:5] == [
        "## Summary",
        "## New since main (1)",
        "## Changed since main (1)",
        "## Unchanged since main (1)",
        "## Fixed since main (1)",
    ]
    assert "- Changed: post#&#8203;Rome: 520 became 540" in out
    assert [line[:15] for line in out.splitlines() if "Bern" in line] == ["- error REC101 "]


def test_many_old_findings_are_counted(make) -> None:
    many = {f"p{number}": "100" for number in range(45)}
    files = {"claims/a.yaml": claims("A", **many), "claims/b.yaml": claims("B", **dict.fromkeys(many, "900"))}
    out = make(files).check("--against=main").out
    assert "== Unchanged since main (45)" in out and "… and 25 more findings" in out
    assert len(out.splitlines()) < 40


def test_json_says_what_it_was_compared_with(branched: Repository) -> None:
    report = json.loads(branched.check("--against=main", "--format=json").out)
    assert report["against"] == "main"
    rome = next(finding for finding in report["findings"] if finding["change"] == "changed")
    assert rome["changes"] == ["post#Rome: 520 became 540"]
    plain = json.loads(branched.check("--format=json").out)
    assert plain["against"] is None and plain["fixed"] == []
    assert {finding["change"] for finding in plain["findings"]} == {None}


def test_the_same_inputs_give_the_same_bytes(branched: Repository) -> None:
    once, again = (branched.check("--against=main", "--format=json").out for _ in range(2))
    assert once == again and str(branched.top) not in once and "reconcile-" not in once.replace("reconcile-report", "")


def test_neither_the_folder_nor_git_is_touched(branched: Repository) -> None:
    before = (
        branched.git("status", "--porcelain", "--ignored"),
        branched.git("stash", "list"),
        branched.git("worktree", "list"),
    )
    index = (branched.top / ".git" / "index").read_bytes()
    branched.check("--against=main", "--policy-from=main")
    after = (
        branched.git("status", "--porcelain", "--ignored"),
        branched.git("stash", "list"),
        branched.git("worktree", "list"),
    )
    assert after == before
    assert (branched.top / ".git" / "index").read_bytes() == index


@pytest.mark.parametrize(
    "rewritten",
    [
        MAIN["claims/post.yaml"].replace("\n", "\n\n") + "# a remark\n",
        MAIN["claims/post.yaml"].replace("\n", "\r\n"),
        MAIN["claims/post.yaml"].replace("{title: Post}", "{title: Post, publisher: Post & Sons}"),
    ],
)
def test_what_says_the_same_is_unchanged(repository: Repository, rewritten: str) -> None:
    repository.write({"claims/post.yaml": rewritten})
    assert set(changes(repository).values()) == {"unchanged"}
    assert repository.check("--against=main").status == 0


@pytest.mark.parametrize("title", ["Post", ""])
def test_a_renamed_claim_file_makes_nothing_new(make, title: str) -> None:
    post = MAIN["claims/post.yaml"].replace("{title: Post}", f"{{title: '{title}'}}")
    repository = make({**MAIN, "claims/post.yaml": post})
    repository.git("mv", "claims/post.yaml", "claims/morning-post.yaml")
    assert set(changes(repository).values()) == {"unchanged"}
    repository.write({"claims/morning-post.yaml": post.replace("310", "330")})
    assert changes(repository)["Bern"] == "changed"


def test_another_document_in_place_of_one_is_a_change(repository: Repository) -> None:
    repository.git("rm", "--quiet", "claims/post.yaml")
    repository.write({"claims/mail.yaml": claims("Mail", Bern="310", Rome="600")})
    assert changes(repository) == {"Bern": "changed", "Rome": "changed", "Oslo": "fixed"}
    assert "claim added: mail#Bern, 310; claim gone: post#Bern, 310" in repository.check("--against=main").flat


def test_a_third_claim_is_a_change(repository: Repository) -> None:
    repository.write({"claims/mail.yaml": claims("Mail", Bern="500")})
    assert changes(repository)["Bern"] == "changed"


def test_another_reading_of_the_same_figure_is_a_change(repository: Repository) -> None:
    exact = MAIN["claims/post.yaml"].replace("value: '310'}", "value: '310', precision: '2'}")
    repository.write({"claims/post.yaml": exact})
    assert "post#Bern: 310 was read as [305, 315), now as [309, 311)" in repository.check("--against=main").flat


def test_a_rule_that_is_ignored_fixes_nothing(repository: Repository) -> None:
    repository.write({"reconcile.toml": '[check.ignore]\nREC101 = "no time"\n'})
    done = repository.check("--against=main")
    assert "3 findings of main no longer looked for, since a rule does not run: REC101" in done.flat
    assert "== Fixed" not in done.out


def test_a_worse_severity_is_a_change(make) -> None:
    law = "relations:\n  parts: {says: Children are visitors., holds: children <= visitors, severity: warning}\n"
    flock = "claims:\n  - {id: a, measure: children, value: '90'}\n  - {id: b, measure: visitors, value: '50'}\n"
    repository = make({"claims/a.yaml": flock, "rules/relations.yaml": law})
    assert repository.check("--against=main", "--fail-on=warning").status == 0
    repository.write({"rules/relations.yaml": law.replace("warning", "error")})
    done = repository.check("--against=main")
    assert done.status == 1 and "Changed: the severity was warning and is error" in done.out


def test_an_incomplete_check_fixes_nothing(repository: Repository) -> None:
    repository.write({"claims/post.yaml": "claims: ["})
    done = repository.check("--against=main")
    assert done.status == 3
    assert "== Fixed" not in done.out and "3 findings of main not among these" in done.out


def test_claims_that_could_not_be_read_then_hide_findings_that_are_new_now(make) -> None:
    repository = make({**MAIN, "claims/post.yaml": "claims: ["})
    repository.write({"claims/post.yaml": MAIN["claims/post.yaml"]})
    done = repository.check("--against=main")
    assert done.status == 1 and "== New since main (3)" in done.out
    assert "At main not everything could be read" in done.flat and "claims/post.yaml:2: no valid YAML" in done.flat


@pytest.mark.parametrize("before", [{"README": "nothing yet\n"}, {**MAIN, "reconcile.toml": "[chekc]\n"}])
def test_where_nothing_can_be_compared_all_is_new(make, before: dict[str, str]) -> None:
    repository = make(before)
    repository.write(MAIN)
    done = repository.check("--against=main")
    assert done.status == 1 and "== New since main (3)" in done.out
    assert "counts as new" in done.out


def test_each_state_has_its_own_vocabulary_and_laws(make) -> None:
    words = "measures:\n  visitors: {kind: stock}\ndimensions:\n  place: {World: [Lyon, Bern, Oslo, Rome]}\n"
    repository = make({**MAIN, "claims/vocabulary.yaml": words})
    repository.write(
        {
            "claims/vocabulary.yaml": words + "aliases: {Berne: Bern}\n",
            "claims/post.yaml": MAIN["claims/post.yaml"].replace("place: Bern", "place: Berne"),
            "rules/relations.yaml": "relations:\n  few: {says: Few come., holds: visitors <= 1000}\n",
        }
    )
    found = changes(repository)
    assert found.pop("Lyon") == "new"  # 1,700 against the new law
    assert set(found.values()) == {"unchanged"}
