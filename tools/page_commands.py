"""Run the commands that a page shows and compare what they print; without `--check` the page is mended.

    python tools/page_commands.py [--check] PAGE …

In a page, a code block after a line that ends with `path/of/a/file`: is that file, and a block marked
`console` holds commands after `$ ` and below each what it prints; a comment `<!-- $ … -->` holds one that is
not shown. They run one after another in an empty folder, with the `reconcile` of this environment and 100
columns; `$REPOSITORY` is this repository.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

HIDDEN = r"<!-- \$ (?P<hidden>[^\n]*) -->"
FENCED = r"(?:`(?P<file>[\w./-]+)`[^`\n]*:\n\n)?```(?P<language>\w*)\n(?P<body>.*?)^```$"
BLOCK = re.compile(f"{HIDDEN}|{FENCED}", re.DOTALL | re.MULTILINE)
ROOT = Path(__file__).resolve().parent.parent


@dataclass
class Shell:
    """A folder in which commands run one after another."""

    folder: Path
    """Where the next command runs."""

    def run(self, command: str) -> str:
        """Return what a command prints, errors too."""
        moved = re.fullmatch(r"cd (\S+)", command)
        if moved:
            self.folder = (self.folder / moved[1]).resolve(strict=True)
            return ""
        path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST", "RECONCILE"))}
        done = subprocess.run(
            ["bash", "-c", command],
            cwd=self.folder,
            env={**kept, "PATH": path, "COLUMNS": "100", "NO_COLOR": "1", "PYTHONUTF8": "1", "REPOSITORY": str(ROOT)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        return done.stdout


def mended(page: str, folder: Path) -> str:
    """Return a page with everything below its commands as they print it now; files go into `folder`."""
    shell = Shell(folder)

    def block(match: re.Match[str]) -> str:
        if match["file"]:
            path = shell.folder / match["file"]
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(match["body"], encoding="utf-8")
        if match["hidden"]:
            shell.run(match["hidden"])
        if match["language"] != "console":
            return match[0]
        commands = [line[2:] for line in match["body"].splitlines() if line.startswith("$ ")]
        printed = "".join(f"$ {command}\n{clean(shell.run(command))}" for command in commands)
        return f"```console\n{printed}```"

    return BLOCK.sub(block, page)


def clean(text: str) -> str:
    """Return output without spaces at line ends and with one line end."""
    lines = [line.rstrip() for line in text.rstrip().splitlines()]
    return "".join(f"{line}\n" for line in lines)


def main(arguments: Sequence[str]) -> int:
    """Mend or check the pages; returns the exit status."""
    wrong = 0
    for name in arguments:
        if name.startswith("--"):
            continue
        page = Path(name)
        before = page.read_text(encoding="utf-8")
        with TemporaryDirectory(prefix="reconcile-") as folder:
            after = mended(before, Path(folder).resolve())
        if before != after and "--check" in arguments:
            print(f"{page}: a command prints something else now; run `make docs`", file=sys.stderr)
            wrong += 1
        elif before != after:
            page.write_text(after, encoding="utf-8", newline="\n")
            print(f"{page} mended")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
