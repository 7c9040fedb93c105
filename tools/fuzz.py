"""Fuzz one reader, guided by coverage: python tools/fuzz.py TARGET SECONDS [SEED]; `make fuzz` does it for every one.

Inputs that reach new code are kept in `.fuzz/TARGET`, untracked by git, for the next run. What breaks a reader is
written to `.fuzz/` as `TARGET-crash-…` or `TARGET-timeout-…`, and the exit status is not 0. Without atheris, which is
there for Linux alone, the exit status is 78.
"""

from __future__ import annotations

import os
import sys
import warnings
from importlib import import_module
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TESTS = ROOT / "tests" / "fuzz"
MISSING = 78
"""Exit status where atheris is not installed."""
LONGEST = 4096
"""Bytes of the longest input."""


def main(arguments: list[str]) -> int:
    """Fuzz until the time is up; libFuzzer ends the process itself."""
    try:
        import atheris  # type: ignore[import-untyped, import-not-found, unused-ignore]
    except ImportError:
        print("atheris is not installed; it is there for Linux, in the extra `dev`", file=sys.stderr)
        return MISSING
    sys.path.insert(0, str(TESTS))
    with atheris.instrument_imports(include=["reconcile", "yaml", "openpyxl"], enable_loader_override=False):
        readers = import_module("targets")
    targets, bounded, longest = readers.TARGETS, readers.bounded, int(4 * readers.SECONDS)
    if not arguments or arguments[0] not in targets:
        print(f"usage: fuzz.py TARGET SECONDS [SEED]; TARGET is one of {', '.join(targets)}", file=sys.stderr)
        return 2
    name = arguments[0]
    seconds, seed = int(arguments[1]) if len(arguments) > 1 else 60, arguments[2] if len(arguments) > 2 else "1"
    folder = Path(os.environ.get("FUZZ_DIR", ROOT / ".fuzz"))
    corpus = folder / name
    corpus.mkdir(parents=True, exist_ok=True)
    for number, data in enumerate(readers.seeds(name)):
        (corpus / f"seed-{number}").write_bytes(data)
    warnings.simplefilter("error")

    def once(data: bytes) -> None:
        with bounded():
            targets[name](data)

    options = [
        *(f"-max_total_time={seconds}", f"-seed={seed}", f"-max_len={LONGEST}", f"-timeout={longest}"),
        *(
            "-rss_limit_mb=3000",
            "-print_final_stats=1",
            f"-artifact_prefix={folder}/{name}-",
            f"-dict={_words(folder)}",
        ),
    ]
    atheris.Setup([sys.argv[0], *options, str(corpus)], once)
    atheris.Fuzz()
    return 0


def _words(folder: Path) -> Path:
    """Write the tokens that break readers as a dictionary of libFuzzer."""
    tokens = import_module("mutations").TOKENS
    file = folder / "words.dict"
    shown = ("".join(f"\\x{byte:02x}" for byte in token) for token in tokens if len(token) <= 64)
    file.write_text("".join(f'"{word}"\n' for word in shown), encoding="ascii")
    return file


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
