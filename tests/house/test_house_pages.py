"""Commands that pages show: they exist, they run, and they print what the page says."""

import importlib.util
import re
import sys
from pathlib import Path
from types import ModuleType

import pytest
from house_files import ROOT, files, named

from reconcile.cli._app import build

RUN = ("README.md", "docs/tutorial.md", "docs/writing-rules.md", "docs/reviewing.md")


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    """The tool that runs the commands of a page."""
    spec = importlib.util.spec_from_file_location("page_commands", ROOT / "tools" / "page_commands.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules["page_commands"] = module
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", RUN)
def test_commands_print_what_the_page_says(name: str, tool: ModuleType, tmp_path: Path) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert tool.mended(text, tmp_path) == text, f"{name}: run `make docs` and read what changed"
    assert "```console" in text


def test_a_page_that_says_something_else_is_mended(tool: ModuleType, tmp_path: Path) -> None:
    page = (
        "The file `a.txt`:\n\n```text\none\n```\n\n<!-- $ echo two >> a.txt -->\n```console\n$ cat a.txt\nthree\n```\n"
    )
    assert tool.mended(page, tmp_path) == page.replace("three", "one\ntwo")


@pytest.mark.parametrize("page", [page for page in files(".md") if "rules/REC" not in named(page)], ids=named)
def test_every_command_that_a_page_names_exists(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    shown = re.findall(r"(?:^|`|\$ |/)reconcile ([a-z]\w+)", text, re.MULTILINE)
    known = {command.name or command.callback.__name__ for command in build().registered_commands}
    known |= {group.typer_instance.info.name for group in build().registered_groups}
    assert set(shown) - known == set()
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert set(re.findall(r"(?:^|`)make ([a-z]+)", text, re.MULTILINE)) - targets == set()


def test_the_readme_names_every_command_that_a_first_user_needs() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    missing = [word for word in ("init", "check", "report", "explain") if f"reconcile {word}" not in text]
    assert missing == []
