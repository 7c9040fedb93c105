"""A project written to a folder and read back."""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from reconcile.models import RawProject
from reconcile.reading import batches, many, project, read_project
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


class Many:
    """A project read as one of many files is, whatever its size, with a cache of its own."""

    def __init__(self, root: Path, cache: Path) -> None:
        self.root, self.cache = root, cache
        self.read: list[str] = []
        """The files that were parsed in this process."""

    def write(self, files: Mapping[str, str | bytes]) -> None:
        for name, content in {"reconcile.toml": "", **files}.items():
            path = self.root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())

    def raw(self, *, together: bool = True, cache: bool = True) -> dict[str, Any]:
        """Return everything that reading gives, in plain values; `together` as many files, else one by one."""
        self.read.clear()
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(project, "MANY", 0 if together else 10**12)
            return plain(read_project(replace(load_settings(self.root), cache=cache)))

    @property
    def shards(self) -> list[Path]:
        return sorted(self.cache.glob("*/*.parquet"))


def plain(raw: RawProject) -> dict[str, Any]:
    """Return what was read in values that compare, whatever holds them."""
    rows = raw.rows.drop(columns=["at"])
    return {
        "columns": sorted(raw.rows.columns),
        "rows": {name: [str(value) for value in rows[name].astype(object)] for name in rows.columns},
        "at": [json.dumps(at) for at in raw.rows["at"]],
        "documents": raw.documents,
        "faults": raw.faults,
        "problems": raw.problems,
        "vocabulary": raw.vocabulary,
        "texts": raw.texts,
    }


@pytest.fixture
def many_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Many:
    """Return a project of many files in this process alone: workers have tests of their own."""
    found = Many(tmp_path / "project", tmp_path / "cache")
    monkeypatch.setenv("RECONCILE_CACHE_DIR", str(found.cache))
    monkeypatch.setenv("RECONCILE_JOBS", "1")
    monkeypatch.setattr(many, "WORTH_WORKERS", 0)
    monkeypatch.setattr(many, "BATCH", 100)
    read = batches.read_claim_file

    def noted(text: str, file: str, *rest: Any) -> Any:
        found.read.append(file)
        return read(text, file, *rest)

    monkeypatch.setattr(batches, "read_claim_file", noted)
    return found
