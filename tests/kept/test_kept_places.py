"""Where the files of a check may lie so that its report is kept, and what is looked at to tell."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from reconcile.pipeline.kept import inputs
from reconcile.pipeline.kept.inputs import Inputs, NotKept
from reconcile.settings import load_settings

LAWS = "relations: {}\n"


def stated(project: Any, line: str) -> None:
    project.change("reconcile.toml", "[check.", f"{line}\n[check.")


def moved(project: Any, name: str, target: str) -> None:
    """Put a link where a file or folder was, to where it is now."""
    place = project.root / target
    place.parent.mkdir(parents=True, exist_ok=True)
    (project.root / name).rename(place)
    (project.root / name).symlink_to(place)


OUTSIDE: dict[str, Callable[[Any], object]] = {
    "claims beside the project": lambda p: (
        p.write("../cur/more.csv", "document,id,measure,value,place\nmore,1,lost,5,Paris\n"),
        stated(p, 'claims = ["claims", "../cur"]'),
    ),
    "laws beside the project": lambda p: (p.write("../laws/relations.yaml", LAWS), stated(p, 'rules = ["../laws"]')),
    "a vocabulary beside the project": lambda p: (
        p.write("../other/v.yaml", (p.root / "claims/vocabulary.yaml").read_bytes()),
        (p.root / "claims/vocabulary.yaml").unlink(),
        stated(p, 'vocabulary = "../other/v.yaml"'),
    ),
    "decisions beside the project": lambda p: (shutil.copytree(p.root / "decisions", p.root / "../decided"),
                                               stated(p, 'decisions = "../decided"')),
    "out and in again": lambda p: stated(p, f'claims = ["../{p.root.name}/claims"]'),
    "a place in full": lambda p: (p.write("../laws/relations.yaml", LAWS),
                                  stated(p, f"rules = ['{(p.root / '../laws').resolve()}']")),
    "a link to the claims": lambda p: (
        shutil.rmtree(p.root / "claims/deep"), moved(p, "claims", "../far/claims"), stated(p, 'claims = ["claims"]'),
    ),
    "a link on the way to the claims": lambda p: (
        p.write("a/b/more.csv", "document,id,measure,value,place\nmore,1,lost,5,Paris\n"), moved(p, "a", "../far/a"),
        stated(p, 'claims = ["claims", "a/b"]'),
    ),
    "a link to a claim file": lambda p: moved(p, "claims/list.csv", "../far/list.csv"),
    "a link to a file inside": lambda p: moved(p, "claims/list.csv", "tables/list.csv"),
    "a link to the vocabulary": lambda p: moved(p, "claims/vocabulary.yaml", "../far/v.yaml"),
    "a link to the rules": lambda p: moved(p, "rules", "../far/rules"),
    "a link in the rules": lambda p: moved(p, "rules/relations.yaml", "../far/relations.yaml"),
    "a link to the decisions": lambda p: moved(p, "decisions", "../far/decisions"),
}  # fmt: skip


@pytest.mark.parametrize("what", OUTSIDE)
def test_what_lies_elsewhere_may_change_and_change_back(kept_project: Any, what: str) -> None:
    OUTSIDE[what](kept_project)
    report, _ = kept_project.check()
    assert report.problems == ()
    assert kept_project.entries == []


def test_a_project_behind_a_link_is_not_kept(kept_project: Any, tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(kept_project.root)
    kept_project.check(settings={"root": link})
    assert kept_project.entries == []
    kept_project.check()
    assert kept_project.is_kept()


def looked(project: Any, project_rules: bool = True) -> list[list[str]]:
    return Inputs.of(load_settings(project.root), project_rules).hashed()


def never_ending(project: Any, name: str) -> None:
    if not hasattr(os, "mkfifo"):
        pytest.skip("the system has no pipes with names")
    os.mkfifo(project.root / name)


DEVICES: dict[str, Callable[[Any], object]] = {
    "a link to a device": lambda p: (p.root / "rules/x.dat").symlink_to("/proc/kmsg"),
    "a link to a file": lambda p: (p.root / "rules/x.dat").symlink_to(p.root / "texts/courier.txt"),
    "a link to nothing": lambda p: (p.root / "rules/x.dat").symlink_to("nowhere"),
    "a link to itself": lambda p: (p.root / "rules/x.dat").symlink_to("x.dat"),
    "a pipe": lambda p: never_ending(p, "rules/x.dat"),
}


@pytest.mark.parametrize("what", DEVICES)
def test_what_is_no_file_in_a_rules_folder_is_never_opened(
    kept_project: Any, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    DEVICES[what](kept_project)

    def never(*_: object) -> bytes:
        raise AssertionError("it was opened")

    monkeypatch.setattr(inputs, "read_bytes", never)
    with pytest.raises(NotKept):
        looked(kept_project)


@pytest.mark.parametrize("name", ["rules/own.py", "rules/suite.json"])
def test_nothing_is_opened_where_a_project_has_code(
    kept_project: Any, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept_project.write(name, "")

    def never(*_: object) -> bytes:
        raise AssertionError("it was looked at")

    for one in ("read_bytes", "find_claim_files"):
        monkeypatch.setattr(inputs, one, never)
    with pytest.raises(NotKept):
        looked(kept_project)


def test_what_lies_in_rules_folders_is_bounded(kept_project: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(3):
        kept_project.write(f"rules/{number}.dat", "x" * 1000)
    (size, *_) = (path.stat().st_size for path in (kept_project.root / "rules").glob("*.yaml"))
    for name, most in (("MOST_BESIDE", 4), ("LARGEST_BESIDE", 1000), ("ALL_BESIDE", 3000 + size)):
        looked(kept_project)
        with monkeypatch.context() as patch:
            patch.setattr(inputs, name, most)
            looked(kept_project)
            patch.setattr(inputs, name, most - 1)
            with pytest.raises(NotKept):
                looked(kept_project)


def test_claim_files_in_a_rules_folder_are_not_counted_there(
    kept_project: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    stated(kept_project, 'rules = ["rules", "claims"]')
    monkeypatch.setattr(inputs, "MOST_BESIDE", 2)  # the laws and the vocabulary
    kept_project.check()
    assert kept_project.is_kept()


def for_a_moment(project: Any, name: str, text: str) -> None:
    """Have a file, and the folders that it needs, while a check runs, and no longer."""
    path = project.root / name
    folders = [folder for folder in path.parents if not folder.exists()]

    def back() -> None:
        path.unlink()
        for folder in folders:
            folder.rmdir()

    project.first = lambda: project.write(name, text)
    project.last = back


MEANWHILE: dict[str, Callable[[Any], object]] = {
    "a vocabulary in a folder that is not there": lambda p: (
        stated(p, 'vocabulary = "other/deep/v.yaml"'),
        (p.root / "claims/vocabulary.yaml").rename(p.root / "v"),
        for_a_moment(p, "other/deep/v.yaml", (p.root / "v").read_text()),
    ),
    "laws in a folder that is not there": lambda p: (
        shutil.rmtree(p.root / "rules"),
        for_a_moment(p, "rules/relations.yaml", LAWS),
    ),
    "a folder on the way to the claims": lambda p: (
        p.write("a/b/more.csv", "document,id,measure,value,place\nmore,1,lost,5,Paris\n"),
        p.write("c/b/more.csv", "document,id,measure,value,place\nmore,1,lost,500,Paris\n"),
        stated(p, 'claims = ["claims", "a/b"]'),
        exchanged(p, "a", "c"),
    ),
    "the claims": lambda p: (shutil.copytree(p.root / "claims", p.root / "others"), exchanged(p, "claims", "others")),
}


def exchanged(project: Any, name: str, other: str) -> None:
    """Have one folder in another's place while a check runs, and no longer."""

    def exchange() -> None:
        (project.root / name).rename(project.root / "x")
        (project.root / other).rename(project.root / name)
        (project.root / "x").rename(project.root / other)

    project.first = project.last = exchange


