"""A project written to a folder and read back."""

from collections.abc import Callable
from pathlib import Path

import pytest

from reconcile.models import RawProject
from reconcile.reading import read_project
from reconcile.settings import load_settings


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., RawProject]:
    """Return a function that writes files (path to text or bytes) and reads the project they make."""

    def write_and_read(files: dict[str, str | bytes]) -> RawProject:
        for name, content in {"reconcile.toml": "", **files}.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            if isinstance(content, bytes):
                path.write_bytes(content)
            else:
                path.write_text(content, encoding="utf-8", newline="")
        return read_project(load_settings(tmp_path))

    return write_and_read
