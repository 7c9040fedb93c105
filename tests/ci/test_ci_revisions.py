"""Revisions that git knows, does not know, or was not meant to be asked for; projects in unusual places."""

import hashlib
import json
import subprocess
from pathlib import Path

import pytest
from ci_repository import MAIN, Repository, claims

from reconcile.pipeline.earlier.revisions import is_inside


@pytest.mark.parametrize("option", ["--against", "--policy-from"])
@pytest.mark.parametrize(
    ("revision", "answer"),
    [
        ("mian", "git knows no such revision; expected a branch, a tag or a commit; did you mean 'main'?"),
        ("0" * 40, "git knows no such revision"),
        ("main:claims", "git knows no such revision"),
        ("", "is empty; expected a branch, a tag or a commit"),
        ("--output=x", "'--output=x' is no revision"),
        ("--all", "is no revision"),
        ("-h", "is no revision"),
        ("main\n", "git knows no such revision"),
        ("main; touch x", "git knows no such revision"),
        ("$(touch x)", "git knows no such revision"),
    ],
)
def test_a_revision_that_is_none(repository: Repository, option: str, revision: str, answer: str) -> None:
    done = repository.check(f"{option}={revision}")
    assert done.status == 2 and done.out == ""
    assert done.err.startswith(option) and answer in done.err
    assert sorted(path.name for path in repository.top.iterdir()) == [".git", "claims", "reconcile.toml"]


@pytest.mark.parametrize("revision", ["main", "v1", "HEAD~1", "HEAD^{/start}", "@"])
def test_revisions_as_git_names_them(repository: Repository, revision: str) -> None:
    repository.git("tag", "--annotate", "--message=first", "v1")
    repository.write({"claims/mail.yaml": claims("Mail", Bern="500")})
    repository.commit()
    done = repository.check(f"--against={revision}")
    assert done.status == (0 if revision == "@" else 1) and f"since {revision}" in done.out


def test_a_branch_that_only_the_server_has_is_named(repository: Repository, make) -> None:
    repository.git("update-ref", "refs/remotes/origin/release", "main")
    assert "did you mean 'origin/release'?" in repository.check("--against=release").err


def test_without_git_or_a_repository_it_says_so(repository: Repository, tmp_path: Path, monkeypatch) -> None:
    for name, text in MAIN.items():
        file = tmp_path / "elsewhere" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    done = Repository(tmp_path / "elsewhere", repository.caught).check("--against=main")
    assert done.status == 2 and "in no git repository" in done.err
    monkeypatch.setenv("PATH", str(tmp_path / "nothing"))
    done = repository.check("--against=main")
    assert done.status == 2 and "git can't be run" in done.err
    assert repository.check().status == 1


def test_a_shallow_clone_says_how_to_get_the_history(repository: Repository, tmp_path: Path) -> None:
    old = repository.git("rev-parse", "HEAD")
    repository.write({"claims/mail.yaml": claims("Mail", Bern="500")})
    repository.commit()
    repository.git("clone", "--quiet", "--depth=1", f"file://{repository.top}", str(tmp_path / "shallow"))
    done = Repository(tmp_path / "shallow", repository.caught).check(f"--against={old}")
    assert done.status == 2 and "shallow" in done.err and "fetch-depth: 0" in done.err


def test_a_hook_of_another_repository_does_not_mislead(branched: Repository, monkeypatch, tmp_path: Path) -> None:
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "other"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(tmp_path / "index"))
    assert "== New since main (1)" in branched.check("--against=main").out


@pytest.mark.parametrize("folder", ["a project", "deep/er/é", "claims"])
def test_a_project_in_a_folder_of_the_repository(make, folder: str) -> None:
    repository = make({f"{folder}/{name}": text for name, text in MAIN.items()} | {"README": "top\n"})
    repository.write({f"{folder}/claims/post.yaml": claims("Post", Lyon="1,900", Bern="310", Oslo="70", Rome="520")})
    for place in (folder, f"{folder}/claims"):
        done = repository.check("--against=main", folder=place)
        assert done.status == 1
        assert "== New since main (1)" in done.out and "== Unchanged since main (3)" in done.out