@pytest.mark.parametrize("what", MEANWHILE)
def test_what_came_and_went_on_the_way_is_noticed(kept_project: Any, what: str) -> None:
    MEANWHILE[what](kept_project)
    kept_project.check()
    assert kept_project.entries == []
    kept_project.first = kept_project.last = lambda: None
    report, _ = kept_project.check()
    assert kept_project.is_kept() is not bool(report.problems)


def test_what_changes_in_other_folders_does_not_matter(kept_project: Any) -> None:
    (kept_project.root / "logs").mkdir()
    kept_project.first = lambda: kept_project.write("logs/a.txt", "checking")
    kept_project.last = lambda: kept_project.write("texts/other.txt", "x")
    kept_project.check()
    kept_project.first = kept_project.last = lambda: None
    assert kept_project.is_kept()


def test_folders_that_no_check_looks_at_are_not_looked_into(kept_project: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("secret/x.txt", "node_modules/a/b.js"):
        kept_project.write(name, "x")
    settings = load_settings(kept_project.root)
    opened: list[str] = []
    scandir = os.scandir

    def seen(path: Any) -> Any:
        opened.append(os.path.relpath(path, kept_project.root))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", seen)
    Inputs.of(settings, True).hashed()
    assert set(opened) == {"claims", "claims/deep", "rules", "decisions"}
