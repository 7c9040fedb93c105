"""Places that may not be looked into, and files that nothing reads under their name: told, never passed over."""

import ctypes
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from reconcile.cli import run

DENIED = "can't be looked into: Permission denied"
CLAIMS = "claims:\n  - {id: a, measure: m, value: '5', time: 2020}\n"
LAW = "relations:\n  r: {holds: m <= 0}\n"
IGNORING_PERMISSIONS = 1 << 1 | 1 << 2
"""CAP_DAC_OVERRIDE and CAP_DAC_READ_SEARCH."""


def without_privileges(libc: ctypes.CDLL) -> list[int]:
    """Take from this thread what lets root into every folder, and return what it had."""
    head = (ctypes.c_uint32 * 2)(0x20080522, 0)
    data = (ctypes.c_uint32 * 6)()
    assert libc.capget(head, data) == 0
    before = list(data)
    data[0] &= ~IGNORING_PERMISSIONS
    assert libc.capset(head, data) == 0
    return before


@pytest.fixture(autouse=True)
def as_anybody() -> Iterator[None]:
    """Permissions hold, for root as well."""
    if os.name != "posix" or (os.geteuid() == 0 and sys.platform != "linux"):
        pytest.skip("no permissions of folders here")
    if os.geteuid() != 0:
        yield
        return
    libc = ctypes.CDLL(None, use_errno=True)
    before = without_privileges(libc)
    yield
    libc.capset((ctypes.c_uint32 * 2)(0x20080522, 0), (ctypes.c_uint32 * 6)(*before))


@pytest.fixture
def root(tmp_path: Path) -> Iterator[Path]:
    """A project of one claim; every folder can be removed again."""
    for name in ("claims/inner", "outer/inner", "more"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "reconcile.toml").write_text("")
    (tmp_path / "claims" / "a.yaml").write_text(CLAIMS)
    yield tmp_path
    for folder in ("claims", "rules", "decisions", "outer"):
        for place in (tmp_path / folder, tmp_path / folder / "inner"):
            with suppress(FileNotFoundError):
                place.chmod(0o755)


def check(root: Path, capsys: pytest.CaptureFixture[str], *options: str) -> tuple[int, str]:
    status = run(["check", str(root), "--width", "200", *options])
    return status, "".join(capsys.readouterr())


@pytest.mark.parametrize(
    ("place", "mode"),
    [
        (place, mode)
        for place in ("claims/inner", "rules", "rules/inner", "decisions", "decisions/inner")
        for mode in (0o000, 0o444, 0o311)
        # Where names can be seen further in, each file that can't be read is told of itself.
        if (place, mode) not in (("claims/inner", 0o444), ("decisions/inner", 0o444))
    ],
)
def test_a_folder_that_may_not_be_looked_into(
    root: Path, place: str, mode: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert check(root, capsys)[0] == 0  # neither rules nor decisions
    (root / place).mkdir(parents=True, exist_ok=True)
    assert check(root, capsys)[0] == 0
    (root / place).chmod(mode)
    status, said = check(root, capsys)
    assert status == 3
    assert f"{place}: {DENIED}" in said


@pytest.mark.parametrize("place", ["outer/inner", "link"])
@pytest.mark.parametrize("key", ["rules", "claims", "decisions"])
def test_a_folder_below_one_that_may_not_be_looked_into(
    root: Path, key: str, place: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (root / "link").symlink_to("outer/inner")
    value = {"rules": f'["more", "{place}"]', "claims": f'["claims", "{place}"]'}.get(key, f'"{place}"')
    (root / "reconcile.toml").write_text(f"[project]\n{key} = {value}\n")
    assert check(root, capsys)[0] == 0
    (root / "outer").chmod(0o000)
    status, said = check(root, capsys)
    assert status == 3
    assert f"{place}: {DENIED}" in said


@pytest.mark.parametrize("place", ["claims/inner", "outer"])
def test_a_closed_folder_beside_the_policy_of_a_revision(
    root: Path, place: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (root / "reconcile.toml").write_text('[project]\nclaims = ["claims", "outer/inner"]\n')
    (root / "rules").mkdir()
    (root / "rules" / "relations.yaml").write_text("relations: {}\n")
    git = ["git", "-C", str(root), "-c", "user.name=A", "-c", "user.email=a@example.org"]
    for arguments in (["init", "-q", "-b", "main"], ["add", "."], ["commit", "-q", "-m", "start"]):
        subprocess.run([*git, *arguments], check=True)
    assert check(root, capsys, "--policy-from", "main")[0] == 0
    (root / place).chmod(0o000)
    status, said = check(root, capsys, "--policy-from", "main")
    assert status == 3
    assert f"{place.replace('outer', 'outer/inner')}: {DENIED}" in said
    assert "1 document" in said


MISNAMED = {
    "laws.yaml": (LAW, "is not read: laws stand in relations.yaml"),
    "Relations.yaml": (LAW, "is not read: laws stand in relations.yaml"),
    "relations.YAML": (LAW, "is not read: laws stand in relations.yaml"),
    "relations.yaml.txt": (LAW, "is not read: laws stand in relations.yaml"),
    "ours.yml": (f"# ours\n{LAW}", "is not read: laws stand in relations.yaml"),
    "inner/relations.yaml": (LAW, "is not read: put it into rules itself"),
    "desk.JSON": ("{}", "is not read under this name; name it desk.json"),
    "many.PY": ("", "is not read under this name; name it many.py"),
}


@pytest.mark.parametrize("name", MISNAMED)
def test_a_file_in_a_rules_folder_under_a_wrong_name(root: Path, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    text, message = MISNAMED[name]
    (root / "rules" / "inner").mkdir(parents=True)
    (root / "rules" / name).write_text(text)
    status, said = check(root, capsys)
    assert status == 3
    assert f"rules/{name}: {message}" in said
    assert said.count(f"rules/{name}: ") == 1


def test_other_files_in_a_rules_folder_are_nobodys_business(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for folder in ("__pycache__", "inner"):
        (root / "rules" / folder).mkdir(parents=True)
    for name in ("README.md", "notes.txt", "_laws.yaml", ".laws.yaml", "limits.yaml", "inner/laws.yaml", "t.csv"):
        (root / "rules" / name).write_text("limits:\n  relations: 5\n")
    assert check(root, capsys)[0] == 0
    (root / "rules" / "laws.yaml").write_text(LAW)
    (root / "reconcile.toml").write_text('[project]\nrules = ["rules", "rules/laws.yaml"]\n')
    status, said = check(root, capsys)
    assert status == 1, said


def test_claims_and_laws_in_one_folder(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (root / "reconcile.toml").write_text('[project]\nrules = ["claims"]\n')
    (root / "claims" / "laws.yaml").write_text(CLAIMS)
    (root / "claims" / "relations.yaml").write_text("relations: {}\n")
    assert "is not read" not in check(root, capsys)[1]


@pytest.mark.parametrize(
    ("name", "hint"), [("laws.txt", ""), ("laws.YAML", "; name it laws.yaml"), ("desk.JSON", "; name it desk.json")]
)
def test_a_file_that_the_settings_name_and_nothing_reads(
    root: Path, name: str, hint: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (root / name).write_text(LAW)
    (root / "reconcile.toml").write_text(f'[project]\nrules = ["{name}"]\n')
    status, said = check(root, capsys)
    assert status == 3
    assert f"{name}: is left out, its form is not read here; expected a folder, a file of laws" in said
    assert f"a suite (.json){hint}\n" in said
