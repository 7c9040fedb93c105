"""Files as git has them at a revision: read from its store, with no checkout, filter, hook or index."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from reconcile.errors import ReconcileError, did_you_mean

_ELSEWHERE = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_COMMON_DIR", "GIT_NAMESPACE")
"""Variables that a git hook sets and that would name another repository than the project's."""
LINK, SUBMODULE = "120000", "160000"
"""Modes of entries that are no plain files."""
_POINTER = re.compile(rb"version https://git-lfs[^\n]*\n(?:[^\n]*\n)*?oid sha256:([0-9a-f]{64})\n")
_LONGEST_POINTER = 1024
"""Bytes: a pointer of git's large file storage is no longer."""


class RevisionError(ReconcileError):
    """A revision that can't be used: git is not there, knows no such revision, or the project is in none."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a tree."""

    path: str
    """Its path from the top of the repository, with forward slashes."""
    mode: str
    """`100644`, `100755`, LINK or SUBMODULE."""
    object: str
    """The name under which git keeps its content."""


@dataclass(frozen=True)
class Repository:
    """The git repository that a folder is in."""

    top: Path
    """Its top folder."""
    prefix: str
    """The folder from there, `sub/project`; empty for the top itself."""


@dataclass(frozen=True)
class Revision:
    """One commit of a repository."""

    repository: Repository
    """Where it is."""
    name: str
    """As the user gave it: `origin/main`."""
    commit: str
    """The whole name of the commit."""

    def entries(self, path: str) -> list[Entry]:
        """Return the files at or below `path` (empty: all), sorted; paths that would lead out are left out."""
        wanted = ["--", path] if path else []
        listed = _git(self.repository.top, "ls-tree", "-r", "-z", "--full-tree", self.commit, *wanted)
        found = []
        for line in listed.split(b"\0"):
            head, _, name = line.partition(b"\t")
            if name:
                mode, _, object_name = head.decode("ascii").split(" ")
                found.append(Entry(os.fsdecode(name), mode, object_name))
        return sorted((entry for entry in found if is_inside(entry.path)), key=lambda entry: entry.path)

    def contents(self, entries: list[Entry]) -> Iterator[tuple[Entry, bytes | None]]:
        """Yield each entry with its content; None for a file in git's large file storage that is not at hand."""
        if not entries:
            return
        command = [*_command(self.repository.top), "cat-file", "--batch"]
        pipe = subprocess.PIPE
        with subprocess.Popen(command, env=_environment(), stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL) as git:
            if git.stdin is None or git.stdout is None:  # never: both are pipes
                raise RevisionError("git gives no content")
            for entry in entries:
                git.stdin.write(entry.object.encode("ascii") + b"\n")
                git.stdin.flush()
                head = git.stdout.readline().split()
                if len(head) != 3 or head[1] != b"blob":
                    raise RevisionError(f"git has no content for {entry.path} at {self.name}; fetch it first")
                data = git.stdout.read(int(head[2]))
                git.stdout.read(1)
                yield entry, self._whole(data)

    def _whole(self, data: bytes) -> bytes | None:
        """Return what a pointer of git's large file storage stands for, None where that is not at hand."""
        pointer = _POINTER.match(data) if len(data) <= _LONGEST_POINTER else None
        if pointer is None:
            return data
        name = pointer[1].decode("ascii")
        folder = os.fsdecode(_git(self.repository.top, "rev-parse", "--git-common-dir").rstrip(b"\n"))
        kept = self.repository.top / folder / "lfs" / "objects" / name[:2] / name[2:4] / name
        return kept.read_bytes() if kept.is_file() else None


def is_inside(path: str) -> bool:
    """Say whether a path of a tree stays below the folder that it is written into."""
    parts = PurePosixPath(path).parts
    unsafe = os.name == "nt" and any(mark in path for mark in ("\\", ":"))
    return bool(parts) and not unsafe and not path.startswith("/") and not {"..", ".git"} & set(parts)


def repository_of(folder: Path) -> Repository:
    """Return the repository that `folder` is in. RevisionError: git is not there, or it is in none."""
    try:
        answer = _git(folder, "rev-parse", "--is-inside-work-tree", "--show-cdup", "--show-prefix")
    except RevisionError as error:
        raise RevisionError(f"the project is in no git repository that can be read: {error}") from None
    inside, up, prefix = (os.fsdecode(line) for line in [*answer.split(b"\n"), b"", b""][:3])
    if inside != "true":
        raise RevisionError("the project is in no working tree of git")
    return Repository((folder / up).resolve(), prefix.rstrip("/"))


def resolve(repository: Repository, name: str, option: str) -> Revision:
    """Return the commit that `name` means; `option` is where it was given. RevisionError: git knows none."""
    if not name.strip() or name.startswith("-"):
        shown = f"'{name}' is no revision" if name.strip() else "is empty"
        raise RevisionError(f"{option} {shown}; expected a branch, a tag or a commit, such as origin/main")
    wanted = [f"{name}^{{commit}}"]
    try:
        found = _git(repository.top, "rev-parse", "--verify", "--quiet", "--end-of-options", *wanted)
    except RevisionError:
        raise RevisionError(f"{option} {_unknown(repository, name)}") from None
    return Revision(repository, name, found.decode("ascii").strip())


def _unknown(repository: Repository, name: str) -> str:
    refs = _git(repository.top, "for-each-ref", "--format=%(refname:short)").decode("utf-8", "replace").split("\n")
    known = [ref for ref in refs if ref]
    remote = next((ref for ref in known if ref.partition("/")[2] == name), "")
    hint = f"; did you mean '{remote}'?" if remote else did_you_mean(name, known)
    said = f"'{name}': git knows no such revision; expected a branch, a tag or a commit{hint}"
    shallow = _git(repository.top, "rev-parse", "--is-shallow-repository").strip() == b"true"
    how = "this clone is shallow, so fetch the history first (GitHub: fetch-depth: 0; GitLab: GIT_DEPTH: 0)"
    return f"{said}; {how}" if shallow else said


def _command(folder: Path) -> list[str]:
    # Nothing that the repository's own configuration names is to run here.
    return ["git", "-C", str(folder), "-c", "core.fsmonitor=false", "--no-pager"]


def _environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in _ELSEWHERE}
    return {**kept, "LC_ALL": "C", "GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0"}


def _git(folder: Path, *arguments: str) -> bytes:
    """Return what a git command prints. RevisionError: git is not there, or it fails, with its words."""
    try:
        done = subprocess.run(
            [*_command(folder), *arguments],
            env=_environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
        )
    except OSError as error:
        raise RevisionError(f"git can't be run ({error.strerror}); install it or put it on PATH") from None
    if done.returncode:
        words = done.stderr.decode("utf-8", "replace").strip().partition("\n")[0]
        raise RevisionError(words.removeprefix("fatal: ") or f"git {arguments[0]} failed")
    return done.stdout
