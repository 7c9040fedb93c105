"""The house rules that a linter does not know."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest
from house_files import ROOT, files, named

LONGEST_MODULE, LONGEST_TEST_MODULE = 300, 400  # tables of cases may be longer
LONGEST_FUNCTION = 50
SLOW = ("pandas", "numpy", "pandera", "scipy", "pint", "pyarrow", "openpyxl", "edtf", "great_expectations", "yaml")


@pytest.mark.parametrize("path", files(".py"), ids=named)
def test_modules_and_functions_are_short(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    functions = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    assert [f"{node.name}: {lines_of(node)}" for node in functions if lines_of(node) > LONGEST_FUNCTION] == []
    assert len(text.splitlines()) <= (LONGEST_TEST_MODULE if path.name.startswith("test_") else LONGEST_MODULE)


def lines_of(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Return how many lines there are to follow: the body without its docstring."""
    body = function.body[1:] if ast.get_docstring(function) else function.body
    return body[-1].end_lineno - body[0].lineno + 1 if body else 0


def test_the_layers_hold() -> None:
    done = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-3000:]


@pytest.mark.parametrize("arguments", [["--help"], ["check", "--help"], ["--version"], ["new", "rule", "--help"]])
def test_help_imports_nothing_slow(arguments: list[str]) -> None:
    code = (
        "import sys\nfrom reconcile.cli import run\nstatus = run(sys.argv[1:])\n"
        f"print(status, [name for name in {SLOW!r} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "0 []"


def test_importing_the_package_imports_nothing_slow() -> None:
    code = f"import reconcile, sys; print([name for name in {SLOW!r} if name in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout == "[]\n"


def test_the_public_names_of_the_package_are_there() -> None:
    code = "import reconcile; print([name for name in reconcile.__all__ if getattr(reconcile, name) is None])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout == "[]\n"