@pytest.mark.parametrize("format", ["github", "gitlab", "sarif", "json"])
def test_services_that_show_the_repository_get_places_from_its_top(make, format: str) -> None:
    repository = make({f"sub/{name}": text for name, text in MAIN.items()})
    out = repository.check(f"--format={format}", folder="sub").out
    assert ("sub/claims/courier.yaml" in out) is (format != "json") and "claims/courier.yaml" in out
    assert "sub/sub/" not in out and str(repository.top) not in out


def test_a_linked_working_tree(branched: Repository, tmp_path: Path) -> None:
    branched.commit()
    branched.git("worktree", "add", "--quiet", "--detach", str(tmp_path / "linked"), "branch")
    assert "== New since main (1)" in Repository(tmp_path / "linked", branched.caught).check("--against=main").out


def test_claims_outside_the_project_and_outside_the_repository(make, tmp_path: Path) -> None:
    settings = '[project]\nclaims = ["claims", "../common", "../../free"]\n'
    (tmp_path / "free").mkdir()
    (tmp_path / "free" / "free.yaml").write_text(claims("Free", Paris="10", Bern="900"), encoding="utf-8")
    files = {f"project/{name}": text for name, text in MAIN.items()}
    repository = make({**files, "project/reconcile.toml": settings, "common/wire.yaml": claims("Wire", Paris="99")})
    repository.write({"common/wire.yaml": claims("Wire", Paris="80")})
    done = repository.check("--against=main", folder="project")
    assert "Changed: wire#Paris: 99 became 80" in done.out and "== Unchanged since main (3)" in done.out
    assert "../free lies outside the repository: it is taken as it is now" in done.flat
    assert str(tmp_path) not in done.out


def test_links_are_followed_inside_the_repository_only(make, tmp_path: Path) -> None:
    (tmp_path / "secret.yaml").write_text(claims("Secret", Bern="777"), encoding="utf-8")
    repository = make({"store/post.yaml": MAIN["claims/post.yaml"], "store/courier.yaml": MAIN["claims/courier.yaml"]})
    (repository.top / "claims").symlink_to("store")
    (repository.top / "store" / "secret.yaml").symlink_to(tmp_path / "secret.yaml")
    (repository.top / "store" / "round.yaml").symlink_to("round.yaml")
    repository.commit()
    repository.git("branch", "--force", "main")
    (repository.top / "store" / "secret.yaml").unlink()
    (repository.top / "store" / "round.yaml").unlink()
    done = repository.check("--against=main")
    assert "== Unchanged since main (3)" in done.out and "777" not in done.out
    assert "store/secret.yaml is a link that leads out of the repository" in done.flat


def test_a_submodule_is_no_crash(make) -> None:
    inner = make({"a.yaml": claims("Inner", Bern="900")}, "inner")
    repository = make(MAIN, "outer")
    repository.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(inner.top), "claims/inner")
    repository.commit()
    repository.git("branch", "--force", "main")
    done = repository.check("--against=main")
    assert "claims/inner is a submodule, whose files at main are not read" in done.flat
    assert "Changed: claim added: a#Bern, 900" in done.out and "== Unchanged since main (2)" in done.out


def pointer(content: bytes) -> bytes:
    name = hashlib.sha256(content).hexdigest()
    return f"version https://git-lfs.github.com/spec/v1\noid sha256:{name}\nsize {len(content)}\n".encode()


