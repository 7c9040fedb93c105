"""A git repository with a project in it, and the command line on it."""

import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from reconcile.cli import run


@dataclass(frozen=True)
class Done:
    """What a command left behind."""

    status: int
    out: str
    err: str

    @property
    def flat(self) -> str:
        """Standard output in one line."""
        return " ".join(self.out.split())


def claims(title: str, **values: str) -> str:
    """Return a claim file: a place and what the document says of it in each line."""
    lines = [
        f"  - {{id: {place}, measure: visitors, place: {place}, time: 2024-05, value: '{value}'}}"
        for place, value in values.items()
    ]
    return "\n".join([f"document: {{title: {title}}}" if title else "", "claims:", *lines, ""])


@dataclass(frozen=True)
class Repository:
    """A repository in a folder of its own, and its project."""

    top: Path
    caught: pytest.CaptureFixture[str]

    def git(self, *arguments: str, folder: Path | None = None) -> str:
        """Run git and return what it prints."""
        done = subprocess.run(
            ["git", *arguments],
            cwd=folder or self.top,
            check=True,
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
        )
        return done.stdout.strip()

    def write(self, files: Mapping[str, str | bytes]) -> None:
        """Write files below the top."""
        for name, text in files.items():
            path = self.top / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text if isinstance(text, bytes) else text.encode())

    def commit(self, message: str = "work") -> None:
        """Commit everything."""
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message", message)

    def check(self, *arguments: str, folder: str = "") -> Done:
        """Run `reconcile check` on the project."""
        self.caught.readouterr()
        status = run(["check", "--width", "110", *arguments, "--", str(self.top / folder)])
        out, err = self.caught.readouterr()
        return Done(status, out, err)


MAIN = {
    "reconcile.toml": '[project]\ntitle = "Visitors"\n',
    "claims/courier.yaml": claims("Courier", Lyon="1,700", Bern="200", Oslo="50", Rome="400"),
    "claims/post.yaml": claims("Post", Lyon="1,700", Bern="310", Oslo="70", Rome="520"),
}
"""A project with conflicts on Bern, Oslo and Rome."""
