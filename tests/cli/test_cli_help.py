"""Help: fast, complete, and the same as the documentation."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from typer.main import get_command

from reconcile import __version__
from reconcile.cli._app import build
from reconcile.reporters import format_names

DOCS = Path(__file__).parents[2] / "docs" / "command-line.md"
SLOW = (
    "pandas",
    "numpy",
    "pandera",
    "scipy",
    "pint",
    "edtf",
    "pyarrow",
    "openpyxl",
    "tabulate",
    "great_expectations",
)


def commands() -> dict[str, object]:
    """Every command of the app, subcommands as `new rule`."""
    found: dict[str, object] = {}
    for name, command in get_command(build()).commands.items():  # type: ignore[attr-defined]
        inner = getattr(command, "commands", None)
        if inner:
            found.update({f"{name} {sub}": one for sub, one in inner.items()})
        else:
            found[name] = command
    return found


def sections() -> dict[str, str]:
    """The documentation's section of each command, by the name in its heading."""
    parts = re.split(r"^## `reconcile ([^`]*)`$", DOCS.read_text(encoding="utf-8"), flags=re.MULTILINE)
    # A heading is the name with its arguments: `check [DIR]`.
    names = [re.split(r" (?=[A-Z\[])", heading)[0] for heading in parts[1::2]]
    return dict(zip(names, parts[2::2], strict=True))


@pytest.mark.parametrize(
    "arguments",
    [["--help"], [], ["--version"], *[[*name.split(), "--help"] for name in commands()]],
    ids=" ".join,
)
def test_help_imports_nothing_slow(arguments: list[str]) -> None:
    code = (
        "import sys\nfrom reconcile.cli import run\n"
        f"status = run({arguments!r})\n"
        f"slow = [name for name in {SLOW!r} if name in sys.modules]\n"
        "assert status == 0, status\nassert not slow, slow\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout
    assert done.stderr == ""


def test_the_hygiene_test_can_fail(tmp_path: Path) -> None:
    code = f"import sys\nfrom reconcile.cli import run\nrun(['claims', {str(tmp_path)!r}])\n"
    code += "assert 'pandas' in sys.modules\n"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=False).returncode == 0


def test_reconcile_alone_prints_help(reconcile) -> None:
    assert reconcile().out == reconcile("--help").out
    assert reconcile("new").out.startswith("Usage: reconcile new")


def test_version(reconcile) -> None:
    assert reconcile("--version").out == f"reconcile {__version__}\n"


def test_commands_stand_in_the_order_of_their_work() -> None:
    names = list(get_command(build()).commands)  # type: ignore[attr-defined]
    assert names[:4] == ["init", "check", "report", "explain"]


def test_every_command_is_documented_and_none_else() -> None:
    assert set(sections()) == set(commands())


@pytest.mark.parametrize("name", commands())
def test_every_option_is_documented_and_none_else(name: str) -> None:
    section = sections()[name]
    wanted = {
        option
        for parameter in commands()[name].params  # type: ignore[attr-defined]
        for option in parameter.opts
        if option.startswith("--")
    }
    documented = set(re.findall(r"^\| `(?:-\w, )?(--[\w-]+)", section, flags=re.MULTILINE))
    assert documented == wanted - {"--help"}


@pytest.mark.parametrize("name", commands())
def test_every_command_and_option_has_help(name: str) -> None:
    command = commands()[name]
    assert command.help  # type: ignore[attr-defined]
    for parameter in command.params:  # type: ignore[attr-defined]
        assert parameter.help, parameter.name


def test_short_help_fits_on_a_line(reconcile) -> None:
    assert "..." not in reconcile("--help").out.split("Commands:")[1]


def test_every_format_is_documented() -> None:
    text = DOCS.read_text(encoding="utf-8")
    for name in format_names():
        assert f"| `{name}` |" in text


def test_exit_statuses_are_documented() -> None:
    text = DOCS.read_text(encoding="utf-8")
    assert re.findall(r"^\| (\d+) \|", text, flags=re.MULTILINE) == ["0", "1", "2", "3", "70", "130"]


def test_python_m_is_the_same() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "reconcile", "--version"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, f"reconcile {__version__}\n")
