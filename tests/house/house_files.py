"""Which files the repository has: those that git tracks, or would."""

import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LEFT_BY_TOOLS = {".git", ".venv", "build", "dist", "__pycache__"}


@cache
def files(*suffixes: str) -> list[Path]:
    """Return the files of the repository with one of the suffixes, of all kinds where none is given."""
    asked = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    try:
        listed = subprocess.run(asked, cwd=ROOT, capture_output=True, check=True, text=True).stdout
        found = [ROOT / name for name in listed.split("\0") if name]
    except (OSError, subprocess.CalledProcessError):  # an unpacked archive has no git
        found = [path for path in ROOT.rglob("*") if not LEFT_BY_TOOLS & set(path.relative_to(ROOT).parts)]
    kept = [path for path in found if path.is_file() and (not suffixes or path.suffix in suffixes)]
    return sorted(path for path in kept if not any(part.endswith("_cache") for part in path.parts))


def named(path: Path) -> str:
    """Return a file's name relative to the repository."""
    return path.relative_to(ROOT).as_posix()
