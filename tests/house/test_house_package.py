"""What is shipped: the package alone, with one version."""

import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
from house_files import ROOT, files, named

import reconcile


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel without network."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    return next(folder.glob("*.whl"))


def test_the_wheel_holds_the_package_alone(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    info = f"reconcile-{reconcile.__version__}.dist-info"
    assert {name.partition("/")[0] for name in names} == {"reconcile", info}
    shipped = {name for name in names if name.startswith("reconcile/")}
    assert shipped == {named(path) for path in files() if named(path).startswith("reconcile/")}
    assert f"{info}/licenses/LICENSE" in names


def test_the_wheel_brings_the_command(wheel: Path) -> None:
    archive = zipfile.ZipFile(wheel)
    info = f"reconcile-{reconcile.__version__}.dist-info"
    assert "reconcile = reconcile.cli:main" in archive.read(f"{info}/entry_points.txt").decode()


def test_the_version_stands_in_one_place() -> None:
    assert re.fullmatch(r"\d+\.\d+\.\d+", reconcile.__version__)
    pattern = re.compile(rf"(?<![\d.]){re.escape(reconcile.__version__)}(?![\d.])")
    code = [path for path in files(".py", ".toml") if named(path).split("/")[0] in ("reconcile", "pyproject.toml")]
    there = [named(path) for path in code if pattern.search(path.read_text(encoding="utf-8"))]
    assert there == ["reconcile/__init__.py"]


def test_the_changelog_names_the_version() -> None:
    headings = re.findall(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert headings[0].strip("[]") == reconcile.__version__


def test_constraints_are_exact_versions_and_nothing_else() -> None:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if not re.fullmatch(r"[A-Za-z0-9._-]+==[A-Za-z0-9.+!]+", line)] == []


def test_every_dependency_has_a_constraint() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    fixed = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    have = {plain(line) for line in fixed}
    assert [line for line in wanted if plain(line) not in have] == []


def plain(requirement: str) -> str:
    return re.split(r"[\[<>=!~ ]", requirement, maxsplit=1)[0].lower().replace("_", "-").replace(".", "-")
