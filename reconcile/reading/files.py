"""Which claim files a project has, and the text in them."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from reconcile.errors import Problem
from reconcile.reading.nodes import LARGEST, Unreadable

YAML_ENDINGS = (".yaml", ".yml")
TABLE_ENDINGS = (".csv", ".jsonl", ".ndjson", ".parquet", ".xlsx")
_LOOKALIKES = (".json", ".tsv", ".xls", ".xlsm", ".ods", ".feather")
_HOW = "; claim files end in .yaml, .yml, .csv, .jsonl, .ndjson, .parquet or .xlsx"


def find_claim_files(root: Path, places: Iterable[str], vocabulary: Path) -> tuple[list[Path], list[Problem]]:
    """Return the claim files in `places` (files and folders), each once, sorted, and what could not be found.

    Folders are searched all the way down; hidden files and `vocabulary` are left out.
    """
    found: dict[str, Path] = {}
    problems: list[Problem] = []
    names = _identity(vocabulary)
    for place in places:
        path = root / place
        error = barred(path)
        if error is not None:
            files, problems = [], [*problems, closed(error, path, root)]
        elif path.is_dir():
            below, links, unseen = _files_below(path)
            problems += [_link(link, root) for link in links]
            problems += [closed(error, path, root) for error in unseen]
            inside = [file for file in below if file != vocabulary]
            inside = [file for file in inside if names is None or _identity(file) != names]
            problems += [_lookalike(file, root) for file in inside if file.suffix.lower() in _LOOKALIKES]
            files = [file for file in inside if is_claim_file(file)]
        elif path.is_file() and is_claim_file(path):
            files = [path]
        elif path.exists():
            files, problems = [], [*problems, _lookalike(path, root)]
        else:
            files, problems = [], [*problems, _missing(path, root)]
        for file in files:
            if found.setdefault(shown(file, root), file) != file:
                problems.append(_twins(file, root))
    return [found[name] for name in sorted(found)], sorted(set(problems))


def is_claim_file(path: Path) -> bool:
    """Say whether a file is named as claim files are."""
    return path.suffix.lower() in (*YAML_ENDINGS, *TABLE_ENDINGS)


def shown(path: Path, root: Path) -> str:
    """Return a path as output names it: relative to the project, with forward slashes.

    Bytes of a name that are no UTF-8 stand there as `\\xff`: no output could hold them.
    """
    stated, above = str(path), os.path.join(root, "")  # noqa: PTH118 - of ten thousand files, quicker than a Path
    if stated.startswith(above) and ".." not in stated:
        name = stated[len(above) :].replace(os.sep, "/")
    else:
        name = Path(os.path.relpath(path, root)).as_posix()
    return name if name.isascii() else os.fsencode(name).decode("utf-8", "backslashreplace")


def stem_of(file: str) -> str:
    """Return what a document is called whose claim file, as output names it, says nothing else."""
    return PurePosixPath(file).stem


def is_folder(path: Path) -> bool:
    """Say whether there is a folder that can be seen; Path.is_dir raises where it lies in a closed one."""
    try:
        return path.is_dir()
    except OSError:
        return False


def barred(path: Path) -> OSError | None:
    """Return why nobody may see what lies at a path or in the folder there; None too where there is nothing."""
    try:
        if stat.S_ISDIR(path.stat().st_mode):
            with os.scandir(path):  # its names may be read
                os.stat(os.path.join(path, "."))  # noqa: PTH116, PTH118 - and what they are names of
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        return error
    return None


def closed(error: OSError, folder: Path, root: Path, kind: str = "unreadable") -> Problem:
    """Return the problem of a folder, or of one in it that the error names, that may not be looked into."""
    path = Path(os.fsdecode(error.filename)) if error.filename else folder
    return Problem(shown(path, root), 0, kind, f"can't be looked into: {error.strerror}")


def size_of(path: Path) -> int:
    """Return the bytes of a file, 0 where that can't be told."""
    try:
        return path.stat().st_size
    except OSError:
        return 0


def read_bytes(path: Path, file: str, kind: str = "unreadable") -> bytes:
    """Return the bytes of a file. Unreadable: it can't be opened, or waits for another program to write it."""
    try:
        if path.exists() and not path.is_file():
            raise Unreadable(Problem(file, 0, kind, "can't be read: it is no regular file"))
        if path.suffix.lower() in YAML_ENDINGS and path.stat().st_size > LARGEST:
            message = f"has {path.stat().st_size:,} bytes; at most {LARGEST:,} are read of a YAML file"
            raise Unreadable(Problem(file, 0, kind, f"{message}: split it, or write claims as CSV or Parquet"))
        return path.read_bytes()
    except OSError as error:
        raise Unreadable(Problem(file, 0, kind, f"can't be read: {error.strerror}")) from None


def read_text(path: Path, file: str, kind: str = "unreadable") -> str:
    """Return the text of a UTF-8 file, without a byte order mark. Unreadable: no such file, or no text."""
    return decode(read_bytes(path, file, kind), file, kind)


def decode(data: bytes, file: str, kind: str = "unreadable") -> str:
    """Return UTF-8 bytes as text, every line end as a newline. Unreadable: not UTF-8, or NUL bytes in it."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Unreadable(Problem(file, 0, kind, f"is UTF-16, not UTF-8; {_convert(file, 'UTF-16')}"))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = f"is not UTF-8 (byte 0x{data[error.start]:02x}); {_convert(file, 'ITS-ENCODING')}"
        raise Unreadable(Problem(file, line, kind, message)) from None
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise Unreadable(Problem(file, line, kind, "holds NUL bytes: it is no text file, or it is damaged"))
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _convert(file: str, encoding: str) -> str:
    return f"save it as UTF-8, for instance with: iconv -f {encoding} -t UTF-8 {Path(file).name}"


def _files_below(folder: Path) -> tuple[list[Path], list[Path], list[OSError]]:
    """Return the files below a folder, the links to folders, and why folders in it can't be looked into.

    Links to folders are not followed: they may lead in a circle.
    """
    found, links = [], []
    closed: list[OSError] = []
    for place, folders, files in os.walk(folder, onerror=closed.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        links += [path for path in (Path(place, name) for name in folders) if path.is_symlink()]
        found += [Path(place, name) for name in sorted(files) if not name.startswith((".", "~$"))]
    return found, links, closed


def _identity(path: Path) -> tuple[int, int] | None:
    """Return what two names of one file share; None where there is no file, such as behind a broken link."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _link(path: Path, root: Path) -> Problem:
    message = "is a link to a folder, which is not followed; name that folder in [project] claims"
    return Problem(shown(path, root), 0, "unreadable", message)


def _twins(path: Path, root: Path) -> Problem:
    message = "two files have this name, as far as output can show it; the second is left out: rename it"
    return Problem(shown(path, root), 0, "unreadable", message)


def _missing(path: Path, root: Path) -> Problem:
    return Problem(shown(path, root), 0, "unreadable", "there is no such file or folder")


def _lookalike(path: Path, root: Path) -> Problem:
    return Problem(shown(path, root), 0, "unreadable", f"is left out, its form is not read{_HOW}")