@pytest.mark.parametrize("at_hand", [True, False])
def test_large_file_storage(make, at_hand: bool) -> None:
    table = b"document,measure,place,time,value\nwire,visitors,Bern,2024-05,900\n"
    repository = make({**MAIN, "claims/wire.csv": pointer(table)})
    if at_hand:
        name = hashlib.sha256(table).hexdigest()
        repository.write({f".git/lfs/objects/{name[:2]}/{name[2:4]}/{name}": table})
    repository.write({"claims/wire.csv": table})
    done = repository.check("--against=main", "--format=json")
    bern = next(one for one in json.loads(done.out)["findings"] if one["quantity"]["place"] == "Bern")
    assert bern["change"] == ("unchanged" if at_hand else "changed")
    said = (
        "claims/wire.csv is kept by Git LFS and is not at hand as it was at main: findings of its claims count as new"
    )
    assert (said in json.loads(done.out)["remarks"]) is not at_hand


def test_content_that_git_lacks_is_named(repository: Repository) -> None:
    name = repository.git("rev-parse", "main:claims/post.yaml")
    (repository.top / ".git" / "objects" / name[:2] / name[2:]).unlink()
    done = repository.check("--against=main")
    assert done.status == 2 and "git has no content for claims/post.yaml at main" in done.err


@pytest.mark.parametrize(
    ("place", "allowed"), [("project/texts", ""), ("common", "../common"), ("../free", "../../free")]
)
def test_texts_that_claims_quote_are_there_for_both_states(make, place: str, allowed: str) -> None:
    text = {"project/texts": "../texts", "common": "../../common", "../free": "../../../free"}[place]
    document = f"document: {{title: Post, text: {text}/post.txt}}\nclaims:\n"
    claim = "  - {id: a, measure: visitors, value: '310', at: {quote: some 310 came}}\n"
    settings = f"[project]\ntexts = ['{allowed}']\n" if allowed else ""
    files = {"project/claims/post.yaml": document + claim, "project/reconcile.toml": settings}
    repository = make({**files, f"{place}/post.txt": "In May 99 came.\n"})
    found = [
        json.loads(repository.check("--format=json", *arguments, folder="project").out)["findings"]
        for arguments in ([], ["--against=main"], ["--policy-from=main"])
    ]
    assert [[one["code"] for one in findings] for findings in found] == [["REC501"]] * 3
    assert found[1][0]["change"] == "unchanged"


def test_a_text_outside_the_project_is_not_read_through_the_policy(make, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("The word is 4711.\n", encoding="utf-8")
    document = "document: {title: Post, text: ../texts/post.txt}\nclaims:\n"
    claim = "  - {id: a, measure: visitors, value: '310', at: {quote: The word is}}\n"
    repository = make({"claims/post.yaml": document + claim})
    (repository.top / "texts").mkdir()
    (repository.top / "texts" / "post.txt").symlink_to(tmp_path / "secret.txt")
    said = [repository.check("--format=json", *more).out for more in ([], ["--policy-from=main", "--against=main"])]
    assert all("4711" not in text for text in said)
    codes = [[one["code"] for one in json.loads(text)["findings"]] for text in said]
    assert codes[0] == codes[1]


@pytest.mark.parametrize("path", ["../x", "a/../../x", "/etc/x", "", ".git/config", "a/.git/hooks/x"])
def test_paths_of_a_forged_tree_do_not_lead_out(path: str) -> None:
    assert not is_inside(path)


def test_a_forged_tree_writes_nothing_outside(repository: Repository, tmp_path: Path) -> None:
    blob = repository.git("hash-object", "-w", "claims/post.yaml")
    inner = f"100644 blob {blob}\tevil.yaml\n"
    make = ["git", "mktree"]
    tree = subprocess.run(
        make, cwd=repository.top, input=inner, capture_output=True, text=True, check=True
    ).stdout.strip()
    outer = f"040000 tree {tree}\t..\n040000 tree {tree}\tclaims\n"
    top = subprocess.run(
        make, cwd=repository.top, input=outer, capture_output=True, text=True, check=True
    ).stdout.strip()
    commit = repository.git("commit-tree", top, "-m", "forged")
    repository.write({"reconcile.toml": '[project]\nclaims = ["claims", "."]\n'})
    done = repository.check(f"--against={commit}")
    assert done.status in (0, 1)
    assert not list(tmp_path.rglob("evil.yaml"))
